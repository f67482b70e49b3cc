/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history-build - how history-repo.c and history-table.c fill a history; nobody else's business. */

#ifndef WINNOW_MATCH_HISTORY_BUILD_H
#define WINNOW_MATCH_HISTORY_BUILD_H

#include "match/history.h"

struct history *history_new(enum history_kind kind, struct repo *repo);

/* One commit as the source tells it; everything is copied. */
struct history_entry {
	struct commit_id id;
	const struct commit_id *parents; /* first parent first */
	size_t n_parents;
	const char *subject, *body; /* body may be "" */
	const char *author_name, *author_email;
	gint64 author_date, commit_date, mainline_date;
	GPtrArray *paths; /* taken over; NULL: not known, or to be asked of the repository */
};

/* Entries come ancestors first, or descendants first and history_finish() turns them round. */
void history_add(struct history *history, const struct history_entry *entry);

/* Resolve parents and references, build the look-ups. Call once, after the last entry. */
void history_finish(struct history *history, bool newest_first);

#endif
