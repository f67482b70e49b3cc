/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/workers.h"

#include <signal.h>

#include "tap.h"

enum { JOBS = 200 };

/* What all jobs of a row share; each job has a number, and each thread a tool. */
struct test {
	int opened, closed; /* by the one thread */
	gint made, dropped; /* by all */
	gint furthest;	    /* the last job that was begun, and one more */
	guint spin;	    /* a job's length */
	int refused;	    /* that tool_new returns NULL for */
};

struct result {
	size_t i, square;
};

static void *open_tool(void *data)
{
	struct test *test = data;

	if (test->opened == test->refused)
		return NULL;
	test->opened++;
	return g_new0(int, 1);
}

static void close_tool(void *tool)
{
	g_free(tool);
}

static void *make(size_t i, void *tool, void *data)
{
	struct test *test = data;
	struct result *result = g_new0(struct result, 1);
	gint known = g_atomic_int_get(&test->furthest);

	if (tool)
		++*(int *)tool; /* two threads at one tool would be a race */
	while (known < (gint)i + 1 &&
	       !g_atomic_int_compare_and_exchange(&test->furthest, known, (gint)i + 1))
		known = g_atomic_int_get(&test->furthest);
	if (test->spin)
		g_usleep((gulong)(i * 7919 % test->spin));
	*result = (struct result){ i, i * i };
	g_atomic_int_inc(&test->made);
	return result;
}

static void drop(void *result)
{
	g_free(result);
}

static struct row_work work_of(struct test *test, size_t n, size_t ahead)
{
	return (struct row_work){ .n = n,
				  .ahead = ahead,
				  .data = test,
				  .tool_new = open_tool,
				  .tool_free = close_tool,
				  .make = make,
				  .drop = drop };
}

static bool take_right(struct row *row, size_t i)
{
	g_autofree struct result *result = row_take(row, i);

	return result->i == i && result->square == i * i;
}

static void test_order(struct workers *workers, const char *name, size_t n, size_t ahead)
{
	struct test test = { .spin = 50, .refused = -1 };
	const struct row_work work = work_of(&test, n, ahead);
	struct row *row = row_new(workers, &work);
	bool right = true, within = true;

	for (size_t i = 0; i < n; i++) {
		right = take_right(row, i) && right;
		within = within &&
			 (!ahead || (size_t)g_atomic_int_get(&test.furthest) <= i + 1 + ahead);
	}
	row_free(row);
	tap_ok(right, name);
	tap_ok(within, "no further ahead than it may");
	tap_number("each done once", (gint64)n, test.made);
}

static void test_end(struct workers *workers)
{
	struct test test = { .spin = 50, .refused = -1 };
	const struct row_work work = work_of(&test, JOBS, 0);
	struct row *row = row_new(workers, &work);
	int made;

	take_right(row, 0);
	row_free(row);
	made = g_atomic_int_get(&test.made);
	g_usleep(2000);
	tap_number("none is done behind the end", made, g_atomic_int_get(&test.made));
	row = row_new(workers, &work);
	tap_ok(take_right(row, JOBS / 2) && take_right(row, JOBS - 1), "some are left out");
	row_free(row);
}

static void test_tools(struct workers *workers)
{
	struct test none = { .refused = 0 }, one = { .refused = 1 };
	const struct row_work without = work_of(&none, JOBS, 4), with = work_of(&one, JOBS, 4);
	struct row *a = row_new(workers, &without), *b = row_new(workers, &with);
	bool right = true;

	/* Two rows at once: whoever is free does what is there. */
	for (size_t i = 0; i < JOBS; i++)
		right = take_right(a, i) && take_right(b, i) && right;
	row_free(a);
	row_free(b);
	tap_ok(right, "where no tool is to be had, fewer work");
	tap_number("and none is asked for again", 0, none.opened);
}

/* In the order of their rows, on whichever thread. */
static void *find_mask(size_t i, void *tool, void *data)
{
	sigset_t *mask = g_new0(sigset_t, 1);

	(void)i;
	(void)tool;
	pthread_sigmask(SIG_SETMASK, NULL, mask);
	g_usleep(200);
	if (g_thread_self() == data)
		sigemptyset(mask);
	else if (!sigismember(mask, SIGTERM) || !sigismember(mask, SIGINT))
		sigaddset(mask, SIGUSR1);
	else
		sigdelset(mask, SIGUSR1);
	return mask;
}

static void test_signals(struct workers *workers)
{
	const struct row_work work = {
		.n = JOBS, .data = g_thread_self(), .make = find_mask, .drop = g_free
	};
	struct row *row = row_new(workers, &work);
	sigset_t own;
	bool taken = false;

	for (size_t i = 0; i < JOBS; i++) {
		g_autofree sigset_t *mask = row_take(row, i);

		taken = taken || sigismember(mask, SIGUSR1);
	}
	row_free(row);
	pthread_sigmask(SIG_SETMASK, NULL, &own);
	tap_ok(!taken && !sigismember(&own, SIGTERM), "signals are for the first thread");
}

int main(void)
{
	static const unsigned threads[] = { 0, 1, 2, 8 };

	test_order(NULL, "without workers", JOBS, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
		g_autofree char *name = g_strdup_printf("in order, threads: %u", threads[i]);
		_cleanup_(workers_freep) struct workers *workers = workers_new(threads[i]);

		test_order(workers, name, JOBS, 0);
		test_order(workers, name, JOBS, 3);
		test_order(workers, name, 1, 1);
		test_order(workers, name, 0, 0);
		test_end(workers);
		test_tools(workers);
		test_signals(workers);
	}
	return tap_done();
}
