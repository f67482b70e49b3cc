/* SPDX-License-Identifier: GPL-2.0-or-later */
/* missing-others - which other trees took what a branch lacks: what three took is missed more. */

#ifndef WINNOW_REVIEW_MISSING_OTHERS_H
#define WINNOW_REVIEW_MISSING_OTHERS_H

#include "review/others.h"

/*
 * Note it of each of missing (struct missing), and sort them anew; nothing where no trees are
 * named. asked has all but the positions; its target need have read no tree. Fails as others_ask()
 * does.
 */
bool missing_others_find(const struct others_asked *asked, GArray *missing,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
