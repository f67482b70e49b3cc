/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page-options - what git's configuration says of pages (--format html). */

#ifndef WINNOW_CMD_PAGE_OPTIONS_H
#define WINNOW_CMD_PAGE_OPTIONS_H

#include <stdbool.h>

#include <glib.h>

#include "git/repo.h"
#include "write/style.h"

struct page_options {
	char *commit_url, *mail_url, *who; /* winnow.commitUrl, winnow.mailUrl; NULL: not set */
};

/*
 * Read them from repo (NULL: none is at hand) and lend them to style. *out is zero before, and to
 * be cleared in any case. Fails with WINNOW_ERROR_INPUT for an address that is none.
 */
bool page_options_read(struct repo *repo, struct page_options *out, struct report_style *style,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void page_options_clear(struct page_options *options);

#endif
