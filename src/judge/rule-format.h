/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rule-format - the layout of rule files: a rule is a few lines, and nothing of it is lost. */

#ifndef WINNOW_JUDGE_RULE_FORMAT_H
#define WINNOW_JUDGE_RULE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

enum { RULE_FORMAT_WIDTH = 100 }; /* columns that are kept to where a string does not fill them */

/*
 * The JSON of text in our layout: what fits on a line stands on one, of what does not each line is
 * filled, and a rule's sentences begin lines. Order, strings and numbers stay as they were written,
 * but for characters that a terminal obeys or does not show (base/json-escape.h);
 * what is laid out so already comes back byte for byte. *out is the caller's. Fails with
 * WINNOW_ERROR_INPUT, "line:column: what", if it is no JSON.
 */
bool rule_format(const char *text, size_t length, char **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether text is laid out so. */
bool rule_format_is(const char *text, size_t length);

#endif
