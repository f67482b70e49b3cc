/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spelling - options that are written short, as git takes them, and those that are written wrong.
 */

#ifndef WINNOW_CMD_SPELLING_H
#define WINNOW_CMD_SPELLING_H

#include <stdbool.h>

#include <glib.h>

/* What options there are, in lists that end with NULL. */
struct spelling {
	const char *name; /* the command's; NULL: the program itself */
	const GOptionEntry *const *own;
	const GOptionEntry *others; /* that count where none of own begins so; NULL: none */
	bool leads;		    /* they end at the first word that is none */
};

/*
 * Put in argv the whole name in place of each long option of which only the beginning is given,
 * where one entry alone begins so, and of a letter that has its value behind it, as in -oDIR. Fails
 * with WINNOW_ERROR_USAGE where no entry begins so, with the one that may have been meant, where
 * several do, and where such a letter stands behind others, as in -qoDIR. Words that are an
 * option's value, or behind "--", stay as they are; *end is where that stands, or argc.
 */
bool spelling_complete(const struct spelling *spelling, int argc, char **argv, int *end,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ", did you mean 'review'?" of words (ends with NULL) for what is none of them, or "". The caller
 * frees. */
char *spelling_hint(const char *word, const char *const *words);

#endif
