/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/stems.h"

#include "tap.h"

static const char *const lists[] = { "back|no such", "no |nfc|x" };

static const struct {
	const char *text;
	guint32 expected; /* a bit for each of lists */
} texts[] = {
	{ "", 0 },
	{ "nothing", 0 },
	{ "Backported", 1 },
	{ "a BACK-PORT", 1 },
	{ "un-back", 1 },
	{ "feedback", 0 },
	{ "_back", 0 },
	{ "2back", 0 },
	{ "\303\251back", 1 },
	{ "there is no such thing", 3 },
	{ "no\tsuch", 0 },
	{ "NFCI.", 2 },
	{ "no", 0 },
	{ "no ", 2 },
	{ "ba", 0 },
	{ "(x) back", 3 },
};

int main(void)
{
	struct stems *stems = stems_new();

	for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
		stems_add(stems, i, lists[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		tap_number(texts[i].text, texts[i].expected, stems_kinds_in(stems, texts[i].text));
	stems_free(stems);
	return tap_done();
}
