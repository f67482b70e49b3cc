/* SPDX-License-Identifier: GPL-2.0-or-later */
/* commit-text - a commit taken apart from the bytes that a repository keeps of it. */

#ifndef WINNOW_GIT_COMMIT_TEXT_H
#define WINNOW_GIT_COMMIT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "git/repo.h"

/* What a commit has at least, its "tree" line: what is shorter is none. */
enum { COMMIT_TEXT_MIN = sizeof("tree \n") - 1 + COMMIT_ID_HEX };

/* How many parents it names, and number i of these; false: that is no id. */
size_t commit_text_count_parents(struct slice text);
bool commit_text_parent(struct slice text, size_t i, struct commit_id *out);

/* All of it; what is not understood is left out. *out is the caller's to commit_clear(). */
void commit_text_parse(const struct commit_id *id, struct slice text, struct commit *out);

#endif
