/* SPDX-License-Identifier: GPL-2.0-or-later */
/* post - a patch mail that is not under review, of a change that is. */

#ifndef WINNOW_READ_POST_H
#define WINNOW_READ_POST_H

#include <glib.h>

#include "base/text.h"
#include "read/patch.h"

struct post {
	struct patch *patch;	  /* without its diff */
	const struct patch *same; /* the entry whose change it proposes; NULL: none */
	GArray *fixes;		  /* struct post_fix */
};

struct post_fix {
	const struct patch *entry;
	struct slice line; /* of the post's message, "Fixes: ..." */
};

void post_free(struct post *post);

#endif
