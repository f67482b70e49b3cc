/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages: the first line is the subject. Markers and references are looked for as well. */
#include <stdint.h>
#include <string.h>

#include "message/marker.h"
#include "message/message.h"
#include "message/reference.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = text_to_utf8((const char *)data, size, NULL);
	const char *end = strchrnul(text, '\n');
	g_autofree char *subject = g_strndup(text, (gsize)(end - text));
	g_autofree char *tag = NULL;
	g_autofree char *title = message_strip_tags(subject, &tag);
	g_autofree char *line = text_one_line(text, 100);
	g_autofree char *from = NULL;
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	g_autoptr(GArray) references = g_array_new(FALSE, FALSE, sizeof(struct reference));
	struct message message;

	message_parse(&message, title, end, &from);
	g_assert_true(g_utf8_validate(message.subject, -1, NULL));
	g_assert_true(g_utf8_validate(message.own_subject, -1, NULL));
	g_assert_true(g_utf8_validate(message.own_body, -1, NULL));
	g_assert_true(g_utf8_validate(line, -1, NULL));
	g_assert_null(strpbrk(line, "\033\r\n"));
	markers_scan(message.body, markers);
	references_scan(message.subject, message.body, references);
	g_assert_cmpuint(references->len, <=, REFERENCES_LIMIT);
	for (guint i = 0; i < references->len; i++)
		reference_title_matches(g_array_index(references, struct reference, i).title,
					subject);
	message_clear(&message);
	return 0;
}
