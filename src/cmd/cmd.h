/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd - the commands, one a file. main.c has their table. */

#ifndef WINNOW_CMD_CMD_H
#define WINNOW_CMD_CMD_H

#include <stdbool.h>

#include <glib.h>

#include "cmd/global.h"

/* Exit statuses. */
enum status {
	STATUS_OK = 0,
	STATUS_NOT_KEEP = 1, /* with --exit-code: something is not a plain keep */
	STATUS_FAILED = 2,
	STATUS_USAGE = 64, /* sysexits.h */
	STATUS_RETRY = 75, /* try later */
};

/*
 * Run with the command's own words; argv[0] is its name. On success *status is what to exit with.
 * WINNOW_ERROR_USAGE stands for a wrong command line.
 */
typedef bool command_run(struct global_options *global, int argc, char **argv, enum status *status,
			 GError **error);

command_run cmd_review, cmd_explain, cmd_missing, cmd_trees, cmd_index, cmd_measure, cmd_rules,
	cmd_rules_fit, cmd_rules_kind, cmd_rules_format;
command_run cmd_take, cmd_reply, cmd_summary, cmd_fetch, cmd_send, cmd_decide, cmd_triage;

/*
 * Parse options of one command, and those that all have into global: every error is
 * WINNOW_ERROR_USAGE, --help prints and sets *helped.
 * usage is the words behind "winnow NAME"; help what stands below the options.
 */
bool cmd_parse(struct global_options *global, GOptionEntry *entries, const GOptionEntry *shared,
	       const char *usage, const char *summary, const char *help, int *argc, char ***argv,
	       bool *helped, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Both lists as one; the caller frees it with g_free(). */
GOptionEntry *cmd_join_entries(const GOptionEntry *first, const GOptionEntry *second);

/* "drop,ask" of an option sets what it names in verdicts, by enum verdict. WINNOW_ERROR_USAGE. */
bool cmd_parse_verdicts(const char *option, const char *words, bool *verdicts,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --now: the moment that text names, today for NULL. WINNOW_ERROR_USAGE. */
bool cmd_parse_now(const char *text, gint64 *now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "winnow: warning: TEXT" on stderr, made safe for a terminal; data is not used. */
void cmd_warn(const char *text, void *data);

#endif
