/* SPDX-License-Identifier: GPL-2.0-or-later */
/* others - the other maintained trees of a project, asked about the commits of a queue. */

#ifndef WINNOW_REVIEW_OTHERS_H
#define WINNOW_REVIEW_OTHERS_H

#include "base/cleanup.h"
#include "trees/siblings.h"

/* Borrowed. */
struct others_asked {
	struct repo *repo; /* that has the trees */
	struct history *history;
	const struct target *target; /* see siblings_asked */
	const struct trees_options *trees;
	struct trees *known;	  /* those, where they are read already; NULL: they are not */
	const char *const *names; /* what the own tree may be called, n of them; NULL: not */
	guint n_names;
	const GArray *positions, *needed; /* see siblings_asked */
	const char *names_directory;	  /* see match/fit.h */
	bool progress;
	struct warn warn;
};

/* All zero: none are known. */
struct others {
	struct trees *trees;
	bool borrowed;		   /* they are known to who asked */
	struct siblings *siblings; /* NULL: no trees are named */
};

/* *out must be cleared. Fails as trees_read() does. */
bool others_ask(const struct others_asked *asked, struct others *out,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;
void others_clear(struct others *others);

#endif
