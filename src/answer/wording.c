/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/wording.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/placeholder.h"
#include "base/text.h"
#include "base/width.h"

enum { FILE_LIMIT = 64 << 10 };

struct wording {
	const struct wording_name *names;
	size_t n_names;
	GPtrArray *lines; /* char *, trimmed; "" ends a paragraph */
};

void wording_free(struct wording *wording)
{
	g_ptr_array_unref(wording->lines);
	g_free(wording);
}

static int find_name(const struct wording *wording, struct slice name)
{
	for (size_t i = 0; i < wording->n_names; i++)
		if (slice_equal(name, wording->names[i].name))
			return (int)i;
	return -1;
}

/* "?name" and "!name" only ask. */
static char take_mark(struct slice *name)
{
	char mark = name->length && strchr("?!", name->start[0]) ? name->start[0] : '\0';

	if (mark) {
		name->start++;
		name->length--;
	}
	return mark;
}

static char *known_names(const struct wording *wording)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < wording->n_names; i++)
		g_string_append_printf(out, "%s{%s}", i ? ", " : "", wording->names[i].name);
	return g_string_free(out, FALSE);
}

static bool check_line(const struct wording *wording, const char *text, const char *path,
		       size_t number, GError **error)
{
	struct slice rest = slice_of(text), piece;
	enum placeholder_piece kind;

	for (const char *p = text; *p; p++)
		if ((guint8)*p < 0x20 || *p == 0x7f)
			return fail(error, WINNOW_ERROR_INPUT, "%s:%zu: a control character", path,
				    number);
	while (placeholder_next(&rest, &kind, &piece)) {
		bool alone = piece.length + 2 == strlen(text);
		char mark = kind == PLACEHOLDER_TEXT ? '\0' : take_mark(&piece);
		int index = find_name(wording, piece);

		if (kind == PLACEHOLDER_TEXT)
			continue;
		if (kind == PLACEHOLDER_UNCLOSED)
			return fail(error, WINNOW_ERROR_INPUT, "%s:%zu: '{' without '}'", path,
				    number);
		if (index < 0) {
			g_autofree char *name = slice_dup(piece);
			g_autofree char *shown = text_one_line(name, 60);
			g_autofree char *known = known_names(wording);

			return fail(error, WINNOW_ERROR_INPUT,
				    "%s:%zu: unknown placeholder '{%s}' (there are %s)", path,
				    number, shown, known);
		}
		if (!mark && wording->names[index].block && !alone)
			return fail(
				error, WINNOW_ERROR_INPUT,
				"%s:%zu: {%s} is lines of its own: nothing else goes on its line",
				path, number, wording->names[index].name);
	}
	return true;
}

bool wording_parse(const char *bytes, size_t length, const char *path,
		   const struct wording_name *names, size_t n_names, struct wording **out,
		   GError **error)
{
	_cleanup_(wording_freep) struct wording *wording = g_new0(struct wording, 1);
	struct slice rest = { bytes, length }, line;

	wording->names = names;
	wording->n_names = n_names;
	wording->lines = g_ptr_array_new_with_free_func(g_free);
	if (length > FILE_LIMIT)
		return fail(error, WINNOW_ERROR_INPUT, "%s: longer than %d bytes", path,
			    FILE_LIMIT);
	for (size_t number = 1; text_next_line(&rest, &line); number++) {
		struct slice trimmed = slice_trim(line);
		char *text;

		if (memchr(line.start, 0, line.length) ||
		    (line.length && !g_utf8_validate(line.start, (gssize)line.length, NULL)))
			return fail(error, WINNOW_ERROR_INPUT, "%s:%zu: this is no UTF-8 text",
				    path, number);
		if (trimmed.length && trimmed.start[0] == '#')
			continue;
		text = slice_dup(trimmed);
		g_ptr_array_add(wording->lines, text);
		if (!check_line(wording, text, path, number, error))
			return false;
	}
	*out = g_steal_pointer(&wording);
	return true;
}

bool wording_read(const char *const *directories, const char *name,
		  const struct wording_name *names, size_t n_names, struct wording **out,
		  GError **error)
{
	g_autofree char *file = g_strdup_printf("%s.txt", name);
	g_autofree char *all = g_strjoinv("', '", (char **)directories);

	for (; *directories; directories++) {
		g_autofree char *path = g_build_filename(*directories, file, NULL);
		g_autofree char *bytes = NULL;
		size_t length = 0;

		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			continue;
		return file_read(path, FILE_TEXT_LIMIT, &bytes, &length, error) &&
		       wording_parse(bytes, length, path, names, n_names, out, error);
	}
	return fail(error, WINNOW_ERROR_INPUT, "no template '%s' in '%s'", file, all);
}

/* "Fixes:", "Reported-by:": git and b4 take a line that begins so for a trailer. */
static bool is_label(const char *word)
{
	const char *p = word;

	while (g_ascii_isalnum(*p) || *p == '-')
		p++;
	return p > word && *p == ':';
}

/* Words that mean more to a mail program where they begin a line. */
static bool may_begin_line(const char *word)
{
	return !is_label(word) && word[0] != '>' && strcmp(word, "From") != 0 &&
	       !g_str_has_prefix(word, "--");
}

void wording_wrap(const char *text, const char *first, size_t indent, GString *out)
{
	size_t before = out->len;

	g_string_append(out, first);
	width_wrap(out, text, WORDING_COLUMNS, width_of(first), indent, may_begin_line);
	if (out->len > before + strlen(first))
		g_string_append_c(out, '\n');
	else
		g_string_truncate(out, before);
}

/* A paragraph's first word can be a stranger's: it must not look like a trailer then. */
static void flush(GString *paragraph, bool filled_in, GString *out)
{
	g_autofree char *text = text_one_line(paragraph->str, 0);
	size_t length = strcspn(text, " ");
	g_autofree char *word = g_strndup(text, length);

	g_string_truncate(paragraph, 0);
	if (*word && filled_in && !may_begin_line(word)) {
		g_autofree char *quoted = g_strdup_printf("\"%s\"%s", word, text + length);

		wording_wrap(quoted, "", 0, out);
	} else {
		wording_wrap(text, "", 0, out);
	}
}

/* False when something that the line needs is not there. */
static bool fill_line(const struct wording *wording, const char *const *values, const char *line,
		      GString *out)
{
	struct slice rest = slice_of(line), piece;
	enum placeholder_piece kind;

	while (placeholder_next(&rest, &kind, &piece)) {
		char mark = kind == PLACEHOLDER_NAME ? take_mark(&piece) : '\0';
		int index = kind == PLACEHOLDER_NAME ? find_name(wording, piece) : -1;
		bool there = index >= 0 && values[index] && *values[index];

		if (kind != PLACEHOLDER_NAME)
			g_string_append_len(out, piece.start, (gssize)piece.length);
		else if (there == (mark == '!'))
			return false;
		else if (!mark)
			g_string_append(out, values[index]);
	}
	return true;
}

/* Whether the first word of a line is, or begins with, a value. */
static bool begins_with_value(const char *line)
{
	struct slice rest = slice_of(line), piece;
	enum placeholder_piece kind;

	while (placeholder_next(&rest, &kind, &piece)) {
		bool nothing = kind == PLACEHOLDER_NAME ? take_mark(&piece) != '\0'
							: !slice_trim(piece).length;

		if (!nothing)
			return kind == PLACEHOLDER_NAME;
	}
	return false;
}

/* The one block that is all of a line; -1: there is none. */
static int block_of(const struct wording *wording, const char *line)
{
	struct slice rest = slice_of(line), piece;
	enum placeholder_piece kind;
	int index = -1;

	if (placeholder_next(&rest, &kind, &piece) && kind == PLACEHOLDER_NAME && !rest.length)
		index = find_name(wording, piece);
	return index >= 0 && wording->names[index].block ? index : -1;
}

char *wording_fill(const struct wording *wording, const char *const *values)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GString) paragraph = g_string_new(NULL);
	bool blank = false, filled_in = false;

	for (guint i = 0; i <= wording->lines->len; i++) {
		const char *line = i < wording->lines->len ? wording->lines->pdata[i] : "";
		int block = block_of(wording, line);
		g_autoptr(GString) filled = g_string_new(NULL);

		if (!*line || block >= 0)
			flush(paragraph, filled_in, out);
		blank = blank || !*line;
		if (!*line || !fill_line(wording, values, line, filled) ||
		    !slice_trim(slice_of(filled->str)).length)
			continue;
		if (blank && out->len)
			g_string_append_c(out, '\n');
		blank = false;
		if (block < 0 && !paragraph->len)
			filled_in = begins_with_value(line);
		if (block < 0) {
			g_string_append_printf(paragraph, "%s%s", paragraph->len ? " " : "",
					       filled->str);
			continue;
		}
		g_string_append(out, filled->str);
		if (out->str[out->len - 1] != '\n')
			g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}
