/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sentences - what people write, sentence by sentence. */

#ifndef WINNOW_MESSAGE_SENTENCES_H
#define WINNOW_MESSAGE_SENTENCES_H

#include <glib.h>

/*
 * The sentences of text (char *), one line each: a paragraph's or a list's item's end ends one,
 * too. Some hundreds at most. The caller frees.
 */
GPtrArray *sentences_in(const char *text);

#endif
