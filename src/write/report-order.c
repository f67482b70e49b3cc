/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/report-order.h"

#include <string.h>

#include "base/error.h"
#include "review/subsystem.h"

const char *report_sort_name(enum report_sort sort)
{
	static const char *const names[] = {
		[SORT_SEVERITY] = "severity",
		[SORT_QUEUE] = "queue",
		[SORT_SUBSYSTEM] = "subsystem",
	};

	return names[sort];
}

bool report_sort_parse(const char *word, enum report_sort *out, GError **error)
{
	for (int i = 0; i < N_SORTS; i++)
		if (strcmp(word, report_sort_name((enum report_sort)i)) == 0) {
			*out = (enum report_sort)i;
			return true;
		}
	return fail(error, WINNOW_ERROR_USAGE, "--sort: '%s' is none of severity, queue, subsystem",
		    word);
}

int verdict_urgency(enum verdict verdict)
{
	static const int ranks[N_VERDICTS] = {
		[VERDICT_DROP] = 0,
		[VERDICT_ASK] = 1,
		[VERDICT_KEEP_WITH] = 2,
		[VERDICT_KEEP] = 3,
	};

	return ranks[verdict];
}

struct ordered {
	const struct review *review;
	char *subsystem; /* NULL where it does not matter */
};

static void ordered_clear(void *data)
{
	g_free(((struct ordered *)data)->subsystem);
}

/* What was weighed, the most suspected first; digits that nobody sees do not count. */
static int suspicion(const struct review *review)
{
	const struct judgement *judgement = &review->judgement;

	if (judgement->verdict == VERDICT_KEEP_WITH)
		return 0;
	return judgement->decided ? 1000 : (int)(100 * judgement->drop_probability + 0.5);
}

static int by_severity(const struct review *x, const struct review *y)
{
	int order = y->decided_anew - x->decided_anew;

	if (!order)
		order = verdict_urgency(x->judgement.verdict) -
			verdict_urgency(y->judgement.verdict);
	if (!order)
		order = (int)review_severity(y) - (int)review_severity(x);
	return order ? order : suspicion(y) - suspicion(x);
}

static int by_order(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	int order = g_strcmp0(x->subsystem, y->subsystem);

	if (!order)
		order = by_severity(x->review, y->review);
	if (order)
		return order;
	return x->review->patch->position < y->review->patch->position ? -1 : 1;
}

GPtrArray *report_order(const struct report *report, const struct report_style *style)
{
	g_autoptr(GArray) reviews = g_array_new(FALSE, FALSE, sizeof(struct ordered));
	GPtrArray *out = g_ptr_array_new();

	g_array_set_clear_func(reviews, ordered_clear);
	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];
		struct ordered one = { review, NULL };

		if (!style->verdicts[review->judgement.verdict])
			continue;
		if (style->sort == SORT_SUBSYSTEM)
			one.subsystem = subsystem_of_subject(review->patch->message.subject);
		g_array_append_val(reviews, one);
	}
	if (style->sort != SORT_QUEUE)
		g_array_sort(reviews, by_order);
	for (guint i = 0; i < reviews->len; i++)
		g_ptr_array_add(out, (gpointer)g_array_index(reviews, struct ordered, i).review);
	return out;
}

bool report_lists(const struct report_style *style, const struct review *review)
{
	if (review->decided_anew || review->changed)
		return true;
	if (review_is_settled(review))
		return style->decided;
	return style->keeps_asked_for || review->judgement.verdict != VERDICT_KEEP;
}

GPtrArray *report_listed(const struct report *report, const struct report_style *style)
{
	g_autoptr(GPtrArray) all = report_order(report, style);
	GPtrArray *out = g_ptr_array_new();

	for (guint i = 0; i < all->len; i++)
		if (report_lists(style, all->pdata[i]))
			g_ptr_array_add(out, all->pdata[i]);
	return out;
}
