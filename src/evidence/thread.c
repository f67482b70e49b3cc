/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/thread.h"

#include <string.h>

#include "message/nomination.h"
#include "message/version.h"
#include "read/posts.h"
#include "read/reply.h"

enum { TRAILERS_LIMIT = 200 }; /* of one patch that are looked at for each reply to it */

struct threads {
	const struct queue *queue;
	const struct upstream *upstreams;
	struct thread_trees trees;
	struct thread_words *words;
	struct scope_words *scopes;
	GPtrArray *sayings;    /* struct saying *, all */
	GHashTable *by_entry;  /* entry -> GPtrArray of what was said about itself */
	GHashTable *by_change; /* upstream's id, else the source -> GPtrArray */
	GHashTable *pending;   /* upstream's id, else the source -> GPtrArray of struct pending * */
	GPtrArray *changes;    /* char *, of the queue's entries */
};

static void saying_free(void *data)
{
	struct saying *saying = data;

	g_free(saying->sentence);
	g_free(saying->who);
	g_free(saying);
}

static void array_free(void *array)
{
	g_ptr_array_unref(array);
}

/* What the mails that propose one change for several trees have in common. */
static char *change_of(const struct patch *patch, const struct upstream *upstream)
{
	return g_strdup(upstream->has_id ? commit_id_hex(&upstream->id).text : patch->source);
}

static bool is_same(const struct person *a, const struct person *b)
{
	return person_equal(a, b->name, b->email);
}

/* The trailer by which he had to do with the patch: "Reviewed-by"; NULL if there is none. */
static char *part_in(const struct patch *patch, const struct person *person)
{
	const GArray *trailers = patch->message.trailers;

	for (guint i = 0; trailers && i < MIN(trailers->len, TRAILERS_LIMIT); i++) {
		const struct trailer *trailer = &g_array_index(trailers, struct trailer, i);
		g_autofree char *value = slice_dup(trailer->value);
		struct person other = person_parse(value);
		bool same = is_same(person, &other);

		person_clear(&other);
		if (same)
			return slice_dup(trailer->key);
	}
	return NULL;
}

static char *who(const struct patch *patch, const struct person *person)
{
	const char *name = *person->name ? person->name : person->email;
	g_autofree char *part = part_in(patch, person);

	if (is_same(person, &patch->author))
		return g_strdup_printf("its author %s", name);
	if (part)
		return g_strdup_printf("%s (%s)", name, part);
	return g_strdup(*name ? name : "somebody");
}

static bool names_stable(const char *text)
{
	g_autofree char *lower = g_ascii_strdown(text ? text : "", -1);

	return strstr(lower, "stable") || strstr(lower, "autosel") || strstr(lower, "backport") ||
	       strstr(lower, ".y") || strstr(lower, "-y");
}

/* Whether a tree of one of the versions that the patch names was there when it was mailed. */
static bool is_for_a_tree(const struct threads *threads, const struct patch *patch)
{
	const struct thread_trees *trees = &threads->trees;

	for (guint i = 0; i < patch->versions->len; i++) {
		const char *version = patch->versions->pdata[i];

		if ((trees->base_name && version_is_of(trees->base_name, version)) ||
		    (trees->releases && releases_had(trees->releases, version, patch->sent_date)))
			return true;
	}
	return false;
}

/* Whether mainline had its change when it was mailed. */
static bool was_in_mainline(const struct threads *threads, const struct patch *patch)
{
	const struct history *history = threads->trees.history;
	const struct upstream *upstream =
		patch->position ? &threads->upstreams[patch->position - 1] : NULL;
	gint64 date;

	if (!history || !upstream || !upstream->certain || upstream->position == HISTORY_NONE)
		return false;
	date = history_at(history, upstream->position)->mainline_date;
	return date && date <= patch->sent_date;
}

/*
 * A version in a subject may be the release that a new patch is meant for: "[PATCH 6.11] new
 * driver", from its author, to nobody who has to do with stable trees.
 */
static bool is_development(const struct threads *threads, const struct patch *patch)
{
	const struct envelope *envelope = patch->envelope;
	struct person sender = person_parse(patch->sender ? patch->sender : "");
	bool by_author = is_same(&sender, &patch->author);

	person_clear(&sender);
	return envelope && patch->versions->len && by_author && !patch_is_backport(patch) &&
	       !nomination_is_there(&patch->message) && !names_stable(envelope->subject) &&
	       !names_stable(envelope->to) && !names_stable(envelope->cc) &&
	       !was_in_mainline(threads, patch) && !is_for_a_tree(threads, patch);
}

/*
 * What is said of a patch on its way into mainline is mostly not about what is queued: it was
 * changed or agreed to since. Only who agreed to it is told, who tested it, and an objection to its
 * going to stable trees.
 */
static bool is_submission(const struct threads *threads, const struct patch *patch)
{
	return (!patch->position && !patch->versions->len) || is_development(threads, patch);
}

static bool speaks_of_stable(const char *text)
{
	g_autofree char *lower = g_ascii_strdown(text, -1);

	return strstr(lower, "stable") || strstr(lower, "backport") || strstr(lower, "back-port");
}

static bool counts(const struct saying *saying)
{
	if (saying->says == THREAD_SAYS_NOTHING)
		return false;
	if (!saying->on_its_way)
		return true;
	return saying->says == THREAD_SAYS_TESTED || saying->says == THREAD_SAYS_ACK ||
	       (saying->says == THREAD_SAYS_DROP && speaks_of_stable(saying->sentence));
}

/* Whether the reply is from whoever proposed the patch without being its author. */
static bool is_by_proposer(const struct reply *reply, const struct patch *patch)
{
	struct person proposer = person_parse(patch->sender ? patch->sender : "");
	bool yes = is_same(&reply->from, &proposer) && !is_same(&proposer, &patch->author);

	person_clear(&proposer);
	return yes;
}

static void append(GHashTable *lists, void *key, struct saying *saying)
{
	GPtrArray *list = g_hash_table_lookup(lists, key);

	if (!list) {
		list = g_ptr_array_new();
		g_hash_table_insert(lists, key, list);
	}
	g_ptr_array_add(list, saying);
}

/* In a mail that only names the commit other words may be about whatever else it speaks of. */
static bool reports_regression(const struct saying *saying)
{
	g_autofree char *lower = g_ascii_strdown(saying->sentence ? saying->sentence : "", -1);

	return saying->says == THREAD_SAYS_REGRESSION &&
	       (strstr(lower, "bisect") || strstr(lower, "regzbot") || strstr(lower, "regression"));
}

/* about: it replies to no mail that is at hand, but names the patch's commit. */
static void read_reply(struct threads *threads, const struct reply *reply,
		       const struct patch *patch, const char *change, bool about)
{
	struct saying saying = { .reply = reply,
				 .patch = patch,
				 .about = about,
				 .on_its_way = is_submission(threads, patch) };
	struct saying *kept;

	if (reply->by_machine)
		return;
	saying.says = thread_words_read(threads->words, reply->text, is_by_proposer(reply, patch),
					&saying.sentence, saying.hex);
	if (!(about ? reports_regression(&saying) : counts(&saying))) {
		g_free(saying.sentence);
		return;
	}
	saying.who = who(patch, &reply->from);
	saying.scope = thread_scope_read(threads->scopes, reply->text, patch->versions);
	kept = g_memdup2(&saying, sizeof(saying));
	g_ptr_array_add(threads->sayings, kept);
	append(threads->by_entry, (void *)patch, kept);
	append(threads->by_change, (void *)change, kept);
}

/* Mails by their ids. */
struct mails {
	GHashTable *patches; /* id -> struct patch * */
	GHashTable *replies; /* id -> struct reply * */
	GHashTable *hung; /* struct reply * -> its struct patch *, NULL while or if there is none */
};

/*
 * What reply is a reply to as far as it says so itself: a patch, or another reply. Behind a mail
 * that is not there, only a patch of the reply's own subject.
 */
static void look_up(const struct mails *mails, const struct reply *reply,
		    const struct patch **patch, const struct reply **other)
{
	*patch = NULL;
	*other = NULL;
	for (guint i = 0; i < reply->ancestors->len && !*patch && !*other; i++) {
		const char *id = reply->ancestors->pdata[i];
		const struct patch *known = g_hash_table_lookup(mails->patches, id);

		if (known && (!i || subject_same_title(known->message.subject, reply->subject)))
			*patch = known;
		*other = g_hash_table_lookup(mails->replies, id);
		if (*other == reply)
			*other = NULL;
	}
}

/* Follow the replies up to a patch; each reply on the way is done then, so that each is met once.
 */
static const struct patch *hang(const struct mails *mails, const struct reply *reply)
{
	g_autoptr(GPtrArray) way = g_ptr_array_new();
	const struct patch *patch = NULL;

	while (reply && !patch) {
		void *known = NULL;

		if (g_hash_table_lookup_extended(mails->hung, reply, NULL, &known)) {
			patch = known; /* NULL in a circle, too */
			break;
		}
		g_hash_table_insert(mails->hung, (void *)reply, NULL);
		g_ptr_array_add(way, (void *)reply);
		look_up(mails, reply, &patch, &reply);
	}
	for (guint i = 0; i < way->len; i++)
		g_hash_table_insert(mails->hung, way->pdata[i], (void *)patch);
	return patch;
}

static void pending_list_free(void *list)
{
	g_ptr_array_set_free_func(list, g_free);
	g_ptr_array_unref(list);
}

/* A later revision takes the place of an earlier one. */
static void add_pending(GPtrArray *list, const struct patch *patch, struct slice line)
{
	for (guint i = 0; i < list->len; i++) {
		struct pending *known = list->pdata[i];

		if (!subject_same_title(known->patch->message.subject, patch->message.subject))
			continue;
		if (patch->sent_date >= known->patch->sent_date)
			*known = (struct pending){ patch, line };
		return;
	}
	if (list->len < SAYINGS_LIMIT) {
		struct pending pending = { patch, line };

		g_ptr_array_add(list, g_memdup2(&pending, sizeof(pending)));
	}
}

/* Fixes that were posted and are not in the queue. Backports of fixes are mainline's already. */
static void find_pending(struct threads *threads)
{
	g_autoptr(GHashTable) queued = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const struct queue *queue = threads->queue;

	for (size_t i = 0; i < queue_length(queue); i++)
		g_hash_table_add(queued, subject_bare(queue_at(queue, i)->message.subject));
	for (guint i = 0; i < queue->posts->len; i++) {
		const struct post *post = queue->posts->pdata[i];
		g_autofree char *title = subject_bare(post->patch->message.subject);

		if (post->patch->versions->len || g_hash_table_contains(queued, title))
			continue;
		for (guint k = 0; k < post->fixes->len; k++) {
			const struct post_fix *fix =
				&g_array_index(post->fixes, struct post_fix, k);
			char *change = threads->changes->pdata[fix->entry->position - 1];
			GPtrArray *list = g_hash_table_lookup(threads->pending, change);

			if (!list) {
				list = g_ptr_array_new();
				g_hash_table_insert(threads->pending, change, list);
			}
			add_pending(list, post->patch, fix->line);
		}
	}
}

static int by_weight(const void *a, const void *b)
{
	const struct saying *x = *(struct saying *const *)a, *y = *(struct saying *const *)b;

	return x->says < y->says ? -1 : x->says > y->says;
}

/* Objections, the most important kind, must not be lost in the crowd. The sort is stable. */
static void limit_all(GHashTable *lists)
{
	GHashTableIter iter;
	void *list;

	g_hash_table_iter_init(&iter, lists);
	while (g_hash_table_iter_next(&iter, NULL, &list)) {
		if (((GPtrArray *)list)->len <= SAYINGS_LIMIT)
			continue;
		g_ptr_array_sort(list, by_weight);
		g_ptr_array_set_size(list, SAYINGS_LIMIT);
	}
}

/* The queue's entries, and what else proposed their changes, by their ids. */
static void list_patches(const struct threads *threads, GHashTable *patches, GHashTable *changes)
{
	const struct queue *queue = threads->queue;

	for (guint i = 0; i < queue->posts->len; i++) {
		const struct post *post = queue->posts->pdata[i];

		if (!post->same)
			continue;
		g_hash_table_insert(patches, post->patch->source, post->patch);
		g_hash_table_insert(changes, post->patch,
				    threads->changes->pdata[post->same->position - 1]);
	}
	for (size_t i = 0; i < queue_length(queue); i++) {
		const struct patch *patch = queue_at(queue, i);

		g_hash_table_insert(patches, patch->source, (void *)patch);
		g_hash_table_insert(changes, (void *)patch, threads->changes->pdata[i]);
	}
}

struct threads *threads_new(const struct queue *queue, const struct upstream *upstreams,
			    const struct thread_trees *trees)
{
	struct threads *threads = g_new0(struct threads, 1);
	g_autoptr(GHashTable) patches = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) replies = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) hung = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) changes = g_hash_table_new(NULL, NULL);
	const struct mails mails = { patches, replies, hung };

	threads->queue = queue;
	threads->upstreams = upstreams;
	threads->trees = *trees;
	threads->words = thread_words_new();
	threads->scopes = scope_words_new();
	threads->sayings = g_ptr_array_new_with_free_func(saying_free);
	threads->by_entry = g_hash_table_new_full(NULL, NULL, NULL, array_free);
	threads->by_change = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, array_free);
	threads->pending = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, pending_list_free);
	threads->changes = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < queue_length(queue); i++)
		g_ptr_array_add(threads->changes, change_of(queue_at(queue, i), &upstreams[i]));
	list_patches(threads, patches, changes);
	for (guint i = 0; i < queue->replies->len; i++) {
		struct reply *reply = queue->replies->pdata[i];

		g_hash_table_insert(replies, reply->id, reply);
	}
	for (guint i = 0; i < queue->replies->len; i++) {
		const struct reply *reply = queue->replies->pdata[i];
		const struct patch *patch = hang(&mails, reply);
		bool about = !patch && reply->about;

		if (about)
			patch = reply->about;
		if (patch)
			read_reply(threads, reply, patch, g_hash_table_lookup(changes, patch),
				   about);
	}
	find_pending(threads);
	limit_all(threads->by_entry);
	limit_all(threads->by_change);
	return threads;
}

void threads_free(struct threads *threads)
{
	g_hash_table_unref(threads->by_entry);
	g_hash_table_unref(threads->by_change);
	g_hash_table_unref(threads->pending);
	g_ptr_array_unref(threads->changes);
	g_ptr_array_unref(threads->sayings);
	scope_words_free(threads->scopes);
	thread_words_free(threads->words);
	g_free(threads);
}

const GPtrArray *threads_direct(const struct threads *threads, size_t index)
{
	return g_hash_table_lookup(threads->by_entry, queue_at(threads->queue, index));
}

const GPtrArray *threads_elsewhere(const struct threads *threads, size_t index)
{
	return g_hash_table_lookup(threads->by_change, threads->changes->pdata[index]);
}

const GPtrArray *threads_pending(const struct threads *threads, size_t index)
{
	return g_hash_table_lookup(threads->pending, threads->changes->pdata[index]);
}
