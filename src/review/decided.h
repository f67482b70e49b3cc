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
 * Judge review, by the decision on it if there is one; who waits asks. Where what was known then
 * has changed the rules have the word again, but what somebody wanted dropped or asked they do not
 * keep: that is asked.
 */
void decided_judge(const struct report *report, struct review *review);

/*
 * Put into decisions, which need not be the report's, what was decided about review: the word, who
 * and the rest of what, whose key, date and seen are filled in; tree NULL is the review's. Nothing
 * is saved. Fails with WINNOW_ERROR_INPUT where nothing tells the patch from others.
 */
bool decided_put(struct decisions *decisions, const struct review *review,
		 const struct decision *what, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Look up the commit that ends what, if one does, in report's upstream (NULL: there is no report):
 * one that upstream has not yet ends it by upstream's having it, for that it is in the tree is said
 * of the others.
 */
void decided_settle_until(const struct report *report, struct decision *what);

/*
 * Take out what was decided about review in tree; NULL: in its own, else in every tree. The tree it
 * was in; NULL if nothing was decided.
 */
const char *decided_remove(struct decisions *decisions, const struct review *review,
			   const char *tree);

/* Its keys from its patch and upstream, which decided_find() needs. */
void decided_name(struct review *review);

/*
 * Why nobody wants the commit id, which review's patch lacks: a decision to drop it in this tree,
 * or the finding that the patch lacks it. NULL: nobody decided so. The caller frees.
 */
char *decided_against(const struct decided *decided, const struct review *review,
		      const struct commit_id *id);

/*
 * What to tell where trees are named in decisions on patches of which nobody knows for which tree
 * they are; NULL: nothing. The caller frees.
 */
char *decided_warning(const struct report *report);

/*
 * Whether nobody wants the commit missing in the tree, or for the sake of the commit object, which
 * it follows: decided to drop, or for that object to wait.
 */
bool decided_unwanted(const struct decided *decided, const struct commit_id *missing,
		      const struct commit_id *object);

/* Free what decided_find() filled in. */
void decided_clear(struct review *review);

/* Whether what a decision waits for has come, by now a clause ("it is in"); NULL: it has not. */
char *decided_until_came(const struct decided *decided, const struct decision *decision,
			 const struct patch *patch);

#endif
