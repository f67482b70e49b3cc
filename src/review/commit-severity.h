/* SPDX-License-Identifier: GPL-2.0-or-later */
/* commit-severity - how bad it is to lack a commit of upstream. */

#ifndef WINNOW_REVIEW_COMMIT_SEVERITY_H
#define WINNOW_REVIEW_COMMIT_SEVERITY_H

#include <glib.h>

#include "base/warn.h"
#include "evidence/fact.h"
#include "index/history.h"
#include "judge/rule.h"
#include "match/severity.h"

/*
 * What rules say of the commit at position; culprits: how many commits there are that it mends or
 * takes back, by where those are. *says (may be NULL) is the sentence or NULL; the caller frees.
 * What the message says is read from history's repository; where there is none, or the commit
 * cannot be read, the subject is all that is known. *whole (may be NULL): everything was known,
 * and whoever asks again hears the same.
 */
enum severity commit_severity(struct history *history, const struct rules *rules, guint32 position,
			      const guint culprits[N_FACT_STATES], char **says, bool *whole,
			      const struct warn *warn);

/*
 * Say so of all commits of facts that mend or take back the patch, which upstream has at position
 * (HISTORY_NONE: nobody knows), and are missing, and have the worst of a kind stand first. A fix
 * by its tag that is cosmetic, as the patch is not, is moot, and so is what mends that. history may be NULL: then there are none.
 */
void followup_severities_find(struct history *history, const struct rules *rules,
			      guint32 position, struct facts *facts, const struct warn *warn);

#endif
