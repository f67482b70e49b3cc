/* SPDX-License-Identifier: GPL-2.0-or-later */
/* texts - what the keys of the desk show of a patch. */

#ifndef WINNOW_DESK_TEXTS_H
#define WINNOW_DESK_TEXTS_H

#include <stdbool.h>

#include <glib.h>

#include "desk/desk.h"
#include "desk/paper.h"

/* Each fails with the reason when there is nothing to show: WINNOW_ERROR_INPUT. */

/* The patch beside upstream's commit: where they differ, then the patch. */
bool texts_difference(const struct report *report, const struct review *review, struct paper *paper,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Upstream's commit with its diff. */
bool texts_upstream(const struct report *report, const struct review *review, struct paper *paper,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What followed it, and what has to come along, with their diffs. */
bool texts_followups(const struct report *report, const struct review *review, struct paper *paper,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was mailed about it. */
bool texts_thread(const struct report *report, const struct review *review, struct paper *paper,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same as an mbox for a mail program. */
bool texts_thread_mbox(const struct report *report, const struct review *review, GString *mbox,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is left of the queue: what stays and what goes by what was decided, and what is open. */
void texts_left(const struct desk *desk, struct paper *paper);

#endif
