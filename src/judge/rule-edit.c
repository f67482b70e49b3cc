/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule-edit.h"

#include <stdlib.h>
#include <string.h>

#include "judge/json-location.h"
#include "judge/rule-format.h"

/* A number of the text that is to be another. */
struct change {
	const char *at;
	double value;
};

static int by_place(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* Where the weight of each rule is: its id, as it stands in the text -> const char *. */
static GHashTable *find_weights(struct json_places *places)
{
	GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t i = 0;; i++) {
		g_autofree char *step = g_strdup_printf("[%zu]", i);
		const char *const rule[] = { "rules", step, NULL };
		const char *const name[] = { "rules", step, "id", NULL };
		const char *const weight[] = { "rules", step, "weight", NULL };
		const char *id, *end;

		if (!json_places_find(places, rule))
			return out;
		id = json_places_find(places, name);
		end = id && *id == '"' ? strchr(id + 1, '"') : NULL;
		/* One with an escape is not found: what is cut off there is no id. */
		if (end && !memchr(id, '\\', (size_t)(end - id)))
			g_hash_table_insert(out, g_strndup(id + 1, (gsize)(end - id - 1)),
					    (gpointer)json_places_find(places, weight));
	}
}

static void put_number(GString *out, double value)
{
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	g_ascii_formatd(number, sizeof(number), "%.2f", value);
	g_string_append(out, strcmp(number, "-0.00") == 0 ? "0.00" : number);
}

static char *put_numbers(const char *text, const struct change *changes, size_t n)
{
	GString *out = g_string_new(NULL);
	const char *from = text;

	for (size_t i = 0; i < n; i++) {
		g_string_append_len(out, from, changes[i].at - from);
		put_number(out, changes[i].value);
		from = changes[i].at + strspn(changes[i].at, "+-.0123456789eE");
	}
	g_string_append(out, from);
	return g_string_free(out, FALSE);
}

char *rule_edit_numbers(const char *text, const struct rule_edit *edits, size_t n, size_t *bad)
{
	static const char *const bias[] = { "bias", NULL };
	_cleanup_(json_places_freep) struct json_places *places = json_places_new(text);
	g_autoptr(GHashTable) weights = find_weights(places);
	g_autofree struct change *changes = g_new(struct change, n);

	for (size_t i = 0; i < n; i++) {
		const char *at = edits[i].id ? g_hash_table_lookup(weights, edits[i].id)
					     : json_places_find(places, bias);

		if (!at) {
			*bad = i;
			return NULL;
		}
		changes[i] = (struct change){ at, edits[i].value };
	}
	qsort(changes, n, sizeof(*changes), by_place);
	return put_numbers(text, changes, n);
}

char *rule_edit_layout(const char *before, const char *after)
{
	char *formatted;

	if (rule_format_is(before, strlen(before)) &&
	    rule_format(after, strlen(after), &formatted, NULL))
		return formatted;
	return g_strdup(after);
}
