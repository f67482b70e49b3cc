/* SPDX-License-Identifier: GPL-2.0-or-later */
/* missing-severity - how bad it is to lack what is missing. */

#ifndef WINNOW_REVIEW_MISSING_SEVERITY_H
#define WINNOW_REVIEW_MISSING_SEVERITY_H

#include <stddef.h>

#include <glib.h>

#include "base/warn.h"
#include "index/history.h"
#include "judge/rule.h"
#include "match/severity.h"

/*
 * Say of all of missing (struct missing) how bad it is, see commit_severity(), and put it in the
 * order of that.
 */
void missing_severities_find(struct history *history, const struct rules *rules, GArray *missing,
			     const struct warn *warn);

/* Leave out what is less bad than least; how many. */
size_t missing_severities_sift(GArray *missing, enum severity least);

#endif
