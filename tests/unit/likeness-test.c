/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/likeness.h"

#include "tap.h"

#define FILE_A "--- a/net/a.c\n+++ b/net/a.c\n"
#define FILE_B "--- a/net/b.c\n+++ b/net/b.c\n"

static const struct {
	const char *name, *a, *b;
	enum likeness expected;
} cases[] = {
	{ "the same elsewhere in the file",
	  FILE_A "@@ -1,3 +1,3 @@\n one\n-limit = 10;\n+limit = 20;\n two\n",
	  FILE_A "@@ -7,3 +7,3 @@\n one\n-limit = 10;\n+limit = 20;\n two\n", LIKENESS_SAME },
	{ "the same in other surroundings",
	  FILE_A "@@ -1,3 +1,3 @@\n one\n-limit = 10;\n+limit = 20;\n two\n",
	  FILE_A "@@ -1,3 +1,3 @@\n three\n-limit = 10;\n+limit = 20;\n two\n", LIKENESS_ALIKE },
	{ "half of it", FILE_A "@@ -1,2 +1,2 @@\n-limit = 10;\n+limit = 20;\n",
	  FILE_A "@@ -1,4 +1,4 @@\n-limit = 10;\n-other = 1;\n+limit = 20;\n+other = 2;\n",
	  LIKENESS_ALIKE },
	{ "another change of the same line", FILE_A "@@ -1,2 +1,2 @@\n-limit = 20;\n+limit = 30;\n",
	  FILE_A "@@ -1,2 +1,2 @@\n-limit = 10;\n+limit = 20;\n", LIKENESS_OTHER_LINES },
	{ "the same in a file of another name",
	  FILE_A "@@ -1,2 +1,2 @@\n-limit = 10;\n+limit = 20;\n",
	  FILE_B "@@ -1,2 +1,2 @@\n-limit = 10;\n+limit = 20;\n", LIKENESS_ALIKE },
	{ "other files that share braces", FILE_A "@@ -1,1 +1,3 @@\n one\n+}\n+{\n",
	  FILE_B "@@ -1,1 +1,3 @@\n one\n+}\n+{\n", LIKENESS_OTHER_FILES },
	{ "other files", FILE_A "@@ -1,1 +1,2 @@\n one\n+limit = 10;\n",
	  FILE_B "@@ -1,1 +1,2 @@\n one\n+other = 1;\n", LIKENESS_OTHER_FILES },
	{ "white space does not matter", FILE_A "@@ -1,1 +1,2 @@\n one\n+limit = 10;\n",
	  FILE_A "@@ -1,1 +1,2 @@\n two\n+\tlimit=10;\n", LIKENESS_ALIKE },
	{ "no line at all", "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n",
	  "diff --git a/x b/x\nold mode 100755\nnew mode 100644\n", LIKENESS_UNKNOWN },
	{ "nothing", "", FILE_A "@@ -1,1 +1,2 @@\n one\n+limit = 10;\n", LIKENESS_UNKNOWN },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct diff a = { 0 }, b = { 0 };

		diff_parse(&a, g_strdup(cases[i].a), 1);
		diff_parse(&b, g_strdup(cases[i].b), 1);
		tap_number(cases[i].name, cases[i].expected, likeness_of(&a, &b));
		tap_number("the other way round", cases[i].expected, likeness_of(&b, &a));
		diff_clear(&a);
		diff_clear(&b);
	}
	return tap_done();
}
