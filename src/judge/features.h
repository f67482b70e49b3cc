/* SPDX-License-Identifier: GPL-2.0-or-later */
/* features - the words, tokens and paths of a patch that the text model weighs, hashed. */

#ifndef WINNOW_JUDGE_FEATURES_H
#define WINNOW_JUDGE_FEATURES_H

#include <glib.h>

#include "base/text.h"
#include "read/patch.h"

/* Where a feature comes from: the same word weighs differently in each. */
enum feature_part {
	FEATURE_SUBJECT, /* words and word pairs of the subject */
	FEATURE_BODY,	 /* of the subject and the body */
	FEATURE_ADDED,	 /* tokens of lines that the diff adds */
	FEATURE_REMOVED, /* of lines that it removes */
	FEATURE_PATH,	 /* directories and names of the files it touches */
	N_FEATURE_PARTS,
};

enum { FEATURE_BITS = 16, FEATURE_BUCKETS = 1 << FEATURE_BITS };

struct feature {
	guint32 bucket; /* below FEATURE_BUCKETS */
	enum feature_part part;
	float value;	   /* each part's features have a length of 1 together */
	guint serial;	   /* in the order of the patch's texts */
	struct slice a, b; /* where it stands, in the patch's texts; b is the second of a pair */
};

/*
 * The features of patch, each bucket once, in bucket order. Out of the message are left: markers,
 * trailers, quoted titles, ids, numbers, addresses, bare grammar, and the names of whoever stands
 * in the trailers. Free with g_array_unref(); slices point into patch. At most FEATURES_LIMIT per
 * part are looked at.
 */
enum { FEATURES_LIMIT = 20000 };
GArray *features_of(const struct patch *patch);

/*
 * A plain bag of words to compare with: words of the whole message as it was sent, trailers and
 * names included, tokens of changed lines, paths, sizes. Values and use as above, but that all
 * features together are of length 1.
 */
GArray *features_plain(const struct patch *patch);

/* "subject: clean up", "+mutex_lock", "drivers/net". The caller frees. */
char *feature_text(const struct feature *feature);

#endif
