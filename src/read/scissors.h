/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scissors - "-- >8 --": above it is talk, below it the patch. */

#ifndef WINNOW_READ_SCISSORS_H
#define WINNOW_READ_SCISSORS_H

#include <stdbool.h>

/*
 * Whether a patch stands below a line of text that is scissors as git-mailinfo(1) knows them.
 * *above is then the line, *below what follows. Scripts in messages are fenced by such lines, too:
 * what follows must begin with "From:" or "Subject:", or in a reply at least be signed off.
 */
bool scissors_find(const char *text, bool reply, const char **above, const char **below);

#endif
