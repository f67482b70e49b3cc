/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mail-head - where a patch file's header says it is from: markers there, format-patch's commit. */

#ifndef WINNOW_READ_MAIL_HEAD_H
#define WINNOW_READ_MAIL_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/commit-id.h"
#include "base/text.h"

struct mail_head {
	char *markers; /* "Git-commit: ...\n" and the like, valid UTF-8; NULL if there are none */
	bool has_commit;
	struct commit_id commit; /* of "From <id> Mon Sep 17 00:00:00 2001" */
};

/* Of a mail's bytes, the mbox line before them included if there is one. Free with clear. */
void mail_head_read(struct mail_head *head, const char *bytes, size_t length);
void mail_head_clear(struct mail_head *head);

/*
 * Whether line is the first one of a file of git format-patch, whose date is always the same; *id,
 * when given, is the commit that it was made from.
 */
bool mail_is_format_patch(struct slice line, struct commit_id *id);

#endif
