/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * people - who was asked about earlier picks and who objected to them, counted before a mail.
 *
 * It is made from archives at hand and kept on the machine of whoever has them: nothing of it comes
 * with the program. A person is a name, in small letters without punctuation, or an address where
 * the name is shorter than four letters.
 */

#ifndef WINNOW_EVIDENCE_PEOPLE_H
#define WINNOW_EVIDENCE_PEOPLE_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "evidence/thread.h"
#include "read/queue.h"

struct people;

struct people *people_new(void);
void people_free(struct people *people);
DEFINE_CLEANUP(struct people *, people_free)

/*
 * Add the dated mails of queue, and who objected to them in its replies; upstreams are those of its
 * entries, as for threads_new(). What is known already is no news.
 */
void people_add_queue(struct people *people, const struct queue *queue,
		      const struct upstream *upstreams);

/*
 * Add what a table holds; one that is not there holds nothing. Fails with WINNOW_ERROR_INPUT,
 * naming the line, where it is none.
 */
bool people_read(struct people *people, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The table, the same of the same people; the caller frees. */
char *people_text(const struct people *people);

/*
 * Write it, all or nothing, unless it says what was read last; a new one is its owner's alone. Fails
 * where people_read() would not take it back.
 */
bool people_write(const struct people *people, const char *path,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many changes and objections it holds. */
void people_count(const struct people *people, size_t *changes, size_t *objections);

/* How likely it is that one of the people on a patch objects, by what they did before. */
struct people_odds {
	double who;	  /* 1 less the product over them of 1 - min(.9, objected / (asked + 5)) */
	char *name;	  /* who objected to the largest share, as the patch has it; NULL: nobody */
	const char *role; /* of that person: "Cc'd to", "written by", "with a tag of" */
	size_t asked, objected; /* changes that person was on, and objected to */
	bool late;		/* some of these after the patch was sent */
};

/*
 * Counted is what was mailed and said more than PEOPLE_BATCH_HOURS before patch was sent, but for
 * its own change, and what was said to other changes since, up to the moment until. False where nothing is known: no mail, or nobody objected to anything by then.
 * The name is the caller's.
 */
enum { PEOPLE_BATCH_HOURS = 6 };
bool people_odds(const struct people *people, const struct patch *patch, gint64 until,
		 struct people_odds *out);

#endif
