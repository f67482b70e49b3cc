/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/guess.h"

#include <string.h>

enum { LETTERS_LIMIT = 64 }; /* no word of ours is so long, and what is longer means none of them */

/* Optimal string alignment: like Levenshtein's, with two neighbours swapped for one change. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t rows[3][LETTERS_LIMIT + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= m; j++)
		above[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *oldest = before;

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			row[j] = MIN(MIN(above[j], row[j - 1]) + 1,
				     above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = MIN(row[j], before[j - 2] + 1);
		}
		before = above;
		above = row;
		row = oldest;
	}
	return above[m];
}

const char *guess_meant(const char *word, const char *const *words)
{
	size_t length = strlen(word), least = length / 3 + 1;
	const char *out = NULL;

	if (length > LETTERS_LIMIT)
		return NULL;
	for (; *words; words++) {
		size_t n = strlen(*words), changes;

		if (n > LETTERS_LIMIT)
			continue;
		changes = distance(word, length, *words, n);
		if (changes < least) {
			least = changes;
			out = *words;
		}
	}
	return out;
}
