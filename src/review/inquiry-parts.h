/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inquiry-parts - an inquiry under way; for inquiry.c and its parts alone. */

#ifndef WINNOW_REVIEW_INQUIRY_PARTS_H
#define WINNOW_REVIEW_INQUIRY_PARTS_H

#include "decide/decisions.h"
#include "match/taken.h"
#include "match/target.h"
#include "read/backport-list.h"
#include "read/queue.h"
#include "review/cve-source.h"
#include "review/inquiry.h"

struct inquiry {
	const struct inquiry_options *options;
	struct repo *repo;
	struct workers *workers;
	struct source source;
	struct queue *queue;   /* empty: what is asked is about a tree */
	struct target *target; /* knows no base when only a list was given */
	struct taken_list taken;
	struct backport_list *list; /* NULL: none was given */
	char **list_text;	    /* its file's, once read; whose asks */
	GPtrArray *ignore_lists;
	struct decisions *decisions; /* NULL: none count */
	char *tree;		     /* whose decisions count; NULL: those for all */
	struct cve_source cves;
	GArray *open_cves; /* struct open_cve; NULL: no records were given */
	GPtrArray *lent;   /* to missing, by missing_of_cves() */
	GArray *missing;   /* struct missing */
	size_t n_unknown;  /* ids given that upstream does not have */
	char *name;
	bool is_branch; /* and stands for what it has beyond upstream */
	struct missing_report report;
};

/* What is taken, and the tree to look in: name, queue, target, taken, list and n_unknown. */
bool inquiry_read_branch(struct inquiry *inquiry, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The version that the branch's name holds: its end's, its start's, or the other tree's. */
char *inquiry_tree(const struct inquiry *inquiry);

bool inquiry_read_ignore_lists(struct inquiry *inquiry, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool inquiry_read_decisions(struct inquiry *inquiry, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Leave out what was not asked for; how many were on ignore lists, and decided not to be wanted. */
size_t inquiry_sift(const struct inquiry *inquiry, GArray *missing, size_t *n_decided);

/* Leave out those of open (struct open_cve) of which no fix is wanted; how many, likewise. */
size_t inquiry_sift_cves(const struct inquiry *inquiry, GArray *open, size_t *n_decided);

/* Tell of commits that may follow what the branch took, and of which that cannot be told. */
void inquiry_warn_vague(struct inquiry *inquiry);

#endif
