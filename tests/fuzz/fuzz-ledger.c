/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ledgers: behind "S" the file itself, else a good one in which the input changes rows, see rows.h.
 * One that is not read is an error; what is read are states that there are.
 */
#include <string.h>

#include "base/file.h"
#include "read/mail.h"
#include "rows.h"
#include "send/ledger.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct rows_table tables[] = {
	{ "delivery", "address", { "mail", "address", "state", "at", "reply", NULL } },
	{ "mail", "number", { "number", "message_id", "content", "subject", NULL } },
	{ "answer", "mail", { "answered", "mail", "sender", NULL } },
};

static struct outgoing *mail_of(unsigned i)
{
	static const struct outgoing_defaults defaults = { "Ann <ann@example.org>", 1649160000 };
	g_autofree char *draft = g_strdup_printf("Message-ID: <%u@example.org>\nTo: b@example.org, "
						 "c@example.org\nSubject: Re: %u\nX-Winnow: drop\n"
						 "In-Reply-To: <q%u@example.org>\n\ntext\n",
						 i, i, i % 2);
	struct outgoing *mail = NULL;

	g_assert_true(outgoing_new(draft, strlen(draft), "draft", &defaults, &mail, NULL));
	return mail;
}

static const char *good(size_t *length)
{
	static char *bytes;
	static size_t n;

	if (!bytes) {
		const struct ledger_note notes[] = {
			{ "b@example.org", DELIVERY_ACCEPTED, "250 taken" },
			{ "c@example.org", DELIVERY_OFFERED, NULL },
		};
		g_autofree char *path = g_build_filename(fuzz_directory(), "sent.db", NULL);
		struct ledger *ledger = NULL;

		g_assert_true(ledger_open_to_write(path, true, NULL, NULL, &ledger, NULL));
		for (unsigned i = 0; i < 3; i++) {
			struct outgoing *mail = mail_of(i);

			g_assert_true(
				ledger_write(ledger, mail, notes, i ? 2 : 1, 1649160000 + i, NULL));
			outgoing_free(mail);
		}
		ledger_free(ledger);
		g_assert_true(file_read(path, FILE_LIST_LIMIT, &bytes, &n, NULL));
		fuzz_remove(NULL);
	}
	*length = n;
	return bytes;
}

static void visit(const char *message_id, const char *subject, const char *address,
		  const struct ledger_entry *entry, void *data)
{
	(void)data;
	g_assert_true(message_id && subject && address && entry->response);
	g_assert_cmpuint((unsigned)entry->delivery, <, DELIVERY_KINDS);
	g_assert_nonnull(delivery_name(entry->delivery));
}

/* Errors are answers: what counts is that none is taken for "never sent". */
static void check(struct ledger *ledger)
{
	struct outgoing *mail = mail_of(1);
	struct ledger_entry entry;
	bool own, other;

	if (ledger_find(ledger, mail->message_id, "b@example.org", &entry, NULL))
		g_assert_cmpuint((unsigned)entry.delivery, <, DELIVERY_KINDS);
	if (ledger_each(ledger, visit, NULL, NULL) &&
	    ledger_has_other(ledger, mail->message_id, mail->content, &other, NULL))
		g_assert_true(ledger_find_answers(ledger, mail, &own, &other, NULL) || ledger);
	outgoing_free(mail);
}

static void note(const char *path)
{
	const struct ledger_note note = { "d@example.org", DELIVERY_DEFERRED, "451" };
	struct ledger *ledger = NULL;
	struct outgoing *mail = mail_of(2);
	struct ledger_entry entry;
	g_autoptr(GError) error = NULL;

	if (ledger_open_to_write(path, true, NULL, NULL, &ledger, &error)) {
		if (ledger_write(ledger, mail, &note, 1, 1649160000, NULL) &&
		    ledger_find(ledger, mail->message_id, note.address, &entry, NULL))
			g_assert_cmpint(entry.delivery, ==, note.delivery);
		ledger_free(ledger);
	} else {
		fuzz_check_message(error->message);
	}
	outgoing_free(mail);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = { data, data + size };
	size_t length;
	const char *bytes;
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	struct ledger *ledger = NULL;
	static bool ready;

	if (!ready)
		mail_library_init();
	ready = true;
	bytes = good(&length);
	if (size && data[0] == 'S') {
		path = fuzz_write("sent.db", data, size);
	} else {
		path = fuzz_write("sent.db", bytes, length);
		rows_edit(path, tables, G_N_ELEMENTS(tables), &input);
	}
	if (ledger_open(path, true, &ledger, &error)) {
		g_assert_nonnull(ledger);
		check(ledger);
		ledger_free(ledger);
	} else {
		fuzz_check_message(error->message);
	}
	note(path);
	fuzz_remove(NULL);
	return 0;
}
