/* SPDX-License-Identifier: GPL-2.0-or-later */
/* delta - an object as what another one lacks: git's instructions to copy from it, and to insert.
 */

#ifndef WINNOW_GIT_DELTA_H
#define WINNOW_GIT_DELTA_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/*
 * The sizes that begin a delta: of what it is made from, and of what it makes. False: there are
 * none. The first bytes of a delta do, all of them not needed.
 */
bool delta_sizes(const guint8 *delta, size_t length, size_t *base_size, size_t *size);

enum { DELTA_HEAD = 20 }; /* bytes that surely hold both sizes */

/*
 * Write the first wanted bytes of what delta makes from base to out; wanted is not more than the
 * size that delta says. False: it does not fit this base, or makes something of another size.
 */
bool delta_apply(const guint8 *delta, size_t length, const char *base, size_t base_length,
		 char *out, size_t wanted);

#endif
