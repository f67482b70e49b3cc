/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/labelled.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "decide/decisions.h"

/* Whether the decision is a label, and which. */
static bool is_label(const struct decision *decision, bool *drop)
{
	*drop = decision->word == DECISION_DROP;
	return *drop || decision->word == DECISION_KEEP || decision->word == DECISION_KEEP_WITH;
}

/* Those on the key of the first one, for whatever trees: how many, and what of them are labels. */
static size_t count_same(const struct decisions *decisions, size_t first, bool *kept, bool *dropped)
{
	const char *key = decisions_at(decisions, first)->key;
	size_t i = first;

	*kept = *dropped = false;
	for (; i < decisions_count(decisions); i++) {
		const struct decision *decision = decisions_at(decisions, i);
		bool drop;

		if (strcmp(decision->key, key) != 0)
			break;
		if (is_label(decision, &drop))
			*(drop ? dropped : kept) = true;
	}
	return i - first;
}

static void add_labels(const struct decisions *decisions, struct labels *out)
{
	bool kept, dropped;
	size_t n;

	for (size_t i = 0; i < decisions_count(decisions); i += n) {
		const struct decision *decision = decisions_at(decisions, i);

		n = count_same(decisions, i, &kept, &dropped);
		if (kept != dropped)
			labels_add(out, decision->key, dropped, decision->line);
	}
}

static bool read_decisions(const char *path, struct labels **out, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	_cleanup_(decisions_freep) struct decisions *decisions = NULL;
	_cleanup_(labels_freep) struct labels *labels = labels_new();

	if (!decisions_open(path, warnings, &decisions, error))
		return false;
	for (guint i = 0; i < warnings->len; i++)
		cmd_warn(warnings->pdata[i], NULL);
	add_labels(decisions, labels);
	if (!labels_count(labels))
		return fail(error, WINNOW_ERROR_INPUT, "'%s' holds no label", path);
	*out = g_steal_pointer(&labels);
	return true;
}

bool labelled_read(const char *path, struct labels **out, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	bool ok;

	if (decisions_are_in(path))
		return read_decisions(path, out, error);
	ok = labels_read(path, problems, out, error);
	/* The first one is the error. */
	for (guint i = 1; i < problems->len; i++)
		fprintf(stderr, "%s\n", (char *)problems->pdata[i]);
	return ok;
}

bool labelled_find(const struct labels *labels, const struct review *review, size_t *out)
{
	struct commit_hex hex = commit_id_hex(&review->upstream->id);

	if (labels_find(labels, review->patch->source, review->upstream->has_id ? hex.text : NULL,
			out))
		return true;
	for (guint i = 0; i < review->keys->len; i++)
		if (labels_find(labels, review->keys->pdata[i], NULL, out))
			return true;
	return false;
}
