/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/entry.h"

#include <math.h>
#include <string.h>

static const double least_told = 0.05; /* log-odds */

#include "write/report-order.h"

static void part_free(void *data)
{
	struct entry_part *part = data;

	g_ptr_array_unref(part->reviews);
	g_free(part);
}

static void entry_free(void *data)
{
	struct entry *entry = data;

	g_ptr_array_unref(entry->parts);
	g_free(entry);
}

/* What a tree or a rule's last word makes of it; the sum of signs differs a little for each copy.
 */
static bool is_firm(const struct reason *reason)
{
	return reason->rule->decides != VERDICT_NONE || reason->facts->len;
}

/* The same text where the same is told. */
static char *told_of(const struct review *review, bool all)
{
	const struct judgement *judgement = &review->judgement;
	GString *out = g_string_new(verdict_name(judgement->verdict));

	if (all)
		g_string_append(out, class_name(judgement->class));
	if (review->news)
		g_string_append(out, review->news);
	for (guint i = 0; i < judgement->with->len; i++)
		g_string_append(
			out,
			commit_id_hex(&g_array_index(judgement->with, struct commit_id, i)).text);
	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);

		if (all || is_firm(reason))
			g_string_append_printf(out, "\n%s", reason->says);
	}
	return g_string_free(out, FALSE);
}

/* The same text for what goes into one entry; its heading has one subject. */
static char *key_of(const struct review *review)
{
	g_autofree char *told = NULL;

	if (review->patch->envelope)
		return g_strdup_printf("%u\n%s", review->change, review->patch->message.subject);
	told = told_of(review, true);
	return g_strdup_printf("%u\n%s", review->change, told);
}

static void add_review(struct entry *entry, const struct review *review, GHashTable *parts)
{
	g_autofree char *told = told_of(review, false);
	char *key = g_strdup_printf("%u\n%s", entry->number, told);
	struct entry_part *part = g_hash_table_lookup(parts, key);

	if (part) {
		g_free(key);
	} else {
		part = g_new0(struct entry_part, 1);
		part->reviews = g_ptr_array_new();
		g_ptr_array_add(entry->parts, part);
		g_hash_table_insert(parts, key, part);
	}
	g_ptr_array_add(part->reviews, (gpointer)review);
}

/* What there is to do first. */
static int by_urgency(const void *a, const void *b)
{
	const struct entry_part *const *x = a, *const *y = b;
	const struct review *left = (*x)->reviews->pdata[0], *right = (*y)->reviews->pdata[0];
	int order = verdict_urgency(left->judgement.verdict) -
		    verdict_urgency(right->judgement.verdict);

	if (order)
		return order;
	return left->patch->position < right->patch->position ? -1 : 1;
}

GPtrArray *entries_find(const struct report *report, const bool *verdicts)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(entry_free);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) parts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];
		g_autofree char *key = NULL;
		struct entry *entry;

		if (!verdicts[review->judgement.verdict])
			continue;
		key = key_of(review);
		entry = g_hash_table_lookup(known, key);
		if (!entry) {
			entry = g_new0(struct entry, 1);
			entry->parts = g_ptr_array_new_with_free_func(part_free);
			g_ptr_array_add(out, entry);
			entry->number = out->len;
			g_hash_table_insert(known, g_steal_pointer(&key), entry);
		}
		add_review(entry, review, parts);
	}
	for (guint i = 0; i < out->len; i++)
		g_ptr_array_sort(((struct entry *)out->pdata[i])->parts, by_urgency);
	return out;
}

bool entry_tells(const struct judgement *judgement, const struct reason *reason)
{
	if (reason->rule->decides != VERDICT_NONE)
		return true;
	return !judgement->decided && !reason->rule->quiet && fabs(reason->weight) >= least_told;
}

bool entry_is_new(const struct entry *entry, const struct reason *reason)
{
	const struct entry_part *first = entry->parts->pdata[0];
	const struct review *review = first->reviews->pdata[0];
	const GArray *told = review->judgement.reasons;

	for (guint i = 0; i < told->len; i++)
		if (strcmp(g_array_index(told, struct reason, i).says, reason->says) == 0)
			return false;
	return is_firm(reason);
}
