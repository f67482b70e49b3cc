/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queue-kinds - what queue.c calls for each kind of source; nobody else's business. */

#ifndef WINNOW_READ_QUEUE_KINDS_H
#define WINNOW_READ_QUEUE_KINDS_H

#include "read/inbox.h"
#include "read/queue.h"

/* Each appends to queue. They fail only when the source as a whole cannot be read. */
/* path is that of the file "series" itself; its patches are a stack. */
bool queue_read_series(struct queue *queue, const char *path,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The series of all directories "queue-*" in directory, by version. *are is false, and nothing is
 * read, where there are none. One that cannot be read is told, and the others are.
 */
bool queue_read_queues(struct queue *queue, const char *directory, bool *are,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A patch that is no mail, else an mbox. Of a directory: all files named as patches, by name. */
bool queue_read_file(struct queue *queue, const char *path,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool queue_read_directory(struct queue *queue, const char *directory,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool queue_read_maildir(struct queue *queue, const char *directory,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool queue_read_mbox(struct queue *queue, const char *path,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool queue_read_stdin(struct queue *queue, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool queue_read_range(struct queue *queue, const char *range, const struct queue_options *options,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool queue_read_selection(struct queue *queue, const struct queue_options *options,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool queue_read_id(struct queue *queue, const char *id, const struct queue_options *options,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Fails where it proposes nothing. */
bool queue_read_inbox(struct queue *queue, const struct inbox *inbox,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool queue_read_id_file(struct queue *queue, const char *path, const struct queue_options *options,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a file of that name lists the patches beside it: quilt's and SUSE's. */
bool queue_is_series(const char *name);

/* The series of directory, or of the source tree that it is; NULL: it has none. Caller frees. */
char *queue_find_series(const char *directory);

/* Whether the file's first word is a commit id, which no mail begins with. */
bool queue_is_id_file(const char *path);

/* What a file of that name in a directory is to a queue. */
enum queue_name {
	QUEUE_NAME_PATCH, /* a patch or mails: by its ending, or by what it begins with */
	QUEUE_NAME_OTHER,
	QUEUE_NAME_NONE, /* nothing that anybody put there: a directory, hidden, an editor's */
};
enum queue_name queue_name_kind(const char *directory, const char *name);

/* Warn, in one line, of the files called names (char *) in directory: "3 files WHAT: a, b, c". */
void queue_warn_names(struct queue *queue, const char *directory, const GPtrArray *names,
		      const char *what);

/* Note in patch, made of something in mail, which has a message id, how mail was sent. */
void queue_patch_sent_as(struct patch *patch, const struct mail *mail);

/*
 * The patches attached to mail, each given to take(), which owns it; returns how many. source is
 * the mail's, n_before how many entries it had already. A reply's are left out unless they say
 * which upstream commit they are.
 */
size_t queue_each_attached(const struct mail *mail, const char *source, size_t n_before,
			   void (*take)(struct patch *patch, void *data), void *data);

/* The patch of a mail of MAIL_PATCH, or of one that may be a broken one. */
struct patch *queue_patch_of_mail(const struct mail *mail, const char *source);

/*
 * Put the mails from the entry first on, which arrived in any order, in theirs: mailings as they
 * were sent, the mails of one by their numbers. Where one has no date all stay as they are.
 */
void queue_order_mails(struct queue *queue, size_t first);

/* The entry from first on, if it is one, is all that the file at path holds; name is of the queue.
 */
void queue_note_file(struct queue *queue, guint first, const char *name, const char *path);

/* Takes patch over. What is wrong with it is warned of as being at location. */
void queue_add(struct queue *queue, struct patch *patch, const char *location);
/* Have it know what it was read from, if the queue keeps that. */
void queue_keep_raw(const struct queue *queue, struct patch *patch, const char *bytes,
		    size_t length);
void queue_skip(struct queue *queue, const char *source, const char *subject, const char *what);
void queue_warn(struct queue *queue, const char *format, ...) G_GNUC_PRINTF(2, 3);

#endif
