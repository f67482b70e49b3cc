/* SPDX-License-Identifier: GPL-2.0-or-later */
/* commit-id - a whole commit id, and the hexadecimal words people write for one. */

#ifndef WINNOW_BASE_COMMIT_ID_H
#define WINNOW_BASE_COMMIT_ID_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

enum {
	COMMIT_ID_SIZE = 20, /* bytes: SHA-1, the only kind libgit2 1.5 reads */
	COMMIT_ID_HEX = 40,
	COMMIT_ID_SHORT = 12, /* digits that people quote */
};

struct commit_id {
	guint8 raw[COMMIT_ID_SIZE];
};

/* Written digits, lower case, NUL-terminated. */
struct commit_hex {
	char text[COMMIT_ID_HEX + 1];
};

struct commit_hex commit_id_hex(const struct commit_id *id);

/* The first COMMIT_ID_SHORT digits. */
struct commit_hex commit_id_short(const struct commit_id *id);

/* "f90d71b5cdfa ("subject")": what a commit is called in sentences. The caller frees. */
char *commit_id_name(const struct commit_id *id, const char *subject);

/* False unless hex is exactly 40 hexadecimal digits; *out is then untouched. */
bool commit_id_parse(const char *hex, struct commit_id *out);

bool commit_id_equal(const struct commit_id *a, const struct commit_id *b);
int commit_id_compare(const struct commit_id *a, const struct commit_id *b);

/* Whether id begins with the digits of prefix, which may be of either case. */
bool commit_id_has_prefix(const struct commit_id *id, const char *prefix);

/* For GHashTable. */
guint commit_id_hash(gconstpointer id);
gboolean commit_id_hash_equal(gconstpointer a, gconstpointer b);

#endif
