/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/range.h"

#include "tap.h"

/* FROM and TO with a bar between; NULL: no range. */
static const struct {
	const char *text, *expected;
	bool is_symmetric;
} ranges[] = {
	{ "v6.1..v6.2", "v6.1|v6.2", false },
	{ "v6.1..", "v6.1|", false },
	{ "..topic", "|topic", false },
	{ "..", "|", false },
	{ "a...b", "a|b", true },
	{ "...b", "|b", true },
	{ "v6.1.2", NULL, false },
	{ "", NULL, false },
	{ NULL, NULL, false },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++) {
		struct range range;
		g_autofree char *ends = NULL;

		if (range_read(ranges[i].text, &range))
			ends = g_strdup_printf("%s|%s", range.from, range.to);
		tap_same(ranges[i].text ? ranges[i].text : "none", ranges[i].expected, ends);
		tap_number("symmetric", ranges[i].is_symmetric, range.is_symmetric);
		range_clear(&range);
	}
	return tap_done();
}
