/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rule-edit - change a number in the text of a rule file, and nothing else that it says. */

#ifndef WINNOW_JUDGE_RULE_EDIT_H
#define WINNOW_JUDGE_RULE_EDIT_H

#include <stddef.h>

#include <glib.h>

/* What the weight of the rule called id shall be, or the bias if id is NULL. */
struct rule_edit {
	const char *id;
	double value;
};

/*
 * text, valid JSON, with the edits' numbers, with two decimals. NULL if there is no such rule or
 * number for one of them: *bad is the first such. The caller frees.
 */
char *rule_edit_numbers(const char *text, const struct rule_edit *edits, size_t n, size_t *bad);

/* after, an edit of before, in the layout of rule-format.h if before was in it. The caller frees.
 */
char *rule_edit_layout(const char *before, const char *after);

#endif
