/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/folds.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static size_t find(size_t *parents, size_t i)
{
	while (parents[i] != i)
		i = parents[i] = parents[parents[i]];
	return i;
}

/* The smaller index stays: a group is called by its first patch. */
static void join(size_t *parents, size_t a, size_t b)
{
	a = find(parents, a);
	b = find(parents, b);
	parents[MAX(a, b)] = MIN(a, b);
}

/* Put i together with whoever had key before. Takes key over. */
static void join_by_key(GHashTable *seen, size_t *parents, size_t i, char *key)
{
	gpointer known;

	if (g_hash_table_lookup_extended(seen, key, NULL, &known)) {
		join(parents, GPOINTER_TO_SIZE(known), i);
		g_free(key);
	} else {
		g_hash_table_insert(seen, key, GSIZE_TO_POINTER(i));
	}
}

/*
 * What the message ids of one series share: "20190320102537.2043" of git send-email's
 * "20190320102537.2043-4-user@host", "20240102-slug-v2" of b4's "20240102-slug-v2-3-0f1e@host".
 * NULL if the id is of neither form.
 */
static char *series_of(const char *id)
{
	const char *end = strpbrk(id, "@/> \t\n");
	g_autofree char *local = g_strndup(id, end ? (gsize)(end - id) : strlen(id));
	const char *version = g_strrstr(local, "-v");
	size_t digits;

	if (!g_ascii_isdigit(local[0]))
		return NULL;
	if (version && (digits = strspn(version + 2, "0123456789")) > 0 &&
	    version[2 + digits] == '-')
		return g_strndup(local, (gsize)(version + 2 + digits - local));
	digits = strspn(local, "0123456789.");
	if (digits < 10 || local[digits] != '-' || !memchr(local, '.', digits))
		return NULL;
	return g_strndup(local, digits);
}

static void join_by_links(GHashTable *seen, size_t *parents, size_t i, const struct patch *patch)
{
	const GArray *trailers = patch->message.trailers;

	for (guint k = 0; trailers && k < trailers->len; k++) {
		const struct trailer *trailer = &g_array_index(trailers, struct trailer, k);
		g_autofree char *value = NULL;
		const char *slash;
		char *series;

		if (!slice_equal(trailer->key, "Link"))
			continue;
		value = slice_dup(trailer->value);
		g_strchomp(value);
		if (g_str_has_suffix(value, "/"))
			value[strlen(value) - 1] = '\0';
		slash = strrchr(value, '/');
		series = slash ? series_of(slash + 1) : NULL;
		if (series)
			join_by_key(seen, parents, i, series);
	}
}

void folds_group(const struct patch *const *patches, size_t n, size_t *groups)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) series = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t i = 0; i < n; i++)
		groups[i] = i;
	for (size_t i = 0; i < n; i++) {
		const struct person *author = &patches[i]->author;

		if (*author->name)
			join_by_key(names, groups, i, g_utf8_strdown(author->name, -1));
		if (*author->email)
			join_by_key(names, groups, i, g_utf8_strdown(author->email, -1));
		join_by_links(series, groups, i, patches[i]);
	}
	for (size_t i = 0; i < n; i++)
		groups[i] = find(groups, i);
}

struct share {
	size_t group, cases, positives;
	guint32 order; /* a fixed shuffle: neighbours in the queue are neighbours in time */
};

static int by_size(const void *a, const void *b)
{
	const struct share *x = a, *y = b;

	if (x->positives != y->positives)
		return x->positives > y->positives ? -1 : 1;
	if (x->cases != y->cases)
		return x->cases > y->cases ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return x->group < y->group ? -1 : x->group > y->group;
}

/* The fold that has least of what the group brings; the first of equals. */
static unsigned poorest(const struct share *folds, unsigned n_folds, bool by_positives)
{
	unsigned best = 0;

	for (unsigned k = 1; k < n_folds; k++) {
		size_t a = by_positives ? folds[k].positives : folds[k].cases;
		size_t b = by_positives ? folds[best].positives : folds[best].cases;

		if (a < b || (a == b && by_positives && folds[k].cases < folds[best].cases))
			best = k;
	}
	return best;
}

void folds_deal(const size_t *groups, const bool *positive, const bool *wanted, size_t n,
		unsigned n_folds, unsigned *folds)
{
	g_autofree struct share *shares = g_new0(struct share, n);
	g_autofree struct share *filled = g_new0(struct share, n_folds);
	g_autofree unsigned *fold_of = g_new0(unsigned, n);

	for (size_t i = 0; i < n; i++) {
		struct share *share = &shares[groups[i]];

		share->group = groups[i];
		share->order = (guint32)(groups[i] + 1) * 2654435761u;
		share->cases += wanted[i];
		share->positives += wanted[i] && positive[i];
	}
	if (n)
		qsort(shares, n, sizeof(*shares), by_size);
	for (size_t g = 0; g < n; g++) {
		unsigned k = poorest(filled, n_folds, shares[g].positives > 0);

		if (!shares[g].cases)
			continue;
		fold_of[shares[g].group] = k;
		filled[k].cases += shares[g].cases;
		filled[k].positives += shares[g].positives;
	}
	for (size_t i = 0; i < n; i++)
		if (wanted[i])
			folds[i] = fold_of[groups[i]];
}

struct dated {
	gint64 date;
	size_t i;
};

static int by_date(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;

	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

void folds_deal_in_turn(const gint64 *dates, const bool *wanted, size_t n, unsigned n_folds,
			unsigned *folds)
{
	g_autofree struct dated *order = g_new(struct dated, n + 1);
	size_t n_wanted = 0;

	for (size_t i = 0; i < n; i++)
		if (wanted[i])
			order[n_wanted++] = (struct dated){ dates[i], i };
	qsort(order, n_wanted, sizeof(*order), by_date);
	for (size_t k = 0; k < n_wanted; k++)
		folds[order[k].i] = (unsigned)(k % n_folds);
}
