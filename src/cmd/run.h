/* SPDX-License-Identifier: GPL-2.0-or-later */
/* run - the flow, once: queue, upstream, facts, rules, report. What review and explain share. */

#ifndef WINNOW_CMD_RUN_H
#define WINNOW_CMD_RUN_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "cmd/cmd.h"
#include "cmd/source.h"
#include "write/report.h"

/* The options that say what to review against; empty ones are filled from git's configuration. */
struct run_options {
	struct source_options source;
	char *onto, *target;
	char *now;
	char **rules, **ignore;
	char *model;
	gboolean no_default_rules, no_model, no_replies;
};

/* Entries that fill options, the source's among them; the array is the caller's to g_free(). */
GOptionEntry *run_option_entries(struct run_options *options);
void run_options_clear(struct run_options *options);

struct run;

/*
 * Review the queue that names describe. Warnings go to stderr, with a progress line where that is a
 * terminal. *out is the caller's and owns the report.
 */
bool run_new(const struct global_options *global, struct run_options *options,
	     const char *const *names, struct run **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void run_free(struct run *run);
DEFINE_CLEANUP(struct run *, run_free)

const struct report *run_report(const struct run *run);

/*
 * Open the repository of -C, or the one around the current directory. *out is the caller's; NULL,
 * which is success, when -C was not given and there is none.
 */
bool run_open_repo(const struct global_options *global, struct repo **out,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The repository at hand; NULL if there is none. */
struct repo *run_repo(const struct run *run);

/* Where the templates are that come with the program. The caller frees. */
char *run_templates_path(void);

/* The text model's file that options name, or ours. The caller frees. */
char *run_model_path(const struct run_options *options);

/*
 * Rule directories in the order they count: ours, the user's, then those given, or configured in
 * repo (may be NULL) when none is. no_defaults: given only. Free with g_strfreev().
 */
char **run_rule_directories(struct repo *repo, char *const *given, bool no_defaults);

#endif
