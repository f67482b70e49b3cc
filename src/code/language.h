/* SPDX-License-Identifier: GPL-2.0-or-later */
/* language - what a file is written in, as far as it matters here, by its path. */

#ifndef WINNOW_CODE_LANGUAGE_H
#define WINNOW_CODE_LANGUAGE_H

#include <stdbool.h>

#include "base/text.h"

/* How names are told from the rest. */
enum source_kind {
	SOURCE_NONE, /* documentation, data, pictures: what it mentions is nowhere defined by it */
	SOURCE_TEXT, /* scripts, build files, tables: may make names, nobody knows how */
	SOURCE_C,
	SOURCE_ASSEMBLER,
	SOURCE_DEVICE_TREE,
	SOURCE_KCONFIG,
	SOURCE_MAKEFILE,
};
enum source_kind source_kind_of(const char *path);

enum { SOURCE_LIMIT = 64 << 20 }; /* bytes; a longer file is data */

/* Whether a file is text and not empty, as git finds out: a NUL at its start says that it is none.
 */
bool source_is_text(struct slice file);

/* How comments are told from the rest. */
enum comment_form {
	COMMENTS_UNKNOWN, /* every word counts, and so does indentation */
	COMMENTS_C,	  /* slash-star and slash-slash */
	COMMENTS_HASH,	  /* '#', and indentation means something */
};
enum comment_form comment_form_of(const char *path);

#endif
