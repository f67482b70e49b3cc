/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/diff.h"

#include <string.h>

#include "base/memory.h"

enum {
	PROBLEMS_LIMIT = 8, /* a broken diff is told in a few lines, not in thousands */
	LINES_LIMIT = 500000,
	HUNKS_LIMIT = 200000,
	FILES_LIMIT = 100000,
	/*
	 * What is kept of the shortest lines, hunks and files takes several times their bytes: of a
	 * diff as people write it it takes a quarter of the diff.
	 */
	KEPT_TIMES = 4,
	KEPT_LEAST = 64 << 10, /* bytes that may be kept of any diff */
	PATHS_BYTES = 64,      /* of the two names of a file, at least */
	COUNT_LIMIT = 1 << 30,
};

struct parser {
	struct diff *diff;
	struct slice rest;
	struct slice line; /* the current one */
	const char *line_start;
	size_t line_number;
	unsigned strip;
	bool have_line;
	size_t room;	   /* for lines, in the diff */
	size_t kept_limit; /* bytes */
	bool full;	   /* no more is kept */
};

static bool advance(struct parser *parser)
{
	parser->line_start = parser->rest.start;
	parser->have_line = text_next_line(&parser->rest, &parser->line);
	parser->line_number += parser->have_line;
	return parser->have_line;
}

static void problem(struct parser *parser, size_t line_number, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static void problem(struct parser *parser, size_t line_number, const char *format, ...)
{
	va_list args;

	if (parser->diff->problems->len >= PROBLEMS_LIMIT)
		return;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(parser->diff->problems,
			g_strdup_printf("line %zu of the diff: %s", line_number, text));
}

/* Git quotes unusual names the way C does. The caller frees; NULL if the quotes do not close. */
static char *unquote(struct slice text)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (size_t i = 1; i < text.length; i++) {
		char c = text.start[i];

		if (c == '"')
			return text_to_utf8(out->str, out->len, NULL);
		if (c != '\\' || i + 1 >= text.length) {
			g_string_append_c(out, c);
			continue;
		}
		c = text.start[++i];
		if (c >= '0' && c <= '3' && i + 2 < text.length) {
			int value = (c - '0') * 64 + (text.start[i + 1] - '0') * 8 +
				    (text.start[i + 2] - '0');

			g_string_append_c(out, (char)value);
			i += 2;
		} else {
			static const char from[] = "abtnvfr", to[] = "\a\b\t\n\v\f\r";
			const char *at = strchr(from, c);

			g_string_append_c(out, at ? to[at - from] : c);
		}
	}
	return NULL;
}

/* The path that "--- ", "+++ " or "rename from " names; NULL for /dev/null. */
static char *path_of(struct slice text, unsigned strip)
{
	g_autofree char *path = NULL;

	if (text.length && text.start[0] == '"') {
		path = unquote(text);
	} else {
		const char *tab = memchr(text.start, '\t', text.length); /* diff(1) adds a date */

		if (tab)
			text.length = (size_t)(tab - text.start);
		path = slice_dup(text);
	}
	if (!path || strcmp(path, "/dev/null") == 0)
		return NULL;

	const char *kept = path;

	for (unsigned i = 0; i < strip; i++) {
		const char *slash = strchr(kept, '/');

		if (!slash)
			break;
		kept = slash + 1;
	}
	return g_strdup(kept);
}

/* "diff --git a/x b/x": both names when they are the same, which is when nothing else tells. */
static void paths_of_header(struct parser *parser, struct diff_file *file)
{
	struct slice names = parser->line;

	names.start += strlen("diff --git ");
	names.length -= strlen("diff --git ");
	if (names.length && names.start[0] == '"') {
		file->old_path = path_of(names, parser->strip);
		file->new_path = g_strdup(file->old_path);
		return;
	}
	/* Without a rename the line is "P/name P/name": split it in the middle. */
	struct slice first = { names.start, names.length / 2 };

	if (names.length % 2 == 1 && names.start[first.length] == ' ') {
		struct slice second = { names.start + first.length + 1, first.length };

		file->old_path = path_of(first, parser->strip);
		file->new_path = path_of(second, parser->strip);
	}
}

static bool is_hunk_header(struct slice line)
{
	return slice_has_prefix(line, "@@ ");
}

static bool is_file_header(const struct parser *parser)
{
	struct slice line = parser->line;

	if (slice_has_prefix(line, "diff --git ") || slice_has_prefix(line, "diff --cc ") ||
	    (slice_has_prefix(line, "Index: ") && slice_has_prefix(parser->rest, "===")))
		return true;
	return slice_has_prefix(line, "--- ") && slice_has_prefix(parser->rest, "+++ ");
}

/* "12" or "12,3" after sign; false when it is neither. */
static bool parse_range(const char **p, const char *end, char sign, size_t *start, size_t *count)
{
	size_t values[2] = { 0, 1 };

	if (*p >= end || **p != sign)
		return false;
	(*p)++;
	for (int i = 0; i < 2; i++) {
		if (*p >= end || !g_ascii_isdigit(**p))
			return false;
		values[i] = 0;
		while (*p < end && g_ascii_isdigit(**p)) {
			values[i] = values[i] * 10 + (size_t)(**p - '0');
			if (values[i] > COUNT_LIMIT)
				return false;
			(*p)++;
		}
		if (i == 1 || *p >= end || **p != ',')
			break;
		(*p)++;
	}
	*start = values[0];
	*count = values[1];
	return true;
}

static bool parse_hunk_header(struct slice line, struct diff_hunk *hunk)
{
	const char *p = line.start + strlen("@@ "), *end = line.start + line.length;

	if (!parse_range(&p, end, '-', &hunk->old_start, &hunk->old_count) || p >= end ||
	    *p++ != ' ' || !parse_range(&p, end, '+', &hunk->new_start, &hunk->new_count) ||
	    end - p < 3 || memcmp(p, " @@", 3) != 0)
		return false;
	hunk->section = slice_trim((struct slice){ p + 3, (size_t)(end - p - 3) });
	return true;
}

/* Beside the text. */
static size_t bytes_kept(const struct diff *diff)
{
	return diff->n_lines * sizeof(struct diff_mark) +
	       diff->hunks->len * sizeof(struct diff_hunk) +
	       diff->files->len * (sizeof(struct diff_file) + PATHS_BYTES);
}

/* Whether there is more than is kept: the rest is left out, and said to be. */
static bool is_full(struct parser *parser)
{
	const struct diff *diff = parser->diff;
	bool full = diff->n_lines >= LINES_LIMIT || diff->hunks->len >= HUNKS_LIMIT ||
		    diff->files->len >= FILES_LIMIT || bytes_kept(diff) >= parser->kept_limit;

	if (full && !parser->full)
		g_ptr_array_add(diff->problems,
				g_strdup_printf("line %zu of the diff: so long that what follows "
						"is not looked at",
						parser->line_number));
	parser->full = full;
	return full;
}

static void keep_line(struct parser *parser)
{
	struct diff *diff = parser->diff;

	if (diff->n_lines == parser->room) {
		parser->room = MAX(2 * parser->room, 16);
		diff->lines = g_renew(struct diff_mark, diff->lines, parser->room);
	}
	diff->lines[diff->n_lines++] = (struct diff_mark){
		.start = (guint32)(parser->line.start - diff->text),
		.length = (guint32)parser->line.length,
	};
}

/* The current line is a hunk header. Afterwards it is the first one behind the hunk. */
static void parse_hunk(struct parser *parser, struct diff_file *file)
{
	struct diff *diff = parser->diff;
	struct diff_hunk hunk = { .first_line = diff->n_lines };
	size_t header_line = parser->line_number;
	size_t old_left, new_left;

	if (!parse_hunk_header(parser->line, &hunk)) {
		g_autofree char *line = slice_dup(parser->line);
		g_autofree char *shown = text_one_line(line, 60);

		problem(parser, header_line, "not a hunk header: '%s'", shown);
		advance(parser);
		return;
	}
	old_left = hunk.old_count;
	new_left = hunk.new_count;
	while (advance(parser) && !is_full(parser)) {
		char origin = parser->line.length ? parser->line.start[0] : ' ';

		if (parser->line.length && parser->line.start[0] == '\\')
			continue; /* "\ No newline at end of file" belongs to the line before */
		if (!old_left && !new_left)
			break;
		if (origin == ' ' && old_left && new_left) {
			old_left--;
			new_left--;
		} else if (origin == '+' && new_left) {
			new_left--;
			file->lines_added++;
		} else if (origin == '-' && old_left) {
			old_left--;
			file->lines_removed++;
		} else {
			break;
		}
		keep_line(parser);
	}
	hunk.n_lines = diff->n_lines - hunk.first_line;
	if ((old_left || new_left) && !parser->full)
		problem(parser, header_line, "the hunk ends %zu lines early%s",
			MAX(old_left, new_left), parser->have_line ? "" : ": cut off?");
	g_array_append_val(diff->hunks, hunk);
	file->n_hunks++;
}

static void set_path(char **slot, char *path)
{
	g_free(*slot);
	*slot = path;
}

static unsigned mode_of(struct slice line, size_t skip)
{
	unsigned mode = 0;

	for (size_t i = skip;
	     i < line.length && line.start[i] >= '0' && line.start[i] <= '7' && mode < (1u << 20);
	     i++)
		mode = mode * 8 + (unsigned)(line.start[i] - '0');
	return mode;
}

static struct slice after(struct slice line, const char *prefix)
{
	size_t skip = strlen(prefix);

	return (struct slice){ line.start + skip, line.length - skip };
}

/* An extended header line of git, or "---"/"+++". False: it is none of them. */
static bool parse_extended(struct parser *parser, struct diff_file *file)
{
	struct slice line = parser->line;

	if (slice_has_prefix(line, "--- ")) {
		set_path(&file->old_path, path_of(after(line, "--- "), parser->strip));
	} else if (slice_has_prefix(line, "+++ ")) {
		set_path(&file->new_path, path_of(after(line, "+++ "), parser->strip));
	} else if (slice_has_prefix(line, "rename from ")) {
		file->renamed = true;
		set_path(&file->old_path, path_of(after(line, "rename from "), 0));
	} else if (slice_has_prefix(line, "rename to ")) {
		set_path(&file->new_path, path_of(after(line, "rename to "), 0));
	} else if (slice_has_prefix(line, "copy from ")) {
		file->copied = true;
		set_path(&file->old_path, path_of(after(line, "copy from "), 0));
	} else if (slice_has_prefix(line, "copy to ")) {
		set_path(&file->new_path, path_of(after(line, "copy to "), 0));
	} else if (slice_has_prefix(line, "old mode ")) {
		file->old_mode = mode_of(line, strlen("old mode "));
	} else if (slice_has_prefix(line, "new mode ")) {
		file->new_mode = mode_of(line, strlen("new mode "));
	} else if (slice_has_prefix(line, "new file mode ")) {
		file->new_mode = mode_of(line, strlen("new file mode "));
		set_path(&file->old_path, NULL);
	} else if (slice_has_prefix(line, "deleted file mode ")) {
		file->old_mode = mode_of(line, strlen("deleted file mode "));
		set_path(&file->new_path, NULL);
	} else if (slice_has_prefix(line, "Binary files ") ||
		   slice_equal(line, "GIT binary patch")) {
		file->binary = true;
	} else {
		return slice_has_prefix(line, "index ") || slice_has_prefix(line, "similarity ") ||
		       slice_has_prefix(line, "dissimilarity ") || slice_has_prefix(line, "====");
	}
	return true;
}

/* The current line is a file header. Afterwards it is the first line that is not this file's. */
static void parse_file(struct parser *parser)
{
	struct diff *diff = parser->diff;
	struct diff_file file = { .first_hunk = diff->hunks->len };
	size_t header_line = parser->line_number;
	bool in_header = true;

	if (slice_has_prefix(parser->line, "diff --git ")) {
		paths_of_header(parser, &file);
		advance(parser);
	} else if (slice_has_prefix(parser->line, "diff --cc ")) {
		problem(parser, header_line, "a merge's combined diff cannot be read");
		file.new_path = path_of(after(parser->line, "diff --cc "), 0);
		file.old_path = g_strdup(file.new_path);
		advance(parser);
	} else if (slice_has_prefix(parser->line, "Index: ")) {
		advance(parser);
	}

	while (parser->have_line && !is_full(parser)) {
		if (is_hunk_header(parser->line)) {
			in_header = false;
			parse_hunk(parser, &file);
			continue;
		}
		/* "--- a/x" right behind our own header is ours; behind a hunk it is the next
		 * file's. */
		if (in_header && parse_extended(parser, &file)) {
			advance(parser);
			continue;
		}
		if (is_file_header(parser) || !file.binary)
			break;
		advance(parser); /* the lines of a binary patch */
	}
	if (!file.old_path && !file.new_path) {
		problem(parser, header_line, "no file name");
		return;
	}
	g_array_append_val(diff->files, file);
}

static void file_clear(void *data)
{
	struct diff_file *file = data;

	g_free(file->old_path);
	g_free(file->new_path);
}

void diff_parse(struct diff *diff, char *text, unsigned strip)
{
	struct parser parser = { .diff = diff, .rest = slice_of(text), .strip = strip };

	*diff = (struct diff){ .text = text };
	parser.kept_limit = KEPT_LEAST + KEPT_TIMES * parser.rest.length;
	diff->files = g_array_new(FALSE, FALSE, sizeof(struct diff_file));
	g_array_set_clear_func(diff->files, file_clear);
	diff->hunks = g_array_new(FALSE, FALSE, sizeof(struct diff_hunk));
	diff->problems = g_ptr_array_new_with_free_func(g_free);

	advance(&parser);
	while (parser.have_line && !is_full(&parser)) {
		if (is_file_header(&parser)) {
			parse_file(&parser);
			continue;
		}
		if (is_hunk_header(parser.line))
			problem(&parser, parser.line_number, "a hunk that belongs to no file");
		advance(&parser);
	}
	diff->lines = g_renew(struct diff_mark, diff->lines, diff->n_lines);
}

size_t diff_memory(const struct diff *diff)
{
	size_t n = memory_of_string(diff->text) + diff->n_lines * sizeof(struct diff_mark) +
		   memory_of_array(diff->files) + memory_of_array(diff->hunks) +
		   memory_of_strings(diff->problems);

	for (size_t i = 0; i < diff_n_files(diff); i++)
		n += memory_of_string(diff_file_at(diff, i)->old_path) +
		     memory_of_string(diff_file_at(diff, i)->new_path);
	return n;
}

void diff_free(void *diff)
{
	diff_clear(diff);
	g_free(diff);
}

void diff_clear(struct diff *diff)
{
	if (diff->files) {
		g_array_unref(diff->files);
		g_array_unref(diff->hunks);
		g_ptr_array_unref(diff->problems);
	}
	g_free(diff->lines);
	g_free(diff->text);
	*diff = (struct diff){ 0 };
}

const char *diff_find_start(const char *text)
{
	struct parser parser = { .rest = slice_of(text) };

	while (advance(&parser))
		if (is_file_header(&parser))
			return parser.line_start;
	return NULL;
}

const char *diff_file_path(const struct diff_file *file)
{
	return file->new_path ? file->new_path : file->old_path;
}

size_t diff_n_files(const struct diff *diff)
{
	return diff->files ? diff->files->len : 0;
}

const struct diff_file *diff_file_at(const struct diff *diff, size_t i)
{
	return &g_array_index(diff->files, struct diff_file, i);
}

const struct diff_hunk *diff_hunk_at(const struct diff *diff, const struct diff_file *file,
				     size_t i)
{
	return &g_array_index(diff->hunks, struct diff_hunk, file->first_hunk + i);
}

size_t diff_n_lines(const struct diff *diff)
{
	return diff->n_lines;
}

struct diff_line diff_line_of(const struct diff *diff, size_t i)
{
	const struct diff_mark *mark = &diff->lines[i];
	const char *start = diff->text + mark->start;

	if (!mark->length) /* an empty context line whose blank a mailer ate */
		return (struct diff_line){ ' ', { start, 0 } };
	return (struct diff_line){ *start, { start + 1, mark->length - 1 } };
}

struct diff_line diff_line_at(const struct diff *diff, const struct diff_hunk *hunk, size_t i)
{
	return diff_line_of(diff, hunk->first_line + i);
}

bool diff_shares_file(const struct diff *a, const struct diff *b)
{
	g_autoptr(GHashTable) paths = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < diff_n_files(a); i++) {
		const struct diff_file *file = diff_file_at(a, i);

		g_hash_table_add(paths, (gpointer)diff_file_path(file));
		if (file->old_path)
			g_hash_table_add(paths, file->old_path);
	}
	for (size_t i = 0; i < diff_n_files(b); i++)
		if (g_hash_table_contains(paths, diff_file_path(diff_file_at(b, i))))
			return true;
	return false;
}
