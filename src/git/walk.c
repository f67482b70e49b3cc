/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "git/repo-raw.h"

enum {
	BATCH_LENGTH = 128, /* commits handed over at once: a lock for each would cost more */
	BATCHES = 16,	    /* how far the reader may be ahead */
	ID_LINE = 48,	    /* "parent <40 digits>\n" */
};

/* The year 9999, in seconds: a date beyond is nobody's, and sums of such overflow. */
static const gint64 DATE_LIMIT = 253402300799;

/*
 * Copies: what one thread allocates and another frees costs more in locks than the bytes do.
 */
struct batch {
	GString *text; /* of all commits, one behind the other */
	struct commit_id ids[BATCH_LENGTH];
	size_t ends[BATCH_LENGTH]; /* where each one's text ends */
	size_t n;
};

struct handover {
	const struct walk *walk;
	GAsyncQueue *full, *empty; /* struct batch *; one without objects ends the work */
};

/*
 * "Ann Ash <ann@example.org> 1641038400 +0100": the first '<' and the last '>' count, as for git.
 * The name and the address are slices of it.
 */
static void parse_person(struct slice line, struct slice *name, struct slice *email, gint64 *date)
{
	const char *open = memchr(line.start, '<', line.length);
	const char *close =
		open ? memrchr(open, '>', line.length - (size_t)(open - line.start)) : NULL;
	struct slice before = { line.start, open ? (size_t)(open - line.start) : line.length };

	*name = slice_trim(before);
	*email = close ? (struct slice){ open + 1, (size_t)(close - open - 1) }
		       : (struct slice){ 0 };
	if (close) {
		struct slice rest = { close + 1, line.length - (size_t)(close + 1 - line.start) };
		g_autofree char *number = slice_dup(slice_trim(rest));

		*date = CLAMP(g_ascii_strtoll(number, NULL, 10), -DATE_LIMIT, DATE_LIMIT);
	}
}

static bool take_field(struct slice line, const char *key, struct slice *value)
{
	size_t length = strlen(key);

	if (!slice_has_prefix(line, key))
		return false;
	*value = (struct slice){ line.start + length, line.length - length };
	return true;
}

static size_t count_parents(struct slice text)
{
	size_t n = 0;

	for (const char *p = text.start + ID_LINE - 2;
	     p + ID_LINE <= text.start + text.length && strncmp(p, "parent ", 7) == 0; p += ID_LINE)
		n++;
	return n;
}

static bool parent_at(struct slice text, size_t i, struct commit_id *out)
{
	char hex[COMMIT_ID_HEX + 1];

	memcpy(hex, text.start + ID_LINE - 2 + i * ID_LINE + 7, COMMIT_ID_HEX);
	hex[COMMIT_ID_HEX] = '\0';
	return commit_id_parse(hex, out);
}

/* Header lines, an empty one, the message. What is not understood is left out. */
static void parse(const struct commit_id *id, struct slice text, struct commit *out)
{
	struct slice rest = text, line, value, name = { 0 }, email = { 0 }, ignored;
	g_autofree char *encoding = NULL;
	bool has_author = false;

	*out = (struct commit){ .id = *id };
	out->parents = g_new(struct commit_id, count_parents(text));
	for (size_t i = 0, n = count_parents(text); i < n; i++)
		if (parent_at(text, i, &out->parents[out->n_parents]))
			out->n_parents++;
	while (text_next_line(&rest, &line) && line.length) {
		if (take_field(line, "author ", &value) && !has_author) {
			has_author = true;
			parse_person(value, &name, &email, &out->author_date);
		} else if (take_field(line, "committer ", &value)) {
			parse_person(value, &ignored, &ignored, &out->commit_date);
		} else if (take_field(line, "encoding ", &value) && !encoding) {
			encoding = slice_dup(value);
		}
	}
	out->message = text_decode(rest.start, rest.length, encoding, NULL);
	out->author_name = text_decode(name.start, name.length, encoding, NULL);
	out->author_email = text_decode(email.start, email.length, encoding, NULL);
}

static void *take_apart(void *data)
{
	struct handover *handover = data;

	for (;;) {
		struct batch *batch = g_async_queue_pop(handover->full);
		size_t n = batch->n, start = 0;

		for (size_t i = 0; i < n; i++) {
			struct slice text = { batch->text->str + start, batch->ends[i] - start };
			struct commit commit;

			parse(&batch->ids[i], text, &commit);
			start = batch->ends[i];
			handover->walk->visit(&commit, handover->walk->data);
			commit_clear(&commit);
		}
		batch->n = 0;
		g_string_truncate(batch->text, 0);
		g_async_queue_push(handover->empty, batch);
		if (!n)
			return NULL;
	}
}

struct walk_reading {
	struct repo *repo;
	const struct walk *walk;
	GHashTable *seen; /* struct commit_id * */
	GArray *stack;	  /* struct commit_id */
};

/* The next commit to read; false when there is none. */
static bool next(struct walk_reading *reading, struct commit_id *id)
{
	const struct walk *walk = reading->walk;

	while (reading->stack->len) {
		*id = g_array_index(reading->stack, struct commit_id, reading->stack->len - 1);
		g_array_set_size(reading->stack, reading->stack->len - 1);
		if (!g_hash_table_contains(reading->seen, id) &&
		    !(walk->known && walk->known(id, walk->data))) {
			g_hash_table_add(reading->seen, g_memdup2(id, sizeof(*id)));
			return true;
		}
	}
	return false;
}

/* The first parent comes off the stack first: a line of history lies together in the pack. */
static void push_parents(struct walk_reading *reading, struct slice text)
{
	for (size_t n = count_parents(text); n > 0; n--) {
		struct commit_id parent;

		if (parent_at(text, n - 1, &parent))
			g_array_append_val(reading->stack, parent);
	}
}

static void add_commit(struct batch *batch, const struct commit_id *id, struct slice text)
{
	g_string_append_len(batch->text, text.start, (gssize)text.length);
	batch->ids[batch->n] = *id;
	batch->ends[batch->n++] = batch->text->len;
}

static bool read_all(struct walk_reading *reading, struct handover *handover, GError **error)
{
	struct batch *batch = g_async_queue_pop(handover->empty);
	struct commit_id id;
	bool ok = true;

	while (ok && next(reading, &id)) {
		struct repo_object *object;

		ok = repo_object_read(reading->repo, &id, &object, error);
		if (!ok)
			break;
		add_commit(batch, &id, repo_object_text(object));
		push_parents(reading, repo_object_text(object));
		repo_object_free(object);
		if (reading->walk->progress)
			progress_step(reading->walk->progress);
		if (batch->n == BATCH_LENGTH) {
			g_async_queue_push(handover->full, batch);
			batch = g_async_queue_pop(handover->empty);
		}
	}
	if (batch->n) {
		g_async_queue_push(handover->full, batch);
		batch = g_async_queue_pop(handover->empty);
	}
	g_async_queue_push(handover->full, batch);
	return ok;
}

bool walk_commits(struct repo *repo, const struct commit_id *tip, const struct walk *walk,
		  GError **error)
{
	g_autofree struct batch *batches = g_new0(struct batch, BATCHES);
	struct handover handover = { .walk = walk,
				     .full = g_async_queue_new(),
				     .empty = g_async_queue_new() };
	struct walk_reading reading = { .repo = repo, .walk = walk };
	g_autoptr(GError) problem = NULL;
	GThread *thread;
	bool ok;

	reading.seen = g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, NULL);
	reading.stack = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	g_array_append_val(reading.stack, *tip);
	for (size_t i = 0; i < BATCHES; i++) {
		batches[i].text = g_string_new(NULL);
		g_async_queue_push(handover.empty, &batches[i]);
	}
	thread = g_thread_try_new("commits", take_apart, &handover, &problem);
	if (thread) {
		ok = read_all(&reading, &handover, error);
		g_thread_join(thread);
	} else {
		ok = fail(error, WINNOW_ERROR_SYSTEM, "cannot read commits: %s", problem->message);
	}
	for (size_t i = 0; i < BATCHES; i++)
		g_string_free(batches[i].text, TRUE);
	g_async_queue_unref(handover.full);
	g_async_queue_unref(handover.empty);
	g_hash_table_unref(reading.seen);
	g_array_unref(reading.stack);
	return ok;
}
