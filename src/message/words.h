/* SPDX-License-Identifier: GPL-2.0-or-later */
/* words - whose words the lines of a message are. */

#ifndef WINNOW_MESSAGE_WORDS_H
#define WINNOW_MESSAGE_WORDS_H

#include <stdbool.h>

#include <glib.h>

#include "base/text.h"

enum whose {
	WHOSE_AUTHOR,
	WHOSE_BACKPORTER, /* "[bwh: Adjusted context]", over several lines, too; "Conflicts:" */
	WHOSE_MACHINE,	  /* a log, a trace, what a compiler or checker printed */
	WHOSE_OTHER,	  /* another commit as git shows it, a mail, a diffstat */
};

/*
 * Say of each of the n lines of a message's body whose it is: out has n elements. Markers and
 * trailers are not looked at: they are the author's here, unless they stand in what is another's.
 */
void words_sort(const struct slice *lines, size_t n, enum whose *out);

/* Whether line begins "[ name: ...", as people sign what they changed on the way. */
bool words_is_signed_note(struct slice line);

/*
 * Whether line is the heading of what a language model wrote about the patch; it goes on to the end
 * of the text.
 */
bool words_is_generated_heading(struct slice line);

/* Append text with what stands for addresses on the web left out. */
void words_append_without_urls(GString *out, struct slice text);

#endif
