/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/ledger.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/store.h"

/* States are numbers of enum delivery: never to be renumbered without a new version. */
static const struct store_format format = {
	.application_id = 0x776e7331, /* "wns1" */
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

/* Drafts of winnow's by what they answer; ledgers that were begun without it get it. */
static const char answers[] = "CREATE TABLE IF NOT EXISTS answer ("
			      " answered TEXT NOT NULL,"
			      " mail INTEGER NOT NULL REFERENCES mail,"
			      " sender TEXT NOT NULL COLLATE NOCASE,"
			      " PRIMARY KEY (answered, mail)) WITHOUT ROWID;";

struct ledger {
	struct store *store;
	struct store_lock *lock; /* NULL: only to look into */
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
	return g_build_filename(g_get_user_state_dir(), "winnow", "sent.db", NULL);
}

void ledger_free(struct ledger *ledger)
{
	if (ledger->store)
		store_free(ledger->store);
	if (ledger->lock)
		store_unlock(ledger->lock);
	g_free(ledger);
}

static bool open_store(const char *path, struct store **out, bool *absent, GError **error)
{
	g_autofree char *why = NULL;
	enum store_state state = store_open(path, &format, out, &why);

	*absent = state == STORE_ABSENT;
	if (state == STORE_READY || state == STORE_ABSENT)
		return true;
	return fail(error, WINNOW_ERROR_SYSTEM,
		    "%s; it says what was sent, so that nothing is sent twice", why);
}

bool ledger_open(const char *path, struct ledger **out, GError **error)
{
	struct store *store = NULL;
	bool absent;

	if (!open_store(path, &store, &absent, error))
		return false;
	*out = NULL;
	if (absent)
		return true;
	*out = g_new0(struct ledger, 1);
	(*out)->store = store;
	return true;
}

/* A file's name is its directory's content, and as easily lost with it. */
static bool sync_directory(const char *path, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(path);
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		fail_errno(error, "cannot write '%s'", directory);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool make(const char *path, GError **error)
{
	_cleanup_(store_freep) struct store *store = NULL;

	return store_begin(path, &format, &store, error) && store_publish(store, error) &&
	       sync_directory(path, error);
}

bool ledger_open_to_write(const char *path, void (*waiting)(const char *path, void *data),
			  void *data, struct ledger **out, GError **error)
{
	_cleanup_(ledger_freep) struct ledger *ledger = g_new0(struct ledger, 1);
	g_autofree char *directory = g_path_get_dirname(path);
	bool absent;

	/* It has the addresses of Bcc: made for its owner alone. */
	if (g_mkdir_with_parents(directory, 0700) != 0)
		return fail_errno(error, "cannot make directory '%s'", directory);
	if (!store_lock(path, waiting, data, &ledger->lock, error) ||
	    !open_store(path, &ledger->store, &absent, error))
		return false;
	if (absent && (!make(path, error) || !open_store(path, &ledger->store, &absent, error)))
		return false;
	if (!ledger->store || !store_is_writable(ledger->store))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s'", path);
	/* Not only the process may end: what is noted must survive the machine, too. */
	if (!store_execute(ledger->store, "PRAGMA synchronous = FULL", error) ||
	    !store_execute(ledger->store, answers, error))
		return false;
	*out = g_steal_pointer(&ledger);
	return true;
}

static bool check(const struct ledger *ledger, GError **error)
{
	const char *why = store_failure(ledger->store, NULL);

	return !why || fail(error, WINNOW_ERROR_SYSTEM, "cannot read '%s': %s",
			    store_path(ledger->store), why);
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
		entry->delivery = (enum delivery)query_get_int(query, 0);
		entry->at = query_get_int(query, 1);
		entry->response = query_get_text(query, 2);
	}
	return check(ledger, error);
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
	for (size_t i = 0; i < G_N_ELEMENTS(forget); i++) {
		query = store_query(ledger->store, forget[i]);
		query_int(query, number);
		query_next(query);
	}
	return store_commit(ledger->store, error);
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

	if (!store_begin_transaction(ledger->store, error))
		return false;
	number = number_of(ledger, mail);
	if (mail->answered)
		write_answer(ledger, number, mail);
	for (size_t i = 0; i < n; i++)
		write_note(ledger, number, &notes[i], now);
	if (store_commit(ledger->store, error))
		return true;
	store_rollback(ledger->store);
	return false;
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
			.delivery = (enum delivery)query_get_int(query, 3),
			.at = query_get_int(query, 4),
			.response = query_get_text(query, 5),
		};

		visit(query_get_text(query, 0), query_get_text(query, 1), query_get_text(query, 2),
		      &entry, data);
	}
	return check(ledger, error);
}
