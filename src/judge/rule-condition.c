/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conditions as rule files have them, and the names that files define for them. */
#include <string.h>

#include <jansson.h>

#include "judge/condition.h"
#include "judge/rule-load.h"

enum state { STATE_NEW, STATE_BEING_READ, STATE_READ, STATE_BAD };

/* A condition, or the patterns of one: then its value is read for each field it is used on. */
struct definition {
	const char *name;
	const struct rule_file *file;
	json_t *value;
	enum state state;
	const struct condition *condition; /* NULL: patterns */
};

/* Keys of patterns, and what is meant to be around them. */
static const struct {
	const char *key, *within;
} styles[] = {
	{ "matches", CONDITION_ANY_OF },
	{ "words", "(?i)\\b" CONDITION_ANY_OF "\\b" },
	{ "stems", "(?i)\\b" CONDITION_ANY_OF },
};

static struct condition *read_condition(struct rule_cursor *cursor, json_t *value, unsigned depth);
static bool read_definition(struct rule_load *load, struct definition *definition);

void rule_definitions_collect(struct rule_load *load, const struct rule_file *file)
{
	json_t *define = json_object_get(file->root, "define"), *value;
	struct rule_cursor cursor;
	const char *name;

	rule_cursor_init(&cursor, load, file);
	if (define && !json_is_object(define))
		rule_problem(&cursor, "define", "\"define\" wants an object of conditions");
	rule_cursor_enter(&cursor, "define");
	json_object_foreach(define, name, value)
	{
		struct definition *definition = g_new0(struct definition, 1);

		*definition = (struct definition){ name, file, value, STATE_NEW, NULL };
		cursor.name = name;
		if (!*name || strpbrk(name, " \t\r\n"))
			rule_problem(&cursor, name, "a name has no blanks");
		else if (exhibit_name_parse(name).kind != EXHIBIT_NAME_NONE)
			rule_problem(&cursor, name, "there is a number or fact of this name");
		g_hash_table_replace(load->definitions, (gpointer)name, definition);
	}
}

void rule_definitions_read(struct rule_load *load)
{
	for (guint i = 0; i < load->files->len; i++) {
		const struct rule_file *file = load->files->pdata[i];
		json_t *value;
		const char *name;

		json_object_foreach(json_object_get(file->root, "define"), name, value)
		{
			struct definition *definition =
				g_hash_table_lookup(load->definitions, name);

			if (definition->value == value)
				read_definition(load, definition);
		}
	}
}

/* NULL after a problem, or where there is no such name. */
static struct definition *find_definition(struct rule_cursor *cursor, const char *key,
					  const char *name)
{
	struct rule_load *load = cursor->load;
	struct definition *definition = g_hash_table_lookup(load->definitions, name);

	if (!definition) {
		rule_problem(cursor, key, "nothing is defined as '%s'", name);
		return NULL;
	}
	if (definition->state == STATE_BEING_READ) {
		rule_problem(cursor, key, "'%s' is defined by way of itself", name);
		return NULL;
	}
	if (load->chain >= RULE_NESTING_LIMIT) {
		rule_problem(cursor, key, "conditions nested more than %d deep",
			     RULE_NESTING_LIMIT);
		return NULL;
	}
	return read_definition(load, definition) ? definition : NULL;
}

static struct condition *read_group(struct rule_cursor *cursor, json_t *object,
				    enum condition_group group, const char *key, unsigned depth)
{
	g_autoptr(GPtrArray) children =
		g_ptr_array_new_with_free_func((GDestroyNotify)condition_free);
	json_t *value = json_object_get(object, key), *item;
	bool ok = true;
	size_t i;

	rule_cursor_enter(cursor, key);
	if (group == CONDITION_NOT) {
		struct condition *child = read_condition(cursor, value, depth + 1);

		if (child)
			g_ptr_array_add(children, child);
		ok = child != NULL;
	} else if (!json_is_array(value) || !json_array_size(value)) {
		ok = rule_problem(cursor, NULL, "'%s' wants a list of conditions", key);
	} else {
		json_array_foreach(value, i, item)
		{
			g_autofree char *step = g_strdup_printf("[%zu]", i);

			rule_cursor_enter(cursor, step);
			struct condition *child = read_condition(cursor, item, depth + 1);
			rule_cursor_leave(cursor);
			if (child)
				g_ptr_array_add(children, child);
			ok = ok && child;
		}
	}
	rule_cursor_leave(cursor);
	return ok ? condition_new_group(group, g_steal_pointer(&children)) : NULL;
}

/* The patterns of value, one or a list. NULL after a problem. */
static GPtrArray *read_patterns(struct rule_cursor *cursor, const char *key, json_t *value)
{
	g_autoptr(GPtrArray) patterns = g_ptr_array_new();
	json_t *item;
	size_t i;

	if (json_is_string(value))
		g_ptr_array_add(patterns, (gpointer)json_string_value(value));
	json_array_foreach(value, i, item)
	{
		if (!json_is_string(item)) {
			g_autofree char *step = g_strdup_printf("[%zu]", i);

			rule_cursor_enter(cursor, key);
			rule_problem(cursor, step, "a pattern is a text");
			rule_cursor_leave(cursor);
			return NULL;
		}
		g_ptr_array_add(patterns, (gpointer)json_string_value(item));
	}
	if (!patterns->len) {
		rule_problem(cursor, key, "'%s' wants a pattern or a list of patterns", key);
		return NULL;
	}
	g_ptr_array_add(patterns, NULL);
	return g_steal_pointer(&patterns);
}

/* The one way in which object has patterns; NULL: none, or several at a time. */
static const char *style_of(json_t *object, const char **within)
{
	const char *key = NULL;
	size_t n = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(styles); i++)
		if (json_object_get(object, styles[i].key)) {
			*within = styles[i].within;
			key = styles[i].key;
			n++;
		}
	return n == 1 ? key : NULL;
}

/* What the rule's author has around the patterns in place of *within. */
static bool read_within(struct rule_cursor *cursor, json_t *object, const char *key,
			const char **within)
{
	json_t *value = json_object_get(object, "within");
	const char *found =
		strstr(json_is_string(value) ? json_string_value(value) : "", CONDITION_ANY_OF);

	if (!value)
		return true;
	if (strcmp(key, "matches") != 0)
		return rule_problem(cursor, "within", "only \"matches\" can be within a pattern");
	if (!found || strstr(found + 1, CONDITION_ANY_OF))
		return rule_problem(cursor, "within",
				    "a pattern that has one " CONDITION_ANY_OF " is wanted");
	*within = json_string_value(value);
	return true;
}

/* What is wrong with one of a list stands there. */
static void tell_pattern(struct rule_cursor *cursor, json_t *object, const char *key, size_t bad,
			 const char *what)
{
	json_t *value = json_object_get(object, key);
	g_autofree char *step = g_strdup_printf("[%zu]", bad);

	if (bad < json_array_size(value)) {
		rule_cursor_enter(cursor, key);
		rule_problem(cursor, step, "%s", what);
		rule_cursor_leave(cursor);
	} else {
		rule_problem(cursor, json_object_get(object, "within") ? "within" : key, "%s",
			     what);
	}
}

/* The cursor is at object, which has patterns. */
static struct condition *read_match(struct rule_cursor *cursor, json_t *object, const char *field)
{
	const char *within = NULL, *key = style_of(object, &within);
	json_t *value = json_object_get(object, key);
	g_autoptr(GPtrArray) patterns = read_patterns(cursor, key, value);
	g_autoptr(GError) error = NULL;
	struct condition *condition = NULL;
	size_t bad = 0;
	bool ok;

	if (!patterns || !read_within(cursor, object, key, &within))
		return NULL;
	if (json_is_string(value) && strcmp(within, CONDITION_ANY_OF) == 0)
		ok = condition_new_match(field, patterns->pdata[0], &condition, &error);
	else
		ok = condition_new_any(field, within, (const char *const *)patterns->pdata,
				       &condition, &bad, &error);
	if (!ok)
		tell_pattern(cursor, object, key, bad, error->message);
	return condition;
}

/* { "field": FIELD, "has": NAME }: the patterns of that name. */
static struct condition *read_use(struct rule_cursor *cursor, json_t *object, const char *field)
{
	const char *name = json_string_value(json_object_get(object, "has"));
	struct definition *definition;
	struct rule_cursor there;

	if (!name) {
		rule_problem(cursor, "has", "\"has\" wants the name of patterns");
		return NULL;
	}
	definition = find_definition(cursor, "has", name);
	if (!definition)
		return NULL;
	if (definition->condition) {
		rule_problem(cursor, "has", "'%s' has a field of its own", name);
		return NULL;
	}
	rule_cursor_init(&there, cursor->load, definition->file);
	there.name = name;
	rule_cursor_enter(&there, "define");
	rule_cursor_enter(&there, name);
	return read_match(&there, definition->value, field);
}

static struct condition *read_text(struct rule_cursor *cursor, json_t *object)
{
	static const char *const keys[] = { "field", "matches", "within", "words",
					    "stems", "has",	NULL };
	const char *field = json_string_value(json_object_get(object, "field"));
	bool uses = json_object_get(object, "has") != NULL;
	const char *within;

	if (!rule_known_keys(cursor, object, keys))
		return NULL;
	if (!field || uses == (style_of(object, &within) != NULL) ||
	    (uses && json_object_size(object) != 2)) {
		rule_problem(cursor, NULL,
			     "a condition wants \"field\" and \"matches\" (or \"words\", "
			     "\"stems\", \"has\"), or \"all\", \"any\" or \"not\"");
		return NULL;
	}
	if (!condition_is_field(field)) {
		rule_problem(cursor, "field", "unknown field '%s'", field);
		return NULL;
	}
	return uses ? read_use(cursor, object, field) : read_match(cursor, object, field);
}

/* "lines_changed > 100", "followup.fix", or a name that is defined. */
static struct condition *read_string(struct rule_cursor *cursor, const char *text, unsigned depth)
{
	bool is_name = *text && !strpbrk(text, " \t\r\n") &&
		       exhibit_name_parse(text).kind == EXHIBIT_NAME_NONE;
	g_autoptr(GError) error = NULL;
	struct condition *condition = NULL;
	struct definition *definition;

	if (!is_name) {
		if (!condition_new_comparison(text, &condition, &error))
			rule_problem(cursor, NULL, "%s", error->message);
		return condition;
	}
	if (!g_hash_table_contains(cursor->load->definitions, text)) {
		rule_problem(cursor, NULL, "unknown name '%s': no fact, and nothing is defined so",
			     text);
		return NULL;
	}
	definition = find_definition(cursor, NULL, text);
	if (!definition)
		return NULL;
	if (!definition->condition) {
		rule_problem(cursor, NULL, "'%s' is patterns: of which field? (\"has\")", text);
		return NULL;
	}
	if (depth + condition_height(definition->condition) > RULE_NESTING_LIMIT) {
		rule_problem(cursor, NULL, "conditions nested more than %d deep",
			     RULE_NESTING_LIMIT);
		return NULL;
	}
	return condition_new_named(definition->condition);
}

static struct condition *read_condition(struct rule_cursor *cursor, json_t *value, unsigned depth)
{
	static const struct {
		const char *key;
		enum condition_group group;
	} groups[] = { { "all", CONDITION_ALL },
		       { "any", CONDITION_ANY },
		       { "not", CONDITION_NOT } };

	if (depth > RULE_NESTING_LIMIT) {
		rule_problem(cursor, NULL, "conditions nested more than %d deep",
			     RULE_NESTING_LIMIT);
		return NULL;
	}
	if (json_is_string(value))
		return read_string(cursor, json_string_value(value), depth);
	if (!json_is_object(value)) {
		rule_problem(cursor, NULL,
			     "a condition is an object or a string like \"lines_changed > 100\"");
		return NULL;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
		const char *const keys[] = { groups[i].key, NULL };

		if (json_object_get(value, groups[i].key))
			return rule_known_keys(cursor, value, keys)
				       ? read_group(cursor, value, groups[i].group, groups[i].key,
						    depth)
				       : NULL;
	}
	return read_text(cursor, value);
}

struct condition *rule_condition_read(struct rule_cursor *cursor, json_t *value)
{
	return read_condition(cursor, value, 0);
}

/* False after a problem, which is told once. Patterns are tried on a field that there is. */
static bool read_definition(struct rule_load *load, struct definition *definition)
{
	const char *within;
	bool patterns = !json_object_get(definition->value, "field") &&
			style_of(definition->value, &within);
	static const char *const keys[] = { "matches", "within", "words", "stems", NULL };
	struct rule_cursor cursor;
	struct condition *condition = NULL;

	if (definition->state != STATE_NEW)
		return definition->state == STATE_READ;
	definition->state = STATE_BEING_READ;
	load->chain++;
	rule_cursor_init(&cursor, load, definition->file);
	cursor.name = definition->name;
	rule_cursor_enter(&cursor, "define");
	rule_cursor_enter(&cursor, definition->name);
	if (!patterns)
		condition = read_condition(&cursor, definition->value, 0);
	else if (rule_known_keys(&cursor, definition->value, keys))
		condition = read_match(&cursor, definition->value, "message");
	load->chain--;
	definition->state = condition ? STATE_READ : STATE_BAD;
	if (condition && patterns) {
		condition_free(condition);
	} else if (condition) {
		g_ptr_array_add(load->rules->definitions, condition);
		definition->condition = condition;
	}
	return condition != NULL;
}
