/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/code-there.h"

#include <string.h>

#include "match/hunk.h"

enum {
	LINES_LOOKED_FOR = 200,	   /* of each side: then the rest is like them */
	FUNCTIONS_LOOKED_FOR = 32, /* in one file */
	FEWEST_LINES = 4,	   /* of which that none is there says that the code is not */
};

/* Percent of the lines, see code_there_mostly() and code_there_made(). */
enum { MOST_REMOVED = 90, MOST_AROUND = 50, MOST_AROUND_ALONE = 75, MOST_ADDED = 80 };

void code_there_clear(struct code_there *code)
{
	g_free(code->path);
	g_free(code->function);
	*code = (struct code_there){ 0 };
}

static enum code_side side_of(char origin)
{
	return origin == '-' ? CODE_REMOVED : origin == '+' ? CODE_ADDED : CODE_AROUND;
}

/* A line of the diff that is looked for. */
struct wanted {
	struct slice text;
	enum code_side side;
};

/* The file's lines that count, until there are enough of their side. */
static GArray *wanted_of(const struct diff *diff, const struct diff_file *file,
			 const struct code_there *code)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct wanted));
	size_t left[N_CODE_SIDES];

	for (int side = 0; side < N_CODE_SIDES; side++)
		left[side] = LINES_LOOKED_FOR - code->total[side];
	for (size_t h = 0; h < file->n_hunks; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

		for (size_t i = 0; i < hunk->n_lines; i++) {
			const struct diff_line line = diff_line_at(diff, hunk, i);
			struct wanted wanted = { slice_trim(line.text), side_of(line.origin) };

			if (!left[wanted.side] || !line_is_telling(wanted.text))
				continue;
			left[wanted.side]--;
			g_array_append_val(out, wanted);
		}
	}
	return out;
}

enum { N_MARKS = 1 << 12 };

/* Of few lines the same one: most of a file needs no look at all its bytes. text is not empty. */
static size_t mark_of(struct slice text)
{
	unsigned char first = (unsigned char)text.start[0];
	unsigned char last = (unsigned char)text.start[text.length - 1];

	return (text.length * 769 + first * 31u + last) % N_MARKS;
}

/* lines may be NULL: then nothing is there. */
static void count(const GArray *wanted, const GArray *lines, struct code_there *code)
{
	g_autoptr(GHashTable) there = g_hash_table_new(slice_key_hash, slice_key_equal);
	bool marks[N_MARKS] = { false };

	for (guint i = 0; i < wanted->len; i++) {
		struct slice *text = &g_array_index(wanted, struct wanted, i).text;

		g_hash_table_insert(there, text, NULL);
		marks[mark_of(*text)] = true;
	}
	for (guint i = 0; lines && wanted->len && i < lines->len; i++) {
		struct slice text = slice_trim(g_array_index(lines, struct file_line, i).text);
		void *key;

		if (text.length && marks[mark_of(text)] &&
		    g_hash_table_lookup_extended(there, &text, &key, NULL))
			g_hash_table_insert(there, key, key);
	}
	for (guint i = 0; i < wanted->len; i++) {
		const struct wanted *line = &g_array_index(wanted, struct wanted, i);

		code->total[line->side]++;
		code->found[line->side] += g_hash_table_lookup(there, &line->text) != NULL;
	}
}

/* The function that a hunk is in, as its header says: "static int f(void)". NULL: none is told. */
static char *function_of(const struct diff_hunk *hunk)
{
	const char *start = hunk->section.start;
	const char *end = hunk->section.length ? memchr(start, '(', hunk->section.length) : NULL;
	const char *name;

	if (!end)
		return NULL;
	while (end > start && end[-1] == ' ')
		end--;
	for (name = end; name > start && (g_ascii_isalnum(name[-1]) || name[-1] == '_'); name--)
		;
	return name < end && !g_ascii_isdigit(*name) ? g_strndup(name, (gsize)(end - name)) : NULL;
}

/* A name has no line break in it: lines that stand one behind the other are looked into at once. */
static bool contain(const GArray *lines, const char *name)
{
	size_t length = strlen(name);
	struct slice run = { 0 };

	for (guint i = 0; lines && i < lines->len; i++) {
		struct slice text = g_array_index(lines, struct file_line, i).text;

		if (run.start && run.start + run.length + 1 == text.start) {
			run.length += 1 + text.length;
			continue;
		}
		if (run.start && memmem(run.start, run.length, name, length))
			return true;
		run = text;
	}
	return run.start && memmem(run.start, run.length, name, length);
}

static void look_for_function(const struct diff *diff, const struct diff_file *file,
			      const GArray *lines, struct code_there *code)
{
	g_autoptr(GHashTable) there = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t h = 0; h < file->n_hunks && !code->function &&
			   g_hash_table_size(there) < FUNCTIONS_LOOKED_FOR;
	     h++) {
		g_autofree char *function = function_of(diff_hunk_at(diff, file, h));

		if (!function || g_hash_table_contains(there, function))
			continue;
		if (contain(lines, function))
			g_hash_table_add(there, g_steal_pointer(&function));
		else
			code->function = g_steal_pointer(&function);
	}
}

static bool changes(const struct diff *diff, const char *path)
{
	for (size_t f = 0; diff && f < diff_n_files(diff); f++)
		if (g_strcmp0(diff_file_at(diff, f)->old_path, path) == 0)
			return true;
	return false;
}

/* The name that is compared: of a file that is deleted the one it had. */
static const char *path_of(const struct diff_file *file)
{
	return file->new_path ? file->new_path : file->old_path;
}

static bool share_a_file(const struct diff *diff, const struct diff *only)
{
	for (size_t f = 0; only && f < diff_n_files(diff); f++)
		if (changes(only, path_of(diff_file_at(diff, f))))
			return true;
	return false;
}

/* Add what is there of one file of the change. */
static void look_into(struct effective *tree, const struct effective_change *change,
		      const struct diff_file *file, struct code_there *out)
{
	const char *path = file->old_path ? file->old_path : file->new_path, *name;
	g_autoptr(GArray) wanted = NULL;
	const GArray *lines = NULL;

	if (file->binary || effective_lines(tree, path, &lines) == REPO_FILE_UNREADABLE)
		return;
	name = lines ? NULL : effective_name(tree, change, path);
	if (name)
		effective_lines(tree, name, &lines);
	wanted = wanted_of(change->diff, file, out);
	count(wanted, lines, out);
	if (!file->old_path)
		return;
	g_free(out->path);
	out->path = g_strdup(path);
	look_for_function(change->diff, file, lines, out);
}

void code_there_look_at(struct effective *tree, const struct effective_change *change,
			const struct diff_file *file, struct code_there *out)
{
	*out = (struct code_there){ 0 };
	look_into(tree, change, file, out);
}

void code_there_look(struct effective *tree, const struct effective_change *change,
		     const struct diff *only, struct code_there *out)
{
	bool narrow = share_a_file(change->diff, only);

	*out = (struct code_there){ 0 };
	for (size_t f = 0; f < diff_n_files(change->diff); f++) {
		const struct diff_file *file = diff_file_at(change->diff, f);

		if (!narrow || changes(only, path_of(file)))
			look_into(tree, change, file, out);
	}
}

static bool are_most(const struct code_there *code, enum code_side side, size_t percent)
{
	return code->found[side] * 100 >= code->total[side] * percent;
}

bool code_there_mostly(const struct code_there *code)
{
	if (!code->total[CODE_REMOVED])
		return code->total[CODE_AROUND] && are_most(code, CODE_AROUND, MOST_AROUND_ALONE);
	return are_most(code, CODE_REMOVED, MOST_REMOVED) &&
	       are_most(code, CODE_AROUND, MOST_AROUND);
}

bool code_there_none(const struct code_there *code)
{
	return !code->found[CODE_REMOVED] && !code->found[CODE_AROUND] &&
	       code->total[CODE_REMOVED] + code->total[CODE_AROUND] >= FEWEST_LINES;
}

bool code_there_made(const struct code_there *code)
{
	if (code->total[CODE_ADDED])
		return are_most(code, CODE_ADDED, MOST_ADDED);
	return !code->total[CODE_REMOVED] || code->found[CODE_REMOVED] < code->total[CODE_REMOVED];
}
