/* SPDX-License-Identifier: GPL-2.0-or-later */
/* version - which stable tree a word names: "5.10", "linux-6.1.y", "OLK-6.6". */

#ifndef WINNOW_MESSAGE_VERSION_H
#define WINNOW_MESSAGE_VERSION_H

#include <stdbool.h>

#include <glib.h>

/*
 * The tree that word names: "5.10", "22.11", a range of them "7.0-6.6"; NULL if it names none, as
 * "5.10-rc1" does not. The caller frees.
 */
char *version_of_word(const char *word);

/*
 * The trees that the words of tag, what stands in a subject's brackets, name: char *, maybe one
 * twice; the caller unrefs. "v3.2" is one only where another word says that a tree is meant.
 */
GPtrArray *versions_of_tag(const char *tag);

/*
 * Whether a word of tag speaks of a stable tree, be it in a way that versions_of_tag() makes
 * nothing of: "AUTOSEL", "stable", or with numbered, only a number that no tree was seen in.
 */
bool tag_means_stable(const char *tag, bool numbered);

/*
 * Which version of itself a patch says it is: 2000 of "v2", 2001 of "v2.1" where that is no tree,
 * 1000 where it says nothing; *resent becomes whether it says "RESEND" or the like.
 */
unsigned tag_revision(const char *tag, bool *resent);

/* Whether what a base is called, "v6.12.8" or "stable/linux-6.12.y", is the tree of version "6.12".
 */
bool version_is_of(const char *base, const char *version);

#endif
