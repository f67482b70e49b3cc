/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/missing-changed.h"

#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "base/file.h"
#include "review/kept.h"

enum { VERSION = 1 };

static void gone_clear(void *data)
{
	struct missing_gone *gone = data;

	g_free(gone->id);
	g_free(gone->subject);
}

void missing_changed_free(struct missing_changed *changed)
{
	if (!changed)
		return;
	g_free(changed->since);
	g_array_unref(changed->gone);
	if (changed->report.missing)
		g_array_unref((GArray *)changed->report.missing);
	g_free(changed);
}

void missing_changed_keep_new(struct missing_changed *changed)
{
	g_array_set_size(changed->gone, 0);
	changed->only_new = true;
}

bool missing_changed_is_any(const struct missing_changed *changed)
{
	return changed->report.missing->len || changed->gone->len;
}

static const char *state_of(const struct missing *missing)
{
	return missing->reverted ? "reverted" : "missing";
}

/* "ID missing": what makes a finding another. */
static char *name_of(const char *id, const char *state)
{
	return g_strdup_printf("%s %s", id, state);
}

static bool read_one(json_t *object, const char **id, const char **state)
{
	struct commit_id parsed;

	*id = json_string_value(json_object_get(object, "id"));
	*state = json_string_value(json_object_get(object, "state"));
	return *id && *state && commit_id_parse(*id, &parsed);
}

/* name -> the object, borrowed of root. */
static bool read_all(const char *path, json_t *root, GHashTable *then, GError **error)
{
	json_t *all = json_object_get(root, "missing"), *object;
	size_t i;

	if (json_integer_value(json_object_get(root, "version")) != VERSION || !json_is_array(all))
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is not what is missing in JSON of version %d", path, VERSION);
	json_array_foreach(all, i, object)
	{
		const char *id, *state;

		if (!read_one(object, &id, &state))
			return fail(error, WINNOW_ERROR_INPUT,
				    "'%s': commit %zu has no id or no state", path, i + 1);
		g_hash_table_insert(then, name_of(id, state), object);
	}
	return true;
}

static void compare(const struct missing_report *report, json_t *root, GHashTable *then,
		    struct missing_changed *out)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct missing));
	g_autoptr(GHashTable) now = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	json_t *object;
	size_t i;

	for (guint k = 0; k < report->missing->len; k++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, k);
		const struct commit_id *id = &history_at(report->history, missing->position)->id;
		char *name = name_of(commit_id_hex(id).text, state_of(missing));

		/* A loan: its ties stay the report's. */
		if (g_hash_table_contains(then, name))
			out->n_same++;
		else
			g_array_append_val(list, *missing);
		g_hash_table_add(now, name);
	}
	out->report = *report;
	out->report.missing = list;
	out->report.changed = out;
	json_array_foreach(json_object_get(root, "missing"), i, object)
	{
		const char *id, *state;
		g_autofree char *name = NULL;
		struct missing_gone gone;

		if (!read_one(object, &id, &state))
			continue;
		name = name_of(id, state);
		/* Told once, however often it was then. */
		if (!g_hash_table_add(now, g_strdup(name)))
			continue;
		gone.id = g_strdup(id);
		gone.subject = g_strdup(json_string_value(json_object_get(object, "subject")));
		g_array_append_val(out->gone, gone);
	}
}

bool missing_changed_find(const struct missing_report *report, const char *path, bool may_lack,
			  struct missing_changed **out, GError **error)
{
	_cleanup_(missing_changed_freep) struct missing_changed *changed =
		g_new0(struct missing_changed, 1);
	g_autoptr(GHashTable) then = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	json_t *root = NULL;
	bool ok = true;

	changed->gone = g_array_new(FALSE, FALSE, sizeof(struct missing_gone));
	g_array_set_clear_func(changed->gone, gone_clear);
	if (!may_lack || g_file_test(path, G_FILE_TEST_EXISTS))
		ok = kept_read(path, &root, error) && read_all(path, root, then, error);
	if (ok) {
		compare(report, root, then, changed);
		changed->since = g_strdup(json_string_value(json_object_get(root, "generated_at")));
		*out = g_steal_pointer(&changed);
	}
	json_decref(root);
	return ok;
}

bool missing_changed_keep(const struct missing_report *report, const char *path, GError **error)
{
	json_t *root = json_object(), *all = json_array();

	for (guint i = 0; i < report->missing->len; i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);
		const struct history_commit *commit =
			history_at(report->history, missing->position);
		json_t *one = json_object();

		json_object_set_new(one, "id", json_string(commit_id_hex(&commit->id).text));
		json_object_set_new(one, "subject", json_string(commit->subject));
		json_object_set_new(one, "state", json_string(state_of(missing)));
		json_array_append_new(all, one);
	}
	json_object_set_new(root, "missing", all);
	return kept_write(path, root, report->now, error);
}

char *missing_changed_path(const struct missing_report *report, const struct repo *repo)
{
	const char *const parts[] = { report->only_cves ? "missing-cves" : "missing",
				      report->branch_name, NULL };

	return g_strcmp0(report->branch_name, "-") == 0 ? NULL : kept_path(repo, parts);
}
