/* SPDX-License-Identifier: GPL-2.0-or-later */
/* title - when two subjects are of one change: what people and tools add to a subject goes. */

#ifndef WINNOW_MESSAGE_TITLE_H
#define WINNOW_MESSAGE_TITLE_H

#include <stdbool.h>

#include <glib.h>

#include "base/text.h"

/*
 * Subjects here are one line with single blanks, as text_fold() makes them.
 *
 * A backport's subject often has more than its commit's: "[7.x] ", "[Backport] ", "UPSTREAM: ",
 * "BACKPORT: FROMGIT: ", "UBUNTU: SAUCE: " before it, " (#1250)", " (backport #12)", " (GH-7)"
 * behind it, or less: git am takes "[SCSI] " off. What is left is the title, letter case and final
 * dots aside. A subject of nothing but such additions is its own title.
 */
struct slice title_of(const char *subject); /* points into subject */

/* "s390/pci: " of "s390/pci: rename x": words without blanks, each with its colon. Its length. */
size_t title_prefix_length(const char *subject);

/* Whether both have one title; hash is equal then, and the same in every index. */
bool title_equal(const char *a, const char *b);
guint32 title_hash(const char *subject);

/* The same for hash tables. */
gboolean title_key_equal(gconstpointer a, gconstpointer b);
guint title_key_hash(gconstpointer subject);

/* How near two subjects are: of several of one title the nearest is meant. */
enum title_nearness {
	TITLE_OTHER,
	TITLE_SAME,   /* one title */
	TITLE_NUMBER, /* and the number of one pull request, too */
	TITLE_EXACT,  /* letter for letter, "[SCSI] " and the like aside */
};
enum title_nearness title_nearness(const char *a, const char *b);

/* Whether part, which may end in "..." where it was cut, is the title of subject or begins it. */
bool title_begins(const char *part, const char *subject);

/*
 * What is left of a title when blanks and punctuation do not count either, for mails, whose
 * subjects are retyped. The caller frees.
 */
char *subject_bare(const char *subject);

/* Whether two are equal in that way, or but for the name of one subsystem: "SCSI: x" and "x". */
bool subject_same_title(const char *a, const char *b);

#endif
