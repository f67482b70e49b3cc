/* SPDX-License-Identifier: GPL-2.0-or-later */
/* archive - the mails of a public-inbox, layout 2: a chain of commits that each hold one. */

#ifndef WINNOW_GIT_ARCHIVE_H
#define WINNOW_GIT_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"
#include "base/text.h"

struct archive;

/*
 * Open what is at path: an inbox (a directory with git/0.git, git/1.git, ...), a directory of such
 * epochs, or one epoch, bare or a clone. Nothing in it is ever written. *out is the caller's.
 * Fails with WINNOW_ERROR_INPUT if it is none of these, or of the older layout.
 */
bool archive_open(const char *path, struct archive **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void archive_free(struct archive *archive);
DEFINE_CLEANUP(struct archive *, archive_free)

/*
 * Find the mails that arrived from since to until, seconds since the epoch, by the dates of their
 * commits. Goes back from the newest one and ends where a whole run of commits is older, so that a
 * clock that was wrong for some mails hides nothing behind them. 60 bytes a mail are kept.
 * Fails with WINNOW_ERROR_INPUT when history breaks off.
 */
bool archive_find(struct archive *archive, gint64 since, gint64 until,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many were found, and how many more arrived after until. */
size_t archive_length(const struct archive *archive);
size_t archive_later(const struct archive *archive);

enum archive_mail {
	ARCHIVE_MAIL,
	ARCHIVE_REMOVED, /* it was taken out later, or the commit is that removal */
	ARCHIVE_NO_MAIL, /* the commit holds none */
	ARCHIVE_TOO_LARGE,
	ARCHIVE_UNREADABLE, /* an object is missing or broken */
};

/*
 * The mail at index, the oldest at 0. *bytes lives until the next call. *arrived and *id, its
 * commit, are set whatever becomes of it. A mail over limit bytes is not read at all.
 */
enum archive_mail archive_read(struct archive *archive, size_t index, size_t limit,
			       struct slice *bytes, gint64 *arrived, struct commit_id *id);

#endif
