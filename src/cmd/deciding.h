/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deciding - what the commands that decide share: who, and the file that it goes to. */

#ifndef WINNOW_CMD_DECIDING_H
#define WINNOW_CMD_DECIDING_H

#include <stdbool.h>

#include <glib.h>

#include "base/warn.h"
#include "cmd/reviewing.h"
#include "decide/decisions.h"
#include "git/repo.h"

/*
 * Who decides, as one word: winnow.who, else what stands before the '@' of user.email, else
 * user.name. repo may be NULL: the user's configuration then. *out is the caller's. Fails with
 * WINNOW_ERROR_INPUT when git knows nobody.
 */
bool deciding_who(struct repo *repo, char **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Open the file that locate_decisions() found (NULL: it found none) to decide in. */
bool deciding_open(const char *path, const struct warn *warn, struct decisions **out,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Save, and tell warn how git merges the file if it is a new one in repo (may be NULL). */
bool deciding_save(struct decisions *decisions, struct repo *repo, const struct warn *warn,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Take over what the file at path decided into the file beside queue (NULL: none), for tree where
 * it is given, and say how many that were. What had been decided before stays.
 */
bool deciding_import(const struct global_options *global, const char *path,
		     struct reviewing_options *options, const char *queue, const char *tree,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
