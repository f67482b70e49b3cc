/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mailbox - the mails of an mbox, a single mail's file, a maildir or a stream, one by one. */

#ifndef WINNOW_READ_MAILBOX_H
#define WINNOW_READ_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* Of a file that holds several: "a.mbox: mail 3". */
#define MAILBOX_PLACE ": mail "

struct workers;

/*
 * Who is told. bytes are one mail without mbox's separator and quoting, length of them, and live
 * during the call; location says where it stood ("a.mbox: mail 3", "cur/NAME"), for messages.
 */
struct mailbox_visitor {
	void (*mail)(const char *bytes, size_t length, const char *location, void *data);
	void (*unreadable)(const char *why, void *data); /* of a maildir's file: the rest goes on */
	void *data;

	/*
	 * mail NULL: any thread of workers reads a mail, and changes nothing that another one sees;
	 * what comes of it is taken, and then take()'s, in the order of the mails.
	 */
	void *(*read)(const char *bytes, size_t length, const char *location, void *data);
	void (*take)(void *read, void *data);
	struct workers *workers; /* NULL: the caller's thread does all */
};

/* Whether bytes begin with mbox's separator, and a header stands behind it or another one. */
bool mailbox_is_mbox(const char *bytes, size_t length);

/*
 * A file, which may be open already (see file_read()), or standard input, packed as unpack.h knows
 * it or not. They fail when it cannot be read as a whole.
 */
bool mailbox_read_file(const char *path, const struct mailbox_visitor *visitor,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool mailbox_read_stdin(const struct mailbox_visitor *visitor,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is there already, called name. */
void mailbox_read_bytes(const char *bytes, size_t length, const char *name,
			const struct mailbox_visitor *visitor);

/* In the order of their arrival; single mails may be packed. Fails if it is not known which there
 * are. */
bool mailbox_is_maildir(const char *directory);
bool mailbox_read_maildir(const char *directory, const struct mailbox_visitor *visitor,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
