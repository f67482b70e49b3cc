/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/ledger.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/store.h"
#include "tap.h"

/* As it was before answers were noted. */
static const struct store_format without_answers = {
	.application_id = 0x776e7331,
	.version = 1,
	.what = "a ledger of sent mails",
	.schema = "CREATE TABLE mail ("
		  " number INTEGER PRIMARY KEY,"
		  " message_id TEXT NOT NULL UNIQUE,"
		  " content TEXT NOT NULL,"
		  " subject TEXT NOT NULL);"
		  "CREATE TABLE delivery ("
		  " mail INTEGER NOT NULL REFERENCES mail,"
		  " address TEXT NOT NULL COLLATE NOCASE,"
		  " state INTEGER NOT NULL,"
		  " at INTEGER NOT NULL,"
		  " reply TEXT NOT NULL,"
		  " PRIMARY KEY (mail, address)) WITHOUT ROWID;",
};

static void must(bool ok, GError *error)
{
	if (ok)
		return;
	printf("Bail out! %s\n", error ? error->message : "?");
	exit(1);
}

static const char *answers_to(struct ledger *ledger, const struct outgoing *mail)
{
	GError *error = NULL;
	bool own, other;

	must(ledger_find_answers(ledger, mail, &own, &other, &error), error);
	return own && other ? "both" : own ? "own" : other ? "other" : "none";
}

static void test_old_ledger(const char *path)
{
	const struct outgoing first = { .message_id = "1@x",
					.content = "a",
					.subject = "s",
					.sender = "ann@example.org",
					.answered = "p@x" };
	struct outgoing second = first;
	const struct ledger_note sent = { "bob@example.org", DELIVERY_ACCEPTED, "250" };
	struct store *store = NULL;
	struct ledger *ledger = NULL;
	GError *error = NULL;

	second.message_id = "2@x";
	must(store_begin(path, &without_answers, &store, &error) && store_publish(store, &error),
	     error);
	store_free(store);
	must(ledger_open(path, &ledger, &error), error);
	tap_same("read only, it knows of none", "none", answers_to(ledger, &first));
	ledger_free(ledger);
	must(ledger_open_to_write(path, NULL, NULL, &ledger, &error), error);
	must(ledger_write(ledger, &first, &sent, 1, 0, &error), error);
	tap_same("what is noted is known: the draft", "own", answers_to(ledger, &first));
	second.sender = "Ann@Example.org";
	tap_same("and for the next one", "other", answers_to(ledger, &second));
	second.sender = "zoe@example.org";
	tap_same("of the same sender", "none", answers_to(ledger, &second));
	ledger_free(ledger);
}

int main(void)
{
	g_autofree char *directory = g_dir_make_tmp("ledger-test-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(directory, "sent.db", NULL);
	g_autofree char *lock = g_strconcat(path, ".lock", NULL);

	test_old_ledger(path);
	unlink(path);
	unlink(lock);
	rmdir(directory);
	return tap_done();
}
