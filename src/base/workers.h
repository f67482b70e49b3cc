/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * workers - the threads of a run, and rows of jobs whose results are taken in order, so that
 * nothing that comes of them depends on how many threads there are.
 */

#ifndef WINNOW_BASE_WORKERS_H
#define WINNOW_BASE_WORKERS_H

#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

enum { WORKERS_LIMIT = 256 };

struct workers;

/*
 * threads is how many may work at once, the caller's own among them; 0: as many as there are cores
 * for this process. None is begun before there is work for it, so that a sandbox that was entered
 * by then holds for all. They take no signals.
 */
struct workers *workers_new(unsigned threads);

/* Once all rows are freed. NULL is fine. */
void workers_free(struct workers *workers);
DEFINE_CLEANUP(struct workers *, workers_free)

/* What is done. Borrowed, but for data and tool copied. */
struct row_work {
	size_t n;     /* jobs, numbered from 0 */
	size_t ahead; /* how many results may wait to be taken, and so take memory; 0: any number */
	void *data;

	/*
	 * What a thread needs for itself, such as a repository: made and freed by the caller's
	 * thread, used by one at a time. NULL from tool_new: that thread is not to take part. Both
	 * NULL: nothing is needed. tool is the caller's own.
	 */
	void *(*tool_new)(void *data);
	void (*tool_free)(void *tool);
	void *tool;

	/*
	 * Do the job i. Not NULL; it may depend on nothing but i and what data and tool hold while
	 * the row lasts, and changes nothing that another thread sees.
	 */
	void *(*make)(size_t i, void *tool, void *data);
	void (*drop)(void *result); /* frees one that nobody took */
};

struct row;

/* workers NULL: all is done by the caller's thread, each job when it is taken. */
struct row *row_new(struct workers *workers, const struct row_work *work);

/*
 * The result of job i, which is the caller's; jobs before it that were not taken never will be.
 * While another thread is at it this one does those behind.
 */
void *row_take(struct row *row, size_t i);

/* Wait for the jobs that are being done; the others are not begun. NULL is fine. */
void row_free(struct row *row);
DEFINE_CLEANUP(struct row *, row_free)

#endif
