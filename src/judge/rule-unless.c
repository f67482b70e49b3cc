/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which rules keep which from applying: ids that are known, and no circles. */
#include <string.h>

#include <jansson.h>

#include "judge/rule-load.h"

/* A rule that is switched off never applies, and keeps nothing from it. */
static void resolve(struct rule_load *load, const struct rule_entry *entry)
{
	json_t *unless = json_object_get(entry->object, "unless"), *item;
	char step[RULE_STEP_SIZE];
	struct rule_cursor cursor;
	size_t i;

	rule_cursor_at_entry(&cursor, load, entry, step);
	rule_cursor_enter(&cursor, "unless");
	json_array_foreach(unless, i, item)
	{
		g_autofree char *at = g_strdup_printf("[%zu]", i);
		const char *id = json_string_value(item);
		void *rule;

		if (!g_hash_table_lookup_extended(load->ids, id, NULL, &rule))
			rule_problem(&cursor, at, "no rule is called '%s'", id);
		else if (rule && entry->rule->severity && !((struct rule *)rule)->severity)
			rule_problem(&cursor, at, "'%s' does not say how bad something is", id);
		else if (rule)
			g_ptr_array_add(entry->rule->unless, rule);
	}
}

enum { BEING_CHECKED = -1 };

/* The rules on the way from the one that is being checked. */
struct way {
	GHashTable *heights; /* const struct rule * -> how far "unless" leads on; BEING_CHECKED */
	const struct rule *rules[RULE_NESTING_LIMIT + 1];
	size_t n;
};

static int height_of(const struct way *way, const struct rule *rule)
{
	return GPOINTER_TO_INT(g_hash_table_lookup(way->heights, rule));
}

static char *tell_circle(const struct way *way, const struct rule *rule)
{
	g_autoptr(GString) all = g_string_new("\"unless\" goes round in a circle: ");
	size_t first = 0;

	while (way->rules[first] != rule)
		first++;
	for (size_t i = first; i < way->n; i++)
		g_string_append_printf(all, "%s, ", way->rules[i]->id);
	g_string_append(all, rule->id);
	return g_string_free(g_steal_pointer(&all), FALSE);
}

/* What is wrong on any way from rule on; NULL: nothing. */
static char *walk(struct way *way, const struct rule *rule)
{
	char *fault = NULL;
	int height = 1;

	if (height_of(way, rule) == BEING_CHECKED)
		return tell_circle(way, rule);
	if (height_of(way, rule))
		return NULL;
	if (way->n == G_N_ELEMENTS(way->rules))
		height = RULE_NESTING_LIMIT + 1;
	g_hash_table_insert(way->heights, (gpointer)rule, GINT_TO_POINTER(BEING_CHECKED));
	for (guint i = 0; i < rule->unless->len && height <= RULE_NESTING_LIMIT && !fault; i++) {
		way->rules[way->n++] = rule;
		fault = walk(way, rule->unless->pdata[i]);
		way->n--;
		height = MAX(height, height_of(way, rule->unless->pdata[i]) + 1);
	}
	if (!fault && height > RULE_NESTING_LIMIT)
		fault = g_strdup_printf("\"unless\" leads on more than %d times",
					RULE_NESTING_LIMIT);
	g_hash_table_insert(way->heights, (gpointer)rule, GINT_TO_POINTER(height));
	return fault;
}

bool rule_unless_read(struct rule_load *load)
{
	g_autoptr(GHashTable) heights = g_hash_table_new(NULL, NULL);
	struct way way = { .heights = heights };
	bool ok = true;

	for (guint i = 0; i < load->entries->len; i++)
		resolve(load, load->entries->pdata[i]);
	for (guint i = 0; i < load->entries->len; i++) {
		const struct rule_entry *entry = load->entries->pdata[i];
		g_autofree char *fault = walk(&way, entry->rule);
		char step[RULE_STEP_SIZE];
		struct rule_cursor cursor;

		rule_cursor_at_entry(&cursor, load, entry, step);
		if (fault)
			ok = rule_problem(&cursor, "unless", "%s", fault);
	}
	return ok;
}
