/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collect - gather every fact about one patch. By one thread: what it asks, history and target,
 * keeps what it found. What is looked up ahead on others is made of patches and of a repository of
 * the thread's own alone.
 */

#ifndef WINNOW_EVIDENCE_COLLECT_H
#define WINNOW_EVIDENCE_COLLECT_H

#include <glib.h>

#include "evidence/fact.h"
#include "evidence/ignore.h"
#include "evidence/people.h"
#include "evidence/thread.h"
#include "index/history.h"
#include "match/cves.h"
#include "match/horizon.h"
#include "match/release.h"
#include "match/target.h"
#include "match/upstream.h"
#include "read/queue.h"
#include "trees/siblings.h"

/* What is known to all patches. Borrowed, but for what evidence_prepare() makes. */
struct evidence {
	struct history *history; /* NULL: no upstream was given */
	const struct target *target;
	const struct queue *queue;
	const struct upstream *upstreams; /* of the queue's entries, in its order */
	const guint *changes;		  /* theirs, see match/change.h */
	GPtrArray *ignore_lists;	  /* struct ignore_list *; NULL: none */
	/*
	 * Why people do not want the commit id, which patch lacks; NULL from it: nobody said so.
	 * The caller frees. NULL: nobody decides.
	 */
	char *(*unwanted)(const struct patch *patch, const struct commit_id *id, void *data);
	/*
	 * What was decided against the patch for another tree, that siblings number, as a clause,
	 * "ann decided on 2026-11-28: ..."; likewise.
	 */
	char *(*dropped)(const struct patch *patch, guint number, void *data);
	void *decided_data;
	guint stack; /* the queue's that is on the base, see struct patch; 0: what is in none */
	const char *base_name;	     /* what the base was given as; NULL: none was */
	const char *tree;	     /* the version of the tree that is built on; NULL: not known */
	const char *names_directory; /* where names of trees are kept; NULL: nowhere */
	const struct siblings *siblings; /* NULL: no other trees are known */
	const struct horizon *horizon;	 /* NULL: not looked for */
	const struct cves *cves;	 /* NULL: no records were given */
	const struct people *people;	 /* NULL: nothing is known of people */
	gint64 now;
	struct workers *workers;	 /* that look up ahead; NULL: none do */
	bool progress;		     /* show how far it has come */
	bool no_replies;	     /* what people replied does not count */
	struct origin_diffs *diffs;  /* origin-diff.h, from evidence_prepare() */
	GArray *ties;		     /* struct tie, from evidence_prepare() */
	struct own_words *own_words; /* own-words.h, from evidence_prepare() */
	GArray *trials;		     /* struct trial (trial.h) of each entry; NULL: not looked up */
	struct releases *releases;   /* of upstream, likewise; never NULL */
	struct threads *threads;     /* likewise; NULL when replies do not count */
	GArray *neighbours;	     /* struct neighbours (neighbours.h) of each entry, likewise */
};

/* Once all else is filled in. evidence_clear() frees what it made, nothing that was borrowed. */
void evidence_prepare(struct evidence *evidence);
void evidence_clear(struct evidence *evidence);

/*
 * Fill *out, to be freed with facts_clear(), with what is known about the queue's entry index.
 * Never fails: what could not be looked up is a fact.
 */
void evidence_collect(const struct evidence *evidence, size_t index, struct facts *out);

#endif
