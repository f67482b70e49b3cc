/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * address - whom a mail's To, Cc or From names, read strictly: mail goes to exactly these. What
 * mail programs might understand differently is an error, never a guess.
 */

#ifndef WINNOW_READ_ADDRESS_H
#define WINNOW_READ_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

enum { ADDRESS_BYTES_LIMIT = 254 }; /* RFC 5321 4.5.3.1.3, without <> */

struct address {
	char *name; /* decoded, valid UTF-8, anything may be in it; "" if none */
	char *spec; /* "ann@example.org": passed address_is_valid() */
};

void address_free(struct address *address);

/*
 * Append the addresses of a header's value, which may be folded, to out, whose elements are struct
 * address *. An empty group ("undisclosed-recipients:;") adds none.
 * Fails with WINNOW_ERROR_INPUT, naming the piece; out may then hold those before it.
 */
bool address_list_parse(const char *value, GPtrArray *out,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Whether spec is one mailbox that can stand in an SMTP command as it is: ASCII, dot-atoms or an
 * address literal in brackets, no quoting, no blank, one "@".
 */
bool address_is_valid(const char *spec);

/* A header's text with encoded words decoded, valid UTF-8; anything may be in it. The caller frees.
 */
char *address_decode_text(const char *value);

/* As it stands in a header: the name quoted or encoded, one line or folded. The caller frees. */
char *address_encode(const struct address *address);

/* Whether both mean the same mailbox, as every server in use today understands it. */
bool address_equal(const char *a, const char *b);

#endif
