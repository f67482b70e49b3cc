/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/hearing.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "judge/verdict.h"
#include "tap.h"

#define PATTERNS 3

/* Lists of patterns on "net: a Leak, an oops\n\nLeaks oopses leaking aa." */
static const struct {
	const char *within;
	const char *patterns[PATTERNS + 1];
	const char *match; /* NULL: none; "!": no patterns */
	size_t bad;
} lists[] = {
	{ "{any}", { "oops", "Leak" }, "Leak" }, /* the first in the text */
	{ "{any}", { "Lea", "Leak" }, "Lea" },	 /* of two there the first in the list */
	{ "{any}", { "(?i)lEAK", "OOPS" }, "Leak" },
	{ "{any}", { "(?i)nothing", "OOPS" }, NULL }, /* each has its own options */
	{ "{any}", { "(x)", "(a)\\1" }, "aa" },	      /* and its own groups */
	{ "{any}", { "x|y", "z|oops" }, "oops" },
	{ "(?i)\\b{any}\\b", { "oop", "leak" }, "Leak" },
	{ "(?i)\\b{any}\\b", { "eak", "oopse" }, NULL },
	{ "(?i)\\b{any}", { "oopse", "xx" }, "oopse" },
	{ "(?i)\\b{any}", { "eak" }, NULL },
	{ "{any}", { "a", "b)", "c" }, "!", 1 },
	{ "{any}", { "a", "b", "a)|(b" }, "!", 2 },
	{ "an {any}s", { "x", "oop" }, "an oops" },
	{ "({any}", { "x" }, "!", 1 },
	{ "{any}", { "\\Qa", "b" }, "!", 2 }, /* it would take in what is behind it */
};

static struct condition *pattern(const char *text)
{
	struct condition *condition = NULL;

	tap_ok(condition_new_match("message", text, &condition, NULL), "a pattern");
	return condition;
}

static struct condition *comparison(const char *text)
{
	struct condition *condition = NULL;

	tap_ok(condition_new_comparison(text, &condition, NULL), "a comparison");
	return condition;
}

static void test_lists(void)
{
	struct exhibit exhibit;

	exhibit_init(&exhibit);
	exhibit_set_message(&exhibit, "net: a Leak, an oops\n\nLeaks oopses leaking aa.\n");
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_autoptr(GError) error = NULL;
		size_t bad = 9;
		_cleanup_(condition_freep) struct condition *condition = NULL;
		bool ok = condition_new_any("message", lists[i].within, lists[i].patterns,
					    &condition, &bad, &error);
		_cleanup_(condition_memo_freep) struct condition_memo *memo =
			condition_memo_new(false);
		struct condition_hit hit;

		condition_hit_init(&hit);
		if (condition)
			condition_test(condition, &exhibit, memo, &hit);
		tap_same(lists[i].patterns[0], lists[i].match, condition ? hit.match : "!");
		tap_ok(ok == (error == NULL) && ok == (condition != NULL),
		       "an error or a condition");
		if (!condition)
			tap_number("which is to blame", (gint64)lists[i].bad, (gint64)bad);
		condition_hit_clear(&hit);
	}
	exhibit_clear(&exhibit);
}

static bool is_fix(enum fact_kind kind)
{
	return kind == FACT_FOLLOWUP_FIX;
}

/* What a condition may count when it is true. */
static const struct {
	const char *expression;
	bool counts;
} counting[] = {
	{ "followup.fix", true },      { "followup.fix.missing > 3", true },
	{ "followup.fix >= 0", true }, { "followup.fix = 0", false },
	{ "followup.fix = 7", true },  { "followup.fix < 1", false },
	{ "followup.fix < 9", true },  { "followup.fix <= 0", false },
	{ "followup.fix != 0", true }, { "followup.fix != 1", true },
	{ "followup.revert", false },  { "hunks > 0", false },
	{ "followup.fix > -1", true }, { "followup.fix < 0", false },
};

static void test_counting(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(counting); i++) {
		GPtrArray *children =
			g_ptr_array_new_with_free_func((GDestroyNotify)condition_free);
		struct condition *turned;

		g_ptr_array_add(children, comparison(counting[i].expression));
		tap_number(counting[i].expression, counting[i].counts,
			   condition_counts(children->pdata[0], is_fix));
		turned = condition_new_group(CONDITION_NOT, children);
		tap_ok(!condition_counts(turned, is_fix), "what is turned round counts nothing");
		condition_free(turned);
	}
}

#define EXAMPLES                                                                                   \
	"\"examples\": { \"hit\": [{ \"hunks\": 1 }, { \"hunks\": 9 }], \"miss\": [{ \"hunks\": "  \
	"0 }] }"

static const char rules_text[] =
	"{ \"define\": { \"some\": \"hunks > 0\" }, \"rules\": ["
	" { \"id\": \"tells\", \"decides\": \"keep-with\", \"says\": \"{fact}\", \"when\": "
	"\"some\", \"tells\": [\"followup.fix.missing\", \"prerequisite.declared\"], " EXAMPLES
	" },"
	" { \"id\": \"kept\", \"weight\": 1, \"says\": \"s\", \"when\": \"some\", \"unless\": "
	"[\"never\", \"many\"], \"examples\": { \"hit\": [{ \"hunks\": 1 }], \"miss\": [{ "
	"\"hunks\": 9 }] } },"
	" { \"id\": \"many\", \"weight\": 1, \"says\": \"s\", \"when\": \"hunks > 5\", "
	"\"examples\": { \"hit\": [{ \"hunks\": 9 }], \"miss\": [{ \"hunks\": 1 }] } },"
	" { \"id\": \"never\", \"weight\": 1, \"says\": \"s\", \"when\": \"hunks < 0\", "
	"\"examples\": { \"hit\": [{ \"hunks\": -1 }], \"miss\": [{ \"hunks\": 1 }] } } ] }";

static struct rules *load(const char *directory)
{
	const char *const directories[] = { directory, NULL };
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *path = g_build_filename(directory, "x.json", NULL);
	struct rules *rules = NULL;

	g_assert_true(g_file_set_contents(path, rules_text, -1, NULL));
	tap_ok(rules_load(directories, true, problems, &rules, NULL), "rules to try");
	for (guint i = 0; i < problems->len; i++)
		tap_same("no problem", "", problems->pdata[i]);
	g_unlink(path);
	return rules;
}

static void add_fact(struct facts *facts, enum fact_kind kind, enum fact_state state, char digit)
{
	struct fact fact = { .kind = kind, .state = state, .has_id = true };

	memset(&fact.id, digit, sizeof(fact.id));
	fact.says = g_strdup("it is so");
	facts_add(facts, fact);
}

/* A rule shows what it tells behind what it counted, and takes it along. */
static void test_tells(const struct rules *rules)
{
	_cleanup_(patch_freep) struct patch *patch = patch_new("test");
	struct facts facts;
	struct judgement judgement;
	const struct reason *reason;

	patch_fill(patch, "net: do it", "", "", g_strdup(""), 1);
	facts_init(&facts);
	facts_set_number(&facts, FACT_NUMBER_HUNKS, 1);
	add_fact(&facts, FACT_PREREQUISITE_DECLARED, FACT_STATE_MISSING, 1);
	add_fact(&facts, FACT_FOLLOWUP_FIX, FACT_STATE_BASE, 2);
	add_fact(&facts, FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, 3);
	judge(rules, patch, &facts, &judgement);
	reason = &g_array_index(judgement.reasons, struct reason, 0);
	for (guint i = 0; i < judgement.reasons->len; i++)
		if (strcmp(g_array_index(judgement.reasons, struct reason, i).rule->id, "tells") ==
		    0)
			reason = &g_array_index(judgement.reasons, struct reason, i);
	tap_same("the rule applies", "tells", reason->rule->id);
	tap_number("with two facts", 2, reason->facts->len);
	tap_number("in the order of its list", 2, (gint64)g_array_index(reason->facts, size_t, 0));
	tap_number("whatever theirs is", 0, (gint64)g_array_index(reason->facts, size_t, 1));
	tap_same("and is a keep-with", "keep-with", verdict_name(judgement.verdict));
	tap_number("with two commits", 2, judgement.with->len);
	judgement_clear(&judgement);
	facts_clear(&facts);
}

static void test_unless(const struct rules *rules)
{
	static const struct {
		gint64 hunks;
		bool kept;
		const char *by;
	} cases[] = { { 0, false, NULL }, { 1, true, NULL }, { 9, false, "many" } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct hearing_result *result;
		struct exhibit exhibit;
		struct hearing *hearing;

		exhibit_init(&exhibit);
		exhibit.known[FACT_NUMBER_HUNKS] = true;
		exhibit.numbers[FACT_NUMBER_HUNKS] = cases[i].hunks;
		hearing = hearing_new(&exhibit, false);
		result = hearing_rule(hearing, rules->list->pdata[1]);
		tap_number("unless", cases[i].kept, result->applies);
		tap_same("which kept it", cases[i].by, result->by ? result->by->id : NULL);
		tap_ok(result == hearing_rule(hearing, rules->list->pdata[1]), "tried once");
		hearing_free(hearing);
		exhibit_clear(&exhibit);
	}
}

/* How a pattern is run depends on how many texts there are; what comes of it does not. */
static void test_few_and_many(void)
{
	static const char *const patterns[] = {
		"do it",   "(a+)+$",	 ".*x.*y",	    "(?:a|b)*c",       "^(?:a|aa)+$",
		"(?i)NET", "(?<=a{9})!", "(.)(?:.*\\1){3}", "(?s).*?(a|!)\\n", "\\b\\w+\\b!",
	};
	static const unsigned lengths[] = { 0, 1, 60, 70, 500, 5000, 9000 };
	unsigned n_applied = 0, n_gave_up = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++)
		for (size_t k = 0; k < G_N_ELEMENTS(lengths); k++) {
			g_autofree char *as = g_strnfill(lengths[k], 'a');
			g_autofree char *text = g_strdup_printf("net: do it\n\n%s!\n", as);
			struct rule *rule = rule_new();
			struct hearing *few, *many;
			const struct hearing_result *a, *b;
			struct exhibit exhibit;

			exhibit_init(&exhibit);
			exhibit_set_message(&exhibit, text);
			rule->when = pattern(patterns[i]);
			few = hearing_new(&exhibit, false);
			many = hearing_new(&exhibit, true);
			a = hearing_rule(few, rule);
			b = hearing_rule(many, rule);
			tap_number("gave up", b->hit.gave_up, a->hit.gave_up);
			tap_number("applies", b->applies, a->applies);
			tap_same("match", b->hit.match, a->hit.match);
			n_applied += a->applies;
			n_gave_up += a->hit.gave_up;
			hearing_free(few);
			hearing_free(many);
			exhibit_clear(&exhibit);
			rule_free(rule);
		}
	tap_ok(n_applied > 10 && n_gave_up, "some apply, some give up");
}

/* Where a pattern gives up nothing is known, of the rules that depend on it, too. */
static void test_giving_up(void)
{
	struct rule *endless = rule_new(), *rule = rule_new();
	g_autoptr(GString) text = g_string_new("net: do it\n\n");
	const struct hearing_result *result;
	struct exhibit exhibit;
	struct hearing *hearing;

	for (int i = 0; i < 5000; i++)
		g_string_append_c(text, 'a');
	g_string_append(text, "!\n");
	exhibit_init(&exhibit);
	exhibit_set_message(&exhibit, text->str);
	endless->when = pattern("(a+)+$");
	rule->when = pattern("do it");
	g_ptr_array_add(rule->unless, endless);
	hearing = hearing_new(&exhibit, false);
	result = hearing_rule(hearing, rule);
	tap_ok(!result->applies && result->hit.gave_up && !result->by, "gave up");
	hearing_free(hearing);
	exhibit_clear(&exhibit);
	rule_free(rule);
	rule_free(endless);
}

int main(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *directory = g_dir_make_tmp("hearing-test-XXXXXX", &error);
	_cleanup_(rules_freep) struct rules *rules = NULL;

	g_assert_no_error(error);
	test_lists();
	test_counting();
	rules = load(directory);
	if (rules) {
		test_tells(rules);
		test_unless(rules);
	}
	test_few_and_many();
	test_giving_up();
	g_rmdir(directory);
	return tap_done();
}
