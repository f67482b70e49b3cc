/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/same-change.h"

#include <string.h>

#include "base/text.h"
#include "git/file.h"
#include "match/patch-id.h"

enum {
	/* Without a marker and with another subject, a backport is of something recent. */
	WINDOW = 50000,
	CANDIDATES = 200,
	ONE_DATE = 16,	      /* commits of one author and date that are compared */
	SMALL = 10000,	      /* commits of an upstream whose paths cost nothing to know */
	FILE_LIMIT = 8 << 20, /* bytes; of what is longer nothing is counted */
};

struct same_change {
	struct history *history;
	struct patch_ids *ids;
	guint32 first; /* commits before it are not compared; HISTORY_NONE: not known yet */
	bool indexed;
	bool progress;
};

struct same_change *same_change_new(struct history *history, struct patch_ids *ids, bool progress)
{
	struct same_change *finder = g_new0(struct same_change, 1);

	finder->history = history;
	finder->ids = ids;
	finder->first = HISTORY_NONE;
	finder->progress = progress;
	return finder;
}

void same_change_free(struct same_change *finder)
{
	g_free(finder);
}

/* Where paths cannot be indexed there is no looking for a diff by them. */
static bool index_paths(struct same_change *finder, const guint8 *in_base)
{
	guint32 length = (guint32)history_length(finder->history);
	guint32 first = length > WINDOW ? length - WINDOW : 0;

	if (finder->first != HISTORY_NONE)
		return finder->indexed;
	while (in_base && first < length && in_base[first])
		first++;
	finder->first = first;
	finder->indexed = history_index_paths(finder->history, first, finder->progress, NULL);
	return finder->indexed;
}

/*
 * Every path the diff touches, both names of a renamed file, sorted: as history_paths() has them.
 */
static GPtrArray *touched_paths(const struct diff *diff)
{
	GPtrArray *paths = g_ptr_array_new();

	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		if (file->old_path && !file->copied &&
		    g_strcmp0(file->old_path, file->new_path) != 0)
			g_ptr_array_add(paths, file->old_path);
		if (file->new_path)
			g_ptr_array_add(paths, file->new_path);
	}
	g_ptr_array_sort(paths, text_compare);
	return paths;
}

static bool same_paths(const GPtrArray *a, const GPtrArray *b)
{
	if (!a || !b || a->len != b->len)
		return false;
	for (guint i = 0; i < a->len; i++)
		if (strcmp(a->pdata[i], b->pdata[i]) != 0)
			return false;
	return true;
}

/* Of positions (guint32) the first that touch just these paths: a diff costs thirty times as much.
 */
static void keep_by_paths(struct history *history, GArray *positions, const GPtrArray *paths,
			  const guint8 *in_base)
{
	guint kept = 0;

	for (guint i = 0; i < positions->len && kept < CANDIDATES; i++) {
		guint32 at = g_array_index(positions, guint32, i);

		if ((!in_base || !in_base[at]) && same_paths(history_paths(history, at), paths))
			g_array_index(positions, guint32, kept++) = at;
	}
	g_array_set_size(positions, kept);
}

/*
 * A word of a diff, and by how many a file has more of it afterwards. What has the same patch-id
 * has the same numbers: blanks, which no patch-id counts, do not part a word.
 */
struct word_count {
	const char *path;
	struct slice word; /* empty: there is none that tells */
	int more;
};

static int count_word(struct slice text, struct slice word)
{
	const char *end = text.start + text.length, *at = text.start;
	int n = 0;

	while ((at = memmem(at, (size_t)(end - at), word.start, word.length))) {
		n++;
		at += word.length;
	}
	return n;
}

/* The longest word of those that the file's hunks add; empty: none. */
static struct slice longest_word(const struct diff *diff, const struct diff_file *file)
{
	struct slice longest = { "", 0 };

	for (size_t h = 0; h < file->n_hunks; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

		for (size_t i = 0; i < hunk->n_lines; i++) {
			const struct diff_line line = diff_line_at(diff, hunk, i);
			const char *p = line.text.start, *end = p + line.text.length;

			while (line.origin == '+' && p < end) {
				const char *start = p;

				while (p < end && (g_ascii_isalnum(*p) || *p == '_'))
					p++;
				if ((size_t)(p - start) > longest.length)
					longest = (struct slice){ start, (size_t)(p - start) };
				p += p < end;
			}
		}
	}
	return longest;
}

static struct word_count count_words(const struct diff *diff)
{
	for (size_t f = 0; f < diff_n_files(diff); f++) {
		const struct diff_file *file = diff_file_at(diff, f);
		struct word_count count = { file->new_path, longest_word(diff, file), 0 };

		if (g_strcmp0(file->old_path, file->new_path) != 0 || file->binary)
			continue;
		for (size_t h = 0; count.word.length && h < file->n_hunks; h++) {
			const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

			for (size_t i = 0; i < hunk->n_lines; i++) {
				const struct diff_line line = diff_line_at(diff, hunk, i);
				int n = line.origin == ' ' ? 0
							    : count_word(line.text, count.word);

				count.more += line.origin == '+' ? n : -n;
			}
		}
		if (count.more)
			return count;
	}
	return (struct word_count){ NULL, { "", 0 }, 0 };
}

/* How often the word is in the commit's file, or in its parent's; -1 if it cannot be read. */
static int count_in_file(struct repo *repo, const struct commit_id *commit, bool of_parent,
			 const struct word_count *count)
{
	g_autoptr(GBytes) bytes = NULL;
	struct commit_id blob;
	gsize length = 0;
	const char *start;

	if (repo_file_id(repo, commit, of_parent, count->path, &blob) != REPO_FILE_READ)
		return -1;
	bytes = repo_read_blob(repo, &blob, FILE_LIMIT);
	if (!bytes)
		return -1;
	start = g_bytes_get_data(bytes, &length);
	return length ? count_word((struct slice){ start, length }, count->word) : 0;
}

/* Whether the commit can have the patch-id of what was counted: two files cost less than a diff. */
static bool may_equal(struct same_change *finder, guint32 at, const struct word_count *count)
{
	struct repo *repo = history_repo(finder->history);
	const struct commit_id *id = &history_at(finder->history, at)->id;
	int before, after;

	if (!count->word.length)
		return true;
	before = count_in_file(repo, id, true, count);
	after = before < 0 ? -1 : count_in_file(repo, id, false, count);
	return after < 0 || after - before == count->more;
}

/* count may be NULL: nothing is known of what is looked for. */
static guint32 find_equal(struct same_change *finder, const GArray *candidates,
			  const struct word_count *count, const struct commit_id *wanted)
{
	for (guint i = 0; i < candidates->len; i++) {
		guint32 at = g_array_index(candidates, guint32, i);
		const struct commit_id *id = NULL;

		if (!count || may_equal(finder, at, count))
			id = patch_ids_of(finder->ids, &history_at(finder->history, at)->id);

		if (id && commit_id_equal(id, wanted))
			return at;
	}
	return HISTORY_NONE;
}

guint32 same_change_find(struct same_change *finder, const struct diff *diff, const guint8 *in_base,
			 struct commit_id *id)
{
	g_autoptr(GPtrArray) paths = NULL;
	g_autoptr(GArray) candidates = NULL;
	struct word_count count;

	if (!history_repo(finder->history) || !patch_id(diff, id) || !index_paths(finder, in_base))
		return HISTORY_NONE;
	paths = touched_paths(diff);
	candidates = history_changes_of(finder->history, paths->pdata[0], finder->first);
	keep_by_paths(finder->history, candidates, paths, in_base);
	count = count_words(diff);
	return find_equal(finder, candidates, &count, id);
}

/* A backport keeps who wrote its commit, and when. */
static GArray *written_together(const struct history *history, const struct person *author,
				gint64 date, const guint8 *in_base)
{
	GArray *out = history_written_at(history, date);
	guint kept = 0;

	for (guint i = 0; i < out->len && kept < ONE_DATE; i++) {
		guint32 at = g_array_index(out, guint32, i);
		const struct history_commit *commit = history_at(history, at);

		if (!commit->merge && (!in_base || !in_base[at]) &&
		    person_equal(author, commit->author_name, commit->author_email))
			g_array_index(out, guint32, kept++) = at;
	}
	g_array_set_size(out, kept);
	return out;
}

/* Those that touch the same files; NULL: in a large history that takes too long to know. */
static GArray *beside(struct same_change *finder, struct repo *repo, const struct commit_id *commit,
		      const guint8 *in_base)
{
	g_autoptr(GPtrArray) paths = NULL;
	GArray *out;

	if (history_length(finder->history) > SMALL || !index_paths(finder, in_base) ||
	    !repo_changed_paths(repo, commit, &paths, NULL) || !paths->len)
		return NULL;
	g_ptr_array_sort(paths, text_compare);
	out = history_changes_of(finder->history, paths->pdata[0], finder->first);
	keep_by_paths(finder->history, out, paths, in_base);
	return out;
}

static bool patch_id_of(struct repo *repo, const struct commit_id *commit, struct commit_id *out)
{
	struct diff diff = { 0 };
	char *text = NULL;
	bool cut = false, known;

	if (!repo_diff(repo, commit, PATCH_BYTES_LIMIT, &text, &cut, NULL))
		return false;
	diff_parse(&diff, text, 1);
	known = !cut && patch_id(&diff, out);
	diff_clear(&diff);
	return known;
}

guint32 same_change_find_commit(struct same_change *finder, struct repo *repo,
				const struct commit_id *commit, const struct person *author,
				gint64 author_date, const guint8 *in_base)
{
	g_autoptr(GArray) candidates = NULL;
	struct commit_id wanted;

	if (!history_repo(finder->history))
		return HISTORY_NONE;
	candidates = written_together(finder->history, author, author_date, in_base);
	if (!candidates->len) {
		g_array_unref(candidates);
		candidates = beside(finder, repo, commit, in_base);
	}
	if (!candidates || !candidates->len || !patch_id_of(repo, commit, &wanted))
		return HISTORY_NONE;
	return find_equal(finder, candidates, NULL, &wanted);
}
