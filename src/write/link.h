/* SPDX-License-Identifier: GPL-2.0-or-later */
/* link - where ids of commits and mails lead to, for whatever form writes them. */

#ifndef WINNOW_WRITE_LINK_H
#define WINNOW_WRITE_LINK_H

#include <stdbool.h>

#include "base/text.h"
#include "index/history.h"

/* What the user said about it; all borrowed. Zero: nothing leads anywhere. */
struct links {
	const char *commit_url, *mail_url; /* with {id} for what is linked to; NULL: no links */
	const struct history *upstream;	   /* whose commits texts name; NULL: none is known */
};

enum { LINK_BYTES = 2000 }; /* more than that terminals and browsers do not follow */

/*
 * The address that pattern makes of id: its {id}, percent-encoded. All of it is printable ASCII
 * without blanks. NULL if pattern is NULL or not valid, id is NULL, or it gets longer than
 * LINK_BYTES. The caller frees.
 */
char *link_address(const char *pattern, const char *id);

/*
 * Whether pattern can be an address to link to: of http or https, with {id}, no other braces,
 * blanks or control characters.
 */
bool link_address_is_valid(const char *pattern);

/*
 * Take the next piece off *rest, one line that is shown: text, or the id of a commit, 12 digits of
 * it or more, with the address that it leads to in *address, which the caller frees; else that is
 * NULL. An id is one that upstream has a commit for; where none is known all that looks like one.
 * Whatever was taken off before, it stood for words of its own. False when *rest is empty.
 */
bool link_next(const struct links *links, struct slice *rest, struct slice *piece, char **address);

#endif
