/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * absent-names - names that a patch uses and that neither it nor its target has, and the upstream
 * commits that brought them: it may apply, and will not build.
 */

#ifndef WINNOW_CODE_ABSENT_NAMES_H
#define WINNOW_CODE_ABSENT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/workers.h"
#include "index/history.h"
#include "code/tree-names.h"
#include "read/diff.h"

enum absent_origin {
	ABSENT_SINCE,  /* a commit brought it after the histories parted, or none that was found */
	ABSENT_LOST,   /* it was there when they parted, and the target has lost or renamed it */
	ABSENT_LEFT,   /* the patch's own upstream commit defines it, and the patch does not */
	ABSENT_UNKNOWN /* there is no upstream commit to ask */
};

/* Strings are its own, valid UTF-8. */
struct absent_name {
	char *name;
	enum identifier_kind kind;
	char *use;	    /* the added line that shows it */
	char *path;	    /* its file */
	size_t line_number; /* in the new file */
	bool sure;   /* not a plain word, which may be anything, nor a variable's name as well */
	bool breaks; /* it will not build; false for what is switched off instead */
	enum absent_origin origin;
	guint32 position;      /* of the commit that brought it; HISTORY_NONE: not found */
	char *definition;      /* the line that defines it upstream; NULL with ABSENT_UNKNOWN */
	char *definition_path; /* its file; NULL likewise */
};

struct absent_finder;

/*
 * Looks up where names come from in history (NULL, or without a repository: all are
 * ABSENT_UNKNOWN), whose commits that base has are marked in in_base, by position. Borrows all.
 * names are those of base; what is added to them later counts. What was read is kept. Many files
 * are read by workers (may be NULL).
 */
struct absent_finder *absent_finder_new(struct history *history, const guint8 *in_base,
					const struct commit_id *base,
					const struct tree_names *names, struct workers *workers,
					bool progress);
void absent_finder_free(struct absent_finder *finder);
DEFINE_CLEANUP(struct absent_finder *, absent_finder_free)

/*
 * Struct absent_name, in the order of the diff's lines; the caller unrefs. diff was made from the
 * upstream commit at position (HISTORY_NONE: not known), in whose tree a name must be defined, or
 * it comes from outside and nothing is said. Neither is anything said that files which cannot be
 * read might refute, nor of what stands in an #ifdef that the target never enters. At most
 * ABSENT_LIMIT are looked for. ids are those of diff; NULL: they are read.
 */
enum { ABSENT_LIMIT = 64 };
GArray *absent_names_find(struct absent_finder *finder, const struct diff *diff,
			  const struct identifiers *ids, guint32 position);

#endif
