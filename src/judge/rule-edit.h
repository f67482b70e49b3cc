/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rule-edit - change a number in the text of a rule file, and nothing else that it says. */

#ifndef WINNOW_JUDGE_RULE_EDIT_H
#define WINNOW_JUDGE_RULE_EDIT_H

#include <glib.h>

/*
 * text, valid JSON, with the weight of the rule called id, or the bias if id is NULL, set to value
 * with two decimals. NULL if there is no such rule or number. The caller frees.
 */
char *rule_edit_number(const char *text, const char *id, double value);

/* after, an edit of before, in the layout of rule-format.h if before was in it. The caller frees.
 */
char *rule_edit_layout(const char *before, const char *after);

#endif
