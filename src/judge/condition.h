/* SPDX-License-Identifier: GPL-2.0-or-later */
/* condition - a test over an exhibit. PCRE2's only user. */

#ifndef WINNOW_JUDGE_CONDITION_H
#define WINNOW_JUDGE_CONDITION_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "judge/exhibit.h"

struct condition;

enum condition_group { CONDITION_ALL, CONDITION_ANY, CONDITION_NOT };

/*
 * A match of pattern (PCRE2, UTF-8, '^' and '$' at every line) on a field, "trailer:KEY" included.
 * NULL and WINNOW_ERROR_INPUT if there is no such field or the pattern does not compile.
 */
struct condition *condition_new_match(const char *field, const char *pattern, GError **error);

/*
 * "lines_changed > 100", "followup.fix.missing > 0", or a fact's name alone for "> 0".
 * Operators: > >= < <= = !=. A number that is not known makes every comparison false.
 */
struct condition *condition_new_comparison(const char *expression, GError **error);

/* Takes the children (struct condition *) over; NOT has one. */
struct condition *condition_new_group(enum condition_group group, GPtrArray *children);

void condition_free(struct condition *condition);
DEFINE_CLEANUP(struct condition *, condition_free)

/* The text field that a plain example of this condition is meant for; NULL if it has none. */
const char *condition_first_field(const struct condition *condition);

/* What made a condition true. */
struct condition_hit {
	char *match;   /* the text that matched first; NULL if no pattern took part */
	char *line;    /* the line it stands in */
	GArray *facts; /* size_t: indices of the facts that counted */
	bool gave_up;  /* a pattern ran into its match limit; it then counts as no match */
};

void condition_hit_init(struct condition_hit *hit);
void condition_hit_clear(struct condition_hit *hit);

bool condition_test(const struct condition *condition, const struct exhibit *exhibit,
		    struct condition_hit *hit);

#endif
