/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/tree-names.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "git/file.h"
#include "code/hash-counts.h"
#include "repository.h"
#include "tap.h"

/* Three trees on three branches, the second near to the first. */
#define COMMIT(branch)                                                                             \
	"commit refs/heads/" branch "\ncommitter A <a@example.org> 1 +0000\ndata 1\na\n"
#define FILE(path, text) "M 100644 inline " path "\ndata <<END\n" text "\nEND\n"
static const char stream[] = COMMIT("one") FILE("include/x/a.h", "struct one { int member; };\n/*")
	FILE("a.c", "int one_only(void);\nint both(void);") FILE("Kconfig",
								 "config SYMBOL\nconfig 8BIT")
		FILE("doc.rst", "in_a_text") COMMIT("two") "from refs/heads/one\n" FILE(
			"a.c",
			"int two_only(void);\nint both(void);") "D include/x/a.h\n" FILE("include/"
											 "x/b.h",
											 "int "
											 "both_2;")
			COMMIT("three") FILE("c.c", "int three_1;") FILE("d.rst", "");

static struct tree_names *open_names(struct repo *repo, const char *branch, const char *directory)
{
	g_autoptr(GError) error = NULL;
	struct commit_id commit;
	struct tree_names *names = NULL;

	if (!repo_resolve(repo, branch, &commit, &error) ||
	    !tree_names_open(repo, &commit, directory, false, &names, &error))
		printf("Bail out! %s\n", error->message), exit(1);
	return names;
}

static const struct {
	const char *name, *present; /* the branches that have it */
} cases[] = {
	{ "one", "one" },
	{ "member", "one" },
	{ "one_only", "one" },
	{ "two_only", "two" },
	{ "both", "one two" },
	{ "both_2", "two" },
	{ "CONFIG_SYMBOL", "one two" },
	{ "CONFIG_8BIT", "one two" },
	{ "SYMBOL", "one two" },
	{ "in_a_text", "" },
	{ "three_1", "three" },
	{ "int", "one two three" },
	{ "nowhere", "" },
};

static void test_names(struct tree_names *names, const char *branch, const char *how)
{
	g_autoptr(GString) wrong = g_string_new(NULL);
	g_autofree char *name = g_strdup_printf("%s, %s", branch, how);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		if (tree_names_has(names, cases[i].name) !=
		    (strstr(cases[i].present, branch) != NULL))
			g_string_append_printf(wrong, "%s ", cases[i].name);
	if (tree_names_has_header(names, "x/a.h") != (strcmp(branch, "one") == 0))
		g_string_append(wrong, "x/a.h ");
	if (tree_names_has_header(names, "b.h") != (strcmp(branch, "two") == 0))
		g_string_append(wrong, "b.h ");
	tap_same(name, "", wrong->str);
}

static guint count_files(const char *directory)
{
	g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
	guint n = 0;

	while (dir && g_dir_read_name(dir))
		n++;
	return n;
}

static char *only_file(const char *directory)
{
	g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);

	return g_build_filename(directory, g_dir_read_name(dir), NULL);
}

/* All alone, from the nearest one, from its own file. */
static void test_ways(struct repo *repo)
{
	static const char *const branches[] = { "one", "two", "three", "one" };
	g_autofree char *directory = in_work("cache/deep");

	for (size_t i = 0; i < G_N_ELEMENTS(branches); i++) {
		struct tree_names *alone = open_names(repo, branches[i], NULL);
		struct tree_names *nearest = open_names(repo, branches[i], directory);
		struct tree_names *kept = open_names(repo, branches[i], directory);

		test_names(alone, branches[i], "all of it read");
		test_names(nearest, branches[i], "from another that is kept");
		test_names(kept, branches[i], "kept");
		tap_number("as many names", (gint64)tree_names_count(alone),
			   (gint64)tree_names_count(nearest));
		tap_number("as many names kept", (gint64)tree_names_count(alone),
			   (gint64)tree_names_count(kept));
		tree_names_free(alone);
		tree_names_free(nearest);
		tree_names_free(kept);
	}
	tap_number("a file for each", 3, count_files(directory));
}

/* Every byte of a kept file, and every length of it. */
static void test_damage(struct repo *repo)
{
	g_autofree char *directory = in_work("damage");
	g_autofree char *bytes = NULL;
	g_autofree char *path = NULL;
	gsize length;
	size_t wrong = 0;

	tree_names_free(open_names(repo, "three", directory));
	path = only_file(directory);
	if (!g_file_get_contents(path, &bytes, &length, NULL))
		return;
	for (size_t i = 0; i < length; i++) {
		struct tree_names *names;

		bytes[i] ^= 0x20;
		g_file_set_contents(path, bytes, (gssize)length, NULL);
		bytes[i] ^= 0x20;
		names = open_names(repo, "three", directory);
		wrong += !tree_names_has(names, "three_1") || tree_names_count(names) != 4;
		tree_names_free(names);

		g_file_set_contents(path, bytes, (gssize)i, NULL);
		names = open_names(repo, "three", directory);
		wrong += !tree_names_has(names, "three_1") || tree_names_count(names) != 4;
		tree_names_free(names);
	}
	tap_number("damaged files are made anew", 0, (gint64)wrong);
	tap_number("and only they are there", 1, count_files(directory));
}

static void test_limit(struct repo *repo)
{
	g_autofree char *directory = in_work("limit");
	g_autoptr(GString) input = g_string_new(NULL);
	const char *const import[] = { "fast-import", "--quiet", NULL };

	for (int i = 0; i < TREE_NAMES_KEPT + 4; i++)
		g_string_append_printf(
			input,
			"commit refs/heads/b%d\ncommitter A <a@example.org> 1 +0000\n"
			"data 1\na\nM 100644 inline a.c\ndata 8\nint x%02d;\n",
			i, i);
	tap_ok(git(import, input->str), "many trees");
	for (int i = 0; i < TREE_NAMES_KEPT + 4; i++) {
		g_autofree char *branch = g_strdup_printf("b%d", i);

		tree_names_free(open_names(repo, branch, directory));
	}
	tap_number("no more are kept", TREE_NAMES_KEPT, count_files(directory));
}

static void test_added(struct repo *repo)
{
	struct tree_names *names = open_names(repo, "one", NULL);
	struct diff first, second;

	diff_parse(&first,
		   g_strdup("--- /dev/null\n+++ b/include/n/new.h\n@@ -0,0 +1 @@\n+int added_1;\n"),
		   1);
	diff_parse(&second,
		   g_strdup("--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,4 @@\n-int both;\n int "
			    "unchanged;\n+int added_1, "
			    "added_2 = used_1;\n+#if 1\n+#endif\n"
			    "--- a/Kconfig\n+++ b/Kconfig\n@@ -1 +1,2 @@\n config A\n+\tdepends on "
			    "USED\n"),
		   1);
	tree_names_add(names, &first, NULL);
	tree_names_add(names, &second, NULL);
	tap_ok(tree_names_has(names, "added_1") && tree_names_has(names, "added_2"), "names added");
	tap_ok(tree_names_has_header(names, "n/new.h"), "a header added");
	tap_ok(!tree_names_has(names, "unchanged"), "only added lines count");
	tap_ok(tree_names_has(names, "both"), "what is removed counts");
	tree_names_remove(names, &second, NULL);
	tap_ok(tree_names_has(names, "added_1") && !tree_names_has(names, "added_2"),
	       "one of two is removed again");
	tree_names_remove(names, &first, NULL);
	tap_ok(!tree_names_has(names, "added_1") && !tree_names_has_header(names, "n/new.h"),
	       "and the other");
	test_names(names, "one", "as before");
	tree_names_add(names, &second, NULL);
	tap_ok(!tree_names_has(names, "used_1") && !tree_names_has(names, "CONFIG_USED"),
	       "what is only used is not there");
	diff_clear(&first);
	diff_clear(&second);
	tree_names_free(names);
}

/* A file whose object is gone: it is told, and all else is known. */
static void test_unreadable(struct repo *repo)
{
	g_autofree char *directory = in_work("unreadable");
	struct commit_id commit, blob;
	struct tree_names *names = open_names(repo, "one", directory);
	const char *hex;

	tap_number("nothing is missing", 0, g_strv_length((char **)tree_names_unreadable(names)));
	tree_names_free(names);
	if (!repo_resolve(repo, "two", &commit, NULL) ||
	    repo_file_id(repo, &commit, false, "a.c", &blob) != REPO_FILE_READ)
		return;
	struct commit_hex hex_of = commit_id_hex(&blob);

	hex = hex_of.text;
	g_autofree char *name = g_strdup_printf("repo/.git/objects/%.2s/%s", hex, hex + 2);
	g_autofree char *path = in_work(name);

	tap_ok(g_remove(path) == 0, "an object is taken away");
	for (int i = 0; i < 3; i++) {
		/* From another tree, from its own file, all alone. */
		names = open_names(repo, "two", i < 2 ? directory : NULL);
		tap_same("what is missing", "a.c", tree_names_unreadable(names)[0]);
		tap_ok(!tree_names_has(names, "two_only") && tree_names_has(names, "both_2"),
		       "the rest is known");
		tree_names_free(names);
	}
	/* And back again, where what is missing has never been counted. */
	names = open_names(repo, "one", directory);
	test_names(names, "one", "after one of which a part is missing");
	tree_names_free(names);
}

static void test_counts(void)
{
	struct hash_counts *counts = hash_counts_new();
	GRand *rand = g_rand_new_with_seed(1);
	g_autoptr(GHashTable) expected =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	struct sorted_counts sorted;
	size_t wrong = 0;

	for (int i = 0; i < 200000; i++) {
		/* Some with the same upper bits, at the table's end. */
		guint64 hash = (guint64)g_rand_int(rand) << 32 | g_rand_int(rand);
		gint64 key;

		hash = i % 16 ? hash % 50000 * 0x9e3779b97f4a7c15u : hash | 0xffffffffull << 32;
		hash |= 1;
		key = (gint64)hash;
		hash_counts_add(counts, hash, 1);
		g_hash_table_insert(
			expected, g_memdup2(&key, sizeof(key)),
			GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(expected, &key)) + 1));
	}
	sorted = hash_counts_take_sorted(counts);
	tap_number("as many hashes", g_hash_table_size(expected), (gint64)sorted.n);
	for (size_t i = 0; i < sorted.n; i++) {
		gint64 key = (gint64)sorted.hashes[i];

		wrong += (i && sorted.hashes[i] <= sorted.hashes[i - 1]) ||
			 sorted.counts[i] != GPOINTER_TO_UINT(g_hash_table_lookup(expected, &key));
	}
	tap_number("in their order, each with its count", 0, (gint64)wrong);
	sorted_counts_clear(&sorted);
	hash_counts_free(counts);
	g_rand_free(rand);
}

int main(void)
{
	const char *const init[] = { "init", "-q", "-b", "one", NULL };
	const char *const import[] = { "fast-import", "--quiet", NULL };
	g_autofree char *path = NULL;
	struct repo *repo = NULL;
	bool made;

	repo_library_init();
	work = g_dir_make_tmp("tree-names-XXXXXX", NULL);
	path = in_work("repo");
	g_mkdir(path, 0777);
	made = git(init, NULL) && git(import, stream) && repo_open(path, &repo, NULL);
	tap_ok(made, "a repository");
	if (!made)
		return tap_done();
	test_ways(repo);
	test_damage(repo);
	test_limit(repo);
	test_added(repo);
	test_unreadable(repo);
	test_counts();
	repo_free(repo);
	repo_library_shutdown();
	remove_all(work);
	g_free(work);
	return tap_done();
}
