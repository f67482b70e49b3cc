/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ignore - lists of paths whose maintainers do not want patches selected by a machine. */

#ifndef WINNOW_EVIDENCE_IGNORE_H
#define WINNOW_EVIDENCE_IGNORE_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "read/diff.h"

struct ignore_list;

/*
 * Read a list: one path glob a line ("virt/kvm/ *" without the blank, "mm/ *.c", "fs/xfs/"), '*'
 * not crossing '/', a matched directory standing for all below it; '#' begins a comment. A
 * malformed line is described in warnings (char *) and left out: it must never match everything.
 * *out is the caller's. Fails with WINNOW_ERROR_INPUT.
 */
bool ignore_read(const char *path, GPtrArray *warnings, struct ignore_list **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ignore_free(struct ignore_list *list);
DEFINE_CLEANUP(struct ignore_list *, ignore_free)

/*
 * When every file of the diff is on the list, "file:line: glob" of the last file's match, and that
 * file in *path; else NULL. Both are borrowed.
 */
const char *ignore_matches(const struct ignore_list *list, const struct diff *diff,
			   const char **path);

#endif
