/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Drafts: whatever they are, what goes out is lines as SMTP wants them, to plain addresses, without
 * Bcc, and means the same when it is read again. */
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "read/address.h"
#include "read/mail.h"
#include "send/outgoing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct outgoing_defaults defaults = { "Ann Ash <ann@example.org>", 1649160000 };

static void check_bytes(const GString *bytes)
{
	size_t begin = 0;
	bool headers = true;

	g_assert_null(memchr(bytes->str, 0, bytes->len));
	g_assert_true(g_str_has_suffix(bytes->str, "\r\n"));
	for (size_t i = 0; i < bytes->len; i++) {
		if (bytes->str[i] == '\r')
			g_assert_cmpint(bytes->str[i + 1], ==, '\n');
		if (bytes->str[i] != '\n')
			continue;
		g_assert_cmpint(bytes->str[i - 1], ==, '\r');
		g_assert_cmpuint(i - 1 - begin, <=, OUTGOING_LINE_LIMIT);
		if (headers)
			g_assert_cmpint(g_ascii_strncasecmp(bytes->str + begin, "bcc:", 4), !=, 0);
		headers = headers && i - 1 > begin;
		begin = i + 1;
	}
	g_assert_false(headers);
}

static void check_again(const struct outgoing *mail)
{
	_cleanup_(outgoing_freep) struct outgoing *again = NULL;
	g_autoptr(GError) error = NULL;

	if (!mail->to->len && !mail->cc->len)
		return;
	g_assert_true(outgoing_new(mail->bytes->str, mail->bytes->len, "again", &defaults, &again,
				   &error));
	g_assert_cmpstr(again->message_id, ==, mail->message_id);
	g_assert_cmpstr(again->sender, ==, mail->sender);
	g_assert_cmpuint(again->to->len, ==, mail->to->len);
	g_assert_cmpuint(again->cc->len, ==, mail->cc->len);
	g_assert_true(g_string_equal(again->bytes, mail->bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	_cleanup_(outgoing_freep) struct outgoing *mail = NULL;
	g_autoptr(GError) error = NULL;

	if (!ready)
		mail_library_init();
	ready = true;
	if (!outgoing_new((const char *)data, size, "draft", &defaults, &mail, &error))
		return 0;
	g_assert_cmpuint(mail->recipients->len, >, 0);
	for (guint i = 0; i < mail->recipients->len; i++)
		g_assert_true(address_is_valid(mail->recipients->pdata[i]));
	g_assert_true(address_is_valid(mail->sender));
	g_assert_true(g_utf8_validate(mail->subject, -1, NULL));
	check_bytes(mail->bytes);
	check_again(mail);
	g_string_free(outgoing_stuffed(mail), TRUE);
	return 0;
}
