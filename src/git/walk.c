/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/walk.h"

#include "base/text.h"
#include "base/workers.h"
#include "git/commit-text.h"
#include "git/repo-raw.h"

enum {
	BLOCK_LENGTH = 128, /* commits of a job: a lock for each would cost more than it does */
	BLOCKS = 16,	    /* of a row, and another one is read meanwhile */
};

/* Commits as they were read: copies, for what one thread allocates another would have to free. */
struct block {
	GString *text; /* of all, one behind the other */
	struct commit_id ids[BLOCK_LENGTH];
	size_t ends[BLOCK_LENGTH]; /* where each one's text ends */
	size_t n;
};

/* A row of blocks that are taken apart while the next one is read. */
struct blocks {
	const struct walk *walk;
	struct block all[BLOCKS];
	size_t n;
	struct row *row; /* NULL: it is being filled */
};

/* Where nobody asked for parts: they are the commits, to be visited later. */
static void *commits_new(void)
{
	return g_array_sized_new(FALSE, FALSE, sizeof(struct commit), BLOCK_LENGTH);
}

static void commits_free(void *commits)
{
	GArray *own = commits;

	for (guint i = 0; i < own->len; i++)
		commit_clear(&g_array_index(own, struct commit, i));
	g_array_unref(own);
}

static void commits_visit(const struct walk *walk, GArray *commits)
{
	for (guint i = 0; i < commits->len; i++)
		walk->visit(&g_array_index(commits, struct commit, i), walk->data);
	commits_free(commits);
}

/* The job i: a part of the commits of a block. */
static void *take_apart(size_t i, void *tool, void *data)
{
	const struct blocks *blocks = data;
	const struct walk *walk = blocks->walk;
	const struct block *block = &blocks->all[i];
	void *part = walk->part_new ? walk->part_new(walk->data) : commits_new();
	size_t start = 0;

	(void)tool;
	for (size_t k = 0; k < block->n; k++) {
		struct slice text = { block->text->str + start, block->ends[k] - start };
		struct commit commit;

		start = block->ends[k];
		commit_text_parse(&block->ids[k], text, &commit);
		if (walk->part_new) {
			walk->visit(&commit, part);
			commit_clear(&commit);
		} else {
			g_array_append_val((GArray *)part, commit);
		}
	}
	return part;
}

static void begin(struct blocks *blocks)
{
	const struct row_work work = {
		.n = blocks->n,
		.data = blocks,
		.make = take_apart,
		.drop = blocks->walk->part_free ? blocks->walk->part_free : commits_free,
	};

	blocks->row = row_new(blocks->walk->workers, &work);
}

/* Take over what came of a row that was begun, if one was: it may be filled again. */
static void finish(struct blocks *blocks)
{
	const struct walk *walk = blocks->walk;

	for (size_t i = 0; blocks->row && i < blocks->n; i++) {
		void *part = row_take(blocks->row, i);

		if (walk->part_take)
			walk->part_take(part, walk->data);
		else
			commits_visit(walk, part);
		blocks->all[i].n = 0;
		g_string_truncate(blocks->all[i].text, 0);
	}
	if (blocks->row)
		blocks->n = 0;
	g_clear_pointer(&blocks->row, row_free);
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
	for (size_t n = commit_text_count_parents(text); n > 0; n--) {
		struct commit_id parent;

		if (commit_text_parent(text, n - 1, &parent))
			g_array_append_val(reading->stack, parent);
	}
}

static void add_commit(struct blocks *blocks, const struct commit_id *id, struct slice text)
{
	struct block *block = &blocks->all[blocks->n ? blocks->n - 1 : 0];

	if (!blocks->n || block->n == BLOCK_LENGTH)
		block = &blocks->all[blocks->n++];
	g_string_append_len(block->text, text.start, (gssize)text.length);
	block->ids[block->n] = *id;
	block->ends[block->n++] = block->text->len;
}

static bool is_full(const struct blocks *blocks)
{
	return blocks->n == BLOCKS && blocks->all[BLOCKS - 1].n == BLOCK_LENGTH;
}

static bool read_all(struct walk_reading *reading, struct blocks rows[2], GError **error)
{
	struct blocks *filled = &rows[0], *other = &rows[1];
	struct commit_id id;
	bool ok = true;

	while (ok && next(reading, &id)) {
		struct repo_object *object;

		ok = repo_object_read(reading->repo, &id, &object, error);
		if (!ok)
			break;
		add_commit(filled, &id, repo_object_text(object));
		push_parents(reading, repo_object_text(object));
		repo_object_free(object);
		if (reading->walk->progress)
			progress_step(reading->walk->progress);
		if (is_full(filled)) {
			struct blocks *begun = filled;

			begin(begun);
			finish(other);
			filled = other;
			other = begun;
		}
	}
	begin(filled);
	finish(other);
	finish(filled);
	return ok;
}

bool walk_commits(struct repo *repo, const struct commit_id *tip, const struct walk *walk,
		  GError **error)
{
	g_autofree struct blocks *rows = g_new0(struct blocks, 2);
	struct walk_reading reading = { .repo = repo, .walk = walk };
	bool ok;

	reading.seen = g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, NULL);
	reading.stack = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	g_array_append_val(reading.stack, *tip);
	for (size_t i = 0; i < 2 * BLOCKS; i++)
		rows[i / BLOCKS].all[i % BLOCKS].text = g_string_new(NULL);
	rows[0].walk = rows[1].walk = walk;
	ok = read_all(&reading, rows, error);
	for (size_t i = 0; i < 2 * BLOCKS; i++)
		g_string_free(rows[i / BLOCKS].all[i % BLOCKS].text, TRUE);
	g_hash_table_unref(reading.seen);
	g_array_unref(reading.stack);
	return ok;
}
