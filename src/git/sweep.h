/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sweep - commits as they lie in packs, where git puts them together at the front: so several
 * threads unpack at once. From commit to commit, as walk.h goes, none is known before its child is
 * read.
 */

#ifndef WINNOW_GIT_SWEEP_H
#define WINNOW_GIT_SWEEP_H

#include <glib.h>

#include "base/text.h"
#include "git/repo.h"

struct workers;
struct sweep;

/* Borrows repo and workers (NULL: none). */
struct sweep *sweep_new(struct repo *repo, struct workers *workers);
void sweep_free(struct sweep *sweep);

/* Whether it is in one of the packs, and so may come. */
bool sweep_has(const struct sweep *sweep, const struct commit_id *id);

/*
 * The next commits, whatever leads to them; false: there are no more. How many and which is the
 * same each time, as is their order. One that is in two packs comes twice; what cannot be read, or
 * lies among other objects, not at all. They live until the next call.
 */
bool sweep_next(struct sweep *sweep);
size_t sweep_length(const struct sweep *sweep);
const struct commit_id *sweep_id(const struct sweep *sweep, size_t i);
struct slice sweep_text(const struct sweep *sweep, size_t i); /* as git keeps it */

#endif
