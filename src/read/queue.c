/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/queue.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "read/posts.h"
#include "read/queue-kinds.h"
#include "read/supersede.h"

static void skipped_clear(void *data)
{
	struct queue_skipped *skipped = data;

	g_free(skipped->source);
	g_free(skipped->subject);
}

static void superseded_clear(void *data)
{
	patch_free(((struct queue_superseded *)data)->patch);
}

static void patch_destroy(void *patch)
{
	patch_free(patch);
}

static void reply_destroy(void *reply)
{
	reply_free(reply);
}

static void post_destroy(void *post)
{
	post_free(post);
}

struct queue *queue_new(void)
{
	struct queue *queue = g_new0(struct queue, 1);

	queue->patches = g_ptr_array_new_with_free_func(patch_destroy);
	queue->skipped = g_array_new(FALSE, FALSE, sizeof(struct queue_skipped));
	g_array_set_clear_func(queue->skipped, skipped_clear);
	queue->superseded = g_array_new(FALSE, FALSE, sizeof(struct queue_superseded));
	g_array_set_clear_func(queue->superseded, superseded_clear);
	queue->replies = g_ptr_array_new_with_free_func(reply_destroy);
	queue->posts = g_ptr_array_new_with_free_func(post_destroy);
	queue->warnings = g_ptr_array_new_with_free_func(g_free);
	return queue;
}

void queue_free(struct queue *queue)
{
	g_ptr_array_unref(queue->patches);
	g_array_unref(queue->skipped);
	g_array_unref(queue->superseded);
	g_ptr_array_unref(queue->replies);
	g_ptr_array_unref(queue->posts);
	g_ptr_array_unref(queue->warnings);
	g_free(queue);
}

void queue_add(struct queue *queue, struct patch *patch, const char *location)
{
	for (guint i = 0; i < patch->problems->len && !patch->told_elsewhere; i++)
		queue_warn(queue, "%s: %s", location, (char *)patch->problems->pdata[i]);
	g_ptr_array_add(queue->patches, patch);
}

void queue_note_file(struct queue *queue, guint first, const char *name, const char *path)
{
	struct patch *patch;

	if (queue->patches->len != first + 1)
		return;
	patch = queue->patches->pdata[first];
	patch->file = g_strdup(name);
	patch->path = g_strdup(path);
}

void queue_keep_raw(const struct queue *queue, struct patch *patch, const char *bytes,
		    size_t length)
{
	if (queue->keep_raw && !patch->raw)
		patch->raw = g_bytes_new(bytes, length);
}

void queue_skip(struct queue *queue, const char *source, const char *subject, const char *what)
{
	struct queue_skipped skipped = { text_to_utf8(source, strlen(source), NULL),
					 g_strdup(subject), what };

	g_array_append_val(queue->skipped, skipped);
}

void queue_warn(struct queue *queue, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(queue->warnings, g_strdup_vprintf(format, args));
	va_end(args);
}

size_t queue_length(const struct queue *queue)
{
	return queue->patches->len;
}

const struct patch *queue_at(const struct queue *queue, size_t i)
{
	return queue->patches->pdata[i];
}

static bool has_entry(const char *directory, const char *name, GFileTest test)
{
	g_autofree char *path = g_build_filename(directory, name, NULL);

	return g_file_test(path, test);
}

/* quilt's and SUSE's names of the list of patches. */
static const char *const series_names[] = { "series", "series.conf" };

static bool read_directory(struct queue *queue, const char *name, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(series_names); i++) {
		g_autofree char *path = g_build_filename(name, series_names[i], NULL);

		if (g_file_test(path, G_FILE_TEST_EXISTS))
			return queue_read_series(queue, path, error);
	}
	if (has_entry(name, "cur", G_FILE_TEST_IS_DIR) ||
	    has_entry(name, "new", G_FILE_TEST_IS_DIR))
		return queue_read_maildir(queue, name, error);
	return queue_read_directory(queue, name, error);
}

static bool read_file(struct queue *queue, const char *name, const struct queue_options *options,
		      GError **error)
{
	g_autofree char *base = g_path_get_basename(name);

	for (size_t i = 0; i < G_N_ELEMENTS(series_names); i++)
		if (strcmp(base, series_names[i]) == 0)
			return queue_read_series(queue, name, error);
	if (queue_is_id_file(name))
		return queue_read_id_file(queue, name, options, error);
	return queue_read_file(queue, name, error);
}

static bool read_revision(struct queue *queue, const char *name,
			  const struct queue_options *options, GError **error)
{
	if (!options->repo)
		return fail(
			error, WINNOW_ERROR_INPUT,
			"no file or directory '%s', and no repository to look it up in (use -C)",
			name);
	if ((name[0] == '/' || g_str_has_prefix(name, "./") || g_str_has_prefix(name, "../") ||
	     (strchr(name, '/') && !strstr(name, ".."))) &&
	    !repo_knows(options->repo, name))
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is neither a file or directory nor a commit of repository '%s'",
			    name, repo_name(options->repo));
	if (strstr(name, ".."))
		return queue_read_range(queue, name, options, error);
	return queue_read_id(queue, name, options, error);
}

static bool read_one(struct queue *queue, const char *name, const struct queue_options *options,
		     GError **error)
{
	if (strcmp(name, "-") == 0)
		return queue_read_stdin(queue, error);
	if (g_file_test(name, G_FILE_TEST_IS_DIR))
		return read_directory(queue, name, error);
	if (g_file_test(name, G_FILE_TEST_EXISTS))
		return read_file(queue, name, options, error);
	return read_revision(queue, name, options, error);
}

bool queue_open(const char *const *names, const struct queue_options *options, struct queue **out,
		GError **error)
{
	_cleanup_(queue_freep) struct queue *queue = queue_new();

	queue->keep_raw = options->keep_raw;

	for (const char *const *name = names; *name; name++)
		if (!read_one(queue, *name, options, error))
			return false;
	if (!*names && options->inbox && !queue_read_inbox(queue, options->inbox, error))
		return false;
	if (!queue->patches->len) {
		g_autofree char *all = g_strjoinv(" ", (char **)names);

		return fail(error, WINNOW_ERROR_INPUT, "'%s' holds no patch%s",
			    strcmp(all, "-") == 0 ? "standard input" : all,
			    queue->skipped->len ? ", only replies, cover letters or merges" : "");
	}
	queue_supersede(queue);
	for (guint i = 0; i < queue->patches->len; i++) {
		struct patch *patch = queue->patches->pdata[i];

		patch->position = i + 1;
		if (options->fix_words)
			patch_find_references(patch, options->fix_words);
	}
	*out = g_steal_pointer(&queue);
	return true;
}
