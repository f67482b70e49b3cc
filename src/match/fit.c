/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/fit.h"

#include "match/code-there.h"

void fit_clear(struct fit *fit)
{
	g_free(fit->where);
	if (fit->files)
		g_ptr_array_unref(fit->files);
	prerequisites_clear(&fit->prerequisites);
	*fit = (struct fit){ 0 };
}

/* The first file that it changes, does not make and the tree lacks; NULL if it has one of them. */
static const char *file_not_there(struct effective *tree, const struct effective_change *change)
{
	const char *first = NULL;

	for (size_t i = 0; i < diff_n_files(change->diff); i++) {
		const struct diff_file *file = diff_file_at(change->diff, i);
		const GArray *lines = NULL;

		if (!file->old_path || effective_is_prose(file->old_path))
			continue;
		if (effective_name(tree, change, file->old_path) ||
		    effective_lines(tree, file->old_path, &lines) == REPO_FILE_UNREADABLE)
			return NULL;
		first = first ? first : file->old_path;
	}
	return first;
}

/* Whether nothing of what it changes is there; what it stands between counts where that is all. */
static bool is_foreign(const struct code_there *code)
{
	if (code->total[CODE_REMOVED])
		return !code->found[CODE_REMOVED];
	return code_there_none(code);
}

/* A hunk's file is told once; what has no hunk stands in where alone. */
static GPtrArray *files_of(const struct application *application, const struct diff *diff)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < application->failed->len; i++) {
		size_t file = g_array_index(application->failed, struct failed_hunk, i).file;
		const char *path = diff_file_path(diff_file_at(diff, file));

		if (!out->len || g_strcmp0(out->pdata[out->len - 1], path) != 0)
			g_ptr_array_add(out, g_strdup(path));
	}
	if (!out->len)
		g_ptr_array_add(out, g_strdup(application->where));
	return out;
}

/* Of one that does not apply. */
static void look_closer(struct effective *tree, const struct effective_change *change,
			struct application *application, struct fit *out)
{
	const char *absent = file_not_there(tree, change);
	struct code_there code;

	code_there_look(tree, change, NULL, &code);
	if (absent || is_foreign(&code)) {
		out->kind = FIT_FOREIGN;
		out->no_file = absent;
		out->removes = code.total[CODE_REMOVED] > 0;
		out->around = !absent && code.total[CODE_AROUND] &&
			      code.found[CODE_AROUND] * 2 >= code.total[CODE_AROUND];
		out->where = g_strdup(absent ? absent : code.path);
	} else {
		out->kind = FIT_WORK;
		out->where = g_strdup(application->where);
		out->files = files_of(application, change->diff);
	}
	code_there_clear(&code);
}

void fit_try(struct effective *tree, const struct effective_change *change, struct fit *out)
{
	_cleanup_(effective_freep) struct effective *layer = effective_layer(tree);
	struct application application;

	*out = (struct fit){ .kind = FIT_UNKNOWN,
			     .prerequisites.outcome = PREREQUISITES_NOT_ASKED };
	effective_apply(layer, change, &application);
	if (application.kind == APPLICATION_ALREADY)
		out->kind = FIT_THERE;
	else if (application_succeeded(&application))
		out->kind = FIT_APPLIES;
	else if (application.kind != APPLICATION_UNKNOWN)
		look_closer(tree, change, &application, out);
	if (out->kind == FIT_APPLIES) {
		out->fuzz = application.fuzz;
		effective_keep(layer);
	}
	application_clear(&application);
}
