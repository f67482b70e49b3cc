/* SPDX-License-Identifier: GPL-2.0-or-later */
/* matrix - how upstream commits stand in each tree of a set, from names to a report. */

#ifndef WINNOW_REVIEW_MATRIX_H
#define WINNOW_REVIEW_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/warn.h"
#include "git/repo.h"
#include "review/source.h"
#include "trees/state.h"

/* Borrowed until the matrix is freed; what may be NULL says so. */
struct matrix_options {
	struct source_options *source; /* filled from git's configuration */
	const struct trees_options *trees;
	const char *const *names; /* of a queue or of commits; none with since */
	const char *since; /* a moment or a revision: what upstream took from then on; or NULL */
	bool all;	   /* with since: all that it took, not fixes alone */
	gint64 now;
	unsigned n_threads; /* that work at once; 0: as many as there are cores, see workers.h */
	size_t max_memory; /* of the queue, see queue.h */
	bool progress;
	struct warn warn;
};

/* A commit, or a patch of which none is known. Strings are borrowed. */
struct matrix_row {
	guint32 position;    /* HISTORY_NONE: upstream has no such commit */
	const char *subject; /* folded */
	const char *source;  /* what was given: a patch's file, mail or commit; NULL with since */
};

struct matrix_report {
	const struct history *history;
	const char *upstream_name;
	const struct trees *trees;
	const GArray *rows;	    /* struct matrix_row, a commit once, in the order given */
	const struct state *states; /* rows->len times trees->all->len, a row after the other */
	gint64 newest; /* when upstream took its last commit; 0: it has none */
	gint64 now;
};

static inline const struct state *matrix_at(const struct matrix_report *report, guint row,
					    guint tree)
{
	return &report->states[(size_t)row * report->trees->all->len + tree];
}

/* Whether some tree needs the commit, work or not. */
bool matrix_is_needed(const struct matrix_report *report, guint row);

/* How often a tree has each state. */
void matrix_count(const struct matrix_report *report, guint tree, size_t counts[N_STATES]);

struct matrix;

/*
 * repo is borrowed and has the trees. *out is the caller's and owns the report. Fails with
 * WINNOW_ERROR_USAGE where no upstream or no tree is named.
 */
bool matrix_new(struct repo *repo, const struct matrix_options *options, struct matrix **out,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;
void matrix_free(struct matrix *matrix);
DEFINE_CLEANUP(struct matrix *, matrix_free)

const struct matrix_report *matrix_report(const struct matrix *matrix);

#endif
