/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sweep - commits as they lie in packs, where git puts them together at the front: so several
 * threads read at once. From commit to commit, as walk.h goes, none is known before its child is
 * read.
 */

#ifndef WINNOW_GIT_SWEEP_H
#define WINNOW_GIT_SWEEP_H

#include "git/repo.h"
#include "git/walk.h"

/*
 * Visit commits that lie together in the packs of repo, whatever leads to them, in the parts of
 * walk, which must have some; known is not asked. A commit that is in two packs comes twice, and
 * what cannot be read, or lies elsewhere, not at all. The same parts come each time, in the same
 * order.
 */
void sweep_commits(struct repo *repo, const struct walk *walk);

#endif
