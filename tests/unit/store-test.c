/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tap.h"

/* Changed by a log, and by copy. */
static const struct store_format formats[] = {
	{
		.application_id = 0x74657374,
		.version = 3,
		.what = "a file of this test",
		.schema = "CREATE TABLE words(number INTEGER PRIMARY KEY, word TEXT);"
			  "CREATE INDEX by_word ON words(word);",
	},
	{
		.application_id = 0x74657375,
		.version = 3,
		.what = "a file of this test",
		.schema = "CREATE TABLE words(number INTEGER PRIMARY KEY, word TEXT);",
		.by_copy = true,
		.indexes = "CREATE INDEX by_word ON words(word);",
	},
};

enum { WORDS = 500, PAGE = 8192 };

/* All rows as one text; what went wrong instead, if something did. */
static char *read_all(struct store *store)
{
	GString *out = g_string_new(NULL);
	struct query *query = store_query(store, "SELECT number, word FROM words ORDER BY number");
	const char *failure;

	while (query_next(query))
		g_string_append_printf(out, "%d %s\n", (int)query_get_int(query, 0),
				       query_get_text(query, 1));
	query = store_query(store, "SELECT count(*) FROM words INDEXED BY by_word WHERE word > ''");
	if (query_next(query))
		g_string_append_printf(out, "%d", (int)query_get_int(query, 0));
	query_end(query);
	failure = store_failure(store, NULL);
	if (failure)
		g_string_printf(out, "failed: %s", failure);
	return g_string_free(out, FALSE);
}

static void read_again(struct store *store, char **text)
{
	g_free(*text);
	*text = read_all(store);
}

static void add_word(struct store *store, int number, const char *word)
{
	struct query *query = store_query(store, "INSERT OR REPLACE INTO words VALUES(?, ?)");

	query_int(query, number);
	query_text(query, word);
	query_next(query);
}

static void ok_of(bool passed, const char *name, const char *what)
{
	g_autofree char *whole = g_strdup_printf("%s: %s", name, what ? what : "nothing is said");

	tap_ok(passed, whole);
}

static void die(GError *error)
{
	printf("Bail out! %s\n", error ? error->message : "?");
	exit(1);
}

/* A new file at path with n words. */
static void make(const struct store_format *format, const char *path, int n)
{
	_cleanup_(store_freep) struct store *store = NULL;
	g_autoptr(GError) error = NULL;

	if (!store_begin(path, format, &store, &error) || !store_begin_transaction(store, &error))
		die(error);
	for (int i = 0; i < n; i++) {
		g_autofree char *word =
			g_strdup_printf("word %d of %d, to fill a page or two", i, n);

		add_word(store, i, word);
	}
	if (format->indexes && !store_execute(store, format->indexes, &error))
		die(error);
	if (!store_commit(store, &error) || !store_publish(store, &error))
		die(error);
}

static struct store *open_ready(const struct store_format *format, const char *path)
{
	struct store *store = NULL;
	char *why = NULL;

	if (store_open(path, format, &store, &why) != STORE_READY) {
		printf("Bail out! %s\n", why);
		exit(1);
	}
	return store;
}

static void write_file(const char *path, const char *bytes, size_t length)
{
	g_autofree char *log = g_strconcat(path, "-wal", NULL);

	FILE *file;

	g_unlink(log);
	file = fopen(path, "wb");
	if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
		die(NULL);
}

static enum store_state state_of(const struct store_format *format, const char *path, char **why)
{
	struct store *store = NULL;
	enum store_state state = store_open(path, format, &store, why);

	if (store)
		store_free(store);
	return state;
}

static void test_states(const struct store_format *format, const char *path)
{
	struct store_format other = *format;
	struct store *store = NULL;
	g_autofree char *why = NULL;
	g_autofree char *bytes = NULL;
	size_t length = 0;

	tap_number("no file", STORE_ABSENT, state_of(format, path, &why));
	tap_ok(why && strstr(why, path), "no file: why names it");
	make(format, path, 3);
	g_clear_pointer(&why, g_free);
	tap_number("a file", STORE_READY, state_of(format, path, &why));
	tap_ok(!why, "a file: nothing to say");
	other.version = 4;
	tap_number("another version", STORE_OTHER_VERSION, store_open(path, &other, &store, &why));
	tap_ok(!store && why && strstr(why, "format 3") && strstr(why, "reads 4"),
	       "another version: why names both");
	g_clear_pointer(&why, g_free);
	other.application_id = 1;
	tap_number("somebody else's", STORE_FOREIGN, store_open(path, &other, &store, &why));
	tap_ok(!store && why && strstr(why, "is not a file of this test"), "somebody else's: why");

	if (!g_file_get_contents(path, &bytes, &length, NULL))
		die(NULL);
	for (size_t n = 0; n < 100; n += 33) {
		g_autofree char *name = g_strdup_printf("%zu bytes are nobody's for sure", n);
		g_autofree char *reason = NULL;

		write_file(path, bytes, n);
		tap_number(name, STORE_FOREIGN, state_of(format, path, &reason));
	}
	g_unlink(path);
	g_mkdir(path, 0777);
	g_clear_pointer(&why, g_free);
	tap_ok(state_of(format, path, &why) != STORE_READY && why && strstr(why, path),
	       "a directory");
	g_rmdir(path);
}

static void test_writing(const struct store_format *format, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *new_path = g_strconcat(path, ".new", NULL);
	g_autofree char *text = NULL;
	struct store *store = NULL;

	make(format, path, 2);
	if (!store_begin(path, format, &store, &error))
		die(error);
	add_word(store, 0, "never published");
	tap_ok(g_file_test(new_path, G_FILE_TEST_EXISTS), "a new file is built beside");
	store_free(store);
	tap_ok(!g_file_test(new_path, G_FILE_TEST_EXISTS), "and is gone if it is not published");
	store = open_ready(format, path);
	text = read_all(store);
	tap_ok(g_str_has_suffix(text, "\n2"), "what was there is there");

	if (!store_begin_transaction(store, &error))
		die(error);
	add_word(store, 7, "rolled back");
	store_rollback(store);
	if (!store_begin_transaction(store, &error))
		die(error);
	add_word(store, 8, "committed");
	if (!store_commit(store, &error) || !store_begin_transaction(store, &error))
		die(error);
	add_word(store, 9, "not committed");
	store_free(store);
	store = open_ready(format, path);
	read_again(store, &text);
	tap_ok(strstr(text, "8 committed\n3") && !strstr(text, "rolled") && !strstr(text, "not"),
	       "a transaction is written when it is committed");
	store_free(store);

	/* What a killed builder left is not built on. */
	write_file(new_path, "garbage", 7);
	make(format, path, 5);
	store = open_ready(format, path);
	read_again(store, &text);
	tap_ok(g_str_has_suffix(text, "\n5"), "built anew over the rest of a killed one");
	tap_ok(!g_file_test(new_path, G_FILE_TEST_EXISTS), "which is gone");
	store_free(store);
	g_unlink(path);
}

/* Change all words, in a transaction. */
static void change_all(struct store *store, const char *word)
{
	g_autoptr(GError) error = NULL;

	if (!store_begin_transaction(store, &error))
		die(error);
	for (int i = 0; i < WORDS; i++)
		add_word(store, i, word);
	if (!store_commit(store, &error))
		die(error);
}

static void test_readers(const struct store_format *format, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *before = NULL;
	g_autofree char *during = NULL;
	g_autofree char *after = NULL;
	struct store *reader, *writer;

	make(format, path, WORDS);
	reader = open_ready(format, path);
	writer = open_ready(format, path);
	before = read_all(reader);
	change_all(writer, "changed");
	during = read_all(reader);
	tap_ok(strcmp(before, during) == 0, "a reader sees one state");
	tap_ok(!store_begin_transaction(reader, &error), "of an older state there is no writer");
	tap_ok(error && strstr(error->message, path), "which is told with its name");
	read_again(writer, &during);
	tap_ok(strstr(during, "0 changed\n") != NULL, "who wrote goes on reading what it wrote");
	change_all(writer, "again");
	store_free(writer);
	read_again(reader, &during);
	tap_ok(strcmp(before, during) == 0, "also when the writer is gone");
	store_free(reader);

	reader = open_ready(format, path);
	after = read_all(reader);
	tap_ok(strstr(after, "0 again\n") != NULL, "the next one sees what was written");
	make(format, path, 1);
	read_again(reader, &during);
	tap_ok(strcmp(after, during) == 0, "also when another file takes the place");
	store_free(reader);

	reader = open_ready(format, path);
	if (!store_begin_transaction(reader, NULL))
		die(NULL);
	add_word(reader, 5, "not committed");
	if (store_execute(reader, "SELECT nothing", NULL))
		die(NULL);
	store_note_damage(reader, "whatever came up");
	store_rollback(reader);
	read_again(reader, &during);
	tap_ok(g_str_has_suffix(during, "\n1") && !store_failure(reader, NULL),
	       "what failed is as if it had not been tried");
	store_free(reader);
	g_unlink(path);
}

static void note_waiting(const char *path, void *data)
{
	(void)path;
	++*(int *)data;
}

static void test_lock(const char *path)
{
	g_autoptr(GError) error = NULL;
	struct store_lock *lock = NULL;
	int waited = 0, status = 0, ends[2];
	pid_t child;
	char byte = 0;

	if (pipe(ends) != 0)
		die(NULL);
	child = fork();
	if (child == 0) {
		/* It ends without unlocking. */
		if (!store_lock(path, 0, NULL, NULL, &lock, NULL) || write(ends[1], "x", 1) != 1)
			_exit(1);
		g_usleep(G_USEC_PER_SEC / 5);
		_exit(0);
	}
	if (read(ends[0], &byte, 1) != 1)
		die(NULL);
	tap_ok(store_lock(path, 0, note_waiting, &waited, &lock, &error),
	       "the lock of who is gone");
	tap_number("waiting is told once", 1, waited);
	waitpid(child, &status, 0);
	tap_number("the one before had it", 0, status);
	store_unlock(lock);
	tap_ok(store_lock(path, 0, note_waiting, &waited, &lock, &error) && waited == 1,
	       "a free lock is had at once");
	store_unlock(lock);
	close(ends[0]);
	close(ends[1]);
}

static void test_private(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	struct store *store = NULL;

	if (!store_open_private(&formats[0], &store, &error))
		die(error);
	add_word(store, 1, "mine");
	text = read_all(store);
	tap_same("a private one", "1 mine\n1", text);
	tap_ok(!store_path(store), "it is nowhere");
	store_free(store);
}

/* What comes of a damaged file: the right rows or a failure, never other rows. */
static bool is_right_or_failed(const struct store_format *format, const char *path,
			       const char *right, size_t *failed)
{
	struct store *store = NULL;
	g_autofree char *why = NULL;
	g_autofree char *text = NULL;
	bool damaged = false;

	if (store_open(path, format, &store, &why) != STORE_READY) {
		++*failed;
		return why != NULL;
	}
	text = read_all(store);
	if (store_failure(store, &damaged))
		++*failed;
	if (strcmp(text, right) != 0 && !(store_failure(store, NULL) && damaged))
		printf("# %.200s\n", text);
	damaged = strcmp(text, right) == 0 || (store_failure(store, NULL) && damaged);
	store_free(store);
	return damaged;
}

static void test_damage(const struct store_format *format, const char *path)
{
	g_autofree char *bytes = NULL;
	g_autofree char *right = NULL;
	g_autoptr(GRand) chance = g_rand_new_with_seed(4711);
	struct store *store;
	size_t length = 0, failed = 0, n = 0;
	bool ok = true;

	make(format, path, WORDS);
	store = open_ready(format, path);
	right = read_all(store);
	store_free(store);
	if (!g_file_get_contents(path, &bytes, &length, NULL))
		die(NULL);
	tap_ok(length % PAGE == 0 && length > 4 * PAGE, "there are some pages to damage");

	for (size_t at = 1; at < length; at += 211, n++) {
		char was = bytes[at];

		bytes[at] = (char)(was ^ g_rand_int_range(chance, 1, 256));
		write_file(path, bytes, length);
		ok = is_right_or_failed(format, path, right, &failed) && ok;
		bytes[at] = was;
	}
	tap_ok(ok, "one byte changed: the same rows or none");
	tap_number("one byte changed: all noticed", (gint64)n, (gint64)failed);

	ok = true;
	failed = n = 0;
	for (size_t cut = 1; cut < length; cut += cut < PAGE + 200 ? 97 : 1500, n++) {
		write_file(path, bytes, length - cut);
		ok = is_right_or_failed(format, path, right, &failed) && ok;
	}
	tap_ok(ok, "cut off anywhere: the same rows or none");
	tap_number("cut off anywhere: all noticed", (gint64)n, (gint64)failed);

	ok = true;
	failed = n = 0;
	for (size_t a = 0; a < length; a += PAGE, n++) {
		g_autofree char *spoilt = g_memdup2(bytes, length);

		if (a)
			memcpy(spoilt + a, bytes + (a == PAGE ? length - PAGE : a - PAGE), PAGE);
		else
			memset(spoilt + PAGE, 0, PAGE);
		write_file(path, spoilt, length);
		ok = is_right_or_failed(format, path, right, &failed) && ok;
	}
	tap_ok(ok, "a page in another's place: the same rows or none");

	write_file(path, bytes, length);
	failed = 0;
	tap_ok(is_right_or_failed(format, path, right, &failed) && !failed, "undamaged again");

	/* Shortened under who reads it. */
	store = open_ready(format, path);
	if (truncate(path, (off_t)length - PAGE - 100) != 0)
		die(NULL);
	g_autofree char *text = read_all(store);

	tap_ok(store_failure(store, NULL) && g_str_has_prefix(text, "failed: "),
	       "cut off while it is open");
	store_free(store);
	g_unlink(path);
}

/* Of what was there before: a disk that has not written a page says nothing of it. */
static void test_earlier(const struct store_format *format, const char *path)
{
	g_autofree char *early = NULL;
	g_autofree char *late = NULL;
	g_autofree char *right = NULL;
	size_t early_length = 0, length = 0, failed = 0, differing = 0;
	struct store *store;
	bool ok = true;

	make(format, path, WORDS);
	if (!g_file_get_contents(path, &early, &early_length, NULL))
		die(NULL);
	store = open_ready(format, path);
	change_all(store, "word 7 of 500, to fill a page or two");
	store_free(store);
	store = open_ready(format, path);
	right = read_all(store);
	store_free(store);
	if (!g_file_get_contents(path, &late, &length, NULL))
		die(NULL);
	for (size_t at = 0; at < MIN(early_length, length); at += PAGE) {
		g_autofree char *mixed = g_memdup2(late, length);

		memcpy(mixed + at, early + at, PAGE);
		differing += memcmp(mixed, late, length) != 0;
		write_file(path, mixed, length);
		ok = is_right_or_failed(format, path, right, &failed) && ok;
	}
	tap_ok(ok, "a page of an earlier state: the same rows or none");
	tap_number("a page of an earlier state: each is another's", (gint64)(early_length / PAGE),
		   (gint64)differing);
	tap_number("a page of an earlier state: all noticed", (gint64)differing, (gint64)failed);
	g_unlink(path);
}

static void test_same_bytes(const struct store_format *format, const char *path)
{
	g_autofree char *one = NULL;
	g_autofree char *other = NULL;
	size_t n = 0, m = 0;

	make(format, path, WORDS);
	if (!g_file_get_contents(path, &one, &n, NULL))
		die(NULL);
	make(format, path, WORDS);
	if (!g_file_get_contents(path, &other, &m, NULL))
		die(NULL);
	tap_ok(n == m && memcmp(one, other, n) == 0, "of the same rows the same bytes come");
	g_unlink(path);
}

/* What somebody else made of a file, checksums and all, by SQL. */
static void test_strangers(const struct store_format *format, const char *path)
{
	static const struct {
		const char *name, *sql;
	} cases[] = {
		{ "a trigger",
		  "CREATE TRIGGER t AFTER INSERT ON words BEGIN DELETE FROM words; END" },
		{ "a view", "CREATE VIEW v AS SELECT 1" },
		{ "a view instead of a table",
		  "DROP TABLE words; CREATE VIEW words AS WITH RECURSIVE n(number, word) AS"
		  " (VALUES(1, 'x') UNION ALL SELECT number + 1, word FROM n) SELECT * FROM n" },
		{ "another table", "CREATE TABLE more(x)" },
		{ "another column", "ALTER TABLE words ADD COLUMN more" },
		{ "another index", "CREATE INDEX more ON words(word)" },
		{ "an index less", "DROP INDEX by_word" },
		{ "statistics", "ANALYZE" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *why = NULL;
		struct store *store;
		enum store_state state;

		make(format, path, 3);
		store = open_ready(format, path);
		if (!store_begin_transaction(store, &error) ||
		    !store_execute(store, cases[i].sql, &error))
			die(error);
		if (store_commit(store, &error))
			ok_of(false, cases[i].name, "it is read back");
		store_free(store);
		state = state_of(format, path, &why);
		ok_of(state == STORE_DAMAGED, cases[i].name, why);
		g_unlink(path);
	}
}

/* Numbers and texts that cannot be, and a query without an end. */
static void test_values(const struct store_format *format, const char *path)
{
	bool damaged = false;
	struct store *store;
	struct query *query;

	make(format, path, 0);
	store = open_ready(format, path);
	query = store_query(store, "SELECT 10, 11, -1, 5.5, 'five', 'one line', 'two' || char(10),"
				   " CAST(x'ff' AS TEXT), NULL");
	tap_ok(query_next(query) && query_get_within(query, 0, 0, 10) == 10 &&
		       !strcmp(query_get_line(query, 5), "one line") &&
		       !strcmp(query_get_line(query, 8), "") && !store_failure(store, NULL),
	       "values that can be");
	store_free(store);
	for (int column = 1; column < 8; column++) {
		g_autofree char *name = g_strdup_printf("column %d", column);

		if (column == 5)
			continue;
		store = open_ready(format, path);
		query = store_query(store, "SELECT 10, 11, -1, 5.5, 'five', 'one line',"
					   " 'two' || char(10), CAST(x'ff' AS TEXT), NULL");
		ok_of(query_next(query) &&
			      (column < 5 ? query_get_within(query, column, 0, 10) == 0
					  : !*query_get_line(query, column)) &&
			      store_failure(store, &damaged) && damaged && !query_next(query),
		      "a value that cannot be", name);
		store_free(store);
	}
	store = open_ready(format, path);
	query = store_query(store,
			    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n)"
			    " SELECT max(i) FROM n");
	ok_of(!query_next(query) && store_failure(store, &damaged) && damaged,
	      "what does not end is ended", store_failure(store, NULL));
	store_free(store);
	g_unlink(path);
}

static void test_failed_query(const struct store_format *format, const char *path)
{
	g_autoptr(GError) error = NULL;
	struct store *store = NULL;
	struct query *query;
	bool damaged = false;

	make(format, path, 1);
	store = open_ready(format, path);
	query = store_query(store, "SELECT x FROM nowhere");
	query_int(query, 1);
	query_text(query, "text");
	tap_ok(!query_next(query), "a table that is not there has no rows");
	query_end(query);
	tap_ok(store_failure(store, &damaged) && damaged, "it should be there: damage");
	tap_ok((!store_begin_transaction(store, &error) || !store_commit(store, &error)) && error,
	       "after a failure nothing is committed");
	store_free(store);
	g_unlink(path);
}

int main(void)
{
	g_autofree char *directory = g_dir_make_tmp("store-test-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(directory, "a name % with ? and #", NULL);
	g_autofree char *lock = g_strconcat(path, ".lock", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		test_states(&formats[i], path);
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		test_writing(&formats[i], path);
	test_readers(&formats[1], path);
	test_lock(path);
	test_private();
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		test_damage(&formats[i], path);
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		test_failed_query(&formats[i], path);
	test_earlier(&formats[1], path);
	test_same_bytes(&formats[1], path);
	test_strangers(&formats[1], path);
	test_values(&formats[1], path);
	g_unlink(lock);
	tap_ok(g_rmdir(directory) == 0, "nothing stays beside it");
	return tap_done();
}
