/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/thread.h"

#include <string.h>

#include "evidence/parts.h"
#include "read/reply.h"

enum { STEPS_LIMIT = 100 }; /* of mails answering mails: a circle must end */

struct threads {
	struct thread_words *words;
	GHashTable *by_patch; /* upstream's id, else the source -> GArray of struct thread_reply */
	char **keys;	      /* of the queue's entries */
};

/* What the mails that propose one change for several trees have in common. */
static char *key_of(const struct patch *patch, const struct upstream *upstream)
{
	return g_strdup(upstream->has_id ? commit_id_hex(&upstream->id).text : patch->source);
}

static void array_free(void *array)
{
	g_array_unref(array);
}

static const struct patch *find_patch(const struct reply *reply, GHashTable *patches,
				      GHashTable *replies, int steps)
{
	for (guint i = 0; steps > 0 && i < reply->ancestors->len; i++) {
		const char *id = reply->ancestors->pdata[i];
		const struct patch *patch = g_hash_table_lookup(patches, id);
		const struct reply *other = g_hash_table_lookup(replies, id);

		if (patch)
			return patch;
		if (other && other != reply)
			return find_patch(other, patches, replies, steps - 1);
	}
	return NULL;
}

static void add_reply(struct threads *threads, const struct reply *reply, const struct patch *patch)
{
	const char *key = threads->keys[patch->position - 1];
	GArray *list = g_hash_table_lookup(threads->by_patch, key);
	struct thread_reply entry = { reply, patch };

	if (!list) {
		list = g_array_new(FALSE, FALSE, sizeof(struct thread_reply));
		g_hash_table_insert(threads->by_patch, g_strdup(key), list);
	}
	g_array_append_val(list, entry);
}

struct threads *threads_new(const struct queue *queue, const struct upstream *upstreams)
{
	struct threads *threads = g_new0(struct threads, 1);
	g_autoptr(GHashTable) patches = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) replies = g_hash_table_new(g_str_hash, g_str_equal);
	size_t n = queue_length(queue);

	threads->words = thread_words_new();
	threads->by_patch = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, array_free);
	threads->keys = g_new0(char *, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct patch *patch = queue_at(queue, i);

		threads->keys[i] = key_of(patch, &upstreams[i]);
		g_hash_table_insert(patches, patch->source, (void *)patch);
	}
	for (guint i = 0; i < queue->replies->len; i++) {
		struct reply *reply = queue->replies->pdata[i];

		g_hash_table_insert(replies, reply->id, reply);
	}
	for (guint i = 0; i < queue->replies->len; i++) {
		const struct reply *reply = queue->replies->pdata[i];
		const struct patch *patch = find_patch(reply, patches, replies, STEPS_LIMIT);

		if (patch)
			add_reply(threads, reply, patch);
	}
	return threads;
}

void threads_free(struct threads *threads)
{
	thread_words_free(threads->words);
	g_hash_table_unref(threads->by_patch);
	g_strfreev(threads->keys);
	g_free(threads);
}

const GArray *threads_of(const struct threads *threads, size_t index)
{
	return g_hash_table_lookup(threads->by_patch, threads->keys[index]);
}

const struct thread_words *threads_words(const struct threads *threads)
{
	return threads->words;
}

static bool is_machine(const struct person *person)
{
	g_autofree char *name = g_ascii_strdown(person->name, -1);

	return strstr(name, "robot") || strstr(name, "bot ") || g_str_has_suffix(name, " bot");
}

static bool is_same(const struct person *a, const struct person *b)
{
	return person_equal(a, b->name, b->email);
}

/* The trailer by which he had to do with the patch: "Reviewed-by"; NULL if there is none. */
static char *part_in(const struct patch *patch, const struct person *person)
{
	const GArray *trailers = patch->message.trailers;

	for (guint i = 0; trailers && i < trailers->len; i++) {
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

/* "its author X", "X (Signed-off-by)", "X". */
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

static const struct {
	enum fact_kind kind;
	const char *verb;
} sayings[] = {
	[THREAD_SAYS_DROP] = { FACT_THREAD_DROP, "objects" },
	[THREAD_SAYS_DROPPED] = { FACT_THREAD_DROPPED, "has dropped it" },
	[THREAD_SAYS_NEEDS] = { FACT_THREAD_NEEDS, "says that it needs" },
	[THREAD_SAYS_REVERTED] = { FACT_THREAD_REVERTED, "speaks of a revert" },
	[THREAD_SAYS_ACK] = { FACT_THREAD_ACK, "agrees" },
	[THREAD_SAYS_QUESTION] = { FACT_THREAD_QUESTION, "asks" },
};

/* " another commit", " 0123456789ab ("subject"), which is missing"; sets the fact's commit. */
static char *needed(const struct view *view, const char *hex, struct fact *fact)
{
	const struct history *history = view->evidence->history;
	struct reference reference = { .kind = REFERENCE_PREREQUISITE,
				       .title = slice_of(""),
				       .line = slice_of("") };
	struct presence_answer answer;
	bool resolved = false;
	guint32 at;

	g_strlcpy(reference.hex, hex, sizeof(reference.hex));
	fact->state = FACT_STATE_UNKNOWN;
	answer = target_find_reference(view->evidence->target, &reference, view->patch, &fact->id,
				       &resolved);
	if (!resolved)
		return g_strdup_printf(" %.12s, which is not known here", hex);
	at = history ? history_find(history, &fact->id) : HISTORY_NONE;
	fact->has_id = true;
	fact->state = fact_state_of(answer.state);
	fact->position = at == HISTORY_NONE ? 0 : at;
	fact->subject = at == HISTORY_NONE ? NULL : g_strdup(history_at(history, at)->subject);

	g_autofree char *name = fact_commit_name(&fact->id, fact->subject);
	g_autofree char *clause = state_clause(&answer, fact->state);

	return g_strdup_printf(" %s, which %s", name, clause);
}

/* "not needed for 4.4": of other trees that says nothing for certain. */
static bool names_version(const char *text)
{
	for (const char *p = strchr(text, '.'); p; p = strchr(p + 1, '.'))
		if (p > text && g_ascii_isdigit(p[-1]) && g_ascii_isdigit(p[1]))
			return true;
	return strstr(text, "older") || strstr(text, "earlier");
}

static void add_saying(const struct view *view, const struct thread_reply *entry, struct facts *out)
{
	const struct threads *threads = view->evidence->threads;
	const struct reply *reply = entry->reply;
	struct person proposer = person_parse(entry->patch->sender ? entry->patch->sender : "");
	bool by_proposer =
		is_same(&reply->from, &proposer) && !is_same(&proposer, &entry->patch->author);
	char hex[COMMIT_ID_HEX + 1];
	char *where = NULL;
	enum thread_says says =
		thread_words_read(threads_words(threads), reply->text, by_proposer, &where, hex);
	struct fact fact = { .kind = sayings[says].kind, .proof = where };

	person_clear(&proposer);
	if (says == THREAD_SAYS_NOTHING)
		return;

	g_autofree char *name = who(entry->patch, &reply->from);
	g_autofree char *what = says == THREAD_SAYS_NEEDS ? needed(view, hex, &fact) : g_strdup("");
	g_autofree char *tree = entry->patch != view->patch && entry->patch->versions->len
					? g_strdup_printf(", of the one for %s",
							  (char *)entry->patch->versions->pdata[0])
					: g_strdup("");

	if (says == THREAD_SAYS_DROP && entry->patch != view->patch && names_version(where))
		fact.kind = FACT_THREAD_ELSEWHERE;
	fact.says = g_strdup_printf("%s %s%s%s", name, sayings[says].verb, what, tree);
	facts_add(out, fact);
}

void collect_thread(const struct view *view, struct facts *out)
{
	const struct threads *threads = view->evidence->threads;
	const GArray *replies = threads ? threads_of(threads, view->patch->position - 1) : NULL;

	for (guint i = 0; replies && i < replies->len; i++) {
		const struct thread_reply *entry = &g_array_index(replies, struct thread_reply, i);

		if (!is_machine(&entry->reply->from))
			add_saying(view, entry, out);
	}
}
