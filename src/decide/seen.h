/* SPDX-License-Identifier: GPL-2.0-or-later */
/* seen - the facts that could change a mind, in few digits, and what is new since. */

#ifndef WINNOW_DECIDE_SEEN_H
#define WINNOW_DECIDE_SEEN_H

#include <stdbool.h>

#include <glib.h>

#include "decide/decision.h"
#include "evidence/fact.h"

/*
 * Those of facts that could change a mind (FACT_TELLING), each as eight digits, in order and
 * without doubles: "3f9a1c02,77ab0d11"; "-" when there is none. They stand for the kind, the commit
 * or mail and whether it is there; not for wording, weights or age, nor for what is of no use or
 * was not looked up. At most SEEN_LIMIT are noted, the least of them. The caller frees.
 */
char *seen_of(const struct facts *facts);
enum { SEEN_LIMIT = 256 };

bool seen_is_valid(const char *seen);

/* Whether the fact could change a mind, and is one that seen_of() notes. */
bool seen_is_telling(const struct fact *fact);

/*
 * Whether seen, which is valid, names what stands for the fact; or, where it has SEEN_LIMIT of
 * them, may have left it out.
 */
bool seen_has(const char *seen, const struct fact *fact);

/*
 * Those of facts that could change a mind and are not among seen, as const struct fact *; the
 * caller unrefs. keeps: not what only bears out a keep: upstream has it, it applies, a fix or what
 * it needs is there by now. Empty where nobody noted what was seen: NULL.
 */
GPtrArray *seen_since(const char *seen, bool keeps, const struct facts *facts);

/* The same, by what the decision's maker saw and wanted. */
GPtrArray *seen_news(const struct decision *decision, const struct facts *facts);

/* What the fact says as news, a clause. The caller frees. */
char *seen_says(const struct fact *fact);

#endif
