/* SPDX-License-Identifier: GPL-2.0-or-later */
/* target-parts - what the files of a target share; nobody else's business. */

#ifndef WINNOW_MATCH_TARGET_PARTS_H
#define WINNOW_MATCH_TARGET_PARTS_H

#include "match/patch-ids.h"
#include "match/same-change.h"
#include "match/target.h"

/* A commit that only the stable tree has. */
struct own_commit {
	struct commit_id id;
	const char *subject; /* the target's, or the history's */
	enum presence_state state;
	bool on_line; /* of the tree's first parents: all own ones before it are its ancestors */
	GArray *positions;	      /* guint32: the upstream commits it brings */
	GArray *taken_back;	      /* guint32: those that it took out of the tree */
	GPtrArray *undid;	      /* struct own_commit *: those of the tree's own among them */
	struct own_commit *undone_by; /* the one that took it back, for good; NULL: none did */
	struct own_commit *older;     /* the last one before it of its title; NULL: none */
};

/* Where a commit of the tree's own has one of upstream as a parent. */
struct meeting {
	size_t place;	  /* of the own one */
	guint32 position; /* of upstream's */
};

struct target {
	struct history *history;
	const struct queue *queue;
	const struct upstream *upstreams;
	GHashTable *queue_by_id;       /* upstream id -> GArray of queue indices */
	GHashTable *queue_by_prefix;   /* target_prefix_key() -> GArray of queue indices */
	GHashTable *queue_by_subject;  /* by title -> GArray of queue indices */
	GHashTable *queue_reverts;     /* target_key() -> entries that take it out of the tree */
	GHashTable *queue_own_reverts; /* struct own_commit * -> the same */
	size_t *taken_back; /* by queue index: position of the entry that reverts it, 0: none */
	GHashTable *queue_commits; /* the entries' own commit ids: not part of the branch */
	guint8 *in_base;
	struct commit_id base;
	struct repo *repo;   /* that has the base; NULL: no base was read */
	guint8 *in_branch;   /* like in_base, for what the branch has beyond it; NULL: not read */
	GHashTable *brought; /* target_key() -> the struct own_commit that brings it */
	GHashTable *absent;  /* target_key(): taken back, though inherited or brought */
	GHashTable *own_by_prefix;	 /* target_prefix_key() -> GArray of indices into own */
	GHashTable *own_by_subject;	 /* by title -> struct own_commit *, the newest */
	GPtrArray *own;			 /* struct own_commit *, oldest first */
	GHashTable *own_ids;		 /* their ids -> index into own + 1 */
	GArray *meets;			 /* struct meeting, in the order of own */
	GStringChunk *strings;		 /* their subjects */
	guint64 basis;			 /* of all that was read up to now, see index/own.h */
	struct patch_ids *patch_ids;	 /* of upstream's commits */
	struct patch_ids *own_patch_ids; /* of the tree's own; NULL: no base was read */
	struct same_change *changes;	 /* NULL: no tree was read */
};

/* What upstream has twice is one change, whichever of the two a tree took. */
gpointer target_key(const struct target *target, guint32 position);

/* The first six digits, the fewest that people write. */
gpointer target_prefix_key(const struct commit_id *id);

/* The same for digits as written; false when they are too few or none. */
bool target_prefix_key_of(const char *hex, gpointer *out);

/* In a table of GArrays: key has index, too. */
void target_note_index(GHashTable *table, gpointer key, guint index);

/* The tree's own commit that a reference names, by its id or by its subject; NULL if none. */
struct own_commit *target_own(const struct target *target, const struct reference *reference);

/* by brings the commit at position, be it again. */
void target_bring(struct target *target, guint32 position, struct own_commit *by);

/*
 * What a commit of the tree takes back is gone, whichever id it is called by; what that one had
 * taken back is there again. A re-apply undoes a revert of the same title.
 */
void target_apply_reverts(struct target *target, struct own_commit *by, const GArray *references);

/* The commit itself or a twin of it, as marks' tree has it from upstream; HISTORY_NONE. */
guint32 target_inherited(const struct target *target, const guint8 *marks, guint32 position);

/*
 * Where it is when the entry at index brings what asking wants; false if they never meet in a tree.
 */
bool target_find_entry(const struct target *target, guint index, const struct patch *asking,
		       struct presence *presence);

/* The same for the entry that brings id and is, to asking, in the wanted state. */
bool target_find_queued(const struct target *target, const struct commit_id *id,
			const struct patch *asking, enum presence_state wanted,
			struct presence *presence);

/* Whether an entry before asking takes out of the tree what the base or the branch has. */
bool target_queue_takes_out(const struct target *target, guint32 position,
			    const struct patch *asking);
bool target_queue_takes_out_own(const struct target *target, const struct own_commit *own,
				const struct patch *asking);

#endif
