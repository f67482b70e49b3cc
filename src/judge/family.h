/* SPDX-License-Identifier: GPL-2.0-or-later */
/* family - the reasons for which maintainers refuse patches, and where each can be seen. */

#ifndef WINNOW_JUDGE_FAMILY_H
#define WINNOW_JUDGE_FAMILY_H

#include <stdbool.h>

enum family_where {
	FAMILY_OTHER,	 /* somewhere else, or nobody knows */
	FAMILY_IN_PATCH, /* what it says and changes shows it */
	FAMILY_IN_TREES, /* only upstream's history and the target do */
};

/*
 * What kind of reason it is. People who refuse a patch for one reason of a group might as well name
 * another one of it.
 */
enum family_group {
	FAMILY_GROUP_NONE,	/* of none, or nobody knows */
	FAMILY_GROUP_NO_FIX,	/* it repairs nothing that users of a stable tree would miss */
	FAMILY_GROUP_SERIES,	/* it is one of a series, or needs another commit first */
	FAMILY_GROUP_NOT_THERE, /* bug, code or hardware are not in that tree, or it is there
				   already */
	FAMILY_GROUP_LATER,	/* it was reverted, broke something or was repaired since */
};

/* Whether it is one of the reasons that maintainers were found to give. */
bool family_is_known(const char *reason);

/* reason is a word of a label or a rule's "family"; an unknown one is FAMILY_OTHER. */
enum family_where family_where(const char *reason);

/* reason may be NULL. */
enum family_group family_group(const char *reason);

/* Whether two reasons are one, or of one group. */
bool family_near(const char *a, const char *b);

/* What a list of reasons is put in order by: what the change is before what it lacks; NULL is last.
 */
int family_order(const char *reason);

/* What to find out where a patch may be refused for it: "is the bug in this tree?"; any may be
 * NULL.
 */
const char *family_question(const char *reason);

#endif
