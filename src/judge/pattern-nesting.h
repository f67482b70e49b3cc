/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pattern-nesting - whether the brackets of a pattern are its own, told without compiling it. For
 * this folder's condition.c.
 */

#ifndef WINNOW_JUDGE_PATTERN_NESTING_H
#define WINNOW_JUDGE_PATTERN_NESTING_H

#include <stdbool.h>

/*
 * Whether text, if "(?:text)" is a part of a pattern that compiles and itself passes, is a pattern
 * that compiles, too. Of what passes each group and class ends within it, and nothing refers to
 * other groups or changes how what is behind it is read. False where that takes a closer look.
 */
bool pattern_is_nested(const char *text);

#endif
