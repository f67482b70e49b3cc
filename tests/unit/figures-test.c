/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/figures.h"

#include <math.h>
#include <string.h>

#include "judge/family.h"
#include "judge/rule-edit.h"
#include "tap.h"

enum { CASES_MAX = 8 };

/* By hand: cases in any order, then the figures. */
static const struct {
	const char *name;
	size_t n;
	struct scored cases[CASES_MAX];
	double auc, average_precision, precision_50;
} tables[] = {
	{ "the best order",
	  4,
	  { { .9, true }, { .8, true }, { .2, false }, { .1, false } },
	  1,
	  1,
	  .5 },
	{ "the worst order",
	  4,
	  { { .1, true }, { .2, true }, { .8, false }, { .9, false } },
	  0,
	  (1. / 3 + 2. / 4) / 2,
	  .5 },
	{ "one in the wrong place",
	  4,
	  { { .9, true }, { .8, false }, { .7, true }, { .1, false } },
	  .75,
	  (1 + 2. / 3) / 2,
	  .5 },
	{ "all equal: the mean of all orders", 2, { { .5, true }, { .5, false } }, .5, .75, .5 },
	{ "three equal",
	  3,
	  { { .5, true }, { .5, false }, { .5, false } },
	  .5,
	  (1 + 1. / 2 + 1. / 3) / 3,
	  1. / 3 },
	{ "equal positives", 3, { { .5, true }, { .5, true }, { .1, false } }, 1, 1, 2. / 3 },
	{ "no positive", 2, { { .5, false }, { .1, false } }, 0, 0, 0 },
	{ "only positives", 2, { { .5, true }, { .1, true } }, 0, 0, 0 },
	{ "nothing", 0, { { 0 } }, 0, 0, 0 },
};

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

static void test_tables(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		struct scored cases[CASES_MAX];
		struct figures figures;

		memcpy(cases, tables[i].cases, sizeof(cases));
		figures_compute(cases, tables[i].n, &figures);
		tap_ok(near(figures.auc, tables[i].auc) &&
			       near(figures.average_precision, tables[i].average_precision) &&
			       near(figures.precision_top[0], tables[i].precision_50),
		       tables[i].name);
	}
}

/* Of 100 cases the 5 most suspected hold 2 of 4 positives. */
static void test_recall(void)
{
	struct scored cases[100] = { { 0 } };
	struct figures figures;

	for (size_t i = 0; i < 100; i++)
		cases[i] = (struct scored){ 1 - (double)i / 100,
					    i == 0 || i == 4 || i == 9 || i == 50 };
	figures_compute(cases, 100, &figures);
	tap_ok(near(figures.recall_share[0], .5) && near(figures.recall_share[1], .75) &&
		       near(figures.recall_share[2], .75),
	       "recall at 5, 10, 20 %");
	tap_ok(near(figures.prior, .04), "the prior");
}

/* Of 100 groups of two half are positive and on top but for a few; then one group alone. */
static void test_ranges(void)
{
	enum { N = 200 };
	struct scored cases[N];
	size_t groups[N];
	struct figures_range range, again;
	struct figures figures;

	for (size_t i = 0; i < N; i++) {
		cases[i] = (struct scored){ (double)i / N, (i >= N / 2) != (i % 20 < 2) };
		groups[i] = i / 2;
	}
	figures_ranges(cases, groups, N, 0.75, &range);
	figures_ranges(cases, groups, N, 0.75, &again);
	tap_ok(cases[0].score == 0, "cases are left as they are");
	figures_compute(cases, N, &figures);
	tap_ok(range.low.auc < figures.auc && figures.auc < range.high.auc,
	       "the AUC is within its range");
	tap_ok(range.low.precision_top[0] <= 0.9 && range.high.precision_top[0] >= 0.9,
	       "and P@50");
	tap_ok(range.precision_from[0] < 0.88 && range.precision_from[1] > 0.88,
	       "and what is right from the threshold on");
	tap_ok(memcmp(&range, &again, sizeof(range)) == 0, "the same draws each time");
	for (size_t i = 0; i < N; i++)
		groups[i] = 7;
	figures_ranges(cases, groups, N, 0.75, &range);
	tap_ok(near(range.low.auc, figures.auc) && near(range.high.auc, figures.auc),
	       "of one group there is one draw");
	figures_ranges(cases, groups, 0, 0.75, &range);
	tap_ok(range.high.auc == 0, "nothing");
}

static const struct {
	const char *text, *id;
	double value;
	const char *expected;
} edits[] = {
	{ "{\"bias\": 3}", NULL, 2.126, "{\"bias\": 2.13}" },
	{ "{ \"bias\" :-1e3 }", NULL, -0.001, "{ \"bias\" :0.00 }" },
	{ "{}", NULL, 1, NULL },
	{ "{\"rules\":[{\"weight\":1,\"id\":\"a\"},{\"id\":\"b\",\"weight\":-2.5,\"x\":\"weight\"}]"
	  "}",
	  "b", 4,
	  "{\"rules\":[{\"weight\":1,\"id\":\"a\"},{\"id\":\"b\",\"weight\":4.00,\"x\":\"weight\"}]"
	  "}" },
	{ "{\"rules\":[{\"weight\":1,\"id\":\"a\"}]}", "a", -1,
	  "{\"rules\":[{\"weight\":-1.00,\"id\":\"a\"}]}" },
	{ "{\"rules\":[{\"weight\":1,\"id\":\"a\"}]}", "ab", -1, NULL },
	{ "{\"rules\":[{\"id\":\"a\"}]}", "a", -1, NULL },
	{ "{\"rules\":7}", "a", -1, NULL },
};

/* In whatever order; a number that is not there is told by its place. */
static void test_several_edits(void)
{
	static const char text[] = "{\"rules\":[{\"id\":\"a\",\"weight\":1},"
				   "{\"id\":\"b\",\"weight\":-12.5}],\"bias\":0}";
	const struct rule_edit all[] = { { NULL, 3 }, { "b", 2 }, { "a", -1 }, { "c", 1 } };
	size_t bad = 0;
	g_autofree char *changed = rule_edit_numbers(text, all, 3, &bad);

	tap_same("several",
		 "{\"rules\":[{\"id\":\"a\",\"weight\":-1.00},"
		 "{\"id\":\"b\",\"weight\":2.00}],\"bias\":3.00}",
		 changed);
	tap_ok(!rule_edit_numbers(text, all, 4, &bad) && bad == 3, "the one that is not there");
}

static void test_edits(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(edits); i++) {
		struct rule_edit edit = { edits[i].id, edits[i].value };
		size_t bad = 1;
		g_autofree char *changed = rule_edit_numbers(edits[i].text, &edit, 1, &bad);

		tap_same(edits[i].text, edits[i].expected, changed);
	}
	test_several_edits();
}

int main(void)
{
	test_tables();
	test_recall();
	test_ranges();
	test_edits();
	tap_number("no fix: it shows in the patch", FAMILY_IN_PATCH, family_where("not_a_bug_fix"));
	tap_number("reverted: it lies in the trees", FAMILY_IN_TREES,
		   family_where("reverted_upstream"));
	tap_number("an unknown reason", FAMILY_OTHER, family_where("bad weather"));
	return tap_done();
}
