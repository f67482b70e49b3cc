/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text-token - text of any language as tokens that can be compared: with its comments, and with
 * white space where it carries meaning. token.h has what names are read from: C, without comments.
 */

#ifndef WINNOW_CODE_TEXT_TOKEN_H
#define WINNOW_CODE_TEXT_TOKEN_H

#include <stdbool.h>

#include <glib.h>

#include "base/text.h"
#include "code/language.h"

struct text_token {
	struct slice text;
	bool name, comment;
	bool column0; /* its line begins without indentation */
	guint line;   /* index of its line's first token */
};

/*
 * The tokens of text, struct text_token, borrowing it. It may begin inside a comment: see there.
 * At most TEXT_TOKENS_LIMIT of them, the rest is left out. The caller frees.
 */
enum { TEXT_TOKENS_LIMIT = 200000 };
GArray *text_tokens_read(const char *text, enum comment_form comments);

#endif
