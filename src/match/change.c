/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/change.h"

#include "base/text.h"

/* A change that mails alone tell of: further ones may follow it. */
struct mailed {
	guint number;
	gint64 date; /* of its first mail */
};

/* Which one it is of all that have this key: 1, 2, ... */
static guint count(GHashTable *counts, char *key)
{
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key)) + 1;

	g_hash_table_replace(counts, key, GUINT_TO_POINTER(n));
	return n;
}

/* The same text for what is one change, if it came in the same days; NULL: it is alone. */
static char *key_of(const struct patch *patch, const struct upstream *upstream, GHashTable *counts)
{
	g_autofree char *change = NULL;
	g_autofree char *trees = NULL;

	if (upstream->has_id)
		return g_strdup(commit_id_hex(&upstream->id).text);
	if (!patch->envelope || !patch->versions->len)
		return NULL;
	change = g_strdup_printf("%s\n%s", patch->author.email, patch->message.subject);
	trees = patch_trees(patch);
	return g_strdup_printf("%s\n%u", change,
			       count(counts, g_strdup_printf("%s\n%s", change, trees)));
}

guint *changes_find(const struct queue *queue, const struct upstream *upstreams)
{
	g_autoptr(GHashTable) known =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	size_t n = queue_length(queue);
	guint *out = g_new0(guint, n + 1);
	guint n_changes = 0;

	for (size_t i = 0; i < n; i++) {
		const struct patch *patch = queue_at(queue, i);
		g_autofree char *key = key_of(patch, &upstreams[i], counts);
		struct mailed *mailed = key ? g_hash_table_lookup(known, key) : NULL;

		/* An archive holds many queues: months later a subject is another change. */
		if (mailed &&
		    (upstreams[i].has_id ||
		     ABS(text_days_between(mailed->date, patch->sent_date)) <= PATCH_QUEUE_DAYS)) {
			out[i] = mailed->number;
			continue;
		}
		out[i] = ++n_changes;
		if (!key)
			continue;
		mailed = g_new0(struct mailed, 1);
		*mailed = (struct mailed){ n_changes, patch->sent_date };
		g_hash_table_replace(known, g_steal_pointer(&key), mailed);
	}
	return out;
}
