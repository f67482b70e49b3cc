/* SPDX-License-Identifier: GPL-2.0-or-later */
/* target - what the stable tree already holds, and what the queue will add to it. */

#ifndef WINNOW_MATCH_TARGET_H
#define WINNOW_MATCH_TARGET_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "index/history.h"
#include "match/upstream.h"
#include "read/queue.h"

/* Where an upstream commit is, seen from one queue entry. */
enum presence_state {
	PRESENCE_UNKNOWN,	/* no target and no way to infer it */
	PRESENCE_BASE,		/* in the tree the queue goes on top of */
	PRESENCE_BRANCH,	/* not in the base, but in the branch by now */
	PRESENCE_QUEUED_BEFORE, /* an earlier entry of the queue brings it */
	PRESENCE_QUEUED_AFTER,	/* a later one does */
	PRESENCE_MISSING,
};

struct presence {
	enum presence_state state;
	bool inferred;	 /* missing: only the queue was there to look in */
	bool inherited;	 /* base: it is the very commit, from before the trees parted */
	bool has_commit; /* the backport's own id is known */
	struct commit_id commit;
	const struct patch *patch; /* the entry that brings it; NULL unless queued */
};

struct target;

/* Borrows history (may be NULL) and queue. Nothing of a tree is known at first. */
struct target *target_new(struct history *history, const struct queue *queue);
void target_free(struct target *target);
DEFINE_CLEANUP(struct target *, target_free)

/*
 * Read the tree the queue goes on top of, then, optionally, the branch beyond it. Backports are
 * recognised as took_find() has it; what the tree reverted again does not count.
 * Both need a history; the branch needs the base first. Fail with WINNOW_ERROR_INPUT.
 */
bool target_read_base(struct target *target, struct repo *repo, const struct commit_id *base,
		      bool progress, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool target_read_branch(struct target *target, struct repo *repo, const struct commit_id *tip,
			bool progress, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * A whole tree as the base: what from (NULL: nothing) has is in it too, for a tree whose history is
 * its own and was begun with the files of from.
 */
bool target_read_tree(struct target *target, struct repo *repo, const struct commit_id *tip,
		      const struct commit_id *from, bool progress,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether base or branch have the commit at position or brought it, be it taken back since. */
bool target_took(const struct target *target, guint32 position);

/* By position: what the base shares with upstream. NULL when no base was read. */
const guint8 *target_in_base(const struct target *target);

/*
 * Whether the base shares with upstream a commit that takes the one at position back, for good.
 * Whatever the tree itself did is target_find()'s.
 */
bool target_base_undid(const struct target *target, guint32 position);

/* Whether the tree has no longer what it had of the commit at position, by whomever's revert. */
bool target_took_back(const struct target *target, guint32 position);

/* Where the base's files can be read; NULL when no base was read. *base is set then. */
struct repo *target_repo(const struct target *target, struct commit_id *base);

/*
 * Call visit for each commit of the base's own, in the order of the tree, and each upstream commit
 * that it brings, or HISTORY_NONE when it brings none. gone: the tree took that back.
 */
void target_each_own(const struct target *target,
		     void (*visit)(const struct commit_id *commit, guint32 position, bool gone,
				   void *data),
		     void *data);

/*
 * Where commit stands among the base's own, in the order in which the tree took them; *on_line: all
 * those before it are its ancestors. TARGET_NOWHERE: it is none of them.
 */
#define TARGET_NOWHERE G_MAXSIZE
size_t target_place(const struct target *target, const struct commit_id *commit, bool *on_line);

/*
 * The place of the own commit with which upstream's at position, which the base shares, came: what
 * was merged later. 0 as well of what the tree began with.
 */
size_t target_arrival(const struct target *target, guint32 position);

/* The commit that took the one at position out of the tree; false: none did, or it is not known. */
bool target_took_back_by(const struct target *target, guint32 position, struct commit_id *out);

/* A commit of the tree's own, and whether the tree has it still. */
struct target_own {
	struct commit_id commit;
	enum presence_state state; /* PRESENCE_BASE, PRESENCE_BRANCH */
	bool by_id;		   /* it was found by its id */
	bool undone; /* the tree took it back since, by a commit of which upstream has none */
	struct commit_id undone_by;
	const char *undone_subject; /* that one's, borrowed */
	struct commit_id again;	    /* of a revert: by which the tree took up again what it undid */
	const char *again_subject;  /* NULL: by none */
};

/*
 * The one that patch is: by its id, or by subject, author and patch-id. A subject alone tells
 * nothing, as subjects recur. False, *out untouched: it is none, or the queue takes it out of the
 * tree before, or the tree did so as upstream did.
 */
bool target_find_own(const struct target *target, const struct patch *patch,
		     struct target_own *out);

/* The one that brought the commit at position, where the tree has undone it; false: it has not. */
bool target_find_undone(const struct target *target, guint32 position, struct target_own *out);

/* The later entry that takes this one back; NULL if none does. */
const struct patch *target_taken_back_by(const struct target *target, const struct patch *patch);

/*
 * The matches of the queue's entries, in its order; borrowed. Needed for the queued states: an
 * entry that a later one reverts no longer brings anything to those behind that one.
 */
void target_set_queue_upstreams(struct target *target, const struct upstream *upstreams);

/*
 * Where the upstream commit id is, seen from asking, an entry of the queue: only entries that can
 * be in the same tree count. Without a base it is queued or UNKNOWN.
 */
struct presence target_find(const struct target *target, const struct commit_id *id,
			    const struct patch *asking);

/*
 * The same for a reference in asking's message, which may name a commit of the target itself. *id
 * is the upstream commit's where there is one, else the target's own; *resolved says whether the
 * reference led to any commit at all, *id is untouched if not.
 */
struct presence target_find_reference(const struct target *target,
				      const struct reference *reference, const struct patch *asking,
				      struct commit_id *id, bool *resolved);

/*
 * The upstream commits that asking's message names as of this kind, guint32, positions; with
 * missing only those that the tree lacks. The caller's. None where there is no history.
 */
GArray *target_find_named(const struct target *target, const struct patch *asking,
			  enum reference_kind kind, bool missing);

/*
 * Whether reference, one of a message's, is a revert's title where an id of the same message leads
 * somewhere: titles repeat, so that the id alone counts.
 */
bool target_is_second_name(const struct target *target, const GArray *references,
			   const struct reference *reference);

/*
 * The queue entry that a reference in asking's message leads to, by the entry's upstream id, its
 * own id or, where no id is given, its subject: the last such entry before asking. NULL if there is
 * none.
 */
const struct patch *target_queued(const struct target *target, const struct reference *reference,
				  const struct patch *asking);

#endif
