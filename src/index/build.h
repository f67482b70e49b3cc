/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build - how read-repo.c and read-table.c add commits to an index; nobody else's business. */

#ifndef WINNOW_INDEX_BUILD_H
#define WINNOW_INDEX_BUILD_H

#include "base/store.h"
#include "index/history.h"

struct workers;

/*
 * A history of the first length commits of store, which it takes over; of all with HISTORY_NONE.
 * Borrows repo and workers (both may be NULL).
 */
struct history *history_new(enum history_kind kind, struct store *store, struct repo *repo,
			    struct workers *workers, guint32 length);

/* One commit as the source tells it; everything is copied. */
struct history_entry {
	struct commit_id id;
	const struct commit_id *parents; /* first parent first */
	size_t n_parents;
	const char *subject, *body; /* body may be "" */
	const char *author_name, *author_email;
	gint64 author_date, commit_date;
	gint64 mainline_date;	/* 0: that of the merge that brought it */
	const GPtrArray *paths; /* sorted; NULL: not known */
};

/* Some commits whose messages are scanned; each part for one thread, several at once. */
struct build_part;

/* fix_words as in history_options; it only reads them. */
struct build_part *build_part_new(const GPtrArray *fix_words);
void build_part_free(struct build_part *part);
DEFINE_CLEANUP(struct build_part *, build_part_free)

void build_part_add(struct build_part *part, const struct history_entry *entry);

struct build;

/* Commits to be added to what is in store; workers (NULL: none) help to write. */
struct build *build_new(struct workers *workers);
void build_free(struct build *build);
DEFINE_CLEANUP(struct build *, build_free)

/* Take over a part: in any order, ids that neither store nor another part has. */
void build_take(struct build *build, struct build_part *part);

/*
 * Write what tip reaches behind the positions of store, the last of which must be on tip's line of
 * first parents, and resolve all references. Runs in the caller's transaction.
 */
bool build_write(struct build *build, struct store *store, const struct commit_id *tip,
		 bool progress, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many commits were written. */
size_t build_length(const struct build *build);

/* Forget the commits from position first on, one of the line. Runs in the caller's transaction. */
bool build_truncate(struct store *store, guint32 first, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
