/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/link.h"

#include <string.h>

#include "base/placeholder.h"

/* What stands for itself. Letters beyond ASCII go as their bytes do; the rest ends the attempt. */
static bool append_plain(GString *out, struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		guchar c = (guchar)text.start[i];

		if (g_ascii_isgraph(c))
			g_string_append_c(out, (char)c);
		else if (c >= 0x80)
			g_string_append_printf(out, "%%%02X", c);
		else
			return false;
	}
	return true;
}

char *link_address(const char *pattern, const char *id)
{
	struct slice rest = slice_of(pattern ? pattern : ""), piece;
	g_autofree char *encoded = id ? g_uri_escape_string(id, NULL, FALSE) : NULL;
	enum placeholder_piece kind;
	g_autoptr(GString) out = g_string_new(NULL);
	bool found = false;

	if (!encoded || (!slice_has_prefix_nocase(rest, "https://") &&
			 !slice_has_prefix_nocase(rest, "http://")))
		return NULL;
	while (placeholder_next(&rest, &kind, &piece)) {
		bool is_id = kind == PLACEHOLDER_NAME && slice_equal(piece, "id");

		if (is_id)
			g_string_append(out, encoded);
		else if (kind != PLACEHOLDER_TEXT || !append_plain(out, piece))
			return NULL;
		found |= is_id;
	}
	return found && out->len <= LINK_BYTES ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

bool link_address_is_valid(const char *pattern)
{
	g_autofree char *address = link_address(pattern, "");

	return address != NULL;
}

/* Digits alone are a date or a number. */
static bool looks_like_id(const char *digits)
{
	return strpbrk(digits, "abcdef") != NULL;
}

/* Where the id at the beginning of text leads; NULL: none is there. */
static char *address_at(const struct links *links, const char *text, size_t length)
{
	g_autofree char *digits = NULL;
	guint32 at;

	if (length < COMMIT_ID_SHORT || length > COMMIT_ID_HEX)
		return NULL;
	digits = g_strndup(text, length);
	if (!links->upstream)
		return looks_like_id(digits) ? link_address(links->commit_url, digits) : NULL;
	at = history_find_prefix(links->upstream, digits, slice_of(NULL), NULL);
	if (at == HISTORY_NONE)
		return NULL;
	return link_address(links->commit_url,
			    commit_id_hex(&history_at(links->upstream, at)->id).text);
}

static bool is_of_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || (guchar)c >= 0x80;
}

bool link_next(const struct links *links, struct slice *rest, struct slice *piece, char **address)
{
	size_t at = links->commit_url ? 0 : rest->length, length = 0;

	*address = NULL;
	if (!rest->length)
		return false;
	while (at < rest->length && !*address) {
		size_t end = at;

		while (end < rest->length && is_of_word(rest->start[end]))
			end++;
		length = slice_hex_run((struct slice){ rest->start + at, end - at });
		if (length && length == end - at)
			*address = address_at(links, rest->start + at, length);
		if (!*address)
			at = MAX(end, at + 1);
	}
	/* What is before it comes first. */
	if (*address && at)
		g_clear_pointer(address, g_free);
	*piece = (struct slice){ rest->start, *address ? length : at };
	rest->start += piece->length;
	rest->length -= piece->length;
	return true;
}
