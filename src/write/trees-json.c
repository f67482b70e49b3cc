/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How commits stand in trees as JSON, version 1: data/schema/trees-1.json describes it. */
#include <jansson.h>

#include "write/format.h"
#include "write/json.h"
#include "write/trees-words.h"

enum { VERSION = 1 };

static json_t *json_of_culprit(const struct history *history, const struct state *state)
{
	const struct history_commit *culprit;
	json_t *out;

	if (state->culprit == HISTORY_NONE)
		return json_null();
	culprit = history_at(history, state->culprit);
	out = json_object();
	json_object_set_new(out, "id", json_id(&culprit->id));
	json_object_set_new(out, "subject", json_string(culprit->subject));
	json_object_set_new(out, "there", json_boolean(state->culprit_there));
	json_object_set_new(out, "as", json_id_or_null(state->culprit_own, &state->culprit_commit));
	return out;
}

static json_t *json_of_state(const struct matrix_report *report, guint row, guint tree)
{
	const struct state *state = matrix_at(report, row, tree);
	json_t *out = json_object(), *with = json_array();

	for (guint i = 0; state->with && i < state->with->len; i++)
		json_array_append_new(
			with,
			json_id(&history_at(report->history, g_array_index(state->with, guint32, i))
					 ->id));
	json_object_set_new(out, "tree", json_string(trees_at(report->trees, tree)->name));
	json_object_set_new(out, "state", json_string(state_word(state->kind)));
	json_object_set_new(out, "commit", json_id_or_null(state->has_commit, &state->commit));
	json_object_set_new(out, "inherited", json_boolean(state->inherited));
	json_object_set_new(out, "by_upstream", json_boolean(state->by_upstream));
	json_object_set_new(out, "release", json_name(state->release));
	json_object_set_new(out, "culprit", json_of_culprit(report->history, state));
	json_object_set_new(out, "with", with);
	json_object_set_new(out, "proof", json_name(state->proof));
	json_object_set_new(out, "says", json_name(state->says));
	return out;
}

static json_t *json_of_row(const struct matrix_report *report, guint row)
{
	const struct matrix_row *one = &g_array_index(report->rows, struct matrix_row, row);
	const struct history_commit *commit =
		one->position != HISTORY_NONE ? history_at(report->history, one->position) : NULL;
	json_t *out = json_object(), *states = json_array();

	for (guint t = 0; t < report->trees->all->len; t++)
		json_array_append_new(states, json_of_state(report, row, t));
	json_object_set_new(out, "id", commit ? json_id(&commit->id) : json_null());
	json_object_set_new(out, "subject", json_name(one->subject));
	json_object_set_new(out, "source", json_name(one->source));
	json_object_set_new(out, "mainline_date",
			    commit && commit->mainline_date ? json_date(commit->mainline_date)
							    : json_null());
	json_object_set_new(out, "trees", states);
	return out;
}

static json_t *json_of_tree(const struct matrix_report *report, guint t)
{
	const struct tree *tree = trees_at(report->trees, t);
	json_t *out = json_object(), *numbers = json_object();
	size_t counts[N_STATES];

	matrix_count(report, t, counts);
	for (int kind = 0; kind < N_STATES; kind++)
		json_object_set_new(numbers, state_word((enum state_kind)kind),
				    json_integer((json_int_t)counts[kind]));
	json_object_set_new(out, "name", json_string(tree->name));
	json_object_set_new(out, "source", json_name(tree->revision));
	json_object_set_new(out, "tip", json_id(&tree->tip));
	json_object_set_new(out, "base", json_id_or_null(tree->base_name, &tree->base));
	json_object_set_new(out, "counts", numbers);
	return out;
}

bool trees_write_json(const struct matrix_report *report, const struct report_style *style,
		      FILE *out)
{
	g_autoptr(GArray) rows = trees_rows(report, style);
	json_t *root = json_document(VERSION), *upstream = json_object();
	json_t *trees = json_array(), *commits = json_array();

	json_object_set_new(root, "generated_at", json_date(report->now));
	json_set_upstream(upstream, report->upstream_name, report->history);
	json_object_set_new(root, "upstream", upstream);
	for (guint t = 0; t < report->trees->all->len; t++)
		json_array_append_new(trees, json_of_tree(report, t));
	json_object_set_new(root, "trees", trees);
	for (guint i = 0; i < rows->len; i++)
		json_array_append_new(commits, json_of_row(report, g_array_index(rows, guint, i)));
	json_object_set_new(root, "commits", commits);
	return json_write(root, out);
}

bool trees_write_ndjson(const struct matrix_report *report, const struct report_style *style,
			FILE *out)
{
	g_autoptr(GArray) rows = trees_rows(report, style);
	bool ok = true;

	for (guint i = 0; i < rows->len && ok; i++)
		ok = json_write_line(json_of_row(report, g_array_index(rows, guint, i)), out);
	return ok;
}
