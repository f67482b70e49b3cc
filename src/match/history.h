/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history - upstream's commits in order and the ties between them, looked up from memory. */

#ifndef WINNOW_MATCH_HISTORY_H
#define WINNOW_MATCH_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"
#include "git/repo.h"
#include "read/reference.h"

struct history;

/* A commit's place in history, ancestors before descendants, from 0. */
enum { HISTORY_NONE = G_MAXUINT32 };

/* Strings are the history's. Dates are seconds since the epoch, UTC; 0 when not known. */
struct history_commit {
	struct commit_id id;
	const char *subject;			/* folded */
	const char *author_name, *author_email; /* "" when not known */
	gint64 author_date, commit_date;
	gint64 mainline_date; /* when the mainline took it: the merge's date on the first-parent
				 line */
	guint32 first_parent; /* HISTORY_NONE: none, or not in this history */
	bool merge;
};

/* A tie that resolved: from refers to to, which as a rule is the earlier one. */
struct history_reference {
	enum reference_kind kind; /* REVERTS, REAPPLIES, FIXES or MENTIONS */
	guint32 from, to;
	bool by_title;	  /* found by the quoted subject: no id was given, or a wrong one */
	const char *line; /* the line of from's message that shows it */
};

/* Where it was read from, for the report's head. */
enum history_kind { HISTORY_REPOSITORY, HISTORY_TABLE };

/*
 * Read what revision reaches in repo. The history borrows repo for paths and diffs.
 * Fails with WINNOW_ERROR_INPUT.
 */
bool history_read_repo(struct repo *repo, const char *revision, bool progress, struct history **out,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Read a table of commit facts, winnow-table(5). Fails with WINNOW_ERROR_INPUT. */
bool history_read_table(const char *path, struct history **out,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

void history_free(struct history *history);
DEFINE_CLEANUP(struct history *, history_free)

enum history_kind history_kind(const struct history *history);

/* The repository the commits can be read from; NULL for a table. */
struct repo *history_repo(const struct history *history);

size_t history_length(const struct history *history);
const struct history_commit *history_at(const struct history *history, guint32 position);

/* HISTORY_NONE if it is not in it. */
guint32 history_find(const struct history *history, const struct commit_id *id);

/*
 * Digits that people wrote. Where several commits begin with them, title, if not empty, decides.
 * HISTORY_NONE if none fits; *ambiguous (may be NULL) says that several did.
 */
guint32 history_find_prefix(const struct history *history, const char *hex, struct slice title,
			    bool *ambiguous);

/*
 * The commit before limit that a reference in a later message means: its id decides, unless the
 * title quoted with it is another commit's and not that one's; without a usable id the title does.
 * HISTORY_NONE if it leads nowhere; *by_title (may be NULL) says that the title decided.
 */
guint32 history_find_reference(const struct history *history, const char *hex, struct slice title,
			       guint32 limit, bool *by_title);

/*
 * The newest commit before limit with this subject (folded by the caller; "[SCSI] " and the like do
 * not count), HISTORY_NONE if none.
 * Pass history_length() first, then the answer, to see all.
 */
guint32 history_find_subject(const struct history *history, const char *subject, guint32 limit);

/* The ties that lead to position, in the order of their from; *n of them. */
const struct history_reference *history_references_to(const struct history *history,
						      guint32 position, size_t *n);

/*
 * The commits whose first parent position is: call with HISTORY_NONE, then with the last answer;
 * HISTORY_NONE when there are no more.
 */
guint32 history_next_child(const struct history *history, guint32 position, guint32 last);

/*
 * Whether upstream took the commit back and did not bring it again: a revert of the revert and a
 * re-apply do. *by (may be NULL) is then the commit that did so.
 */
bool history_is_reverted(const struct history *history, guint32 position, guint32 *by);

/* Set marks[] for position and all its ancestors; marks has history_length() elements. */
void history_mark_ancestors(const struct history *history, guint32 position, guint8 *marks);

/*
 * Paths a commit changed, char *, sorted; NULL if that is not known. Borrowed; read once, kept.
 */
GPtrArray *history_paths(struct history *history, guint32 position);

#endif
