/* SPDX-License-Identifier: GPL-2.0-or-later */
/* judge/severity - how bad it is to lack a commit, by the rules that say so. */

#ifndef WINNOW_JUDGE_SEVERITY_H
#define WINNOW_JUDGE_SEVERITY_H

#include <glib.h>

#include "judge/exhibit.h"
#include "judge/rule.h"

/* Of what severity_judge() makes of the same rules and the same commit, for what is kept of it: one
 * more with each change. */
enum { SEVERITY_VERSION = 1 };

/*
 * The worst of what the rules say that apply to exhibit: what is known of the commit, the facts
 * about it as counts alone. SEVERITY_FUNCTIONAL where none does, SEVERITY_UNKNOWN without rules.
 * *says is then its rule's sentence, else NULL; the caller frees. Rules whose patterns ran into
 * their limit (const struct rule *) are added to gave_up; NULL: nobody wants to know.
 */
enum severity severity_judge(const struct rules *rules, const struct exhibit *exhibit, char **says,
			     GPtrArray *gave_up);

#endif
