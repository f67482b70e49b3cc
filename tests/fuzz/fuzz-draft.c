/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A mail, and the answer to it: whatever stands in the mail, the answer has the headers it should
 * have and no others, goes to whom it was addressed to, and its lines can be sent.
 */
#include <stdint.h>
#include <string.h>

#include "read/mail.h"
#include "answer/letter.h"
#include "answer/quote.h"
#include "answer/recipients.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_headers(const char *bytes, size_t length)
{
	static const char *const known[] = {
		"Date: ",     "From: ",		"Subject: ",	  "To: ",
		"Cc: ",	      "Message-Id: ",	"In-Reply-To: ",  "References: ",
		"X-Winnow: ", "MIME-Version: ", "Content-Type: ", "Content-Transfer-Encoding: "
	};
	struct slice rest = { bytes, length }, line;
	bool seen[G_N_ELEMENTS(known)] = { false };

	while (text_next_line(&rest, &line) && line.length) {
		size_t i = 0;

		g_assert_null(memchr(line.start, '\r', line.length));
		if (line.start[0] == ' ' || line.start[0] == '\t')
			continue;
		while (i < G_N_ELEMENTS(known) && !slice_has_prefix(line, known[i]) &&
		       !slice_equal(line, g_strchomp(strdupa(known[i]))))
			i++;
		g_assert_cmpuint(i, <, G_N_ELEMENTS(known));
		g_assert_false(seen[i]);
		seen[i] = true;
	}
	for (rest = (struct slice){ bytes, length }; text_next_line(&rest, &line);)
		g_assert_cmpuint(line.length, <=, 998);
	g_assert_null(memchr(bytes, 0, length));
}

static void check_list(const GArray *wanted, const char *list)
{
	size_t n_bad = 0;
	g_autoptr(GArray) found = addresses_parse(list, &n_bad);

	g_assert_cmpuint(n_bad, ==, 0);
	g_assert_cmpuint(found->len, ==, wanted->len);
	for (guint i = 0; i < found->len; i++)
		g_assert_cmpstr(g_array_index(found, struct person, i).email, ==,
				g_array_index(wanted, struct person, i).email);
}

static void answer(struct patch *patch)
{
	g_autoptr(GHashTable) own = g_hash_table_new(g_str_hash, g_str_equal);
	struct identity identity = { .from = { (char *)"Me", (char *)"me@example.org" },
				     .own = own };
	_cleanup_(quote_freep) struct quote *quote = quote_new(patch);
	struct recipients recipients;
	struct letter letter;
	struct mail mail;
	size_t length = 0;

	letter_init(&letter);
	letter.from = (struct person){ g_strdup("Me"), g_strdup("me@example.org") };
	recipients_init(&recipients, letter.to, letter.cc, &identity);
	recipients_of(&recipients, patch, "stable@example.org");
	recipients_clear(&recipients);
	letter.subject = g_strdup_printf("Re: %s", patch->envelope->subject);
	quote_point_at(quote, patch->message.subject);
	letter.text = quote_text(quote);
	letter.in_reply_to = g_strdup(patch->envelope->message_id);
	g_ptr_array_add(letter.references,
			g_strdup(patch->envelope->references ? patch->envelope->references : ""));
	g_ptr_array_add(letter.references, g_strdup(letter.in_reply_to));

	g_autofree char *bytes = letter_write(&letter, &length);

	check_headers(bytes, length);
	g_assert_true(letter_is_untouched(bytes, length));
	mail_parse(&mail, bytes, length);
	g_assert_nonnull(mail.envelope);
	check_list(letter.to, mail.envelope->to);
	check_list(letter.cc, mail.envelope->cc);
	mail_clear(&mail);
	letter_clear(&letter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(patch_freep) struct patch *patch = patch_new("fuzz");
	static bool ready;
	struct mail mail;

	if (!ready)
		mail_library_init();
	ready = true;
	mail_parse(&mail, (const char *)data, size);
	patch_fill(patch, mail.subject, mail.from, mail.text, NULL, 1);
	patch->envelope = g_steal_pointer(&mail.envelope);
	if (patch->envelope)
		answer(patch);
	mail_clear(&mail);
	return 0;
}
