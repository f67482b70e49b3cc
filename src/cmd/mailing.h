/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mailing - where commands that write mails put them, and whose they are. */

#ifndef WINNOW_CMD_MAILING_H
#define WINNOW_CMD_MAILING_H

#include <stdbool.h>

#include <glib.h>

#include "git/repo.h"
#include "answer/letter.h"
#include "answer/mailbox.h"

struct mailing_options {
	char *output, *maildir, *eml;
	char **templates;
};

/* Entries that fill options; the array is the caller's to g_free(). */
GOptionEntry *mailing_option_entries(struct mailing_options *options);
void mailing_options_clear(struct mailing_options *options);

/* Whether it was said where mails go. */
bool mailing_has_output(const struct mailing_options *options);

/*
 * The maildir for drafts that options name, else the one that is configured in repo (may be NULL)
 * as winnow.drafts; NULL: none is. The caller frees.
 */
char *mailing_maildir(const struct mailing_options *options, struct repo *repo);

/*
 * Open what options name, else the maildir that is configured in repo (may be NULL) as
 * winnow.drafts, else standard output as an mbox. WINNOW_ERROR_USAGE for more than one.
 */
bool mailing_open(const struct mailing_options *options, struct repo *repo, struct mailbox **out,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Add letter, print its file's path on stdout, and tell on stderr, unless quiet, what was kept. */
bool mailing_add(struct mailbox *mailbox, const struct letter *letter,
		 const struct mailbox_name *name, bool quiet,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Directories of templates, the first that has one counts: those given, or configured in repo (may
 * be NULL) when none is, the user's, ours. Free with g_strfreev().
 */
char **mailing_template_directories(struct repo *repo, const struct mailing_options *options);

#endif
