/* SPDX-License-Identifier: GPL-2.0-or-later */
/* envelope - how a mail was addressed, for whoever writes an answer. */

#ifndef WINNOW_READ_ENVELOPE_H
#define WINNOW_READ_ENVELOPE_H

#include <glib.h>

#include "base/cleanup.h"

/*
 * Valid UTF-8. Address lists are in the form that headers have, encoded, on one line, for
 * addresses_parse(); NULL: the mail has none.
 */
struct envelope {
	char *message_id; /* without <> */
	char *subject;	  /* decoded, as sent */
	char *from, *reply_to, *to, *cc;
	char *references; /* ids in <> that it hangs from, the nearest last; NULL if none */
	gint64 date;	  /* seconds since the epoch; 0 if unreadable */
	int zone;	  /* of its date: minutes east of UTC */
};

struct envelope *envelope_copy(const struct envelope *envelope);
/* Bytes of memory that it takes, see base/memory.h. NULL: 0. */
size_t envelope_memory(const struct envelope *envelope);
void envelope_free(struct envelope *envelope);
DEFINE_CLEANUP(struct envelope *, envelope_free)

enum {
	ADDRESSES_LIMIT = 20000,
	/* GMime parses groups within groups by recursion; each begins with a colon. */
	ADDRESS_GROUPS_LIMIT = 2000,
};

/*
 * The addresses in list, groups taken apart, names decoded and each one safe line: struct person,
 * to be unreffed. What is no address that a header could hold is left out and counted in *n_bad
 * (may be NULL), what is beyond ADDRESSES_LIMIT likewise.
 */
GArray *addresses_parse(const char *list, size_t *n_bad);

#endif
