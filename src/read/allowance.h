/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * allowance - what the patches of a queue may take in memory together. Past it the largest give
 * way, so that many small ones are not lost for a few that nobody could read anyway. It is counted
 * (patch_memory()), not measured: which ones give way depends on nothing but the queue.
 */

#ifndef WINNOW_READ_ALLOWANCE_H
#define WINNOW_READ_ALLOWANCE_H

#include <stddef.h>

#include "base/cleanup.h"
#include "read/patch.h"

struct allowance;

/*
 * Bytes: 15,000 for each of 70,000 patches, as many as the largest queue that is known of, SUSE's,
 * has.
 */
#define ALLOWANCE_DEFAULT ((size_t)1 << 30)

struct allowance *allowance_new(size_t limit);
void allowance_free(struct allowance *allowance);
DEFINE_CLEANUP(struct allowance *, allowance_free)

/*
 * Count patch, which has to live as long, and have the largest ones so far shed what they hold
 * (patch_shed()) until there is room; of two that are as large the later one.
 */
void allowance_take(struct allowance *allowance, struct patch *patch);

/* What is to be told of it; NULL: nothing was shed. The caller frees. */
char *allowance_warning(const struct allowance *allowance);

#endif
