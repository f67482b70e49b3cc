/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/ledger.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
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
	must(ledger_open(path, false, &ledger, &error), error);
	tap_same("read only, it knows of none", "none", answers_to(ledger, &first));
	ledger_free(ledger);
	must(ledger_open_to_write(path, false, NULL, NULL, &ledger, &error), error);
	must(ledger_write(ledger, &first, &sent, 1, 0, &error), error);
	tap_same("what is noted is known: the draft", "own", answers_to(ledger, &first));
	second.sender = "Ann@Example.org";
	tap_same("and for the next one", "other", answers_to(ledger, &second));
	second.sender = "zoe@example.org";
	tap_same("of the same sender", "none", answers_to(ledger, &second));
	ledger_free(ledger);
}

/* Killed between a change and its note beside the ledger: behind by one, and by no more. */
static void test_behind(const char *path)
{
	const struct outgoing mail = {
		.message_id = "3@x", .content = "a", .subject = "s", .sender = "ann@example.org"
	};
	const struct ledger_note notes[] = {
		{ "bob@example.org", DELIVERY_OFFERED, NULL },
		{ "bob@example.org", DELIVERY_ACCEPTED, "250" },
	};
	g_autofree char *last = g_strconcat(path, ".last", NULL);
	char *before[2] = { NULL };
	struct ledger *ledger = NULL;
	GError *error = NULL;

	must(ledger_open_to_write(path, false, NULL, NULL, &ledger, &error), error);
	for (size_t i = 0; i < 2; i++) {
		must(g_file_get_contents(last, &before[i], NULL, &error), error);
		must(ledger_write(ledger, &mail, &notes[i], 1, 0, &error), error);
	}
	ledger_free(ledger);
	must(g_file_set_contents(last, before[1], -1, &error), error);
	tap_ok(ledger_open(path, false, &ledger, &error), "behind by one");
	ledger_free(ledger);
	must(g_file_set_contents(last, before[0], -1, &error), error);
	tap_ok(!ledger_open(path, false, &ledger, &error) &&
		       g_error_matches(error, WINNOW_ERROR, WINNOW_ERROR_RETRY),
	       "behind by two");
	g_clear_error(&error);
	must(ledger_open(path, true, &ledger, &error), error);
	ledger_free(ledger);
	must(ledger_open_to_write(path, true, NULL, NULL, &ledger, &error), error);
	ledger_free(ledger);
	tap_ok(ledger_open(path, false, &ledger, &error), "trusted once, it agrees");
	ledger_free(ledger);
	g_free(before[0]);
	g_free(before[1]);
}

/* A ledger is whole to who looks into it while another one writes. */
static void test_beside_writer(const char *path)
{
	enum { CHANGES = 120 };
	const struct outgoing mail = {
		.message_id = "4@x", .content = "a", .subject = "s", .sender = "ann@example.org"
	};
	const struct ledger_note note = { "bob@example.org", DELIVERY_ACCEPTED, "250" };
	struct ledger *ledger = NULL;
	GError *error = NULL;
	unsigned looked = 0, doubts = 0;
	pid_t writer = fork();

	if (writer == 0) {
		must(ledger_open_to_write(path, false, NULL, NULL, &ledger, &error), error);
		for (int i = 0; i < CHANGES; i++)
			must(ledger_write(ledger, &mail, &note, 1, i, &error), error);
		ledger_free(ledger);
		_exit(0);
	}
	while (writer > 0 && waitpid(writer, NULL, WNOHANG) == 0) {
		ledger = NULL;
		if (!ledger_open(path, false, &ledger, &error) && !doubts++)
			printf("# %s\n", error->message);
		g_clear_error(&error);
		if (ledger)
			ledger_free(ledger);
		looked++;
	}
	printf("# looked %u times\n", looked);
	tap_ok(looked > 1 && !doubts, "whole to who looks while another one writes");
}

int main(void)
{
	g_autofree char *directory = g_dir_make_tmp("ledger-test-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(directory, "sent.db", NULL);
	g_autofree char *lock = g_strconcat(path, ".lock", NULL);
	g_autofree char *last = g_strconcat(path, ".last", NULL);

	test_old_ledger(path);
	test_behind(path);
	test_beside_writer(path);
	unlink(path);
	unlink(last);
	unlink(lock);
	rmdir(directory);
	return tap_done();
}
