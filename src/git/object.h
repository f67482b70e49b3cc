/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * object - what a repository keeps, as it comes off the disk: bounds, and what the readers of loose
 * objects and of packs share. Nobody's business outside of this folder.
 */

#ifndef WINNOW_GIT_OBJECT_H
#define WINNOW_GIT_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* git's own numbers. */
enum object_type { OBJECT_COMMIT = 1, OBJECT_TREE = 2, OBJECT_BLOB = 3, OBJECT_TAG = 4 };

enum {
	OBJECT_LIMIT = 64 << 20, /* bytes of a file or directory; a longer one is not read */
	OBJECT_CUT = 1 << 20,	 /* bytes of a commit or tag; a longer one is cut there */
};

/* Zero-initialised is none. */
struct object {
	enum object_type type;
	size_t size;   /* as its header says */
	char *data;    /* with a NUL behind; NULL: only the header was read. libgit2's to free */
	size_t length; /* of data: size, or less where it is cut */
};

/*
 * How many bytes of an object are wanted. Fails with WINNOW_ERROR_INPUT where so many are not
 * looked into.
 */
bool object_wanted(enum object_type type, size_t size, size_t *wanted,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Room for length bytes, a NUL, which is set, and INFLATE_ROOM more; NULL: there is none. */
char *object_alloc(size_t length);
void object_clear(struct object *object);

/*
 * End a commit or tag that is cut with a whole line, if one is near: half of a name or an id is
 * none.
 */
void object_trim(struct object *object);

#endif
