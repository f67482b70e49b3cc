/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The examples in rule files: each must be the hit or the miss that it says it is. */
#include <string.h>

#include <jansson.h>

#include "judge/rule-load.h"
#include "judge/hearing.h"

static bool count(struct rule_cursor *cursor, json_t *examples, const char *key, size_t *n)
{
	json_t *list = json_object_get(examples, key);

	*n = json_array_size(list);
	return !list || json_is_array(list) ||
	       rule_problem(cursor, key, "\"%s\" wants a list", key);
}

bool rule_examples_count(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	static const char *const keys[] = { "hit", "miss", NULL };
	json_t *examples = json_object_get(object, "examples");
	bool ok;

	if (!json_is_object(examples))
		return rule_problem(cursor, examples ? "examples" : NULL,
				    "no \"examples\": a rule shows at least one hit and one miss");
	rule_cursor_enter(cursor, "examples");
	ok = rule_known_keys(cursor, examples, keys);
	ok = count(cursor, examples, "hit", &rule->n_hits) && ok;
	ok = count(cursor, examples, "miss", &rule->n_misses) && ok;
	if (ok && (!rule->n_hits || !rule->n_misses))
		ok = rule_problem(cursor, NULL, "a rule shows at least one hit and one miss");
	rule_cursor_leave(cursor);
	return ok;
}

/*
 * An example is the text of the condition's first field, or an object of fields, numbers and facts.
 */
static bool fill_exhibit(struct rule_cursor *cursor, const struct rule *rule, json_t *example,
			 struct exhibit *exhibit)
{
	const char *field = condition_first_field(rule->when);
	json_t *object = NULL, *value;
	const char *key;
	bool ok = true;

	if (json_is_string(example)) {
		object = json_object();
		json_object_set(object, field ? field : "message", example);
	} else if (json_is_object(example)) {
		object = json_incref(example);
	} else {
		return rule_problem(cursor, NULL, "an example is a text or an object");
	}
	json_object_foreach(object, key, value)
	{
		struct exhibit_name name = exhibit_name_parse(key);
		int text = exhibit_text_parse(key);

		if (json_is_integer(value) && name.kind == EXHIBIT_NAME_NUMBER) {
			exhibit->known[name.number] = true;
			exhibit->numbers[name.number] = json_integer_value(value);
		} else if (json_is_integer(value) && name.kind == EXHIBIT_NAME_FACT) {
			exhibit->counts[name.fact][name.state] = (guint)json_integer_value(value);
		} else if (!json_is_string(value)) {
			ok = rule_problem(cursor, NULL, "unknown number or fact '%s' in an example",
					  key);
		} else if (text == EXHIBIT_MESSAGE) {
			exhibit_set_message(exhibit, json_string_value(value));
		} else if (text >= 0) {
			g_free(exhibit->texts[text]);
			exhibit->texts[text] = g_strdup(json_string_value(value));
		} else if (g_str_has_prefix(key, "trailer:")) {
			g_autofree char *lower = g_ascii_strdown(key + strlen("trailer:"), -1);

			exhibit_add_trailer(exhibit, lower, json_string_value(value));
		} else {
			ok = rule_problem(cursor, NULL, "unknown field '%s' in an example", key);
		}
	}
	json_decref(object);
	return ok;
}

static void try_one(struct rule_cursor *cursor, const struct rule *rule, json_t *example,
		    bool expected)
{
	struct exhibit exhibit;
	struct hearing *hearing;
	const struct hearing_result *result;

	exhibit_init(&exhibit);
	hearing = hearing_new(&exhibit, false);
	if (fill_exhibit(cursor, rule, example, &exhibit)) {
		result = hearing_rule(hearing, rule);
		if (expected && !result->applies && result->by)
			rule_problem(cursor, NULL,
				     "this should be a hit, and is none: '%s' applies",
				     result->by->id);
		else if (expected && !result->applies)
			rule_problem(cursor, NULL, "this should be a hit, and is none");
		else if (!expected && result->applies)
			rule_problem(cursor, NULL, "this should be a miss, and is a hit: '%s'",
				     result->hit.match ? result->hit.match : "");
		else if (result->hit.gave_up)
			rule_problem(cursor, NULL, "the pattern gave up: it backtracks too much");
	}
	hearing_free(hearing);
	exhibit_clear(&exhibit);
}

static void try_list(struct rule_cursor *cursor, const struct rule_entry *entry, const char *key,
		     bool expected)
{
	json_t *list = json_object_get(json_object_get(entry->object, "examples"), key), *example;
	size_t i;

	rule_cursor_enter(cursor, key);
	json_array_foreach(list, i, example)
	{
		g_autofree char *step = g_strdup_printf("[%zu]", i);

		rule_cursor_enter(cursor, step);
		try_one(cursor, entry->rule, example, expected);
		rule_cursor_leave(cursor);
	}
	rule_cursor_leave(cursor);
}

void rule_examples_try(struct rule_load *load)
{
	for (guint i = 0; i < load->entries->len; i++) {
		const struct rule_entry *entry = load->entries->pdata[i];
		char step[RULE_STEP_SIZE];
		struct rule_cursor cursor;

		rule_cursor_at_entry(&cursor, load, entry, step);
		rule_cursor_enter(&cursor, "examples");
		try_list(&cursor, entry, "hit", true);
		try_list(&cursor, entry, "miss", false);
	}
}
