/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/neighbours.h"

#include <stdlib.h>
#include <string.h>

#include "evidence/parts.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

/* A change as it was mailed, perhaps for several trees. */
struct change {
	gint64 date; /* of its first mail */
	char *author;
	GHashTable *versions;
	guint same_author;
};

static void change_free(void *data)
{
	struct change *change = data;

	g_free(change->author);
	g_hash_table_unref(change->versions);
	g_free(change);
}

static char *key_of(const struct patch *patch, const struct upstream *upstream)
{
	if (upstream->has_id)
		return g_strdup(commit_id_hex(&upstream->id).text);
	return g_strdup_printf("%s\n%s", patch->message.subject, patch->author.email);
}

static struct change *change_new(const struct patch *patch)
{
	struct change *change = g_new0(struct change, 1);

	change->date = patch->sent_date;
	change->author =
		g_utf8_strdown(*patch->author.email ? patch->author.email : patch->author.name, -1);
	change->versions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return change;
}

static void add_versions(struct change *change, const struct patch *patch)
{
	for (guint i = 0; i < patch->versions->len; i++) {
		g_auto(GStrv) ends = g_strsplit(patch->versions->pdata[i], "-", 2);

		for (char **end = ends; *end; end++)
			g_hash_table_add(change->versions, g_strdup(*end));
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

/* Changes in the order of their dates, and of each entry its own; NULL: no dated mail. */
static GPtrArray *changes_of(const struct queue *queue, const struct upstream *upstreams,
			     struct change **of_entry)
{
	GPtrArray *changes = g_ptr_array_new_with_free_func(change_free);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) mails = mails_of(queue);

	for (guint i = 0; i < mails->len; i++) {
		const struct patch *patch = mails->pdata[i];
		size_t entry = patch->position - 1;
		char *key = key_of(patch, &upstreams[entry]);
		struct change *change = g_hash_table_lookup(known, key);

		if (!change ||
		    patch->sent_date - change->date > (gint64)PATCH_QUEUE_DAYS * DAY_SECONDS) {
			change = change_new(patch);
			g_ptr_array_add(changes, change);
			g_hash_table_replace(known, key, change);
		} else {
			g_free(key);
		}
		add_versions(change, patch);
		of_entry[entry] = change;
	}
	return changes;
}

/* Count for each of an author's changes those around it; they are in the order of dates. */
static void count_near(const GPtrArray *changes)
{
	const gint64 near = (gint64)NEIGHBOURS_DAYS * DAY_SECONDS;
	guint first = 0, end = 0;

	for (guint i = 0; i < changes->len; i++) {
		struct change *change = changes->pdata[i];

		while (change->date - ((struct change *)changes->pdata[first])->date > near)
			first++;
		while (end < changes->len &&
		       ((struct change *)changes->pdata[end])->date - change->date <= near)
			end++;
		change->same_author = end - first - 1;
	}
}

static void count_by_author(const GPtrArray *changes)
{
	g_autoptr(GHashTable) authors = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
							      (GDestroyNotify)g_ptr_array_unref);
	GHashTableIter iter;
	void *theirs;

	for (guint i = 0; i < changes->len; i++) {
		struct change *change = changes->pdata[i];

		if (!*change->author) /* nobody is not the same as nobody */
			continue;
		theirs = g_hash_table_lookup(authors, change->author);
		if (!theirs) {
			theirs = g_ptr_array_new();
			g_hash_table_insert(authors, change->author, theirs);
		}
		g_ptr_array_add(theirs, change);
	}
	g_hash_table_iter_init(&iter, authors);
	while (g_hash_table_iter_next(&iter, NULL, &theirs))
		count_near(theirs);
}

GArray *neighbours_find(const struct queue *queue, const struct upstream *upstreams)
{
	size_t n = queue_length(queue);
	GArray *out = g_array_sized_new(FALSE, TRUE, sizeof(struct neighbours), (guint)n);
	g_autofree struct change **of_entry = g_new0(struct change *, n + 1);
	g_autoptr(GPtrArray) changes = changes_of(queue, upstreams, of_entry);

	count_by_author(changes);
	g_array_set_size(out, (guint)n);
	for (size_t i = 0; i < n; i++)
		if (of_entry[i])
			g_array_index(out, struct neighbours, i) = (struct neighbours){
				.known = true,
				.trees = g_hash_table_size(of_entry[i]->versions),
				.same_author = of_entry[i]->same_author,
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
}
