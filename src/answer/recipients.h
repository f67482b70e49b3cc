/* SPDX-License-Identifier: GPL-2.0-or-later */
/* recipients - whom an answer to a patch goes to: everybody who had it, once, but not oneself. */

#ifndef WINNOW_ANSWER_RECIPIENTS_H
#define WINNOW_ANSWER_RECIPIENTS_H

#include <glib.h>

#include "read/queue.h"
#include "answer/identity.h"

/* Addresses in order, each once in whatever case; struct person in list. */
struct recipients {
	GArray *to, *cc;
	GHashTable *known; /* lower-case addresses in either */
	const struct identity *identity;
	size_t n_bad; /* what stood in headers and is no address */
};

/* Fills two lists that the caller owns; identity, whose addresses are left out, is borrowed. */
void recipients_init(struct recipients *recipients, GArray *to, GArray *cc,
		     const struct identity *identity);
void recipients_clear(struct recipients *recipients);

/* All in a header's address list. */
void recipients_add(struct recipients *recipients, GArray *list, const char *addresses);

/*
 * Those of an answer to patch. Of a mail: To its sender (or Reply-To), Cc its author, all others
 * who had it, and stable_list (may be NULL) unless a stable list had it. Of a file or commit: To
 * its author, Cc whom its trailers name and the stable list. Where To would be empty, because it is
 * one's own, the first of the others stand there.
 */
void recipients_of(struct recipients *recipients, const struct patch *patch,
		   const char *stable_list);

/* The stable list that most patches of the queue were sent to or name; NULL: none. The caller
 * frees. */
char *recipients_stable_list(const struct queue *queue);

#endif
