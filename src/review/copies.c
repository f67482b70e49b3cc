/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/copies.h"

#include <string.h>

#include "review/sentence.h"

static void copies_free(void *data)
{
	struct copies *copies = data;

	g_ptr_array_unref(copies->members);
	g_free(copies);
}

static const char *newest_version(const struct patch *patch)
{
	const char *newest = NULL;

	for (guint i = 0; i < patch->versions->len; i++)
		if (!newest || patch_compare_versions(patch->versions->pdata[i], newest) > 0)
			newest = patch->versions->pdata[i];
	return newest;
}

/* The newest tree's copy is the one people look at; of two for it the later mail. */
static bool is_newer(const struct review *a, const struct review *b)
{
	const char *x = newest_version(a->patch), *y = newest_version(b->patch);
	int order = x && y ? patch_compare_versions(x, y) : (x != NULL) - (y != NULL);

	return order ? order > 0 : a->patch->sent_date > b->patch->sent_date;
}

static bool same_with(const GArray *a, const GArray *b)
{
	return a->len == b->len &&
	       (!a->len || memcmp(a->data, b->data, a->len * sizeof(struct commit_id)) == 0);
}

static bool belongs(const struct copies *copies, const struct review *review, enum answer answer)
{
	const struct review *lead = copies->lead;

	return copies->answer == answer &&
	       same_with(lead->judgement.with, review->judgement.with) &&
	       !lead->patch->envelope == !review->patch->envelope;
}

static void unref_array(void *array)
{
	g_ptr_array_unref(array);
}

/* Nobody is asked anything while somebody waits. */
static bool waits(const struct review *review)
{
	return review_is_settled(review) && review->decision->word == DECISION_WAIT;
}

GPtrArray *copies_find(const struct report *report, const guint8 *named, const bool *verdicts)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(copies_free);
	g_autoptr(GHashTable) by_change = g_hash_table_new_full(NULL, NULL, NULL, unref_array);

	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];
		void *change = GUINT_TO_POINTER(review->change);
		struct copies *copies = NULL;
		enum answer answer;
		GPtrArray *alike;

		if (named ? !named[i] : !verdicts[review->judgement.verdict] || waits(review))
			continue;
		answer = answer_of(report, review);
		alike = g_hash_table_lookup(by_change, change);
		if (!alike) {
			alike = g_ptr_array_new();
			g_hash_table_insert(by_change, change, alike);
		}
		for (guint k = 0; k < alike->len && !copies; k++)
			if (belongs(alike->pdata[k], review, answer))
				copies = alike->pdata[k];
		if (!copies) {
			copies = g_new0(struct copies, 1);
			copies->members = g_ptr_array_new();
			copies->lead = review;
			copies->answer = answer;
			g_ptr_array_add(alike, copies);
			g_ptr_array_add(all, copies);
		}
		g_ptr_array_add(copies->members, (gpointer)review);
		if (is_newer(review, copies->lead))
			copies->lead = review;
	}
	return all;
}

static int newest_first(const void *a, const void *b)
{
	return patch_compare_versions(*(const char *const *)b, *(const char *const *)a);
}

static void add_version(char *version, GPtrArray *out)
{
	if (!g_ptr_array_find_with_equal_func(out, version, g_str_equal, NULL))
		g_ptr_array_add(out, version);
}

void copies_add_versions(const struct review *review, GPtrArray *out)
{
	const GPtrArray *versions = review->patch->versions;

	for (guint i = 0; i < versions->len; i++)
		add_version(versions->pdata[i], out);
	/* It is for what it is built on, where it does not say. */
	if (!versions->len && strcmp(review->tree, "*") != 0)
		add_version(review->tree, out);
	g_ptr_array_sort(out, newest_first);
}

/* "6.17-5.10", as some mails call the trees from one to another. */
static char *spoken(const char *version)
{
	const char *dash = strchr(version, '-');

	if (!dash || !g_ascii_isdigit(version[0]) || !g_ascii_isdigit(dash[1]) ||
	    strspn(version, "0123456789.-") != strlen(version))
		return g_strdup(version);
	return g_strdup_printf("%.*s to %s", (int)(dash - version), version, dash + 1);
}

char *copies_trees(const GPtrArray *versions)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < versions->len; i++)
		g_ptr_array_add(names, spoken(versions->pdata[i]));
	return names->len ? sentence_list(names) : g_strdup("the stable tree");
}
