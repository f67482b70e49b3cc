/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/desk.h"

#include <string.h>

#include "base/text.h"
#include "base/width.h"
#include "desk/desk-parts.h"
#include "desk/series.h"
#include "write/report-order.h"

static void clear_undo(void *data)
{
	g_clear_pointer(&((struct undo *)data)->before, decision_free);
}

static guint row_at(const struct desk *desk, size_t i)
{
	return g_array_index(desk->shown, guint, i);
}

/* The rows that the limit means; one stays at the row from, or the next one. */
static void show_limited(struct desk *desk, guint from)
{
	bool passed = false;

	g_array_set_size(desk->shown, 0);
	desk->cursor = 0;
	desk->widest = 0;
	for (guint i = 0; i < desk->order->len; i++) {
		guint row = g_array_index(desk->order, guint, i);

		if (row == from) {
			passed = true;
			desk->cursor = desk->shown->len;
		}
		if (!limit_fits(desk->limit, &desk->rows[row]))
			continue;
		g_array_append_val(desk->shown, row);
		desk->widest = MAX(desk->widest, desk->rows[row].name_width);
	}
	if (!passed || desk->cursor >= desk->shown->len)
		desk->cursor = desk->shown->len ? desk->shown->len - 1 : 0;
}

static void fill_row(struct desk *desk, guint i, const guint *series)
{
	const struct review *review = &desk->options.report->reviews[i];
	struct row *row = &desk->rows[i];

	row->review = review;
	row->name = row_name(review);
	row->name_width = width_of(row->name);
	row->subject = text_one_line(review->patch->message.subject, SUBJECT_SHOWN);
	row->series = series[i];
	row->decision = review->decision ? decision_copy(review->decision) : NULL;
	row->changed = review->decision && review->decided_anew;
}

/* Its reviews are those of the report that changed, in the same order. */
static void fill_news(struct desk *desk, const struct changed *changed)
{
	size_t k = 0;

	for (size_t i = 0; changed && i < desk->options.report->n_reviews; i++)
		if (k < changed->report.n_reviews &&
		    changed->report.reviews[k].patch == desk->rows[i].review->patch)
			desk->rows[i].news = changed->report.reviews[k++].news;
}

/* The same entry may stand in the queue more than once. */
static void find_alike(struct desk *desk)
{
	g_autoptr(GHashTable) last = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < desk->options.report->n_reviews; i++) {
		const GPtrArray *keys = desk->rows[i].review->keys;
		gpointer other;

		desk->next_alike[i] = i;
		if (!keys || !keys->len)
			continue;
		if (g_hash_table_lookup_extended(last, keys->pdata[0], NULL, &other)) {
			desk->next_alike[i] = desk->next_alike[GPOINTER_TO_UINT(other)];
			desk->next_alike[GPOINTER_TO_UINT(other)] = i;
		}
		g_hash_table_insert(last, keys->pdata[0], GUINT_TO_POINTER(i));
	}
}

static void order_rows(struct desk *desk)
{
	const struct report *report = desk->options.report;
	struct report_style style = { .sort = desk->options.sort };
	g_autoptr(GPtrArray) reviews = NULL;

	for (int verdict = 0; verdict < N_VERDICTS; verdict++)
		style.verdicts[verdict] = true;
	reviews = report_order(report, &style);
	g_array_set_size(desk->order, 0);
	for (guint i = 0; i < reviews->len; i++) {
		guint row = (guint)((const struct review *)reviews->pdata[i] - report->reviews);

		g_array_append_val(desk->order, row);
	}
}

struct desk *desk_new(const struct desk_options *options)
{
	struct desk *desk = g_new0(struct desk, 1);
	g_autofree guint *series = series_find(options->report);
	guint n = (guint)options->report->n_reviews;

	desk->options = *options;
	desk->saved = true;
	desk->rows = g_new0(struct row, n + 1);
	desk->next_alike = g_new(guint, n + 1);
	desk->order = g_array_sized_new(FALSE, FALSE, sizeof(guint), n);
	desk->shown = g_array_sized_new(FALSE, FALSE, sizeof(guint), n);
	desk->undo = g_array_new(FALSE, FALSE, sizeof(struct undo));
	g_array_set_clear_func(desk->undo, clear_undo);
	for (guint i = 0; i < n; i++)
		fill_row(desk, i, series);
	fill_news(desk, options->changed);
	find_alike(desk);
	report_count(options->report, desk->counts.verdicts);
	desk->counts.total = n;
	desk_recount(desk);
	order_rows(desk);
	show_limited(desk, n ? g_array_index(desk->order, guint, 0) : 0);
	return desk;
}

void desk_sort(struct desk *desk, enum report_sort sort)
{
	guint from = desk->shown->len ? row_at(desk, desk->cursor) : 0;

	desk->options.sort = sort;
	order_rows(desk);
	show_limited(desk, from);
}

enum report_sort desk_sorted(const struct desk *desk)
{
	return desk->options.sort;
}

void desk_free(struct desk *desk)
{
	if (!desk)
		return;
	for (size_t i = 0; i < desk->counts.total; i++) {
		g_free(desk->rows[i].name);
		g_free(desk->rows[i].subject);
		g_clear_pointer(&desk->rows[i].decision, decision_free);
	}
	g_free(desk->rows);
	g_free(desk->next_alike);
	g_array_unref(desk->order);
	g_array_unref(desk->shown);
	g_array_unref(desk->undo);
	limit_free(desk->limit);
	limit_free(desk->search);
	g_free(desk->limit_text);
	g_free(desk);
}

const struct desk_options *desk_options(const struct desk *desk)
{
	return &desk->options;
}

size_t desk_length(const struct desk *desk)
{
	return desk->shown->len;
}

const struct row *desk_at(const struct desk *desk, size_t i)
{
	return &desk->rows[row_at(desk, i)];
}

size_t desk_cursor(const struct desk *desk)
{
	return desk->cursor;
}

const struct row *desk_row(const struct desk *desk)
{
	return desk->shown->len ? desk_at(desk, desk->cursor) : NULL;
}

size_t desk_widest(const struct desk *desk)
{
	return desk->widest;
}

const struct desk_counts *desk_counts(const struct desk *desk)
{
	return &desk->counts;
}

static bool is_decided(const struct row *row)
{
	return row->decision && !row->changed;
}

void desk_recount(struct desk *desk)
{
	struct desk_counts *counts = &desk->counts;

	counts->tagged = counts->decided = counts->changed = 0;
	for (size_t i = 0; i < counts->total; i++) {
		const struct row *row = &desk->rows[i];

		counts->tagged += row->tagged;
		counts->decided += is_decided(row);
		counts->changed += row_has_news(row);
	}
}

void desk_move_to(struct desk *desk, size_t i)
{
	desk->cursor = MIN(i, desk->shown->len ? desk->shown->len - 1 : 0);
}

void desk_move(struct desk *desk, gint64 rows)
{
	desk_move_to(desk, (size_t)MAX((gint64)desk->cursor + rows, 0));
}

void desk_go(struct desk *desk, guint row)
{
	for (size_t i = 0; i < desk->shown->len; i++)
		if (row_at(desk, i) == row) {
			desk->cursor = i;
			return;
		}
}

bool desk_limit(struct desk *desk, const char *text, GError **error)
{
	struct limit *limit = NULL;
	guint from = desk->shown->len ? row_at(desk, desk->cursor) : 0;

	if (!limit_parse(text, &limit, error))
		return false;
	limit_free(desk->limit);
	desk->limit = limit;
	g_free(desk->limit_text);
	desk->limit_text = limit ? g_strdup(text) : NULL;
	show_limited(desk, from);
	return true;
}

const char *desk_limited(const struct desk *desk)
{
	return desk->limit_text;
}

/* Go to the next row that fits, round the end if need be. */
static bool go_to_next(struct desk *desk, bool (*fits)(const struct desk *desk, const struct row *),
		       bool backwards, bool *wrapped)
{
	size_t n = desk->shown->len;

	for (size_t k = 1; k <= n; k++) {
		size_t i = (desk->cursor + (backwards ? n - k : k)) % n;

		if (!fits(desk, desk_at(desk, i)))
			continue;
		*wrapped = backwards ? i >= desk->cursor : i <= desk->cursor;
		desk->cursor = i;
		return true;
	}
	return false;
}

static bool fits_search(const struct desk *desk, const struct row *row)
{
	return limit_fits(desk->search, row);
}

bool desk_search(struct desk *desk, const char *text, bool backwards, bool *wrapped, GError **error)
{
	struct limit *search = NULL;

	if (!limit_parse(text, &search, error))
		return false;
	if (search) {
		limit_free(desk->search);
		desk->search = search;
	}
	return desk->search && go_to_next(desk, fits_search, backwards, wrapped);
}

static bool fits_undecided(const struct desk *desk, const struct row *row)
{
	(void)desk;
	return !is_decided(row);
}

static bool fits_changed(const struct desk *desk, const struct row *row)
{
	(void)desk;
	return row_has_news(row);
}

bool desk_next(struct desk *desk, enum desk_stop stop, bool backwards, bool *wrapped)
{
	return go_to_next(desk, stop == DESK_UNDECIDED ? fits_undecided : fits_changed, backwards,
			  wrapped);
}

void desk_tag(struct desk *desk)
{
	struct row *row = desk->shown->len ? &desk->rows[row_at(desk, desk->cursor)] : NULL;

	if (row)
		row->tagged = !row->tagged;
	desk_recount(desk);
}

size_t desk_tag_series(struct desk *desk)
{
	const struct row *at = desk_row(desk);
	bool tagged = at && !at->tagged;
	size_t n = 0;

	for (size_t i = 0; i < desk->shown->len; i++) {
		struct row *row = &desk->rows[row_at(desk, i)];

		if (row->series != at->series)
			continue;
		row->tagged = tagged;
		n++;
	}
	desk_recount(desk);
	return n;
}

size_t desk_tag_all(struct desk *desk)
{
	for (size_t i = 0; i < desk->shown->len; i++)
		desk->rows[row_at(desk, i)].tagged = true;
	desk_recount(desk);
	return desk->shown->len;
}

void desk_untag(struct desk *desk)
{
	for (size_t i = 0; i < desk->counts.total; i++)
		desk->rows[i].tagged = false;
	desk_recount(desk);
}

GArray *desk_meant(const struct desk *desk, bool tagged)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint));

	for (size_t i = 0; i < desk->shown->len; i++) {
		guint row = row_at(desk, i);

		if (tagged ? desk->rows[row].tagged : i == desk->cursor)
			g_array_append_val(out, row);
	}
	return out;
}
