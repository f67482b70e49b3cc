/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/build-parts.h"

#include <string.h>

#include "base/text.h"
#include "message/message-id.h"

enum { LINE_LIMIT = 300 }; /* bytes kept of a proving line */

struct build *build_new(const GPtrArray *fix_words)
{
	struct build *build = g_new0(struct build, 1);

	build->fix_words = fix_words;

	build->strings = g_string_chunk_new(1 << 16);
	build->commits = g_array_new(FALSE, FALSE, sizeof(struct fresh));
	build->parents = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	build->references = g_array_new(FALSE, FALSE, sizeof(struct fresh_reference));
	build->people = g_ptr_array_new();
	build->people_by_text = g_hash_table_new(g_str_hash, g_str_equal);
	build->scratch = g_array_new(FALSE, FALSE, sizeof(struct reference));
	build->order = order_new();
	build->titled = g_hash_table_new(NULL, NULL);
	build->stored = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	return build;
}

void build_free(struct build *build)
{
	for (guint i = 0; i < build->commits->len; i++) {
		GPtrArray *paths = g_array_index(build->commits, struct fresh, i).paths;

		if (paths)
			g_ptr_array_unref(paths);
	}
	g_string_chunk_free(build->strings);
	g_array_unref(build->commits);
	g_array_unref(build->parents);
	g_array_unref(build->references);
	g_ptr_array_unref(build->people);
	g_hash_table_unref(build->people_by_text);
	g_array_unref(build->scratch);
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
	return build->commits->len;
}

static guint32 person_of(struct build *build, const char *name, const char *email)
{
	g_autofree char *text = g_strdup_printf("%s\n%s", name, email);
	gpointer known = g_hash_table_lookup(build->people_by_text, text);
	char *kept;

	if (known)
		return GPOINTER_TO_UINT(known) - 1;
	kept = g_string_chunk_insert(build->strings, text);
	g_ptr_array_add(build->people, kept);
	g_hash_table_insert(build->people_by_text, kept, GUINT_TO_POINTER(build->people->len));
	return build->people->len - 1;
}

static const char *keep(struct build *build, struct slice text)
{
	if (!text.length)
		return "";
	text = slice_cut(text, LINE_LIMIT);
	return g_string_chunk_insert_len(build->strings, text.start, (gssize)text.length);
}

/* What shows a fix by its words may be several lines. */
static const char *keep_line(struct build *build, struct slice line)
{
	g_autofree char *raw = NULL;
	g_autofree char *folded = NULL;

	if (!memchr(line.start, '\n', line.length))
		return keep(build, line);
	raw = slice_dup(line);
	folded = text_fold(raw);
	return keep(build, slice_of(folded));
}

static void add_references(struct build *build, const struct history_entry *entry)
{
	g_array_set_size(build->scratch, 0);
	references_scan_with(entry->subject, entry->body, build->fix_words, build->scratch);
	for (guint i = 0; i < build->scratch->len; i++) {
		const struct reference *reference =
			&g_array_index(build->scratch, struct reference, i);
		struct fresh_reference fresh = { .written.kind = reference->kind };

		if (reference->kind == REFERENCE_STABLE_DEP ||
		    reference->kind == REFERENCE_PREREQUISITE)
			continue; /* what a patch needs is read from the patch itself */
		fresh.written.hex = keep(build, slice_of(reference->hex));
		fresh.written.title = keep(build, reference->title);
		fresh.line = keep_line(build, reference->line);
		g_array_append_val(build->references, fresh);
	}
}

static void add_series(struct build *build, const char *body, struct fresh *fresh)
{
	g_autofree char *id = message_id_of_commit(body);
	g_autofree char *series = NULL;

	if (id && message_id_series(id, &series, &fresh->series_number))
		fresh->series = g_string_chunk_insert(build->strings, series);
}

void build_add(struct build *build, const struct history_entry *entry)
{
	g_autofree char *subject = text_fold(entry->subject);
	struct fresh fresh = {
		.id = entry->id,
		.first_parent = build->parents->len,
		.n_parents = (guint32)entry->n_parents,
		.first_reference = build->references->len,
		.author = person_of(build, entry->author_name, entry->author_email),
		.author_date = entry->author_date,
		.commit_date = entry->commit_date,
		.mainline_date = entry->mainline_date,
		.subject = g_string_chunk_insert(build->strings, subject),
		.paths = entry->paths ? g_ptr_array_ref((GPtrArray *)entry->paths) : NULL,
	};

	order_add(build->order, &entry->id, entry->parents, entry->n_parents);
	if (entry->n_parents)
		g_array_append_vals(build->parents, entry->parents, (guint)entry->n_parents);
	add_references(build, entry);
	fresh.n_references = build->references->len - fresh.first_reference;
	add_series(build, entry->body, &fresh);
	g_array_append_val(build->commits, fresh);
}
