/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bug - whether what an upstream commit repairs is in a tree: by the commit that it names as the
 * culprit, by what its author says of the tree, or by its lines.
 */

#ifndef WINNOW_TREES_BUG_H
#define WINNOW_TREES_BUG_H

#include <stdbool.h>

#include "index/history.h"
#include "match/effective.h"
#include "match/renames.h"
#include "match/target.h"

/* What is looked into; all borrowed. */
struct bug_place {
	struct history *history; /* with a repository */
	const struct target *target;
	struct effective *tree; /* its files; nothing is applied to it */
	struct renames *renames;
	bool apart;	     /* the tree shares no history with upstream */
	const char *version; /* the tree's, as authors write it; NULL: its name holds none */
};

enum bug_state { BUG_THERE, BUG_NOT_THERE, BUG_UNKNOWN };

struct bug {
	enum bug_state state;
	guint32 culprit;	  /* the commit that decided; HISTORY_NONE: none did */
	struct presence presence; /* its, with BUG_THERE */
	bool only_removes;	  /* none is named, and the commit adds no line */
	char *proof;		  /* the line that shows it; NULL: none does */
	char *says;		  /* a clause */
};

/* *out must be cleared. */
void bug_find(const struct bug_place *place, guint32 position, struct bug *out);
void bug_clear(struct bug *bug);

#endif
