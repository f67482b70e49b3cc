/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which commits must come along with a patch, and in which order. */
#include "judge/verdict.h"

#include <unistd.h>

#include <glib/gstdio.h>

#include "tap.h"

/* Each asks for facts of one kind, so that a commit may be asked for by several. */
#define ASKS(id, when)                                                                             \
	"{ \"id\": \"" id "\", \"decides\": \"keep-with\", \"says\": \"s\", \"when\": " when       \
	", \"examples\": { \"hit\": [{ \"" id ".missing\": 1 }], \"miss\": [{ \"hunks\": 1 }] } }"
#define ASKS_OF(kind) ASKS(kind, "\"" kind ".missing > 0\"")

/* clang-format off */
static const char rules_text[] =
	"{ \"rules\": ["
	ASKS_OF("followup.fix") ", "
	ASKS_OF("series.companion") ", "
	ASKS_OF("prerequisite.declared") ", "
	ASKS_OF("prerequisite.name-weak") ", "
	ASKS_OF("thread.needs") ", "
	/* Alone it would be refused. */
	ASKS("presence.repaired", "{ \"any\": [\"presence.repaired.missing > 0\", "
				  "\"followup.revert.missing > 0\"] }")
	" ] }";
/* clang-format on */

/* Commits are digits: "1" is 1111...; the patch itself was at 50 in upstream. */
static const struct {
	const char *name;
	struct {
		enum fact_kind kind;
		enum fact_state state;
		int digit;
		guint32 position;
	} facts[4];
	const char *with; /* the commits' digits in apply order; "": it is kept as it is */
} cases[] = {
	{ "a fix of it", { { FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, 1, 60 } }, "1" },
	{ "one that is there", { { FACT_FOLLOWUP_FIX, FACT_STATE_BASE, 1, 60 } }, "" },
	{ "what it needs goes first",
	  { { FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, 1, 60 },
	    { FACT_PREREQUISITE_DECLARED, FACT_STATE_MISSING, 2, 70 } },
	  "21" },
	{ "each side as upstream had them",
	  { { FACT_PREREQUISITE_DECLARED, FACT_STATE_MISSING, 1, 20 },
	    { FACT_PREREQUISITE_NAME_WEAK, FACT_STATE_MISSING, 2, 10 },
	    { FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, 3, 90 },
	    { FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, 4, 80 } },
	  "2143" },
	{ "what is at no known place, then upstream's first commit",
	  { { FACT_PREREQUISITE_DECLARED, FACT_STATE_MISSING, 1, 7 },
	    { FACT_PREREQUISITE_DECLARED, FACT_STATE_MISSING, 2, 0 },
	    { FACT_PREREQUISITE_DECLARED, FACT_STATE_MISSING, 3, HISTORY_NONE } },
	  "321" },
	{ "its series on either side",
	  { { FACT_SERIES_COMPANION, FACT_STATE_MISSING, 1, 51 },
	    { FACT_SERIES_COMPANION, FACT_STATE_MISSING, 2, 49 },
	    { FACT_SERIES_COMPANION, FACT_STATE_MISSING, 3, 48 } },
	  "321" },
	{ "named from both sides it goes after it, once",
	  { { FACT_THREAD_NEEDS, FACT_STATE_MISSING, 1, 60 },
	    { FACT_FOLLOWUP_FIX, FACT_STATE_MISSING, 1, 60 } },
	  "1" },
	{ "later in its series and needed: before it",
	  { { FACT_PREREQUISITE_DECLARED, FACT_STATE_MISSING, 1, 60 },
	    { FACT_SERIES_COMPANION, FACT_STATE_MISSING, 2, 55 },
	    { FACT_SERIES_COMPANION, FACT_STATE_MISSING, 1, 60 } },
	  "12" },
	{ "the commit that brought the bug is none to take along",
	  { { FACT_PRESENCE_REPAIRED, FACT_STATE_MISSING, 1, 10 } },
	  "" },
};

static void add_fact(struct facts *facts, enum fact_kind kind, enum fact_state state, int digit,
		     guint32 position)
{
	g_autofree char *hex = g_strnfill(COMMIT_ID_HEX, (char)('0' + digit));
	struct fact fact = { .kind = kind,
			     .state = state,
			     .has_id = true,
			     .position = position,
			     .later = kind == FACT_SERIES_COMPANION && position > 50,
			     .says = g_strdup("s") };

	g_assert_true(commit_id_parse(hex, &fact.id));
	facts_add(facts, fact);
}

static void test_with(const struct rules *rules)
{
	_cleanup_(patch_freep) struct patch *patch = patch_new("test");

	patch_fill(patch, "net: do it", "", "", g_strdup(""), 1);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) with = g_string_new(NULL);
		struct judgement judgement;
		struct facts facts;

		facts_init(&facts);
		for (size_t k = 0; k < G_N_ELEMENTS(cases[i].facts) && cases[i].facts[k].digit; k++)
			add_fact(&facts, cases[i].facts[k].kind, cases[i].facts[k].state,
				 cases[i].facts[k].digit, cases[i].facts[k].position);
		judge(rules, patch, &facts, &judgement);
		for (guint k = 0; k < judgement.with->len; k++)
			g_string_append_c(with, commit_id_short(&g_array_index(judgement.with,
									       struct commit_id, k))
							.text[0]);
		tap_same(cases[i].name, cases[i].with, with->str);
		tap_same(cases[i].name, *cases[i].with ? "keep-with" : "keep",
			 verdict_name(judgement.verdict));
		judgement_clear(&judgement);
		facts_clear(&facts);
	}
}

int main(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *directory = g_dir_make_tmp("verdict-test-XXXXXX", &error);
	g_autofree char *path = NULL;
	const char *const directories[] = { directory, NULL };
	_cleanup_(rules_freep) struct rules *rules = NULL;

	g_assert_no_error(error);
	path = g_build_filename(directory, "x.json", NULL);
	g_assert_true(g_file_set_contents(path, rules_text, -1, NULL));
	tap_ok(rules_load(directories, true, problems, &rules, NULL), "rules for judging");
	tap_number("all of them good", 0, problems->len);
	test_with(rules);
	g_unlink(path);
	g_rmdir(directory);
	return tap_done();
}
