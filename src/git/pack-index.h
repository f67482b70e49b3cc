/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack-index - where in a pack each object is: git's .idx files, of which nothing is believed. */

#ifndef WINNOW_GIT_PACK_INDEX_H
#define WINNOW_GIT_PACK_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/commit-id.h"

struct pack_index {
	GMappedFile *file;
	const guint8 *bytes;
	size_t length;
	const guint8 *fanout; /* 256 counts */
	const guint8 *ids;    /* in order */
	size_t stride;	      /* from one id to the next */
	size_t n;
	bool first_version; /* of the format: offsets stand before the ids */
};

/*
 * Map the file at path, to be freed with pack_index_clear(). Fails with WINNOW_ERROR_INPUT when it
 * is none, or its counts and its length do not agree.
 */
bool pack_index_open(struct pack_index *index, const char *path,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void pack_index_clear(struct pack_index *index);

/* The number of id, below index->n. False: it is not there. */
bool pack_index_find(const struct pack_index *index, const struct commit_id *id, size_t *out);

/* Its id. */
void pack_index_id(const struct pack_index *index, size_t i, struct commit_id *out);

/* Where object number i begins in the pack; 0 where the index does not say. */
guint64 pack_index_offset(const struct pack_index *index, size_t i);

/* Append the ids that begin with prefix's first digits to out (struct commit_id), at most limit. */
void pack_index_prefix(const struct pack_index *index, const struct commit_id *prefix,
		       size_t digits, size_t limit, GArray *out);

/* The checksum at the end of the pack that the index was made for. */
const guint8 *pack_index_sum(const struct pack_index *index);

#endif
