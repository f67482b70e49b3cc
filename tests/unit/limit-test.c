/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which rows of the desk a limit means. */
#include "desk/limit.h"

#include "desk/key.h"
#include "tap.h"

static const struct {
	const char *text;
	bool fits;
} cases[] = {
	{ "", true },
	{ "all", true },
	{ "  all ", true },
	{ "~v drop", true },
	{ "~v keep", false },
	{ "~v keep,drop", true },
	{ "!~v drop", false },
	{ "! ~v keep", true },
	{ "!!~v drop", true },
	{ "~f drivers/net", true },
	{ "~f drivers/net/", true },
	{ "~f drivers/ne", false },
	{ "~f net", true },
	{ "~f heron.c", true },
	{ "~f drivers/net/heron.c", true },
	{ "~f lib", false },
	{ "~f drivers/*.c", true },
	{ "~f old", true },
	{ "~s INTERRUPT", false }, /* capitals are meant */
	{ "~s Interrupt", true },
	{ "~s interrupt", true },
	{ "~s \"interrupt storm\"", true },
	{ "~s \"interrupt storm", true },
	{ "~s \"storm interrupt\"", false },
	{ "interrupt", true },
	{ "storm interrupt", true },
	{ "storm calm", false },
	{ "calm | storm", true },
	{ "storm | calm", true },
	{ "calm | ~v drop !~f net", false },
	{ "calm | ~v drop ~f net |", true },
	{ "| calm", false },
	{ "marchet", true },
	{ "~a odile@", true },
	{ "~s odile", false },
	{ "~b restored", true },
	{ "~s restored", false },
	{ "~r refused", false },
	{ "~i 0123abc", true },
	{ "~i 0123abd", false },
	{ "~i 0007-heron", true },
	{ "~d", true },
	{ "~u", false },
	{ "~k wait", true },
	{ "~k drop", false },
	{ "~n vendor", true },
	{ "~c", false },
	{ "~t", true },
	{ "!~t | ~v ask", false },
};

static const struct {
	const char *text, *says;
} wrong[] = {
	{ "~v maybe", "~v: 'maybe' is none of keep, keep-with, drop, ask" },
	{ "~v", "~v VERDICT: which?" },
	{ "~s  ", "~s WORD: which?" },
	{ "~x y", "there is no ~x: ? lists what there is" },
	{ "~", "there is no ~: ? lists what there is" },
	{ "storm !", "WORD: which?" },
};

static void test_fits(const struct row *row)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		_cleanup_(limit_freep) struct limit *limit = NULL;
		g_autofree char *name = g_strdup_printf("'%s'", cases[i].text);

		tap_ok(limit_parse(cases[i].text, &limit, NULL) &&
			       limit_fits(limit, row) == cases[i].fits,
		       name);
	}
}

static void test_wrong(void)
{
	struct limit *limit = NULL;
	g_autofree char *many = g_strnfill(5000, '!');
	g_autoptr(GString) terms = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;

		tap_ok(!limit_parse(wrong[i].text, &limit, &error), wrong[i].text);
		tap_same(wrong[i].text, wrong[i].says, error ? error->message : NULL);
	}
	tap_ok(!limit_parse(many, &limit, NULL), "nothing but turned round");
	for (int i = 0; i < 1000; i++)
		g_string_append(terms, "a ");
	tap_ok(!limit_parse(terms->str, &limit, NULL), "a thousand terms");
}

static void test_keys(void)
{
	static const struct {
		const char *name;
		guint code;
	} keys[] = {
		{ "j", 'j' },
		{ "^D", 4 },
		{ "^", '^' },
		{ "PgDn", KEY_CODE_PAGE_DOWN },
		{ "Enter", '\n' },
		{ "\xc3\xa9", 0xe9 },
		{ "", KEY_CODE_NOTHING },
		{ "jk", KEY_CODE_NOTHING },
		{ "^d", KEY_CODE_NOTHING },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		tap_number(keys[i].name, keys[i].code, key_code(keys[i].name));
}

int main(void)
{
	_cleanup_(patch_freep) struct patch *patch = patch_new("0007-heron-fix-it.patch");
	struct upstream upstream = { .has_id = true };
	struct review review = { .patch = patch, .upstream = &upstream };
	struct decision decision = { .word = DECISION_WAIT,
				     .note = (char *)"the vendor was asked" };
	struct row row = { .review = &review,
			   .name = (char *)"0007-heron-fix-it",
			   .decision = &decision,
			   .tagged = true };

	g_assert_true(commit_id_parse("0123abc000000000000000000000000000000000", &upstream.id));
	patch_fill(patch, "heron: fix Interrupt storm", "Odile Marchet <odile@example.org>",
		   "The mask is restored.\n",
		   g_strdup("diff --git a/old/heron.c b/drivers/net/heron.c\n"
			    "rename from old/heron.c\nrename to drivers/net/heron.c\n"
			    "--- a/old/heron.c\n+++ b/drivers/net/heron.c\n"
			    "@@ -1 +1 @@\n-int a;\n+int b;\n"),
		   1);
	review.judgement.verdict = VERDICT_DROP;
	review.judgement.reasons = g_array_new(FALSE, FALSE, sizeof(struct reason));
	test_fits(&row);
	g_array_unref(review.judgement.reasons);
	test_wrong();
	test_keys();
	return tap_done();
}
