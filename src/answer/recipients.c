/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/recipients.h"

#include <string.h>

#include "base/text.h"

void recipients_init(struct recipients *recipients, GArray *to, GArray *cc,
		     const struct identity *identity)
{
	*recipients = (struct recipients){
		.to = to,
		.cc = cc,
		.identity = identity,
		.known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
}

void recipients_clear(struct recipients *recipients)
{
	g_hash_table_unref(recipients->known);
}

/* stable@kernel.org and stable+noautosel@kernel.org are asked for in trailers; nobody reads them.
 */
static bool is_nobody(const char *address)
{
	return g_ascii_strcasecmp(address, "stable@kernel.org") == 0 ||
	       g_ascii_strncasecmp(address, "stable+", strlen("stable+")) == 0;
}

static bool is_stable_list(const char *address)
{
	return g_ascii_strncasecmp(address, "stable@", strlen("stable@")) == 0 &&
	       !is_nobody(address);
}

static void add_person(struct recipients *recipients, GArray *list, const struct person *person)
{
	struct person copy;

	if (!*person->email || is_nobody(person->email) ||
	    identity_owns(recipients->identity, person->email) ||
	    !g_hash_table_add(recipients->known, g_ascii_strdown(person->email, -1)))
		return;
	copy = (struct person){ g_strdup(person->name), g_strdup(person->email) };
	g_array_append_val(list, copy);
}

void recipients_add(struct recipients *recipients, GArray *list, const char *addresses)
{
	size_t n_bad = 0;
	g_autoptr(GArray) found = addresses_parse(addresses, &n_bad);

	recipients->n_bad += n_bad;
	for (guint i = 0; i < found->len; i++)
		add_person(recipients, list, &g_array_index(found, struct person, i));
}

/* A person as a message names one: the address may be anything. */
static void add_named(struct recipients *recipients, GArray *list, const struct person *person)
{
	g_autoptr(GArray) found = addresses_parse(person->email, NULL);

	if (found->len == 1 &&
	    strcmp(g_array_index(found, struct person, 0).email, person->email) == 0)
		add_person(recipients, list, person);
}

/*
 * Lists that put themselves into Reply-To had the mail anyway: it then says nothing about where the
 * sender wants his answers.
 */
static bool is_list_of_mail(const struct envelope *envelope)
{
	g_autoptr(GArray) wanted = addresses_parse(envelope->reply_to, NULL);
	g_autofree char *all = g_strdup_printf("%s, %s", envelope->to ? envelope->to : "",
					       envelope->cc ? envelope->cc : "");
	g_autoptr(GArray) had = addresses_parse(all, NULL);

	for (guint i = 0; wanted->len == 1 && i < had->len; i++)
		if (g_ascii_strcasecmp(g_array_index(had, struct person, i).email,
				       g_array_index(wanted, struct person, 0).email) == 0)
			return true;
	return false;
}

static void add_trailers(struct recipients *recipients, const struct patch *patch)
{
	static const char *const keys[] = { "signed-off-by", "co-developed-by",
					    "reviewed-by",   "acked-by",
					    "tested-by",     "reported-by",
					    "suggested-by",  "cc" };
	const GArray *trailers = patch->message.trailers;

	for (guint i = 0; trailers && i < trailers->len; i++) {
		const struct trailer *trailer = &g_array_index(trailers, struct trailer, i);
		g_autofree char *key =
			g_ascii_strdown(trailer->key.start, (gssize)trailer->key.length);
		g_autofree char *value = slice_dup(trailer->value);
		char *comment = strchr(value, '#');
		bool wanted = false;

		for (size_t k = 0; k < G_N_ELEMENTS(keys); k++)
			wanted = wanted || strcmp(key, keys[k]) == 0;
		if (!wanted)
			continue;
		if (comment)
			*comment = '\0';
		g_autofree char *line = text_one_line(value, 0);

		recipients_add(recipients, recipients->cc, line);
	}
}

static bool has_stable_list(const struct recipients *recipients)
{
	GHashTableIter iter;
	gpointer address;

	g_hash_table_iter_init(&iter, recipients->known);
	while (g_hash_table_iter_next(&iter, &address, NULL))
		if (is_stable_list(address))
			return true;
	return false;
}

/* An answer to oneself goes to those who were written to. */
static void fill_to(struct recipients *recipients, size_t n)
{
	n = MIN(n, recipients->cc->len);
	if (recipients->to->len || !n)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct person *person = &g_array_index(recipients->cc, struct person, i);
		struct person copy = { g_strdup(person->name), g_strdup(person->email) };

		g_array_append_val(recipients->to, copy);
	}
	g_array_remove_range(recipients->cc, 0, (guint)n);
}

void recipients_of(struct recipients *recipients, const struct patch *patch,
		   const char *stable_list)
{
	const struct envelope *envelope = patch->envelope;
	size_t n_written_to = 1;

	if (envelope) {
		bool elsewhere = envelope->reply_to && !is_list_of_mail(envelope);

		recipients_add(recipients, recipients->to,
			       elsewhere ? envelope->reply_to : envelope->from);
		add_named(recipients, recipients->cc, &patch->author);
		recipients_add(recipients, recipients->cc, envelope->to);
		n_written_to = MAX(recipients->cc->len, 1U);
		recipients_add(recipients, recipients->cc, envelope->cc);
	} else {
		add_named(recipients, recipients->to, &patch->author);
		add_trailers(recipients, patch);
	}
	if (stable_list && !has_stable_list(recipients))
		recipients_add(recipients, recipients->cc, stable_list);
	fill_to(recipients, n_written_to);
}

static void count_list(GHashTable *counts, const char *addresses)
{
	g_autoptr(GArray) found = addresses_parse(addresses, NULL);

	for (guint i = 0; i < found->len; i++) {
		const char *address = g_array_index(found, struct person, i).email;
		g_autofree char *lower = g_ascii_strdown(address, -1);

		if (!is_stable_list(lower))
			continue;
		guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, lower));

		g_hash_table_insert(counts, g_steal_pointer(&lower), GUINT_TO_POINTER(n + 1));
	}
}

char *recipients_stable_list(const struct queue *queue)
{
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer address, count;
	const char *best = NULL;
	guint most = 0;

	for (size_t i = 0; i < queue_length(queue); i++) {
		const struct patch *patch = queue_at(queue, i);
		const GArray *trailers = patch->message.trailers;

		if (patch->envelope) {
			count_list(counts, patch->envelope->to);
			count_list(counts, patch->envelope->cc);
		}
		for (guint k = 0; trailers && k < trailers->len; k++) {
			const struct trailer *trailer = &g_array_index(trailers, struct trailer, k);
			g_autofree char *value = slice_dup(trailer->value);
			char *comment = strchr(value, '#');

			if (comment)
				*comment = '\0';
			if (slice_has_prefix_nocase(trailer->key, "cc") && trailer->key.length == 2)
				count_list(counts, value);
		}
	}
	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &address, &count)) {
		guint n = GPOINTER_TO_UINT(count);

		/* Of two that are as frequent the first by name, whatever the table's order. */
		if (n > most || (n == most && strcmp(address, best) < 0)) {
			best = address;
			most = n;
		}
	}
	return g_strdup(best);
}
