/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build-parts - what the files of a build share; nobody else's business. */

#ifndef WINNOW_INDEX_BUILD_PARTS_H
#define WINNOW_INDEX_BUILD_PARTS_H

#include "index/build.h"
#include "index/names.h"
#include "index/order.h"

/* One commit to be added; its strings are its part's, the numbers its part's or its build's. */
struct fresh {
	struct commit_id id;
	guint32 first_parent; /* into parents */
	guint32 n_parents;
	guint32 first_reference, n_references; /* into references */
	guint32 author;			       /* into people */
	gint64 author_date, commit_date, mainline_date;
	const char *subject, *series;
	unsigned series_number;
	GPtrArray *paths;
};

struct fresh_reference {
	struct written written;
	const char *line;
};

/* A list of positions that falls, with a leap in each that makes any of them a few steps away. */
struct titled {
	guint32 older, leap; /* positions; HISTORY_NONE: it is the oldest */
	guint32 depth;	     /* how many are older */
};

/* Authors, each once. */
struct people {
	GPtrArray *texts;    /* char *: "name\nemail" */
	GHashTable *by_text; /* -> index + 1 */
};

struct build_part {
	const GPtrArray *fix_words;
	GStringChunk *strings;
	GArray *commits;    /* struct fresh */
	GArray *parents;    /* struct commit_id */
	GArray *references; /* struct fresh_reference */
	GArray *scratch;    /* struct reference, of the message at hand */
	struct people people;
};

/* A position by the first bytes of its id: what is compared lies side by side. */
struct keyed {
	guint64 key;
	guint32 position;
};

struct build {
	struct workers *workers;
	GPtrArray *strings; /* GStringChunk *, of the parts */
	GArray *commits;    /* struct fresh, in the order of order's nodes */
	GArray *parents;    /* struct commit_id */
	GArray *references; /* struct fresh_reference */
	struct people people;
	struct order *order;
	struct store *store;

	/* While writing: nodes have positions, and are looked up by them. */
	guint32 first;		     /* the first new position */
	guint32 n;		     /* how many are written */
	guint32 *sequence;	     /* position - first -> node */
	guint32 *bringers;	     /* node -> node */
	guint32 *position;	     /* node -> position */
	struct keyed *by_id;	     /* positions in the order of ids */
	struct titled *older_titled; /* position - first -> older ones of that title's hash */
	GHashTable *titled;	     /* title_hash() -> newest position + 1 */
	GHashTable *stored; /* subjects of positions before first: position + 1 -> char * */
};

/* The commit at a new position. */
static inline const struct fresh *fresh_at(const struct build *build, guint32 position)
{
	return &g_array_index(build->commits, struct fresh,
			      build->sequence[position - build->first]);
}

/* Give what tip reaches its positions and make it findable. */
void build_arrange(struct build *build, guint32 tip);

/* The position of id, new or in the store; HISTORY_NONE: neither. */
guint32 build_find(struct build *build, const struct commit_id *id);

/* How commits are looked up by digits and titles, new ones and those of the store. */
struct names build_names(struct build *build);

#endif
