/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/scratch.h"

#include <stdlib.h>

#include "base/error.h"
#include "git/scratch-commit.h"
#include "repository.h"
#include "tap.h"

#define ID			 "1234567890123456789012345678901234567890"
#define OTHER_ID		 "2234567890123456789012345678901234567890"
#define COMMIT			 "commit refs/heads/master\ncommitter A <a@example.org> 1 +0000\ndata 1\na\n"
#define INLINE(mode, path, text) "M " mode " inline " path "\ndata <<END\n" text "\nEND\n"

/* Files of all kinds, and then each of them changed. */
static const char stream[] =
	COMMIT INLINE("100644", "net/a.c", "one\ntwo") INLINE("100644", "net/old.c", "old")
		INLINE("120000", "link", "net/a.c") "M 160000 " ID " sub\n" COMMIT INLINE(
			"100755", "net/a.c", "one\nTWO")
			INLINE("100644", "net/new.c", "new") "D net/old.c\n"
							     "M 160000 " OTHER_ID " sub\n";

static struct commit_id first, second;

static struct scratch *open_scratch(struct repo *repo)
{
	struct scratch *scratch = NULL;

	if (!scratch_new(repo, &first, &scratch, NULL))
		printf("Bail out! no tree\n"), exit(1);
	return scratch;
}

static void put_text(struct scratch *scratch, const char *path, unsigned mode, const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	scratch_put(scratch, path, mode, bytes);
}

/* "100644 one|two|"; "0": there is none. */
static char *what_is(struct scratch *scratch, const char *path)
{
	g_autoptr(GBytes) bytes = scratch_read(scratch, path);
	gsize length = 0;
	const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;

	return g_strdelimit(g_strdup_printf("%o%s%.*s", scratch_mode(scratch, path),
					    bytes ? " " : "", (int)length, text ? text : ""),
			    "\n", '|');
}

static void same_at(const char *name, const char *expected, struct scratch *scratch,
		    const char *path)
{
	g_autofree char *actual = what_is(scratch, path);

	tap_same(name, expected, actual);
}

static void note_change(const char *path, unsigned mode, GBytes *bytes, void *data)
{
	g_string_append_printf(data, "%s %o %zu; ", path, mode,
			       bytes ? g_bytes_get_size(bytes) : 0);
}

static void same_changes(const char *name, const char *expected, struct scratch *scratch)
{
	g_autoptr(GString) actual = g_string_new(NULL);

	scratch_each_changed(scratch, note_change, actual);
	tap_same(name, expected, actual->str);
}

static void test_files(struct repo *repo)
{
	static const struct {
		const char *path, *expected;
	} files[] = {
		{ "net/a.c", "100644 one|two|" },
		{ "link", "120000 net/a.c|" },
		{ "sub", "160000 Subproject commit " ID "|" },
		{ "net", "0" },
		{ "net/none.c", "0" },
	};
	_cleanup_(scratch_freep) struct scratch *scratch = open_scratch(repo);

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		same_at(files[i].path, files[i].expected, scratch, files[i].path);
	scratch_begin(scratch);
	put_text(scratch, "net/b.c", SCRATCH_FILE, "b");
	put_text(scratch, "net/a.c", SCRATCH_FILE, "a");
	scratch_put(scratch, "net/old.c", 0, NULL);
	scratch_put(scratch, "net/never.c", 0, NULL);
	same_at("put", "100644 a", scratch, "net/a.c");
	same_at("removed", "0", scratch, "net/old.c");
	same_changes("by path, without what never was",
		     "net/a.c 100644 1; net/b.c 100644 1; net/old.c 0 0; ", scratch);
	scratch_undo(scratch);
	same_at("undone", "100644 one|two|", scratch, "net/a.c");
	scratch_begin(scratch);
	put_text(scratch, "net/b.c", SCRATCH_FILE, "b");
	scratch_keep(scratch);
	same_at("kept", "100644 b", scratch, "net/b.c");
	scratch_begin(scratch);
	same_changes("in a step of its own", "", scratch);
}

static void test_commit(struct repo *repo)
{
	_cleanup_(scratch_freep) struct scratch *scratch = open_scratch(repo);
	struct commit_id missing = { { 1 } };
	g_autoptr(GError) error = NULL;
	bool same = false;

	scratch_begin(scratch);
	tap_ok(scratch_take_commit(scratch, repo, &second, &same, NULL) && same, "a commit");
	same_at("a mode", "100755 one|TWO|", scratch, "net/a.c");
	same_at("a new file", "100644 new|", scratch, "net/new.c");
	same_at("a removed one", "0", scratch, "net/old.c");
	same_at("a submodule", "160000 Subproject commit " OTHER_ID "|", scratch, "sub");
	scratch_undo(scratch);

	scratch_begin(scratch);
	put_text(scratch, "net/a.c", SCRATCH_FILE, "one\ntwo\n");
	scratch_keep(scratch);
	scratch_begin(scratch);
	tap_ok(scratch_take_commit(scratch, repo, &second, &same, NULL) && same,
	       "on a file of the same bytes");
	scratch_undo(scratch);

	scratch_begin(scratch);
	put_text(scratch, "net/a.c", SCRATCH_FILE, "one\ntwo\nthree\n");
	scratch_keep(scratch);
	scratch_begin(scratch);
	tap_ok(scratch_take_commit(scratch, repo, &second, &same, NULL) && !same,
	       "not on one of others");
	same_changes("nothing of which is put", "", scratch);
	tap_ok(!scratch_take_commit(scratch, repo, &missing, &same, &error), "one that is missing");
	tap_number("is an error", WINNOW_ERROR_INPUT, error ? error->code : -1);
}

static char *diff_of(struct scratch *scratch)
{
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GError) error = NULL;
	gsize length = 0;
	const char *text;

	if (!scratch_diff(scratch, false, &bytes, &error))
		return g_strdup(error->message);
	text = g_bytes_get_data(bytes, &length);
	return g_strndup(text, length);
}

static void test_diff(struct repo *repo)
{
	_cleanup_(scratch_freep) struct scratch *scratch = open_scratch(repo);
	g_autofree char *module = NULL;
	g_autofree char *outside = NULL;
	g_autofree char *odd = NULL;

	scratch_begin(scratch);
	put_text(scratch, "sub", SCRATCH_SUBMODULE, "Subproject commit " OTHER_ID "\n");
	module = diff_of(scratch);
	tap_ok(strstr(module, "\n-Subproject commit " ID "\n+Subproject commit " OTHER_ID "\n"),
	       "the diff of a submodule");
	put_text(scratch, "sub", SCRATCH_SUBMODULE, "Subproject commit of mine\n");
	odd = diff_of(scratch);
	tap_ok(g_str_has_prefix(odd, "cannot write a change anew: "), "none leads to no id");
	scratch_undo(scratch);
	scratch_begin(scratch);
	put_text(scratch, ".git/config", SCRATCH_FILE, "x");
	outside = diff_of(scratch);
	tap_ok(g_str_has_prefix(outside, "cannot write a change anew: "),
	       "no tree has such a file");
}

static const char apply_new[] = "diff --git a/net/a.c b/net/a.c\n--- a/net/a.c\n+++ b/net/a.c\n"
				"@@ -1,2 +1,2 @@\n one\n-two\n+2\n"
				"diff --git a/net/old.c b/net/old.c\ndeleted file mode 100644\n"
				"--- a/net/old.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n";

static void test_apply(struct repo *repo)
{
	static const char *const paths[] = { "net/a.c", "net/old.c", NULL };
	_cleanup_(scratch_freep) struct scratch *scratch = open_scratch(repo);
	g_autofree char *why = NULL;
	g_autofree char *garbage = NULL;

	scratch_begin(scratch);
	tap_ok(scratch_apply(scratch, apply_new, strlen(apply_new), paths, &why), "a diff");
	same_at("applies", "100644 one|2|", scratch, "net/a.c");
	same_at("and removes", "0", scratch, "net/old.c");
	scratch_keep(scratch);
	scratch_begin(scratch);
	tap_ok(!scratch_apply(scratch, apply_new, strlen(apply_new), paths, &why), "not twice");
	tap_ok(why && *why, "which it says");
	same_changes("and puts nothing", "", scratch);
	tap_ok(!scratch_apply(scratch, "diff --git a/", 13, paths, &garbage) && garbage,
	       "what is no diff does not");
}

/* A commit of what a step holds: nothing that is odd gets into the repository. */
static void test_written(struct repo *repo)
{
	_cleanup_(scratch_freep) struct scratch *scratch = open_scratch(repo);
	struct commit commit = { .author_name = (char *)"",
				 .author_email = (char *)"ann@example.org",
				 .message = (char *)"x\n" };
	struct commit_id made, missing = { { 1 } };
	g_autoptr(GError) error = NULL;
	struct commit found = { 0 };

	scratch_begin(scratch);
	put_text(scratch, "sub", SCRATCH_SUBMODULE, "nonsense");
	tap_ok(!scratch_commit(scratch, repo, &first, &commit, &made, NULL),
	       "a submodule that leads nowhere is not written");
	scratch_undo(scratch);
	scratch_begin(scratch);
	put_text(scratch, "sub", SCRATCH_SUBMODULE, "Subproject commit " OTHER_ID "\n");
	tap_ok(!scratch_commit(scratch, repo, &missing, &commit, &made, &error),
	       "nor a commit on none");
	tap_number("which is an error", WINNOW_ERROR_SYSTEM, error ? error->code : -1);
	tap_ok(scratch_commit(scratch, repo, &first, &commit, &made, NULL) &&
		       repo_read_commit(repo, &made, &found, NULL),
	       "a commit");
	tap_same("whose author has no name", "ann@example.org", found.author_name);
	tap_ok(commit_id_equal(&first, &found.parents[0]), "on its parent");
	tap_ok(branch_create(repo, "made", &made, NULL), "a branch");
	g_clear_error(&error);
	tap_ok(!branch_create(repo, "made", &first, &error), "not twice");
	tap_ok(!branch_create(repo, "other", &missing, NULL), "nor to nowhere");
	commit_clear(&found);
}

/* What stands in the way of what; NULL: nothing. */
static void test_clash(struct repo *repo)
{
	static const struct {
		const char *name, *kept, *removed, *put, *clash;
	} cases[] = {
		{ "a new file", NULL, NULL, "net/b.c", NULL },
		{ "a file that is there", NULL, NULL, "net/a.c", NULL },
		{ "a directory of the base", NULL, NULL, "net", "net" },
		{ "one with a file less", NULL, "net/old.c", "net", "net" },
		{ "a file of the base", NULL, NULL, "net/a.c/b", "net/a.c/b" },
		{ "far above it", NULL, NULL, "net/a.c/b/c/d", "net/a.c/b/c/d" },
		{ "one that is removed", NULL, "net/a.c", "net/a.c/b", NULL },
		{ "a directory of an earlier step", "new/a/b", NULL, "new", "new" },
		{ "one within it", "new/a/b", NULL, "new/a", "new/a" },
		{ "one that goes", "new/a/b", "new/a/b", "new", NULL },
		{ "one whose name only begins so", "new/a/b", NULL, "ne", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		_cleanup_(scratch_freep) struct scratch *scratch = open_scratch(repo);

		scratch_begin(scratch);
		if (cases[i].kept)
			put_text(scratch, cases[i].kept, SCRATCH_FILE, "x");
		scratch_keep(scratch);
		scratch_begin(scratch);
		if (cases[i].removed)
			scratch_put(scratch, cases[i].removed, 0, NULL);
		put_text(scratch, cases[i].put, SCRATCH_FILE, "x");
		tap_same(cases[i].name, cases[i].clash, scratch_clash(scratch));
	}
}

/* As many files as one commit may bring: it takes a moment, not hours. */
static void test_many(struct repo *repo)
{
	_cleanup_(scratch_freep) struct scratch *scratch = open_scratch(repo);

	scratch_begin(scratch);
	for (unsigned i = 0; i < 100000; i++) {
		g_autofree char *path = g_strdup_printf("d%u/f%u", i / 100, i);

		put_text(scratch, path, SCRATCH_FILE, "x");
	}
	tap_same("among many files nothing is in the way", NULL, scratch_clash(scratch));
	put_text(scratch, "d7", SCRATCH_FILE, "x");
	tap_same("and something is", "d7", scratch_clash(scratch));
}

int main(void)
{
	const char *const init[] = { "init", "-q", "-b", "master", NULL };
	const char *const import[] = { "fast-import", "--quiet", NULL };
	const char *const name[] = { "config", "user.name", "Ann Ash", NULL };
	const char *const email[] = { "config", "user.email", "ann@example.org", NULL };
	struct commit_id missing = { { 1 } };
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	struct scratch *none = NULL;
	struct repo *repo = NULL;
	bool made;

	repo_library_init();
	work = g_dir_make_tmp("scratch-XXXXXX", NULL);
	path = in_work("repo");
	g_mkdir(path, 0777);
	made = git(init, NULL) && git(import, stream) && git(name, NULL) && git(email, NULL) &&
	       repo_open(path, &repo, NULL) && repo_resolve(repo, "master~1", &first, NULL) &&
	       repo_resolve(repo, "master", &second, NULL);
	tap_ok(made, "a repository");
	if (!made)
		return tap_done();
	tap_ok(!scratch_new(repo, &missing, &none, &error) && !none, "no tree of no commit");
	tap_number("is an error", WINNOW_ERROR_INPUT, error ? error->code : -1);
	test_files(repo);
	test_commit(repo);
	test_diff(repo);
	test_apply(repo);
	test_written(repo);
	test_clash(repo);
	test_many(repo);
	repo_free(repo);
	repo_library_shutdown();
	remove_all(work);
	g_free(work);
	return tap_done();
}
