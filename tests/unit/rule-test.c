/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "judge/json-location.h"
#include "judge/verdict.h"
#include "tap.h"

/* Comparisons against lines_changed = 7, one fact followup.fix in state missing; age not known. */
static const struct {
	const char *expression;
	int expected; /* -1: an error */
} comparisons[] = {
	{ "lines_changed > 6", 1 },
	{ "lines_changed > 7", 0 },
	{ "lines_changed >= 7", 1 },
	{ "lines_changed < 8", 1 },
	{ "lines_changed <= 6", 0 },
	{ "lines_changed = 7", 1 },
	{ "lines_changed != 7", 0 },
	{ "lines_changed > -1", 1 },
	{ "followup.fix", 1 },
	{ "followup.fix > 0", 1 },
	{ "followup.fix.missing", 1 },
	{ "followup.fix.missing = 1", 1 },
	{ "followup.fix.base", 0 },
	{ "followup.revert", 0 },
	{ "followup.revert = 0", 1 },
	{ "age_days < 1000", 0 }, /* not known is not small */
	{ "age_days >= 0", 0 },
	{ "age_days != 5", 0 },
	{ "", -1 },
	{ "lines_changed", -1 },
	{ "lines_changed >", -1 },
	{ "lines_changed > many", -1 },
	{ "lines_changed > 7x", -1 },
	{ "lines_changed ~ 7", -1 },
	{ "lines_changed > 7 8", -1 },
	{ "lines > 7", -1 },
	{ "followup.fix.gone", -1 },
	{ "followup", -1 },
	{ "Lines_changed > 7", -1 },
};

/* Matches against "net: fix a leak\n\nIt\303\251 leaks." with trailers Cc: a and Cc: b. */
static const struct {
	const char *field, *pattern;
	int expected;
	const char *match;
} matches[] = {
	{ "message", "leaks?", 1, "leak" },
	{ "message", "LEAK", 0, NULL },
	{ "message", "(?i)LEAK", 1, "leak" },
	{ "message", "^It", 1, "It" }, /* at any line */
	{ "message", "leak$", 1, "leak" },
	{ "message", "It. leaks", 1, "It\303\251 leaks" }, /* a character, not a byte */
	{ "message", "x*", 1, "" },
	{ "subject", "^net:", 1, "net:" },
	{ "body", "net", 0, NULL },
	{ "trailer:Cc", "^b$", 1, "b" },
	{ "trailer:cc", "^a$", 1, "a" },
	{ "trailer:Fixes", "", 0, NULL }, /* absent is not empty */
	{ "path", "anything", 0, NULL },
	{ "trailer:", "a", -1, NULL },
	{ "subjekt", "a", -1, NULL },
	{ "message", "(", -1, NULL },
	{ "message", "[a", -1, NULL },
	{ "message", "a{2,1}", -1, NULL },
	{ "message", "(?<=a+)b", -1, NULL },
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

static void test_comparisons(void)
{
	struct exhibit exhibit;

	exhibit_init(&exhibit);
	exhibit.known[FACT_NUMBER_LINES_CHANGED] = true;
	exhibit.numbers[FACT_NUMBER_LINES_CHANGED] = 7;
	exhibit.counts[FACT_FOLLOWUP_FIX][FACT_STATE_MISSING] = 1;
	for (size_t i = 0; i < G_N_ELEMENTS(comparisons); i++) {
		g_autoptr(GError) error = NULL;
		_cleanup_(condition_freep) struct condition *condition = NULL;
		bool ok = condition_new_comparison(comparisons[i].expression, &condition, &error);
		_cleanup_(condition_memo_freep) struct condition_memo *memo =
			condition_memo_new(false);
		struct condition_hit hit;
		int actual = -1;

		condition_hit_init(&hit);
		if (condition)
			actual = condition_test(condition, &exhibit, memo, &hit);
		tap_number(comparisons[i].expression, comparisons[i].expected, actual);
		tap_ok(ok == (error == NULL) && ok == (condition != NULL),
		       "an error or a condition");
		condition_hit_clear(&hit);
	}
	exhibit_clear(&exhibit);
}

static void test_matches(void)
{
	struct exhibit exhibit;

	exhibit_init(&exhibit);
	exhibit_set_message(&exhibit, "net: fix a leak\n\nIt\303\251 leaks.\n\nCc: a\nCc: b\n");
	for (size_t i = 0; i < G_N_ELEMENTS(matches); i++) {
		g_autoptr(GError) error = NULL;
		_cleanup_(condition_freep) struct condition *condition = NULL;
		bool ok = condition_new_match(matches[i].field, matches[i].pattern, &condition,
					      &error);
		_cleanup_(condition_memo_freep) struct condition_memo *memo =
			condition_memo_new(false);
		struct condition_hit hit;
		int actual = -1;

		condition_hit_init(&hit);
		if (condition)
			actual = condition_test(condition, &exhibit, memo, &hit);
		tap_number(matches[i].pattern, matches[i].expected, actual);
		tap_same("what matched", matches[i].match, hit.match);
		tap_ok(ok == (error == NULL) && ok == (condition != NULL),
		       "an error or a condition");
		condition_hit_clear(&hit);
	}
	exhibit_clear(&exhibit);
}

/* A pattern that backtracks without end gives up in a bounded time, and says so. */
static void test_limit(void)
{
	static const char *const patterns[] = { "(a+)+$", "^(a|aa)+$", "(x+x+)+y|(a*)*b" };
	struct exhibit exhibit;
	g_autoptr(GString) text = g_string_new("net: do it\n\n");

	for (int i = 0; i < 5000; i++)
		g_string_append_c(text, 'a');
	g_string_append(text, "!\n");
	exhibit_init(&exhibit);
	exhibit_set_message(&exhibit, text->str);
	for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
		_cleanup_(condition_freep) struct condition *condition = pattern(patterns[i]);
		gint64 start = g_get_monotonic_time();
		_cleanup_(condition_memo_freep) struct condition_memo *memo =
			condition_memo_new(false);
		struct condition_hit hit;
		bool is_hit;

		condition_hit_init(&hit);
		is_hit = condition_test(condition, &exhibit, memo, &hit);
		tap_ok(!is_hit && hit.gave_up, patterns[i]);
		tap_ok(g_get_monotonic_time() - start < 10 * G_USEC_PER_SEC, "in a bounded time");
		condition_hit_clear(&hit);
	}
	exhibit_clear(&exhibit);
}

static void test_groups(void)
{
	static const struct {
		enum condition_group group;
		const char *a, *b;
		bool expected;
	} cases[] = {
		{ CONDITION_ALL, "hunks = 1", "hunks > 0", true },
		{ CONDITION_ALL, "hunks = 1", "hunks > 1", false },
		{ CONDITION_ANY, "hunks = 2", "hunks > 0", true },
		{ CONDITION_ANY, "hunks = 2", "hunks > 1", false },
		{ CONDITION_NOT, "hunks = 2", NULL, true },
		{ CONDITION_NOT, "hunks = 1", NULL, false },
	};
	struct exhibit exhibit;

	exhibit_init(&exhibit);
	exhibit.known[FACT_NUMBER_HUNKS] = true;
	exhibit.numbers[FACT_NUMBER_HUNKS] = 1;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GPtrArray *children =
			g_ptr_array_new_with_free_func((GDestroyNotify)condition_free);
		struct condition *group;
		_cleanup_(condition_memo_freep) struct condition_memo *memo =
			condition_memo_new(false);
		struct condition_hit hit;

		g_ptr_array_add(children, comparison(cases[i].a));
		if (cases[i].b)
			g_ptr_array_add(children, comparison(cases[i].b));
		group = condition_new_group(cases[i].group, children);
		condition_hit_init(&hit);
		tap_ok(condition_test(group, &exhibit, memo, &hit) == cases[i].expected, "a group");
		condition_hit_clear(&hit);
		condition_free(group);
	}
	exhibit_clear(&exhibit);
}

#define RULE(id, rest)                                                                             \
	"{ \"id\": \"" id "\", \"says\": \"s\", \"when\": \"hunks > 0\", \"examples\": "           \
	"{ \"hit\": [{ \"hunks\": 1 }], \"miss\": [{ \"hunks\": 0 }] }, " rest " }"
#define FILE_OF(rules) "{ \"bias\": 1,\n \"rules\": [ " rules " ] }"

/*
 * Files, and the problems told of them. "~" marks the place that the problem is to name, "%" stands
 * for the file and that place; behind "*" anything may follow.
 */
static const struct {
	const char *name, *text, *expected;
} files[] = {
	{ "a rule", FILE_OF(RULE("a", "\"weight\": 1")), "" },
	{ "a rule that decides", FILE_OF(RULE("a", "\"decides\": \"drop\"")), "" },
	{ "with a reason", FILE_OF(RULE("a", "\"weight\": 1, \"why\": \"because\"")), "" },
	{ "one switched off",
	  FILE_OF(RULE("a", "\"weight\": 1") ", { \"id\": \"b\", \"disabled\": true }"), "" },
	{ "one not switched off", FILE_OF(RULE("a", "\"weight\": 1, \"disabled\": false")), "" },
	{ "no JSON", "~{", "%: *" },
	{ "a field twice", "{ \"bias\": 1, \"bias~\": 2 }", "%: duplicate object key*" },
	{ "a list", "~[]", "%: a rule file is an object with \"rules\"" },
	{ "an unknown field", "{ \"biass\": ~1, \"rules\": [] }", "%: unknown field 'biass'" },
	{ "a bias of text", "{ \"bias\": ~\"1\", \"rules\": [] }",
	  "%: 'bias' wants a number from -20 to 20" },
	{ "thresholds of text",
	  "{ \"thresholds\": ~\"0.5\", \"rules\": [ " RULE("a", "\"weight\": 1") " ] }", "%: *" },
	{ "a threshold too high", "{ \"thresholds\": {\n \"drop\": ~2 } }",
	  "%: 'drop' wants a number from 0 to 1" },
	{ "no id", FILE_OF("~{ \"weight\": 1 }"), "%: a rule without \"id\"" },
	{ "an id twice",
	  FILE_OF(RULE("a", "\"weight\": 1") ",\n { \"weight\": 1, \"id\": ~\"a\" }"),
	  "%: a: the file has a rule of this id already" },
	{ "an unknown class", FILE_OF(RULE("a", "\"weight\": 1, \"class\": ~\"x\"")),
	  "%: a: unknown class 'x'" },
	{ "an unknown verdict", FILE_OF(RULE("a", "\"decides\": ~\"x\"")),
	  "%: a: unknown decides 'x'*" },
	{ "a weight and a decision", FILE_OF(RULE("a", "\"weight\": ~1, \"decides\": \"ask\"")),
	  "%: a: a rule that decides has no weight" },
	{ "neither", FILE_OF("~" RULE("a", "\"class\": \"fix\"")),
	  "%: a: no \"weight\" and no \"decides\"" },
	{ "a weight beyond reason", FILE_OF(RULE("a", "\"weight\": ~100")),
	  "%: a: a weight is in log-odds, between -20 and 20" },
	{ "a rule's unknown field", FILE_OF(RULE("a", "\"weight\": 1, \"wait\": ~1")),
	  "%: a: unknown field 'wait'" },
};

/* Take the mark out of *text and fill its place into expected. */
static void place_mark(GString *text, GString *expected, const char *path)
{
	const char *mark = strchr(text->str, '~');
	size_t line = 1, column = 1;
	g_autofree char *place = NULL;

	if (!mark)
		return;
	for (const char *p = text->str; p < mark; p++) {
		column = *p == '\n' ? 1 : column + 1;
		line += *p == '\n';
	}
	g_string_erase(text, mark - text->str, 1);
	place = g_strdup_printf("%s:%zu:%zu", path, line, column);
	g_string_replace(expected, "%", place, 1);
}

static char *write_rules(const char *directory, const char *name, const char *text)
{
	char *path = g_build_filename(directory, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	return path;
}

static void test_files(const char *directory)
{
	const char *const directories[] = { directory, NULL };

	g_autofree char *path = g_build_filename(directory, "x.json", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
		g_autoptr(GError) error = NULL;
		g_autoptr(GString) text = g_string_new(files[i].text);
		g_autoptr(GString) expected = g_string_new(files[i].expected);
		g_autoptr(GString) actual = g_string_new(NULL);
		struct rules *rules = NULL;
		char *star;
		bool loaded;

		place_mark(text, expected, path);
		g_free(write_rules(directory, "x.json", text->str));
		loaded = rules_load(directories, true, problems, &rules, &error);
		for (guint k = 0; k < problems->len; k++)
			g_string_append_printf(actual, "%s%s", k ? "\n" : "",
					       (char *)problems->pdata[k]);
		star = strchr(expected->str, '*');
		if (star &&
		    strncmp(expected->str, actual->str, (size_t)(star - expected->str)) == 0)
			g_string_truncate(actual, (gsize)(star - expected->str));
		if (star)
			*star = '\0';
		tap_same(files[i].name, expected->str, actual->str);
		tap_ok(loaded == !*files[i].expected, "loaded, or not");
		tap_ok(loaded == (rules != NULL) && loaded == (error == NULL), "rules or an error");
		if (rules)
			rules_free(rules);
		g_unlink(path);
	}
}

/* Groups within groups: a limit, not a crash, however deep. */
static void test_nesting(const char *directory)
{
	const char *const directories[] = { directory, NULL };

	for (int depth = 30; depth <= 36; depth++) {
		g_autoptr(GString) text =
			g_string_new("{ \"rules\": [ { \"id\": \"a\", \"weight\": 1, "
				     "\"says\": \"s\", \"when\": ");
		g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
		g_autofree char *path = NULL;
		struct rules *rules = NULL;

		for (int i = 0; i < depth; i++)
			g_string_append(text, "{ \"all\": [ ");
		g_string_append(text, "\"hunks > 0\"");
		for (int i = 0; i < depth; i++)
			g_string_append(text, " ] }");
		g_string_append(text, ", \"examples\": { \"hit\": [{ \"hunks\": 1 }], \"miss\": [{ "
				      "\"hunks\": 0 }] } } ] }");
		path = write_rules(directory, "x.json", text->str);
		if (rules_load(directories, true, problems, &rules, NULL))
			rules_free(rules);
		if (depth <= 32)
			tap_number("nested as deep as allowed", 0, problems->len);
		else
			tap_ok(problems->len == 1 && strstr(problems->pdata[0], "nested"),
			       "nested too deep");
		g_unlink(path);
	}
}

/* Probability, class and order of reasons. */
static void test_judge(const char *directory)
{
	const char *const directories[] = { directory, NULL };
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *path = write_rules(
		directory, "x.json",
		"{ \"bias\": 1, \"thresholds\": { \"drop\": 0.5, \"ask\": 0.4 }, \"rules\": "
		"[ " RULE("light", "\"weight\": 0.5, \"class\": \"fix\"") ", " RULE(
			"heavy", "\"weight\": -2, \"class\": \"refactor\"") " ] }");
	_cleanup_(rules_freep) struct rules *rules = NULL;
	_cleanup_(patch_freep) struct patch *patch = patch_new("test");
	struct facts facts;
	struct judgement judgement;

	tap_ok(rules_load(directories, true, problems, &rules, NULL), "rules for judging");
	patch_fill(patch, "net: do it", "", "", g_strdup(""), 1);
	facts_init(&facts);
	facts_set_number(&facts, FACT_NUMBER_HUNKS, 1);
	judge(rules, patch, &facts, &judgement);
	tap_ok(fabs(judgement.sum - -0.5) < 1e-9, "bias and weights add up");
	tap_ok(fabs(judgement.drop_probability - 1 / (1 + exp(-0.5))) < 1e-9, "the probability");
	tap_same("the verdict", "drop", verdict_name(judgement.verdict));
	tap_same("the class", "refactor", class_name(judgement.class));
	tap_same("the heaviest reason first", "heavy",
		 g_array_index(judgement.reasons, struct reason, 0).rule->id);
	judgement_clear(&judgement);
	facts_clear(&facts);
	g_unlink(path);
}

static void test_sentences(void)
{
	struct rule rule = { .says = (char *)"{lines_changed} lines: \"{match}\"" };
	struct exhibit exhibit;
	struct condition_hit hit;
	g_autofree char *sentence = NULL;

	exhibit_init(&exhibit);
	exhibit.known[FACT_NUMBER_LINES_CHANGED] = true;
	exhibit.numbers[FACT_NUMBER_LINES_CHANGED] = 7;
	condition_hit_init(&hit);
	hit.match = g_strdup("a\nleak");
	sentence = rule_sentence(&rule, &exhibit, &hit);
	tap_same("a sentence", "7 lines: \"a leak\"", sentence);
	condition_hit_clear(&hit);
	exhibit_clear(&exhibit);
}

int main(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *directory = g_dir_make_tmp("rule-test-XXXXXX", &error);

	g_assert_no_error(error);
	test_comparisons();
	test_matches();
	test_limit();
	test_groups();
	test_files(directory);
	test_nesting(directory);
	test_judge(directory);
	test_sentences();
	g_rmdir(directory);
	return tap_done();
}
