/* SPDX-License-Identifier: GPL-2.0-or-later */
/* branch - an assembly as commits on its base, under a new name. */

#ifndef WINNOW_TAKE_BRANCH_H
#define WINNOW_TAKE_BRANCH_H

#include <stdbool.h>

#include "take/assembly.h"

/* Make the branch, which must not be there. Its commits are written first, then its name. */
bool branch_write(const struct assembly *assembly, struct repo *repo, const struct commit_id *base,
		  const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
