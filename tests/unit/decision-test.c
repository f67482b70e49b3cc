/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "decide/decision.h"
#include "message/nomination.h"

#include <string.h>

#include "decide/seen.h"
#include "tap.h"

#define ID    "8e6ecb18287e4e3b9d5f0c1a2b3c4d5e6f708192"
#define OTHER "edc94911208f3b5c6d7e8f90a1b2c3d4e5f60718"

/* What is read, and written again; NULL for what is wrong with it. */
static const struct {
	const char *line, *again, *wrong;
} lines[] = {
	{ ID "  6.12  drop  2026-11-28  ann  driver not enabled",
	  ID "  6.12  drop  2026-11-28  ann  driver not enabled", NULL },
	{ OTHER "  *     wait  2026-11-27  bob  until f90d71b5cdfa is in   seen=3f9a1c02",
	  OTHER "  *     wait  2026-11-27  bob  until f90d71b5cdfa is in  seen=3f9a1c02", NULL },
	{ ID " * keep 2026-11-28 ann", ID "  *     keep  2026-11-28  ann", NULL },
	{ "\t" ID "\t*\tkeep-with\t2026-11-28\tann\tseen=-\t",
	  ID "  *     keep-with  2026-11-28  ann  seen=-", NULL },
	{ "8E6ECB18287E4E3B9D5F0C1A2B3C4D5E6F708192 * ask 2026-11-28 ann",
	  ID "  *     ask   2026-11-28  ann", NULL },
	{ "patch-id:" ID " 22.11 drop 2026-11-28 ann x",
	  "patch-id:" ID "  22.11  drop  2026-11-28  ann  x", NULL },
	{ "msgid:1/2@x * drop 2026-11-28 ann", "msgid:1/2@x  *     drop  2026-11-28  ann", NULL },
	{ "msgid:1/2@x/" ID " * drop 2026-11-28 ann",
	  "msgid:1/2@x/" ID "  *     drop  2026-11-28  ann", NULL },
	{ ID "/" OTHER " * drop 2026-11-28 ann", ID "/" OTHER "  *     drop  2026-11-28  ann",
	  NULL },
	{ ID " * wait 2026-11-28 ann until v6.13 is out after the release",
	  ID "  *     wait  2026-11-28  ann  until v6.13 is out  after the release", NULL },
	{ ID " * wait 2026-11-28 ann until F90D71B is upstream",
	  ID "  *     wait  2026-11-28  ann  until f90d71b is upstream", NULL },
	{ ID " * wait 2026-11-28 ann until 2026-12-24",
	  ID "  *     wait  2026-11-28  ann  until 2026-12-24", NULL },
	/* What is like it and is none stays what somebody wrote. */
	{ ID " * wait 2026-11-28 ann until it rains",
	  ID "  *     wait  2026-11-28  ann  \\until it rains", NULL },
	{ ID " * wait 2026-11-28 ann until f90d71b is inside",
	  ID "  *     wait  2026-11-28  ann  \\until f90d71b is inside", NULL },
	{ ID " * drop 2026-11-28 ann was seen=3f9a1c02 before",
	  ID "  *     drop  2026-11-28  ann  was \\seen=3f9a1c02 before", NULL },
	{ ID " * drop 2026-11-28 ann two\\nlines\\x1b[0m \\\\ \\q",
	  ID "  *     drop  2026-11-28  ann  two\\nlines\\x1b[0m \\\\ q", NULL },
	{ ID " * drop 2026-11-28 ann  a\xe9o", ID "  *     drop  2026-11-28  ann  a\303\251o",
	  NULL },
	{ "8e6ecb18287e * drop 2026-11-28 ann", NULL, "the first word is no key" },
	{ "patch-id:8e6e * drop 2026-11-28 ann", NULL, "the first word is no key" },
	{ "msgid: * drop 2026-11-28 ann", NULL, "the first word is no key" },
	{ ID "/"
	     " * drop 2026-11-28 ann",
	  NULL, "the first word is no key" },
	{ ID "/" ID "/" ID " * drop 2026-11-28 ann", NULL, "the first word is no key" },
	{ ID " * Drop 2026-11-28 ann", NULL, "the third word is none" },
	{ ID " * drop 2026-02-30 ann", NULL, "the fourth word is no date" },
	{ ID " * drop 28.11.2026 ann", NULL, "the fourth word is no date" },
	{ ID " * drop 2026-11-28", NULL, "a decision is" },
	{ ID " * drop 2026-11-28 ann seen=3f9a1c0", NULL, "what follows \"seen=\"" },
	{ ID " * drop 2026-11-28 ann seen=3f9a1c02,", NULL, "what follows \"seen=\"" },
	{ ID " * drop 2026-11-28 ann seen=", NULL, "what follows \"seen=\"" },
	{ "<<<<<<< HEAD", NULL, "a decision is" },
};

/* What somebody writes with -m, and what it is after it was written and read. */
static const struct {
	const char *note, *kept;
} notes[] = {
	{ "plain", "plain" },
	{ "  blanks  around  ", "blanks  around" },
	{ "until f90d71b5cdfa is in", "until f90d71b5cdfa is in" },
	{ "x seen=00000000", "x seen=00000000" },
	{ "seen=-", "seen=-" },
	{ "one\ntwo\tthree\r\n", "one\ntwo\tthree" },
	{ "\\n is no line end, \\", "\\n is no line end, \\" },
	{ "\033[31mred\a\177 \302\205 \342\200\256turned",
	  "\033[31mred\a\177 \302\205 \342\200\256turned" },
	{ "\303\251\360\237\220\233", "\303\251\360\237\220\233" },
	{ "   ", NULL },
	{ ID " * keep 2027-01-01 eve", ID " * keep 2027-01-01 eve" },
};

static const struct {
	const char *text;
	enum decision_until until;
} untils[] = {
	{ "2026-12-24", DECISION_UNTIL_DATE }, { "f90d71b", DECISION_UNTIL_IN },
	{ "F90D71B5CDFA", DECISION_UNTIL_IN }, { "v6.13", DECISION_UNTIL_OUT },
	{ "6.13", DECISION_UNTIL_OUT },	       { "22.11.4", DECISION_UNTIL_OUT },
	{ "2026-13-01", DECISION_UNTIL_OUT },  { "", DECISION_UNTIL_NONE },
	{ "soon", DECISION_UNTIL_NONE },       { "a 1", DECISION_UNTIL_NONE },
	{ "-1", DECISION_UNTIL_NONE },
};

static const struct {
	const char *name, *tree;
} branches[] = {
	{ "stable/linux-6.12.y", "6.12" },
	{ "linux-2.6.32.y", "2.6.32" },
	{ "v6.12.8", "6.12" },
	{ "22.11", "22.11" },
	{ "origin/stable-v50", "50" },
	{ "v250-stable", "250" },
	{ "stable-4.17", "4.17" },
	{ "12345678", NULL },
	{ "f90d71b5cdfa", NULL },
	{ "HEAD", NULL },
	{ "HEAD~3", NULL },
	{ "main", NULL },
	{ "build-20261128", NULL },
};

static void test_lines(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		struct decision decision = { 0 };
		const char *wrong = decision_parse(slice_of(lines[i].line), &decision);
		g_autofree char *again = wrong ? NULL : decision_line(&decision);
		g_autoptr(GError) error = NULL;

		tap_same(lines[i].line, lines[i].again, again);
		if (lines[i].wrong)
			tap_ok(wrong && g_str_has_prefix(wrong, lines[i].wrong), lines[i].wrong);
		else
			tap_ok(decision_check(&decision, &error), "and it can be written");
		decision_clear(&decision);
	}
}

static void test_notes(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(notes); i++) {
		struct decision decision = {
			.key = (char *)ID,
			.tree = (char *)"*",
			.word = DECISION_DROP,
			.date = (char *)"2026-11-28",
			.who = (char *)"ann",
			.note = (char *)notes[i].note,
		};
		struct decision with = decision, back = { 0 };
		g_autofree char *line = decision_line(&decision), *seen = NULL;
		g_autofree char *name = g_strescape(notes[i].note, NULL);

		tap_ok(g_str_is_ascii(line) || g_utf8_validate(line, -1, NULL), name);
		tap_ok(!strpbrk(line, "\n\r\t\033\a\177"), "no control character is left");
		tap_same("it is read", NULL, decision_parse(slice_of(line), &back));
		tap_same("the note is what it was", notes[i].kept, back.note);
		tap_same("nothing was seen", NULL, back.seen);
		tap_number("nothing ends it", DECISION_UNTIL_NONE, back.until);
		decision_clear(&back);

		with.until = DECISION_UNTIL_IN;
		with.until_what = (char *)"f90d71b5cdfa";
		with.seen = (char *)"3f9a1c02,3f9a1c03";
		seen = decision_line(&with);
		tap_same("with all there is", NULL, decision_parse(slice_of(seen), &back));
		tap_same("the note", notes[i].kept, back.note);
		tap_same("what was seen", "3f9a1c02,3f9a1c03", back.seen);
		tap_same("what ends it", "f90d71b5cdfa", back.until_what);
		decision_clear(&back);
	}
}

static void test_words(void)
{
	g_autofree char *message = decision_key_of_message("a b%\303\251\n@x");
	g_autofree char *who = decision_who(" Ann  B\\C "), *nobody = decision_who(" \t");

	for (size_t i = 0; i < G_N_ELEMENTS(branches); i++) {
		g_autofree char *tree = nomination_tree_of_branch(branches[i].name);

		tap_same(branches[i].name, branches[i].tree, tree);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(untils); i++) {
		enum decision_until until = DECISION_UNTIL_NONE;
		g_autofree char *what = NULL;

		decision_until_parse(untils[i].text, &until, &what);
		tap_number(untils[i].text, untils[i].until, until);
	}
	tap_same("a message id is one word", "msgid:a%20b%25%C3%A9%0A@x", message);
	tap_ok(decision_key_is_valid(message), "and a key");
	tap_same("a name is one word", "Ann--B-C", who);
	tap_same("no name", "somebody", nobody);
}

static void test_until(void)
{
	struct decision decision = { 0 };

	tap_ok(!decision_until_read("f90d71b5cdfa is in use", &decision) &&
		       decision.until == DECISION_UNTIL_NONE && !decision.until_what,
	       "what goes on behind it is no end of a decision, and leaves it untouched");
	tap_ok(decision_until_read("f90d71b5cdfa is in", &decision) &&
		       decision.until == DECISION_UNTIL_IN,
	       "one that is");
	tap_same("of a commit", "f90d71b5cdfa", decision.until_what);
	decision_clear(&decision);
}

static void add(struct facts *facts, enum fact_kind kind, enum fact_state state, int id)
{
	struct fact fact = {
		.kind = kind, .state = state, .has_id = id != 0, .says = g_strdup("x")
	};

	fact.id.raw[0] = (guint8)id;
	facts_add(facts, fact);
}

/* What was known when it was decided, and now; how much of it is news to who keeps, who drops. */
static const struct {
	const char *name;
	enum fact_kind kind;
	enum fact_state before, now;
	gint64 kept, dropped;
} changes[] = {
	{ "nothing new", FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, FACT_STATE_MISSING, 0, 0 },
	{ "a fix came", FACT_FOLLOWUP_FIX, N_FACT_STATES, FACT_STATE_MISSING, 1, 1 },
	{ "a fix is in", FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, FACT_STATE_BASE, 0, 1 },
	{ "a fix was queued, and is in", FACT_FOLLOWUP_FIX, FACT_STATE_QUEUED_AFTER,
	  FACT_STATE_BASE, 0, 0 },
	{ "a fix was put on a list", FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, FACT_STATE_LEFT_OUT, 0,
	  0 },
	{ "a fix was taken back", FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, FACT_STATE_REVERTED, 1,
	  1 },
	{ "a fix is of no use", FACT_FOLLOWUP_FIX, N_FACT_STATES, FACT_STATE_MOOT, 0, 0 },
	{ "a fix is of use by now", FACT_FOLLOWUP_FIX, FACT_STATE_MOOT, FACT_STATE_MISSING, 1, 1 },
	{ "nobody looked", FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, FACT_STATE_UNKNOWN, 0, 0 },
	{ "nobody had looked", FACT_FOLLOWUP_FIX, FACT_STATE_UNKNOWN, FACT_STATE_MISSING, 1, 1 },
	{ "its revert is queued", FACT_FOLLOWUP_REVERT, FACT_STATE_MISSING, FACT_STATE_QUEUED_AFTER,
	  1, 1 },
	{ "a mention", FACT_FOLLOWUP_MENTION, N_FACT_STATES, FACT_STATE_MISSING, 1, 1 },
	{ "the next of its author", FACT_FOLLOWUP_SERIES, N_FACT_STATES, FACT_STATE_MISSING, 0, 0 },
	{ "an objection", FACT_THREAD_DROP, N_FACT_STATES, FACT_STATE_NONE, 1, 1 },
	{ "the tree has it", FACT_PRESENCE_ALREADY, N_FACT_STATES, FACT_STATE_BASE, 1, 1 },
	{ "the bug is in", FACT_PRESENCE_REPAIRED, FACT_STATE_MISSING, FACT_STATE_BASE, 0, 1 },
	{ "the bug is not in", FACT_PRESENCE_REPAIRED, FACT_STATE_BASE, FACT_STATE_MISSING, 1, 1 },
};

static gint64 count_news(enum decision_word word, const char *seen, const struct facts *facts)
{
	struct decision decision = { .word = word, .seen = (char *)seen };
	g_autoptr(GPtrArray) news = seen_news(&decision, facts);

	return news->len;
}

static void test_seen(void)
{
	struct facts facts;

	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_autofree char *seen = NULL, *now = NULL;

		facts_init(&facts);
		if (changes[i].before != N_FACT_STATES)
			add(&facts, changes[i].kind, changes[i].before, 1);
		seen = seen_of(&facts);
		facts_clear(&facts);
		facts_init(&facts);
		add(&facts, changes[i].kind, changes[i].now, 1);
		now = seen_of(&facts);
		tap_ok(seen_is_valid(seen) && seen_is_valid(now), changes[i].name);
		tap_number("to who keeps it", changes[i].kept,
			   count_news(DECISION_KEEP, seen, &facts));
		tap_number("to who drops it", changes[i].dropped,
			   count_news(DECISION_DROP, seen, &facts));
		tap_number("once it was seen", 0, count_news(DECISION_DROP, now, &facts));
		tap_number("where nobody noted it", 0, count_news(DECISION_DROP, NULL, &facts));
		facts_clear(&facts);
	}
}

/* More of them than are noted. */
static void test_many(void)
{
	struct facts facts;
	g_autofree char *seen = NULL;

	facts_init(&facts);
	for (int i = 0; i < 3 * SEEN_LIMIT; i++) {
		struct fact fact = { .kind = FACT_FOLLOWUP_FIX,
				     .state = FACT_STATE_MISSING,
				     .has_id = true,
				     .says = g_strdup("x") };

		fact.id.raw[0] = (guint8)i;
		fact.id.raw[1] = (guint8)(i >> 8);
		facts_add(&facts, fact);
	}
	seen = seen_of(&facts);
	tap_ok(seen_is_valid(seen), "of many facts as many are noted as may be");
	tap_number("the rest is no news", 0, count_news(DECISION_DROP, seen, &facts));
	facts_clear(&facts);
}

/* The digits stand in people's files. */
static void test_digits(void)
{
	struct facts facts;
	g_autofree char *seen = NULL, *again = NULL;

	facts_init(&facts);
	add(&facts, FACT_APPLIES_CLEANLY, FACT_STATE_NONE, 0);
	add(&facts, FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, 1);
	seen = seen_of(&facts);
	tap_same("digits stay what they are", "1e68933f,4a8e613b", seen);
	add(&facts, FACT_APPLIES_MOVED, FACT_STATE_NONE, 0);
	add(&facts, FACT_FOLLOWUP_FIX, FACT_STATE_LEFT_OUT, 1);
	add(&facts, FACT_TRAIT_BINARY, FACT_STATE_NONE, 0);
	add(&facts, FACT_FOLLOWUP_FIX, FACT_STATE_UNKNOWN, 2);
	again = seen_of(&facts);
	tap_same("what comes to the same is one, the rest is nothing", seen, again);
	facts_clear(&facts);
}

static void test_free(void)
{
	struct decision decision = { .key = (char *)ID, .tree = (char *)"6.12" };
	struct decision *copy = decision_copy(&decision);

	tap_number("a copy is equal", 0, decision_compare(&decision, copy));
	decision_free(copy);
	decision_free(NULL);
	tap_ok(true, "no decision can be freed, too");
}

int main(void)
{
	test_free();
	test_lines();
	test_notes();
	test_words();
	test_until();
	test_seen();
	test_many();
	test_digits();
	return tap_done();
}
