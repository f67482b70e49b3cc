/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/mail-head.h"

#include <string.h>

#include <glib.h>

#include "message/marker.h"

enum {
	LINES_LIMIT = 2000,    /* looked at */
	TEXT_LIMIT = 16 << 10, /* bytes kept */
};

static const char magic[] = " Mon Sep 17 00:00:00 2001";

bool mail_is_format_patch(struct slice line, struct commit_id *id)
{
	struct commit_id ignored;
	char hex[COMMIT_ID_HEX + 1] = { 0 };
	size_t from = strlen("From ");

	line = slice_trim(line);
	if (line.length != from + COMMIT_ID_HEX + strlen(magic) || !slice_has_prefix(line, "From "))
		return false;
	memcpy(hex, line.start + from, COMMIT_ID_HEX);
	return memcmp(line.start + from + COMMIT_ID_HEX, magic, strlen(magic)) == 0 &&
	       strspn(hex, "0") < COMMIT_ID_HEX && /* --zero-commit */
	       commit_id_parse(hex, id ? id : &ignored);
}

void mail_head_read(struct mail_head *head, const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;
	g_autoptr(GString) markers = g_string_new(NULL);
	bool inside = false;

	*head = (struct mail_head){ 0 };
	for (int i = 0; i < LINES_LIMIT && text_next_line(&rest, &line) && line.length; i++) {
		const char *colon = memchr(line.start, ':', line.length);

		if (!i)
			head->has_commit = mail_is_format_patch(line, &head->commit);
		if (!g_ascii_isspace(line.start[0]))
			inside = colon && marker_is_header((struct slice){
						  line.start, (size_t)(colon - line.start) });
		if (!inside || markers->len + line.length > TEXT_LIMIT)
			continue;
		g_string_append_len(markers, line.start, (gssize)line.length);
		g_string_append_c(markers, '\n');
	}
	if (markers->len)
		head->markers = text_to_utf8(markers->str, markers->len, NULL);
}

void mail_head_clear(struct mail_head *head)
{
	g_free(head->markers);
	*head = (struct mail_head){ 0 };
}
