/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which commits are plain, and that their diffs are what libgit2 says. */
#include "git/plain-diff.h"

#include <git2.h>

#include "git/repo-raw.h"
#include "tap.h"

#define LONG_LIMIT ((size_t)1 << 20)

static char *directory;

static void shell(const char *script)
{
	g_autofree char *quoted = g_shell_quote(script);
	g_autofree char *line = g_strdup_printf(
		"env -C '%s' GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=a@example.org "
		"GIT_COMMITTER_NAME=Ann GIT_COMMITTER_EMAIL=a@example.org sh -ec %s",
		directory, quoted);
	int status = 0;

	g_assert_true(g_spawn_command_line_sync(line, NULL, NULL, &status, NULL));
	g_assert_true(g_spawn_check_wait_status(status, NULL));
}

/* Each script makes the next commit, of what it leaves in the work tree. */
static const struct {
	const char *name, *script;
	bool plain;
} cases[] = {
	{ "the first commit", "mkdir d; echo one >a.c; seq 20 >d/b.c; : >empty; seq 9 >'of two'",
	  true },
	{ "one line", "echo two >a.c", true },
	{ "two files, and a new one", "seq 2 21 >d/b.c; echo >>a.c; echo new >c.c", true },
	{ "no newline at the end", "printf end >a.c", true },
	{ "an empty file gets lines", "echo x >empty", true },
	{ "and loses them", ": >empty", true },
	{ "a blank in the name", "seq 10 >'of two'", true },
	{ "a file is removed", "rm c.c", true },
	{ "a directory is removed", "rm -r d", true },
	{ "a directory comes", "mkdir -p d/e/f; seq 20 >d/b.c; echo 1 >d/e/f/x; echo 2 >d.c",
	  true },
	{ "an empty file comes", ": >nothing", true },
	{ "a file is renamed", "mv d/b.c d/c.c", false },
	{ "a file goes, another comes", "rm d/c.c; echo other >z", false },
	{ "a program", "chmod +x a.c", false },
	{ "a program is changed", "echo more >a.c", true },
	{ "a program that is changed becomes none", "chmod -x a.c; echo less >a.c", false },
	{ "a link", "ln -s a.c link", true },
	{ "the link goes elsewhere", "ln -sf z link", true },
	{ "a link becomes a file", "rm link; echo file >link", false },
	{ "a NUL", "printf 'a\\0b\\n' >bin", false },
	{ "a NUL after text", "{ seq 2000; printf '\\0\\n'; } >late", true },
	{ "changed there", "{ seq 2001; printf '\\0\\n'; } >late", true },
	{ "a name in quotes", "echo >'q\"'", false },
	{ "a name of another alphabet", "echo >\303\244", false },
	{ "one that is changed, beside a plain one", "echo x >>\303\244; echo x >>a.c", false },
	{ "CRLF", "printf '1\\r\\n2\\r\\n' >crlf", true },
	{ "a module", "git init -q m; git -C m commit -q --allow-empty -m m; git add m 2>/dev/null",
	  false },
	{ "nothing", "true", true },
	{ "attributes that say nothing of diffs", "echo '*.c text' >.gitattributes; echo >>a.c",
	  true },
	{ "a file that is not compared", "echo '*.c -diff' >.gitattributes; echo >>a.c", false },
	{ "by a macro", "echo '*.c binary' >.gitattributes; echo >>a.c", false },
	{ "a binary file that is text", "echo '*.c diff' >.gitattributes; echo >>a.c", false },
	{ "a kind of file", "echo '*.c diff=cpp' >.gitattributes; echo >>a.c", false },
	{ "another kind", "echo '*.h diff=cpp' >.gitattributes; echo >>a.c", true },
	{ "below it only", "echo '*.c -diff' >d/.gitattributes; echo >>a.c", true },
	{ "there", "echo >>d.c; echo x >d/y.c", false },
	{ "longer ids", "git config core.abbrev 12; echo 5 >z", true },
	{ "as many digits as git likes", "git config core.abbrev auto; echo 7 >z", true },
	{ "no abbreviation", "git config core.abbrev no; echo 8 >z", true },
	{ "whole ids", "git config core.abbrev 40; echo 6 >z", true },
	{ "the user's own attributes",
	  "git config core.abbrev 7; git config core.attributesFile \"$PWD/.git/own\"; "
	  "echo 'z -diff' >.git/own; echo 7 >z",
	  false },
	{ "the repository's own", "echo '*.h diff' >.git/info/attributes; echo 8 >.h", false },
};

static void commit_trees(git_repository *git, git_tree **before, git_tree **after)
{
	git_object *own = NULL, *parent = NULL;

	g_assert_true(git_revparse_single(&own, git, "HEAD^{tree}") == 0);
	*after = (git_tree *)own;
	*before =
		git_revparse_single(&parent, git, "HEAD^^{tree}") == 0 ? (git_tree *)parent : NULL;
}

static void library_diff(git_repository *git, git_tree *before, git_tree *after, size_t limit,
			 GString *out, bool *cut)
{
	git_diff *diff = NULL;

	g_assert_true(repo_diff_trees(git, before, after, 0, &diff) == 0);
	g_assert_true(repo_print_diff(diff, true, limit, out, cut) == 0);
	git_diff_free(diff);
}

/* Whole, and cut at each length. */
static bool is_same(git_repository *git, git_tree *before, git_tree *after)
{
	size_t limit = LONG_LIMIT;
	bool good = true;

	do {
		g_autoptr(GString) expected = g_string_new("x"), actual = g_string_new("x");
		g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
		bool expected_cut = false, actual_cut = true;

		library_diff(git, before, after, limit, expected, &expected_cut);
		good = plain_diff_print(git, before ? git_tree_id(before) : NULL,
					git_tree_id(after), limit, actual, &actual_cut, paths) &&
		       g_string_equal(actual, expected) && actual_cut == expected_cut;
		if (!good) {
			tap_lines("expected", expected->str);
			tap_lines("actual  ", actual->str);
		}
		limit = MIN(limit, expected->len) - 1;
	} while (good && limit > 0 && limit < 2000);
	return good;
}

static void test_case(git_repository *git, const char *name, bool plain)
{
	git_tree *before, *after;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	bool cut = true;

	commit_trees(git, &before, &after);
	tap_ok(plain_diff_print(git, before ? git_tree_id(before) : NULL, git_tree_id(after),
				LONG_LIMIT, text, &cut, paths) == plain &&
		       cut != plain && (plain || !text->len) && (paths->len > 0) == (text->len > 0),
	       name);
	if (plain)
		tap_ok(is_same(git, before, after), "the same text");
	git_tree_free(before);
	git_tree_free(after);
}

int main(void)
{
	g_autofree char *clean = NULL;

	directory = g_dir_make_tmp("plain-diff-test-XXXXXX", NULL);
	clean = g_strdup_printf("rm -rf '%s'", directory);
	repo_library_init();
	shell("git init -q");
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		git_repository *git = NULL;

		shell(cases[i].script);
		shell("git add -A; git commit -q --allow-empty -m next");
		g_assert_true(git_repository_open(&git, directory) == 0);
		test_case(git, cases[i].name, cases[i].plain);
		git_repository_free(git);
	}
	repo_library_shutdown();
	g_assert_true(g_spawn_command_line_sync(clean, NULL, NULL, NULL, NULL));
	g_free(directory);
	return tap_done();
}
