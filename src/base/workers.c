/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/workers.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

enum { WORTH_IT = 4 }; /* jobs, for each further thread: it has to open its tool first */

/*
 * One lock is over all rows: it is held for moments, and jobs take milliseconds. It is one of
 * pthreads, not GLib's, which ThreadSanitizer does not see.
 */
struct workers {
	unsigned threads;
	GPtrArray *others; /* GThread *: as many as a row wanted so far */
	GQueue rows;	   /* struct row *: that want others, the oldest first */
	bool ended;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

struct row {
	struct workers *workers;
	struct row_work work;
	void **results;
	void **tools; /* of others than the caller: the first n_free are not in use */
	size_t n_tools, n_free;
	size_t next, taken; /* the first job that nobody has begun, and the first not taken */
	unsigned busy;	    /* others that are at it */
	bool ended;
};

struct workers *workers_new(unsigned threads)
{
	struct workers *workers = g_new0(struct workers, 1);

	workers->threads = CLAMP(threads ? threads : g_get_num_processors(), 1, WORKERS_LIMIT);
	workers->others = g_ptr_array_new();
	g_queue_init(&workers->rows);
	pthread_mutex_init(&workers->lock, NULL);
	pthread_cond_init(&workers->changed, NULL);
	return workers;
}

static void join(void *thread, void *data)
{
	(void)data;
	g_thread_join(thread);
}

void workers_free(struct workers *workers)
{
	if (!workers)
		return;
	g_assert(g_queue_is_empty(&workers->rows));
	pthread_mutex_lock(&workers->lock);
	workers->ended = true;
	pthread_cond_broadcast(&workers->changed);
	pthread_mutex_unlock(&workers->lock);
	g_ptr_array_foreach(workers->others, join, NULL);
	g_ptr_array_unref(workers->others);
	pthread_cond_destroy(&workers->changed);
	pthread_mutex_destroy(&workers->lock);
	g_free(workers);
}

/* Whether there is a job to begin; with the lock, as all below but where it says otherwise. */
static bool has_job(const struct row *row)
{
	return row->next < row->work.n &&
	       (!row->work.ahead || row->next < row->taken + row->work.ahead);
}

/* The lock is let go meanwhile. */
static void do_next(struct row *row, void *tool)
{
	struct workers *workers = row->workers;
	size_t i = row->next++;
	void *result;

	pthread_mutex_unlock(&workers->lock);
	result = row->work.make(i, tool, row->work.data);
	g_assert(result);
	pthread_mutex_lock(&workers->lock);
	row->results[i] = result;
	pthread_cond_broadcast(&workers->changed);
}

/* One job: another row may have one while this one waits to be taken. */
static void help(struct row *row)
{
	void *tool = row->tools[--row->n_free];

	row->busy++;
	do_next(row, tool);
	row->busy--;
	row->tools[row->n_free++] = tool;
	pthread_cond_broadcast(&row->workers->changed);
}

static struct row *row_to_help(struct workers *workers)
{
	for (GList *link = workers->rows.head; link; link = link->next) {
		struct row *row = link->data;

		if (row->n_free && has_job(row))
			return row;
	}
	return NULL;
}

/* Without the lock: what a thread of the others does. */
static void *work(void *data)
{
	struct workers *workers = data;

	pthread_mutex_lock(&workers->lock);
	while (!workers->ended) {
		struct row *row = row_to_help(workers);

		if (row)
			help(row);
		else
			pthread_cond_wait(&workers->changed, &workers->lock);
	}
	pthread_mutex_unlock(&workers->lock);
	return NULL;
}

/*
 * Without the lock. Threads that are joined, not GLib's pool, whose threads may outlive it: what
 * libraries keep for each is freed then. Signals are for the thread that everything else is done
 * by: it may hold what their handler wants. Where there can be fewer, it is fewer.
 */
static void begin(struct workers *workers, size_t n)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (workers->others->len < n) {
		GThread *thread = g_thread_try_new("worker", work, workers, NULL);

		if (!thread)
			break;
		g_ptr_array_add(workers->others, thread);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void open_tools(struct row *row)
{
	size_t most = MIN(row->workers->threads - 1, row->work.n / WORTH_IT);

	row->tools = g_new0(void *, most);
	for (size_t i = 0; i < most; i++) {
		void *tool = row->work.tool_new ? row->work.tool_new(row->work.data) : NULL;

		if (tool || !row->work.tool_new)
			row->tools[row->n_tools++] = tool;
	}
	row->n_free = row->n_tools;
}

static void ask_for_help(struct row *row)
{
	struct workers *workers = row->workers;

	begin(workers, row->n_tools);
	pthread_mutex_lock(&workers->lock);
	g_queue_push_tail(&workers->rows, row);
	pthread_cond_broadcast(&workers->changed);
	pthread_mutex_unlock(&workers->lock);
}

struct row *row_new(struct workers *workers, const struct row_work *work)
{
	struct row *row = g_new0(struct row, 1);

	row->workers = workers;
	row->work = *work;
	row->results = g_new0(void *, work->n);
	if (!workers)
		return row;
	open_tools(row);
	if (row->n_tools)
		ask_for_help(row);
	return row;
}

static void *take(struct row *row, size_t i)
{
	row->taken = MAX(row->taken, i);
	while (!row->results[i])
		if (has_job(row))
			do_next(row, row->work.tool);
		else
			pthread_cond_wait(&row->workers->changed, &row->workers->lock);
	row->taken = i + 1;
	pthread_cond_broadcast(&row->workers->changed);
	return g_steal_pointer(&row->results[i]);
}

void *row_take(struct row *row, size_t i)
{
	void *result;

	if (!row->workers)
		return row->work.make(i, row->work.tool, row->work.data);
	pthread_mutex_lock(&row->workers->lock);
	result = take(row, i);
	pthread_mutex_unlock(&row->workers->lock);
	return result;
}

static void end(struct row *row)
{
	struct workers *workers = row->workers;

	pthread_mutex_lock(&workers->lock);
	row->ended = true;
	g_queue_remove(&workers->rows, row);
	pthread_cond_broadcast(&workers->changed);
	while (row->busy)
		pthread_cond_wait(&workers->changed, &workers->lock);
	pthread_mutex_unlock(&workers->lock);
}

void row_free(struct row *row)
{
	if (!row)
		return;
	if (row->workers)
		end(row);
	for (size_t i = 0; i < row->work.n; i++)
		if (row->results[i])
			row->work.drop(row->results[i]);
	for (size_t i = 0; row->work.tool_free && i < row->n_tools; i++)
		row->work.tool_free(row->tools[i]);
	g_free(row->tools);
	g_free(row->results);
	g_free(row);
}
