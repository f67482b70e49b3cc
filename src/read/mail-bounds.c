/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/mail-bounds.h"

#include <stdbool.h>
#include <string.h>

#include <glib.h>

#include "base/text.h"
#include "read/envelope.h"
#include "read/patch.h"

enum {
	READ_LIMIT = 256 << 10, /* bytes that are read of what is too large */
	HEAD_LIMIT =
		2 << 20, /* bytes of the headers of a mail, or of a section: ten thousand Cc: */
	HEADS_LIMIT = 4 << 20, /* bytes of all headers of a mail and of its sections */
	LINES_LIMIT = 100000,  /* of these; each is an object of its own, 500 bytes and more */
	/* Each section is one, too, of 1 KB. */
	SECTIONS_LIMIT = 60000,
	/*
	 * GMime parses nested multiparts by recursion, 1 KB of stack and more a level; boundaries
	 * are declared in the bytes, so counting the declarations bounds the depth.
	 */
	MULTIPARTS_LIMIT = 200,
	MESSAGES_LIMIT = 30, /* right within each other: each is an object for each of those around */
};

static size_t count_multiparts(const char *bytes, size_t length)
{
	static const char word[] = "multipart/";
	size_t n = 0;

	for (const char *p = bytes; length - (size_t)(p - bytes) >= sizeof(word); p++) {
		p = memchr(p, '/', length - (size_t)(p - bytes));
		if (!p)
			break;
		n += p - bytes >= 9 && g_ascii_strncasecmp(p - 9, word, 10) == 0;
	}
	return n;
}

/* "Cc:", "cc :" */
static bool begins_addresses(struct slice line)
{
	static const char *const names[] = { "From", "Sender", "Reply-To", "To", "Cc", "Bcc" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		size_t end = strlen(names[i]);

		if (!slice_has_prefix_nocase(line, names[i]))
			continue;
		while (end < line.length && (line.start[end] == ' ' || line.start[end] == '\t'))
			end++;
		if (end < line.length && line.start[end] == ':')
			return true;
	}
	return false;
}

/*
 * Where a header of addresses begins, of the mail or of one within it, that nests too many groups,
 * or has too many words that are no addresses: GMime looks behind each for where it ends. length if
 * none does.
 */
static size_t before_bad_addresses(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;
	bool inside = false;
	size_t begin = 0;
	gint64 groups = 0, words = 0;

	while (text_next_line(&rest, &line)) {
		if (!line.length || (line.start[0] != ' ' && line.start[0] != '\t')) {
			inside = begins_addresses(line);
			begin = (size_t)(line.start - bytes);
			groups = words = 0;
		}
		if (!inside)
			continue;
		groups += (gint64)slice_count(line, ':');
		words += (gint64)slice_count(line, ',') - (gint64)slice_count(line, '@');
		if (groups > ADDRESS_GROUPS_LIMIT || words > ADDRESS_GROUPS_LIMIT)
			return begin;
	}
	return length;
}

/* Up to the first empty line, whatever the line ends. */
static size_t headers_length(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;

	while (text_next_line(&rest, &line) && line.length)
		continue;
	return (size_t)(rest.start - bytes);
}

/*
 * Why too much of it is headers of its own or of sections; NULL if it is not. Where a section may begin, behind a line
 * of "--", everything up to an empty line counts as its headers: which boundaries are in force only
 * a parser knows.
 */
static const char *long_headers(const char *bytes, size_t length, bool multipart)
{
	struct slice rest = { bytes, length }, line;
	size_t head = 0, heads = 0, lines = 0, sections = 0, messages = 0;
	bool inside = true, message = false;

	while (text_next_line(&rest, &line)) {
		if (inside) {
			head += line.length + 1;
			heads += line.length + 1;
			lines += line.length && line.start[0] != ' ' && line.start[0] != '\t';
			message |= slice_has_prefix_nocase(line, "content-type: message/");
			if (!line.length) {
				inside = message;
				messages = message ? messages + 1 : 0;
				message = false;
				head = 0;
			}
		} else if (!multipart) {
			break;
		} else if (line.length > 2 && slice_has_prefix(line, "--")) {
			inside = true;
			sections++;
		}
		if (head > HEAD_LIMIT || heads > HEADS_LIMIT || lines > LINES_LIMIT ||
		    sections > SECTIONS_LIMIT)
			return "its headers are too long, or those of its sections: only the first "
			       "were read";
		if (messages > MESSAGES_LIMIT)
			return "it has too many messages right within each other: only its headers "
			       "were read";
	}
	return NULL;
}

/* Why not all of it is read; NULL if all is. */
static char *too_much(const char *bytes, size_t length)
{
	size_t multiparts;

	if (length > PATCH_BYTES_LIMIT)
		return g_strdup_printf(
			"%zu bytes long, over the limit of %d: only its headers were read", length,
			PATCH_BYTES_LIMIT);
	multiparts = count_multiparts(bytes, length);
	if (multiparts > MULTIPARTS_LIMIT)
		return g_strdup_printf(
			"more than %d multipart sections: only its headers were read",
			MULTIPARTS_LIMIT);
	return g_strdup(long_headers(bytes, length, multiparts > 0));
}

char *mail_bound(const char *bytes, size_t *length)
{
	char *problem = too_much(bytes, *length);
	size_t before;

	if (problem) {
		*length = MIN(headers_length(bytes, *length), (size_t)READ_LIMIT);
		if (count_multiparts(bytes, *length) > MULTIPARTS_LIMIT)
			*length = 0;
	}
	before = before_bad_addresses(bytes, *length);
	if (before < *length) {
		*length = before;
		g_free(problem);
		problem = g_strdup_printf(
			"more than %d groups, or words that are no addresses, in one header of "
			"addresses: only what is before it was read",
			ADDRESS_GROUPS_LIMIT);
	}
	return problem;
}
