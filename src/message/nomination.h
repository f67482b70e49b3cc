/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nomination - for which stable trees an author asks: the versions at a "Cc: stable". */

#ifndef WINNOW_MESSAGE_NOMINATION_H
#define WINNOW_MESSAGE_NOMINATION_H

#include <stdbool.h>

#include "base/text.h"
#include "message/message.h"

/* What the author says of a tree. */
enum nomination_scope {
	NOMINATION_SILENT,    /* nothing: no such tag, or one without a version that we know */
	NOMINATION_ASKED,     /* it is one of those asked for */
	NOMINATION_ADJUST,    /* there the patch needs adjusting */
	NOMINATION_ELSEWHERE, /* others were asked for */
};

struct nomination {
	char *asked;	   /* the trees as a clause: "5.10 and later"; NULL when silent, or when
			      the tree is asked for without a version that says so */
	struct slice line; /* the tag that says so, within the message; empty when silent */
};

/*
 * What the tags of message that ask for stable (Cc:, Backport:, Backport-to:) say of tree, a
 * version as nomination_tree() gives it. A version alone is where it starts, as the kernel's rules
 * have it; of several the lowest is. *out must be freed with nomination_clear().
 */
enum nomination_scope nomination_of(const struct message *message, const char *tree,
				    struct nomination *out);

/* Whether any tag of message asks for stable trees, of whatever version. */
bool nomination_is_there(const struct message *message);
void nomination_clear(struct nomination *nomination);

/*
 * The stable tree that a version, tag or branch belongs to: "5.4" of "v5.4.120" and "linux-5.4.y",
 * "2.6.32" of "v2.6.32.20", "22.11" of "22.11"; NULL if the name holds no version. The caller
 * frees.
 */
char *nomination_tree(const char *name);

/*
 * The same of a branch, for which a number will do: "50" of "stable-v50", "6.12" of
 * "stable/linux-6.12.y". NULL: it has none, or may be digits of a commit. The caller frees.
 */
char *nomination_tree_of_branch(const char *name);

#endif
