/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/nomination.h"

#include "tap.h"

static const char *const scopes[] = {
	[NOMINATION_SILENT] = "silent",
	[NOMINATION_ASKED] = "asked",
	[NOMINATION_ADJUST] = "adjust",
	[NOMINATION_ELSEWHERE] = "elsewhere",
};

/* What a tag says of a tree. */
static const struct {
	const char *tag, *tree;
	enum nomination_scope scope;
	const char *asked;
} cases[] = {
	/* no version */
	{ "Cc: stable@kernel.example", "5.4", NOMINATION_SILENT, NULL },
	{ "Cc: stable@kernel.example # after -rc3", "5.4", NOMINATION_SILENT, NULL },
	{ "Cc: list@example.org # 5.10+", "5.4", NOMINATION_SILENT, NULL },
	{ "Cc: stable+noautosel@kernel.example # 5.10+", "5.4", NOMINATION_SILENT, NULL },
	{ "Cc: stable@kernel.example # gcc 12.1 needs it", "5.4", NOMINATION_SILENT, NULL },
	{ "Cc: stable5.10@kernel.example", "5.4", NOMINATION_SILENT, NULL },
	{ "Reviewed-by: stable # 5.10+", "5.4", NOMINATION_SILENT, NULL },

	/* from one on */
	{ "Cc: stable@kernel.example # 5.10+", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10+", "5.10", NOMINATION_ASKED, "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10+", "6.1", NOMINATION_ASKED, "5.10 and later" },
	{ "Cc: stable@kernel.example#5.10+", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: <stable@kernel.example>#5.10+", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example #5.10+", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # backport to 5.10", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # please backport to 5.15 and 5.10", "5.4",
	  NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # backport up to 5.10", "5.4", NOMINATION_ASKED,
	  "5.10 and older" },
	{ "Cc: stable@kernel.example # backport 5.4 to 5.10", "5.15", NOMINATION_ELSEWHERE,
	  "5.4 to 5.10" },
	{ "Cc: stable # backport to 5.10", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "CC: <stable@kernel.example> # v5.10+", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # >= 5.10", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # >=v5.10", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10 and later", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10 or newer", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # v5.10 and up", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10 onwards", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10.x", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10.y", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10.x+", "5.15", NOMINATION_ASKED, "5.10 and later" },
	{ "Cc: <stable@kernel.example> [5.10+]", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example (v5.10+)", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # v5.10", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10-", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # since 5.10", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # since v5.10-rc1", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # introduced in 5.10", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # starting with 5.10", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # for 5.10 and up", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # linux-5.10.y", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # kernel 5.10", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10.3+", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.x", "4.19", NOMINATION_ELSEWHERE, "5.0 and later" },
	{ "Cc: stable@kernel.example # 2.6.33+", "2.6.32", NOMINATION_ELSEWHERE,
	  "2.6.33 and later" },
	{ "Cc: stable@kernel.example # 2.6.32.19+", "2.6.32", NOMINATION_ASKED,
	  "2.6.32 and later" },
	{ "Cc: stable@kernel.example # after 5.10", "5.10", NOMINATION_ELSEWHERE,
	  "what is newer than 5.10" },
	{ "Cc: stable@kernel.example # > 5.10", "5.15", NOMINATION_ASKED,
	  "what is newer than 5.10" },
	{ "Cc: stable@kernel.example # newer than 5.10", "5.4", NOMINATION_ELSEWHERE,
	  "what is newer than 5.10" },
	{ "Cc: stable@dpdk.example # 22.11", "21.11", NOMINATION_ELSEWHERE, "22.11 and later" },
	{ "Cc: 22.3 <project-stable@lists.example>", "22.2", NOMINATION_ELSEWHERE,
	  "22.3 and later" },
	{ "Cc: \"22.3\" <project-stable@lists.example>", "22.3", NOMINATION_ASKED,
	  "22.3 and later" },
	{ "Backport: 4.15+", "4.14", NOMINATION_ELSEWHERE, "4.15 and later" },
	{ "Backport-to: 25.1", "25.0", NOMINATION_ELSEWHERE, "25.1 and later" },

	/* several */
	{ "Cc: stable@kernel.example # 5.15, 5.10", "5.4", NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # [5.10.x, 5.15.x]", "5.4", NOMINATION_ELSEWHERE,
	  "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10, 5.15", "6.1", NOMINATION_ASKED, "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10\nCc: stable@kernel.example # 5.4", "5.4",
	  NOMINATION_ASKED, "5.4 and later" },
	{ "Cc: stable@kernel.example # 5.10: 1234567890ab: x: y 4.9\nCc: stable@kernel.example",
	  "5.4", NOMINATION_ASKED, NULL },
	{ "Cc: stable@kernel.example # 5.10.x: 1234567890ab: x: as in 4.9", "5.4",
	  NOMINATION_ELSEWHERE, "5.10 and later" },
	{ "Cc: stable@kernel.example # 5.10-5.15", "6.1", NOMINATION_ELSEWHERE, "5.10 to 5.15" },
	{ "Cc: stable@kernel.example # 5.10 - 5.15", "5.12", NOMINATION_ASKED, "5.10 to 5.15" },
	{ "Cc: stable@kernel.example # v5.10..v5.15", "5.4", NOMINATION_ELSEWHERE, "5.10 to 5.15" },
	{ "Cc: stable@kernel.example # 5.10.x through 5.15.x", "6.1", NOMINATION_ELSEWHERE,
	  "5.10 to 5.15" },
	{ "Cc: stable@kernel.example # from 5.10 to 5.15", "6.1", NOMINATION_ELSEWHERE,
	  "5.10 to 5.15" },

	/* these alone, or not these */
	{ "Cc: stable@kernel.example # only 5.15", "5.4", NOMINATION_ELSEWHERE, "5.15" },
	{ "Cc: stable@kernel.example # only 5.15", "6.1", NOMINATION_ELSEWHERE, "5.15" },
	{ "Cc: stable@kernel.example # 5.15 only", "6.1", NOMINATION_ELSEWHERE, "5.15" },
	{ "Cc: stable@kernel.example # v5.15-only", "6.1", NOMINATION_ELSEWHERE, "5.15" },
	{ "Cc: stable@kernel.example # only 5.10, 5.15", "5.12", NOMINATION_ELSEWHERE,
	  "5.10 and 5.15" },
	{ "Cc: stable@kernel.example # only 5.10, 5.15", "5.15", NOMINATION_ASKED,
	  "5.10 and 5.15" },
	{ "Cc: stable@kernel.example # 4.19+, but not 5.4", "5.4", NOMINATION_ELSEWHERE,
	  "trees other than 5.4" },
	{ "Cc: stable@kernel.example # 4.19+ except 5.4", "5.4", NOMINATION_ELSEWHERE,
	  "trees other than 5.4" },
	{ "Cc: stable@kernel.example # 4.19+, not needed in 5.4", "5.10", NOMINATION_ASKED,
	  "4.19 and later" },
	{ "Cc: stable@kernel.example # <= 5.10", "5.15", NOMINATION_ELSEWHERE, "5.10 and older" },
	{ "Cc: stable@kernel.example # up to 5.10", "5.15", NOMINATION_ELSEWHERE,
	  "5.10 and older" },
	{ "Cc: stable@kernel.example # 5.10 and older", "5.15", NOMINATION_ELSEWHERE,
	  "5.10 and older" },
	{ "Cc: stable@kernel.example # before 5.10", "5.10", NOMINATION_ELSEWHERE,
	  "what is older than 5.10" },
	{ "Cc: stable@kernel.example # before 5.10", "5.4", NOMINATION_ASKED,
	  "what is older than 5.10" },

	/* adjusting */
	{ "Cc: stable@kernel.example # <= 6.3 needs adjustment", "5.4", NOMINATION_ADJUST,
	  "6.3 and older" },
	{ "Cc: stable@kernel.example # <= 6.3 needs adjustment", "6.6", NOMINATION_ASKED, NULL },
	{ "Cc: stable@kernel.example # 5.10+, needs adjusting before 6.3", "5.10",
	  NOMINATION_ADJUST, "what is older than 6.3" },
	{ "Cc: stable@kernel.example # 5.10+, 5.10 needs a manual backport", "5.10",
	  NOMINATION_ADJUST, "5.10" },
	{ "Cc: stable@kernel.example # 5.10+, 5.10 needs a manual backport", "5.4",
	  NOMINATION_ELSEWHERE, "5.10 and later" },

	/* nonsense */
	{ "Cc: stable@kernel.example # 99999999.1", "5.4", NOMINATION_SILENT, NULL },
	{ "Cc: stable@kernel.example # 5.", "5.4", NOMINATION_SILENT, NULL },
	{ "Cc: stable@kernel.example # - + .. < >= , ; (", "5.4", NOMINATION_SILENT, NULL },
	{ "Cc: stable@kernel.example # 5.10", "main", NOMINATION_SILENT, NULL },
};

static const struct {
	const char *name, *tree;
} trees[] = {
	{ "v5.4.120", "5.4" },	   { "stable/linux-5.4.y", "5.4" },
	{ "2.6.32.20", "2.6.32" }, { "RELEASE-4.17.0", "4.17" },
	{ "22.11", "22.11" },	   { "v6.1-rc3", "6.1" },
	{ "main", NULL },	   { "v254-stable", NULL },
	{ "x86.64", NULL },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *body = g_strdup_printf("It leaks.\n\n%s\n", cases[i].tag);
		g_autofree char *name = g_strdup_printf("%s, for %s", cases[i].tag, cases[i].tree);
		struct nomination nomination;
		struct message message;
		enum nomination_scope scope;

		g_strdelimit(name, "#\n", ' '); /* '#' means something to TAP */
		message_parse(&message, "x: stop it", body, NULL);
		scope = nomination_of(&message, cases[i].tree, &nomination);
		tap_same(name, scopes[cases[i].scope], scopes[scope]);
		if (cases[i].asked || nomination.asked)
			tap_same("  the trees asked for", cases[i].asked, nomination.asked);
		nomination_clear(&nomination);
		message_clear(&message);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(trees); i++) {
		g_autofree char *tree = nomination_tree(trees[i].name);

		tap_same(trees[i].name, trees[i].tree, tree);
	}
	return tap_done();
}
