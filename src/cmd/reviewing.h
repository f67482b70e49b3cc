/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reviewing - what the commands that review share: their options, and the review itself. */

#ifndef WINNOW_CMD_REVIEWING_H
#define WINNOW_CMD_REVIEWING_H

#include <stdbool.h>

#include <glib.h>

#include "cmd/cmd.h"
#include "cmd/memory-option.h"
#include "cmd/threads-option.h"
#include "cmd/trees-options.h"
#include "cmd/upstream-options.h"
#include "review/run.h"

/* The options that say what to review against; empty ones are filled from git's configuration. */
struct reviewing_options {
	struct upstream_options upstream;
	struct trees_options trees; /* the maintained trees of the project */
	char *onto, *target;
	char *now;
	char **rules, **ignore;
	char **cves; /* records of vulnerabilities */
	char *model, *kind_model;
	char *inbox, *since; /* a public-inbox, and from when on its mails count */
	char **threads;	     /* mboxes with mails about the queue */
	char *people;	     /* a table of who was asked and who objected */
	char *decisions;     /* the file of what was decided */
	struct memory_option memory;
	struct threads_option n_threads;
	gboolean no_default_rules, no_model, no_replies, no_decisions;
	bool decisions_may_lack; /* the file that is named may be a new one */
	const char *confined;	 /* the command's name if it only prints: see confine.h */
};

/* Entries that fill options, upstream's among them; the array is the caller's to g_free(). */
GOptionEntry *reviewing_option_entries(struct reviewing_options *options);
GOptionEntry *reviewing_option_entries_with_trees(struct reviewing_options *options);
void reviewing_options_clear(struct reviewing_options *options);

/* Zero-initialised; must be cleared, also after a failure. */
struct reviewing {
	struct repo *repo; /* the one at hand; NULL: none is */
	char **rules;
	char *model, *kind_model;
	char *decisions; /* the file that was looked for; NULL: there is none to look for */
	struct review_options options;
	char **names;		     /* of the queue, as given, paths too */
	struct selection *selection; /* NULL: names say what the queue is */
	struct run *run;
	const struct report *report; /* the run's */
};

/*
 * Review the queue that names describe, without names the one that the inbox holds. Warnings go to
 * stderr, with a progress line where that is a terminal. options have to live as long.
 */
bool reviewing_open(const struct global_options *global, struct reviewing_options *options,
		    const char *const *names, struct reviewing *out,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All but the review: what it would be done with. */
bool reviewing_prepare(const struct global_options *global, struct reviewing_options *options,
		       const char *const *names, struct reviewing *out,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reviewing_clear(struct reviewing *reviewing);

#endif
