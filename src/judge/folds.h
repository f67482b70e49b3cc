/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folds - divide decided patches so that what hangs together is never both learned and tested. */

#ifndef WINNOW_JUDGE_FOLDS_H
#define WINNOW_JUDGE_FOLDS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "read/patch.h"

/*
 * Number the groups of patches: those of one author, by name or address, and those of one series,
 * by the message id of a Link: or of the mail, are of one group. groups[i] is an index below n, the
 * same for all of a group: that of its first patch.
 */
void folds_group(const struct patch *const *patches, size_t n, size_t *groups);

/*
 * Deal the cases i with wanted[i] to n_folds folds, whole groups at a time, so that every fold gets
 * its share of positives and of cases; of the others folds[i] is left alone.
 */
void folds_deal(const size_t *groups, const bool *positive, const bool *wanted, size_t n,
		unsigned n_folds, unsigned *folds);

/*
 * Deal them one by one in the order of their dates, those of one date in theirs: of what is mailed
 * together some is in every fold, so that each is told by its neighbours.
 */
void folds_deal_in_turn(const gint64 *dates, const bool *wanted, size_t n, unsigned n_folds,
			unsigned *folds);

#endif
