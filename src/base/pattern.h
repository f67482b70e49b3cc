/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pattern - regular expressions as Perl's m//x has them, out of files that strangers wrote. Those
 * of rules are judge/condition.h's, which counts more closely and says what it gave up.
 */

#ifndef WINNOW_BASE_PATTERN_H
#define WINNOW_BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"

struct pattern;

/* NULL: text is none. */
struct pattern *pattern_new(const char *text);
void pattern_free(struct pattern *pattern);
DEFINE_CLEANUP(struct pattern *, pattern_free)

/*
 * Whether one of the lines of text matches it, each by itself. Once that took PATTERN_STEPS it
 * never matches anything again.
 */
enum { PATTERN_STEPS = 200000 };
bool pattern_matches(struct pattern *pattern, const char *text, size_t length);

#endif
