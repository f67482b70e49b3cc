/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * patch-file - a file with one patch, in whatever head: mail headers, a Debian (DEP-3) head, bare
 * "From:" and text, nothing but the diff.
 */

#ifndef WINNOW_READ_PATCH_FILE_H
#define WINNOW_READ_PATCH_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "read/patch.h"

/* Fill patch from what the file holds; strip is as for patch_fill(). Never fails: see problems. */
void patch_file_fill(struct patch *patch, const char *bytes, size_t length, unsigned strip);

/* Whether it is one that is neither a mail nor an mbox: it has a diff, but no mail's headers. */
bool patch_file_is_bare(const char *bytes, size_t length);

#endif
