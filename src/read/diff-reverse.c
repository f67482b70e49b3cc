/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/diff-reverse.h"

#include <string.h>

/* As git quotes a name that would not be read as it is; "" before it has none. */
static void append_name(GString *out, const char *prefix, const char *path)
{
	g_autofree char *name = g_strconcat(prefix, path, NULL);

	for (const char *p = name; *p; p++)
		if (g_ascii_iscntrl(*p) || *p == '"' || *p == '\\') {
			g_autofree char *quoted = g_strescape(name, NULL);

			g_string_append_printf(out, "\"%s\"", quoted);
			return;
		}
	g_string_append(out, name);
}

static void append_side(GString *out, const char *sign, const char *prefix, const char *path)
{
	g_string_append(out, sign);
	if (path)
		append_name(out, prefix, path);
	else
		g_string_append(out, "/dev/null");
	g_string_append_c(out, '\n');
}

/* Names and modes: what was new is old. */
static void append_header(GString *out, const struct diff_file *file)
{
	const char *old = file->new_path, *new = file->old_path;

	g_string_append(out, "diff --git ");
	append_name(out, "a/", old ? old : new);
	g_string_append_c(out, ' ');
	append_name(out, "b/", new ? new : old);
	g_string_append_c(out, '\n');
	if (!old && file->old_mode)
		g_string_append_printf(out, "new file mode %06o\n", file->old_mode);
	else if (!new && file->new_mode)
		g_string_append_printf(out, "deleted file mode %06o\n", file->new_mode);
	else if (file->old_mode != file->new_mode)
		g_string_append_printf(out, "old mode %06o\nnew mode %06o\n", file->new_mode,
				       file->old_mode);
	if (file->renamed && old && new) {
		append_side(out, "rename from ", "", old);
		append_side(out, "rename to ", "", new);
	}
	if (file->binary) {
		g_string_append(out, "Binary files ");
		append_name(out, "a/", old ? old : new);
		g_string_append(out, " and ");
		append_name(out, "b/", new ? new : old);
		g_string_append(out, " differ\n");
	} else if (file->n_hunks) {
		append_side(out, "--- ", "a/", old);
		append_side(out, "+++ ", "b/", new);
	}
}

/* What the diff says behind a line of it: "\ No newline at end of file"; empty: nothing. */
static struct slice remark_behind(struct slice line)
{
	const char *p = line.start + line.length;
	const char *end;

	p += *p == '\r';
	p += *p == '\n';
	if (*p != '\\')
		return (struct slice){ p, 0 };
	end = strchr(p, '\n');
	return (struct slice){ p, end ? (size_t)(end - p) : strlen(p) };
}

static void append_line(GString *out, char origin, struct slice text)
{
	struct slice remark = remark_behind(text);

	g_string_append_c(out, origin);
	g_string_append_len(out, text.start, (gssize)text.length);
	if (text.start[text.length] == '\r') /* the line's own, where the text has them */
		g_string_append_c(out, '\r');
	g_string_append_c(out, '\n');
	if (!remark.length)
		return;
	g_string_append_len(out, remark.start, (gssize)remark.length);
	g_string_append_c(out, '\n');
}

/* Of the lines [first, end) those of one origin, as of the other. */
static void append_lines(GString *out, const struct diff *diff, const struct diff_hunk *hunk,
			 size_t first, size_t end, char wanted, char origin)
{
	for (size_t i = first; i < end; i++) {
		struct diff_line line = diff_line_at(diff, hunk, i);

		if (line.origin == wanted)
			append_line(out, origin, line.text);
	}
}

static void append_hunk(GString *out, const struct diff *diff, const struct diff_hunk *hunk)
{
	g_string_append_printf(out, "@@ -%zu,%zu +%zu,%zu @@%s%.*s\n", hunk->new_start,
			       hunk->new_count, hunk->old_start, hunk->old_count,
			       hunk->section.length ? " " : "", (int)hunk->section.length,
			       hunk->section.start);
	for (size_t i = 0; i < hunk->n_lines;) {
		struct diff_line line = diff_line_at(diff, hunk, i);
		size_t end = i;

		if (line.origin != '+' && line.origin != '-') {
			append_line(out, ' ', line.text);
			i++;
			continue;
		}
		for (; end < hunk->n_lines; end++) {
			char origin = diff_line_at(diff, hunk, end).origin;

			if (origin != '+' && origin != '-')
				break;
		}
		append_lines(out, diff, hunk, i, end, '+', '-');
		append_lines(out, diff, hunk, i, end, '-', '+');
		i = end;
	}
}

char *diff_reversed(const struct diff *diff)
{
	GString *out = g_string_new(NULL);

	/* What came last goes first. */
	for (size_t i = diff_n_files(diff); i--;) {
		const struct diff_file *file = diff_file_at(diff, i);

		append_header(out, file);
		for (size_t k = 0; k < file->n_hunks; k++)
			append_hunk(out, diff, diff_hunk_at(diff, file, k));
	}
	return g_string_free(out, FALSE);
}

bool diff_is_reversible(const struct diff *diff)
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (diff_file_at(diff, i)->copied)
			return false;
	return true;
}
