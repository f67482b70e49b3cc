/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trial - which rules apply to one exhibit; each rule and each defined condition is tried once. */

#ifndef WINNOW_JUDGE_TRIAL_H
#define WINNOW_JUDGE_TRIAL_H

#include <stdbool.h>

#include "base/cleanup.h"
#include "judge/rule.h"

struct trial;

struct trial_result {
	bool applies;
	const struct rule *by; /* which kept it from applying, by its "unless"; NULL: none did */
	/* The facts that the rule tells are among its facts. Where it gave up nothing applies. */
	struct condition_hit hit;
};

/* exhibit is borrowed, and must not change once a rule was tried on it. */
struct trial *trial_new(const struct exhibit *exhibit);
void trial_free(struct trial *trial);
DEFINE_CLEANUP(struct trial *, trial_free)

/* The trial's, as long as that lives. The rules of "unless" are tried where it depends on them. */
const struct trial_result *trial_rule(struct trial *trial, const struct rule *rule);

#endif
