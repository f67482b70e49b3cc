/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule-load.h"

#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "judge/json-location.h"

enum { FILE_LIMIT = 8 << 20 };

void rule_cursor_init(struct rule_cursor *cursor, struct rule_load *load,
		      const struct rule_file *file)
{
	*cursor = (struct rule_cursor){ .load = load, .file = file };
}

void rule_cursor_enter(struct rule_cursor *cursor, const char *step)
{
	g_assert(cursor->n_steps + 1 < G_N_ELEMENTS(cursor->steps));
	cursor->steps[cursor->n_steps++] = step;
	cursor->steps[cursor->n_steps] = NULL;
}

void rule_cursor_leave(struct rule_cursor *cursor)
{
	cursor->steps[--cursor->n_steps] = NULL;
}

void rule_cursor_at_entry(struct rule_cursor *cursor, struct rule_load *load,
			  const struct rule_entry *entry, char *step)
{
	rule_cursor_init(cursor, load, entry->file);
	cursor->name = entry->id;
	g_snprintf(step, RULE_STEP_SIZE, "[%zu]", entry->index);
	rule_cursor_enter(cursor, "rules");
	rule_cursor_enter(cursor, step);
}

/* As one line that is safe on a terminal: file names, ids and values are strangers'. */
void rule_problem_add(GPtrArray *problems, const char *text)
{
	g_autofree char *utf8 = text_to_utf8(text, strlen(text), NULL);

	g_ptr_array_add(problems, text_one_line(utf8, TEXT_MESSAGE_BYTES));
}

bool rule_problem(const struct rule_cursor *cursor, const char *key, const char *format, ...)
{
	struct rule_cursor at = *cursor;
	struct json_location location;
	va_list args;

	if (key)
		rule_cursor_enter(&at, key);
	location = json_places_locate(at.file->places, at.steps);
	va_start(args, format);
	g_autofree char *what = g_strdup_vprintf(format, args);
	va_end(args);
	g_autofree char *all =
		g_strdup_printf("%s:%zu:%zu: %s%s%s", at.file->path, location.line, location.column,
				at.name ? at.name : "", at.name ? ": " : "", what);
	rule_problem_add(at.load->problems, all);
	return false;
}

bool rule_known_keys(const struct rule_cursor *cursor, json_t *object, const char *const *keys)
{
	const char *key;
	json_t *value;
	bool ok = true;

	json_object_foreach(object, key, value)
	{
		if (!g_strv_contains(keys, key))
			ok = rule_problem(cursor, key, "unknown field '%s'", key);
	}
	return ok;
}

static void file_free(void *data)
{
	struct rule_file *file = data;

	json_decref(file->root);
	json_places_free(file->places);
	g_free(file->path);
	g_free(file->text);
	g_free(file);
}

/* NULL after a problem. */
static struct rule_file *open_file(const char *path, GPtrArray *problems)
{
	g_autofree char *text = NULL, *all = NULL;
	g_autoptr(GError) error = NULL;
	size_t length = 0;
	json_error_t location;
	struct rule_file *file;
	json_t *root = NULL;

	if (!file_read(path, FILE_LIMIT, &text, &length, &error))
		all = g_strdup(error->message);
	else if (!(root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &location)))
		all = g_strdup_printf("%s:%d:%d: %s", path, location.line, location.column,
				      location.text);
	if (all) {
		rule_problem_add(problems, all);
		return NULL;
	}
	file = g_new0(struct rule_file, 1);
	file->path = g_strdup(path);
	file->text = g_steal_pointer(&text);
	file->places = json_places_new(file->text);
	file->root = root;
	return file;
}

static void close_holes(GPtrArray *list)
{
	guint n = 0;

	for (guint i = 0; i < list->len; i++)
		if (list->pdata[i])
			list->pdata[n++] = list->pdata[i];
	while (list->len > n)
		g_ptr_array_steal_index(list, list->len - 1);
}

static void read_all(struct rule_load *load, const GPtrArray *paths, bool check_examples)
{
	for (guint i = 0; i < paths->len; i++) {
		struct rule_file *file = open_file(paths->pdata[i], load->problems);

		if (file)
			g_ptr_array_add(load->files, file);
	}
	for (guint i = 0; i < load->files->len; i++)
		rule_definitions_collect(load, load->files->pdata[i]);
	/* Those that are used are read then. */
	if (!load->severities_only)
		rule_definitions_read(load);
	for (guint i = 0; i < load->files->len; i++)
		rule_file_read(load, load->files->pdata[i]);
	close_holes(load->rules->list);
	if (rule_unless_read(load) && check_examples)
		rule_examples_try(load);
}

static int gravest_first(const void *a, const void *b)
{
	const struct rule *x = *(const struct rule *const *)a, *y = *(const struct rule *const *)b;

	return (int)y->severity - (int)x->severity;
}

/* Until now they stand among the others, since one may replace the other. */
static void set_severities_apart(struct rules *rules)
{
	for (guint i = 0; i < rules->list->len; i++) {
		struct rule *rule = rules->list->pdata[i];

		if (!rule->severity)
			continue;
		g_ptr_array_add(rules->severities, rule);
		rules->list->pdata[i] = NULL;
	}
	close_holes(rules->list);
	/* It is stable. */
	g_ptr_array_sort(rules->severities, gravest_first);
}

static bool load_rules(const char *const *directories, bool check_examples, bool severities_only,
		       GPtrArray *problems, struct rules **out, GError **error)
{
	_cleanup_(rules_freep) struct rules *rules = rules_new();
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(file_free);
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) replaced = g_ptr_array_new_with_free_func(rule_free);
	g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) at = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) definitions =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	struct rule_load load = {
		.rules = rules,
		.problems = problems,
		.files = files,
		.entries = entries,
		.replaced = replaced,
		.ids = ids,
		.at = at,
		.definitions = definitions,
		.severities_only = severities_only,
	};
	guint before = problems->len;

	for (; *directories; directories++)
		if (!rules_files(*directories, paths, error))
			return false;
	read_all(&load, paths, check_examples);
	if (problems->len > before)
		return fail(error, WINNOW_ERROR_INPUT, "%s%s", (char *)problems->pdata[before],
			    problems->len > before + 1 ? " (and more: see winnow rules check)"
						       : "");
	set_severities_apart(rules);
	if (!rules->list->len && !rules->severities->len && !severities_only)
		return fail(error, WINNOW_ERROR_INPUT, "no rules were found");
	if (rules->ask_at > rules->drop_at)
		return fail(error, WINNOW_ERROR_INPUT,
			    "the thresholds are the wrong way round: ask %g is over drop %g",
			    rules->ask_at, rules->drop_at);
	for (guint i = 0; i < files->len; i++) {
		const char *text = ((const struct rule_file *)files->pdata[i])->text;

		g_string_append_len(rules->text, text, (gssize)strlen(text) + 1);
	}
	*out = g_steal_pointer(&rules);
	return true;
}

bool rules_load(const char *const *directories, bool check_examples, GPtrArray *problems,
		struct rules **out, GError **error)
{
	return load_rules(directories, check_examples, false, problems, out, error);
}

bool rules_load_severities(const char *const *directories, GPtrArray *problems, struct rules **out,
			   GError **error)
{
	return load_rules(directories, false, true, problems, out, error);
}

/* How long a file is, and how many files there are, go before it: no two lists are the same bytes.
 */
char *rules_digest(const char *const *directories)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	for (; *directories; directories++) {
		g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
		guint64 count;

		if (!rules_files(*directories, paths, NULL))
			return NULL;
		count = paths->len;
		g_checksum_update(sum, (const guchar *)&count, sizeof(count));
		for (guint i = 0; i < paths->len; i++) {
			g_autofree char *text = NULL;
			size_t length = 0;

			if (!file_read(paths->pdata[i], FILE_LIMIT, &text, &length, NULL))
				return NULL;
			count = length;
			g_checksum_update(sum, (const guchar *)&count, sizeof(count));
			g_checksum_update(sum, (const guchar *)text, (gssize)length);
		}
	}
	return g_strdup(g_checksum_get_string(sum));
}
