/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "evidence/people-parts.h"

enum {
	ASKED_PRIOR = 5, /* picks that somebody is taken to have let pass */
	TABLE_BYTES_LIMIT = 256 << 20,
};

static const double odds_limit = 0.9;
static const char heading[] = "# winnow people 1\n";

/* Somebody was on a change when it was first proposed, or objected to it. */
struct event {
	gint64 date;
	bool objection;
	const char *person, *change; /* in strings */
};

/* When somebody objected to a change, and was on it first. */
struct refusal {
	gint64 date, first;
};

/* Of one person, a change once each: dates in their order. */
struct record {
	GArray *asked;	  /* gint64; who objects was on it, too */
	GArray *objected; /* struct refusal */
};

struct people {
	GStringChunk *strings;
	GHashTable *known;   /* "O|P change person" -> struct event *, the earliest */
	GHashTable *records; /* person -> struct record *, of all that is known */
	gint64 first_objection;
	size_t n_objections;
	bool has_news; /* what no table said */
};

static void record_free(void *data)
{
	struct record *record = data;

	g_array_unref(record->asked);
	g_array_unref(record->objected);
	g_free(record);
}

struct people *people_new(void)
{
	struct people *people = g_new0(struct people, 1);

	people->strings = g_string_chunk_new(1 << 16);
	people->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	people->records = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, record_free);
	people->first_objection = G_MAXINT64;
	return people;
}

void people_free(struct people *people)
{
	g_hash_table_unref(people->records);
	g_hash_table_unref(people->known);
	g_string_chunk_free(people->strings);
	g_free(people);
}

static char *key_of(bool objection, const char *change, const char *person)
{
	return g_strdup_printf("%c %s %s", objection ? 'O' : 'P', change, person);
}

static void add_event(struct people *people, gint64 date, bool objection, const char *change,
		      const char *person)
{
	char *key = key_of(objection, change, person);
	struct event *event = g_hash_table_lookup(people->known, key);

	if (objection)
		people->first_objection = MIN(people->first_objection, date);
	people->has_news |= !event || date < event->date;
	if (event) {
		event->date = MIN(event->date, date);
		g_free(key);
		return;
	}
	event = g_new(struct event, 1);
	*event = (struct event){ date, objection,
				 g_string_chunk_insert_const(people->strings, person),
				 g_string_chunk_insert_const(people->strings, change) };
	g_hash_table_insert(people->known, key, event);
	people->n_objections += objection;
}

static const struct event *find_event(const struct people *people, bool objection,
				      const char *change, const char *person)
{
	g_autofree char *key = key_of(objection, change, person);

	return g_hash_table_lookup(people->known, key);
}

/* Of what begins with a date. */
static int by_number(const void *a, const void *b)
{
	const gint64 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static struct record *record_of(struct people *people, const char *person)
{
	struct record *record = g_hash_table_lookup(people->records, person);

	if (record)
		return record;
	record = g_new(struct record, 1);
	record->asked = g_array_new(FALSE, FALSE, sizeof(gint64));
	record->objected = g_array_new(FALSE, FALSE, sizeof(struct refusal));
	g_hash_table_insert(people->records, (gpointer)person, record);
	return record;
}

/* Of a change that somebody both was on and objected to the first of the two counts. */
static void make_records(struct people *people)
{
	GHashTableIter iter;
	void *data;

	g_hash_table_remove_all(people->records);
	g_hash_table_iter_init(&iter, people->known);
	while (g_hash_table_iter_next(&iter, NULL, &data)) {
		const struct event *event = data;
		const struct event *other =
			find_event(people, !event->objection, event->change, event->person);
		struct record *record = record_of(people, event->person);
		gint64 first = other ? MIN(other->date, event->date) : event->date;
		const struct refusal refusal = { event->date, first };

		if (event->objection)
			g_array_append_val(record->objected, refusal);
		if (!event->objection || !other)
			g_array_append_val(record->asked, first);
	}
	g_hash_table_iter_init(&iter, people->records);
	while (g_hash_table_iter_next(&iter, NULL, &data)) {
		struct record *record = data;

		g_array_sort(record->asked, by_number);
		g_array_sort(record->objected, by_number);
	}
}

static void add_objections(struct people *people, const GPtrArray *sayings, const char *change)
{
	for (guint i = 0; sayings && i < sayings->len; i++) {
		const struct saying *saying = sayings->pdata[i];
		g_autofree char *key = NULL;

		if (saying->says != THREAD_SAYS_DROP || saying->on_its_way ||
		    saying->reply->by_machine || saying->reply->date <= 0)
			continue;
		key = person_key(&saying->reply->from);
		if (*key)
			add_event(people, saying->reply->date, true, change, key);
	}
}

void people_add_queue(struct people *people, const struct queue *queue,
		      const struct upstream *upstreams)
{
	_cleanup_(threads_freep) struct threads *threads =
		queue->replies->len ? threads_new(queue, upstreams, &(struct thread_trees){ 0 }) : NULL;

	for (size_t i = 0; i < queue_length(queue); i++) {
		const struct patch *patch = queue_at(queue, i);
		g_autoptr(GArray) members = NULL;
		g_autofree char *change = NULL;

		change = change_of(patch);
		if (patch->sent_date <= 0 || !change)
			continue;
		members = members_of(patch);
		for (guint m = 0; m < members->len; m++)
			add_event(people, patch->sent_date, false, change,
				  g_array_index(members, struct member, m).key);
		if (threads)
			add_objections(people, threads_direct(threads, i), change);
	}
	make_records(people);
}

/* "1651234567 asked c122383d221d ann ash", with tabs: seconds, what was, the change, the person. */
static bool read_line(struct people *people, const char *line)
{
	g_auto(GStrv) fields = g_strsplit(line, "\t", 4);
	guint64 date;

	if (g_strv_length(fields) != 4 || strlen(fields[2]) != CHANGE_DIGITS ||
	    strspn(fields[2], "0123456789abcdef") != CHANGE_DIGITS || !*fields[3] ||
	    (strcmp(fields[1], "asked") != 0 && strcmp(fields[1], "objected") != 0) ||
	    !g_ascii_string_to_unsigned(fields[0], 10, 1, G_MAXINT64, &date, NULL))
		return false;
	add_event(people, (gint64)date, strcmp(fields[1], "objected") == 0, fields[2], fields[3]);
	return true;
}

bool people_read(struct people *people, const char *path, GError **error)
{
	g_autofree char *bytes = NULL, *text = NULL;
	size_t length;
	size_t number = 1;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	if (!file_read_regular(path, TABLE_BYTES_LIMIT, true, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	if (!g_str_has_prefix(text, heading))
		return fail(error, WINNOW_ERROR_INPUT, "%s:1: no table of people (%.17s)", path,
			    heading);
	for (char *line = text, *end; *line; line = end, number++) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		if (*line && *line != '#' && !read_line(people, line))
			return fail(
				error, WINNOW_ERROR_INPUT,
				"%s:%zu: a line is a date, asked or objected, a change, a person",
				path, number);
	}
	people->has_news = false;
	make_records(people);
	return true;
}

static int by_date(const void *a, const void *b)
{
	const struct event *x = *(const struct event *const *)a;
	const struct event *y = *(const struct event *const *)b;
	int change = strcmp(x->change, y->change);

	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	if (change)
		return change;
	if (x->objection != y->objection)
		return x->objection ? 1 : -1;
	return strcmp(x->person, y->person);
}

char *people_text(const struct people *people)
{
	g_autoptr(GPtrArray) events = g_ptr_array_new();
	GString *out = g_string_new(heading);
	GHashTableIter iter;
	void *event;

	g_hash_table_iter_init(&iter, people->known);
	while (g_hash_table_iter_next(&iter, NULL, &event))
		g_ptr_array_add(events, event);
	g_ptr_array_sort(events, by_date);
	for (guint i = 0; i < events->len; i++) {
		const struct event *one = events->pdata[i];

		g_string_append_printf(out, "%" G_GINT64_FORMAT "\t%s\t%s\t%s\n", one->date,
				       one->objection ? "objected" : "asked", one->change,
				       one->person);
	}
	return g_string_free(out, FALSE);
}

bool people_write(const struct people *people, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	size_t length;

	if (!people->has_news)
		return true;
	text = people_text(people);
	length = strlen(text);
	if (length > TABLE_BYTES_LIMIT)
		return fail(error, WINNOW_ERROR_INPUT,
			    "cannot write '%s': it would be longer than %d MiB", path,
			    TABLE_BYTES_LIMIT >> 20);
	return file_write(path, text, length, 0600, error);
}

void people_count(const struct people *people, size_t *changes, size_t *objections)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	void *event;

	g_hash_table_iter_init(&iter, people->known);
	while (g_hash_table_iter_next(&iter, NULL, &event))
		g_hash_table_add(seen, (gpointer)((struct event *)event)->change);
	*changes = g_hash_table_size(seen);
	*objections = people->n_objections;
}

/* How many of what begins with a date are before it. */
static size_t count_before(const GArray *dates, gint64 cut)
{
	guint low = 0, high = dates->len, size = g_array_get_element_size((GArray *)dates);

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (*(const gint64 *)(dates->data + (size_t)middle * size) < cut)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Add what was objected to from cut to the day until: with the changes that one was not on before.
 * Of the own change, refused then, nothing.
 */
static bool count_late(const struct record *record, const struct event *refused, gint64 cut,
		       gint64 until, size_t *asked, size_t *objected)
{
	bool own = refused && refused->date >= cut, late = false;

	for (size_t i = count_before(record->objected, cut); i < record->objected->len; i++) {
		const struct refusal *one = &g_array_index(record->objected, struct refusal, i);

		if (one->date > until)
			break;
		if (own && one->date == refused->date) {
			own = false;
			continue;
		}
		late = true;
		++*objected;
		*asked += one->first >= cut;
	}
	return late;
}

/*
 * Changes that somebody was on before the day cut, and those objected to until the other one; not
 * the one of that name. True where some of it was after cut.
 */
static bool count_person(const struct people *people, const char *person, const char *change,
			 gint64 cut, gint64 until, size_t *asked, size_t *objected)
{
	const struct record *record = g_hash_table_lookup(people->records, person);
	const struct event *own = change ? find_event(people, false, change, person) : NULL;
	const struct event *refused = change ? find_event(people, true, change, person) : NULL;
	bool was_on = own && own->date < cut, has_refused = refused && refused->date < cut;

	*asked = *objected = 0;
	if (!record)
		return false;
	*asked = count_before(record->asked, cut) - (was_on || has_refused);
	*objected = count_before(record->objected, cut) - has_refused;
	return count_late(record, refused, cut, until, asked, objected);
}

bool people_odds(const struct people *people, const struct patch *patch, gint64 until,
		 struct people_odds *out)
{
	gint64 cut = patch->sent_date - (gint64)PEOPLE_BATCH_HOURS * 60 * 60;
	g_autoptr(GArray) members = NULL;
	g_autofree char *change = NULL;
	double none = 1, largest = 0;

	*out = (struct people_odds){ 0 };
	if (patch->sent_date <= 0 || people->first_objection >= cut)
		return false;
	members = members_of(patch);
	change = change_of(patch);
	for (guint i = 0; i < members->len; i++) {
		struct member *member = &g_array_index(members, struct member, i);
		size_t asked, objected;
		double share;
		bool late = count_person(people, member->key, change, cut, until, &asked, &objected);

		share = (double)objected / (double)(asked + ASKED_PRIOR);
		none *= 1 - MIN(odds_limit, share);
		if (share <= largest)
			continue;
		largest = share;
		g_free(out->name);
		out->name = g_strdup(member->name);
		out->role = member->role;
		out->asked = asked;
		out->objected = objected;
		out->late = late;
	}
	out->who = 1 - none;
	return true;
}
