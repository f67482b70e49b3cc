/* SPDX-License-Identifier: GPL-2.0-or-later */
/* marker-forms - the words by which projects say which upstream commit a change is from. */

#ifndef WINNOW_MESSAGE_MARKER_FORMS_H
#define WINNOW_MESSAGE_MARKER_FORMS_H

#include <stdbool.h>
#include <stddef.h>

#include "message/marker.h"

/* How a form may be written; where in a message each counts is marker.c's business. */
enum marker_dress {
	MARKER_KEY = 1 << 0,	 /* Git-commit: <id> */
	MARKER_HEADER = 1 << 1,	 /* the same among a mail's headers */
	MARKER_BRACKET = 1 << 2, /* (cherry picked from commit <id>), [ ... ] */
	MARKER_BARE = 1 << 3,	 /* a line of its own: "backport of <id>" */
};

/* What follows the words. */
enum marker_value {
	MARKER_VALUE_IDS,      /* ids or addresses of commits, and little else */
	MARKER_VALUE_UPSTREAM, /* ids, then "upstream" */
	MARKER_VALUE_PROSE,    /* ids, then anything */
	MARKER_VALUE_STATUS,   /* "Backport", then ids somewhere */
	MARKER_VALUE_ORIGIN,   /* unless "vendor" or "other", ids somewhere */
	MARKER_VALUE_BLOCK,    /* one id; what stands around it says whether it counts */
};

struct marker_form {
	const char *words; /* lower case; for a blank there may be blanks, '-' or '_' */
	enum marker_kind kind;
	unsigned dress; /* of enum marker_dress */
	enum marker_value value;
	const char *example; /* a message body; its only marker is 1f0aa21bc3d4e5f6... */
};

const struct marker_form *marker_forms(size_t *n);

/* Those that begin with the letter that text begins with, in their order; ends with NULL. */
const struct marker_form *const *marker_forms_like(struct slice text);

/* Take the form's words off *text, case aside; false, *text untouched, if it has others. */
bool marker_form_skip(const struct marker_form *form, struct slice *text);

/* The same for any words. */
bool marker_skip_words(struct slice *text, const char *words);

/* Up to the first blank or line end; and whether that is one of n words, case aside. */
struct slice marker_first_word(struct slice text);
bool marker_is_word(struct slice word, const char *const *words, size_t n);

#endif
