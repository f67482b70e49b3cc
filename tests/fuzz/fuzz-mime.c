/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mails of several parts within each other, which the input makes: bytes alone seldom close a part
 * that they open. Each part is a byte of flags for its kind and its encoding, and a byte for its
 * length or for how many parts it has; boundaries and their misuse are flags, too.
 */
#include <string.h>

#include "read/mail.h"
#include "read/patch.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	DEPTH_LIMIT = 40,
	SIZE_LIMIT = 1 << 18,
	/* Of what has parts, beside its kind in three bits. */
	UNCLOSED = 8,
	SAME_BOUNDARY = 16, /* as the one around it */
	EMPTY_BOUNDARY = 32,
	UNQUOTED = 64,
	LONG_BOUNDARY = 128,
	/* Of a part without, beside its encoding. */
	ATTACHED = 8,
	NAMED = 16,
	CUT_HEAD = 32, /* no blank line behind its headers */
	RETURNS = 64,
};

struct making {
	struct fuzz_input input;
	GString *out;
	unsigned n_parts;
};

static void add_part(struct making *making, unsigned depth, const char *around);

static void add_leaf(struct making *making, unsigned flags)
{
	static const char *const types[] = { "text/plain",
					     "text/x-patch",
					     "text/html",
					     "application/octet-stream",
					     "message/rfc822",
					     "text/plain; charset=utf-16",
					     "text/plain; format=flowed",
					     "application/gzip" };
	static const char *const encodings[] = { "7bit", "quoted-printable", "base64",
						 "8bit", "x-uuencode",	     "binary" };
	unsigned kind = fuzz_byte(&making->input);
	struct slice body = fuzz_bytes(&making->input, fuzz_byte(&making->input));
	unsigned encoding = (kind >> 3) % G_N_ELEMENTS(encodings);
	const char *end = flags & RETURNS ? "\r\n" : "\n";

	g_string_append_printf(making->out, "Content-Type: %s%s%sContent-Transfer-Encoding: %s%s",
			       types[kind & 7], flags & NAMED ? "; name=\"0001-x.patch\"" : "", end,
			       encodings[encoding], end);
	if (flags & ATTACHED)
		g_string_append_printf(making->out,
				       "Content-Disposition: attachment; filename=\"a.patch\"%s",
				       end);
	if (!(flags & CUT_HEAD))
		g_string_append(making->out, end);
	if (encoding == 2 && kind & 128) {
		g_autofree char *coded = g_base64_encode((const guchar *)body.start, body.length);

		g_string_append(making->out, coded);
	} else {
		g_string_append_len(making->out, body.start, (gssize)body.length);
	}
	g_string_append(making->out, end);
}

static void add_parts(struct making *making, unsigned flags, unsigned depth, const char *around)
{
	static const char *const kinds[] = { "mixed",  "alternative", "related", "signed",
					     "digest", "parallel",    "",	 "x" };
	unsigned n = fuzz_byte(&making->input) % 32;
	g_autoptr(GString) boundary = g_string_new(NULL);

	if (flags & SAME_BOUNDARY)
		g_string_assign(boundary, around);
	else if (!(flags & EMPTY_BOUNDARY))
		g_string_printf(boundary, "b%u", making->n_parts++);
	while (flags & LONG_BOUNDARY && boundary->len < 300)
		g_string_append_c(boundary, 'x');
	g_string_append_printf(making->out,
			       flags & UNQUOTED ? "Content-Type: multipart/%s; boundary=%s\n\n"
						: "Content-Type: multipart/%s; boundary=\"%s\"\n\n",
			       kinds[flags & 7], boundary->str);
	for (unsigned i = 0; i < n && making->input.p < making->input.end; i++) {
		g_string_append_printf(making->out, "--%s\n", boundary->str);
		add_part(making, depth + 1, boundary->str);
	}
	if (!(flags & UNCLOSED))
		g_string_append_printf(making->out, "--%s--\n", boundary->str);
}

static void add_part(struct making *making, unsigned depth, const char *around)
{
	unsigned what = fuzz_byte(&making->input), flags = fuzz_byte(&making->input);

	if (depth < DEPTH_LIMIT && making->out->len < SIZE_LIMIT && what & 1)
		add_parts(making, flags, depth, around);
	else
		add_leaf(making, flags);
}

static void check(const GString *bytes)
{
	_cleanup_(patch_freep) struct patch *patch = patch_new("fuzz");
	struct mail mail;

	mail_parse(&mail, bytes->str, bytes->len);
	g_assert_true(g_utf8_validate(mail.subject, -1, NULL));
	g_assert_true(g_utf8_validate(mail.text, -1, NULL));
	for (guint i = 0; i < mail.attached->len; i++) {
		const struct attachment *attached = mail.attached->pdata[i];

		g_assert_true(g_utf8_validate(attached->name, -1, NULL));
		g_assert_nonnull(attached->bytes);
	}
	patch_fill(patch, mail.subject, mail.from, mail.text, NULL, 1);
	mail_clear(&mail);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct making making = { { data, data + size }, g_string_new(NULL), 0 };
	static bool ready;

	if (!ready)
		mail_library_init();
	ready = true;
	g_string_append(making.out, "From: Ann <ann@example.org>\nSubject: [PATCH] a: b\n"
				    "Message-ID: <1@example.org>\nMIME-Version: 1.0\n");
	add_part(&making, 0, "b0");
	check(making.out);
	g_string_free(making.out, TRUE);
	return 0;
}
