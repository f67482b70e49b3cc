/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names - which commit people mean by digits and a quoted title, wherever commits are looked up. */

#ifndef WINNOW_INDEX_NAMES_H
#define WINNOW_INDEX_NAMES_H

#include <stdbool.h>

#include <glib.h>

#include "base/commit-id.h"
#include "base/text.h"
#include "message/reference.h"

/* Commits that begin with the same digits, which a title may tell apart; of more it cannot. */
enum { NAMES_BETWEEN_LIMIT = 64 };

/* Where commits are looked up by their positions; HISTORY_NONE stands for none. */
struct names {
	/*
	 * Append the positions, guint32, of the commits whose id is from least to greatest; where
	 * they are more than NAMES_BETWEEN_LIMIT, that many and one more, or some more.
	 */
	void (*between)(void *data, const struct commit_id *least, const struct commit_id *greatest,
			GArray *out);

	/* The last one before limit whose subject is of the same title: see message/title.h. */
	guint32 (*titled)(void *data, const char *subject, guint32 limit);

	const char *(*subject)(void *data, guint32 position);
	void *data;
};

/* See history_find_prefix(). */
guint32 names_find_prefix(const struct names *names, const char *hex, struct slice title,
			  bool *ambiguous);

/* What a reference of a message leads to. */
struct resolved {
	guint32 to; /* HISTORY_NONE: nowhere */
	bool by_title;
	bool ambiguous; /* its id begins several commits and its title fits none or many */
};

/* See history_find_reference(). */
struct resolved names_find_reference(const struct names *names, const char *hex, struct slice title,
				     guint32 limit);

/* A reference as an index keeps it. */
struct written {
	enum reference_kind kind;
	const char *hex, *title;
};

/* All references of the message of the commit at from; results has n elements. */
void names_resolve(const struct names *names, guint32 from, const struct written *references,
		   size_t n, struct resolved *results);

/* The first six digits as a number, the fewest that people write; -1 when there are fewer. */
gint64 names_prefix(const char *hex);

#endif
