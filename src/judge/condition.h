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

/* Whether there is such a text: one of exhibit.h, or "trailer:KEY". */
bool condition_is_field(const char *field);

/*
 * A match of pattern (PCRE2, UTF-8, '^' and '$' at every line) on a field, "trailer:KEY" included.
 * NULL and WINNOW_ERROR_INPUT if there is no such field or the pattern does not compile.
 */
bool condition_new_match(const char *field, const char *pattern, struct condition **out,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same of a NULL-terminated list of patterns, any of which may match where within, a pattern,
 * has CONDITION_ANY_OF: where several do the first in the list counts. Each has options of its own,
 * and its captured groups are numbered as if it were alone. On failure *bad is the one that is to
 * blame; it is their number where all of them are right but not together.
 */
#define CONDITION_ANY_OF "{any}"
bool condition_new_any(const char *field, const char *within, const char *const *patterns,
		       struct condition **out, size_t *bad,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * "lines_changed > 100", "followup.fix.missing > 0", or a fact's name alone for "> 0".
 * Operators: > >= < <= = !=. A number that is not known makes every comparison false.
 */
bool condition_new_comparison(const char *expression, struct condition **out,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the children (struct condition *) over; NOT has one. */
struct condition *condition_new_group(enum condition_group group, GPtrArray *children);

/* A use of target, which is borrowed: of one exhibit and memo it is tested once. */
struct condition *condition_new_named(const struct condition *target);

/* How many groups and uses there are within each other, the condition itself included. */
unsigned condition_height(const struct condition *condition);

void condition_free(struct condition *condition);
DEFINE_CLEANUP(struct condition *, condition_free)

/* The text field that a plain example of this condition is meant for; NULL if it has none. */
const char *condition_first_field(const struct condition *condition);

/* Whether a pattern takes part when it is true, so that a hit may have a match. */
bool condition_quotes(const struct condition *condition);

/* Whether a fact of a kind that wanted() takes may be among those that count when it is true. */
bool condition_counts(const struct condition *condition, bool (*wanted)(enum fact_kind kind));

/* What made a condition true. */
struct condition_hit {
	char *match;   /* the text that matched first; NULL if no pattern took part */
	char *line;    /* the line it stands in */
	GArray *facts; /* size_t: indices of the facts that counted; NULL: none did */
	bool gave_up;  /* a pattern ran into its match limit; it then counts as no match */
};

void condition_hit_init(struct condition_hit *hit);
void condition_hit_clear(struct condition_hit *hit);

/* Have the fact of this index count. */
void condition_hit_add(struct condition_hit *hit, size_t fact);

/*
 * What conditions with a name gave of one exhibit, and what its matches have in common. Where there
 * are many exhibits, patterns are made faster, which takes longer than to hold them against a few.
 */
struct condition_memo;
struct condition_memo *condition_memo_new(bool many);
void condition_memo_free(struct condition_memo *memo);
DEFINE_CLEANUP(struct condition_memo *, condition_memo_free)

/* memo is of this exhibit. */
bool condition_test(const struct condition *condition, const struct exhibit *exhibit,
		    struct condition_memo *memo, struct condition_hit *hit);

#endif
