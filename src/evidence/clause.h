/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clause - what facts of several kinds say in the same words. The caller frees each. */

#ifndef WINNOW_EVIDENCE_CLAUSE_H
#define WINNOW_EVIDENCE_CLAUSE_H

#include <stddef.h>

#include "evidence/fact.h"
#include "match/release.h"
#include "match/target.h"

/* Of a state: "is missing", "is in the base", "is queued before it, at 3". */
char *state_clause(const struct presence *presence, enum fact_state state);

/* " (it came in v5.18-rc1)" of an upstream commit, "" where that is not known. */
char *release_clause(struct releases *releases, guint32 position);

/*
 * "the line that it removes is", "all 7 lines that it removes are", "2 of the 7 ... are", "no line
 * ... is": what of total lines was found; what is the verb.
 */
char *lines_clause(size_t found, size_t total, const char *what);

#endif
