/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/dep3.h"

#include <string.h>

#include <glib.h>

#include "base/text.h"

enum { FIELDS_LIMIT = 100 };

/* Any of these in the first paragraph makes it such a head; "Subject:" alone is a mail's as well.
 */
static const char *const own_fields[] = {
	"Description:",	     "Origin:", "Forwarded:", "Last-Update:",  "Bug-",
	"Applied-Upstream:", "Bug:",	"Author:",    "Last-Updated:",
};

/* "Bug-Debian:": where the value begins; NULL if line is no field. */
static const char *field_value(struct slice line)
{
	size_t n = 0;

	while (n < line.length && (g_ascii_isalnum(line.start[n]) || line.start[n] == '-'))
		n++;
	return n && n < line.length && line.start[n] == ':' && g_ascii_isalpha(line.start[0])
		       ? line.start + n + 1
		       : NULL;
}

static bool is_own_field(struct slice line)
{
	for (size_t i = 0; i < G_N_ELEMENTS(own_fields); i++)
		if (slice_has_prefix_nocase(line, own_fields[i]))
			return true;
	return false;
}

static bool ends_head(struct slice line)
{
	return !slice_trim(line).length || slice_has_prefix(line, "---") ||
	       slice_has_prefix(line, "diff ") || slice_has_prefix(line, "Index: ");
}

/* Whether the first paragraph is nothing but fields, one of them Debian's own. */
static bool is_head(const char *text)
{
	struct slice rest = slice_of(text), line;
	bool own = false;
	size_t n = 0;

	while (text_next_line(&rest, &line) && !ends_head(line)) {
		if (n && g_ascii_isspace(line.start[0]))
			continue;
		if (!field_value(line) || ++n > FIELDS_LIMIT)
			return false;
		own |= is_own_field(line);
	}
	return own;
}

/* " ." stands for an empty line within a field. */
static struct slice continuation(struct slice line)
{
	struct slice trimmed = slice_trim(line);

	return slice_equal(trimmed, ".") ? (struct slice){ line.start, 0 } : trimmed;
}

static void append_line(GString *out, struct slice line)
{
	g_string_append_len(out, line.start, (gssize)line.length);
	g_string_append_c(out, '\n');
}

bool dep3_read(const char *text, char **subject, char **from, char **rest_of_text)
{
	struct slice rest = slice_of(text), line, behind = rest;
	g_autoptr(GString) title = g_string_new(NULL);
	g_autoptr(GString) words = g_string_new(NULL);
	g_autoptr(GString) fields = g_string_new(NULL);
	g_autoptr(GString) author = g_string_new(NULL);
	bool described = false, in_description = false;

	if (!is_head(text))
		return false;
	for (; text_next_line(&rest, &line) && !ends_head(line); behind = rest) {
		const char *value = field_value(line);
		struct slice trimmed;

		if (g_ascii_isspace(line.start[0])) {
			if (in_description && !title->len)
				append_line(title, continuation(line));
			else
				append_line(in_description ? words : fields, continuation(line));
			continue;
		}
		trimmed = slice_trim(
			(struct slice){ value, (size_t)(line.start + line.length - value) });
		in_description = !described && (slice_has_prefix_nocase(line, "Description:") ||
						slice_has_prefix_nocase(line, "Subject:"));
		described |= in_description;
		if (in_description)
			g_string_append_len(title, trimmed.start, (gssize)trimmed.length);
		else if (!author->len && (slice_has_prefix_nocase(line, "Author:") ||
					  slice_has_prefix_nocase(line, "From:")))
			g_string_append_len(author, trimmed.start, (gssize)trimmed.length);
		else
			append_line(fields, slice_trim(line));
	}
	*subject = text_fold(title->str);
	*from = g_strdup(author->str);
	*rest_of_text = g_strdup_printf("%s%s%s\n%s", words->str, words->len ? "\n" : "",
					fields->str, behind.start);
	return true;
}
