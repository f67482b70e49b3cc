/* SPDX-License-Identifier: GPL-2.0-or-later */
/* diff - a unified diff, as git, quilt and diff(1) write it, taken apart. */

#ifndef WINNOW_READ_DIFF_H
#define WINNOW_READ_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/text.h"

struct diff_line {
	char origin;	   /* ' ', '+' or '-' */
	struct slice text; /* without origin and line end */
};

struct diff_hunk {
	size_t old_start, old_count, new_start, new_count; /* as the header says */
	size_t first_line, n_lines;			   /* of the diff's lines */
	struct slice section; /* what stands behind the numbers: the function; may be empty */
};

struct diff_file {
	char *old_path, *new_path; /* NULL where the file is not there on that side */
	bool renamed, copied, binary;
	unsigned old_mode, new_mode; /* 0: the diff does not say */
	size_t first_hunk, n_hunks;  /* in diff->hunks */
	size_t lines_added, lines_removed;
};

/* Where a line is in the text, which is what is kept of it: of short lines there are many. */
struct diff_mark {
	guint32 start, length; /* with origin, without line end */
};

/* All slices point into text. Zero-initialised is an empty diff. */
struct diff {
	char *text;
	GArray *files; /* struct diff_file */
	GArray *hunks; /* struct diff_hunk */
	struct diff_mark *lines;
	size_t n_lines;
	GPtrArray *problems; /* char *: "line 12 of the diff: ...", what could not be understood */
};

/*
 * Parse text, of less than 4 GiB, which becomes the diff's own. Never fails: what cannot be
 * understood is left out and described in problems. strip is the number of leading path components
 * to drop, git's -p (1). Whatever stands before the first file header or after a hunk's counted
 * lines is no part of it.
 */
void diff_parse(struct diff *diff, char *text, unsigned strip);
void diff_clear(struct diff *diff);
/* Clear and free it, as a GDestroyNotify. */
void diff_free(void *diff);

/* Where a diff begins in text, a line start; NULL if there is none. */
const char *diff_find_start(const char *text);

/* The path the file is known by: the new one, or the old one of a deleted file. Never NULL. */
const char *diff_file_path(const struct diff_file *file);

/* Whether both change a file of one name, on whichever side. */
bool diff_shares_file(const struct diff *a, const struct diff *b);

size_t diff_n_files(const struct diff *diff);
const struct diff_file *diff_file_at(const struct diff *diff, size_t i);
const struct diff_hunk *diff_hunk_at(const struct diff *diff, const struct diff_file *file,
				     size_t i);
size_t diff_n_lines(const struct diff *diff);
struct diff_line diff_line_of(const struct diff *diff, size_t i);
/* A hunk's: i counts from its first one. */
struct diff_line diff_line_at(const struct diff *diff, const struct diff_hunk *hunk, size_t i);

/* Bytes of memory that it takes, with what GLib keeps in reserve. */
size_t diff_memory(const struct diff *diff);

#endif
