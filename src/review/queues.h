/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queues - the queues that names describe, each to be reviewed by itself. */

#ifndef WINNOW_REVIEW_QUEUES_H
#define WINNOW_REVIEW_QUEUES_H

#include <stdbool.h>

#include <glib.h>

#include "git/repo.h"
#include "review/run.h"

struct queue_named {
	char *path;		   /* of a quilt directory; NULL: what is in none */
	const char *onto, *target; /* what of the options' is of it; NULL: not, or it was found */
	char *problem;		   /* why it has no base, a clause; NULL: it has */
};

/*
 * The queues that names describe in the order of their first patches, struct queue_named *. None in
 * *out: all of it is one. Nothing is told and nothing is reviewed. Fails as queue_open() and
 * bases_read() do.
 */
bool queues_read(struct repo *repo, const struct review_options *options, const char *const *names,
		 GPtrArray **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
