/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single files, and a directory of them that no "series" orders, as git format-patch leaves one. */
#include "read/queue-kinds.h"

#include <string.h>

#include "base/content.h"
#include "base/directory.h"
#include "base/error.h"
#include "read/patch-file.h"

static const char *const endings[] = { ".patch", ".diff", ".eml", ".mbox", ".mbx" };

/* What may stand behind: nothing, or how it is packed, be it in a way that is only known by name. */
static bool is_packing(const char *rest)
{
	static const char *const all[] = { "", ".gz", ".xz", ".zst", ".bz2" };

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		if (strcmp(rest, all[i]) == 0)
			return true;
	return false;
}

static bool is_named_as_patch(const char *name)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		const char *ending = g_strrstr(lower, endings[i]);

		if (*name != '.' && ending && is_packing(ending + strlen(endings[i])))
			return true;
	}
	return false;
}

/* As people count: "9-x" before "10-x". */
static int by_name(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int order = strverscmp(x, y);

	return order ? order : strcmp(x, y);
}

static bool list_patches(const char *directory, GPtrArray **out, GError **error)
{
	g_autoptr(GPtrArray) names = NULL;

	if (!directory_list(directory, &names, error))
		return false;
	*out = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; names && i < names->len; i++)
		if (is_named_as_patch(names->pdata[i]))
			g_ptr_array_add(*out, g_strdup(names->pdata[i]));
	g_ptr_array_sort(*out, by_name);
	return true;
}

/* A patch that is no mail: what it is called is its source. */
static bool add_bare(struct queue *queue, const char *path, const char *source)
{
	struct content content;
	struct patch *patch;
	bool bare;

	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR) ||
	    !content_read(&content, path, PATCH_BYTES_LIMIT, NULL))
		return false; /* whoever reads it as mails says why */
	bare = patch_file_is_bare(content.bytes, content.length);
	if (bare) {
		patch = patch_new(source);
		patch_file_fill(patch, content.bytes, content.length, 1);
		queue_keep_raw(queue, patch, content.bytes, content.length);
		queue_add(queue, patch, path);
		queue_note_file(queue, queue->patches->len - 1, source, path);
	}
	content_clear(&content);
	return bare;
}

static bool read_mails(struct queue *queue, const char *path, const char *name, GError **error)
{
	guint first = queue->patches->len, n_skipped = queue->skipped->len;

	if (!queue_read_mbox(queue, path, error))
		return false;
	if (queue->skipped->len == n_skipped)
		queue_note_file(queue, first, name, path);
	return true;
}

bool queue_read_file(struct queue *queue, const char *path, GError **error)
{
	return add_bare(queue, path, path) || read_mails(queue, path, path, error);
}

bool queue_read_directory(struct queue *queue, const char *directory, GError **error)
{
	g_autoptr(GPtrArray) names = NULL;

	if (!list_patches(directory, &names, error))
		return false;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(directory, names->pdata[i], NULL);
		g_autoptr(GError) problem = NULL;

		if (!add_bare(queue, path, names->pdata[i]) &&
		    !read_mails(queue, path, names->pdata[i], &problem))
			queue_warn(queue, "%s", problem->message);
	}
	if (names->len)
		return true;
	return fail(
		error, WINNOW_ERROR_INPUT,
		"'%s' is no queue: it holds neither a quilt 'series', nor a maildir's 'cur', nor "
		"files named *.patch",
		directory);
}
