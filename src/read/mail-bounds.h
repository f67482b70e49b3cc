/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mail-bounds - how much of a mail a parser is given: what it makes of a few bytes takes kilobytes.
 */

#ifndef WINNOW_READ_MAIL_BOUNDS_H
#define WINNOW_READ_MAIL_BOUNDS_H

#include <stddef.h>

/*
 * Cut *length, of the bytes of a mail, to what may be parsed in bounded time, memory and stack.
 * Returns why it was cut, which is the caller's; NULL where it was not. Nothing at all may be left.
 */
char *mail_bound(const char *bytes, size_t *length);

#endif
