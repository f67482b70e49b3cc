/* SPDX-License-Identifier: GPL-2.0-or-later */
/* upstream-parts - what the files of the search share; nobody else's business. */

#ifndef WINNOW_MATCH_UPSTREAM_PARTS_H
#define WINNOW_MATCH_UPSTREAM_PARTS_H

#include "match/subject.h"
#include "match/took.h"
#include "match/upstream.h"

struct upstream_finder {
	struct history *history;
	const struct target *target; /* NULL: of no tree anything is known */
	struct patch_ids *patch_ids;
	struct same_change *changes;
	GHashTable *queued; /* position + 1 -> the struct patch * last found to be made from it */
};

/*
 * What a marker says beyond leading to a commit. found: whether any marker, or the title in the
 * place of a mistaken one, says whence the patch is.
 */
void upstream_note_marker(struct upstream_finder *finder, const struct took_marker *took,
			  bool found, struct upstream *out);

/* Why the commit of a patch's subject need not be its own, one note for each reason. */
void upstream_doubt_subject(const struct subject_match *match, const struct history_commit *commit,
			    struct upstream *out);

#endif
