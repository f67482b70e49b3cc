/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kind-words - the words and sizes of a patch by which the kind model tells repairs from the rest.
 */

#ifndef WINNOW_JUDGE_KIND_WORDS_H
#define WINNOW_JUDGE_KIND_WORDS_H

#include <stdbool.h>

#include <glib.h>

#include "read/patch.h"

enum kind_part {
	KIND_SUBJECT, /* words of the subject */
	KIND_BODY,    /* of subject and body */
	KIND_SIZE,    /* how large the parts of it are, by powers of two: "added4" */
	N_KIND_PARTS,
};

/* Bytes of a key: a letter for the part, a blank, the word. Longer words are data, none of them. */
enum { KIND_KEY_SIZE = 40 };

/* The letter that keys of part begin with. */
char kind_part_letter(enum kind_part part);

/* Whether key, a letter, a blank and a word, is one that kind_words() may visit. */
bool kind_key_is_sound(const char *key);

/* Whether it tells that somebody asked for stable trees, which is what is to be foretold. */
bool kind_key_is_masked(const char *key);

/*
 * Visit the keys of patch in the order in which they stand there, a word as often as it does.
 * Lower case. Numbers, ids and addresses are left out, as are trailers.
 */
void kind_words(const struct patch *patch,
		void (*visit)(enum kind_part part, const char *key, void *data), void *data);

/* What each of the parts weighs that has n keys which are known. */
double kind_value(enum kind_part part, guint n);

#endif
