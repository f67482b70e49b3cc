/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/address.h"

#include <string.h>

#include <gmime/gmime.h>

#include "base/error.h"
#include "base/text.h"
#include "read/encoded-word.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(InternetAddress, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InternetAddressList, g_object_unref)

void address_free(struct address *address)
{
	g_free(address->name);
	g_free(address->spec);
	g_free(address);
}

static bool is_dot_atom(const char *text, size_t length)
{
	bool after_dot = true;

	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		if (c == '.' && after_dot)
			return false;
		if (c != '.' && !g_ascii_isalnum(c) && !strchr("!#$%&'*+-/=?^_`{|}~", c))
			return false;
		after_dot = c == '.';
	}
	return !after_dot;
}

static bool is_literal(const char *text, size_t length)
{
	static const char letters[] = "0123456789abcdefABCDEFIPv.:";

	return length > 2 && text[0] == '[' && text[length - 1] == ']' &&
	       strspn(text + 1, letters) == length - 2;
}

bool address_is_valid(const char *spec)
{
	const char *at = strchr(spec, '@');
	size_t local, domain;

	if (!at || strlen(spec) > ADDRESS_BYTES_LIMIT)
		return false;
	local = (size_t)(at - spec);
	domain = strlen(at + 1);
	return local <= 64 && is_dot_atom(spec, local) &&
	       (is_literal(at + 1, domain) ||
		(is_dot_atom(at + 1, domain) &&
		 strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"0123456789-._") == domain));
}

bool address_equal(const char *a, const char *b)
{
	return g_ascii_strcasecmp(a, b) == 0;
}

char *address_decode_text(const char *value)
{
	g_autofree char *decoded = g_mime_utils_header_decode_text(NULL, value);

	return text_to_utf8(decoded, strlen(decoded), NULL);
}

char *address_encode(const struct address *address)
{
	g_autofree char *name = text_one_line(address->name, 0);
	g_autofree char *words = encoded_words_write(name);
	g_autoptr(InternetAddress) mailbox =
		internet_address_mailbox_new(*name ? name : NULL, address->spec);

	return words ? g_strdup_printf("%s <%s>", words, address->spec)
		     : internet_address_to_string(mailbox, NULL, TRUE);
}

static bool fail_piece(GError **error, struct slice piece, const char *why)
{
	g_autofree char *text = slice_dup(slice_cut(piece, 100));
	g_autofree char *shown = text_one_line(text, 0);

	return fail(error, WINNOW_ERROR_INPUT, "%s: '%s'", why, shown);
}

/* What stands where in one piece of a list, comments and quoted names aside. */
struct piece {
	size_t open, close; /* offsets of < and >; 0: none */
	size_t n_angles;
	bool behind; /* text behind the > */
	bool broken; /* something is not closed */
};

/* Up to the comma that ends the first piece; what is found is put in *out. */
static size_t scan(struct slice text, struct piece *out)
{
	bool quoted = false, angle = false;
	unsigned depth = 0;
	size_t i = 0;

	*out = (struct piece){ 0 };
	for (; i < text.length; i++) {
		char c = text.start[i];

		if (c == '\\' && (quoted || depth) && i + 1 < text.length)
			i++;
		else if (quoted)
			quoted = c != '"';
		else if (depth || c == '(')
			depth += c == '(' ? 1 : c == ')' ? (unsigned)-1 : 0;
		else if (c == '"')
			quoted = true;
		else if (c == '<') {
			out->broken |= angle;
			angle = true;
			out->open = i;
			out->n_angles++;
		} else if (c == '>') {
			out->broken |= !angle;
			angle = false;
			out->close = i;
		} else if (c == ',' && !angle)
			break;
		else if (out->close && !g_ascii_isspace(c))
			out->behind = true;
	}
	out->broken |= quoted || depth || angle || out->n_angles > 1;
	return i;
}

static bool is_empty_group(struct slice text)
{
	const char *colon = memchr(text.start, ':', text.length);

	return colon && text.start[text.length - 1] == ';' &&
	       !memchr(text.start, '@', text.length) &&
	       slice_trim((struct slice){ colon + 1,
					  (size_t)(text.start + text.length - 1 - colon - 1) })
			       .length == 0;
}

/* The one mailbox that GMime finds in text; NULL when there is not exactly one. */
static struct address *read_mailbox(struct slice text)
{
	enum { PIECE_LIMIT = 2000 }; /* GMime parses groups within groups by recursion */

	g_autofree char *copy = slice_dup(slice_cut(text, PIECE_LIMIT));
	g_autoptr(InternetAddressList) list = internet_address_list_parse(NULL, copy);
	InternetAddress *found;
	struct address *address;
	const char *name, *spec;

	if (!list || internet_address_list_length(list) != 1)
		return NULL;
	found = internet_address_list_get_address(list, 0);
	if (!INTERNET_ADDRESS_IS_MAILBOX(found))
		return NULL;
	spec = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(found));
	if (!spec || !address_is_valid(spec))
		return NULL;
	name = internet_address_get_name(found);
	address = g_new0(struct address, 1);
	address->name = name ? text_to_utf8(name, strlen(name), NULL) : g_strdup("");
	address->spec = g_strdup(spec);
	return address;
}

/*
 * GMime reads on where something is wrong, and finds addresses there: what it found must be all
 * that stands in the <>, or in the piece where there are none.
 */
static bool is_whole(struct slice text, const struct piece *piece, const char *spec)
{
	struct slice written = text;

	if (piece->n_angles)
		written = (struct slice){ text.start + piece->open + 1,
					  piece->close - piece->open - 1 };
	else if (memchr(text.start, '(', text.length)) /* ann@example.org (Ann) */
		written.length =
			(size_t)((char *)memchr(text.start, '(', text.length) - text.start);
	return !piece->broken && !piece->behind && slice_equal(slice_trim(written), spec);
}

bool address_list_parse(const char *value, GPtrArray *out, GError **error)
{
	struct slice rest = slice_of(value);

	while (rest.length) {
		struct piece piece;
		size_t end = scan(rest, &piece), lead = 0;
		struct slice text = { rest.start, end };
		struct address *address;

		rest.start += MIN(end + 1, rest.length);
		rest.length -= MIN(end + 1, rest.length);
		while (lead < text.length && g_ascii_isspace(text.start[lead]))
			lead++;
		text = slice_trim(text);
		if (!text.length)
			continue;
		if (is_empty_group(text))
			continue;
		piece.open -= piece.n_angles ? lead : 0;
		piece.close -= piece.n_angles ? lead : 0;
		if (piece.broken)
			return fail_piece(error, text, "not an address");
		address = read_mailbox(text);
		if (address && is_whole(text, &piece, address->spec)) {
			g_ptr_array_add(out, address);
			continue;
		}
		if (address)
			address_free(address);
		return fail_piece(error, text, "not an address");
	}
	return true;
}
