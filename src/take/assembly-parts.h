/* SPDX-License-Identifier: GPL-2.0-or-later */
/* assembly-parts - what the files of an assembly share; nobody else's business. */

#ifndef WINNOW_TAKE_ASSEMBLY_PARTS_H
#define WINNOW_TAKE_ASSEMBLY_PARTS_H

#include "take/assembly.h"
#include "take/fitting.h"
#include "take/form.h"
#include "take/groundwork.h"

/* A change of the plan that was undone so that the review's patch may apply. */
struct blame {
	char *key;
	const struct review *review;
};

/* An assembly on its way. */
struct assembling {
	const struct report *report;
	const struct assembly_options *options;
	struct form form;
	struct renames *renames; /* NULL: there is no upstream to ask */
	GHashTable *undone;	 /* keys of the plan -> why (char *) */
	struct plan wanted;	 /* with nothing undone */
	struct plan plan;
	struct scratch *scratch; /* with all that is placed so far */
	GHashTable *names;
	GPtrArray *failed; /* char *: the files that the last piece did not fit; empty: not known */
	GArray *blames;	   /* struct blame, in the order in which they were found */
	GPtrArray *late;   /* const struct piece *: companions that did not fit where they belong */
	struct groundwork *groundwork; /* NULL: there is no upstream to ask */
	GPtrArray *grounds; /* GPtrArray of struct piece *: sets that were found for companions */
	GHashTable *sunk;   /* keys of companions that do not apply on top of theirs either */
	struct assembly *out;
};

static inline bool piece_is_entry(const struct piece *piece)
{
	return piece->kind == PIECE_ENTRY;
}

enum placing {
	PLACING_DONE,
	PLACING_NOT,	  /* it does not apply, or cannot be read */
	PLACING_NEEDLESS, /* it would change nothing */
};

/* Read a piece's text. *out must be cleared, whatever comes of it. */
bool assembling_read(const struct assembling *run, const struct piece *piece, struct material *out,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Put a piece, and add what comes of it. why: of NOT and NEEDLESS, a clause, the caller's. Fails
 * where the repository does.
 */
bool assembling_place(struct assembling *run, const struct piece *piece, enum placing *placing,
		      char **why, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The piece of that number has no place, why it has not: do without it, or undo what stands in its
 * way, after which *again says that all is to be placed anew; else that is left as it is. Fails
 * with WINNOW_ERROR_INPUT where neither can be.
 */
bool assembling_do_without(struct assembling *run, guint number, const char *why, bool *again,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What else the piece's user needs is of no use without it. True if there is any. */
bool assembling_undo_others(struct assembling *run, const struct piece *piece);

/*
 * Find for the companions that did not even fit at the end what upstream had there first, and put
 * them on top of it. *again: a set turned out not to fit, and all is to be placed anew.
 */
bool assembling_place_grounded(struct assembling *run, bool *again,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether it is put at the end, for it does not fit where it belongs. */
bool assembling_is_late(const struct assembling *run, const struct piece *piece);

/* The ids of the set that was found for a companion, "A, B"; NULL: there is none. */
char *assembling_ground_of(const struct assembling *run, const struct piece *piece);

/* The piece's, without a reason. */
struct change change_of_piece(enum change_kind kind, const struct piece *piece);

/* The change is taken over. */
void assembling_add_change(struct assembling *run, struct change change);

/* Of a piece that was put: that it comes along, or where it was moved. */
void assembling_note_piece(struct assembling *run, const struct piece *piece);

/* Of an entry that is left out; proof may be NULL. */
void assembling_note_omission(struct assembling *run, const struct review *review,
			      const char *reason, const char *proof);

/* What was wanted of the queue, and is not done: of a key in undone. */
void assembling_note_undone(struct assembling *run);

#endif
