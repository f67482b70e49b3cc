/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/since.h"

#include <string.h>

#include "base/text.h"

enum { COUNT_LIMIT = 100000 };

static const struct unit {
	const char *name;
	gint64 seconds; /* 0: by the calendar */
	int months;
} units[] = {
	{ "second", 1, 0 },
	{ "minute", 60, 0 },
	{ "hour", 60 * 60, 0 },
	{ "day", 24 * 60 * 60, 0 },
	{ "week", 7 * 24 * 60 * 60, 0 },
	{ "fortnight", 14 * 24 * 60 * 60, 0 },
	{ "month", 0, 1 },
	{ "year", 0, 12 },
};

/* "week", "weeks" */
static const struct unit *unit_of(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		size_t n = strlen(units[i].name);

		if (strncmp(word, units[i].name, n) == 0 &&
		    (!word[n] || strcmp(word + n, "s") == 0))
			return &units[i];
	}
	return NULL;
}

/* Takes *moment back by count units. */
static bool go_back(GDateTime **moment, guint64 count, const struct unit *unit)
{
	g_autoptr(GDateTime) from = *moment;

	*moment = unit->seconds ? g_date_time_add_seconds(from, -(double)count * unit->seconds)
				: g_date_time_add_months(from, -(int)count * unit->months);
	return *moment != NULL;
}

static bool parse_ages(char *const *words, GDateTime **moment)
{
	bool any = false;

	for (; *words; words++) {
		const struct unit *unit;
		guint64 count;

		if (any && !words[1] && strcmp(*words, "ago") == 0)
			break;
		if (!g_ascii_string_to_unsigned(*words, 10, 0, COUNT_LIMIT, &count, NULL) ||
		    !words[1])
			return false;
		unit = unit_of(*++words);
		if (!unit || !go_back(moment, count, unit))
			return false;
		any = true;
	}
	return any;
}

bool since_parse(const char *text, gint64 now, gint64 *out)
{
	g_autofree char *spaced = g_ascii_strdown(text, -1);
	g_autofree char *folded = NULL;
	g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc(now);
	const gint64 day = 24 * 60 * 60;

	if (text_parse_date(text, out))
		return true;
	g_strdelimit(spaced, "._", ' ');
	folded = text_fold(spaced);
	if (strcmp(folded, "now") == 0 || strcmp(folded, "today") == 0 ||
	    strcmp(folded, "yesterday") == 0) {
		*out = *folded == 'n' ? now : *folded == 'y' ? now - day : now - now % day;
		return true;
	}

	g_auto(GStrv) words = g_strsplit(folded, " ", -1);

	if (!moment || !parse_ages(words, &moment))
		return false;
	*out = g_date_time_to_unix(moment);
	return true;
}
