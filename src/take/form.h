/* SPDX-License-Identifier: GPL-2.0-or-later */
/* form - how a tree's own backports say which upstream commit they are. */

#ifndef WINNOW_TAKE_FORM_H
#define WINNOW_TAKE_FORM_H

#include <stdbool.h>

#include <glib.h>

#include "review/report.h"

struct form {
	char *before, *after; /* what stands around the id: "[ Upstream commit ", " ]" */
	bool at_end;	      /* below the message, not at its top */
	char *date;   /* "master date: ", a line behind it with the commit's date; NULL: none */
	bool depends; /* "Stable-dep-of:" is in use */
};

/*
 * The form that most entries of the queue have, else most of the newest commits of base in repo
 * (NULL: none), else that of Linux stable: "[ Upstream commit ID ]" at the top.
 */
void form_find(const struct report *report, struct repo *repo, struct form *out);
void form_clear(struct form *form);

/*
 * The message of upstream's commit for the tree. user is the commit for whose sake it is taken,
 * with its subject; NULL: for its own. The caller frees.
 */
char *form_message(const struct form *form, const struct commit *commit,
		   const struct commit_id *user, const char *user_subject);

#endif
