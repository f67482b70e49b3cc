/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * history - upstream's commits in the order in which its mainline took them, and the ties between
 * them, looked up in an index: a file that is kept (read-repo.c) or one of this run only.
 *
 * For one thread, const or not: looking up keeps what it found. A struct history_commit that was
 * found stays as it is, and may be read by all.
 */

#ifndef WINNOW_INDEX_HISTORY_H
#define WINNOW_INDEX_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"
#include "base/warn.h"
#include "git/repo.h"
#include "message/reference.h"

struct history;
struct workers;

/* A commit's number in history, ancestors before descendants, from 0. */
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
	bool paths_known;   /* by the index; see also history_index_paths() */
	bool on_line;	    /* of the mainline's first parents: all before it are its ancestors */
	const char *series; /* what the message ids of its series share; NULL: not known */
	unsigned series_number; /* its number in them: of mails, a cover letter may have been one */
};

/* A tie that resolved: from refers to to, which as a rule is the earlier one. */
struct history_reference {
	enum reference_kind kind; /* REVERTS, REAPPLIES, FIXES, FIX_WORDS or MENTIONS */
	guint32 from, to;
	unsigned nth;	  /* among the references of from's message */
	bool by_title;	  /* found by the quoted subject: no id was given, or a wrong one */
	guint32 merge;	  /* a revert of this one, which brought to; 0: from names to itself */
	const char *hex;  /* as written; "" when none was */
	const char *line; /* the line of from's message that shows it */
};

/* Where it was read from, for the report's head. */
enum history_kind { HISTORY_REPOSITORY, HISTORY_TABLE };

struct history_options {
	/*
	 * The index's file. NULL: none is kept, every run reads everything. is_cache says that it
	 * lies where only winnow writes, so that whatever is wrong with it may be overwritten.
	 */
	const char *index_path;
	bool is_cache;

	/*
	 * Instead of that one, where it is another branch's and would have to be rewritten for this
	 * one: two branches looked at in turns would rewrite it every time. NULL: rewrite it.
	 */
	const char *other_path;
	bool rebuild;	/* whatever is there: it has been found damaged */
	bool must_keep; /* fail where the index cannot be written, instead of doing without */
	bool progress;
	const GPtrArray *fix_words; /* the project's own, see fix-words.h; NULL: none */
	struct workers *workers;    /* that help to read, also the paths; NULL: none do */
	struct warn warn;
};

/* What history_open_repo() had to do. */
struct history_update {
	size_t n_new; /* commits read */
	bool rebuilt; /* nothing of an older state was of use */
};

/*
 * What revision reaches in repo, from the index, which is brought up to date first. The history
 * borrows repo for paths and diffs, and workers. *update may be NULL. Fails with WINNOW_ERROR_INPUT, or
 * WINNOW_ERROR_SYSTEM when nothing can be written at all.
 */
bool history_open_repo(struct repo *repo, const char *revision,
		       const struct history_options *options, struct history **out,
		       struct history_update *update, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same from an index alone, as far as it reaches: without its repository nothing can be
 * diffed. Fails with WINNOW_ERROR_INPUT.
 */
bool history_open_index(const char *path, struct history **out,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Read a table of commit facts, winnow-table(5); fix_words as in the options.
 * Fails with WINNOW_ERROR_INPUT.
 */
bool history_read_table(const char *path, const GPtrArray *fix_words, struct history **out,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

void history_free(struct history *history);
DEFINE_CLEANUP(struct history *, history_free)

/*
 * Whether something of the index could not be read, and why: a clause, else NULL. Then nothing that
 * was concluded from this history may be told. *damaged (may be NULL): the file is broken; opened
 * with rebuild, it is built anew.
 */
const char *history_failure(const struct history *history, bool *damaged);

/* The index's file; NULL if none is kept. */
const char *history_index_path(const struct history *history);

enum history_kind history_kind(const struct history *history);

/* The repository the commits can be read from; NULL for a table or an index alone. */
struct repo *history_repo(const struct history *history);

size_t history_length(const struct history *history);

/* Lives as long as the history. */
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
 * The newest commit before limit whose subject is of the same title as this one (message/title.h),
 * which the caller folds; HISTORY_NONE if none.
 * Pass history_length() first, then what that returned, to see all.
 */
guint32 history_find_subject(const struct history *history, const char *subject, guint32 limit);

/*
 * Commits that upstream has twice, one of them "(cherry picked from commit ...)" of the other: all
 * that are one change with the commit at position, guint32, rising, itself included. NULL: it is
 * alone. Borrowed.
 */
const GArray *history_twins(const struct history *history, guint32 position);

/* The first of them, which stands for all where changes are counted; position when it is alone. */
guint32 history_first_twin(const struct history *history, guint32 position);

/*
 * What a merge brought, guint32, rising: nothing for other commits, or when there are more than
 * limit of them.
 */
GArray *history_brought_by(const struct history *history, guint32 merge, guint limit);

/*
 * The ties that lead to position, or to a twin of it, in the order of their from, one for each; *n
 * of them. A revert of a merge is one of all that came with it, if they are at most
 * HISTORY_REVERT_LIMIT. They live as long as the history.
 */
enum { HISTORY_REVERT_LIMIT = 200 };
const struct history_reference *history_references_to(const struct history *history,
						      guint32 position, size_t *n);

/*
 * What the commit at position refers to, in the order of its message, struct history_reference,
 * whose strings are the history's; to is HISTORY_NONE where that leads nowhere, or to several. The
 * caller unrefs.
 */
GArray *history_references_from(const struct history *history, guint32 position);

/*
 * Whether a revert is one of all that there is of a change: it may stand on a branch that has only
 * one of twins, and the other stays. Only those that within marks (NULL: all) are asked for.
 */
bool history_reverts_all(const struct history *history, const struct history_reference *reference,
			 const guint8 *within);

/* The commits that a reference leads to by title, guint32, in no order, perhaps more than once. */
GArray *history_named_by_title(const struct history *history);

/*
 * Call visit for each reference whose digits begin several commits and whose title, if any, does
 * not decide: it is a tie to one of them. The reference's to is HISTORY_NONE.
 */
void history_each_ambiguous(const struct history *history,
			    void (*visit)(const struct history_reference *reference, void *data),
			    void *data);

/*
 * Read Fixes: tags that name bad as if they named good, or nothing where good is NULL. Before the
 * first look at references.
 */
void history_correct_fixes(struct history *history, const struct commit_id *bad,
			   const struct commit_id *good);

/* The commits of a series by its message ids, guint32, in the order of their numbers. */
GArray *history_series(const struct history *history, const char *series);

/*
 * Whether upstream took the commit back and did not bring it again: a revert of the revert and a
 * re-apply do. *by (may be NULL) is then the commit that did so.
 */
bool history_is_reverted(const struct history *history, guint32 position, guint32 *by);

/*
 * As history_find(); *plain: it is found, no merge, and has this title (see title_hash()), for
 * callers that look at thousands: false proves nothing.
 */
guint32 history_find_plain(const struct history *history, const struct commit_id *id,
			   const char *subject, bool *plain);

/* The commits whose author's date is date, guint32, rising. */
GArray *history_written_at(const struct history *history, gint64 date);

/* Set marks[] for position and all its ancestors; marks has history_length() elements. */
void history_mark_ancestors(const struct history *history, guint32 position, guint8 *marks);

/*
 * Paths a commit changed, char *, sorted; NULL if that is not known, as for merges. Borrowed; read
 * once, kept.
 */
GPtrArray *history_paths(struct history *history, guint32 position);

/* Whether paths can be told: from the repository, or all from the index. */
bool history_knows_paths(const struct history *history);

/*
 * Have the index know the paths of all commits from position first on, by reading those it lacks
 * from the repository. Fails when it cannot be written; paths are then read one by one.
 */
bool history_index_paths(struct history *history, guint32 first, bool progress,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Commits from first on that changed path and are no merges, guint32, newest first. */
GArray *history_changes_of(struct history *history, const char *path, guint32 first);

#endif
