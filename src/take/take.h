/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * take - a reviewed queue made into what is left of it: planned, put on its base, reviewed again
 * until there is nothing more to do, proved, and written.
 */

#ifndef WINNOW_TAKE_TAKE_H
#define WINNOW_TAKE_TAKE_H

#include <stdbool.h>

#include <glib.h>

#include "git/repo.h"
#include "review/run.h"
#include "take/assembly.h"

/* Exactly one of directory, mbox and branch. */
struct take_options {
	const struct review_options *review;
	struct assembly_options assembly;
	const char *directory; /* a quilt directory; must not be there, or be empty */
	const char *mbox;      /* "-" is standard output */
	const char *branch;    /* a new branch of the repository at hand */
	bool without_open;     /* leave out what would be open, and what stands on it */
};

/*
 * A patch of the result that its own review would not leave as it is, or where it is: nothing could
 * be done. The verdict is ask or keep of what is in the wrong order.
 */
struct open_patch {
	enum verdict verdict;
	struct change told; /* by the queue's name, with its reason; the kind says nothing */
};

struct take_result {
	GPtrArray *changes; /* struct change *, as in struct assembly */
	GArray *open;	    /* struct open_patch, in the result's order */
	size_t n_before, n_after;
	size_t n_open[N_VERDICTS]; /* verdicts of the result's own review */
	size_t n_disorders;	   /* what it finds in the wrong order */
	size_t rounds;		   /* reviews that it took */
	bool without_open;	   /* as asked for */
	bool binary;		   /* as in struct assembly */
	char *base;		   /* what it applies to, as given */
};

/*
 * Take the queue that names describe. Nothing is written when it fails. *out must be cleared with
 * take_result_clear().
 */
bool take(struct repo *repo, const struct take_options *options, const char *const *names,
	  struct take_result *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a directory could be written at path: there is none, or an empty one. Fails if not. */
bool take_check_directory(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void take_result_clear(struct take_result *taken);

#endif
