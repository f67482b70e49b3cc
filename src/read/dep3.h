/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dep3 - the head that Debian gives its patches: Description, Author, Origin, Forwarded, ... */

#ifndef WINNOW_READ_DEP3_H
#define WINNOW_READ_DEP3_H

#include <stdbool.h>

/*
 * Take the head of text apart, which is valid UTF-8. *subject is the first line of its Description,
 * *from its author, "" if not named; *rest the long description, the other fields as they stood,
 * and all that follows. The caller frees them. False, and they are untouched, when text has no such
 * head.
 */
bool dep3_read(const char *text, char **subject, char **from, char **rest);

#endif
