/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/supersede.h"

#include <string.h>

#include "base/text.h"
#include "message/reference.h"

enum {
	ANCESTORS_LIMIT = 50, /* ids that a mail hangs from which are looked up */
	DAYS_MAX = 180,	      /* between two versions: later, the same title is another patch */
	SAME_LIMIT = 100,     /* mails of one title that are compared with each of them */
};

/* A mail of the queue. */
struct entry {
	struct patch *patch;
	struct mailing *mailing;
	struct entry *by; /* what takes its place; NULL: nothing does */
	char *title;
	guint rank;  /* among those of its title, by version and date */
	guint index; /* in the queue */
};

/* The mails of one sending of a series, or one mail. */
struct mailing {
	GPtrArray *entries; /* struct entry *, borrowed */
	GHashTable *titles; /* title -> GPtrArray of struct entry *, in their order; NULL: not asked
			       for yet, as the others */
	GHashTable *answers; /* message id -> the same, of those that reply to it */
	GHashTable *above;   /* message ids that its first mail hangs from */
};

/* Two sendings that have something in common. */
struct pair {
	struct mailing *older, *newer;
	guint common; /* titles */
};

struct sorting {
	GPtrArray *entries;   /* struct entry *, all */
	GHashTable *by_title; /* title -> GPtrArray of struct entry * */
	GHashTable *by_mail;  /* message id -> struct entry *, its own or one it hangs from */
	GHashTable *mailings; /* key -> struct mailing * */
	GHashTable *known;    /* struct pair * -> itself */
	GPtrArray *pairs;     /* the same, in the order they were found */
};

static void entry_free(void *data)
{
	struct entry *entry = data;

	g_free(entry->title);
	g_free(entry);
}

static void mailing_free(void *data)
{
	struct mailing *mailing = data;

	g_ptr_array_unref(mailing->entries);
	g_clear_pointer(&mailing->titles, g_hash_table_unref);
	g_clear_pointer(&mailing->answers, g_hash_table_unref);
	g_clear_pointer(&mailing->above, g_hash_table_unref);
	g_free(mailing);
}

static void list_free(void *list)
{
	g_ptr_array_unref(list);
}

static GHashTable *lists_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, NULL, list_free);
}

/* key, which must outlive lists, has entry, too: the last one. */
static GPtrArray *add_to_list(GHashTable *lists, char *key, struct entry *entry)
{
	GPtrArray *list = g_hash_table_lookup(lists, key);

	if (!list) {
		list = g_ptr_array_new();
		g_hash_table_insert(lists, key, list);
	}
	g_ptr_array_add(list, entry);
	return list;
}

static guint pair_hash(const void *data)
{
	const struct pair *pair = data;

	return g_direct_hash(pair->older) * 31 + g_direct_hash(pair->newer);
}

static gboolean pair_equal(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return x->older == y->older && x->newer == y->newer;
}

/* Who sent it; a file's author, who else. To be freed with person_clear(). */
static struct person sender_of(const struct patch *patch)
{
	if (patch->sender)
		return person_parse(patch->sender);
	return (struct person){ g_strdup(patch->author.name), g_strdup(patch->author.email) };
}

static bool same_sender(const struct patch *a, const struct patch *b)
{
	struct person x = sender_of(a), y = sender_of(b);
	bool same = person_equal(&x, y.name, y.email);

	person_clear(&x);
	person_clear(&y);
	return same;
}

static bool is_series(const struct patch *patch)
{
	return patch->total > 1;
}

/* Who sends again seldom says which version it was. */
static bool is_mere_resend(const struct patch *patch)
{
	return patch->resent && patch->revision == REVISION_FIRST;
}

/* By the tags, and where they say nothing but "RESEND", by date. */
static bool is_later(const struct patch *newer, const struct patch *older)
{
	if ((is_mere_resend(newer) || is_mere_resend(older)) &&
	    newer->sent_date != older->sent_date)
		return newer->sent_date > older->sent_date &&
		       (newer->resent || newer->revision > older->revision);
	if (newer->revision != older->revision)
		return newer->revision > older->revision;
	return newer->resent && (!older->resent || newer->sent_date > older->sent_date);
}

static bool replies_to(const struct patch *patch, const struct patch *other)
{
	const char *references = patch->envelope ? patch->envelope->references : NULL;
	g_autofree char *id = NULL;

	if (!patch->thread || !other->thread)
		return false;
	if (strcmp(patch->thread, other->source) == 0)
		return true;
	id = g_strdup_printf("<%s>", other->source);
	if (references && strstr(references, id))
		return true;
	g_free(id);
	id = g_strdup_printf("<%s>", other->thread);
	return strcmp(patch->thread, other->thread) == 0 || (references && strstr(references, id));
}

/* Whether all trees that older is for are newer's as well. */
static bool covers_trees(const struct patch *newer, const struct patch *older)
{
	/* One of them may be for mainline. */
	if (!newer->versions->len != !older->versions->len)
		return replies_to(newer, older) ||
		       (patch_is_backport(newer) && patch_is_backport(older));
	for (guint i = 0; i < older->versions->len; i++)
		if (!patch_is_for(newer, older->versions->pdata[i]))
			return false;
	return true;
}

bool patch_supersedes(const struct patch *newer, const struct patch *older)
{
	gint64 days = 0;

	if (newer->has_commit || older->has_commit || !is_later(newer, older))
		return false;
	if (newer->sent_date && older->sent_date) {
		days = text_days_between(older->sent_date, newer->sent_date);
		if (newer->sent_date < older->sent_date || ABS(days) > DAYS_MAX)
			return false;
	}
	return same_sender(newer, older) && covers_trees(newer, older);
}

static struct mailing *mailing_of(struct sorting *sorting, const struct patch *patch)
{
	struct person sender = sender_of(patch);
	const char *thread =
		is_series(patch) ? (patch->thread ? patch->thread : "") : patch->source;
	g_autofree char *trees = patch_trees(patch);
	g_autofree char *key =
		g_strdup_printf("%u %d %u %s %s %s", patch->revision, patch->resent, patch->total,
				*sender.email ? sender.email : sender.name, trees, thread);
	struct mailing *mailing = g_hash_table_lookup(sorting->mailings, key);

	person_clear(&sender);
	if (!mailing) {
		mailing = g_new0(struct mailing, 1);
		mailing->entries = g_ptr_array_new();
		g_hash_table_insert(sorting->mailings, g_steal_pointer(&key), mailing);
	}
	return mailing;
}

static void know_mail(struct sorting *sorting, char *id, struct entry *entry)
{
	const struct entry *known = g_hash_table_lookup(sorting->by_mail, id);

	/* The mail itself rather than one that hangs from it. */
	if (!known ||
	    (strcmp(id, entry->patch->source) == 0 && strcmp(id, known->patch->source) != 0))
		g_hash_table_insert(sorting->by_mail, id, entry);
}

static void add_entry(struct sorting *sorting, struct patch *patch)
{
	struct entry *entry = g_new0(struct entry, 1);

	entry->patch = patch;
	entry->index = sorting->entries->len;
	entry->title = subject_bare(patch->message.subject);
	entry->mailing = mailing_of(sorting, patch);
	g_ptr_array_add(entry->mailing->entries, entry);
	g_ptr_array_add(sorting->entries, entry);
	know_mail(sorting, patch->source, entry);
	if (patch->thread)
		know_mail(sorting, patch->thread, entry);
	entry->rank = add_to_list(sorting->by_title, entry->title, entry)->len; /* until rank() */
}

static void note_pair(struct sorting *sorting, const struct entry *older, const struct entry *newer)
{
	const struct pair wanted = { older->mailing, newer->mailing, 0 };
	struct pair *pair = g_hash_table_lookup(sorting->known, &wanted);

	if (older->mailing == newer->mailing || !patch_supersedes(newer->patch, older->patch))
		return;
	if (!pair) {
		pair = g_memdup2(&wanted, sizeof(wanted));
		g_hash_table_add(sorting->known, pair);
		g_ptr_array_add(sorting->pairs, pair);
	}
	pair->common += strcmp(older->title, newer->title) == 0;
}

/* What entry may be a later version of: those of its title, and what it hangs from. */
static void find_pairs(struct sorting *sorting, const struct entry *entry)
{
	const GPtrArray *same = g_hash_table_lookup(sorting->by_title, entry->title);
	const struct patch *patch = entry->patch;
	g_auto(GStrv) ids = NULL;
	const struct entry *earlier;

	for (guint i = entry->rank; *entry->title && i-- > 0 && entry->rank - i <= SAME_LIMIT;)
		note_pair(sorting, same->pdata[i], entry);
	if (!patch->thread)
		return;
	earlier = g_hash_table_lookup(sorting->by_mail, patch->thread);
	if (earlier && strcmp(earlier->title, entry->title) != 0)
		note_pair(sorting, earlier, entry);
	ids = g_strsplit_set(
		patch->envelope && patch->envelope->references ? patch->envelope->references : "",
		"<> \t", 3 * ANCESTORS_LIMIT);
	for (char **id = ids; *id; id++) {
		earlier = **id ? g_hash_table_lookup(sorting->by_mail, *id) : NULL;
		if (earlier && strcmp(earlier->title, entry->title) != 0)
			note_pair(sorting, earlier, entry);
	}
}

static int by_version(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	const struct patch *p = x->patch, *q = y->patch;
	unsigned p_revision = is_mere_resend(p) ? G_MAXUINT : p->revision;
	unsigned q_revision = is_mere_resend(q) ? G_MAXUINT : q->revision;

	if (p_revision != q_revision)
		return p_revision < q_revision ? -1 : 1;
	if (p->resent != q->resent)
		return p->resent ? 1 : -1;
	if (p->sent_date != q->sent_date)
		return p->sent_date < q->sent_date ? -1 : 1;
	return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static void rank(struct sorting *sorting)
{
	GHashTableIter iter;
	void *value;

	g_hash_table_iter_init(&iter, sorting->by_title);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		GPtrArray *list = value;

		g_ptr_array_sort(list, by_version);
		for (guint i = 0; i < list->len; i++)
			((struct entry *)list->pdata[i])->rank = i;
	}
}

static const struct patch *first_of(const struct mailing *mailing)
{
	return ((const struct entry *)mailing->entries->pdata[0])->patch;
}

static void look_over(struct mailing *mailing)
{
	const struct patch *first = first_of(mailing);
	const char *references = first->envelope ? first->envelope->references : NULL;
	g_auto(GStrv) ids = g_strsplit_set(references ? references : "", "<> \t", -1);

	if (mailing->titles)
		return;
	mailing->titles = lists_new();
	mailing->answers = lists_new();
	for (guint i = 0; i < mailing->entries->len; i++) {
		struct entry *entry = mailing->entries->pdata[i];

		add_to_list(mailing->titles, entry->title, entry);
		if (entry->patch->thread)
			add_to_list(mailing->answers, entry->patch->thread, entry);
	}
	mailing->above = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (first->thread)
		g_hash_table_add(mailing->above, g_strdup(first->thread));
	for (char **id = ids; *id; id++)
		if (**id)
			g_hash_table_add(mailing->above, g_strdup(*id));
}

/* Whether the newer one is some mails of the older one, sent anew in its thread. */
static bool is_part(const struct pair *pair)
{
	const struct patch *newer = first_of(pair->newer);
	GHashTable *above = pair->newer->above;

	if (!is_series(newer))
		return true;
	if (pair->newer->entries->len >= newer->total || !newer->thread)
		return false;
	for (guint i = 0; i < pair->older->entries->len; i++) {
		const struct patch *older =
			((const struct entry *)pair->older->entries->pdata[i])->patch;

		if (older->thread && (g_hash_table_contains(above, older->source) ||
				      g_hash_table_contains(above, older->thread)))
			return true;
	}
	return false;
}

/* The first of list, or of the first SAME_LIMIT, that is a later version of older. */
static struct entry *first_later(const GPtrArray *list, const struct entry *older, bool in_reply)
{
	const struct patch *old = older->patch;

	for (guint i = 0; list && i < MIN(list->len, SAME_LIMIT); i++) {
		struct entry *entry = list->pdata[i];
		const struct patch *patch = entry->patch;

		/* An reply to a series' first mail may be one to the series. */
		if (in_reply && is_series(old) && is_series(patch) && patch->number != old->number)
			continue;
		if (patch_supersedes(patch, old))
			return entry;
	}
	return NULL;
}

static struct entry *counterpart(const struct entry *older, const struct mailing *newer)
{
	struct entry *same = NULL;

	if (*older->title)
		same = first_later(g_hash_table_lookup(newer->titles, older->title), older, false);
	return same ? same
		    : first_later(g_hash_table_lookup(newer->answers, older->patch->source), older,
				  true);
}

static void settle(const struct pair *pair)
{
	const struct patch *newer = first_of(pair->newer), *older = first_of(pair->older);
	guint shorter = MIN(pair->older->entries->len, pair->newer->entries->len);
	bool part, whole;

	look_over(pair->newer);
	part = is_part(pair);
	whole = is_series(older) && !part &&
		(pair->common * 2 >= shorter || replies_to(newer, older));
	for (guint i = 0; i < pair->older->entries->len; i++) {
		struct entry *entry = pair->older->entries->pdata[i];
		struct entry *by = counterpart(entry, pair->newer);

		if (!by && whole && patch_supersedes(newer, entry->patch))
			by = pair->newer->entries->pdata[0];
		if (!by || (entry->by && !is_later(by->patch, entry->by->patch)))
			continue;
		entry->by = by;
		/* One of a series stands where its older version did. */
		if (is_series(older) && part)
			by->index = entry->index;
	}
}

/* The one that is reviewed in its place; is_later() orders them, so that this ends. */
static const struct patch *newest(const struct entry *entry)
{
	while (entry->by)
		entry = entry->by;
	return entry->patch;
}

static int by_index(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;

	return x->index < y->index ? -1 : x->index > y->index;
}

static void take_out(struct queue *queue, const struct sorting *sorting)
{
	g_free(g_ptr_array_steal(queue->patches, NULL));
	g_ptr_array_sort(sorting->entries, by_index);
	for (guint i = 0; i < sorting->entries->len; i++) {
		struct entry *entry = sorting->entries->pdata[i];
		struct queue_superseded superseded = { entry->patch, newest(entry) };

		if (entry->by)
			g_array_append_val(queue->superseded, superseded);
		else
			g_ptr_array_add(queue->patches, entry->patch);
	}
}

static bool has_versions(const struct queue *queue)
{
	for (guint i = 0; i < queue->patches->len; i++) {
		const struct patch *patch = queue->patches->pdata[i];

		if (patch->revision > REVISION_FIRST || patch->resent)
			return true;
	}
	return false;
}

void queue_supersede(struct queue *queue)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(entry_free);
	g_autoptr(GHashTable) by_title = lists_new();
	g_autoptr(GHashTable) by_mail = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) mailings =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, mailing_free);
	g_autoptr(GHashTable) known = g_hash_table_new_full(pair_hash, pair_equal, g_free, NULL);
	g_autoptr(GPtrArray) pairs = g_ptr_array_new();
	struct sorting sorting = { entries, by_title, by_mail, mailings, known, pairs };

	if (!has_versions(queue))
		return;
	for (guint i = 0; i < queue->patches->len; i++)
		add_entry(&sorting, queue->patches->pdata[i]);
	rank(&sorting);
	for (guint i = 0; i < entries->len; i++) {
		const struct entry *entry = entries->pdata[i];

		if (entry->patch->revision > REVISION_FIRST || entry->patch->resent)
			find_pairs(&sorting, entry);
	}
	for (guint i = 0; i < pairs->len; i++)
		settle(pairs->pdata[i]);
	take_out(queue, &sorting);
}
