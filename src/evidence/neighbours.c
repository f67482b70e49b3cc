/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/neighbours.h"

#include <stdlib.h>
#include <string.h>

#include "evidence/parts.h"
#include "message/title.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

/* In what mailings are alike, and how far apart they may be. */
enum likeness { BY_AUTHOR, BY_PREFIX, N_LIKENESSES };

static const gint64 near_days[N_LIKENESSES] = { NEIGHBOURS_DAYS, NEIGHBOURS_PREFIX_DAYS };

/* A change as it was mailed at one time, perhaps for several trees. */
struct mailing {
	gint64 date; /* of its first mail */
	char *keys[N_LIKENESSES]; /* "": it has none, which nobody shares */
	guint near[N_LIKENESSES]; /* others of that key */
	GHashTable *versions;
};

static void mailing_free(void *data)
{
	struct mailing *mailing = data;

	for (int by = 0; by < N_LIKENESSES; by++)
		g_free(mailing->keys[by]);
	g_hash_table_unref(mailing->versions);
	g_free(mailing);
}

static struct mailing *mailing_new(const struct patch *patch)
{
	struct mailing *mailing = g_new0(struct mailing, 1);
	const char *subject = patch->message.own_subject ? patch->message.own_subject : "";

	mailing->date = patch->sent_date;
	mailing->keys[BY_AUTHOR] =
		g_utf8_strdown(*patch->author.email ? patch->author.email : patch->author.name, -1);
	mailing->keys[BY_PREFIX] =
		g_strndup(subject, title_prefix_length(subject));
	mailing->versions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return mailing;
}

static void add_versions(struct mailing *mailing, const struct patch *patch)
{
	for (guint i = 0; i < patch->versions->len; i++) {
		g_auto(GStrv) ends = g_strsplit(patch->versions->pdata[i], "-", 2);

		for (char **end = ends; *end; end++)
			g_hash_table_add(mailing->versions, g_strdup(*end));
	}
}

static int by_date(const void *a, const void *b)
{
	const struct patch *x = *(const struct patch *const *)a;
	const struct patch *y = *(const struct patch *const *)b;

	if (x->sent_date != y->sent_date)
		return x->sent_date < y->sent_date ? -1 : 1;
	return x->position < y->position ? -1 : x->position > y->position;
}

/* The dated mails of the queue, oldest first. */
static GPtrArray *mails_of(const struct queue *queue)
{
	GPtrArray *mails = g_ptr_array_new();

	for (size_t i = 0; i < queue_length(queue); i++)
		if (queue_at(queue, i)->sent_date)
			g_ptr_array_add(mails, (void *)queue_at(queue, i));
	g_ptr_array_sort(mails, by_date);
	return mails;
}

/* Mailings in the order of their dates, and of each entry its own; NULL: no dated mail. */
static GPtrArray *mailings_of(const struct queue *queue, const guint *changes,
			      struct mailing **of_entry)
{
	GPtrArray *mailings = g_ptr_array_new_with_free_func(mailing_free);
	g_autoptr(GHashTable) last = g_hash_table_new(NULL, NULL); /* of a change */
	g_autoptr(GPtrArray) mails = mails_of(queue);

	for (guint i = 0; i < mails->len; i++) {
		const struct patch *patch = mails->pdata[i];
		size_t entry = patch->position - 1;
		struct mailing *mailing =
			g_hash_table_lookup(last, GUINT_TO_POINTER(changes[entry]));

		if (!mailing ||
		    patch->sent_date - mailing->date > (gint64)PATCH_QUEUE_DAYS * DAY_SECONDS) {
			mailing = mailing_new(patch);
			g_ptr_array_add(mailings, mailing);
			g_hash_table_insert(last, GUINT_TO_POINTER(changes[entry]), mailing);
		}
		add_versions(mailing, patch);
		of_entry[entry] = mailing;
	}
	return mailings;
}

/* Count for each of the mailings of one key those around it; they are in the order of dates. */
static void count_near(const GPtrArray *mailings, enum likeness by)
{
	const gint64 near = near_days[by] * DAY_SECONDS;
	guint first = 0, end = 0;

	for (guint i = 0; i < mailings->len; i++) {
		struct mailing *mailing = mailings->pdata[i];

		while (mailing->date - ((struct mailing *)mailings->pdata[first])->date > near)
			first++;
		while (end < mailings->len &&
		       ((struct mailing *)mailings->pdata[end])->date - mailing->date <= near)
			end++;
		mailing->near[by] = end - first - 1;
	}
}

static void count_alike(const GPtrArray *mailings, enum likeness by)
{
	g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
							   (GDestroyNotify)g_ptr_array_unref);
	GHashTableIter iter;
	void *alike;

	for (guint i = 0; i < mailings->len; i++) {
		struct mailing *mailing = mailings->pdata[i];

		if (!*mailing->keys[by]) /* nobody is not the same as nobody */
			continue;
		alike = g_hash_table_lookup(keys, mailing->keys[by]);
		if (!alike) {
			alike = g_ptr_array_new();
			g_hash_table_insert(keys, mailing->keys[by], alike);
		}
		g_ptr_array_add(alike, mailing);
	}
	g_hash_table_iter_init(&iter, keys);
	while (g_hash_table_iter_next(&iter, NULL, &alike))
		count_near(alike, by);
}

GArray *neighbours_find(const struct queue *queue, const guint *changes)
{
	size_t n = queue_length(queue);
	GArray *out = g_array_sized_new(FALSE, TRUE, sizeof(struct neighbours), (guint)n);
	g_autofree struct mailing **of_entry = g_new0(struct mailing *, n + 1);
	g_autoptr(GPtrArray) mailings = mailings_of(queue, changes, of_entry);

	for (int by = 0; by < N_LIKENESSES; by++)
		count_alike(mailings, (enum likeness)by);
	g_array_set_size(out, (guint)n);
	for (size_t i = 0; i < n; i++)
		if (of_entry[i])
			g_array_index(out, struct neighbours, i) = (struct neighbours){
				.known = true,
				.trees = g_hash_table_size(of_entry[i]->versions),
				.same_author = of_entry[i]->near[BY_AUTHOR],
				.has_prefix = *of_entry[i]->keys[BY_PREFIX],
				.same_prefix = of_entry[i]->near[BY_PREFIX],
			};
	return out;
}

void collect_neighbours(const struct view *view, struct facts *out)
{
	const struct neighbours *neighbours = &g_array_index(
		view->evidence->neighbours, struct neighbours, view->patch->position - 1);

	if (!neighbours->known)
		return;
	if (neighbours->trees)
		facts_set_number(out, FACT_NUMBER_TREES, neighbours->trees);
	facts_set_number(out, FACT_NUMBER_SAME_AUTHOR, neighbours->same_author);
	if (neighbours->has_prefix)
		facts_set_number(out, FACT_NUMBER_SAME_PREFIX, neighbours->same_prefix);
}
