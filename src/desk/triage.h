/* SPDX-License-Identifier: GPL-2.0-or-later */
/* triage - a review on a terminal: look, decide, and be back later. */

#ifndef WINNOW_DESK_TRIAGE_H
#define WINNOW_DESK_TRIAGE_H

#include <stdbool.h>

#include <glib.h>

#include "desk/desk.h"
#include "git/repo.h"
#include "write/style.h"

/* All is borrowed; what may be NULL says so. */
struct triage {
	struct desk_options desk;
	const struct report_style *style;
	const char *name;	      /* of the queue, as given */
	const char *notice;	      /* to be read first; NULL: nothing */
	struct repo *repo;	      /* the one at hand; NULL: none is */
	const char *drafts;	      /* the maildir for drafts; NULL: there is none */
	const char *const *templates; /* directories of them */
};

/* Until the user leaves. screen_possible() was asked before. */
bool triage_run(const struct triage *triage, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the keys do, for help: lines of "  KEYS  what". The caller frees. */
char *triage_keys(void);

#endif
