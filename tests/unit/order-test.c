/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/order.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

/*
 * A history: "commit:parents", commits and parents a letter each, first parent first, in the order
 * in which they are added; then the tip. Expected: the commits in order, each with the one of the
 * line that brought it behind it.
 */
static const struct {
	const char *name, *commits;
	char tip;
	const char *expected;
} cases[] = {
	{ "one", "a:", 'a', "aa" },
	{ "a line", "a: b:a c:b", 'c', "aa bb cc" },
	{ "a line, added backwards", "c:b b:a a:", 'c', "aa bb cc" },
	{ "up to an older tip", "a: b:a c:b", 'b', "aa bb" },
	{ "what the tip does not reach is left out", "a: b:a x:a y:x", 'b', "aa bb" },
	{ "a merge: what it brings is right before it", "a: b:a x:a m:bx c:m", 'c',
	  "aa bb xm mm cc" },
	{ "a merge of an old branch", "a: b:a c:b x:a m:cx", 'm', "aa bb cc xm mm" },
	{ "a merge of a branch with a merge", "a: b:a x:a y:a z:xy m:bz", 'm',
	  "aa bb xm ym zm mm" },
	{ "two merges of one branch", "a: b:a x:a m:bx y:x n:my", 'n', "aa bb xm mm yn nn" },
	{ "a merge of three", "a: b:a x:a y:a z:a m:bxyz", 'm', "aa bb xm ym zm mm" },
	{ "a merge of another history", "a: x: y:x m:ay", 'm', "aa xm ym mm" },
	{ "a merge the wrong way round", "a: b:a x:a m:bx y:x n:ym", 'n', "aa xx yy bn mn nn" },
	{ "a merge of what is there already", "a: b:a m:ba", 'm', "aa bb mm" },
	{ "the same parent twice", "a: m:aa", 'm', "aa mm" },
	{ "commits outside come before", "b:a x:a m:bx", 'm', "bb xm mm" },
	{ "a merge of an outside commit", "b:a m:bo", 'm', "bb mm" },
	{ "the tip alone", "t:o", 't', "tt" },
};

static struct commit_id id_of(char letter)
{
	struct commit_id id = { { 0 } };

	id.raw[COMMIT_ID_SIZE - 1] = (guint8)letter; /* all begin alike */
	return id;
}

static struct order *order_of(const char *commits)
{
	struct order *order = order_new();
	g_auto(GStrv) words = g_strsplit(commits, " ", -1);

	for (char **word = words; *word; word++) {
		struct commit_id id = id_of((*word)[0]);
		struct commit_id parents[8];
		size_t n = 0;

		for (const char *p = *word + 2; *p; p++)
			parents[n++] = id_of(*p);
		order_add(order, &id, parents, n);
	}
	return order;
}

/* The letter of a node, by its place among the words. */
static char letter_of(const char *commits, guint32 node)
{
	g_auto(GStrv) words = g_strsplit(commits, " ", -1);

	return words[node][0];
}

static char *arrivals(const char *commits, char tip)
{
	struct order *order = order_of(commits);
	struct commit_id id = id_of(tip);
	GString *out = g_string_new(NULL);
	guint32 sequence[64], bringers[64];
	guint32 n = order_arrivals(order, order_find(order, &id), sequence, bringers);

	for (guint32 i = 0; i < n; i++)
		g_string_append_printf(out, "%s%c%c", i ? " " : "", letter_of(commits, sequence[i]),
				       letter_of(commits, bringers[sequence[i]]));
	order_free(order);
	return g_string_free(out, FALSE);
}

static void test_find(void)
{
	struct order *order = order_of("a: b:a c:b");
	struct commit_id b = id_of('b'), none = id_of('x');
	guint32 sequence[3], bringers[3];

	tap_number("an id is found", 1, order_find(order, &b));
	tap_ok(order_find(order, &none) == ORDER_OUTSIDE, "another is not");
	tap_number("an older tip is where it ends", 2,
		   order_arrivals(order, order_find(order, &b), sequence, bringers));
	tap_ok(bringers[2] == ORDER_OUTSIDE, "what is not reached was not brought");
	order_free(order);
}

enum { MANY = 100000, SPAN = 300, ROUNDS = 40 };

static struct commit_id id_of_number(guint32 number)
{
	struct commit_id id = { { 0 } };

	memcpy(id.raw, &number, sizeof(number));
	return id;
}

/* A line, and a branch of the same length: no recursion, no time beyond what reading takes. */
static void test_deep(void)
{
	struct order *order = order_new();
	g_autofree guint32 *sequence = g_new(guint32, 2 * MANY + 1);
	g_autofree guint32 *bringers = g_new(guint32, 2 * MANY + 1);
	struct commit_id parents[2];
	gint64 start = g_get_monotonic_time();

	for (guint32 i = 0; i < 2 * MANY; i++) {
		struct commit_id id = id_of_number(i);

		parents[0] = id_of_number(i - 1);
		order_add(order, &id, parents, i && i != MANY);
	}

	struct commit_id merge = id_of_number(2 * MANY);

	parents[0] = id_of_number(MANY - 1);
	parents[1] = id_of_number(2 * MANY - 1);
	order_add(order, &merge, parents, 2);
	tap_number("a branch of 100,000 commits", 2 * MANY + 1,
		   order_arrivals(order, 2 * MANY, sequence, bringers));
	tap_ok(sequence[2 * MANY] == 2 * MANY && bringers[MANY] == 2 * MANY &&
		       bringers[MANY - 1] == MANY - 1,
	       "the merge brought all of the branch");
	tap_ok(g_get_monotonic_time() - start < 20 * G_USEC_PER_SEC, "in little time");
	order_free(order);
}

/*
 * Histories of chance: ancestors come first, each once, bringers are of the line; and what is put
 * in order up to an older tip of the line and then beyond it comes out as at once.
 */
static void test_chance(void)
{
	g_autoptr(GRand) chance = g_rand_new_with_seed(4711);
	bool first = true, grows = true, on_line = true;

	for (int round = 0; round < ROUNDS; round++) {
		struct commit_id parents[SPAN][3];
		size_t n_parents[SPAN];
		struct order *whole = order_new();
		guint32 sequence[SPAN], bringers[SPAN], place[SPAN], line[SPAN];
		guint32 n, n_line = 0;

		for (guint32 i = 0; i < SPAN; i++) {
			struct commit_id id = id_of_number(i);
			guint32 back = (guint32)g_rand_int_range(chance, 1, 6);

			n_parents[i] = i ? 1 : 0;
			if (i)
				parents[i][0] = id_of_number(i < back ? 0 : i - back);
			while (i && n_parents[i] < 3 && g_rand_int_range(chance, 0, 4) == 0)
				parents[i][n_parents[i]++] = id_of_number(
					(guint32)g_rand_int_range(chance, 0, (gint32)i));
			order_add(whole, &id, parents[i], n_parents[i]);
		}
		n = order_arrivals(whole, SPAN - 1, sequence, bringers);
		for (guint32 i = 0; i < SPAN; i++)
			place[i] = ORDER_OUTSIDE;
		for (guint32 i = 0; i < n; i++) {
			first = first && place[sequence[i]] == ORDER_OUTSIDE;
			place[sequence[i]] = i;
		}
		for (guint32 i = 0; i < n; i++)
			for (size_t k = 0; k < n_parents[sequence[i]]; k++) {
				guint32 parent = order_find(whole, &parents[sequence[i]][k]);

				first = first && place[parent] < i;
			}
		for (guint32 at = SPAN - 1;; at = order_find(whole, &parents[at][0])) {
			line[n_line++] = at;
			on_line = on_line && bringers[at] == at;
			if (!n_parents[at])
				break;
		}
		for (guint32 i = 0; i < n; i++) {
			guint32 bringer = bringers[sequence[i]];

			on_line = on_line && bringers[bringer] == bringer && place[bringer] >= i;
		}

		/* Again in two parts, cut at each commit of the line. */
		for (guint32 cut = 1; cut < n_line; cut++) {
			struct order *rest = order_new();
			guint32 numbers[SPAN], later[SPAN], brought[SPAN];
			guint32 known = place[line[cut]] + 1, n_later = 0, tip;

			for (guint32 i = 0; i < SPAN; i++) {
				struct commit_id id = id_of_number(i);

				if (place[i] != ORDER_OUTSIDE && place[i] < known)
					continue;
				numbers[n_later++] = i;
				order_add(rest, &id, parents[i], n_parents[i]);
			}

			struct commit_id last = id_of_number(SPAN - 1);

			tip = order_find(rest, &last);
			n_later = order_arrivals(rest, tip, later, brought);
			grows = grows && known + n_later == n;
			for (guint32 i = 0; grows && i < n_later; i++)
				grows = numbers[later[i]] == sequence[known + i] &&
					numbers[brought[later[i]]] == bringers[sequence[known + i]];
			order_free(rest);
		}
		order_free(whole);
	}
	tap_ok(first, "chance: each once, behind its parents");
	tap_ok(on_line, "chance: brought by one of the line, before it");
	tap_ok(grows, "chance: what grows has the order of what is built at once");
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *actual = arrivals(cases[i].commits, cases[i].tip);

		tap_same(cases[i].name, cases[i].expected, actual);
	}
	test_find();
	test_deep();
	test_chance();
	return tap_done();
}
