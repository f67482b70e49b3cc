/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/diff.h"

#include <string.h>

#include "tap.h"

#define HUNK "@@ -1,3 +1,3 @@ int f(void)\n a\n-b\n+c\n d\n"
#define FILE_A                                                                                     \
	"diff --git a/net/a.c b/net/a.c\nindex 1f0aa21..2e1bb32 100644\n--- a/net/a.c\n+++ "       \
	"b/net/a.c\n"

/* Expected: a line a file, "old > new flags +added -removed hunks", then a line a problem. */
static const struct {
	const char *name, *text, *expected;
	unsigned strip;
} cases[] = {
	{ "one file", FILE_A HUNK, "net/a.c > net/a.c +1 -1 @1", 1 },
	{ "two files", FILE_A HUNK "diff --git a/b.c b/b.c\n--- a/b.c\n+++ b/b.c\n" HUNK,
	  "net/a.c > net/a.c +1 -1 @1\nb.c > b.c +1 -1 @1", 1 },
	{ "two hunks", FILE_A HUNK "@@ -10 +10,2 @@\n-x\n+y\n+z\n", "net/a.c > net/a.c +3 -2 @2",
	  1 },
	{ "text before it", "Some words.\n---\n a.c | 2 +-\n\n" FILE_A HUNK,
	  "net/a.c > net/a.c +1 -1 @1", 1 },
	{ "not git's", "--- a/net/a.c\t2022-04-01\n+++ b/net/a.c\t2022-04-02\n" HUNK,
	  "net/a.c > net/a.c +1 -1 @1", 1 },
	{ "two files, not git's", "--- a/a.c\n+++ b/a.c\n" HUNK "--- a/b.c\n+++ b/b.c\n" HUNK,
	  "a.c > a.c +1 -1 @1\nb.c > b.c +1 -1 @1", 1 },
	{ "-p0", "--- net/a.c\n+++ net/a.c\n" HUNK, "net/a.c > net/a.c +1 -1 @1", 0 },
	{ "-p2", "--- x/y/a.c\n+++ x/y/a.c\n" HUNK, "a.c > a.c +1 -1 @1", 2 },
	{ "a new file",
	  "diff --git a/n.c b/n.c\nnew file mode 100644\nindex 0000000..1f0aa21\n--- "
	  "/dev/null\n+++ b/n.c\n"
	  "@@ -0,0 +1,2 @@\n+a\n+b\n",
	  "- > n.c 0>100644 +2 -0 @1", 1 },
	{ "an empty new file",
	  "diff --git a/n.c b/n.c\nnew file mode 100644\nindex 0000000..e69de29\n",
	  "- > n.c 0>100644 +0 -0 @0", 1 },
	{ "a deleted file",
	  "diff --git a/o.c b/o.c\ndeleted file mode 100755\nindex 1f0aa21..0000000\n--- "
	  "a/o.c\n+++ /dev/null\n"
	  "@@ -1,2 +0,0 @@\n-a\n-b\n",
	  "o.c > - 100755>0 +0 -2 @1", 1 },
	{ "a rename",
	  "diff --git a/o.c b/n.c\nsimilarity index 100%\nrename from o.c\nrename to n.c\n",
	  "o.c > n.c renamed +0 -0 @0", 1 },
	{ "a rename with a change",
	  "diff --git a/o.c b/n.c\nsimilarity index 90%\nrename from o.c\nrename to n.c\n"
	  "index 1f0aa21..2e1bb32 100644\n--- a/o.c\n+++ b/n.c\n" HUNK,
	  "o.c > n.c renamed +1 -1 @1", 1 },
	{ "a copy", "diff --git a/o.c b/n.c\nsimilarity index 100%\ncopy from o.c\ncopy to n.c\n",
	  "o.c > n.c copied +0 -0 @0", 1 },
	{ "a mode", "diff --git a/s.sh b/s.sh\nold mode 100644\nnew mode 100755\n",
	  "s.sh > s.sh 100644>100755 +0 -0 @0", 1 },
	{ "a binary file",
	  "diff --git a/x.png b/x.png\nindex 1f0aa21..2e1bb32 100644\nBinary files a/x.png and "
	  "b/x.png differ\n",
	  "x.png > x.png binary +0 -0 @0", 1 },
	{ "a binary patch, and a file behind it",
	  "diff --git a/x.png b/x.png\nindex 1f0aa21..2e1bb32 100644\nGIT binary patch\nliteral 3\n"
	  "Kcmc~^U|?VbVh{iT\n\nliteral 2\nJcmb<&U|?VbVh{iT\n\n" FILE_A HUNK,
	  "x.png > x.png binary +0 -0 @0\nnet/a.c > net/a.c +1 -1 @1", 1 },
	{ "quoted paths",
	  "diff --git \"a/\\303\\251\\t.c\" \"b/\\303\\251\\t.c\"\n--- \"a/\\303\\251\\t.c\"\n"
	  "+++ \"b/\\303\\251\\t.c\"\n" HUNK,
	  "\303\251\t.c > \303\251\t.c +1 -1 @1", 1 },
	{ "a quoted path, mode only",
	  "diff --git \"a/\\\"q\\\".c\" \"b/\\\"q\\\".c\"\nold mode 100644\nnew mode 100755\n",
	  "\"q\".c > \"q\".c 100644>100755 +0 -0 @0", 1 },
	{ "a path with blanks",
	  "diff --git a/my file.c b/my file.c\n--- a/my file.c\t\n+++ b/my file.c\t\n" HUNK,
	  "my file.c > my file.c +1 -1 @1", 1 },
	{ "a path with blanks, mode only",
	  "diff --git a/my file b/my file\nold mode 100644\nnew mode 100755\n",
	  "my file > my file 100644>100755 +0 -0 @0", 1 },
	{ "no newline at the end",
	  FILE_A
	  "@@ -1 +1 @@\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n",
	  "net/a.c > net/a.c +1 -1 @1", 1 },
	{ "a signature", FILE_A HUNK "-- \n2.40.0\n", "net/a.c > net/a.c +1 -1 @1", 1 },
	{ "a signature right behind a removed line", FILE_A "@@ -1,2 +1 @@\n a\n-b\n-- \n2.40.0\n",
	  "net/a.c > net/a.c +0 -1 @1", 1 },
	{ "a mailing list's footer", FILE_A HUNK "\n_____\nlist at example.org\n",
	  "net/a.c > net/a.c +1 -1 @1", 1 },
	{ "removed and added lines that look like headers",
	  FILE_A "@@ -1,2 +1,2 @@\n a\n--- a/x.c\n+++ b/x.c\n", "net/a.c > net/a.c +1 -1 @1", 1 },
	{ "a context line whose blank was eaten", FILE_A "@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n",
	  "net/a.c > net/a.c +1 -1 @1", 1 },
	{ "CRLF", "diff --git a/a.c b/a.c\r\n--- a/a.c\r\n+++ b/a.c\r\n@@ -1 +1 @@\r\n-b\r\n+c\r\n",
	  "a.c > a.c +1 -1 @1", 1 },
	{ "Subversion's", "Index: a.c\n====\n--- a.c\t(revision 1)\n+++ a.c\t(working copy)\n" HUNK,
	  "a.c > a.c +1 -1 @1", 0 },

	{ "no diff", "Just words.\n", "", 1 },
	{ "nothing", "", "", 1 },
	{ "cut off", FILE_A "@@ -1,3 +1,3 @@\n a\n-b\n",
	  "net/a.c > net/a.c +0 -1 @1\n! line 5 of the diff: the hunk ends 2 lines early: cut off?",
	  1 },
	{ "the header promises more",
	  FILE_A
	  "@@ -1,5 +1,5 @@\n a\n-b\n+c\n d\ndiff --git a/b b/b\nold mode 100644\nnew mode 100755\n",
	  "net/a.c > net/a.c +1 -1 @1\nb > b 100644>100755 +0 -0 @0\n"
	  "! line 5 of the diff: the hunk ends 2 lines early",
	  1 },
	{ "counts beyond reason", FILE_A "@@ -1,99999999999999999999 +1,3 @@\n a\n",
	  "net/a.c > net/a.c +0 -0 @0\n"
	  "! line 5 of the diff: not a hunk header: '@@ -1,99999999999999999999 +1,3 @@'",
	  1 },
	{ "words for a hunk header", FILE_A "@@ here @@\n a\n",
	  "net/a.c > net/a.c +0 -0 @0\n! line 5 of the diff: not a hunk header: '@@ here @@'", 1 },
	{ "a hunk alone", HUNK, "! line 1 of the diff: a hunk that belongs to no file", 1 },
	{ "no names", "diff --git \nold mode 100644\n", "! line 1 of the diff: no file name", 1 },
	{ "an unclosed quote", "diff --git \"a/x.c b/x.c\nold mode 100644\n",
	  "! line 1 of the diff: no file name", 1 },
	{ "a merge's",
	  "diff --cc a.c\nindex 1,2..3\n--- a/a.c\n+++ b/a.c\n@@@ -1,2 -1,2 +1,2 @@@\n  a\n",
	  "a.c > a.c +0 -0 @0\n! line 1 of the diff: a merge's combined diff cannot be read", 1 },
};

static char *render(const struct diff *diff)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		g_string_append_printf(out, "%s%s > %s", out->len ? "\n" : "",
				       file->old_path ? file->old_path : "-",
				       file->new_path ? file->new_path : "-");
		g_string_append(out, file->renamed ? " renamed" : "");
		g_string_append(out, file->copied ? " copied" : "");
		g_string_append(out, file->binary ? " binary" : "");
		if (file->old_mode || file->new_mode)
			g_string_append_printf(out, " %o>%o", file->old_mode, file->new_mode);
		g_string_append_printf(out, " +%zu -%zu @%zu", file->lines_added,
				       file->lines_removed, file->n_hunks);
	}
	for (guint i = 0; i < diff->problems->len; i++)
		g_string_append_printf(out, "%s! %s", out->len ? "\n" : "",
				       (char *)diff->problems->pdata[i]);
	return g_string_free(out, FALSE);
}

/* Places and texts of one hunk. */
static void test_parts(void)
{
	struct diff diff;
	const struct diff_file *file;
	const struct diff_hunk *hunk;

	diff_parse(&diff,
		   g_strdup(FILE_A "@@ -10,2 +20,3 @@ int f(void) \n a\n+b\n c\n-- \n2.40.0\n"), 1);
	file = diff_file_at(&diff, 0);
	hunk = diff_hunk_at(&diff, file, 0);
	tap_number("a hunk's old place", 10, (gint64)hunk->old_start);
	tap_number("a hunk's old length", 2, (gint64)hunk->old_count);
	tap_number("a hunk's new place", 20, (gint64)hunk->new_start);
	tap_number("a hunk's new length", 3, (gint64)hunk->new_count);
	tap_ok(slice_equal(hunk->section, "int f(void)"), "a hunk's section");
	tap_number("a hunk's lines", 3, (gint64)hunk->n_lines);
	tap_ok(diff_line_at(&diff, hunk, 1).origin == '+', "a line's origin");
	tap_ok(slice_equal(diff_line_at(&diff, hunk, 1).text, "b"), "a line's text");
	diff_clear(&diff);
}

static void test_many_problems(void)
{
	g_autoptr(GString) text = g_string_new(FILE_A);
	struct diff diff;

	for (int i = 0; i < 10000; i++)
		g_string_append(text, "@@ bad @@\n");
	diff_parse(&diff, g_strdup(text->str), 1);
	tap_ok(diff.problems->len > 0 && diff.problems->len < 100,
	       "problems are told in a few lines");
	diff_clear(&diff);
}

int main(void)
{
	const char *body = "words\n" FILE_A HUNK;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct diff diff;
		g_autofree char *actual = NULL;

		diff_parse(&diff, g_strdup(cases[i].text), cases[i].strip);
		actual = render(&diff);
		tap_same(cases[i].name, cases[i].expected, actual);
		diff_clear(&diff);
	}
	test_parts();
	test_many_problems();
	tap_ok(diff_find_start(body) == body + strlen("words\n"), "where a diff begins");
	tap_ok(!diff_find_start("words\n--- \n"), "where there is none");
	return tap_done();
}
