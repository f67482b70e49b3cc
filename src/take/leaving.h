/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * leaving - the patches that the review of a result still speaks against: what they are, and what
 * goes where they are not to stay.
 */

#ifndef WINNOW_TAKE_LEAVING_H
#define WINNOW_TAKE_LEAVING_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "review/report.h"
#include "take/take.h"
#include "take/trail.h"

/*
 * Fill out's open patches and counts from the review of what a round has: whose verdict is drop or
 * keep-with, and what needs or repairs something that only comes after it.
 */
void leaving_note(const struct report *report, const struct trail *trail, struct take_result *out);

/* What has to go so that none is open: source -> struct parting, for struct plan_options. The
 * caller unrefs. */
GHashTable *leaving_choose(const struct report *report, struct trail *trail);

/*
 * Add to partings what was added for the sake of what the assembly, made with them, leaves out, and
 * for nobody else; trail notes both. Whether there is any.
 */
bool leaving_widen(const struct report *report, struct trail *trail,
		   const struct assembly *assembly, GHashTable *partings);

#endif
