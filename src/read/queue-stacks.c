/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where series are: in a quilt directory, in a source tree, in the queues of a project's trees. */
#include "read/queue-kinds.h"

#include <string.h>
#include <sys/stat.h>

#include "base/directory.h"
#include "base/error.h"

enum { QUEUES_LIMIT = 100 };

static const char *const series_names[] = { "series", "series.conf" };

/* Of a source tree quilt's place, and Debian's. */
static const char *const series_places[] = { "", "patches", "debian/patches" };

bool queue_is_series(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(series_names); i++)
		if (strcmp(name, series_names[i]) == 0)
			return true;
	return false;
}

char *queue_find_series(const char *directory)
{
	for (size_t place = 0; place < G_N_ELEMENTS(series_places); place++)
		for (size_t i = 0; i < G_N_ELEMENTS(series_names); i++) {
			g_autofree char *path = g_build_filename(directory, series_places[place],
								 series_names[i], NULL);

			if (g_file_test(path, G_FILE_TEST_EXISTS) &&
			    !g_file_test(path, G_FILE_TEST_IS_DIR))
				return g_steal_pointer(&path);
		}
	return NULL;
}

/* Whether name is that of a directory of queues' own. */
static bool is_queue_name(const char *name)
{
	return g_str_has_prefix(name, "queue-") && name[strlen("queue-")];
}

static bool has_queues(const char *directory, bool *found, GError **error)
{
	g_autoptr(GPtrArray) names = NULL;

	*found = false;
	if (!directory_list(directory, &names, error))
		return false;
	for (guint i = 0; names && i < names->len && !*found; i++) {
		g_autofree char *path = g_build_filename(directory, names->pdata[i], NULL);
		mode_t mode = 0;

		*found = is_queue_name(names->pdata[i]) && directory_look_at(path, &mode, NULL) &&
			 S_ISDIR(mode);
	}
	return true;
}

bool queue_directory(const char *name, char **out, GError **error)
{
	g_autofree char *base = g_path_get_basename(name);
	g_autofree char *series = NULL;
	bool found;

	*out = NULL;
	if (!g_file_test(name, G_FILE_TEST_IS_DIR)) {
		if (strcmp(base, series_names[0]) == 0)
			*out = g_path_get_dirname(name);
		return true;
	}
	series = queue_find_series(name);
	if (series) {
		/* What was decided about a series.conf has never been beside it. */
		if (g_str_has_suffix(series, "/series"))
			*out = g_path_get_dirname(series);
		return true;
	}
	if (!has_queues(name, &found, error))
		return false;
	if (found)
		*out = g_strdup(name);
	return true;
}

static int by_version(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int order = strverscmp(x, y);

	return order ? order : strcmp(x, y);
}

/* What people call it that they have put aside. */
static bool is_copy_name(const char *name)
{
	static const char *const endings[] = { ".old", ".orig", ".bak", ".save", ".new", "~" };

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(name, endings[i]))
			return true;
	return false;
}

/* "queue-6.1", not "releases" or "queue-6.1.old" beside it; a link may lead anywhere. */
static bool is_queue(struct queue *queue, const char *directory, const char *name)
{
	g_autofree char *path = g_build_filename(directory, name, NULL);
	g_autoptr(GError) problem = NULL;
	mode_t mode = 0;

	if (!is_queue_name(name))
		return false;
	if (!directory_look_at(path, &mode, &problem)) {
		queue_warn(queue, "%s", problem->message);
		return false;
	}
	if (S_ISLNK(mode))
		queue_warn(queue, "%s: it is a link, and not followed", path);
	if (S_ISDIR(mode) && is_copy_name(name)) {
		queue_warn(queue, "%s: its name is that of a copy, and it is left out", path);
		return false;
	}
	return S_ISDIR(mode);
}

static void warn_left(struct queue *queue, const char *path)
{
	g_autoptr(GPtrArray) patches = g_ptr_array_new();
	g_autoptr(GPtrArray) names = NULL;
	g_autoptr(GError) problem = NULL;

	if (!directory_list(path, &names, &problem))
		queue_warn(queue, "%s", problem->message);
	for (guint i = 0; names && i < names->len; i++)
		if (queue_name_kind(path, names->pdata[i]) == QUEUE_NAME_PATCH &&
		    !queue_is_series(names->pdata[i]))
			g_ptr_array_add(patches, names->pdata[i]);
	queue_warn_names(queue, path, patches, "that no series lists");
}

static void read_queue(struct queue *queue, const char *directory, const char *name)
{
	g_autofree char *path = g_build_filename(directory, name, NULL);
	g_autofree char *series = g_build_filename(path, "series", NULL);
	g_autoptr(GError) problem = NULL;
	guint n_patches = queue->patches->len, n_stacks = queue->stacks->len;
	struct stat status;

	/* Between releases a queue is empty, or has no series at all. */
	if (stat(series, &status) < 0 || (S_ISREG(status.st_mode) && !status.st_size)) {
		warn_left(queue, path);
		return;
	}
	if (!queue_read_series(queue, series, &problem))
		queue_warn(queue, "%s", problem->message);
	if (queue->patches->len == n_patches)
		g_ptr_array_set_size(queue->stacks, (gint)n_stacks);
}

bool queue_read_queues(struct queue *queue, const char *directory, bool *are, GError **error)
{
	g_autoptr(GPtrArray) names = NULL;
	guint before = queue->patches->len, n = 0;

	if (!directory_list(directory, &names, error))
		return false;
	if (names)
		g_ptr_array_sort(names, by_version);
	for (guint i = 0; names && i < names->len; i++) {
		if (!is_queue(queue, directory, names->pdata[i]))
			continue;
		if (++n > QUEUES_LIMIT)
			continue;
		read_queue(queue, directory, names->pdata[i]);
	}
	if (n > QUEUES_LIMIT)
		queue_warn(queue, "%s: more than %d queues: the rest is left out", directory,
			   QUEUES_LIMIT);
	if (n)
		warn_left(queue, directory);
	*are = n > 0;
	return !n || queue->patches->len > before ||
	       fail(error, WINNOW_ERROR_INPUT, "'%s': no patch in any of its %u queues", directory,
		    n);
}
