/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * moment - which state a ledger is in, noted in the ledger and in a file beside it, so that a copy
 * of an earlier state, or one mended out of several, is not taken for all that was sent.
 *
 * With each change the ledger counts one up and keeps a sum of all its rows; the file beside it
 * gets both once the change is on the disk. The file is behind by one change when the program ended
 * between the two, and never ahead.
 */

#ifndef WINNOW_SEND_MOMENT_H
#define WINNOW_SEND_MOMENT_H

#include <stdbool.h>

#include <glib.h>

#include "base/store.h"

enum { MOMENT_ID = 32 };

struct moment {
	char id[MOMENT_ID + 1]; /* of the ledger, for ever */
	gint64 change;		/* how many there were; 0: none since it was begun */
	guint64 sum;		/* of all rows */
	guint64 sum_before;	/* before the last change */
};

/* SQL that makes the table where there is none. */
extern const char moment_schema[];

/* A sum over the rows of one mail, or with 0 of all. What cannot be read is store_failure()'s. */
guint64 moment_sum(struct store *store, gint64 mail);

/* The moment that the ledger notes; false where there is none: an older winnow's. */
bool moment_read(struct store *store, struct moment *out);
void moment_write(struct store *store, const struct moment *moment);

/* One of a new ledger, or of one that has none, whose rows have that sum. */
void moment_begin(struct moment *moment, guint64 sum);
void moment_advance(struct moment *moment, guint64 sum);

/* The file beside the ledger path. What is written is on the disk. */
bool moment_note(const char *path, const struct moment *moment,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the file says that moment; no file says none. */
bool moment_is_noted(const char *path, const struct moment *moment);

/*
 * Before the ledger is opened: NULL, or why it may lack what was sent (a log beside it, or no
 * ledger where there was one). The caller frees.
 */
char *moment_doubt_files(const char *path);

/* The same once it is open. A store_failure() is none. */
char *moment_doubt(const char *path, struct store *store);

#endif
