/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * effective - the tree that a patch meets when its turn comes: the base and what the queue changed
 * before, held in memory, the changed files only. Nothing is written anywhere.
 */

#ifndef WINNOW_MATCH_EFFECTIVE_H
#define WINNOW_MATCH_EFFECTIVE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "git/file.h"
#include "git/repo.h"
#include "match/renames.h"
#include "read/diff.h"

struct effective;

/* The tree of the commit base; borrows repo. */
struct effective *effective_new(struct repo *repo, const struct commit_id *base);

/*
 * A tree whose files read() tells instead, byte for byte: *out, which becomes the tree's, ends in
 * NUL and has none before. data must live as long. A file of REPO_FILE_BYTES, which it does not read,
 * can be renamed, copied and given another mode; else it is as one that is unreadable.
 */
typedef enum repo_file effective_reader(const char *path, char **out, void *data);
struct effective *effective_new_of(effective_reader *read, void *data);

/*
 * What a tree and its layers may hold of files, as they were read, in bytes, in place of
 * EFFECTIVE_LIMIT. A file beyond it is unreadable, as is one of more lines than EFFECTIVE_LINES_LIMIT.
 */
#define EFFECTIVE_LIMIT ((size_t)1 << 30)
enum { EFFECTIVE_LINES_LIMIT = 1 << 20 };
void effective_set_limit(struct effective *effective, size_t bytes);

/*
 * A tree that begins as below, for trying: what is applied to it leaves below as it is. Borrows
 * below, which must not change by other hands while the layer lives.
 */
struct effective *effective_layer(struct effective *below);

/* Have the tree below a layer be as the layer is, which is then empty. */
void effective_keep(struct effective *layer);
void effective_free(struct effective *effective);
DEFINE_CLEANUP(struct effective *, effective_free)

/* From the best to the worst; a patch is what its worst hunk is. */
enum application_kind {
	APPLICATION_CLEAN,    /* every hunk where it says */
	APPLICATION_MOVED,    /* whole, but elsewhere */
	APPLICATION_FUZZY,    /* without some of the lines around it */
	APPLICATION_ALREADY,  /* every hunk: what it makes is there, what it changes is not */
	APPLICATION_ABSENT,   /* a file that it changes is not there */
	APPLICATION_EXISTS,   /* a file that it makes is there and is another */
	APPLICATION_CONFLICT, /* a hunk fits nowhere */
	APPLICATION_UNKNOWN,  /* a binary file, one that cannot be read (a partial clone), or with
				 failed hunks: it takes too long to find where they go */
	APPLICATION_NOT_TRIED,
};

/* A hunk that found no lines to go, by its number in the diff's file of that number; both from 0.
 */
struct failed_hunk {
	size_t file, hunk;
};

struct application {
	enum application_kind kind;
	GArray *failed; /* struct failed_hunk; of a file that is not there, all its hunks */
	char *where;	/* "net/a.c:120, hunk 2 of 3": the first of the worst; NULL: nowhere */
	char *older;  /* "net/old.c for net/new.c": the first that it finds by its older name; NULL:
			 none */
	gint64 moved; /* lines, of the hunk that is furthest off; may be negative */
	size_t fuzz;  /* lines of context not there, of the worst hunk */
	size_t stale; /* position of an earlier patch that did not apply to this file; 0: none */
	GArray *on;   /* guint32: who made the lines that it changes or stands between, or removed
			 lines from there; each once, rising */
	size_t work;  /* lines looked at for it, see hunk_find() */
};

/* Whether the whole of it is in the tree now. */
bool application_succeeded(const struct application *application);

/*
 * Whether all that failed is of files that a person mends without a thought: documentation and
 * lists of people, which every second commit touches.
 */
bool application_fails_in_prose(const struct application *application, const struct diff *diff);
bool effective_is_prose(const char *path);

/* What is applied, and for whom. */
struct effective_change {
	const struct diff *diff;
	guint32 maker; /* whom the lines are said to be made by: not 0, which is the base */
	struct renames *renames; /* NULL: files are known by the names that diff gives them only */
	guint32 position;	 /* with renames: diff is of this commit, or of one like it */
	GHashTable *only; /* paths: what of diff is of other files stays away; NULL: nothing does */
};

/*
 * Apply a change and keep what it makes. Of one that fails, what fits is kept: those behind it
 * count on it. The diff must live as long as the tree. *out must be cleared with
 * application_clear().
 */
void effective_apply(struct effective *effective, const struct effective_change *change,
		     struct application *out);
void application_clear(struct application *application);

/*
 * Have the file at path be what it is in the commit id: for the commits of a range, which are known
 * to apply, whatever it takes.
 */
void effective_take(struct effective *effective, const char *path, const struct commit_id *id);

/*
 * The name by which this tree has the file that change calls path: path itself, or the one it had
 * before upstream renamed it. NULL: it has none. It is path, or borrowed
 * from the change's renames.
 */
const char *effective_name(struct effective *effective, const struct effective_change *change,
			   const char *path);

/* The text of a file as it is by now, in *out, the caller's; see repo_read_file(). */
enum repo_file effective_read(struct effective *effective, const char *path, char **out);

/*
 * The same as lines (struct file_line, see hunk.h), borrowed until something is applied. Neither
 * tells REPO_FILE_BYTES: for both it is unreadable.
 */
enum repo_file effective_lines(struct effective *effective, const char *path, const GArray **out);

#endif
