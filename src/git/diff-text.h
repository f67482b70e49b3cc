/* SPDX-License-Identifier: GPL-2.0-or-later */
/* diff-text - the text of a diff while it grows, up to a limit. For this folder only. */

#ifndef WINNOW_GIT_DIFF_TEXT_H
#define WINNOW_GIT_DIFF_TEXT_H

#include <stdbool.h>

#include <glib.h>

#include "base/text.h"

struct git_repository;

struct diff_text {
	GString *text; /* borrowed */
	size_t limit;
	bool cut; /* it would be more than limit bytes: what came so far fits */
};

/* Append a piece behind its sign, which does not count ('\0': none). False: it is cut there. */
bool diff_text_append(struct diff_text *out, char sign, struct slice piece);

/* How many digits of an id the index line has, as core.abbrev says; git's own count is not made. */
int diff_id_digits(struct git_repository *git);

/* Append what stands above the hunks of a file; the tabs behind names do not count. */
bool diff_text_append_header(struct diff_text *out, struct slice header);

#endif
