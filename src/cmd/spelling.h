/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spelling - options that are written short, as git takes them, and those that are written wrong. */

#ifndef WINNOW_CMD_SPELLING_H
#define WINNOW_CMD_SPELLING_H

#include <stdbool.h>

#include <glib.h>

/*
 * Put in argv the whole name in place of each long option of which only the beginning is given, where
 * one entry alone begins so; lists (ends with NULL) are what there is. Fails with WINNOW_ERROR_USAGE
 * where none does, with the one that may have been meant, or several do. Words that are an option's
 * value, or behind "--", stay as they are.
 */
bool spelling_complete(const GOptionEntry *const *lists, const char *name, int argc, char **argv,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ", did you mean 'review'?" of words (ends with NULL) for what is none of them, or "". The caller
 * frees. */
char *spelling_hint(const char *word, const char *const *words);

#endif
