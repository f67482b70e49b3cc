/* SPDX-License-Identifier: GPL-2.0-or-later */
/* maintainers - the MAINTAINERS file of a tree: which files are whose. */

#ifndef WINNOW_READ_MAINTAINERS_H
#define WINNOW_READ_MAINTAINERS_H

#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

struct subsystem {
	char *name;	 /* "S390 PCI SUBSYSTEM" */
	GString *people; /* M: and R:, an address list for addresses_parse() */
	GString *lists;	 /* L:, likewise */
};

enum { MAINTAINERS_LIMIT = 4 << 20 }; /* bytes that are read */

struct maintainers;

/*
 * Take text apart: sections with M:, R:, L:, F:, X:, N: and K: lines; all else is left out, and
 * what is no path or no expression. Never fails: a text without sections knows nobody.
 */
struct maintainers *maintainers_parse(const char *text, size_t length);
void maintainers_free(struct maintainers *maintainers);
DEFINE_CLEANUP(struct maintainers *, maintainers_free)

/*
 * The subsystem that most of the paths (char *) belong to, a path to the section that says it most
 * closely: by F: lines, else by the first N: that matches. If none does the first whose K: matches
 * a line of changed (NULL: there is none), a patch's message and its lines that begin with '+' or
 * '-'. Borrowed; NULL: nobody's. What takes every file, "THE REST", does not count.
 */
const struct subsystem *maintainers_find(const struct maintainers *maintainers,
					 const GPtrArray *paths, const char *changed);

#endif
