/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mail-parts - what a mail consists of: its text, and the patches that came with it. */

#ifndef WINNOW_READ_MAIL_PARTS_H
#define WINNOW_READ_MAIL_PARTS_H

#include "read/mail.h"

struct _GMimeMessage;

/*
 * Fill in mail's text, attached and unread; its subject is known. Text that is no attachment is the
 * text. An attached file with a diff is a patch of its own where it has a head of its own, or where
 * the text, or another file, has a diff as well; else it is the text's. What is below a scissors
 * line is as if it were attached.
 */
void mail_read_parts(struct mail *mail, struct _GMimeMessage *message);

#endif
