/* SPDX-License-Identifier: GPL-2.0-or-later */
/* titled - the upstream commit that a subject and an author mean. */

#ifndef WINNOW_MATCH_TITLED_H
#define WINNOW_MATCH_TITLED_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "history/history.h"
#include "read/patch.h"

/*
 * The commit with this subject: of several, the newest by the same author. *same_person says
 * whether the author agrees; *others how many more have the subject and author.
 */
guint32 titled_find(const struct history *history, const char *subject, const struct person *author,
		    bool *same_person, size_t *others);

/* Whether author wrote the commit. */
bool titled_same_author(const struct history_commit *commit, const struct person *author);

#endif
