/* SPDX-License-Identifier: GPL-2.0-or-later */
/* own-words - what the author says in plain words about the patch and stable trees. */

#ifndef WINNOW_EVIDENCE_OWN_WORDS_H
#define WINNOW_EVIDENCE_OWN_WORDS_H

#include "evidence/parts.h"

struct own_words;

struct own_words *own_words_new(void);
void own_words_free(struct own_words *words);

/* A fact for each kind of such sentence, with the first one as its proof. */
void collect_own_words(const struct view *view, struct facts *out);

#endif
