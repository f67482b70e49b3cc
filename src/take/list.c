/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/list.h"

#include <jansson.h>

#include "base/text.h"
#include "write/json.h"

enum { VERSION = 1 };

static const struct {
	const char *word;  /* of JSON */
	const char *title; /* of the text */
} kinds[] = {
	[CHANGE_LEFT_OUT] = { "left-out", "left out" },
	[CHANGE_ADDED] = { "added", "added" },
	[CHANGE_MOVED] = { "moved", "moved" },
	[CHANGE_REFRESHED] = { "refreshed", "refreshed" },
	[CHANGE_NOT] = { "not-done", "could not be done" },
};

static size_t count(const struct take_result *result, enum change_kind kind)
{
	size_t n = 0;

	for (guint i = 0; i < result->changes->len; i++)
		n += ((const struct change *)result->changes->pdata[i])->kind == kind;
	return n;
}

static void write_line(const char *indent, const char *text, FILE *out)
{
	g_autofree char *line = text_one_line(text, 0);

	if (*line)
		fprintf(out, "%s%s\n", indent, line);
}

/* verdict: that of a patch that is left open; NULL: it is a change. */
static void write_change(const struct change *change, const char *verdict, FILE *out)
{
	g_autofree char *commit =
		change->has_id ? fact_commit_name(&change->id, change->subject) : NULL;
	g_autofree char *title = NULL;
	g_autofree char *reason = NULL;

	if (change->name && commit)
		title = g_strdup_printf("%s, of %s", change->name, commit);
	else if (change->name)
		title = g_strdup_printf("%s (\"%s\")", change->name, change->subject);
	write_line("  ", title ? title : commit ? commit : change->subject, out);
	if (verdict)
		reason = g_strdup_printf("%s: %s", verdict, change->reason ? change->reason : "");
	else
		reason = g_strdup(change->reason);
	if (reason)
		write_line("      ", reason, out);
	if (change->proof && g_strcmp0(change->proof, change->reason) != 0)
		write_line("      ", change->proof, out);
}

static void write_open(const struct take_result *result, FILE *out)
{
	if (!result->open->len)
		return;
	fputs("left open:\n", out);
	for (guint i = 0; i < result->open->len; i++) {
		const struct open_patch *open = &g_array_index(result->open, struct open_patch, i);

		write_change(&open->told, verdict_name(open->verdict), out);
	}
	fputc('\n', out);
}

void list_write_text(const struct take_result *result, FILE *out)
{
	for (size_t kind = 0; kind < N_CHANGE_KINDS; kind++) {
		if (!count(result, kind))
			continue;
		fprintf(out, "%s:\n", kinds[kind].title);
		for (guint i = 0; i < result->changes->len; i++) {
			const struct change *change = result->changes->pdata[i];

			if (change->kind == kind)
				write_change(change, NULL, out);
		}
		fputc('\n', out);
	}
	write_open(result, out);
	fprintf(out, "%zu of %zu patches", result->n_after, result->n_before);
	for (size_t kind = 0; kind < N_CHANGE_KINDS; kind++)
		if (count(result, kind))
			fprintf(out, ", %zu %s", count(result, kind), kinds[kind].title);
	fprintf(out, "\nthey apply to ");
	write_line("", result->base, out);
	if (result->open->len)
		fprintf(out,
			"their own review: %zu to drop, %zu not alone, %zu in the wrong order, as "
			"listed%s\n",
			result->n_open[VERDICT_DROP], result->n_open[VERDICT_KEEP_WITH],
			result->n_disorders,
			result->without_open ? "" : " (--without open leaves them out)");
	if (result->binary)
		fputs("one at least changes a binary file: git am applies that, patch(1) and so "
		      "quilt do not\n",
		      out);
}

static json_t *json_of_change(const struct change *change, const char *key, const char *word)
{
	json_t *out = json_object();

	json_object_set_new(out, key, json_string(word));
	json_object_set_new(out, "source", json_text_or_null(change->name));
	json_object_set_new(out, "upstream", json_id_or_null(change->has_id, &change->id));
	json_object_set_new(out, "subject", json_text_or_null(change->subject));
	json_object_set_new(out, "reason", json_text_or_null(change->reason));
	json_object_set_new(out, "proof", json_text_or_null(change->proof));
	return out;
}

bool list_write_json(const struct take_result *result, FILE *out)
{
	json_t *root = json_document(VERSION), *changes = json_array(), *open = json_object();
	json_t *left = json_array();

	json_object_set_new(root, "base", json_string(result->base));
	json_object_set_new(root, "before", json_integer((json_int_t)result->n_before));
	json_object_set_new(root, "after", json_integer((json_int_t)result->n_after));
	json_object_set_new(root, "reviews", json_integer((json_int_t)result->rounds));
	json_object_set_new(root, "binary", json_boolean(result->binary));
	for (size_t i = 0; i < N_VERDICTS; i++)
		if (i != VERDICT_NONE)
			json_object_set_new(open, verdict_name((enum verdict)i),
					    json_integer((json_int_t)result->n_open[i]));
	json_object_set_new(root, "verdicts", open);
	json_object_set_new(root, "order", json_integer((json_int_t)result->n_disorders));
	for (guint i = 0; i < result->changes->len; i++) {
		const struct change *change = result->changes->pdata[i];

		json_array_append_new(changes,
				      json_of_change(change, "what", kinds[change->kind].word));
	}
	json_object_set_new(root, "changes", changes);
	for (guint i = 0; i < result->open->len; i++) {
		const struct open_patch *patch = &g_array_index(result->open, struct open_patch, i);

		json_array_append_new(left, json_of_change(&patch->told, "verdict",
							   verdict_name(patch->verdict)));
	}
	json_object_set_new(root, "open", left);
	return json_write(root, out);
}
