/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single files, and a directory of them that no "series" orders, as git format-patch leaves one. */
#include "read/queue-kinds.h"

#include <string.h>

#include "base/content.h"
#include "base/directory.h"
#include "base/error.h"
#include "read/patch-file.h"

/* As people count: "9-x" before "10-x". */
static int by_name(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int order = strverscmp(x, y);

	return order ? order : strcmp(x, y);
}

/* The names of patches and mails in it, and of what is neither. */
static bool list_patches(const char *directory, GPtrArray **out, GPtrArray *others, GError **error)
{
	g_autoptr(GPtrArray) names = NULL;

	if (!directory_list(directory, &names, error))
		return false;
	*out = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; names && i < names->len; i++) {
		enum queue_name kind = queue_name_kind(directory, names->pdata[i]);

		if (kind != QUEUE_NAME_NONE)
			g_ptr_array_add(kind == QUEUE_NAME_PATCH ? *out : others,
					g_strdup(names->pdata[i]));
	}
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
	g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) names = NULL;

	if (!list_patches(directory, &names, others, error))
		return false;
	if (names->len)
		queue_warn_names(queue, directory, others, "that no patch or mail is in");
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
