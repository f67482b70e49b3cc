/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/changed.h"

#include <string.h>

#include "decide/seen.h"
#include "review/brief.h"

enum { CLAUSES_TOLD = 3 };

const char *change_kind_name(enum change_kind kind)
{
	static const char *const names[] = {
		[CHANGE_NEW] = "new",
		[CHANGE_VERDICT] = "verdict",
		[CHANGE_EVIDENCE] = "evidence",
	};

	return names[kind];
}

static void review_change_free(struct review_change *change)
{
	g_ptr_array_unref(change->news);
	g_ptr_array_unref(change->lost);
	g_free(change);
}

/* What a copy of a review does not have on loan. */
static void copy_clear(struct review *copy)
{
	review_change_free(copy->changed);
	g_free(copy->news);
}

void changed_free(struct changed *changed)
{
	if (!changed)
		return;
	for (size_t i = 0; i < changed->report.n_reviews; i++)
		copy_clear(&changed->report.reviews[i]);
	g_free(changed->report.reviews);
	g_free(changed->since);
	g_ptr_array_unref(changed->gone);
	g_free(changed);
}

void changed_keep_new(struct changed *changed)
{
	struct review *reviews = changed->report.reviews;
	size_t n = 0;

	for (size_t i = 0; i < changed->report.n_reviews; i++)
		if (report_passes(&reviews[i]))
			copy_clear(&reviews[i]);
		else
			reviews[n++] = reviews[i];
	changed->report.n_reviews = n;
	g_ptr_array_set_size(changed->gone, 0);
	changed->only_new = true;
}

bool changed_is_any(const struct changed *changed)
{
	return changed->report.n_reviews || changed->gone->len;
}

static char *name_of(const char *key, const char *tree, const char *source)
{
	return key ? g_strdup_printf("%s %s", key, tree ? tree : "*")
		   : g_strdup_printf("source %s", source);
}

static void add_name(GHashTable *names, char *name, struct earlier_patch *patch)
{
	GQueue *queue = g_hash_table_lookup(names, name);

	if (!queue) {
		queue = g_queue_new();
		g_hash_table_insert(names, g_strdup(name), queue);
	}
	g_queue_push_tail(queue, patch);
	g_free(name);
}

/* name -> GQueue of struct earlier_patch *, in their order: by key, and by source. */
static GHashTable *names_of(const struct earlier *earlier)
{
	GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						(GDestroyNotify)g_queue_free);

	for (guint i = 0; i < earlier->patches->len; i++) {
		struct earlier_patch *patch = earlier->patches->pdata[i];

		if (patch->key)
			add_name(out, name_of(patch->key, patch->tree, patch->source), patch);
		add_name(out, name_of(NULL, NULL, patch->source), patch);
	}
	return out;
}

/*
 * By whatever key it has, as which of them it had then depends on what upstream had; else by where
 * it comes from. known gets what is taken, which nobody takes twice.
 */
static struct earlier_patch *take(GHashTable *names, const struct review *review, GHashTable *known)
{
	for (guint i = 0; i <= review->keys->len; i++) {
		const char *key = i < review->keys->len ? review->keys->pdata[i] : NULL;
		g_autofree char *name = name_of(key, review->tree, review->patch->source);
		GQueue *queue = g_hash_table_lookup(names, name);

		while (queue && !g_queue_is_empty(queue)) {
			struct earlier_patch *patch = g_queue_pop_head(queue);

			if (g_hash_table_add(known, patch))
				return patch;
		}
	}
	return NULL;
}

static struct review_change *compare(const struct review *review, const struct earlier_patch *then)
{
	struct review_change *out = g_new0(struct review_change, 1);
	enum verdict now = review->judgement.verdict;
	bool keeps = now == VERDICT_KEEP || now == VERDICT_KEEP_WITH;
	g_autoptr(GPtrArray) news = NULL;

	out->news = g_ptr_array_new_with_free_func(g_free);
	out->lost = g_ptr_array_new_with_free_func(g_free);
	if (!then)
		return out;
	out->was = then->verdict;
	out->kind = now == then->verdict ? CHANGE_EVIDENCE : CHANGE_VERDICT;
	news = seen_since(then->seen, keeps && out->kind == CHANGE_EVIDENCE, &review->facts);
	for (guint i = 0; i < news->len; i++)
		g_ptr_array_add(out->news, seen_says(news->pdata[i]));
	for (size_t i = 0; out->kind == CHANGE_VERDICT && i < facts_count(&then->facts); i++)
		if (seen_is_telling(facts_at(&then->facts, i)) &&
		    !seen_has(review->seen, facts_at(&then->facts, i)))
			g_ptr_array_add(out->lost, g_strdup(facts_at(&then->facts, i)->says));
	if (out->kind == CHANGE_VERDICT || out->news->len)
		return out;
	review_change_free(out);
	return NULL;
}

static void append_clauses(GString *out, const char *before, const GPtrArray *clauses)
{
	for (guint i = 0; i < MIN(clauses->len, (guint)CLAUSES_TOLD); i++)
		g_string_append_printf(out, "%s%s", i ? "; " : before,
				       (const char *)clauses->pdata[i]);
	if (clauses->len > CLAUSES_TOLD)
		g_string_append_printf(out, "; and %u more", clauses->len - CLAUSES_TOLD);
}

/* A clause that holds for the list, whose reason column it takes. */
static char *sentence_of(const struct review *review, const struct review_change *change)
{
	GString *out = g_string_new(NULL);
	g_autofree char *brief = review_brief(review, true);

	if (change->kind == CHANGE_NEW)
		g_string_append_printf(out, "new%s%s", *brief ? ": " : "", brief);
	else if (change->kind == CHANGE_VERDICT)
		g_string_append_printf(out, "was %s: ", verdict_name(change->was));
	if (change->kind != CHANGE_NEW)
		append_clauses(out, "", change->news);
	if (change->kind == CHANGE_VERDICT && !change->news->len) {
		/* What speaks for it did so before: it is what was lost that made the difference. */
		bool freed = review->judgement.verdict == VERDICT_KEEP && change->lost->len;

		g_string_append(out, *brief && !freed ? brief : "nothing speaks against it any more");
		append_clauses(out, "; no longer: ", change->lost);
	}
	return g_string_free(out, FALSE);
}

struct changed *changed_find(const struct report *report, const struct earlier *earlier)
{
	g_autoptr(GHashTable) names = names_of(earlier);
	g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
	struct changed *out = g_new0(struct changed, 1);
	size_t n = 0;

	out->since = g_strdup(earlier->made_at);
	out->gone = g_ptr_array_new();
	out->whole = report;
	out->report = *report;
	out->report.reviews = g_new0(struct review, report->n_reviews);
	for (size_t i = 0; i < report->n_reviews; i++) {
		struct review *copy = &out->report.reviews[n];
		struct earlier_patch *then = take(names, &report->reviews[i], known);
		struct review_change *change = compare(&report->reviews[i], then);

		if (!change) {
			out->n_same++;
			continue;
		}
		/* A loan: what the review holds stays the report's. */
		*copy = report->reviews[i];
		copy->news = sentence_of(&report->reviews[i], change);
		copy->changed = change;
		n++;
	}
	out->report.n_reviews = n;
	out->report.changed = out;
	for (guint i = 0; i < earlier->patches->len; i++)
		if (!g_hash_table_contains(known, earlier->patches->pdata[i]))
			g_ptr_array_add(out->gone, earlier->patches->pdata[i]);
	return out;
}
