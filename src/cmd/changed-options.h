/* SPDX-License-Identifier: GPL-2.0-or-later */
/* changed-options - what compares a review with an earlier one of its queue. */

#ifndef WINNOW_CMD_CHANGED_OPTIONS_H
#define WINNOW_CMD_CHANGED_OPTIONS_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "cmd/reviewing.h"
#include "review/changed.h"

struct changed_options {
	char *from; /* the JSON to compare with; NULL: what the cache keeps of the last review */
	char *new_since; /* the same for findings alone, see changed_keep_new() */
	gboolean wanted;
};

/* Entries for --changed, which says what, and --changed-from; the caller's to g_free(). */
GOptionEntry *changed_option_entries(struct changed_options *options, const char *what);
void changed_options_clear(struct changed_options *options);

/* A review beside an earlier one, zero-initialised; changed is NULL where no option asks for it. */
struct comparison {
	char *kept; /* where the cache keeps the last review of the queue; NULL: it has no name */
	struct earlier *earlier;
	struct changed *changed; /* borrows from earlier, and from the report */
};

/*
 * Fill *out, which must be cleared, also after a failure. Nothing is written: what the cache keeps
 * stays. Fails with WINNOW_ERROR_USAGE for options that do not go together and where nothing can
 * be kept of the queue, else as earlier_read().
 */
bool comparison_make(const struct reviewing *reviewing, const struct changed_options *options,
		     struct comparison *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void comparison_clear(struct comparison *comparison);

#endif
