/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trees-words - what the forms of a set of trees say alike. */

#ifndef WINNOW_WRITE_TREES_WORDS_H
#define WINNOW_WRITE_TREES_WORDS_H

#include "review/matrix.h"
#include "write/style.h"

/* What stands in a cell for people: "22.11.3", "needs", "-". Borrowed from state. */
const char *trees_cell(const struct state *state);

/* "has 5, needs 3 (1 with work), unknown 2": of one tree. The caller frees. */
char *trees_summary(const struct matrix_report *report, guint tree);

/* The rows to show (guint), in their order. The caller unrefs. */
GArray *trees_rows(const struct matrix_report *report, const struct report_style *style);

/* The first digits of a row's commit, else what was given. The caller frees. */
char *trees_row_name(const struct matrix_report *report, const struct matrix_row *row);

enum paint paint_of_state(enum state_kind kind);

#endif
