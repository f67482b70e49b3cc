/* SPDX-License-Identifier: GPL-2.0-or-later */
/* encoded-word - what GMime must be helped with in headers: "=?utf-8?B?...?=". */

#ifndef WINNOW_READ_ENCODED_WORD_H
#define WINNOW_READ_ENCODED_WORD_H

#include <stddef.h>

#include <glib.h>

/*
 * A mail's headers with base64 words that follow each other made into one: GMime decodes them as
 * one run of base64 and stops at the first one's padding. What is behind the headers stays. NULL
 * where there is nothing to join.
 */
GString *encoded_words_join(const char *bytes, size_t length);

/*
 * text, one line in UTF-8, as encoded words with a blank between them, so that a header with them
 * says it when it is decoded once, and all of it is ASCII. NULL where nothing in it looks encoded:
 * then it may stand as any other text. Such words may stand for a name, too. The caller frees.
 */
char *encoded_words_write(const char *text);

#endif
