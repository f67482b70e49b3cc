/* SPDX-License-Identifier: GPL-2.0-or-later */
/* source - where a command finds upstream, as options and configuration say, and in which index. */

#ifndef WINNOW_CMD_SOURCE_H
#define WINNOW_CMD_SOURCE_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "git/repo.h"
#include "index/history.h"

/* Empty ones are filled from git's configuration by source_open(). */
struct source_options {
	char *upstream, *upstream_repo, *upstream_table;
	char *index;
	char **corrections;
	char **fix_words; /* settings of fix-words.h; only configured */
	gboolean no_index;
	gboolean quiet;
};

/*
 * Entries that fill options; the array is the caller's to free with g_free(). Those of the second
 * are for commands that ask something of upstream.
 */
GOptionEntry *source_place_entries(struct source_options *options);
GOptionEntry *source_option_entries(struct source_options *options);
void source_options_clear(struct source_options *options);

struct source {
	struct repo *upstream_repo; /* NULL: the repository at hand */
	struct history *history;    /* NULL: no upstream was named */
	char *name;		    /* as given; NULL likewise */
	char *index_path;	    /* NULL: none is kept */
	struct history_update update;
};

/* Fill in only the words that a project configures, for who needs them before source_open(). */
void source_take_words(struct repo *repo, struct source_options *options);

/* What source_open() is asked for besides the options. */
struct source_wish {
	bool progress;
	bool rebuild;	/* the index was found damaged */
	bool must_keep; /* the index is what it is about */
};

/*
 * Open what the options name; repo is the one at hand or NULL. Tells on stderr what is wrong with
 * an index, unless quiet. *out must be cleared, also after a failure.
 */
bool source_open(struct repo *repo, struct source_options *options, const struct source_wish *wish,
		 struct source *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void source_clear(struct source *source);

/* Whether the history, found damaged, can be had by building its index anew. */
bool source_can_rebuild(const struct source *source);

/* Fail because of an index that could not be read and cannot be helped. */
bool source_fail_damaged(const struct source *source, GError **error);

/* "winnow: warning: ..." on stderr, made safe for a terminal; nothing when quiet. */
void source_warn(const struct source_options *options, const char *text);

#endif
