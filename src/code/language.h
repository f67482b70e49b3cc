/* SPDX-License-Identifier: GPL-2.0-or-later */
/* language - what a file is written in, as far as it matters here, by its path. */

#ifndef WINNOW_CODE_LANGUAGE_H
#define WINNOW_CODE_LANGUAGE_H

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

/* How comments are told from the rest. */
enum comment_form {
	COMMENTS_UNKNOWN, /* every word counts, and so does indentation */
	COMMENTS_C,	  /* slash-star and slash-slash */
	COMMENTS_HASH,	  /* '#', and indentation means something */
};
enum comment_form comment_form_of(const char *path);

#endif
