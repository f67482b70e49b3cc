/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/stems.h"

#include <stdbool.h>
#include <string.h>

struct stem {
	const char *text;
	size_t length;
	unsigned kind;
};

struct stems {
	GArray *by_letter['z' - 'a' + 1]; /* struct stem; NULL: none begins with it */
};

struct stems *stems_new(void)
{
	return g_new0(struct stems, 1);
}

void stems_free(struct stems *stems)
{
	for (size_t i = 0; stems && i < G_N_ELEMENTS(stems->by_letter); i++)
		if (stems->by_letter[i])
			g_array_unref(stems->by_letter[i]);
	g_free(stems);
}

void stems_add(struct stems *stems, unsigned kind, const char *list)
{
	g_assert(kind < STEMS_KINDS_LIMIT);
	for (const char *p = list; *p;) {
		size_t length = strcspn(p, "|");
		struct stem stem = { p, length, kind };
		GArray **others;

		g_assert(g_ascii_islower(*p));
		others = &stems->by_letter[*p - 'a'];
		if (!*others)
			*others = g_array_new(FALSE, FALSE, sizeof(struct stem));
		g_array_append_val(*others, stem);
		p += length + (p[length] == '|');
	}
}

static guint32 kinds_at(const GArray *stems, const char *text)
{
	guint32 kinds = 0;

	for (guint i = 0; stems && i < stems->len; i++) {
		const struct stem *stem = &g_array_index(stems, struct stem, i);

		if (g_ascii_strncasecmp(text, stem->text, stem->length) == 0)
			kinds |= 1u << stem->kind;
	}
	return kinds;
}

guint32 stems_kinds_in(const struct stems *stems, const char *text)
{
	bool inside = false; /* a word */
	guint32 kinds = 0;

	for (const char *p = text; *p; p++) {
		bool letter = g_ascii_isalpha(*p);

		if (letter && !inside)
			kinds |= kinds_at(stems->by_letter[g_ascii_tolower(*p) - 'a'], p);
		inside = letter || g_ascii_isdigit(*p) || *p == '_';
	}
	return kinds;
}
