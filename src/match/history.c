/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "match/history-build.h"

enum { LINE_LIMIT = 300 }; /* bytes kept of a proving line */

/* A reference as written, before it is known what it leads to. */
struct pending {
	enum reference_kind kind;
	guint32 from;
	const char *hex, *title, *line;
};

struct history {
	enum history_kind kind;
	struct repo *repo;
	GStringChunk *strings;
	GStringChunk *pending_strings; /* until history_finish() */
	GArray *commits;	       /* struct history_commit */
	GArray *parents;	       /* struct commit_id, then positions in parent_positions */
	guint32 *parent_start;	       /* commits->len + 1 offsets into parent_positions */
	guint32 *parent_positions;
	GArray *parent_counts;	       /* guint32 */
	GArray *pending;	       /* struct pending */
	GPtrArray *paths;	       /* GPtrArray * or NULL */
	GArray *references;	       /* struct history_reference by to, then from */
	guint32 *reference_start;      /* commits->len + 1 offsets into references */
	guint32 *reverted_by;	       /* the commit that took it back for good, or HISTORY_NONE */
	guint32 *by_id;		       /* positions in the order of ids */
	guint32 *older_same_subject;   /* or HISTORY_NONE */
	GHashTable *newest_by_subject; /* subject -> position + 1 */
	guint32 *first_child, *next_sibling;
};

static void paths_free(void *paths)
{
	if (paths)
		g_ptr_array_unref(paths);
}

struct history *history_new(enum history_kind kind, struct repo *repo)
{
	struct history *history = g_new0(struct history, 1);

	history->kind = kind;
	history->repo = repo;
	history->strings = g_string_chunk_new(1 << 16);
	history->pending_strings = g_string_chunk_new(1 << 16);
	history->commits = g_array_new(FALSE, FALSE, sizeof(struct history_commit));
	history->parents = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	history->parent_counts = g_array_new(FALSE, FALSE, sizeof(guint32));
	history->pending = g_array_new(FALSE, FALSE, sizeof(struct pending));
	history->paths = g_ptr_array_new_with_free_func(paths_free);
	history->references = g_array_new(FALSE, FALSE, sizeof(struct history_reference));
	history->newest_by_subject = g_hash_table_new(g_str_hash, g_str_equal);
	return history;
}

void history_free(struct history *history)
{
	g_string_chunk_free(history->strings);
	if (history->pending_strings)
		g_string_chunk_free(history->pending_strings);
	g_array_unref(history->commits);
	g_array_unref(history->parents);
	g_array_unref(history->parent_counts);
	g_free(history->parent_start);
	g_free(history->parent_positions);
	g_array_unref(history->pending);
	g_ptr_array_unref(history->paths);
	g_array_unref(history->references);
	g_free(history->reference_start);
	g_free(history->reverted_by);
	g_free(history->by_id);
	g_free(history->older_same_subject);
	g_hash_table_unref(history->newest_by_subject);
	g_free(history->first_child);
	g_free(history->next_sibling);
	g_free(history);
}

static const char *keep_slice(GStringChunk *strings, struct slice text)
{
	text = slice_cut(text, LINE_LIMIT);
	return g_string_chunk_insert_len(strings, text.start, (gssize)text.length);
}

static void add_pending(struct history *history, guint32 from, const struct history_entry *entry)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct reference));

	references_scan(entry->subject, entry->body, found);
	for (guint i = 0; i < found->len; i++) {
		const struct reference *reference = &g_array_index(found, struct reference, i);
		struct pending pending = { .kind = reference->kind, .from = from };

		if (reference->kind == REFERENCE_STABLE_DEP ||
		    reference->kind == REFERENCE_PREREQUISITE)
			continue; /* what a patch needs is read from the patch itself */
		pending.hex = g_string_chunk_insert(history->pending_strings, reference->hex);
		pending.title = keep_slice(history->pending_strings, reference->title);
		pending.line = keep_slice(history->pending_strings, reference->line);
		g_array_append_val(history->pending, pending);
	}
}

void history_add(struct history *history, const struct history_entry *entry)
{
	g_autofree char *subject = text_fold(entry->subject);
	struct history_commit commit = {
		.id = entry->id,
		.subject = g_string_chunk_insert(history->strings, subject),
		.author_name = g_string_chunk_insert_const(history->strings, entry->author_name),
		.author_email = g_string_chunk_insert_const(history->strings, entry->author_email),
		.author_date = entry->author_date,
		.commit_date = entry->commit_date,
		.mainline_date = entry->mainline_date,
		.first_parent = HISTORY_NONE,
		.merge = entry->n_parents > 1,
	};
	guint32 n_parents = (guint32)entry->n_parents;

	add_pending(history, history->commits->len, entry);
	g_array_append_val(history->commits, commit);
	if (n_parents)
		g_array_append_vals(history->parents, entry->parents, n_parents);
	g_array_append_val(history->parent_counts, n_parents);
	g_ptr_array_add(history->paths, entry->paths);
}

/* Entries came newest first: turn every per-commit array round. */
static void reverse(struct history *history)
{
	guint n = history->commits->len;
	GArray *parents =
		g_array_sized_new(FALSE, FALSE, sizeof(struct commit_id), history->parents->len);
	guint end = history->parents->len;

	for (guint i = n; i > 0; i--) {
		guint32 count = g_array_index(history->parent_counts, guint32, i - 1);

		end -= count;
		if (count)
			g_array_append_vals(parents,
					    &g_array_index(history->parents, struct commit_id, end),
					    count);
	}
	g_array_unref(history->parents);
	history->parents = parents;

	for (guint i = 0, j = n - 1; n && i < j; i++, j--) {
		struct history_commit *commits =
			(struct history_commit *)(void *)history->commits->data;
		guint32 *counts = (guint32 *)(void *)history->parent_counts->data;
		struct history_commit commit = commits[i];
		guint32 count = counts[i];
		void *paths = history->paths->pdata[i];

		commits[i] = commits[j];
		commits[j] = commit;
		counts[i] = counts[j];
		counts[j] = count;
		history->paths->pdata[i] = history->paths->pdata[j];
		history->paths->pdata[j] = paths;
	}
	for (guint i = 0; i < history->pending->len; i++) {
		struct pending *pending = &g_array_index(history->pending, struct pending, i);

		pending->from = n - 1 - pending->from;
	}
}

static int by_id(const void *a, const void *b, void *data)
{
	const struct history_commit *commits = data;

	return commit_id_compare(&commits[*(const guint32 *)a].id,
				 &commits[*(const guint32 *)b].id);
}

static void index_ids(struct history *history)
{
	guint n = history->commits->len;

	history->by_id = g_new(guint32, n);
	for (guint i = 0; i < n; i++)
		history->by_id[i] = i;
	g_qsort_with_data(history->by_id, (int)n, sizeof(guint32), by_id, history->commits->data);
}

static void index_subjects(struct history *history)
{
	guint n = history->commits->len;

	history->older_same_subject = g_new(guint32, n);
	for (guint i = 0; i < n; i++) {
		char *subject = (char *)subject_title(history_at(history, i)->subject);
		guint older =
			GPOINTER_TO_UINT(g_hash_table_lookup(history->newest_by_subject, subject));

		history->older_same_subject[i] = older ? older - 1 : HISTORY_NONE;
		g_hash_table_replace(history->newest_by_subject, subject, GUINT_TO_POINTER(i + 1));
	}
}

static void resolve_parents(struct history *history)
{
	guint n = history->commits->len;
	guint at = 0;

	history->parent_start = g_new(guint32, n + 1);
	history->parent_positions = g_new(guint32, history->parents->len);
	history->first_child = g_new(guint32, n);
	history->next_sibling = g_new(guint32, n);
	for (guint i = 0; i < n; i++)
		history->first_child[i] = history->next_sibling[i] = HISTORY_NONE;
	for (guint i = 0; i < n; i++) {
		struct history_commit *commit =
			&g_array_index(history->commits, struct history_commit, i);
		guint32 count = g_array_index(history->parent_counts, guint32, i);

		history->parent_start[i] = at;
		for (guint32 k = 0; k < count; k++) {
			const struct commit_id *id =
				&g_array_index(history->parents, struct commit_id, at + k);

			history->parent_positions[at + k] = history_find(history, id);
		}
		if (count)
			commit->first_parent = history->parent_positions[at];
		at += count;
	}
	history->parent_start[n] = at;
	/* From the end, so that children come out in order. */
	for (guint i = n; i > 0; i--) {
		guint32 parent = history_at(history, i - 1)->first_parent;

		if (parent == HISTORY_NONE)
			continue;
		history->next_sibling[i - 1] = history->first_child[parent];
		history->first_child[parent] = i - 1;
	}
}

/*
 * The merge on the first-parent line that brought a commit dates its arrival in the mainline: the
 * committer's date is when a maintainer applied it, weeks before. Descendants come last, so the
 * line's commits are taken oldest first and each claims what no earlier one reached.
 */
static void date_mainline(struct history *history)
{
	guint n = history->commits->len;
	g_autoptr(GArray) line = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autofree guint8 *seen = g_new0(guint8, n);

	for (guint32 at = n ? n - 1 : HISTORY_NONE; at != HISTORY_NONE;
	     at = history_at(history, at)->first_parent)
		g_array_append_val(line, at);
	for (guint i = line->len; i > 0; i--) {
		guint32 bringer = g_array_index(line, guint32, i - 1);
		gint64 date = history_at(history, bringer)->commit_date;

		g_array_append_val(stack, bringer);
		while (stack->len) {
			guint32 at = g_array_index(stack, guint32, stack->len - 1);
			struct history_commit *commit =
				&g_array_index(history->commits, struct history_commit, at);

			g_array_set_size(stack, stack->len - 1);
			if (seen[at])
				continue;
			seen[at] = 1;
			if (!commit->mainline_date)
				commit->mainline_date = date;
			for (guint32 k = history->parent_start[at];
			     k < history->parent_start[at + 1]; k++) {
				guint32 parent = history->parent_positions[k];

				if (parent != HISTORY_NONE && !seen[parent])
					g_array_append_val(stack, parent);
			}
		}
	}
}

/* The strongest tie between two commits is the one kept. */
static int rank(enum reference_kind kind)
{
	switch (kind) {
	case REFERENCE_REVERTS:
		return 0;
	case REFERENCE_REAPPLIES:
		return 1;
	case REFERENCE_FIXES:
		return 2;
	default:
		return 3;
	}
}

static int by_target(const void *a, const void *b)
{
	const struct history_reference *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (rank(x->kind) != rank(y->kind))
		return rank(x->kind) - rank(y->kind);
	return x->by_title - y->by_title;
}

static bool resolve(const struct history *history, const struct pending *pending,
		    struct history_reference *out)
{
	struct slice title = slice_of(pending->title);

	/* In prose a title in parentheses may belong to anything. */
	*out = (struct history_reference){ .kind = pending->kind, .from = pending->from };
	if (pending->kind == REFERENCE_MENTIONS)
		out->to = history_find_prefix(history, pending->hex, title, NULL);
	else
		out->to = history_find_reference(history, pending->hex, title, pending->from,
						 &out->by_title);
	/*
	 * Side by side on two branches, order says nothing: an id is believed. A title is looked
	 * for among what was there already.
	 */
	return out->to != HISTORY_NONE && out->to != pending->from;
}

static void resolve_references(struct history *history)
{
	guint n = history->commits->len, kept = 0;
	struct history_reference *all;

	g_autofree guint8 *by_id = g_new0(guint8, n + 1);

	/*
	 * A revert names it twice, by title in the subject and by id in the body. Titles repeat:
	 * where an id leads somewhere, it alone counts.
	 */
	for (guint i = 0; i < history->pending->len; i++) {
		const struct pending *pending = &g_array_index(history->pending, struct pending, i);

		if (pending->kind == REFERENCE_REVERTS && *pending->hex &&
		    history_find_prefix(history, pending->hex, slice_of(pending->title), NULL) !=
			    HISTORY_NONE)
			by_id[pending->from] = 1;
	}
	for (guint i = 0; i < history->pending->len; i++) {
		const struct pending *pending = &g_array_index(history->pending, struct pending, i);
		struct history_reference reference;

		if (pending->kind == REFERENCE_REVERTS && !*pending->hex && by_id[pending->from])
			continue;
		if (!resolve(history, pending, &reference))
			continue;
		reference.line = g_string_chunk_insert_const(history->strings, pending->line);
		g_array_append_val(history->references, reference);
	}
	g_array_set_size(history->pending, 0);
	g_string_chunk_free(history->pending_strings);
	history->pending_strings = NULL;

	g_array_sort(history->references, by_target);
	all = (struct history_reference *)(void *)history->references->data;
	history->reference_start = g_new(guint32, n + 1);
	for (guint to = 0, i = 0; to < n; to++) {
		history->reference_start[to] = kept;
		for (; i < history->references->len && all[i].to == to; i++)
			if (kept == history->reference_start[to] ||
			    all[kept - 1].from != all[i].from)
				all[kept++] = all[i];
	}
	history->reference_start[n] = kept;
	g_array_set_size(history->references, kept);
}

/*
 * What takes back comes later than what is taken back: from the newest on, each is settled in time.
 */
static void settle_reverts(struct history *history)
{
	history->reverted_by = g_new(guint32, history->commits->len);
	for (guint32 i = 0; i < history->commits->len; i++)
		history->reverted_by[i] = HISTORY_NONE;
	for (guint32 to = history->commits->len; to-- > 0;) {
		size_t n = 0;
		const struct history_reference *references = history_references_to(history, to, &n);

		for (size_t i = 0; i < n; i++) { /* in the order of history: the last word counts */
			if (references[i].kind == REFERENCE_REAPPLIES)
				history->reverted_by[to] = HISTORY_NONE;
			else if (references[i].kind == REFERENCE_REVERTS &&
				 history->reverted_by[references[i].from] == HISTORY_NONE)
				history->reverted_by[to] = references[i].from;
		}
	}
}

void history_finish(struct history *history, bool newest_first)
{
	if (newest_first)
		reverse(history);
	index_ids(history);
	index_subjects(history);
	resolve_parents(history);
	date_mainline(history);
	resolve_references(history);
	settle_reverts(history);
}

enum history_kind history_kind(const struct history *history)
{
	return history->kind;
}

struct repo *history_repo(const struct history *history)
{
	return history->repo;
}

size_t history_length(const struct history *history)
{
	return history->commits->len;
}

const struct history_commit *history_at(const struct history *history, guint32 position)
{
	return &g_array_index(history->commits, struct history_commit, position);
}

/* The first place in by_id whose id is not less than prefix padded with zeros. */
static guint lower_bound(const struct history *history, const struct commit_id *least)
{
	guint low = 0, high = history->commits->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (commit_id_compare(&history_at(history, history->by_id[middle])->id, least) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

guint32 history_find(const struct history *history, const struct commit_id *id)
{
	guint at = lower_bound(history, id);

	if (at < history->commits->len &&
	    commit_id_equal(&history_at(history, history->by_id[at])->id, id))
		return history->by_id[at];
	return HISTORY_NONE;
}

guint32 history_find_prefix(const struct history *history, const char *hex, struct slice title,
			    bool *ambiguous)
{
	char padded[COMMIT_ID_HEX + 1];
	struct commit_id least;
	guint32 found = HISTORY_NONE, titled = HISTORY_NONE;
	size_t length = strlen(hex), n_found = 0, n_titled = 0;

	if (ambiguous)
		*ambiguous = false;
	if (!length || length > COMMIT_ID_HEX)
		return HISTORY_NONE;
	memset(padded, '0', COMMIT_ID_HEX);
	memcpy(padded, hex, length);
	padded[COMMIT_ID_HEX] = '\0';
	if (!commit_id_parse(padded, &least))
		return HISTORY_NONE;
	for (guint at = lower_bound(history, &least); at < history->commits->len; at++) {
		guint32 position = history->by_id[at];

		if (!commit_id_has_prefix(&history_at(history, position)->id, hex))
			break;
		n_found++;
		found = position;
		if (title.length &&
		    reference_title_matches(title, history_at(history, position)->subject)) {
			n_titled++;
			titled = position;
		}
	}
	if (n_titled == 1)
		return titled;
	if (n_found > 1) {
		if (ambiguous)
			*ambiguous = true;
		return HISTORY_NONE;
	}
	return found;
}

guint32 history_find_reference(const struct history *history, const char *hex, struct slice title,
			       guint32 limit, bool *by_title)
{
	guint32 at = *hex ? history_find_prefix(history, hex, title, NULL) : HISTORY_NONE;
	guint32 titled = HISTORY_NONE;

	if (by_title)
		*by_title = false;
	if (title.length && (at == HISTORY_NONE ||
			     !reference_title_matches(title, history_at(history, at)->subject))) {
		g_autofree char *raw = slice_dup(title);
		g_autofree char *folded = text_fold(raw);

		titled = history_find_subject(history, folded, limit);
	}
	if (titled == HISTORY_NONE)
		return at;
	if (by_title)
		*by_title = true;
	return titled;
}

bool history_is_reverted(const struct history *history, guint32 position, guint32 *by)
{
	guint32 taken_back_by = history->reverted_by[position];

	if (by)
		*by = taken_back_by;
	return taken_back_by != HISTORY_NONE;
}

guint32 history_find_subject(const struct history *history, const char *subject, guint32 limit)
{
	guint newest = GPOINTER_TO_UINT(
		g_hash_table_lookup(history->newest_by_subject, subject_title(subject)));
	guint32 at = newest ? newest - 1 : HISTORY_NONE;

	while (at != HISTORY_NONE && at >= limit)
		at = history->older_same_subject[at];
	return at;
}

const struct history_reference *history_references_to(const struct history *history,
						      guint32 position, size_t *n)
{
	guint32 start = history->reference_start[position];

	*n = history->reference_start[position + 1] - start;
	return *n ? &g_array_index(history->references, struct history_reference, start) : NULL;
}

guint32 history_next_child(const struct history *history, guint32 position, guint32 last)
{
	return last == HISTORY_NONE ? history->first_child[position] : history->next_sibling[last];
}

void history_mark_ancestors(const struct history *history, guint32 position, guint8 *marks)
{
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_array_append_val(stack, position);
	while (stack->len) {
		guint32 at = g_array_index(stack, guint32, stack->len - 1);

		g_array_set_size(stack, stack->len - 1);
		if (marks[at])
			continue;
		marks[at] = 1;
		for (guint32 k = history->parent_start[at]; k < history->parent_start[at + 1]; k++)
			if (history->parent_positions[k] != HISTORY_NONE)
				g_array_append_val(stack, history->parent_positions[k]);
	}
}

GPtrArray *history_paths(struct history *history, guint32 position)
{
	void **slot = &history->paths->pdata[position];
	GPtrArray *paths = NULL;

	if (*slot || !history->repo)
		return *slot;
	/* A missing tree (partial clone) leaves them unknown, which callers expect. */
	if (!repo_changed_paths(history->repo, &history_at(history, position)->id, &paths, NULL))
		return NULL;
	g_ptr_array_sort(paths, text_compare);
	*slot = paths;
	return paths;
}
