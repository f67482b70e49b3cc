/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * limit - which rows are meant, in mutt's manner: "~v drop ~f drivers/net !~d". The desk shows
 * those alone, or looks for the next one.
 *
 * Terms stand beside each other, parted by blanks, and all of them have to fit; "|" parts
 * alternatives, "!" before a term turns it round. A text is in quotes where it holds blanks. Case
 * counts only in a text that has capitals. A word without "~" is looked for in subject, author and
 * name.
 */

#ifndef WINNOW_DESK_LIMIT_H
#define WINNOW_DESK_LIMIT_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "desk/row.h"

struct limit;

/*
 * What text means; *out is the caller's. "all" and nothing at all are no limit: NULL. Fails with
 * WINNOW_ERROR_INPUT and a reason for the status line.
 */
bool limit_parse(const char *text, struct limit **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void limit_free(struct limit *limit);
DEFINE_CLEANUP(struct limit *, limit_free)

/* NULL fits all. */
bool limit_fits(const struct limit *limit, const struct row *row);

/* The terms there are, for the help: "~v VERDICT" and what it finds. NULL behind the last. */
const char *limit_term_name(size_t i);
const char *limit_term_what(size_t i);

#endif
