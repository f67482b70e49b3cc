/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * code-there - how many of the lines that a change is about stand in the tree that it meets. What
 * does not apply may still be about code that is there: its lines stand elsewhere or apart.
 */

#ifndef WINNOW_MATCH_CODE_THERE_H
#define WINNOW_MATCH_CODE_THERE_H

#include <stdbool.h>
#include <stddef.h>

#include "match/effective.h"

/* A commit of more files may only have moved what it is said to have brought. */
enum { CODE_WIDE_FILES = 100 };

/* The lines of a diff by what it does to them. */
enum code_side { CODE_REMOVED, CODE_AROUND, CODE_ADDED, N_CODE_SIDES };

/* Nothing is looked for in files that cannot be read. */
struct code_there {
	size_t found[N_CODE_SIDES], total[N_CODE_SIDES]; /* lines that say something: no "}" */
	char *path;	/* the last file that was looked into; NULL: none was */
	char *function; /* the first function that it changes and the file does not name; NULL:
			   none, or the headers of its hunks do not tell */
};

/*
 * Look for change's lines in tree, each in the file that it is of, by an older name where the
 * change's renames lead to one; of the files that only changes, too, where it changes one of them
 * (NULL: of all). *out must be cleared with code_there_clear().
 */
void code_there_look(struct effective *tree, const struct effective_change *change,
		     const struct diff *only, struct code_there *out);

/* The same of one file of the change. */
void code_there_look_at(struct effective *tree, const struct effective_change *change,
			const struct diff_file *file, struct code_there *out);
void code_there_clear(struct code_there *code);

/*
 * Whether what the change is about is there as good as whole: nearly all that it removes and most
 * of what stands around, or nearly all of that where it removes nothing.
 */
bool code_there_mostly(const struct code_there *code);

/*
 * Whether none of what the change is about is there: not one of the lines that it removes or stands
 * between, of which there are enough to say so.
 */
bool code_there_none(const struct code_there *code);

/*
 * Whether the change itself seems to be in the tree, by whatever commit: what it adds is there or,
 * where it adds nothing, what it removes is not. True where nothing speaks against it.
 */
bool code_there_made(const struct code_there *code);

#endif
