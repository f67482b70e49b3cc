/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/commit-text.h"

#include <string.h>

#include "base/text.h"

enum { ID_LINE = 48 }; /* "parent <40 digits>\n" */

/* The year 9999, in seconds: a date beyond is nobody's, and sums of such overflow. */
static const gint64 DATE_LIMIT = 253402300799;

/*
 * "Ann Ash <ann@example.org> 1641038400 +0100": the first '<' and the last '>' count, as for git.
 * The name and the address are slices of it.
 */
static void parse_person(struct slice line, struct slice *name, struct slice *email, gint64 *date)
{
	const char *open = memchr(line.start, '<', line.length);
	const char *close =
		open ? memrchr(open, '>', line.length - (size_t)(open - line.start)) : NULL;
	struct slice before = { line.start, open ? (size_t)(open - line.start) : line.length };

	*name = slice_trim(before);
	*email = close ? (struct slice){ open + 1, (size_t)(close - open - 1) }
		       : (struct slice){ 0 };
	if (close) {
		struct slice rest = { close + 1, line.length - (size_t)(close + 1 - line.start) };
		g_autofree char *number = slice_dup(slice_trim(rest));

		*date = CLAMP(g_ascii_strtoll(number, NULL, 10), -DATE_LIMIT, DATE_LIMIT);
	}
}

static bool take_field(struct slice line, const char *key, struct slice *value)
{
	size_t length = strlen(key);

	if (!slice_has_prefix(line, key))
		return false;
	*value = (struct slice){ line.start + length, line.length - length };
	return true;
}

size_t commit_text_count_parents(struct slice text)
{
	size_t n = 0;

	for (const char *p = text.start + ID_LINE - 2;
	     p + ID_LINE <= text.start + text.length && strncmp(p, "parent ", 7) == 0; p += ID_LINE)
		n++;
	return n;
}

bool commit_text_parent(struct slice text, size_t i, struct commit_id *out)
{
	char hex[COMMIT_ID_HEX + 1];

	memcpy(hex, text.start + ID_LINE - 2 + i * ID_LINE + 7, COMMIT_ID_HEX);
	hex[COMMIT_ID_HEX] = '\0';
	return commit_id_parse(hex, out);
}

/* Header lines, an empty one, the message. What is not understood is left out. */
void commit_text_parse(const struct commit_id *id, struct slice text, struct commit *out)
{
	struct slice rest = text, line, value, name = { 0 }, email = { 0 }, ignored;
	g_autofree char *encoding = NULL;
	bool has_author = false;

	*out = (struct commit){ .id = *id };
	out->parents = g_new(struct commit_id, commit_text_count_parents(text));
	for (size_t i = 0, n = commit_text_count_parents(text); i < n; i++)
		if (commit_text_parent(text, i, &out->parents[out->n_parents]))
			out->n_parents++;
	while (text_next_line(&rest, &line) && line.length) {
		if (take_field(line, "author ", &value) && !has_author) {
			has_author = true;
			parse_person(value, &name, &email, &out->author_date);
		} else if (take_field(line, "committer ", &value)) {
			parse_person(value, &ignored, &ignored, &out->commit_date);
		} else if (take_field(line, "encoding ", &value) && !encoding) {
			encoding = slice_dup(value);
		}
	}
	out->message = text_decode(rest.start, rest.length, encoding, NULL);
	out->author_name = text_decode(name.start, name.length, encoding, NULL);
	out->author_email = text_decode(email.start, email.length, encoding, NULL);
}
