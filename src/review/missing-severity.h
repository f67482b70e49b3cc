/* SPDX-License-Identifier: GPL-2.0-or-later */
/* missing-severity - how bad it is to lack what is missing. */

#ifndef WINNOW_REVIEW_MISSING_SEVERITY_H
#define WINNOW_REVIEW_MISSING_SEVERITY_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "match/severity.h"
#include "review/severities.h"

/* Say of all of missing (struct missing) how bad it is, and put it in the order of that. Fails
 * where the rules cannot be read. */
bool missing_severities_find(struct severities *severities, GArray *missing,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Leave out what is less bad than least; how many. */
size_t missing_severities_sift(GArray *missing, enum severity least);

#endif
