/* SPDX-License-Identifier: GPL-2.0-or-later */
/* patch-ids - the patch-ids of commits, each computed once: a diff costs as much as all the rest.
 */

#ifndef WINNOW_MATCH_PATCH_IDS_H
#define WINNOW_MATCH_PATCH_IDS_H

#include "base/cleanup.h"
#include "git/repo.h"

struct patch_ids;

/* Borrows repo; NULL: no commit has one. */
struct patch_ids *patch_ids_new(struct repo *repo);
void patch_ids_free(struct patch_ids *ids);
DEFINE_CLEANUP(struct patch_ids *, patch_ids_free)

/* NULL where there is none, or its diff is too long or cannot be read. Lives as long as ids. */
const struct commit_id *patch_ids_of(struct patch_ids *ids, const struct commit_id *commit);

#endif
