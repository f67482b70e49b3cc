/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table of people. What is written of it reads as the same table; nobody objected to more than
 * what they were on.
 */
#include <stdint.h>
#include <string.h>

#include "evidence/people.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_odds(const struct people *people)
{
	static const char body[] = "commit 0123456789abcdef0123456789abcdef01234567 upstream.\n";
	const struct patch patch = {
		.sent_date = 1700000000,
		.author = { (char *)"Ann Ash", (char *)"ann@example.org" },
		.message.body = (char *)body,
	};
	struct people_odds odds;

	if (!people_odds(people, &patch, G_MAXINT64, &odds))
		return;
	g_assert_cmpfloat(odds.who, >=, 0);
	g_assert_cmpfloat(odds.who, <, 1);
	g_assert_cmpuint(odds.objected, <=, odds.asked);
	g_assert_true(odds.objected ? odds.name && odds.role : !odds.name);
	g_free(odds.name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(people_freep) struct people *people = people_new();
	_cleanup_(people_freep) struct people *back = people_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL, *again = NULL;
	size_t changes, objections;

	if (!people_read(people, fuzz_file(data, size), &error)) {
		fuzz_check_message(error->message);
		return 0;
	}
	text = people_text(people);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_true(people_read(back, fuzz_file(text, strlen(text)), NULL));
	again = people_text(back);
	g_assert_cmpstr(text, ==, again);
	people_count(people, &changes, &objections);
	g_assert_true(changes || !objections);
	check_odds(people);
	return 0;
}
