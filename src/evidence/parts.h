/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parts - the collectors that evidence_collect() calls, a file each; nobody else's business. */

#ifndef WINNOW_EVIDENCE_PARTS_H
#define WINNOW_EVIDENCE_PARTS_H

#include "evidence/collect.h"

/* One patch in its surroundings. */
struct view {
	const struct evidence *evidence;
	const struct patch *patch;
	const struct upstream *upstream;
};

/*
 * Where it comes from: the match, what is wrong with it, its age, whether the change is the same.
 */
void collect_origin(const struct view *view, struct facts *out);

/*
 * Whether its change is upstream's, and what it does otherwise, see origin-diff.h. For
 * collect_origin(), in the queue's order.
 */
void collect_differences(const struct view *view, struct facts *out);

/*
 * "file:line: entry" where the commit is on a list to leave out, for the patch's tree or the one
 * that is built on; NULL: it is on none. Borrowed.
 */
const char *left_out_at(const struct view *view, const struct commit_id *id);

/* What upstream did to it later: fixes, reverts, re-applies, mentions, transitively. */
void collect_followups(const struct view *view, struct facts *out);

/*
 * What came of the fix at position of upstream when it was tried on top of the patch; NULL: it was
 * not.
 */
const struct companion *followup_tried(const struct view *view, guint32 position);

/*
 * What came right behind it from the same hand. After collect_followups(): it adds what that lacks.
 */
void collect_series(const struct view *view, struct facts *out);

/* Whether the target has its change already, and whether the trial agrees. */
void collect_presence(const struct view *view, struct facts *out);

/*
 * Of a patch that the base has and that applies to it all the same, why: ", where 0123456789ab
 * ("subject") has changed its lines since", "" where its place is one of several. NULL: nothing
 * explains it. After collect_followups(). The caller frees.
 */
char *applies_again_clause(const struct view *view, const struct facts *facts);

/*
 * Fill fact's commit, proof and state, and say "7dcfe50f58d2 ("subject") WHAT and is missing", of a
 * commit that the patch names. False when the reference leads nowhere: then proof alone is set.
 */
bool describe_named(const struct view *view, const struct reference *reference, const char *what,
		    struct fact *fact);

/*
 * Of a reference of Fixes:, or what a record says as one, whether the target has the commit that
 * brought the bug. by is the fact's: which record names it, NULL where the patch does.
 */
void add_culprit(const struct view *view, const struct reference *reference, const char *by,
		 struct facts *out);

/*
 * Append the missing commits (guint32, positions) that brought what the patch fixes by a record;
 * there may be the same ones already.
 */
void add_recorded_culprits(const struct evidence *evidence, const struct patch *patch,
			   GArray *positions);

/* Whether a missing culprit itself repairs what is there: then add that. */
void add_culprit_repairs(const struct view *view, const struct fact *missing, struct facts *out);

/* Of a reference of a revert, whether the target has what it takes back. */
void add_taken_back(const struct view *view, const struct reference *reference, struct facts *out);

/* After add_taken_back(): whether the patch and the queued one that undoes it cancel out. */
void collect_pair(const struct view *view, struct facts *out);

/* Whether the upstream commit at position gave one of the patch's files its name. */
bool has_moved_file(const struct view *view, guint32 position);

/*
 * Whether the code that it changes is there at all; of a patch whose culprit is missing, or that
 * names none and does not apply. After add_culprit().
 */
void collect_code_there(const struct view *view, struct facts *out);

/*
 * Which vulnerabilities it fixes, where their bugs are, and which came with it. After
 * collect_followups(), and before collect_code_there(), for it adds culprits.
 */
void collect_cves(const struct view *view, struct facts *out);

/* As whose wish a commit is not there; NULL: as nobody's. The caller frees. */
char *unwanted_clause(const struct view *view, const struct commit_id *id);

/* Whether it applies to the tree it is for. */
void collect_application(const struct view *view, struct facts *out);

/* What it says it needs. */
void collect_prerequisites(const struct view *view, struct facts *out);

/* Which of the queue say to need it. */
void collect_needed(const struct view *view, struct facts *out);

/*
 * Add that the entry by needs the view's, wherever it stands. proof may be NULL; it and says are
 * taken over.
 */
void add_needed_by(const struct view *view, const struct patch *by, char *proof, char *says,
		   struct facts *out);

/* What it needs without saying so, and which queued patches would not apply without it. */
void collect_proved(const struct view *view, struct facts *out);

/* After collect_proved(): which of the next ones goes on at its lines. */
void collect_built_on(const struct view *view, struct facts *out);

/*
 * Whether the trial showed that the queue's entry does not apply, or would not build, without
 * patch. False where none was made.
 */
bool rests_on(const struct evidence *evidence, size_t entry, const struct patch *patch);

/* What it uses that is not there, and which of those behind it use what it brings. */
void collect_absent_names(const struct view *view, struct facts *out);

/* What the diff does and how big it is. */
void collect_traits(const struct view *view, struct facts *out);

/* Whether it is a release's commit: versions, tags, news. */
void collect_housekeeping(const struct view *view, struct facts *out);

/* Whether it is one of the trees that its author asked for. */
void collect_nomination(const struct view *view, struct facts *out);

/* What was mailed together with it. */
void collect_neighbours(const struct view *view, struct facts *out);

/* Whether the people on it objected to earlier ones. */
void collect_people(const struct view *view, struct facts *out);

/* Whether its files, its upstream commits or itself are on a list of what to leave out. */
void collect_ignored(const struct view *view, struct facts *out);

/*
 * What the other trees of the project did with it, and which of them need it. After
 * collect_followups().
 */
void collect_siblings(const struct view *view, struct facts *out);

/* What people replied to it, or to the same change as proposed for another tree. */
void collect_thread(const struct view *view, struct facts *out);

#endif
