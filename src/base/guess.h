/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guess - which of some words somebody meant who wrote another. */

#ifndef WINNOW_BASE_GUESS_H
#define WINNOW_BASE_GUESS_H

#include <glib.h>

/*
 * The one of words (ends with NULL) that is written with the fewest letters more, less, other or
 * swapped, the first of several; NULL if that is more than one in three letters of word. Borrowed.
 */
const char *guess_meant(const char *word, const char *const *words);

#endif
