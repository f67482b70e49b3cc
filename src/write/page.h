/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page - what others have to know of pages, --format html. */

#ifndef WINNOW_WRITE_PAGE_H
#define WINNOW_WRITE_PAGE_H

#include <stdbool.h>

/* Whether pattern can be an address to link to: of http or https, with {id} and no other braces. */
bool page_address_is_valid(const char *pattern);

#endif
