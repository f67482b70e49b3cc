/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/build-parts.h"

#include <string.h>

#include "base/text.h"
#include "message/message-id.h"

enum { LINE_LIMIT = 300 }; /* bytes kept of a proving line */

/* A block of a part's strings: each part leaves half of one unused. */
enum { STRINGS_SIZE = 1 << 12 };

static void people_init(struct people *people)
{
	people->texts = g_ptr_array_new();
	people->by_text = g_hash_table_new(g_str_hash, g_str_equal);
}

static void people_clear(struct people *people)
{
	g_ptr_array_unref(people->texts);
	g_hash_table_unref(people->by_text);
}

/* Its index + 1; 0: it is not there. */
static guint32 people_find(const struct people *people, const char *text)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(people->by_text, text));
}

/* text has to last; it is not there yet. Returns its index. */
static guint32 people_add(struct people *people, char *text)
{
	g_ptr_array_add(people->texts, text);
	g_hash_table_insert(people->by_text, text, GUINT_TO_POINTER(people->texts->len));
	return people->texts->len - 1;
}

struct build_part *build_part_new(const GPtrArray *fix_words)
{
	struct build_part *part = g_new0(struct build_part, 1);

	part->fix_words = fix_words;
	part->strings = g_string_chunk_new(STRINGS_SIZE);
	part->commits = g_array_new(FALSE, FALSE, sizeof(struct fresh));
	/* Sized, that there is an address to begin at where there are none. */
	part->parents = g_array_sized_new(FALSE, FALSE, sizeof(struct commit_id), 1);
	part->references = g_array_sized_new(FALSE, FALSE, sizeof(struct fresh_reference), 1);
	part->scratch = g_array_new(FALSE, FALSE, sizeof(struct reference));
	people_init(&part->people);
	return part;
}

static void free_paths(const GArray *commits)
{
	for (guint i = 0; i < commits->len; i++) {
		GPtrArray *paths = g_array_index(commits, struct fresh, i).paths;

		if (paths)
			g_ptr_array_unref(paths);
	}
}

void build_part_free(struct build_part *part)
{
	if (!part)
		return;
	free_paths(part->commits);
	if (part->strings)
		g_string_chunk_free(part->strings);
	g_array_unref(part->commits);
	g_array_unref(part->parents);
	g_array_unref(part->references);
	g_array_unref(part->scratch);
	people_clear(&part->people);
	g_free(part);
}

static void strings_free(void *strings)
{
	g_string_chunk_free(strings);
}

struct build *build_new(struct workers *workers)
{
	struct build *build = g_new0(struct build, 1);

	build->workers = workers;
	build->strings = g_ptr_array_new_with_free_func(strings_free);
	build->commits = g_array_new(FALSE, FALSE, sizeof(struct fresh));
	build->parents = g_array_sized_new(FALSE, FALSE, sizeof(struct commit_id), 1);
	build->references = g_array_sized_new(FALSE, FALSE, sizeof(struct fresh_reference), 1);
	people_init(&build->people);
	build->order = order_new();
	build->titled = g_hash_table_new(NULL, NULL);
	build->stored = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	return build;
}

void build_free(struct build *build)
{
	if (!build)
		return;
	free_paths(build->commits);
	g_ptr_array_unref(build->strings);
	g_array_unref(build->commits);
	g_array_unref(build->parents);
	g_array_unref(build->references);
	people_clear(&build->people);
	order_free(build->order);
	g_hash_table_unref(build->titled);
	g_hash_table_unref(build->stored);
	g_free(build->sequence);
	g_free(build->bringers);
	g_free(build->position);
	g_free(build->by_id);
	g_free(build->older_titled);
	g_free(build);
}

size_t build_length(const struct build *build)
{
	return build->n;
}

static guint32 person_of(struct build_part *part, const char *name, const char *email)
{
	g_autofree char *text = g_strdup_printf("%s\n%s", name, email);
	guint32 known = people_find(&part->people, text);

	return known ? known - 1
		     : people_add(&part->people, g_string_chunk_insert(part->strings, text));
}

static const char *keep(struct build_part *part, struct slice text)
{
	if (!text.length)
		return "";
	text = slice_cut(text, LINE_LIMIT);
	return g_string_chunk_insert_len(part->strings, text.start, (gssize)text.length);
}

/* What shows a fix by its words may be several lines. */
static const char *keep_line(struct build_part *part, struct slice line)
{
	g_autofree char *raw = NULL;
	g_autofree char *folded = NULL;

	if (!memchr(line.start, '\n', line.length))
		return keep(part, line);
	raw = slice_dup(line);
	folded = text_fold(raw);
	return keep(part, slice_of(folded));
}

static void add_references(struct build_part *part, const struct history_entry *entry)
{
	g_array_set_size(part->scratch, 0);
	references_scan_with(entry->subject, entry->body, part->fix_words, part->scratch);
	for (guint i = 0; i < part->scratch->len; i++) {
		const struct reference *reference =
			&g_array_index(part->scratch, struct reference, i);
		struct fresh_reference fresh = { .written.kind = reference->kind };

		if (reference->kind == REFERENCE_STABLE_DEP ||
		    reference->kind == REFERENCE_PREREQUISITE)
			continue; /* what a patch needs is read from the patch itself */
		fresh.written.hex = keep(part, slice_of(reference->hex));
		fresh.written.title = keep(part, reference->title);
		fresh.line = keep_line(part, reference->line);
		g_array_append_val(part->references, fresh);
	}
}

static void add_series(struct build_part *part, const char *body, struct fresh *fresh)
{
	g_autofree char *id = message_id_of_commit(body);
	g_autofree char *series = NULL;

	if (id && message_id_series(id, &series, &fresh->series_number))
		fresh->series = g_string_chunk_insert(part->strings, series);
}

void build_part_add(struct build_part *part, const struct history_entry *entry)
{
	g_autofree char *subject = text_fold(entry->subject);
	struct fresh fresh = {
		.id = entry->id,
		.first_parent = part->parents->len,
		.n_parents = (guint32)entry->n_parents,
		.first_reference = part->references->len,
		.author = person_of(part, entry->author_name, entry->author_email),
		.author_date = entry->author_date,
		.commit_date = entry->commit_date,
		.mainline_date = entry->mainline_date,
		.subject = g_string_chunk_insert(part->strings, subject),
		.paths = entry->paths ? g_ptr_array_ref((GPtrArray *)entry->paths) : NULL,
	};

	if (entry->n_parents)
		g_array_append_vals(part->parents, entry->parents, (guint)entry->n_parents);
	add_references(part, entry);
	fresh.n_references = part->references->len - fresh.first_reference;
	add_series(part, entry->body, &fresh);
	g_array_append_val(part->commits, fresh);
}

void build_take(struct build *build, struct build_part *part)
{
	g_autofree guint32 *authors = g_new(guint32, part->people.texts->len + 1);
	guint32 first_parent = build->parents->len, first_reference = build->references->len;

	for (guint i = 0; i < part->people.texts->len; i++) {
		char *text = part->people.texts->pdata[i];
		guint32 known = people_find(&build->people, text);

		authors[i] = known ? known - 1 : people_add(&build->people, text);
	}
	for (guint i = 0; i < part->commits->len; i++) {
		struct fresh *fresh = &g_array_index(part->commits, struct fresh, i);

		order_add(build->order, &fresh->id,
			  &g_array_index(part->parents, struct commit_id, fresh->first_parent),
			  fresh->n_parents);
		fresh->first_parent += first_parent;
		fresh->first_reference += first_reference;
		fresh->author = authors[fresh->author];
	}
	g_array_append_vals(build->commits, part->commits->data, part->commits->len);
	g_array_append_vals(build->parents, part->parents->data, part->parents->len);
	g_array_append_vals(build->references, part->references->data, part->references->len);
	g_ptr_array_add(build->strings, g_steal_pointer(&part->strings));
	g_array_set_size(part->commits, 0); /* their paths are the build's now */
	build_part_free(part);
}
