/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/history.h"

#include <string.h>

#include <glib/gstdio.h>

#include "tap.h"

#define A "1f0aa21bc3d4e5f60718293a4b5c6d7e8f901234"
#define B "2e1bb32cd4e5f60718293a4b5c6d7e8f90123456"
#define C "2e1bb43de5f60718293a4b5c6d7e8f9012345678"

/* Expected: a line a commit, "first digits, author, subject, paths, dates"; or what went wrong. */
static const struct {
	const char *name, *text, *expected;
} cases[] = {
	{ "the least", "commit\tauthor\tsubject\n" A "\tAnn <a@example.org>\tnet: do it\n",
	  "1f0aa21 Ann a@example.org {net: do it} - 0 0" },
	{ "a header that is a comment", "# commit\tauthor\tsubject\n" A "\tAnn\tnet: do it\n",
	  "1f0aa21 Ann  {net: do it} - 0 0" },
	{ "columns in another order", "subject\tauthor\tcommit\nnet: do it\tAnn\t" A "\n",
	  "1f0aa21 Ann  {net: do it} - 0 0" },
	{ "comments, blank lines, CRLF",
	  "commit\tauthor\tsubject\r\n\r\n# words\r\n" A "\tAnn\tnet: do it\r\n",
	  "1f0aa21 Ann  {net: do it} - 0 0" },
	{ "paths and dates",
	  "commit\tauthor\tsubject\tpaths\tauthor_date\tmainline_date\n" A
	  "\tAnn\tx\tnet/a.c my\\sfile.c\t1970-01-01\t1970-01-02T00:00:01\n",
	  "1f0aa21 Ann  {x} my file.c,net/a.c 0 86401" },
	{ "fields left out at the end", "commit\tauthor\tsubject\tmessage\tpaths\n" A "\tAnn\tx\n",
	  "1f0aa21 Ann  {x} - 0 0" },
	{ "sorted by position",
	  "position\tcommit\tauthor\tsubject\n2\t" B "\tBen\tsecond\n1\t" A "\tAnn\tfirst\n",
	  "1f0aa21 Ann  {first} - 0 0\n2e1bb32 Ben  {second} - 0 0" },
	{ "escapes", "commit\tauthor\tsubject\n" A "\tAnn\ta\\\\b\\tc\n",
	  "1f0aa21 Ann  {a\\b c} - 0 0" },
	{ "Latin-1", "commit\tauthor\tsubject\n" A "\tAn\351\tx\n",
	  "1f0aa21 An\303\251  {x} - 0 0" },
	{ "no line end", "commit\tauthor\tsubject\n" A "\tAnn\tx", "1f0aa21 Ann  {x} - 0 0" },

	{ "nothing", "", "'%' is a table without commits" },
	{ "a header alone", "commit\tauthor\tsubject\n", "'%' is a table without commits" },
	{ "an unknown column", "commit\tauthor\tsubject\tcolour\n",
	  "%:1: unknown column 'colour' (winnow-table(5) lists them)" },
	{ "a column twice", "commit\tauthor\tsubject\tauthor\n",
	  "%:1: repeated column 'author' (winnow-table(5) lists them)" },
	{ "no commit column", "author\tsubject\nAnn\tx\n", "%:1: no column 'commit'" },
	{ "no subject column", "commit\tauthor\n", "%:1: no column 'subject'" },
	{ "a short id", "commit\tauthor\tsubject\n1f0aa21\tAnn\tx\n",
	  "%:2: not a commit id of 40 digits: '1f0aa21'" },
	{ "too many fields", "commit\tauthor\tsubject\n" A "\tAnn\tx\ty\n",
	  "%:2: 4 fields under 3 columns" },
	{ "too few fields", "commit\tauthor\tsubject\n" A "\tAnn\n",
	  "%:2: only 2 fields: no subject" },
	{ "not a date", "commit\tauthor\tsubject\tauthor_date\n" A "\tAnn\tx\tsoon\n",
	  "%:2: not a date: 'soon'" },
	{ "not a position", "position\tcommit\tauthor\tsubject\nx\t" A "\tAnn\tx\n",
	  "%:2: not a position: 'x'" },
	{ "a negative position", "position\tcommit\tauthor\tsubject\n-1\t" A "\tAnn\tx\n",
	  "%:2: not a position: '-1'" },
	{ "a commit twice", "commit\tauthor\tsubject\n" A "\tAnn\tx\n" A "\tAnn\ty\n",
	  "%:3: commit 1f0aa21bc3d4 stands there twice" },
	{ "an escape sequence in a bad field", "commit\tauthor\tsubject\n\033[31m\tAnn\tx\n",
	  "%:2: not a commit id of 40 digits: '?[31m'" },
};

static char *render(struct history *history)
{
	GString *out = g_string_new(NULL);

	for (guint32 i = 0; i < history_length(history); i++) {
		const struct history_commit *commit = history_at(history, i);
		GPtrArray *paths = history_paths(history, i);

		g_string_append_printf(out, "%s%.7s %s %s {%s} ", i ? "\n" : "",
				       commit_id_hex(&commit->id).text, commit->author_name,
				       commit->author_email, commit->subject);
		for (guint k = 0; paths && k < paths->len; k++)
			g_string_append_printf(out, "%s%s", k ? "," : "", (char *)paths->pdata[k]);
		g_string_append_printf(out, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
				       paths ? "" : "-", commit->author_date,
				       commit->mainline_date);
	}
	return g_string_free(out, FALSE);
}

/* What refers to what, and what digits lead to. */
static void test_references(const char *path)
{
	struct history *history = NULL;
	const struct history_reference *references;
	bool ambiguous = false;
	size_t n = 0;

	g_assert_true(
		g_file_set_contents(path,
				    "commit\tauthor\tsubject\tmessage\n" A "\tAnn\tnet: do it\t\n" B
				    "\tBen\tnet: fix it\tFixes: 1f0aa21bc3d4 (\"net: do it\")\n" C
				    "\tAnn\tRevert \"net: fix it\"\tIt broke.\n",
				    -1, NULL));
	tap_ok(history_read_table(path, NULL, &history, NULL), "a table with references");
	references = history_references_to(history, 0, &n);
	tap_number("one reference to the first", 1, (gint64)n);
	tap_ok(n && references[0].kind == REFERENCE_FIXES && references[0].from == 1,
	       "it is a fix");
	tap_same("its line", "Fixes: 1f0aa21bc3d4 (\"net: do it\")", n ? references[0].line : NULL);
	references = history_references_to(history, 1, &n);
	tap_ok(n == 1 && references[0].kind == REFERENCE_REVERTS && references[0].by_title,
	       "a revert by its title");
	tap_number("digits of one", 0,
		   history_find_prefix(history, "1f0a", slice_of(""), &ambiguous));
	tap_ok(!ambiguous, "not ambiguous");
	tap_ok(history_find_prefix(history, "2e1bb", slice_of(""), &ambiguous) == HISTORY_NONE &&
		       ambiguous,
	       "digits of two");
	tap_number("a title decides", 1,
		   history_find_prefix(history, "2e1bb", slice_of("net: fix it"), &ambiguous));
	tap_ok(history_find_prefix(history, "ffff", slice_of(""), &ambiguous) == HISTORY_NONE &&
		       !ambiguous,
	       "digits of none");
	tap_ok(history_find_prefix(history, "", slice_of(""), NULL) == HISTORY_NONE, "no digits");
	tap_ok(history_find_prefix(history, "xyz", slice_of(""), NULL) == HISTORY_NONE,
	       "other letters");
	tap_number("by subject", 1, history_find_subject(history, "net: fix it", 3));
	tap_ok(history_find_subject(history, "net: fix it", 1) == HISTORY_NONE,
	       "by subject, but earlier");
	history_free(history);
}

int main(void)
{
	g_autofree char *directory = g_dir_make_tmp("table-test-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(directory, "table.tsv", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) expected = g_string_new(cases[i].expected);
		g_autoptr(GError) error = NULL;
		g_autofree char *actual = NULL;
		struct history *history = NULL;

		g_assert_true(g_file_set_contents(path, cases[i].text, -1, NULL));
		g_string_replace(expected, "%", path, 1);
		if (history_read_table(path, NULL, &history, &error)) {
			actual = render(history);
			history_free(history);
		} else {
			actual = g_strdup(error->message);
		}
		tap_same(cases[i].name, expected->str, actual);
	}
	test_references(path);
	g_unlink(path);
	g_rmdir(directory);
	return tap_done();
}
