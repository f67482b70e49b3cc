/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/since.h"

#include "base/text.h"
#include "tap.h"

/* Seen from 2024-03-31 12:00; NULL: no moment. */
static const struct {
	const char *text, *expected;
} moments[] = {
	{ "2.weeks", "2024-03-17T12:00:00" },
	{ "2.weeks.ago", "2024-03-17T12:00:00" },
	{ "2 weeks ago", "2024-03-17T12:00:00" },
	{ "3.days.ago", "2024-03-28T12:00:00" },
	{ "1_day", "2024-03-30T12:00:00" },
	{ "1.Month", "2024-02-29T12:00:00" },
	{ "1.year", "2023-03-31T12:00:00" },
	{ "1.fortnight", "2024-03-17T12:00:00" },
	{ "1 week 2 days ago", "2024-03-22T12:00:00" },
	{ "36.hours", "2024-03-30T00:00:00" },
	{ "90.minutes", "2024-03-31T10:30:00" },
	{ "5.seconds.ago", "2024-03-31T11:59:55" },
	{ "0.days", "2024-03-31T12:00:00" },
	{ "now", "2024-03-31T12:00:00" },
	{ "today", "2024-03-31T00:00:00" },
	{ "yesterday", "2024-03-30T12:00:00" },
	{ "2024-01-02", "2024-01-02T00:00:00" },
	{ "2024-01-02T03:04:05Z", "2024-01-02T03:04:05" },
	{ "1704164645", "2024-01-02T03:04:05" },

	{ "", NULL },
	{ "ago", NULL },
	{ "weeks", NULL },
	{ "2", "1970-01-01T00:00:02" },
	{ "2.moons", NULL },
	{ "-2.weeks", NULL },
	{ "2.weeks.x", NULL },
	{ "two weeks", NULL },
	{ "2.weeks.ago.ago", NULL },
	{ "99999.years", NULL },
	{ "999999999999999999.days", NULL },
	{ "2024-13-40", NULL },
};

int main(void)
{
	gint64 now = 0;

	text_parse_date("2024-03-31T12:00:00Z", &now);
	for (size_t i = 0; i < G_N_ELEMENTS(moments); i++) {
		gint64 moment = -1;
		bool ok = since_parse(moments[i].text, now, &moment);
		g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(moment);
		g_autofree char *actual = ok ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%S") : NULL;

		tap_same(moments[i].text, moments[i].expected, actual);
		if (!ok)
			tap_number("untouched", -1, moment);
	}
	return tap_done();
}
