/* SPDX-License-Identifier: GPL-2.0-or-later */
/* link-options - where ids of commits and mails lead, and whose pages are, by git's configuration.
 */

#ifndef WINNOW_CMD_LINK_OPTIONS_H
#define WINNOW_CMD_LINK_OPTIONS_H

#include <stdbool.h>

#include <glib.h>

#include "git/repo.h"
#include "write/style.h"

struct link_options {
	char *commit_url, *mail_url, *who; /* winnow.commitUrl, winnow.mailUrl; NULL: not set, or empty */
};

/*
 * Read them from repo (NULL: none is at hand) and lend them to style, with history (NULL: none is
 * known), whose commits texts name. *out is zero before, and to be cleared in any case. Fails with
 * WINNOW_ERROR_INPUT for an address that is none.
 */
bool link_options_read(struct repo *repo, const struct history *history, struct link_options *out,
		       struct report_style *style, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void link_options_clear(struct link_options *options);

#endif
