/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/difference.h"

#include "tap.h"

#define FILE_A "--- a/net/a.c\n+++ b/net/a.c\n"
#define FILE_B "--- a/net/b.c\n+++ b/net/b.c\n"

static const struct {
	const char *name, *a, *b;
	bool differ;
	bool undoes; /* b a line of a */
} cases[] = {
	{ "the same in other surroundings", FILE_A "@@ -1,2 +1,2 @@\n one\n-old = 1;\n+new = 2;\n",
	  FILE_A "@@ -7,2 +7,2 @@\n two\n-old = 1;\n+new = 2;\n", false, false },
	{ "a block that is told to begin one line later",
	  FILE_A "@@ -1,2 +1,5 @@\n x\n+/* No. */\n+if (a)\n+\tfail();\n /* No. */\n",
	  FILE_A "@@ -1,2 +1,5 @@\n x\n /* No. */\n+if (a)\n+\tfail();\n+/* No. */\n", false,
	  false },
	{ "the same lines in another order",
	  FILE_A "@@ -1,1 +1,4 @@\n x\n+first = 10;\n+second = 20;\n+third = 30;\n",
	  FILE_A "@@ -1,1 +1,4 @@\n x\n+first = 10;\n+third = 30;\n+second = 20;\n", true, false },
	{ "a line moved down and one moved up",
	  FILE_A "@@ -1,3 +1,3 @@\n-first = 10;\n second = 20;\n+first = 10;\n",
	  FILE_A "@@ -1,3 +1,3 @@\n+first = 10;\n second = 20;\n-first = 10;\n", true, true },
	{ "another file", FILE_A "@@ -1,1 +1,2 @@\n x\n+first = 10;\n",
	  FILE_B "@@ -1,1 +1,2 @@\n x\n+first = 10;\n", true, false },
	{ "one takes away what the other adds", FILE_A "@@ -1,1 +1,2 @@\n x\n+first = 10;\n",
	  FILE_A "@@ -1,2 +1,1 @@\n x\n-first = 10;\n", true, true },
	{ "one brings back what the other takes away", FILE_A "@@ -1,2 +1,1 @@\n x\n-first = 10;\n",
	  FILE_A "@@ -1,1 +1,2 @@\n x\n+first = 10;\n", true, true },
	{ "a brace says nothing", FILE_A "@@ -1,1 +1,2 @@\n x\n+}\n",
	  FILE_A "@@ -1,2 +1,1 @@\n x\n-}\n", true, false },
	{ "nothing", "", "", false, false },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct diff a = { 0 }, b = { 0 };
		g_autoptr(GPtrArray) paths = NULL;

		diff_parse(&a, g_strdup(cases[i].a), 1);
		diff_parse(&b, g_strdup(cases[i].b), 1);
		paths = difference_paths(&a, &b);
		tap_number(cases[i].name, cases[i].differ, paths->len > 0);
		tap_number("whether it undoes a line", cases[i].undoes, difference_undoes(&b, &a));
		diff_clear(&a);
		diff_clear(&b);
	}
	return tap_done();
}
