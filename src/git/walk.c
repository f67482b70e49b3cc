/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/walk.h"

#include "base/text.h"
#include "base/workers.h"
#include "git/commit-text.h"
#include "git/repo-raw.h"
#include "git/sweep.h"

enum {
	BLOCK_LENGTH = 128, /* commits of a job: a lock for each would cost more than it does */
	BLOCKS = 16,	    /* of a row, and another one is read meanwhile */
	MARKS = 1 << 13,    /* in a block of them */
	NEWEST = 4096,	    /* commits of which it is asked whether they lie in packs */
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

/* What is known of a commit. */
enum state {
	IS_UNKNOWN,
	IS_PASSED, /* it was swept, and nobody led to it then */
	IS_WANTED, /* it is among what is yet to be swept, or nowhere there */
	IS_READ,
};

/* The key of a table, and its value. */
struct mark {
	struct commit_id id;
	enum state state;
};

struct walk_reading {
	struct repo *repo;
	const struct walk *walk;
	GHashTable *marks;    /* struct mark * */
	GPtrArray *blocks;    /* of MARKS each: one by one they would stay in memory behind */
	size_t n_marks;
	GArray *stack;	      /* struct commit_id: to be read one by one */
	struct sweep *sweep;  /* NULL: none comes by itself */
	size_t n;	      /* that were read */
	struct blocks *filled, *other;
};

static struct mark *mark_of(struct walk_reading *reading, const struct commit_id *id)
{
	struct mark *mark = g_hash_table_lookup(reading->marks, id);

	if (!mark) {
		if (reading->n_marks++ % MARKS == 0)
			g_ptr_array_add(reading->blocks, g_new(struct mark, MARKS));
		mark = (struct mark *)g_ptr_array_index(reading->blocks,
							reading->blocks->len - 1) +
		       (reading->n_marks - 1) % MARKS;
		*mark = (struct mark){ *id, IS_UNKNOWN };
		g_hash_table_add(reading->marks, mark);
	}
	return mark;
}

static bool is_known(const struct walk_reading *reading, const struct commit_id *id)
{
	const struct walk *walk = reading->walk;

	return walk->known && walk->known(id, walk->data);
}

/* The newest may lie elsewhere yet: then nothing behind them would be known when it comes. */
static bool may_come(const struct walk_reading *reading, const struct commit_id *id)
{
	return reading->sweep && (reading->n > NEWEST || sweep_has(reading->sweep, id));
}

static void want(struct walk_reading *reading, const struct commit_id *id)
{
	struct mark *mark = mark_of(reading, id);

	if (mark->state == IS_UNKNOWN && may_come(reading, id))
		mark->state = IS_WANTED;
	else if (mark->state == IS_UNKNOWN || mark->state == IS_PASSED)
		g_array_append_vals(reading->stack, id, 1);
}

/* The next commit to read; NULL when there is none. */
static struct mark *next(struct walk_reading *reading)
{
	while (reading->stack->len) {
		guint last = reading->stack->len - 1;
		struct mark *mark = mark_of(
			reading, &g_array_index(reading->stack, struct commit_id, last));

		g_array_set_size(reading->stack, last);
		if (mark->state != IS_READ && !is_known(reading, &mark->id))
			return mark;
	}
	return NULL;
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

/* The first parent comes off the stack first: a line of history lies together in the pack. */
static void take_text(struct walk_reading *reading, struct mark *mark, struct slice text)
{
	mark->state = IS_READ;
	reading->n++;
	add_commit(reading->filled, &mark->id, text);
	for (size_t n = commit_text_count_parents(text); n > 0; n--) {
		struct commit_id parent;

		if (commit_text_parent(text, n - 1, &parent))
			want(reading, &parent);
	}
	if (reading->walk->progress)
		progress_step(reading->walk->progress);
	if (is_full(reading->filled)) {
		struct blocks *begun = reading->filled;

		begin(begun);
		finish(reading->other);
		reading->filled = reading->other;
		reading->other = begun;
	}
}

/* What is on the stack, and what that leads to. */
static bool read_one_by_one(struct walk_reading *reading, GError **error)
{
	struct mark *mark;

	while ((mark = next(reading))) {
		struct repo_object *object;

		if (!repo_object_read(reading->repo, &mark->id, &object, error))
			return false;
		take_text(reading, mark, repo_object_text(object));
		repo_object_free(object);
	}
	return true;
}

/*
 * Children come before their parents, as a rule: what leads to a commit is known when it comes.
 * Where it is not, as of tags, which are put in front, it is read again when it is.
 */
static bool sweep_all(struct walk_reading *reading, GError **error)
{
	while (sweep_next(reading->sweep))
		for (size_t i = 0; i < sweep_length(reading->sweep); i++) {
			struct mark *mark = mark_of(reading, sweep_id(reading->sweep, i));

			if (mark->state == IS_UNKNOWN)
				mark->state = IS_PASSED;
			if (mark->state != IS_WANTED || is_known(reading, &mark->id))
				continue;
			take_text(reading, mark, sweep_text(reading->sweep, i));
			if (!read_one_by_one(reading, error))
				return false;
		}
	return true;
}

/* What was wanted and did not come; the table's order is the same each time. */
static void stack_wanted(struct walk_reading *reading)
{
	GHashTableIter iter;
	gpointer mark;

	g_hash_table_iter_init(&iter, reading->marks);
	while (g_hash_table_iter_next(&iter, &mark, NULL))
		if (((struct mark *)mark)->state == IS_WANTED)
			g_array_append_vals(reading->stack, &((struct mark *)mark)->id, 1);
}

static bool read_all(struct walk_reading *reading, const struct commit_id *tip, GError **error)
{
	bool ok = true;

	if (reading->walk->is_of_all)
		reading->sweep = sweep_new(reading->repo, reading->walk->workers);
	want(reading, tip);
	if (reading->sweep) {
		ok = read_one_by_one(reading, error) && sweep_all(reading, error);
		g_clear_pointer(&reading->sweep, sweep_free);
		stack_wanted(reading);
	}
	ok = ok && read_one_by_one(reading, error);
	begin(reading->filled);
	finish(reading->other);
	finish(reading->filled);
	return ok;
}

bool walk_commits(struct repo *repo, const struct commit_id *tip, const struct walk *walk,
		  GError **error)
{
	g_autofree struct blocks *rows = g_new0(struct blocks, 2);
	struct walk_reading reading = {
		.repo = repo, .walk = walk, .filled = &rows[0], .other = &rows[1]
	};
	bool ok;

	reading.marks = g_hash_table_new(commit_id_hash, commit_id_hash_equal);
	reading.blocks = g_ptr_array_new_with_free_func(g_free);
	reading.stack = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	for (size_t i = 0; i < 2 * BLOCKS; i++)
		rows[i / BLOCKS].all[i % BLOCKS].text = g_string_new(NULL);
	rows[0].walk = rows[1].walk = walk;
	ok = read_all(&reading, tip, error);
	for (size_t i = 0; i < 2 * BLOCKS; i++)
		g_string_free(rows[i / BLOCKS].all[i % BLOCKS].text, TRUE);
	g_hash_table_unref(reading.marks);
	g_ptr_array_unref(reading.blocks);
	g_array_unref(reading.stack);
	return ok;
}
