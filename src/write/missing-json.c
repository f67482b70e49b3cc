/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a branch lacks as JSON, version 1: data/schema/missing-1.json describes it. */
#include <jansson.h>

#include "base/text.h"
#include "review/missing-changed.h"
#include "write/json.h"
#include "write/format.h"

enum { VERSION = 1 };

static json_t *json_of_tie(const struct history *history, const struct missing_tie *tie)
{
	const struct history_commit *object = history_at(history, tie->object);
	const struct taken *taken = tie->taken;
	json_t *out = json_object();

	json_object_set_new(out, "kind", json_string(followup_kind_name(tie->kind)));
	json_object_set_new(out, "id", json_id(&object->id));
	json_object_set_new(out, "subject", json_string(object->subject));
	json_object_set_new(out, "state",
			    json_string(!taken	      ? "missing"
					: taken->gone ? "taken-back"
						      : "taken"));
	json_object_set_new(out, "taken_as",
			    taken ? json_id_or_null(taken->has_commit, &taken->commit)
				  : json_null());
	json_object_set_new(out, "owner", json_name(taken ? taken->owner : NULL));
	json_object_set_new(out, "path", json_name(taken ? taken->path : NULL));
	json_object_set_new(out, "by_title", json_boolean(tie->by_title));
	json_object_set_new(out, "proof", json_string(tie->line));
	return out;
}

static json_t *json_of_paths(const GPtrArray *paths)
{
	json_t *out = json_array();

	for (guint i = 0; paths && i < paths->len; i++)
		json_array_append_new(out, json_name(paths->pdata[i]));
	return out;
}

static json_t *json_of_members(const struct history *history, const struct fit *fit)
{
	json_t *out = json_array();

	for (guint i = 0; fit_is_proved(fit) && i < fit->prerequisites.members->len; i++) {
		const struct prerequisite *one =
			&g_array_index(fit->prerequisites.members, struct prerequisite, i);
		const struct history_commit *commit = history_at(history, one->position);
		json_t *object = json_object();

		json_object_set_new(object, "id", json_id(&commit->id));
		json_object_set_new(object, "subject", json_string(commit->subject));
		json_object_set_new(object, "why", json_string(prerequisite_why_name(one->why)));
		json_object_set_new(object, "fix", json_boolean(one->is_fix));
		json_object_set_new(object, "lines", json_integer((json_int_t)one->lines_changed));
		json_object_set_new(object, "proof", json_text_or_null(one->proof));
		json_array_append_new(out, object);
	}
	return out;
}

static json_t *json_of_fit(const struct history *history, const struct fit *fit)
{
	json_t *out = json_object();
	g_autofree char *says = fit_says(fit, history);

	json_object_set_new(out, "state", json_string(fit_kind_name(fit->kind)));
	json_object_set_new(out, "says", json_string(says));
	json_object_set_new(out, "fuzz", json_integer((json_int_t)fit->fuzz));
	json_object_set_new(out, "merged", json_boolean(fit->merged));
	json_object_set_new(out, "on_top_of", json_of_members(history, fit));
	json_object_set_new(out, "conflicts", json_of_paths(fit->files));
	json_object_set_new(out, "where", json_name(fit->where));
	return out;
}

static json_t *json_of_cves(const GPtrArray *cves)
{
	json_t *out = json_array();

	for (guint i = 0; cves && i < cves->len; i++)
		json_array_append_new(
			out, json_string(((const struct cve *)cves->pdata[i])->record->name));
	return out;
}

static json_t *json_of_missing(const struct missing_report *report, const struct missing *missing)
{
	const struct history_commit *commit = history_at(report->history, missing->position);
	json_t *out = json_object(), *ties = json_array();
	g_autofree char *author =
		g_strdup_printf("%s <%s>", commit->author_name, commit->author_email);

	for (guint i = 0; i < missing->ties->len; i++)
		json_array_append_new(
			ties, json_of_tie(report->history,
					  &g_array_index(missing->ties, struct missing_tie, i)));
	json_object_set_new(out, "id", json_id(&commit->id));
	json_object_set_new(out, "subject", json_string(commit->subject));
	json_object_set_new(out, "author", json_string(author));
	json_object_set_new(out, "kind", json_string(followup_kind_name(missing->kind)));
	json_object_set_new(out, "state", json_string(missing->reverted ? "reverted" : "missing"));
	json_object_set_new(out, "severity", json_string(severity_name(missing->severity)));
	json_object_set_new(out, "severity_says", json_text_or_null(missing->severity_says));
	json_object_set_new(out, "of_taken_back", json_boolean(missing->of_gone));
	json_object_set_new(out, "owner", json_name(missing->owner));
	json_object_set_new(out, "mainline_date",
			    commit->mainline_date ? json_date(commit->mainline_date) : json_null());
	json_object_set_new(out, "age_days",
			    commit->mainline_date ? json_integer(text_days_between(
							    commit->mainline_date, report->now))
						  : json_null());
	json_object_set_new(out, "cves", json_of_cves(missing->cves));
	json_object_set_new(out, "since_unknown", json_boolean(missing->since_unknown));
	json_object_set_new(out, "ties", ties);
	if (missing->took) {
		json_t *others = json_object(), *trees = json_array();

		for (guint i = 0; i < missing->took_by->len; i++)
			json_array_append_new(trees, json_name(missing->took_by->pdata[i]));
		json_object_set_new(others, "took", json_integer(missing->n_took));
		json_object_set_new(others, "trees", trees);
		json_object_set_new(others, "says", json_name(missing->took));
		json_object_set_new(out, "others", others);
	}
	if (missing->fit)
		json_object_set_new(out, "apply", json_of_fit(report->history, missing->fit));
	return out;
}

/* A commit of a record: whole where upstream has it, else as written. */
static json_t *json_of_end(const struct history *history, const struct cve_commit *commit)
{
	json_t *out;

	if (!commit->hex)
		return json_null();
	out = json_object();
	if (commit->position == HISTORY_NONE) {
		json_object_set_new(out, "id", json_string(commit->hex));
		json_object_set_new(out, "subject", json_null());
	} else {
		const struct history_commit *found = history_at(history, commit->position);

		json_object_set_new(out, "id", json_id(&found->id));
		json_object_set_new(out, "subject", json_string(found->subject));
	}
	return out;
}

static json_t *json_of_open(const struct history *history, const struct open_cve *open)
{
	json_t *out = json_object(), *holes = json_array();

	for (guint i = 0; i < open->holes->len; i++) {
		const struct cve_hole *hole = &g_array_index(open->holes, struct cve_hole, i);
		g_autofree char *location = cve_pair_location(hole->tie->pair);
		json_t *one = json_object();

		json_object_set_new(one, "fix", json_of_end(history, &hole->tie->fixing));
		json_object_set_new(one, "bug", json_of_end(history, &hole->tie->breaking));
		json_object_set_new(one, "bug_here_as",
				    json_id_or_null(hole->has_commit, &hole->commit));
		json_object_set_new(one, "proof", json_string(location));
		json_array_append_new(holes, one);
	}
	json_object_set_new(out, "name", json_string(open->cve->record->name));
	json_object_set_new(out, "title", json_text_or_null(open->cve->record->title));
	json_object_set_new(out, "bug", json_string(open->since_known ? "there" : "unknown"));
	json_object_set_new(out, "pairs", holes);
	return out;
}

static json_t *json_of_changed(const struct missing_changed *changed)
{
	json_t *out = json_object(), *all = json_array();

	for (guint i = 0; i < changed->gone->len; i++) {
		const struct missing_gone *gone =
			&g_array_index(changed->gone, struct missing_gone, i);
		json_t *one = json_object();

		json_object_set_new(one, "id", json_string(gone->id));
		json_object_set_new(one, "subject", json_text_or_null(gone->subject));
		json_array_append_new(all, one);
	}
	json_object_set_new(out, "since", json_text_or_null(changed->since));
	json_object_set_new(out, "same", json_integer((json_int_t)changed->n_same));
	json_object_set_new(out, "only_new", json_boolean(changed->only_new));
	json_object_set_new(out, "gone", all);
	return out;
}

bool missing_write_json(const struct missing_report *report, const struct report_style *style,
			FILE *out)
{
	json_t *root = json_document(VERSION), *upstream = json_object(), *branch = json_object();
	json_t *all = json_array();

	(void)style;
	json_object_set_new(root, "generated_at", json_date(report->now));
	json_set_upstream(upstream, report->upstream_name, report->history);
	json_object_set_new(root, "upstream", upstream);
	json_object_set_new(branch, "source", json_name(report->branch_name));
	json_object_set_new(branch, "commits", json_integer((json_int_t)report->n_commits));
	json_object_set_new(branch, "taken", json_integer((json_int_t)report->n_taken));
	json_object_set_new(root, "branch", branch);
	json_object_set_new(root, "unknown", json_integer((json_int_t)report->n_unknown));
	json_object_set_new(root, "ignored", json_integer((json_int_t)report->n_ignored));
	json_object_set_new(root, "decided", json_integer((json_int_t)report->n_decided));
	json_object_set_new(root, "milder", json_integer((json_int_t)report->n_milder));
	for (guint i = 0; i < report->missing->len; i++)
		json_array_append_new(
			all, json_of_missing(report,
					     &g_array_index(report->missing, struct missing, i)));
	json_object_set_new(root, "missing", all);
	if (report->open_cves) {
		json_t *open = json_array();

		for (guint i = 0; i < report->open_cves->len; i++)
			json_array_append_new(
				open,
				json_of_open(report->history, &g_array_index(report->open_cves,
									     struct open_cve, i)));
		json_object_set_new(root, "open_cves", open);
	}
	if (report->changed)
		json_object_set_new(root, "changed", json_of_changed(report->changed));
	return json_write(root, out);
}

bool missing_write_ndjson(const struct missing_report *report, const struct report_style *style,
			  FILE *out)
{
	bool ok = true;

	(void)style;
	for (guint i = 0; i < report->missing->len && ok; i++)
		ok = json_write_line(
			json_of_missing(report, &g_array_index(report->missing, struct missing, i)),
			out);
	return ok;
}
