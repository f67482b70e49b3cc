/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/named.h"

#include <string.h>

#include "base/error.h"

enum { PREFIX_MIN = 4 }; /* fewer characters of an id or name are no name */

static bool is_named(const struct review *review, const char *name)
{
	const struct patch *patch = review->patch;

	if (strcmp(patch->source, name) == 0)
		return true;
	return strlen(name) >= PREFIX_MIN &&
	       (g_str_has_prefix(patch->source, name) ||
		(review->upstream->has_id && commit_id_has_prefix(&review->upstream->id, name)));
}

bool named_find(const struct report *report, const char *name, size_t *out, GError **error)
{
	char *end = NULL;
	guint64 position = g_ascii_strtoull(name, &end, 10);

	/* A number is a place in the queue, though an id may begin with it. */
	if (!*end && position >= 1 && position <= report->n_reviews) {
		*out = position - 1;
		return true;
	}
	for (size_t i = 0; i < report->n_reviews; i++) {
		if (is_named(&report->reviews[i], name)) {
			*out = i;
			return true;
		}
	}
	return fail(error, WINNOW_ERROR_INPUT, "no patch '%s' in the queue of %zu", name,
		    report->n_reviews);
}
