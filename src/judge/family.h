/* SPDX-License-Identifier: GPL-2.0-or-later */
/* family - the reasons for which maintainers refuse patches, and where each can be seen. */

#ifndef WINNOW_JUDGE_FAMILY_H
#define WINNOW_JUDGE_FAMILY_H

enum family_place {
	FAMILY_OTHER,	 /* somewhere else, or nobody knows */
	FAMILY_IN_PATCH, /* what it says and changes shows it */
	FAMILY_IN_TREES, /* only upstream's history and the target do */
};

/* reason is a word of a label or a rule's "family"; an unknown one is FAMILY_OTHER. */
enum family_place family_place(const char *reason);

#endif
