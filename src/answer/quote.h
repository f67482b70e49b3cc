/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quote - the part of a patch that an answer is about, as mails quote it. */

#ifndef WINNOW_ANSWER_QUOTE_H
#define WINNOW_ANSWER_QUOTE_H

#include <stdbool.h>

#include "base/cleanup.h"
#include "read/patch.h"

struct quote;

/* patch is borrowed. */
struct quote *quote_new(const struct patch *patch);
void quote_free(struct quote *quote);
DEFINE_CLEANUP(struct quote *, quote_free)

/*
 * The answer is about this line, which a fact or rule gave as its proof: the sentence of the
 * message or the place of the diff where it stands will be quoted. False if it stands nowhere, or
 * enough is quoted already.
 */
bool quote_point_at(struct quote *quote, const char *proof);

/*
 * Lines of "> ", what is left out before and between them as "> [...]". The marker is always among
 * them, and the beginning of the message if nothing but tags was pointed at. The subject where
 * there is no text. The caller frees.
 */
char *quote_text(const struct quote *quote);

#endif
