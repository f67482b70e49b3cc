/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Indexes that somebody else made: behind "S" the file itself, else a good one in which the input
 * changes rows, see rows.h. Each opens or does not, and whatever it says ends.
 */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "index/build.h"
#include "index/format.h"
#include "rows.h"
#include "walk-history.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct rows_table tables[] = {
	{ "commits",
	  "position",
	  { "position", "id", "first_parent", "other_parents", "merge", "on_line", "author",
	    "author_date", "commit_date", "mainline_date", "title", "subject", "series",
	    "series_number", "paths_known", NULL } },
	{ "refs",
	  "number",
	  { "number", "kind", "target", "by_title", "ambiguous", "prefix", "hex", "title", "line",
	    NULL } },
	{ "people", "person", { "person", "name", "email", NULL } },
	{ "about", "key", { "key", "value", NULL } },
	{ "paths", "path", { "path", "name", NULL } },
	{ "changes", "position", { "position", "path", NULL } },
	{ "own",
	  "number",
	  { "number", "id", "parents", "basis", "brings", "subject", "message", NULL } },
};

static struct commit_id id_of(unsigned i)
{
	struct commit_id id = { { (guint8)(i * 17 + 1), 0xab } };

	return id;
}

/* Each kind of tie, a merge, a series, and one commit twice. */
static const struct made {
	const char *subject, *body;
	int parent, other;
} commits[] = {
	{ "net: Add a", "Message-ID: <20220401120000.4711-2-ann@example.org>\n", -1, -1 },
	{ "net: Fix a", "Fixes: 01ab00000000 (\"net: Add a\")\n", 0, -1 },
	{ "Revert \"net: Fix a\"",
	  "This reverts commit 12ab000000000000000000000000000000000000.\n", 1, -1 },
	{ "fs: Add b", "Message-ID: <20220401120000.4711-3-ann@example.org>\n", 0, -1 },
	{ "Merge branch 'fs'", "", 2, 3 },
	{ "fs: Add b", "(cherry picked from commit 34ab000000000000000000000000000000000000)\n", 4,
	  -1 },
	{ "Revert \"Merge branch 'fs'\"",
	  "This reverts commit 45ab000000000000000000000000000000000000.\n", 5, -1 },
	{ "mm: Repair c", "This was broken by 01ab00000000. Reapply \"net: Fix a\"\n", 6, -1 },
};

static bool write_commits(struct store *store)
{
	struct build *build = build_new(NULL);
	struct build_part *part = build_part_new(NULL);
	struct commit_id tip = id_of(G_N_ELEMENTS(commits) - 1);
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	bool ok;

	g_ptr_array_add(paths, (gpointer) "fs/b.c");
	g_ptr_array_add(paths, (gpointer) "net/a.c");
	for (unsigned i = 0; i < G_N_ELEMENTS(commits); i++) {
		const struct made *made = &commits[i];
		struct commit_id parents[2] = { id_of((unsigned)MAX(made->parent, 0)),
						id_of((unsigned)MAX(made->other, 0)) };
		struct history_entry entry = {
			.id = id_of(i),
			.parents = parents,
			.n_parents = (made->parent >= 0) + (made->other >= 0),
			.subject = made->subject,
			.body = made->body,
			.author_name = "Ann",
			.author_email = "ann@example.org",
			.author_date = 1648800000 + i,
			.commit_date = 1648900000 + i,
			.paths = paths,
		};

		build_part_add(part, &entry);
	}
	build_take(build, part);
	ok = store_begin_transaction(store, NULL) && build_write(build, store, &tip, false, NULL) &&
	     store_execute(store,
			   "INSERT INTO own VALUES(1, zeroblob(20), zeroblob(20), 0, zeroblob(4),"
			   " 'x', NULL)",
			   NULL) &&
	     store_commit(store, NULL);
	build_free(build);
	return ok;
}

/* The bytes of a good one; *length of them. Kept. */
static const char *good(size_t *length)
{
	static char *bytes;
	static size_t n;

	if (!bytes) {
		g_autofree char *path = g_build_filename(fuzz_directory(), "good", NULL);
		struct store *store = NULL;

		g_assert_true(store_begin(path, &history_format, &store, NULL));
		g_assert_true(write_commits(store) && store_publish(store, NULL));
		store_free(store);
		g_assert_true(file_read(path, FILE_LIST_LIMIT, &bytes, &n, NULL));
		fuzz_remove(NULL);
	}
	*length = n;
	return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool whole = size && data[0] == 'S';
	struct fuzz_input input = { data, data + size };
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	struct history *history = NULL;

	if (whole) {
		path = fuzz_write("x.index", data, size);
	} else {
		size_t length;
		const char *bytes = good(&length);

		path = fuzz_write("x.index", bytes, length);
		rows_edit(path, tables, G_N_ELEMENTS(tables), &input);
	}
	if (history_open_index(path, &history, &error)) {
		if (!history_failure(history, NULL))
			walk_history(history, false);
		history_free(history);
	} else {
		fuzz_check_message(error->message);
	}
	fuzz_remove(NULL);
	return 0;
}
