/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/diff-text.h"

#include <string.h>

#include <git2.h>

#include "base/cleanup.h"

enum {
	ID_DIGITS = 7, /* libgit2's, and git's least where it counts objects ("auto") */
	ID_DIGITS_LEAST = 4,
};

DEFINE_CLEANUP(git_config *, git_config_free)

int diff_id_digits(git_repository *git)
{
	_cleanup_(git_config_freep) git_config *config = NULL;
	gint32 digits;
	int whole;

	if (git_repository_config_snapshot(&config, git) < 0)
		return ID_DIGITS;
	if (git_config_get_int32(&digits, config, "core.abbrev") == 0)
		return digits < ID_DIGITS_LEAST ? ID_DIGITS : MIN(digits, GIT_OID_HEXSZ);
	if (git_config_get_bool(&whole, config, "core.abbrev") == 0 && !whole)
		return GIT_OID_HEXSZ;
	return ID_DIGITS;
}

static bool fits(struct diff_text *out, size_t length)
{
	out->cut = out->cut || out->text->len + length > out->limit;
	return !out->cut;
}

bool diff_text_append(struct diff_text *out, char sign, struct slice piece)
{
	if (!fits(out, piece.length))
		return false;
	if (sign)
		g_string_append_c(out->text, sign);
	g_string_append_len(out->text, piece.start, (gssize)piece.length);
	return true;
}

/* A name with a blank in it ends in a tab, as git has it: patch(1) cuts it at the blank else. */
static bool needs_tab(struct slice line)
{
	return line.length > 4 &&
	       (memcmp(line.start, "--- ", 4) == 0 || memcmp(line.start, "+++ ", 4) == 0) &&
	       memchr(line.start + 4, ' ', line.length - 4);
}

bool diff_text_append_header(struct diff_text *out, struct slice header)
{
	const char *end = header.start + header.length;

	if (!fits(out, header.length))
		return false;
	for (const char *line = header.start; line < end;) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		size_t length = (size_t)((stop ? stop : end) - line);

		g_string_append_len(out->text, line, (gssize)length);
		if (needs_tab((struct slice){ line, length }))
			g_string_append_c(out->text, '\t');
		if (stop)
			g_string_append_c(out->text, '\n');
		line += length + (stop != NULL);
	}
	return true;
}
