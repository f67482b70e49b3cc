/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/guess.h"

#include "tap.h"

static const char *const words[] = { "review", "reply", "rules", "take", "trees", "index", NULL };

static const struct {
	const char *word, *meant;
} guesses[] = {
	{ "reveiw", "review" }, /* swapped */
	{ "revieww", "review" },
	{ "eview", "review" },
	{ "revyew", "review" },
	{ "reveiww", "review" }, /* two of seven */
	{ "tkae", "take" },
	{ "tree", "trees" },
	{ "rule", "rules" },
	{ "indx", "index" },
	{ "review", "review" },

	{ "", NULL },
	{ "x", NULL },
	{ "ta", NULL },
	{ "summary", NULL },
	{ "rxvxxw", NULL }, /* three of six */
};

int main(void)
{
	g_autofree char *endless = g_strnfill(1000000, 'r');

	for (size_t i = 0; i < G_N_ELEMENTS(guesses); i++)
		tap_same(guesses[i].word, guesses[i].meant, guess_meant(guesses[i].word, words));
	tap_same("what has no end means nothing", NULL, guess_meant(endless, words));
	tap_same("of no words none is meant", NULL, guess_meant("review", words + 6));
	return tap_done();
}
