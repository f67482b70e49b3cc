/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "decide/decisions.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#define HEAD			"# winnow decisions 1\n"
#define A			"1111111111111111111111111111111111111111"
#define B			"2222222222222222222222222222222222222222"
#define C			"3333333333333333333333333333333333333333"
#define D(key, tree, word, who) key "  " tree "  " word "  2026-11-28  " who "\n"

static char path[] = "/tmp/winnow-decisions-XXXXXX";

static void write_file(const char *text, size_t length)
{
	if (!g_file_set_contents(path, text, (gssize)length, NULL))
		abort();
}

static char *file_text(void)
{
	char *text = NULL;

	return g_file_get_contents(path, &text, NULL, NULL) ? text : NULL;
}

/* The warnings joined, without the file's name. */
static struct decisions *open_file(char **warnings)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	GString *told = g_string_new(NULL);
	struct decisions *out = NULL;

	if (!decisions_open(path, list, &out, &error))
		g_string_append(told, error->message);
	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(told, "%s\n", (char *)list->pdata[i] + strlen(path) + 1);
	if (warnings)
		*warnings = g_string_free(told, FALSE);
	else
		g_string_free(told, TRUE);
	return out;
}

static const struct decision *find(const struct decisions *decisions, const char *key,
				   const char *tree)
{
	return decisions_find(decisions, key, tree);
}

static void put(struct decisions *decisions, const char *key, const char *tree, const char *who)
{
	const struct decision decision = {
		.key = (char *)key,
		.tree = (char *)tree,
		.word = DECISION_DROP,
		.date = (char *)"2026-11-28",
		.who = (char *)who,
	};
	GError *error = NULL;

	if (!decisions_put(decisions, &decision, &error))
		abort();
}

static void save(struct decisions *decisions)
{
	GError *error = NULL;

	if (!decisions_save(decisions, &error)) {
		printf("Bail out! %s\n", error->message);
		exit(1);
	}
}

/* A file, what is put in (a key; "-" before it: taken out), what is then in the file. */
static const struct {
	const char *name, *before, *what[4], *after;
} edits[] = {
	{ "into no file", NULL, { B }, HEAD "\n" D(B, "*   ", "drop", "new") },
	{ "into an empty file", "", { B }, HEAD "\n" D(B, "*   ", "drop", "new") },
	{ "in order",
	  HEAD "\n" D(A, "*   ", "drop", "ann") "\n" D(C, "*   ", "drop", "ann"),
	  { B },
	  HEAD "\n" D(A, "*   ", "drop", "ann") "\n" D(B, "*   ", "drop",
						       "new") "\n" D(C, "*   ", "drop", "ann") },
	{ "several",
	  HEAD,
	  { C, A, B },
	  HEAD "\n" D(A, "*   ", "drop", "new") "\n" D(B, "*   ", "drop",
						       "new") "\n" D(C, "*   ", "drop", "new") },
	{ "above the remarks on the next",
	  HEAD "\n# on C\nbroken\n" D(C, "*   ", "drop", "ann"),
	  { B },
	  HEAD "\n" D(B, "*   ", "drop", "new") "\n# on C\nbroken\n" D(C, "*   ", "drop", "ann") },
	{ "below the header",
	  HEAD D(C, "*   ", "drop", "ann"),
	  { B },
	  HEAD "\n" D(B, "*   ", "drop", "new") "\n" D(C, "*   ", "drop", "ann") },
	{ "in place, the rest as it is",
	  "\n" HEAD "  odd\t\n" B " * keep 2026-01-01 x\r\n" A "\t*\tkeep\t2026-01-01\tx",
	  { B },
	  "\n" HEAD "  odd\t\n" D(B, "*   ", "drop", "new") A "\t*\tkeep\t2026-01-01\tx" },
	{ "in place of doubles",
	  HEAD "\n" D(B, "*   ", "keep", "x") "\n" D(B, "*   ", "ask ", "y") "\n" D(C, "*   ",
										    "keep", "z"),
	  { B },
	  HEAD "\n" D(B, "*   ", "drop", "new") "\n" D(C, "*   ", "keep", "z") },
	{ "behind a line that nothing ends",
	  HEAD A " * keep 2026-01-01 x",
	  { B },
	  HEAD A " * keep 2026-01-01 x\n\n" D(B, "*   ", "drop", "new") },
	{ "as the file's lines end",
	  "# winnow decisions 1\r\n\r\n" A "  *  keep  2026-01-01  x\r\n",
	  { B },
	  "# winnow decisions 1\r\n\r\n" A "  *  keep  2026-01-01  x\r\n\r\n" B
	  "  *     drop  2026-11-28  new\r\n" },
	{ "out of the middle",
	  HEAD
	  "\n" D(A, "*", "drop", "ann") "\n" D(B, "*", "drop", "ann") "\n" D(C, "*", "drop", "ann"),
	  { "-" B },
	  HEAD "\n" D(A, "*", "drop", "ann") "\n" D(C, "*", "drop", "ann") },
	{ "out of the end",
	  HEAD "\n" D(A, "*", "drop", "ann") "\n" D(B, "*", "drop", "ann"),
	  { "-" B },
	  HEAD "\n" D(A, "*", "drop", "ann") },
	{ "another tree's stays",
	  HEAD "\n" D(B, "6.12", "drop", "ann"),
	  { "-" B },
	  HEAD "\n" D(B, "6.12", "drop", "ann") },
	{ "in and out", HEAD, { B, "-" B }, HEAD },
};

static void test_edits(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(edits); i++) {
		struct decisions *decisions;
		g_autofree char *text = NULL;

		unlink(path);
		if (edits[i].before)
			write_file(edits[i].before, strlen(edits[i].before));
		decisions = open_file(NULL);
		for (const char *const *what = edits[i].what; *what; what++) {
			if (**what == '-')
				decisions_remove(decisions, *what + 1, "*");
			else
				put(decisions, *what, "*", "new");
		}
		save(decisions);
		decisions_free(decisions);
		text = file_text();
		tap_same(edits[i].name, edits[i].after, text);
	}
}

static void test_find(void)
{
	static const char text[] = HEAD A
		" * keep 2026-01-01 every\n" A " 6.12 drop 2026-01-01 one\n" B
		" 6.1 drop 2026-01-01 old\n" B " 6.1 keep 2026-01-02 late\n" B
		" 6.1 ask 2026-01-01 old\n" C " * ask 2026-01-01 x\n" C " * drop 2026-01-01 y\n"
		"<<<<<<< HEAD\nshort\n";
	g_autofree char *warnings = NULL;
	struct decisions *decisions;

	write_file(text, strlen(text));
	decisions = open_file(&warnings);
	tap_same("of its tree", "one", find(decisions, A, "6.12")->who);
	tap_same("else of every tree", "every", find(decisions, A, "6.1")->who);
	tap_same("no tree is known", "every", find(decisions, A, NULL)->who);
	tap_same("the latest date counts", "late", find(decisions, B, "6.1")->who);
	tap_ok(!find(decisions, B, "6.12"), "another tree's does not");
	tap_same("of one date the greatest line", "y", find(decisions, C, NULL)->who);
	tap_number("each once", 4, (gint64)decisions_count(decisions));
	tap_same("what is odd is told",
		 "9:"
		 " a decision is \"KEY TREE WORD DATE WHO [until X is in] [NOTE] [seen=...]\"; the "
		 "line is kept and does not count\n"
		 "10:"
		 " a decision is \"KEY TREE WORD DATE WHO [until X is in] [NOTE] [seen=...]\"; the "
		 "line is kept and does not count\n"
		 "7: decided otherwise on the same day in line 8, which counts: drop by y\n",
		 warnings);
	decisions_free(decisions);
}

/* Bytes that no line should have, and a line that is too long, stay as they are. */
static void test_bytes(void)
{
	static const char with_nul[] = A " * keep 2026-01-01 x \0 y\n";
	g_autoptr(GString) text = g_string_new(HEAD);
	g_autoptr(GString) after = NULL;
	g_autofree char *warnings = NULL, *got = NULL;
	struct decisions *decisions;
	gsize length = 0;

	g_string_append_len(text, with_nul, sizeof(with_nul) - 1);
	g_string_append(text, "\377\376\n" A " * keep 2026-01-01 x ");
	for (int i = 0; i < DECISION_LINE_LIMIT; i++)
		g_string_append_c(text, 'n');
	g_string_append(text, "\n");
	write_file(text->str, text->len);
	decisions = open_file(&warnings);
	tap_ok(strstr(warnings, "2: the line holds a NUL") &&
		       strstr(warnings, "3: a decision is") &&
		       strstr(warnings, "4: the line is too long"),
	       "each is named");
	tap_number("none counts", 0, (gint64)decisions_count(decisions));
	put(decisions, B, "*", "new");
	save(decisions);
	decisions_free(decisions);
	after = g_string_new_len(text->str, (gssize)text->len);
	g_string_append(after, "\n" D(B, "*   ", "drop", "new"));
	tap_ok(g_file_get_contents(path, &got, &length, NULL) && length == after->len &&
		       memcmp(got, after->str, length) == 0,
	       "not a byte of them changes");
}

/* Two who have read the same file, one after the other. */
static void test_two_writers(void)
{
	struct decisions *one, *two;
	const struct decision *held;
	g_autofree char *text = NULL;

	write_file(HEAD "\n" D(A, "*", "drop", "ann"), strlen(HEAD "\n" D(A, "*", "drop", "ann")));
	one = open_file(NULL);
	two = open_file(NULL);
	held = find(one, A, NULL);
	put(one, B, "*", "one");
	put(two, C, "*", "two");
	decisions_remove(two, A, "*");
	save(one);
	save(two);
	text = file_text();
	tap_same("what both did is there",
		 HEAD "\n" D(B, "*   ", "drop", "one") "\n" D(C, "*   ", "drop", "two"), text);
	put(one, C, "6.12", "one");
	save(one);
	tap_ok(!find(one, A, NULL) && find(one, C, NULL), "and known to who saves again");
	tap_same("what was handed out stays", "ann", held->who);
	held = find(one, B, NULL);
	put(one, A, "6.12", "one");
	save(one);
	tap_ok(held == find(one, B, NULL), "and is the same as long as its line is");
	decisions_free(one);
	decisions_free(two);
}

static void test_wrong_files(void)
{
	static const char *const texts[] = { "patches/x.patch\n", "# winnow decisions 2\n",
					     "# winnow decisions 10\n" };
	static const char *const says[] = { "is no file of decisions", "of a newer winnow",
					    "of a newer winnow" };

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *warnings = NULL;

		write_file(texts[i], strlen(texts[i]));
		tap_ok(!open_file(&warnings) && strstr(warnings, says[i]), says[i]);
	}
}

static void test_refused(void)
{
	const struct decision good = { .key = (char *)A,
				       .tree = (char *)"*",
				       .date = (char *)"2026-11-28",
				       .who = (char *)"ann" };
	struct decision bad[5] = { good, good, good, good, good };
	g_autofree char *note = g_strnfill(DECISION_NOTE_LIMIT + 1, 'x');
	struct decisions *decisions;

	unlink(path);
	decisions = open_file(NULL);
	bad[0].key = (char *)"1234";
	bad[1].tree = (char *)"6 12";
	bad[2].who = (char *)"a\nb";
	bad[3].note = note;
	bad[4].seen = (char *)"x";
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;

		tap_ok(!decisions_put(decisions, &bad[i], &error) && error, "refused");
	}
	save(decisions);
	tap_ok(!g_file_test(path, G_FILE_TEST_EXISTS), "nothing to write makes no file");
	decisions_free(decisions);
}

int main(void)
{
	close(mkstemp(path));
	test_edits();
	test_find();
	test_bytes();
	test_two_writers();
	test_wrong_files();
	test_refused();
	unlink(path);
	return tap_done();
}
