/* SPDX-License-Identifier: GPL-2.0-or-later */
/* format - what an index is made of and with: its tables, their scale, the version of both. */

#ifndef WINNOW_INDEX_FORMAT_H
#define WINNOW_INDEX_FORMAT_H

#include "base/store.h"

enum {
	/* To be raised with the tables below. It and the next one only rise: their sum tells. */
	TABLES_VERSION = 7,

	/*
	 * What messages were read with, message/{reference,message-id,title}.h: to be raised
	 * whenever the same message leads to other references, another series or another title's
	 * hash than before, so that old indexes are built anew. tests/unit/format-test.c notices.
	 */
	SCANNER_VERSION = 9,

	/* A reference's key is its commit's position times this plus its number in the message. */
	REFERENCES_SCALE = 256,
};

/*
 * By what rules a tree's own commits were read, match/{took,subject,same-change}.h: to be raised
 * whenever the same commit brings something else than before. What was kept is then read anew.
 * A number, not a sum: it is a text in the index.
 */
#define OWN_VERSION 1

/*
 * An index's file and its tables; the lists by which its rows are found come last: sorting them
 * once is cheaper than keeping them sorted while a whole history is written.
 */
extern const struct store_format history_format;

/* Tables of paths of the connection's own, which hide a file's that cannot be written, SQL. */
extern const char format_paths_beside[];

#endif
