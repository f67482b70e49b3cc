/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a patch's change differs from that of the commit it was made from. */
#include "evidence/origin-diff.h"

#include "evidence/parts.h"

#include <string.h>

#include "base/workers.h"
#include "match/difference.h"
#include "match/likeness.h"
#include "match/patch-id.h"

enum { NAMED_FILES = 3 };

static bool has_binary(const struct diff *diff)
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (diff_file_at(diff, i)->binary)
			return true;
	return false;
}

static void add_difference(const struct diff *ours, const struct diff *theirs,
			   const struct commit_id *id, struct facts *out)
{
	g_autoptr(GPtrArray) paths = difference_paths(ours, theirs);
	g_autoptr(GString) names = g_string_new(NULL);
	struct fact fact = { .has_id = true, .id = *id };
	struct commit_id a, b;

	for (guint i = 0; i < paths->len && i < NAMED_FILES; i++)
		g_string_append_printf(names, "%s%s", i ? ", " : "", (char *)paths->pdata[i]);
	if (paths->len > NAMED_FILES)
		g_string_append_printf(names, " and %u more", paths->len - NAMED_FILES);

	fact.kind = paths->len ? FACT_UPSTREAM_DIFF_DIFFERS : FACT_UPSTREAM_DIFF_SAME;
	if (paths->len)
		fact.says = g_strdup_printf("the change differs from upstream's in %s", names->str);
	else if (patch_id(ours, &a) && patch_id(theirs, &b) && commit_id_equal(&a, &b))
		fact.says = g_strdup("the change is upstream's");
	else
		fact.says = g_strdup("the change is upstream's in other surroundings");
	facts_add(out, fact);
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Whether a file of a diff is made, or deleted, by it; a renamed one is neither here nor there. */
static const char *one_sided(const struct diff_file *file, bool made)
{
	const char *here = made ? file->new_path : file->old_path;
	const char *there = made ? file->old_path : file->new_path;

	return file->renamed || file->copied || there ? NULL : here;
}

/* Whether theirs makes or deletes, or renames, a file of this name, in whichever directory. */
static bool does_the_same(const struct diff *theirs, const char *path, bool made)
{
	for (size_t i = 0; i < diff_n_files(theirs); i++) {
		const struct diff_file *file = diff_file_at(theirs, i);
		const char *other = file->renamed || file->copied
					    ? (made ? file->new_path : file->old_path)
					    : one_sided(file, made);

		if (other && strcmp(name_of(other), name_of(path)) == 0)
			return true;
	}
	return false;
}

static bool touches(const struct diff *diff, const char *path)
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (g_strcmp0(diff_file_at(diff, i)->old_path, path) == 0 ||
		    g_strcmp0(diff_file_at(diff, i)->new_path, path) == 0)
			return true;
	return false;
}

/* A file that a conflict left behind looks like this, or one that was resolved by deleting it. */
static void add_stray(const struct diff *ours, const struct diff *theirs,
		      const struct history_commit *commit, bool made, struct facts *out)
{
	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
	const char *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < diff_n_files(ours); i++) {
		const char *path = one_sided(diff_file_at(ours, i), made);

		if (!path || does_the_same(theirs, path, made))
			continue;
		first = first ? first : path;
		n++;
	}
	if (!n)
		return;

	g_autofree char *more = n > 1 ? g_strdup_printf(" and %zu more", n - 1) : g_strdup("");

	facts_add(out, (struct fact){
			       .kind = FACT_UPSTREAM_DIFF_STRAY,
			       .has_id = true,
			       .id = commit->id,
			       .subject = g_strdup(commit->subject),
			       .proof = g_strdup(first),
			       .says = g_strdup_printf(
				       "it %s %s%s, which %s %s", made ? "makes" : "deletes", first,
				       more, name,
				       touches(theirs, first) ? "only changes" : "does not touch"),
		       });
}

/* The first line that says something and that the diff removes and other does not; empty: none. */
static struct slice removed_line(const struct diff *diff, const struct diff *other, size_t *common)
{
	g_autoptr(GHashTable) lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct slice first = slice_of("");

	for (size_t i = 0; i < diff_n_lines(other); i++) {
		const struct diff_line line = diff_line_of(other, i);

		if (line.origin == '-')
			g_hash_table_add(lines, slice_dup(slice_trim(line.text)));
	}
	for (size_t i = 0; i < diff_n_lines(diff); i++) {
		const struct diff_line line = diff_line_of(diff, i);
		struct slice text = slice_trim(line.text);
		g_autofree char *key = NULL;

		if (line.origin != '-' || text.length < 6)
			continue;
		key = slice_dup(text);
		if (g_hash_table_contains(lines, key))
			(*common)++;
		else
			first = first.length ? first : text;
	}
	return first;
}

/* What upstream's commit replaced is the bug, as a rule: where this replaces something else, is it
 * there? */
static void add_other_lines(const struct diff *ours, const struct diff *theirs,
			    const struct history_commit *commit, struct facts *out)
{
	size_t common = 0;
	struct slice our = removed_line(ours, theirs, &common);
	struct slice their = removed_line(theirs, ours, &common);
	g_autofree char *a = NULL;
	g_autofree char *b = NULL;

	if (!our.length || !their.length || common || likeness_of(ours, theirs) != LIKENESS_ALIKE)
		return;
	a = slice_dup(our);
	b = slice_dup(their);
	facts_add(out,
		  (struct fact){
			  .kind = FACT_UPSTREAM_DIFF_OTHER_LINES,
			  .has_id = true,
			  .id = commit->id,
			  .subject = g_strdup(commit->subject),
			  .proof = g_strdup(a),
			  .says = g_strdup_printf("it replaces \"%s\" where %s replaces \"%s\"", a,
						  commit_id_short(&commit->id).text, b),
		  });
}

/* What is compared: all that the threads know. */
struct pair {
	const struct patch *patch;
	const struct history_commit *commit;
	bool certain; /* that this is the patch's */
};

struct origin_diffs {
	struct repo *repo; /* upstream's */
	GArray *pairs;	   /* struct pair, in the queue's order */
	guint *numbers;	   /* of the entries' pairs, from 1; 0: none */
	struct row *row;
};

/* What came of one. */
struct compared {
	struct facts facts;
	struct repo *repo; /* that it was read from */
	size_t n_lacked;
};

static void compared_free(void *data)
{
	facts_clear(&((struct compared *)data)->facts);
	g_free(data);
}

static void compare(const struct pair *pair, struct repo *repo, struct facts *out)
{
	const struct history_commit *commit = pair->commit;
	const struct diff *ours = &pair->patch->diff;
	struct diff theirs = { 0 };
	char *text = NULL;
	bool cut = false;

	if (!repo_diff(repo, &commit->id, PATCH_BYTES_LIMIT, &text, &cut, NULL))
		return; /* partial clone: nothing is claimed */
	diff_parse(&theirs, text, 1);
	if (!cut && diff_n_files(&theirs) && pair->certain) {
		add_stray(ours, &theirs, commit, true, out);
		add_stray(ours, &theirs, commit, false, out);
	}
	/* What changes in a binary file is not known, so that nothing can be said of the whole. */
	if (!cut && !has_binary(ours) && !has_binary(&theirs)) {
		add_difference(ours, &theirs, &commit->id, out);
		if (pair->certain)
			add_other_lines(ours, &theirs, commit, out);
	}
	diff_clear(&theirs);
}

static void *compare_pair(size_t i, void *tool, void *data)
{
	const struct origin_diffs *diffs = data;
	struct compared *compared = g_new0(struct compared, 1);
	size_t before = repo_n_lacked(tool);

	facts_init(&compared->facts);
	compare(&g_array_index(diffs->pairs, struct pair, i), tool, &compared->facts);
	compared->repo = tool;
	compared->n_lacked = repo_n_lacked(tool) - before;
	return compared;
}

static void *open_another(void *data)
{
	return repo_another(((struct origin_diffs *)data)->repo);
}

static void close_another(void *repo)
{
	repo_free(repo);
}

/* A patch made from several commits equals none; the commit itself needs no comparison. */
static bool is_comparable(const struct upstream *upstream)
{
	return upstream->position != HISTORY_NONE && upstream->positions->len == 1 &&
	       upstream->how != UPSTREAM_ID && upstream->how != UPSTREAM_PATCH_ID;
}

static void add_pair(const struct evidence *evidence, size_t i, struct origin_diffs *diffs)
{
	const struct upstream *upstream = &evidence->upstreams[i];
	struct pair pair = { .patch = queue_at(evidence->queue, i), .certain = upstream->certain };

	if (pair.patch->stack != evidence->stack || !is_comparable(upstream) ||
	    !diff_n_files(&pair.patch->diff))
		return;
	pair.commit = history_at(evidence->history, upstream->position);
	if (pair.commit->merge)
		return;
	g_array_append_val(diffs->pairs, pair);
	diffs->numbers[i] = diffs->pairs->len;
}

struct origin_diffs *origin_diffs_new(const struct evidence *evidence)
{
	struct origin_diffs *diffs = g_new0(struct origin_diffs, 1);
	size_t n = queue_length(evidence->queue);
	struct row_work work = {
		.data = diffs,
		.tool_new = open_another,
		.tool_free = close_another,
		.make = compare_pair,
		.drop = compared_free,
	};

	diffs->repo = evidence->history ? history_repo(evidence->history) : NULL;
	diffs->pairs = g_array_new(FALSE, FALSE, sizeof(struct pair));
	diffs->numbers = g_new0(guint, n);
	for (size_t i = 0; diffs->repo && i < n; i++)
		add_pair(evidence, i, diffs);
	work.n = diffs->pairs->len;
	work.tool = diffs->repo;
	diffs->row = row_new(evidence->workers, &work);
	return diffs;
}

void origin_diffs_free(struct origin_diffs *diffs)
{
	if (!diffs)
		return;
	row_free(diffs->row);
	g_array_unref(diffs->pairs);
	g_free(diffs->numbers);
	g_free(diffs);
}

void collect_differences(const struct view *view, struct facts *out)
{
	struct origin_diffs *diffs = view->evidence->diffs;
	guint number = diffs->numbers[view->patch->position - 1];
	struct compared *compared;

	if (!number) {
		if (diffs->repo && is_comparable(view->upstream) &&
		    !diff_n_files(&view->patch->diff) && view->patch->has_commit &&
		    !view->patch->problems->len)
			facts_add(out, (struct fact){
					       .kind = FACT_UPSTREAM_DIFF_EMPTY,
					       .proof = g_strdup(view->patch->source),
					       .says = g_strdup("it changes no file at all"),
				       });
		return;
	}
	compared = row_take(diffs->row, number - 1);
	if (compared->repo != diffs->repo)
		repo_add_lacked(diffs->repo, compared->n_lacked);
	facts_move(&compared->facts, out);
	compared_free(compared);
}
