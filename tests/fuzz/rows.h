/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rows - changes to an SQLite file of ours by rows: by bytes nothing gets beyond its checksums.
 */

#ifndef WINNOW_FUZZ_ROWS_H
#define WINNOW_FUZZ_ROWS_H

#include "support.h"

struct rows_table {
	const char *name, *key;
	const char *columns[16]; /* NULL behind the last */
};

/*
 * Do what the input says until it ends: a byte each for table, column, row and kind of value, then
 * the value. What SQLite refuses is left out.
 */
void rows_edit(const char *path, const struct rows_table *tables, size_t n,
	       struct fuzz_input *input);

#endif
