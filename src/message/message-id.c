/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/message-id.h"

#include <string.h>

#include "base/text.h"

/* Length of the run of decimal digits. */
static size_t digits(const char *p)
{
	return strspn(p, "0123456789");
}

/* "20220401123456.4711-3-ann@example.org": everything but the "3". */
static bool send_email(const char *id, char **series, unsigned *number)
{
	size_t date = digits(id), pid, n;
	const char *p = id + date;

	if (date != 14 || *p++ != '.')
		return false;
	pid = digits(p);
	p += pid;
	if (!pid || *p++ != '-')
		return false;
	n = digits(p);
	if (!n || n > 5 || p[n] != '-')
		return false;
	*number = (unsigned)g_ascii_strtoull(p, NULL, 10);
	*series = g_strdup_printf("%.*s*%s", (int)(p - id), id, p + n);
	return true;
}

/* "1253876945-4711-3-git-send-email-ann@example.org": git send-email until 2016. */
static bool old_send_email(const char *id, char **series, unsigned *number)
{
	size_t time = digits(id), pid, n;
	const char *p = id + time;

	if (time < 9 || *p++ != '-')
		return false;
	pid = digits(p);
	p += pid;
	if (!pid || *p++ != '-')
		return false;
	n = digits(p);
	if (!n || n > 5 || !g_str_has_prefix(p + n, "-git-send-email-"))
		return false;
	*number = (unsigned)g_ascii_strtoull(p, NULL, 10);
	*series = g_strdup_printf("%.*s*%s", (int)(p - id), id, p + n);
	return true;
}

/* "<40 digits>.1648816496.git.ann@example.org" and its cover letter's "cover.1648816496.git....".
 */
static bool format_patch(const char *id, char **series, unsigned *number)
{
	bool cover = g_str_has_prefix(id, "cover.");
	size_t head = cover ? 5 : slice_hex_run(slice_of(id));
	const char *p = id + head;
	size_t time;

	if ((!cover && head != 40) || *p++ != '.')
		return false;
	time = digits(p);
	if (time < 9 || !g_str_has_prefix(p + time, ".git."))
		return false;
	*number = 0;
	*series = g_strdup_printf("*.%s", p);
	return true;
}

/* "20220401-slug-v2-3-0123456789ab@example.org": the last number before the digits and the "@". */
static bool b4(const char *id, char **series, unsigned *number)
{
	const char *at = strchr(id, '@'), *hash, *start;

	if (digits(id) != 8 || id[8] != '-' || !at)
		return false;
	for (hash = at; hash > id && g_ascii_isxdigit(hash[-1]); hash--)
		continue;
	if (at - hash < 8 || hash == id || hash[-1] != '-')
		return false;
	for (start = hash - 1; start > id && g_ascii_isdigit(start[-1]); start--)
		continue;
	if (start == hash - 1 || hash - 1 - start > 5 || start == id || start[-1] != '-' ||
	    !g_strrstr_len(id, start - id, "-v"))
		return false;
	*number = (unsigned)g_ascii_strtoull(start, NULL, 10);
	*series = g_strdup_printf("%.*s*%s", (int)(start - id), id, hash - 1);
	return true;
}

bool message_id_series(const char *id, char **series, unsigned *number)
{
	if (strlen(id) > MESSAGE_ID_LIMIT || !strchr(id, '@'))
		return false;
	return send_email(id, series, number) || old_send_email(id, series, number) ||
	       format_patch(id, series, number) || b4(id, series, number);
}

/* The id in "<id>" or in the last part of an archive's address, '%' escapes undone; else NULL. */
static char *id_in(struct slice value)
{
	const char *end = value.start + value.length, *slash;
	g_autofree char *text = NULL;
	char *id;

	if (memchr(value.start, ' ', value.length) || memchr(value.start, '\t', value.length))
		return NULL; /* "[1]" or "# why" behind it */
	if (value.length && value.start[0] == '<' && end[-1] == '>')
		value = (struct slice){ value.start + 1, value.length - 2 };
	while (value.length && value.start[value.length - 1] == '/')
		value.length--;
	slash = memrchr(value.start, '/', value.length);
	if (slash)
		value = (struct slice){ slash + 1,
					(size_t)(value.start + value.length - slash - 1) };
	text = slice_dup(value);
	id = g_uri_unescape_string(text, NULL);
	if (id && (!strchr(id, '@') || strlen(id) > MESSAGE_ID_LIMIT || !g_utf8_validate(id, -1, NULL)))
		g_clear_pointer(&id, g_free);
	return id;
}

char *message_id_of_commit(const char *body)
{
	static const char *const keys[] = { "Link:", "Message-ID:", "LKML-Reference:" };
	struct slice rest = slice_of(body), line;
	char *found = NULL;

	while (text_next_line(&rest, &line)) {
		line = slice_trim(line);
		for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
			size_t length = strlen(keys[i]);
			char *id;

			if (!slice_has_prefix_nocase(line, keys[i]))
				continue;
			id = id_in(slice_trim(
				(struct slice){ line.start + length, line.length - length }));
			if (!id)
				continue;
			g_free(found);
			found = id;
		}
	}
	return found;
}

char *message_id_made(const char *sum, const char *address)
{
	const char *domain = strchr(address, '@') + 1;
	size_t length = strlen(domain), room = MESSAGE_ID_LIMIT - strlen("<.winnow@>") - 32;

	if (length > room)
		domain += length - room;
	while (*domain == '.' || *domain == '-')
		domain++;
	return g_strdup_printf("%.32s.winnow@%s", sum, domain);
}
