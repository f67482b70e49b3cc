/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decided - what people decided about the patches under review, and whether it still holds. */

#ifndef WINNOW_REVIEW_DECIDED_H
#define WINNOW_REVIEW_DECIDED_H

#include "decide/decisions.h"
#include "git/repo.h"
#include "match/target.h"
#include "review/report.h"

/* What decisions are looked up in and ended by; what may be NULL says so. */
struct decided {
	const struct decisions *decisions; /* NULL: nobody decides */
	const struct history *history;	   /* NULL: no upstream is known */
	const struct target *target;
	struct repo *repos[2]; /* whose tags count; NULL: none */
	const char *tree;      /* the version of what is built on; NULL: not known */
	gint64 now;
};

/* Fill in keys, tree and seen of review, whose facts are known, and what was decided about it. */
void decided_find(const struct decided *decided, struct review *review);

/*
 * Judge review, by the decision on it if there is one. Where what was known then has changed the
 * rules have the word again, but what was decided against is asked, not kept.
 */
void decided_judge(const struct rules *rules, struct review *review);

/* Free what decided_find() filled in. */
void decided_clear(struct review *review);

/* Whether what a decision waits for has come, by now a clause ("it is in"); NULL: it has not. */
char *decided_until_came(const struct decided *decided, const struct decision *decision,
			 const struct patch *patch);

#endif
