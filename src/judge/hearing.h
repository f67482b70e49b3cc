/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hearing - which rules apply to one exhibit: each rule and each definition is tried once. */

#ifndef WINNOW_JUDGE_HEARING_H
#define WINNOW_JUDGE_HEARING_H

#include <stdbool.h>

#include "base/cleanup.h"
#include "judge/rule.h"

struct hearing;

struct hearing_result {
	bool applies;
	const struct rule *by; /* which kept it from applying, by its "unless"; NULL: none did */
	/* The facts that the rule tells are among its facts. Where it gave up nothing applies. */
	struct condition_hit hit;
};

/*
 * exhibit is borrowed, and must not change once a rule was tried on it. many: it is one of many
 * that the same rules are tried on.
 */
struct hearing *hearing_new(const struct exhibit *exhibit, bool many);
void hearing_free(struct hearing *hearing);
DEFINE_CLEANUP(struct hearing *, hearing_free)

/* The hearing's, as long as that lives. Those of its "unless" are tried where it depends on them.
 */
const struct hearing_result *hearing_rule(struct hearing *hearing, const struct rule *rule);

#endif
