/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * posts - what was mailed about a queue, whatever that was read from: the mails that proposed its
 * changes before or for other trees, fixes of them, and the replies to all of these.
 */

#ifndef WINNOW_READ_POSTS_H
#define WINNOW_READ_POSTS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/commit-id.h"
#include "read/inbox.h"
#include "read/post.h"
#include "read/queue.h"

/*
 * Read what concerns queue, and append it to its posts, replies and warnings. ids are its entries'
 * upstream commits, NULL where none is known. A mail is an entry's by its message id (the entry's
 * own, or the one its message links to), by the upstream id it names, or by subject and author; a
 * reply by what it replies to or, as to an absent mail, by subject; any other mail by naming the
 * commit. inbox may be NULL; files are mboxes, NULL-terminated. What does not concern the queue is
 * not kept. Fails with WINNOW_ERROR_INPUT when a source cannot be read.
 */
bool posts_read(struct queue *queue, const struct commit_id *const *ids, const struct inbox *inbox,
		char *const *files, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
