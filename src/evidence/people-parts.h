/* SPDX-License-Identifier: GPL-2.0-or-later */
/* people-parts - whom a patch has on it, and of which change it is; for people*.c only. */

#ifndef WINNOW_EVIDENCE_PEOPLE_PARTS_H
#define WINNOW_EVIDENCE_PEOPLE_PARTS_H

#include <glib.h>

#include "read/patch.h"

enum { CHANGE_DIGITS = 12 };

/* Somebody on a patch, as it has the name; role as people_odds has it. */
struct member {
	char *key, *name;
	const char *role;
};

/*
 * The name in small letters, words apart; the address where that is too short. "": nobody. The
 * caller frees.
 */
char *person_key(const struct person *person);

/*
 * The author, whoever a tag names, and whom the mail went to (struct member, each key once); not
 * who sent the batch. The caller frees.
 */
GArray *members_of(const struct patch *patch);

/*
 * What a pick's change is called, in however many mails: the first CHANGE_DIGITS of its commit
 * upstream, in small letters; the caller frees. NULL: it names none, and a mail that does not is no
 * pick, be there a version in its subject or not.
 */
char *change_of(const struct patch *patch);

#endif
