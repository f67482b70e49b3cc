/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack - objects that git keeps many to a file, some as what another one lacks. */

#ifndef WINNOW_GIT_PACK_H
#define WINNOW_GIT_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"
#include "base/inflate.h"
#include "git/base-cache.h"
#include "git/object.h"
#include "git/pack-index.h"

struct pack;

/* What reading takes, the same for all packs; not for two threads at once. */
struct pack_reader {
	struct inflater *inflater;
	struct base_cache *bases;
	GArray *chain;	   /* empty between two calls */
	GByteArray *delta; /* likewise */
};

void pack_reader_init(struct pack_reader *reader, struct inflater *inflater);
void pack_reader_clear(struct pack_reader *reader);

/* Those whose index is at path, NAME.idx. Neither file is opened before it is needed. */
struct pack *pack_new(const char *path);
void pack_free(struct pack *pack);

/* Of its index. */
const char *pack_path(const struct pack *pack);

/* Its index. NULL: it cannot be read, and pack_problem() says why, or it is gone. */
const struct pack_index *pack_index_of(struct pack *pack);

/* What is wrong with the index; NULL: nothing so far. */
const char *pack_problem(const struct pack *pack);

/* What the object number i of its index is, by headers alone; 0: that cannot be told. */
enum object_type pack_type(struct pack_reader *reader, struct pack *pack, size_t i);

/*
 * Read the object number i of its index, only what its header says unless whole is set; *out is the
 * caller's to object_clear(). Fails with WINNOW_ERROR_INPUT when pack or object is damaged, the
 * object is longer than is looked into, or it takes more than a real one does to put together.
 */
bool pack_read(struct pack_reader *reader, struct pack *pack, size_t i, bool whole,
	       struct object *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
