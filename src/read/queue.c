/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/queue.h"

#include <string.h>

#include "base/text.h"
#include "read/allowance.h"
#include "read/post.h"
#include "read/queue-kinds.h"

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

static void stack_destroy(void *data)
{
	struct queue_stack *stack = data;

	g_free(stack->path);
	g_free(stack->series);
	g_free(stack->name);
	g_free(stack->version);
	g_free(stack);
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

	queue->max_memory = ALLOWANCE_DEFAULT;
	queue->stacks = g_ptr_array_new_with_free_func(stack_destroy);
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
	g_ptr_array_unref(queue->stacks);
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
	if (queue->allowance)
		allowance_take(queue->allowance, patch);
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
