/* SPDX-License-Identifier: GPL-2.0-or-later */
/* labels - what maintainers decided about patches, for learning and measuring. */

#ifndef WINNOW_READ_LABELS_H
#define WINNOW_READ_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

struct label {
	char *id;	    /* a commit id or the beginning of one, a message id or a file name */
	bool drop;	    /* somebody objected; otherwise nobody was seen to */
	GPtrArray *reasons; /* char *: the first is the main one; empty when not said */
	size_t line;	    /* in the file, from 1 */
};

struct labels;

/*
 * Read a file of lines "ID VERDICT [REASON[,REASON...]]", blanks or tabs between them; VERDICT is
 * drop, keep or keep-with, of which only the first is an objection; a reason of "-" is none; '#'
 * begins a comment line. Every bad line is appended to problems (char *, "file:line: what").
 * *out is the caller's. Fails with WINNOW_ERROR_INPUT if there was any, or no label at all.
 */
bool labels_read(const char *path, GPtrArray *problems, struct labels **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* None at all, to be filled with labels_add(). */
struct labels *labels_new(void);
void labels_free(struct labels *labels);
DEFINE_CLEANUP(struct labels *, labels_free)

/*
 * Add a label without reasons from line of whatever file it is; false, and nothing added, if id has
 * one.
 */
bool labels_add(struct labels *labels, const char *id, bool drop, size_t line);

size_t labels_count(const struct labels *labels);
const struct label *labels_at(const struct labels *labels, size_t i);

/*
 * The label of a patch: by its source (message id, file name), then by upstream, the 40 digits of
 * its upstream commit (NULL: not known). Its index in *out; false if it has none.
 */
bool labels_find(const struct labels *labels, const char *source, const char *upstream,
		 size_t *out);

#endif
