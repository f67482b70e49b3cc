/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trial - the queue put on its base, patch by patch, in memory: does each apply, what does it need
 * that is not there, and which of those before it does it lean on.
 */

#ifndef WINNOW_EVIDENCE_TRIAL_H
#define WINNOW_EVIDENCE_TRIAL_H

#include <glib.h>

#include "evidence/collect.h"
#include "evidence/names-so-far.h"
#include "match/code-there.h"
#include "match/effective.h"
#include "match/prerequisite.h"

/* What came of one patch. */
struct trial {
	struct application application;
	struct prerequisites prerequisites; /* PREREQUISITES_NOT_ASKED: it applies, or there is no
					       upstream to ask */
	GArray *absent;	  /* struct absent_name: what it uses that is not there; NULL: not looked up
			   */
	GArray *leans_on; /* size_t: positions of queued patches without which it would not apply */
	GArray *stands_on;  /* guint32: positions of those that made its lines; NULL: none */
	GArray *names_used; /* struct name_use: what it uses of those before it */
	GArray *needed_by;  /* size_t: positions of those that lean on it, use its names or lack it;
			       NULL: none */
	struct code_there code; /* its lines there: where it does not apply, or its culprit is
				   missing; else nothing was looked for */
	guint32 culprit; /* a missing commit that its Fixes: names; HISTORY_NONE: none, or not
			    looked into */
	struct code_there culprit_code; /* and the lines of that one */
	bool culprit_elsewhere;		/* that one changes none of the patch's files */
	GArray *companions;		/* companion.h; NULL: it lacks no fix */
};

/*
 * One for each entry of the queue (struct trial). NULL where there is no base. evidence->history is
 * made to know changed paths where they are needed.
 */
GArray *trials_find(const struct evidence *evidence);

/* Whether it uses names that are not there, so that it would not build. */
bool trial_lacks_names(const struct trial *trial);

/* Of the entry at position. */
const struct trial *trial_at(const struct evidence *evidence, size_t position);

#endif
