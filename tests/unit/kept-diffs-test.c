/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/kept-diffs.h"

#include <fcntl.h>
#include <string.h>

#include <git2.h>

#include "repository.h"
#include "tap.h"

enum {
	LIMIT = 4096,
	LONG = 1500, /* bytes that cannot be compressed: two of them fit */
};

static git_repository *repository;
static char *path;

static struct commit_id id_of(int number)
{
	struct commit_id id = { { 0 } };

	id.raw[0] = (guint8)number;
	return id;
}

static struct disk_cache *open_kept(const char *made_by)
{
	return disk_cache_open(path, made_by, LIMIT);
}

static void add_of(struct disk_cache *kept, int number, const char *name, const char *bytes,
		   size_t length)
{
	struct commit_id id = id_of(number);
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	g_autoptr(GString) diff = g_string_new_len(bytes, (gssize)length);

	g_ptr_array_add(paths, (char *)name);
	kept_diffs_add(kept, repository, &id, paths, diff);
}

static void add(struct disk_cache *kept, int number, const char *diff)
{
	add_of(kept, number, "a.c", diff, strlen(diff));
}

/* The caller frees; NULL: it is not kept. */
static char *get_within(struct disk_cache *kept, int number, size_t limit)
{
	struct commit_id id = id_of(number);
	GString *out = g_string_new(NULL);
	bool found = kept_diffs_get(kept, repository, &id, limit, out);

	return g_string_free(out, !found);
}

static void has(const char *name, struct disk_cache *kept, int number, const char *expected)
{
	g_autofree char *found = get_within(kept, number, KEPT_DIFF_LIMIT);

	tap_same(name, expected, found);
}

static void test_kept(void)
{
	struct disk_cache *kept = open_kept("one");

	has("of an empty file", kept, 1, NULL);
	add(kept, 1, "first");
	add(kept, 2, "second");
	add(kept, 2, "another");
	has("at once", kept, 1, "first");
	has("the first one counts", kept, 2, "second");
	disk_cache_unref(kept);

	kept = disk_cache_ref(open_kept("one"));
	has("in the file", kept, 1, "first");
	disk_cache_unref(kept);
	has("as long as anybody has it", kept, 2, "second");
	add(kept, 3, "third");
	disk_cache_unref(kept);

	kept = open_kept("one");
	has("what was there", kept, 1, "first");
	has("and what was added", kept, 3, "third");
	disk_cache_unref(kept);

	kept = open_kept("two");
	has("made by another", kept, 1, NULL);
	add(kept, 1, "new");
	disk_cache_unref(kept);
	kept = open_kept("two");
	has("is written anew", kept, 1, "new");
	has("and nothing left of it", kept, 3, NULL);
	disk_cache_unref(kept);
}

static void test_bounds(void)
{
	struct disk_cache *kept = open_kept("two");
	g_autofree char *noise = g_malloc(LONG), *text = g_strnfill(KEPT_DIFF_LIMIT + 1, 'x');
	g_autofree char *cut = NULL, *whole = NULL, *empty = NULL;
	guint32 state = 1;

	cut = get_within(kept, 1, 2);
	tap_same("more than is asked for", NULL, cut);
	whole = get_within(kept, 1, 3);
	tap_same("as much as is asked for", "new", whole);
	add(kept, 4, text);
	has("too long to be kept", kept, 4, NULL);
	add(kept, 5, "");
	empty = get_within(kept, 5, 0);
	tap_same("an empty one", "", empty);
	for (int i = 0; i < LONG; i++) {
		state = state * 1664525 + 1013904223;
		noise[i] = (char)(state >> 24);
	}
	for (int i = 10; i < 14; i++)
		add_of(kept, i, "a.c", noise, LONG);
	disk_cache_unref(kept);

	kept = open_kept("two");
	for (int i = 10; i < 14; i++) {
		struct commit_id id = id_of(i);
		g_autoptr(GString) out = g_string_new("before ");
		bool found = kept_diffs_get(kept, repository, &id, LONG, out);

		tap_ok(found == (i >= 12), "the newest, as many as fit");
		tap_ok(!found || (out->len == LONG + 7 && memcmp(out->str, "before ", 7) == 0 &&
				  memcmp(out->str + 7, noise, LONG) == 0),
		       "any bytes, behind what is there");
	}
	has("what there is room for stays", kept, 1, "new");
	disk_cache_unref(kept);
}

static void write_attributes(const char *text)
{
	g_autofree char *file = in_work("repo/.gitattributes");

	g_file_set_contents(file, text, -1, NULL);
}

static void test_attributes(void)
{
	static const char *const others[] = { "*.c -diff\n", "*.c diff\n", "*.c diff=cpp\n",
					      "*.c diff=Cpp\n", "a.c binary\n" };
	struct disk_cache *kept;

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		write_attributes("");
		remove(path);
		kept = open_kept("two");
		add(kept, 1, "plain");
		disk_cache_unref(kept);

		write_attributes(others[i]);
		kept = open_kept("two");
		has("its attributes are others", kept, 1, NULL);
		add(kept, 1, "other");
		disk_cache_unref(kept);

		kept = open_kept("two");
		has("kept with these, too", kept, 1, "other");
		disk_cache_unref(kept);
		write_attributes("");
		kept = open_kept("two");
		has("which are gone", kept, 1, NULL);
		disk_cache_unref(kept);
	}
	write_attributes("*.h -diff\n");
	kept = open_kept("two");
	add(kept, 2, "plain");
	has("of other files", kept, 2, "plain");
	disk_cache_unref(kept);
	write_attributes("");
}

/* What the file is when it was begun, and whether it holds number 1 once it was written to. */
static void test_file(const char *name, const char *bytes, size_t length, bool is_ours)
{
	g_autofree char *left = NULL;
	g_autofree char *message = NULL;
	struct disk_cache *kept;
	gsize n_left;

	g_file_set_contents(path, bytes, (gssize)length, NULL);
	kept = open_kept("two");
	has(name, kept, 1, NULL);
	add(kept, 1, "anew");
	disk_cache_unref(kept);
	kept = open_kept("two");
	message = g_strdup_printf("%s: %s", name, is_ours ? "written anew" : "left alone");
	has(message, kept, 1, is_ours ? "anew" : NULL);
	disk_cache_unref(kept);
	g_file_get_contents(path, &left, &n_left, NULL);
	tap_ok(is_ours || (n_left == length && memcmp(left, bytes, length) == 0), message);
}

static void test_damage(void)
{
	g_autofree char *bytes = NULL;
	struct disk_cache *kept;
	gsize length;

	remove(path);
	kept = open_kept("two");
	add(kept, 2, "there");
	disk_cache_unref(kept);
	g_file_get_contents(path, &bytes, &length, NULL);
	tap_ok(length > 4096, "a file");
	test_file("cut off", bytes, 1000, true);
	for (gsize i = 4096; i < length; i += 100)
		bytes[i] ^= 1;
	test_file("damaged", bytes, length, true);
	test_file("somebody else's", "a text\n", 7, false);
	remove(path);
}

struct adder {
	struct disk_cache *kept;
	git_repository *own;
	GThread *thread;
};

/* NULL, or what was not found. */
static gpointer add_many(gpointer data)
{
	struct adder *adder = data;
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	g_autoptr(GString) diff = g_string_new("many");

	g_ptr_array_add(paths, (char *)"a.c");
	for (int i = 0; i < 200; i++) {
		struct commit_id id = id_of(i);
		g_autoptr(GString) out = g_string_new(NULL);

		kept_diffs_add(adder->kept, adder->own, &id, paths, diff);
		if (!kept_diffs_get(adder->kept, adder->own, &id, 10, out) ||
		    strcmp(out->str, "many") != 0)
			return adder;
	}
	return NULL;
}

static void test_threads(void)
{
	struct disk_cache *kept = open_kept("two");
	struct adder adders[4];
	bool failed = false;

	for (size_t i = 0; i < G_N_ELEMENTS(adders); i++) {
		adders[i].kept = disk_cache_ref(kept);
		git_repository_open(&adders[i].own, git_repository_path(repository));
		adders[i].thread = g_thread_new("add", add_many, &adders[i]);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(adders); i++) {
		failed |= g_thread_join(adders[i].thread) != NULL;
		git_repository_free(adders[i].own);
		disk_cache_unref(kept);
	}
	disk_cache_unref(kept);
	tap_ok(!failed, "added and found by several threads");
	kept = open_kept("two");
	has("and written once", kept, 199, "many");
	disk_cache_unref(kept);
}

int main(void)
{
	g_autofree char *directory = NULL;

	work = g_dir_make_tmp("winnow-kept-XXXXXX", NULL);
	path = in_work("kept.diffs");
	directory = in_work("repo");
	git_libgit2_init();
	if (git_repository_init(&repository, directory, 0) < 0)
		return 1;
	test_kept();
	test_bounds();
	test_attributes();
	test_damage();
	test_threads();
	git_repository_free(repository);
	git_libgit2_shutdown();
	g_free(path);
	remove_all(work);
	g_free(work);
	return tap_done();
}
