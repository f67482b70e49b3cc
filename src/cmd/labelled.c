/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/labelled.h"

#include <stdio.h>

bool labelled_read(const char *path, struct labels **out, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	bool ok = labels_read(path, problems, out, error);

	/* The first one is the error. */
	for (guint i = 1; i < problems->len; i++)
		fprintf(stderr, "%s\n", (char *)problems->pdata[i]);
	return ok;
}

bool labelled_find(const struct labels *labels, const struct review *review, size_t *out)
{
	struct commit_hex hex = commit_id_hex(&review->upstream->id);

	return labels_find(labels, review->patch->source,
			   review->upstream->has_id ? hex.text : NULL, out);
}
