/* SPDX-License-Identifier: GPL-2.0-or-later */
/* source - where upstream is found, as options and configuration say, and in which index. */

#ifndef WINNOW_REVIEW_SOURCE_H
#define WINNOW_REVIEW_SOURCE_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/warn.h"
#include "git/repo.h"
#include "index/history.h"

struct workers;

/* Empty ones are filled from git's configuration by source_open(). */
struct source_options {
	char *upstream, *upstream_repo, *upstream_table;
	char *index;
	char **corrections;
	char **fix_words; /* settings of fix-words.h; only configured */
	gboolean no_index;
};

void source_options_clear(struct source_options *options);

/* Where names of trees are kept between runs (code/tree-names.h); NULL: nothing is to be kept. The
 * caller frees. */
char *source_names_directory(const struct source_options *options);

/* Have diffs of repo (NULL: nothing) kept in the cache, too, unless nothing is to be kept: before
 * the first one is made. source_open() does it of another repository that upstream is in. */
void source_keep_diffs(struct repo *repo, const struct source_options *options);

struct source {
	struct repo *upstream_repo; /* NULL: the repository at hand */
	struct history *history;    /* NULL: no upstream was named */
	char *name;		    /* as given; NULL likewise */
	char *index_path;	    /* NULL: none is kept */
	struct history_update update;
};

/* The file for what is found of how bad commits of source's history are (review/severities.h); NULL:
 * nothing is to be kept. The caller frees. */
char *source_severities_path(const struct source *source, const struct source_options *options);

/* Fill in only the words that a project configures, for who needs them before source_open(). */
void source_take_words(struct repo *repo, struct source_options *options);

/* What source_open() is asked for besides the options. */
struct source_wish {
	struct warn warn; /* what is wrong with an index, or with corrections */
	bool progress;
	bool rebuild;	/* the index was found damaged */
	bool must_keep; /* the index is what it is about */
	struct workers *workers; /* that help to read upstream; NULL: none do. Borrowed. */
};

/* Open what the options name; repo is the one at hand or NULL. *out must be cleared, also after a
 * failure. */
bool source_open(struct repo *repo, struct source_options *options, const struct source_wish *wish,
		 struct source *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void source_clear(struct source *source);

/*
 * Work that asks an upstream; data is its own. *source is what it opened, still open when it
 * returns, also after a failure; NULL: it did not come to that. It is called a second time, with
 * rebuild set, when the index proved damaged: all that the first call left is to be thrown away.
 */
typedef bool source_work(bool rebuild, void *data, const struct source **source, GError **error);

/*
 * Do work, and once more with an index built anew if what it asked proves damaged, which warn is
 * told. Fails as work does, and with WINNOW_ERROR_SYSTEM for an index that cannot be helped.
 */
bool source_try(source_work *work, void *data, const struct warn *warn,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
