/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decision-lines - the text of a decisions file as lines, those that nobody understands included.
 */

#ifndef WINNOW_DECIDE_DECISION_LINES_H
#define WINNOW_DECIDE_DECISION_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "decide/decision.h"

/* The line that says what the file is. */
#define DECISION_LINES_HEADER "# winnow decisions 1"

struct decision_lines;

/*
 * Take the text of a file apart; path is for what is appended to warnings (char *; NULL: nobody
 * wants to know). Fails with WINNOW_ERROR_INPUT if it is not empty and no line of it is the one
 * that says what it is.
 */
bool decision_lines_parse(const char *path, struct slice text, GPtrArray *warnings,
			  struct decision_lines **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void decision_lines_free(struct decision_lines *lines);
DEFINE_CLEANUP(struct decision_lines *, decision_lines_free)

/* Call visit for each decision, doubles too, in the order of the file. */
void decision_lines_each(const struct decision_lines *lines,
			 void (*visit)(const struct decision *decision, void *data), void *data);

/* In place of the lines on its key and tree, else where it belongs by its order. */
void decision_lines_put(struct decision_lines *lines, const struct decision *decision);

/* False if there is none. */
bool decision_lines_remove(struct decision_lines *lines, const char *key, const char *tree);

/* The text of the file. The caller frees. */
GString *decision_lines_text(const struct decision_lines *lines);

#endif
