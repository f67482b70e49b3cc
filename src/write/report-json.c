/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report as JSON, version 1: data/schema/review-1.json describes it, others parse it. */
#include "write/format.h"

#include <jansson.h>

#include "review/changed.h"
#include "write/json.h"

enum { VERSION = 1 };

/* A review to be written, by any thread: what upstream is asked for it is known before. */
struct shown {
	const struct report *report;
	const struct review *review;
	gint64 author_date;	  /* of its upstream commit; 0: it has none */
	const gint64 *fact_dates; /* the same of each fact's */
};

static void shown_clear(void *data)
{
	g_free((void *)((struct shown *)data)->fact_dates);
}

/* When its author wrote the commit, as far as upstream has it; else 0. */
static gint64 author_date(const struct report *report, bool has_id, const struct commit_id *id)
{
	guint32 at = report->history && has_id ? history_find(report->history, id) : HISTORY_NONE;

	return at != HISTORY_NONE ? history_at(report->history, at)->author_date : 0;
}

static struct shown show(const struct report *report, const struct review *review)
{
	const struct upstream *upstream = review->upstream;
	size_t n = facts_count(&review->facts);
	gint64 *dates = g_new0(gint64, n);

	for (size_t i = 0; i < n; i++) {
		const struct fact *fact = facts_at(&review->facts, i);

		dates[i] = author_date(report, fact->has_id, &fact->id);
	}
	return (struct shown){ report, review, author_date(report, upstream->has_id, &upstream->id),
			       dates };
}

static json_t *json_date_or_null(gint64 date)
{
	return date ? json_date(date) : json_null();
}

static json_t *json_of_upstream(const struct shown *shown)
{
	const struct review *review = shown->review;
	const struct upstream *upstream = review->upstream;
	bool aged = review->facts.known[FACT_NUMBER_AGE_DAYS];
	json_t *out = json_object();

	json_object_set_new(out, "id", json_id_or_null(upstream->has_id, &upstream->id));
	json_object_set_new(out, "how", json_string(upstream_how_name(upstream->how)));
	json_object_set_new(out, "certain", json_boolean(upstream->certain));
	json_object_set_new(out, "author_date", json_date_or_null(shown->author_date));
	json_object_set_new(out, "age_days",
			    aged ? json_integer(review->facts.numbers[FACT_NUMBER_AGE_DAYS])
				 : json_null());
	return out;
}

static json_t *json_of_reason(const struct reason *reason)
{
	json_t *out = json_object(), *facts = json_array();

	json_object_set_new(out, "rule", json_string(reason->rule->id));
	json_object_set_new(out, "weight", json_rounded(reason->weight));
	if (reason->rule->decides != VERDICT_NONE)
		json_object_set_new(out, "decides",
				    json_string(verdict_name(reason->rule->decides)));
	json_object_set_new(out, "says", json_string(reason->says));
	if (reason->proof)
		json_object_set_new(out, "proof", json_string(reason->proof));
	for (guint i = 0; i < reason->facts->len; i++)
		json_array_append_new(
			facts, json_integer((json_int_t)g_array_index(reason->facts, size_t, i)));
	json_object_set_new(out, "facts", facts);
	return out;
}

static json_t *json_of_fact(const struct fact *fact, gint64 date)
{
	json_t *out = json_object();

	json_object_set_new(out, "kind", json_string(fact_kind_name(fact->kind)));
	json_object_set_new(out, "id", json_id_or_null(fact->has_id, &fact->id));
	json_object_set_new(out, "subject", json_text_or_null(fact->subject));
	if (fact->has_id)
		json_object_set_new(out, "author_date", json_date_or_null(date));
	if (fact->severity)
		json_object_set_new(out, "severity", json_string(severity_name(fact->severity)));
	if (fact->chained)
		json_object_set_new(out, "follows", json_id(&fact->object));
	json_object_set_new(out, "state",
			    json_text_or_null(fact->state == FACT_STATE_NONE
						      ? NULL
						      : fact_state_name(fact->state)));
	json_object_set_new(out, "proof", json_text_or_null(fact->proof));
	if (fact->mail)
		json_object_set_new(out, "message_id", json_string(fact->mail));
	json_object_set_new(out, "says", json_text_or_null(fact->says));
	return out;
}

static json_t *json_of_texts(const GPtrArray *texts)
{
	json_t *out = json_array();

	for (guint i = 0; i < texts->len; i++)
		json_array_append_new(out, json_string(texts->pdata[i]));
	return out;
}

static json_t *json_of_decision(const struct review *review)
{
	const struct decision *decision = review->decision;
	g_autofree char *until = decision_until_says(decision);
	json_t *out = json_object();

	json_object_set_new(out, "key", json_string(decision->key));
	json_object_set_new(out, "tree", json_string(decision->tree));
	json_object_set_new(out, "word", json_string(decision_word_name(decision->word)));
	json_object_set_new(out, "date", json_string(decision->date));
	json_object_set_new(out, "who", json_string(decision->who));
	json_object_set_new(out, "until", json_text_or_null(until));
	json_object_set_new(out, "note", json_text_or_null(decision->note));
	json_object_set_new(out, "seen", json_text_or_null(decision->seen));
	json_object_set_new(out, "anew", json_boolean(review->decided_anew));
	json_object_set_new(out, "since", json_of_texts(review->since));
	return out;
}

static json_t *json_of_change(const struct review_change *change)
{
	json_t *out = json_object();

	json_object_set_new(out, "what", json_string(change_kind_name(change->kind)));
	if (change->kind != CHANGE_NEW)
		json_object_set_new(out, "was", json_string(verdict_name(change->was)));
	json_object_set_new(out, "news", json_of_texts(change->news));
	json_object_set_new(out, "lost", json_of_texts(change->lost));
	return out;
}

static json_t *json_of_changed(const struct changed *changed)
{
	json_t *out = json_object(), *gone = json_array();

	for (guint i = 0; i < changed->gone->len; i++) {
		const struct earlier_patch *patch = changed->gone->pdata[i];
		json_t *entry = json_object();

		json_object_set_new(entry, "source", json_string(patch->source));
		json_object_set_new(entry, "subject", json_text_or_null(patch->subject));
		json_object_set_new(entry, "key", json_text_or_null(patch->key));
		json_object_set_new(entry, "tree", json_text_or_null(patch->tree));
		json_object_set_new(entry, "was", json_string(verdict_name(patch->verdict)));
		json_array_append_new(gone, entry);
	}
	json_object_set_new(out, "since", json_text_or_null(changed->since));
	json_object_set_new(out, "same", json_integer((json_int_t)changed->n_same));
	json_object_set_new(out, "only_new", json_boolean(changed->only_new));
	json_object_set_new(out, "gone", gone);
	return out;
}

static json_t *json_of_review(const struct shown *shown)
{
	const struct report *report = shown->report;
	const struct review *review = shown->review;
	const struct patch *patch = review->patch;
	const struct judgement *judgement = &review->judgement;
	json_t *out = json_object(), *versions = json_array(), *with = json_array();
	json_t *reasons = json_array(), *facts = json_array(), *paths = json_array();
	g_autofree char *author =
		g_strdup_printf("%s <%s>", patch->author.name, patch->author.email);

	for (guint i = 0; i < patch->versions->len; i++)
		json_array_append_new(versions, json_string(patch->versions->pdata[i]));
	for (guint i = 0; i < judgement->with->len; i++)
		json_array_append_new(with,
				      json_string(commit_id_hex(&g_array_index(judgement->with,
									       struct commit_id, i))
							  .text));
	for (guint i = 0; i < judgement->reasons->len; i++)
		json_array_append_new(reasons, json_of_reason(&g_array_index(judgement->reasons,
									     struct reason, i)));
	for (size_t i = 0; i < diff_n_files(&patch->diff); i++)
		json_array_append_new(paths,
				      json_string(diff_file_path(diff_file_at(&patch->diff, i))));
	for (size_t i = 0; i < facts_count(&review->facts); i++)
		json_array_append_new(
			facts, json_of_fact(facts_at(&review->facts, i), shown->fact_dates[i]));

	json_object_set_new(out, "position", json_integer((json_int_t)patch->position));
	json_object_set_new(out, "change", json_integer((json_int_t)review->change));
	json_object_set_new(out, "source", json_string(patch->source));
	if (report->n_bases > 1)
		json_object_set_new(out, "queue", json_text_or_null(review->base->queue));
	json_object_set_new(out, "subject", json_string(patch->message.subject));
	json_object_set_new(out, "author", json_string(author));
	json_object_set_new(out, "versions", versions);
	json_object_set_new(out, "paths", paths);
	json_object_set_new(out, "upstream", json_of_upstream(shown));
	json_object_set_new(out, "class", json_string(class_name(judgement->class)));
	json_object_set_new(out, "verdict", json_string(verdict_name(judgement->verdict)));
	json_object_set_new(out, "drop_probability", json_rounded(judgement->drop_probability));
	json_object_set_new(out, "fix_probability",
			    judgement->fix_probability < 0
				    ? json_null()
				    : json_rounded(judgement->fix_probability));
	json_object_set_new(out, "with", with);
	json_object_set_new(out, "reasons", reasons);
	json_object_set_new(out, "facts", facts);
	json_object_set_new(out, "key",
			    json_text_or_null(review->keys->len ? review->keys->pdata[0] : NULL));
	json_object_set_new(out, "tree", json_string(review->tree));
	json_object_set_new(out, "seen", json_string(review->seen));
	if (review->decision)
		json_object_set_new(out, "decision", json_of_decision(review));
	if (review->changed)
		json_object_set_new(out, "changed", json_of_change(review->changed));
	return out;
}

static json_t *json_of_rules(const struct rules *rules)
{
	g_autofree char *model = rules->model ? text_model_version(rules->model) : NULL;
	g_autofree char *kind = rules->kind ? kind_model_version(rules->kind) : NULL;
	g_autofree char *version = rules_version(rules);
	json_t *out = json_object();

	json_object_set_new(out, "version", json_text_or_null(version));
	json_object_set_new(out, "rules", json_integer(rules->list->len));
	json_object_set_new(out, "model", json_text_or_null(model));
	json_object_set_new(out, "kind_model", json_text_or_null(kind));
	return out;
}

static json_t *json_of_bases(const struct report *report)
{
	json_t *out = json_array();

	for (size_t i = 0; i < report->n_bases; i++) {
		const struct report_base *base = report->bases[i];
		json_t *entry = json_object();

		json_object_set_new(entry, "queue", json_text_or_null(base->queue));
		json_object_set_new(entry, "tree", json_text_or_null(base->version));
		json_object_set_new(entry, "base", json_id_or_null(base->name, &base->id));
		json_object_set_new(entry, "name",
				    base->name ? json_name(base->name) : json_null());
		json_object_set_new(entry, "how", base->how ? json_name(base->how) : json_null());
		json_object_set_new(entry, "problem",
				    base->problem ? json_name(base->problem) : json_null());
		json_array_append_new(out, entry);
	}
	return out;
}

static json_t *json_of_head(const struct report *report)
{
	json_t *out = json_document(VERSION), *target = json_object(), *upstream = json_object();
	const char *kind = "none";

	json_object_set_new(out, "rules", json_of_rules(report->rules));
	json_object_set_new(out, "generated_at", json_date(report->now));
	json_object_set_new(target, "base", json_id_or_null(report->base_name, &report->base));
	json_object_set_new(target, "branch",
			    json_id_or_null(report->branch_name, &report->branch));
	json_object_set_new(out, "target", target);
	if (report->n_bases > 1)
		json_object_set_new(out, "queues", json_of_bases(report));

	if (report->history)
		kind = history_kind(report->history) == HISTORY_TABLE ? "table" : "repository";
	json_object_set_new(upstream, "kind", json_string(kind));
	json_set_upstream(upstream, report->upstream_name, report->history);
	if (report->horizon.n_beyond) {
		json_t *beyond = json_object();

		json_object_set_new(beyond, "markers",
				    json_integer((json_int_t)report->horizon.n_beyond));
		json_object_set_new(beyond, "end", json_string(report->horizon.end));
		json_object_set_new(beyond, "end_date", json_date(report->horizon.end_date));
		json_object_set_new(upstream, "beyond", beyond);
	}
	json_object_set_new(out, "upstream", upstream);
	return out;
}

static json_t *json_of_skipped(const struct queue *queue)
{
	json_t *out = json_array();

	for (guint i = 0; i < queue->skipped->len; i++) {
		const struct queue_skipped *skipped =
			&g_array_index(queue->skipped, struct queue_skipped, i);
		json_t *entry = json_object();

		json_object_set_new(entry, "source", json_string(skipped->source));
		json_object_set_new(entry, "subject", json_string(skipped->subject));
		json_object_set_new(entry, "what", json_string(skipped->what));
		json_array_append_new(out, entry);
	}
	return out;
}

static json_t *json_of_superseded(const struct queue *queue)
{
	json_t *out = json_array();

	for (guint i = 0; i < queue->superseded->len; i++) {
		const struct queue_superseded *superseded =
			&g_array_index(queue->superseded, struct queue_superseded, i);
		json_t *entry = json_object();

		json_object_set_new(entry, "source", json_string(superseded->patch->source));
		json_object_set_new(entry, "subject",
				    json_string(superseded->patch->message.subject));
		json_object_set_new(entry, "tag", json_text_or_null(superseded->patch->tag));
		json_object_set_new(entry, "by", json_string(superseded->by->source));
		json_array_append_new(out, entry);
	}
	return out;
}

static json_t *make_patch(size_t i, void *data)
{
	return json_of_review(&g_array_index((GArray *)data, struct shown, i));
}

bool report_write_json(const struct report *report, const struct report_style *style, FILE *out)
{
	json_t *root = json_of_head(report), *summary = json_object();
	g_autoptr(GArray) patches = g_array_new(FALSE, FALSE, sizeof(struct shown));
	struct json_elements elements = {
		.make = make_patch,
		.data = patches,
		.workers = report->workers,
	};
	size_t counts[N_VERDICTS];

	g_array_set_clear_func(patches, shown_clear);
	report_count(report, counts);
	for (int verdict = VERDICT_KEEP; verdict < N_VERDICTS; verdict++)
		json_object_set_new(summary, verdict_name((enum verdict)verdict),
				    json_integer((json_int_t)counts[verdict]));
	for (size_t i = 0; i < report->n_reviews; i++)
		if (style->verdicts[report->reviews[i].judgement.verdict]) {
			struct shown shown = show(report, &report->reviews[i]);

			g_array_append_val(patches, shown);
		}
	elements.n = patches->len;
	json_object_set_new(root, "summary", summary);
	json_object_set_new(root, "patches", json_array());
	json_object_set_new(root, "skipped", json_of_skipped(report->queue));
	json_object_set_new(root, "superseded", json_of_superseded(report->queue));
	if (report->changed)
		json_object_set_new(root, "changed", json_of_changed(report->changed));
	return json_write_filled(root, "patches", &elements, out);
}

/* The patches alone, one a line: for jq, logs and what reads as it comes. */
bool report_write_ndjson(const struct report *report, const struct report_style *style, FILE *out)
{
	bool ok = true;

	for (size_t i = 0; i < report->n_reviews && ok; i++)
		if (style->verdicts[report->reviews[i].judgement.verdict]) {
			struct shown shown = show(report, &report->reviews[i]);

			ok = json_write_line(json_of_review(&shown), out);
			shown_clear(&shown);
		}
	return ok;
}
