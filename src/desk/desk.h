/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * desk - what is on the terminal desk, without a terminal: the patches of a review, which of them
 * are shown, where one is, what is tagged, and what was decided, with the way back.
 */

#ifndef WINNOW_DESK_DESK_H
#define WINNOW_DESK_DESK_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "decide/decisions.h"
#include "desk/limit.h"
#include "desk/row.h"
#include "review/changed.h"
#include "review/report.h"
#include "write/style.h"

struct desk;

/* All of it is borrowed while the desk lives. */
struct desk_options {
	const struct report *report;
	struct decisions *decisions;
	const char *who, *date; /* of what is decided here */
	enum report_sort sort;
	const struct changed *changed; /* the report beside an earlier one; NULL: not compared */
};

struct desk *desk_new(const struct desk_options *options);
void desk_free(struct desk *desk);
DEFINE_CLEANUP(struct desk *, desk_free)

const struct desk_options *desk_options(const struct desk *desk);

/* The rows that are shown, from 0, and which of them one is at: 0 when there is none. */
size_t desk_length(const struct desk *desk);
const struct row *desk_at(const struct desk *desk, size_t i);
size_t desk_cursor(const struct desk *desk);
const struct row *desk_row(const struct desk *desk); /* NULL: none is shown */

/* The columns that the longest name of those takes. */
size_t desk_widest(const struct desk *desk);

/* Of all of them, shown or not. */
struct desk_counts {
	size_t total, tagged;
	size_t decided; /* and the evidence is as it was then */
	size_t changed; /* see row_has_news() */
	size_t verdicts[N_VERDICTS];
};
const struct desk_counts *desk_counts(const struct desk *desk);

/* Have them stand in another order; one stays at one's row. */
void desk_sort(struct desk *desk, enum report_sort sort);
enum report_sort desk_sorted(const struct desk *desk);

void desk_move(struct desk *desk, gint64 rows);
void desk_move_to(struct desk *desk, size_t i);

/*
 * Show only what text means (desk/limit.h), one stays at one's row or goes to the next one. Fails
 * with WINNOW_ERROR_INPUT, nothing is changed then.
 */
bool desk_limit(struct desk *desk, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *desk_limited(const struct desk *desk); /* as given; NULL: all are shown */

/*
 * Go to the next row that text means, from the end on from the beginning; "" is the text before.
 * *wrapped says that it came round. False, one stays: none does, or (*error) it means nothing.
 */
bool desk_search(struct desk *desk, const char *text, bool backwards, bool *wrapped,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for rows that are undecided or have changed since, or those of row_has_news() alone. */
enum desk_stop { DESK_UNDECIDED, DESK_CHANGED };
bool desk_next(struct desk *desk, enum desk_stop stop, bool backwards, bool *wrapped);

/*
 * Tag the row, or not any more; the same for all that are shown of its series; tag all that are
 * shown. How many.
 */
void desk_tag(struct desk *desk);
size_t desk_tag_series(struct desk *desk);
size_t desk_tag_all(struct desk *desk);
void desk_untag(struct desk *desk);

/*
 * Decide, of the row or all tagged ones, and save it. until as decision_until_parse() has it, or
 * NULL. *n are those decided. Fails with WINNOW_ERROR_INPUT at the first that cannot be decided:
 * those before it are; or with WINNOW_ERROR_SYSTEM or _RETRY: it is decided here, and desk_save()
 * may be tried again.
 */
bool desk_decide(struct desk *desk, enum decision_word word, const char *until, bool tagged,
		 size_t *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same with the words of the verdicts themselves. */
bool desk_agree(struct desk *desk, bool tagged, size_t *n,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Take decisions back, or note something with them ("": nothing), likewise. */
bool desk_retract(struct desk *desk, bool tagged, size_t *n,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool desk_note(struct desk *desk, const char *note, bool tagged, size_t *n,
	       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Go to what was decided here last; false, one stays: nothing was, or it is not shown. */
bool desk_go_last(struct desk *desk);

/* Make what was done last undone and go there; *n is 0 when there is nothing left. */
bool desk_undo(struct desk *desk, size_t *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether all is saved, and another try. */
bool desk_is_saved(const struct desk *desk);
bool desk_save(struct desk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
