/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A patch beside its upstream commit: a diff of the two diffs, as git range-diff shows it. */
#include <string.h>

#include "base/error.h"
#include "desk/texts.h"
#include "git/file.h"
#include "match/difference.h"

enum {
	THEIRS_LIMIT = 4 << 20,
	CONTEXT = 3,
};

/* A file's part of a diff without line numbers, which differ wherever something is moved. */
static GPtrArray *lines_of(const struct diff *diff, const struct diff_file *file)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (size_t h = 0; file && h < file->n_hunks; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

		g_ptr_array_add(out, g_strdup_printf("@@ %.*s", (int)hunk->section.length,
						     hunk->section.start));
		for (size_t i = 0; i < hunk->n_lines; i++) {
			const struct diff_line line = diff_line_at(diff, hunk, i);

			g_ptr_array_add(out,
					g_strdup_printf("%c%.*s", line.origin,
							(int)line.text.length, line.text.start));
		}
	}
	return out;
}

static GBytes *bytes_of(const GPtrArray *lines)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(out, "%s\n", (char *)lines->pdata[i]);
	return g_string_free_to_bytes(out);
}

static void put(struct paper *paper, const char *mark, const GPtrArray *lines, size_t from,
		size_t to)
{
	for (size_t i = from; i < to && i < lines->len; i++)
		paper_diff_line(paper, mark, slice_of(lines->pdata[i]));
}

/* Changes with some lines around each. */
static void put_changes(struct paper *paper, const GPtrArray *theirs, const GPtrArray *ours,
			const GArray *changes)
{
	size_t shown = 0; /* of theirs */

	for (guint i = 0; i < changes->len; i++) {
		const struct line_change *change = &g_array_index(changes, struct line_change, i);
		size_t from = change->old_start > CONTEXT ? change->old_start - CONTEXT : 0;
		size_t end = change->old_start + change->old_count;
		size_t next = i + 1 < changes->len
				      ? g_array_index(changes, struct line_change, i + 1).old_start
				      : theirs->len;

		if (from > shown && i)
			paper_print(paper, PAINT_DIM, "    ...");
		put(paper, "    ", theirs, MAX(from, shown), change->old_start);
		put(paper, "-   ", theirs, change->old_start, end);
		put(paper, "+   ", ours, change->new_start, change->new_start + change->new_count);
		shown = MIN(end + CONTEXT, next);
		put(paper, "    ", theirs, end, shown);
	}
}

static const struct diff_file *file_of(const struct diff *diff, const char *path)
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (strcmp(diff_file_path(diff_file_at(diff, i)), path) == 0)
			return diff_file_at(diff, i);
	return NULL;
}

static void put_path(struct paper *paper, const char *path, const struct diff *ours,
		     const struct diff *theirs)
{
	const struct diff_file *mine = file_of(ours, path), *upstreams = file_of(theirs, path);
	g_autoptr(GPtrArray) our_lines = lines_of(ours, mine);
	g_autoptr(GPtrArray) their_lines = lines_of(theirs, upstreams);
	g_autoptr(GBytes) before = bytes_of(their_lines), after = bytes_of(our_lines);
	g_autoptr(GArray) changes = NULL;

	paper_print(paper, PAINT_BOLD, "%s%s", path,
		    !upstreams ? ": only the patch changes it"
		    : !mine    ? ": only upstream's commit changes it"
			       : "");
	if (!mine || !upstreams)
		return;
	changes = lines_compare(before, after);
	if (changes)
		put_changes(paper, their_lines, our_lines, changes);
	else
		paper_print(paper, PAINT_DIM, "    too much to be compared");
}

static bool read_theirs(const struct report *report, const struct review *review, struct diff *out,
			struct paper *paper)
{
	struct repo *repo = report->history ? history_repo(report->history) : NULL;
	g_autoptr(GError) why = NULL;
	char *text = NULL;
	bool cut = false;

	if (!repo)
		paper_print(paper, PAINT_DIM, "No upstream repository is at hand to compare with.");
	else if (!review->upstream->has_id || review->upstream->position == HISTORY_NONE)
		paper_print(paper, PAINT_DIM, "There is no upstream commit to compare with.");
	else if (!repo_diff(repo, &review->upstream->id, THEIRS_LIMIT, &text, &cut, &why))
		paper_print(paper, PAINT_BAD, "Upstream's diff cannot be read: %s", why->message);
	else if (cut)
		paper_print(paper, PAINT_DIM, "Upstream's diff is too long to compare with.");
	if (!text || cut) {
		g_free(text);
		return false;
	}
	diff_parse(out, text, 1);
	return true;
}

static void compare(const struct report *report, const struct review *review, struct paper *paper)
{
	struct diff theirs = { 0 };
	g_autoptr(GPtrArray) paths = NULL;
	struct commit_hex id = commit_id_short(&review->upstream->id);

	if (!read_theirs(report, review, &theirs, paper))
		return;
	paths = difference_paths(&review->patch->diff, &theirs);
	if (!paths->len)
		paper_print(paper, PAINT_GOOD, "The same change as upstream's %s.", id.text);
	else
		paper_print(paper, PAINT_DOUBT,
			    "Where it is not upstream's %s (- upstream's lines, + the patch's):",
			    id.text);
	for (guint i = 0; i < paths->len; i++) {
		paper_print(paper, PAINT_PLAIN, "%s", "");
		put_path(paper, paths->pdata[i], &review->patch->diff, &theirs);
	}
	diff_clear(&theirs);
}

bool texts_difference(const struct report *report, const struct review *review, struct paper *paper,
		      GError **error)
{
	const struct patch *patch = review->patch;
	const char *body = patch->message.body + strspn(patch->message.body, "\n");

	(void)error;
	compare(report, review, paper);
	paper_print(paper, PAINT_PLAIN, "%s", "");
	paper_print(paper, PAINT_BOLD, "The patch: %s", patch->message.subject);
	paper_print(paper, PAINT_PLAIN, "From: %s <%s>", patch->author.name, patch->author.email);
	paper_print(paper, PAINT_PLAIN, "%s", "");
	paper_lines(paper, PAINT_PLAIN, 0, body);
	paper_print(paper, PAINT_PLAIN, "%s", "");
	if (patch->diff.text)
		paper_diff(paper, patch->diff.text);
	return true;
}
