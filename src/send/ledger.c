/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/ledger.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/place.h"
#include "base/store.h"
#include "send/moment.h"

enum { WAIT_S = 600 /* for another one that sends; what it does is bounded by its own times */ };

/* States are numbers of enum delivery: never to be renumbered without a new version. */
static const struct store_format format = {
	.application_id = 0x776e7331, /* "wns1" */
	.version = 1,
	.what = "a ledger of sent mails",
	.durable = true,
	.mode = 0600, /* it has the addresses of Bcc */
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

/* Drafts of winnow's by what they answer; ledgers that were begun without it get it. */
static const char answers[] = "CREATE TABLE IF NOT EXISTS answer ("
			      " answered TEXT NOT NULL,"
			      " mail INTEGER NOT NULL REFERENCES mail,"
			      " sender TEXT NOT NULL COLLATE NOCASE,"
			      " PRIMARY KEY (answered, mail)) WITHOUT ROWID;";

struct ledger {
	struct store *store;
	struct store_lock *lock; /* NULL: only to look into */
	struct moment moment;	 /* when it is open to write */
	char *response;		 /* of the last entry that was asked for */
};

const char *delivery_name(enum delivery delivery)
{
	static const char *const names[] = {
		[DELIVERY_NONE] = "not sent",	  [DELIVERY_OFFERED] = "unknown",
		[DELIVERY_ACCEPTED] = "sent",	  [DELIVERY_REFUSED] = "refused",
		[DELIVERY_DEFERRED] = "deferred",
	};

	return names[delivery];
}

char *ledger_default_path(void)
{
	return place_state("winnow/sent.db");
}

void ledger_free(struct ledger *ledger)
{
	if (ledger->store)
		store_free(ledger->store);
	if (ledger->lock)
		store_unlock(ledger->lock);
	g_free(ledger->response);
	g_free(ledger);
}

#define WHY_IT_MATTERS "it says what was sent, so that nothing is sent twice"

static bool is_link(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

/*
 * Where the file itself is, the caller's to free: what is beside it is beside that. What a link on
 * the way leads to may come back with its disk, and must not be begun anew meanwhile.
 */
static bool resolve(const char *path, char **out, GError **error)
{
	g_autofree char *at = g_strdup(path);
	char *real = realpath(path, NULL);

	if (real) {
		*out = g_strdup(real);
		free(real);
		return true;
	}
	while (errno == ENOENT && strcmp(at, ".") != 0 && strcmp(at, "/") != 0) {
		char *directory;

		if (is_link(at) && access(at, F_OK) != 0)
			return fail(error, WINNOW_ERROR_RETRY,
				    "'%s' leads nowhere; is its disk not mounted? " WHY_IT_MATTERS,
				    at);
		directory = g_path_get_dirname(at);
		g_free(at);
		at = directory;
		errno = ENOENT;
	}
	*out = g_strdup(path);
	return true;
}

static bool fail_doubt(const char *doubt, GError **error)
{
	return fail(error, WINNOW_ERROR_RETRY,
		    "%s; " WHY_IT_MATTERS ": compare 'winnow send --status --trust-ledger' with "
		    "what has arrived, then send with --trust-ledger",
		    doubt);
}

static bool open_store(const char *path, bool trust, struct store **out, GError **error)
{
	_cleanup_(store_freep) struct store *store = NULL;
	g_autofree char *doubt = trust ? NULL : moment_doubt_files(path);
	g_autofree char *why = NULL;
	enum store_state state;

	if (doubt)
		return fail_doubt(doubt, error);
	state = store_open(path, &format, &store, &why);
	if (state == STORE_ABSENT) {
		*out = NULL;
		return true;
	}
	if (state != STORE_READY)
		return fail(error, WINNOW_ERROR_SYSTEM, "%s; " WHY_IT_MATTERS, why);
	doubt = trust ? NULL : moment_doubt(path, store);
	if (doubt)
		return fail_doubt(doubt, error);
	if (store_failure(store, NULL))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot read '%s': %s; " WHY_IT_MATTERS,
			    path, store_failure(store, NULL));
	*out = g_steal_pointer(&store);
	return true;
}

bool ledger_open(const char *path, bool trust, struct ledger **out, GError **error)
{
	g_autofree char *real = NULL;
	struct store *store = NULL;

	if (!resolve(path, &real, error) || !open_store(real, trust, &store, error))
		return false;
	*out = NULL;
	if (!store)
		return true;
	*out = g_new0(struct ledger, 1);
	(*out)->store = store;
	return true;
}

static bool make(const char *path, GError **error)
{
	_cleanup_(store_freep) struct store *store = NULL;

	return store_begin(path, &format, &store, error) && store_publish(store, error) &&
	       file_sync_directory(path, error);
}

/* Where the file beside it is missing, behind, or not to be believed, it is as of now. */
static bool agree(struct ledger *ledger, bool trust, GError **error)
{
	const char *path = store_path(ledger->store);
	bool begun = moment_read(ledger->store, &ledger->moment);
	g_autofree char *doubt = trust ? moment_doubt(path, ledger->store) : NULL;

	if (!begun || doubt) {
		if (!store_begin_transaction(ledger->store, error))
			return false;
		moment_begin(&ledger->moment, moment_sum(ledger->store, 0));
		moment_write(ledger->store, &ledger->moment);
		if (!store_commit(ledger->store, error))
			return false;
	}
	return moment_is_noted(path, &ledger->moment) || moment_note(path, &ledger->moment, error);
}

bool ledger_open_to_write(const char *path, bool trust,
			  void (*waiting)(const char *path, void *data), void *data,
			  struct ledger **out, GError **error)
{
	_cleanup_(ledger_freep) struct ledger *ledger = g_new0(struct ledger, 1);
	g_autofree char *directory = NULL;
	g_autofree char *real = NULL;

	if (!resolve(path, &real, error))
		return false;
	directory = g_path_get_dirname(real);
	if (!file_make_directory(directory, 0700, error))
		return false;
	if (!store_lock(real, WAIT_S, waiting, data, &ledger->lock, error) ||
	    !open_store(real, trust, &ledger->store, error))
		return false;
	if (!ledger->store &&
	    (!make(real, error) || !open_store(real, true, &ledger->store, error)))
		return false;
	if (!ledger->store || !store_is_writable(ledger->store))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s'", real);
	/* Older winnows noted what was sent in a log beside it, which is as easily lost. */
	if (!store_execute(ledger->store, "PRAGMA journal_mode = DELETE", error) ||
	    !store_execute(ledger->store, answers, error) ||
	    !store_execute(ledger->store, moment_schema, error) || !agree(ledger, trust, error))
		return false;
	*out = g_steal_pointer(&ledger);
	return true;
}

unsigned ledger_others_may(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) ? status.st_mode & 077 : 0;
}

static bool check(const struct ledger *ledger, GError **error)
{
	const char *why = store_failure(ledger->store, NULL);

	return !why || fail(error, WINNOW_ERROR_SYSTEM, "cannot read '%s': %s",
			    store_path(ledger->store), why);
}

/* Whatever else it says then is not to be believed. */
static enum delivery delivery_of(struct ledger *ledger, gint64 state)
{
	if (state >= 0 && state < DELIVERY_KINDS)
		return (enum delivery)state;
	store_note_damage(ledger->store, "a recipient has a state that there is none of");
	return DELIVERY_OFFERED;
}

bool ledger_find(struct ledger *ledger, const char *message_id, const char *address,
		 struct ledger_entry *entry, GError **error)
{
	struct query *query;

	*entry = (struct ledger_entry){ .response = "" };
	if (!ledger)
		return true;
	query = store_query(ledger->store,
			    "SELECT state, at, reply FROM delivery JOIN mail ON number = mail"
			    " WHERE message_id = ? AND address = ?");
	query_text(query, message_id);
	query_text(query, address);
	if (query_next(query)) {
		entry->delivery = delivery_of(ledger, query_get_int(query, 0));
		entry->at = query_get_int(query, 1);
		g_free(ledger->response);
		ledger->response = g_strdup(query_get_text(query, 2));
		entry->response = ledger->response;
	}
	/* Who has begun to read keeps others from writing. */
	query_end(query);
	return check(ledger, error);
}

/* End a transaction after which all rows have that sum. On the disk, both in it and beside it. */
static bool finish(struct ledger *ledger, guint64 sum, GError **error)
{
	struct moment next = ledger->moment;

	moment_advance(&next, sum);
	moment_write(ledger->store, &next);
	if (!store_commit(ledger->store, error)) {
		store_rollback(ledger->store);
		return false;
	}
	ledger->moment = next;
	return moment_note(store_path(ledger->store), &ledger->moment, error);
}

bool ledger_has_other(struct ledger *ledger, const char *message_id, const char *content,
		      bool *other, GError **error)
{
	static const char *const forget[] = {
		"DELETE FROM delivery WHERE mail = ?",
		"DELETE FROM answer WHERE mail = ?",
		"DELETE FROM mail WHERE number = ?",
	};
	struct query *query;
	gint64 number;
	guint64 sum;
	bool found;

	*other = false;
	if (!ledger)
		return true;
	query = store_query(ledger->store,
			    "SELECT number, EXISTS (SELECT 1 FROM delivery WHERE mail = number"
			    "                       AND state IN (1, 2))"
			    " FROM mail WHERE message_id = ? AND content <> ?");
	query_text(query, message_id);
	query_text(query, content);
	found = query_next(query);
	number = found ? query_get_int(query, 0) : 0;
	*other = found && query_get_int(query, 1) != 0;
	query_end(query);
	if (!check(ledger, error))
		return false;
	if (!found || *other || !ledger->lock)
		return true;
	if (!store_begin_transaction(ledger->store, error))
		return false;
	sum = ledger->moment.sum - moment_sum(ledger->store, number);
	for (size_t i = 0; i < G_N_ELEMENTS(forget); i++) {
		query = store_query(ledger->store, forget[i]);
		query_int(query, number);
		query_next(query);
	}
	return finish(ledger, sum, error);
}

/* One that was never written to since it was begun may lack the table. */
static bool has_answers(struct ledger *ledger)
{
	struct query *query =
		store_query(ledger->store, "SELECT 1 FROM sqlite_schema WHERE name = 'answer'");
	bool found = query_next(query);

	query_end(query);
	return found;
}

bool ledger_find_answers(struct ledger *ledger, const struct outgoing *mail, bool *own, bool *other,
			 GError **error)
{
	struct query *query;

	*own = *other = false;
	if (!ledger || !mail->answered)
		return true;
	if (!has_answers(ledger))
		return check(ledger, error);
	query = store_query(ledger->store, "SELECT max(message_id = ?), max(message_id <> ?)"
					   " FROM answer JOIN mail ON number = answer.mail"
					   " WHERE answered = ? AND sender = ? AND EXISTS"
					   " (SELECT 1 FROM delivery WHERE delivery.mail = number"
					   "  AND state IN (1, 2))");
	query_text(query, mail->message_id);
	query_text(query, mail->message_id);
	query_text(query, mail->answered);
	query_text(query, mail->sender);
	if (query_next(query)) {
		*own = query_get_int(query, 0) != 0;
		*other = query_get_int(query, 1) != 0;
	}
	query_end(query);
	return check(ledger, error);
}

static void write_answer(struct ledger *ledger, gint64 number, const struct outgoing *mail)
{
	struct query *query = store_query(
		ledger->store,
		"INSERT OR REPLACE INTO answer (answered, mail, sender) VALUES (?, ?, ?)");

	query_text(query, mail->answered);
	query_int(query, number);
	query_text(query, mail->sender);
	query_next(query);
}

static guint64 sum_of(struct ledger *ledger, const char *message_id)
{
	struct query *query =
		store_query(ledger->store, "SELECT number FROM mail WHERE message_id = ?");
	gint64 number;

	query_text(query, message_id);
	number = query_next(query) ? query_get_int(query, 0) : 0;
	query_end(query);
	return number ? moment_sum(ledger->store, number) : 0;
}

static gint64 number_of(struct ledger *ledger, const struct outgoing *mail)
{
	struct query *query = store_query(
		ledger->store, "INSERT INTO mail (message_id, content, subject) VALUES (?, ?, ?)"
			       " ON CONFLICT (message_id) DO UPDATE SET subject = excluded.subject"
			       " RETURNING number");
	gint64 number;

	query_text(query, mail->message_id);
	query_text(query, mail->content);
	query_text(query, mail->subject);
	number = query_next(query) ? query_get_int(query, 0) : 0;
	/* It is done only when it is run to its end. */
	while (query_next(query))
		continue;
	return number;
}

static void write_note(struct ledger *ledger, gint64 number, const struct ledger_note *note,
		       gint64 now)
{
	struct query *query;

	if (note->delivery == DELIVERY_NONE) {
		query = store_query(ledger->store,
				    "DELETE FROM delivery WHERE mail = ? AND address = ?");
		query_int(query, number);
		query_text(query, note->address);
	} else {
		query = store_query(
			ledger->store,
			"INSERT OR REPLACE INTO delivery (mail, address, state, at, reply)"
			" VALUES (?, ?, ?, ?, ?)");
		query_int(query, number);
		query_text(query, note->address);
		query_int(query, note->delivery);
		query_int(query, now);
		query_text(query, note->response ? note->response : "");
	}
	query_next(query);
}

bool ledger_write(struct ledger *ledger, const struct outgoing *mail,
		  const struct ledger_note *notes, size_t n, gint64 now, GError **error)
{
	gint64 number;
	guint64 sum;

	if (!store_begin_transaction(ledger->store, error))
		return false;
	sum = ledger->moment.sum - sum_of(ledger, mail->message_id);
	number = number_of(ledger, mail);
	if (mail->answered)
		write_answer(ledger, number, mail);
	for (size_t i = 0; i < n; i++)
		write_note(ledger, number, &notes[i], now);
	return finish(ledger, sum + moment_sum(ledger->store, number), error);
}

bool ledger_each(struct ledger *ledger, ledger_visitor *visit, void *data, GError **error)
{
	struct query *query;

	if (!ledger)
		return true;
	query = store_query(ledger->store,
			    "SELECT message_id, subject, address, state, at, reply"
			    " FROM mail JOIN delivery ON mail = number ORDER BY number, address");
	while (query_next(query)) {
		const struct ledger_entry entry = {
			.delivery = delivery_of(ledger, query_get_int(query, 3)),
			.at = query_get_int(query, 4),
			.response = query_get_text(query, 5),
		};

		visit(query_get_text(query, 0), query_get_text(query, 1), query_get_text(query, 2),
		      &entry, data);
	}
	return check(ledger, error);
}
