/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A quilt directory: "series" names the patch files in apply order. */
#include "read/queue-kinds.h"

#include <stdlib.h>
#include <string.h>

#include "base/content.h"
#include "base/directory.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "message/version.h"
#include "read/patch-file.h"
#include "read/series-line.h"

enum {
	PATCHES_LIMIT = 200000,	 /* of one series; SUSE's kernels have 70,000 */
	DIRECTORIES_LIMIT = 100, /* that its patches are in, looked at for others */
};

/* What "queue-5.10" and "patches-6.1.y" say of the tree that the queue is for; NULL: nothing. */
static char *version_of_directory(const char *directory)
{
	g_autofree char *real = realpath(directory, NULL);
	g_autofree char *base = g_path_get_basename(real ? real : directory);

	/* "linux-6.1" may be a tree that the patches are kept in, "6.1" anything. */
	return g_str_has_prefix(base, "queue-") || g_str_has_suffix(base, ".y")
		       ? version_of_word(base)
		       : NULL;
}

/* The stack of the series at that real path; NULL: it has not been read. */
static const struct queue_stack *find_stack(const struct queue *queue, const char *series)
{
	for (guint i = 0; i < queue->stacks->len; i++) {
		const struct queue_stack *stack = queue->stacks->pdata[i];

		if (strcmp(stack->series, series) == 0)
			return stack;
	}
	return NULL;
}

/* Takes series over. */
static void add_stack(struct queue *queue, const char *directory, char *series)
{
	struct queue_stack *stack = g_new0(struct queue_stack, 1);

	stack->series = series;
	stack->path = g_strdup(directory);
	stack->name = text_one_line(directory, 0);
	stack->version = version_of_directory(directory);
	if (!stack->version) { /* "queue-v50": what is built on may be called so */
		g_autofree char *base = g_path_get_basename(directory);

		stack->version = g_str_has_prefix(base, "queue-") && base[strlen("queue-")]
					 ? text_one_line(base + strlen("queue-"), 0)
					 : NULL;
	}
	g_ptr_array_add(queue->stacks, stack);
}

/* The entry of a line, in the stack that is being read. */
static struct patch *entry_new(const struct queue *queue, const struct series_line *line)
{
	const struct queue_stack *stack = queue->stacks->pdata[queue->stacks->len - 1];
	struct patch *patch = patch_new(line->name);

	patch->stack = queue->stacks->len;
	if (stack->version)
		patch_add_version(patch, stack->version);
	return patch;
}

/* The same of what cannot be read. */
static struct patch *entry_unread(const struct queue *queue, const struct series_line *line,
				  const char *why)
{
	struct patch *patch = entry_new(queue, line);

	patch_problem(patch, "%s", why);
	patch_set_name(patch, line->name);
	patch->reversed = line->reversed;
	return patch;
}

/* Whether a line leads elsewhere than below the directory, by ".." or by a symbolic link. */
static bool leads_out(const char *directory, const char *path)
{
	char *home = realpath(directory, NULL), *real = realpath(path, NULL);
	size_t length = home ? strlen(home) : 0;
	bool out = !home || !real || !g_str_has_prefix(real, home) ||
		   (home[length - 1] != '/' && real[length] != '/');

	free(home);
	free(real);
	return out;
}

/*
 * quilt follows a line wherever it leads, and patches are kept in common by links; so are they read
 * here. But whoever wrote the queue does not get to show what else lies on this machine.
 */
static void read_entry(struct queue *queue, const char *directory, const struct series_line *line,
		       const char *location)
{
	g_autofree char *path = g_build_filename(directory, line->name, NULL);
	g_autoptr(GError) error = NULL;
	struct patch *patch;
	struct content content;

	if (!content_read(&content, path, PATCH_BYTES_LIMIT, &error)) {
		patch = entry_unread(queue, line, error->message);
	} else {
		patch = entry_new(queue, line);
		patch->strip = line->strip;
		patch_file_fill(patch, content.bytes, content.length, line->strip);
		if (!diff_n_files(&patch->diff) && leads_out(directory, path)) {
			patch_free(patch);
			patch = entry_unread(queue, line,
					     "it leads out of the directory, to what is no patch");
		} else {
			if (line->reversed)
				patch_reverse(patch);
			queue_keep_raw(queue, patch, content.bytes, content.length);
		}
		content_clear(&content);
	}
	queue_add(queue, patch, location);
	queue_note_file(queue, queue->patches->len - 1, line->name, path);
}

/* What a name in a series is known by: a path that is not below LISTED leads out of the directory.
 */
#define LISTED "/q"
static char *key_of(const char *name)
{
	return g_canonicalize_filename(name, LISTED);
}

/* Of each name whether it was taken. False: taken it was before. */
static bool note_listed(GHashTable *listed, const char *name, bool taken)
{
	g_autofree char *key = key_of(name);

	if (g_hash_table_lookup(listed, key))
		return false;
	g_hash_table_insert(listed, g_steal_pointer(&key), GINT_TO_POINTER(taken));
	return true;
}

/* What lies in a directory of listed files, path from the series', and nothing names. */
static void warn_unlisted_in(struct queue *queue, const char *directory, const char *path,
			     GHashTable *listed)
{
	g_autofree char *at = g_build_filename(directory, path, NULL);
	g_autoptr(GPtrArray) unlisted = g_ptr_array_new();
	g_autoptr(GPtrArray) names = NULL;
	g_autoptr(GError) problem = NULL;

	if (!directory_list(at, &names, &problem))
		queue_warn(queue, "%s", problem->message);
	for (guint i = 0; names && i < names->len; i++) {
		g_autofree char *name = g_build_filename(path, names->pdata[i], NULL);
		g_autofree char *key = key_of(name);

		if (!g_hash_table_contains(listed, key) &&
		    queue_name_kind(at, names->pdata[i]) == QUEUE_NAME_PATCH)
			g_ptr_array_add(unlisted, names->pdata[i]);
	}
	queue_warn_names(queue, *path ? at : directory, unlisted, "that its series does not list");
}

/* Beside the series, and beside all that it lists further down. */
static void warn_unlisted(struct queue *queue, const char *directory, GHashTable *listed)
{
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	GHashTableIter iter;
	gpointer key;

	g_hash_table_add(known, g_strdup(LISTED));
	g_hash_table_iter_init(&iter, listed);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		char *path = g_path_get_dirname(key);

		if (g_str_has_prefix(path, LISTED "/") &&
		    g_hash_table_size(known) < DIRECTORIES_LIMIT)
			g_hash_table_add(known, path);
		else
			g_free(path);
	}
	g_hash_table_iter_init(&iter, known);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		g_ptr_array_add(paths, key);
	g_ptr_array_sort(paths, text_compare);
	for (guint i = 0; i < paths->len; i++) {
		const char *path = (const char *)paths->pdata[i] + strlen(LISTED);

		warn_unlisted_in(queue, directory, *path ? path + 1 : path, listed);
	}
}

static void read_line(struct queue *queue, struct slice text, const char *directory,
		      GHashTable *listed, const char *location)
{
	_cleanup_(series_line_clear) struct series_line line = { 0 };

	series_line_read(text, &line);
	for (guint i = 0; i < line.problems->len; i++)
		queue_warn(queue, "%s: %s", location, (char *)line.problems->pdata[i]);
	if (!line.name)
		return;
	if (line.guard) {
		if (line.guard[1]) /* "-" alone is there to list what is not meant to be applied */
			queue_warn(queue, "%s: '%s' is left out: its guard is '%s'", location,
				   line.name, line.guard);
		note_listed(listed, line.name, false);
		return;
	}
	if (!note_listed(listed, line.name, true)) {
		queue_warn(queue, "%s: '%s' is listed before: reviewed once", location, line.name);
		return;
	}
	read_entry(queue, directory, &line, location);
}

bool queue_read_series(struct queue *queue, const char *path, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(path);
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	g_autoptr(GHashTable) listed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	size_t length = 0;
	struct slice rest, line;
	size_t number = 0, before = queue->patches->len;
	g_autofree char *real = realpath(path, NULL);

	if (!real)
		real = g_strdup(path);
	if (find_stack(queue, real)) {
		queue_warn(queue, "%s: it is given twice: reviewed once", directory);
		return true;
	}
	if (!file_read_regular(path, FILE_LIST_LIMIT, true, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	rest = slice_of(text);
	add_stack(queue, directory, g_steal_pointer(&real));
	while (text_next_line(&rest, &line)) {
		g_autofree char *location = g_strdup_printf("%s:%zu", path, ++number);

		if (queue->patches->len - before == PATCHES_LIMIT) {
			queue_warn(queue, "%s: more than %d patches: the rest is left out",
				   location, PATCHES_LIMIT);
			break;
		}
		read_line(queue, line, directory, listed, location);
	}
	warn_unlisted(queue, directory, listed);
	if (queue->patches->len == before)
		return fail(error, WINNOW_ERROR_INPUT, "'%s' names no patch", path);
	return true;
}
