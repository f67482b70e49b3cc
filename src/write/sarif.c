/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SARIF 2.1.0: a result for each patch that needs something, or each commit that is missing. */
#include "write/format.h"

#include <string.h>

#include <jansson.h>

#include "base/placeholder.h"
#include "base/text.h"
#include "base/version.h"
#include "review/brief.h"
#include "write/json.h"
#include "write/missing-words.h"
#include "write/patch-line.h"
#include "write/report-order.h"

/* What results are of; where no rule can be named it is the sum of many. */
static const char sum_id[] = "winnow.sum", sum_says[] = "the sum of what was weighed";

struct results {
	json_t *list, *rules;
	GHashTable *known; /* ids of rules -> index + 1 */
};

static json_t *message_of(const char *text)
{
	g_autofree char *line = text_one_line(text, 0);
	json_t *out = json_object();

	json_object_set_new(out, "text", json_string(*line ? line : "-"));
	return out;
}

/* A sentence without what is filled in; "" if nothing else is in it. The caller frees. */
static char *bare_words(const char *sentence)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct slice rest = slice_of(sentence), piece, words;
	enum placeholder_piece kind;

	while (placeholder_next(&rest, &kind, &piece))
		if (kind == PLACEHOLDER_TEXT)
			g_string_append_len(out, piece.start, (gssize)piece.length);
	words = slice_trim((struct slice){ out->str, out->len });
	while (words.length && strchr(":,;\" ", words.start[words.length - 1]))
		words.length--;
	return slice_dup(words);
}

/* What a rule is about. */
static char *words_of_rule(const struct rule *rule)
{
	char *words = bare_words(rule->says);

	if (!*words && rule->brief) {
		g_free(words);
		words = bare_words(rule->brief);
	}
	if (*words)
		return words;
	g_free(words);
	return g_strdup(rule->id);
}

/* The number of a rule among those that are named. */
static size_t index_of_rule(struct results *results, const char *id, const char *says)
{
	size_t known = GPOINTER_TO_SIZE(g_hash_table_lookup(results->known, id));
	json_t *rule;

	if (known)
		return known - 1;
	rule = json_object();
	json_object_set_new(rule, "id", json_string(id));
	json_object_set_new(rule, "shortDescription", message_of(says));
	json_array_append_new(results->rules, rule);
	known = json_array_size(results->rules);
	g_hash_table_insert(results->known, g_strdup(id), GSIZE_TO_POINTER(known));
	return known - 1;
}

/* A result without a location, added to the list, which keeps it. */
static json_t *add_result(struct results *results, const char *rule, const char *rule_says,
			  const char *level, const char *text)
{
	json_t *out = json_object();

	json_object_set_new(out, "ruleId", json_string(rule));
	json_object_set_new(out, "ruleIndex",
			    json_integer((json_int_t)index_of_rule(results, rule, rule_says)));
	json_object_set_new(out, "level", json_string(level));
	json_object_set_new(out, "message", message_of(text));
	json_array_append_new(results->list, out);
	return out;
}

/* Relative where the path is, each byte that no URI has as "%20". */
static char *uri_of(const char *path)
{
	char *escaped = g_uri_escape_bytes((const guint8 *)path, strlen(path), "/");
	char *out;

	if (*path != '/')
		return escaped;
	out = g_strdup_printf("file://%s", escaped);
	g_free(escaped);
	return out;
}

static void set_location(json_t *result, const char *path, size_t line, const char *name)
{
	json_t *location = json_object(), *locations = json_array();

	if (path) {
		g_autofree char *uri = uri_of(path);

		json_object_set_new(location, "physicalLocation",
				    json_pack("{s:{s:s}, s:{s:I}}", "artifactLocation", "uri", uri,
					      "region", "startLine", (json_int_t)line));
	}
	if (name && *name)
		json_object_set_new(location, "logicalLocations",
				    json_pack("[{s:s}]", "fullyQualifiedName", name));
	json_array_append_new(locations, location);
	json_object_set_new(result, "locations", locations);
}

static void set_fingerprint(json_t *result, const char *what, const char *rule)
{
	g_autofree char *text = g_strdup_printf("%s %s", what, rule);

	json_object_set_new(result, "partialFingerprints", json_pack("{s:s}", "winnow/v1", text));
}

static const char *level_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_DROP:
		return "error";
	case VERDICT_KEEP_WITH:
	case VERDICT_ASK:
		return "warning";
	default:
		return "note";
	}
}

static void add_review(struct results *results, const struct review *review)
{
	const struct patch *patch = review->patch;
	const struct reason *reason = review_first_reason(review);
	const char *rule = reason ? reason->rule->id : sum_id;
	g_autofree char *source = text_one_line(patch->source, 0);
	g_autofree char *subject = text_one_line(patch->message.subject, 0);
	g_autofree char *about = reason ? words_of_rule(reason->rule) : g_strdup(sum_says);
	const char *says = review_says(review);
	g_autofree char *text = g_strdup_printf(
		"%s: %s: %s", verdict_name(review->judgement.verdict), subject, says);
	struct patch_line at = patch_line_of(review);
	json_t *result =
		add_result(results, rule, about, level_of(review->judgement.verdict), text);

	set_location(result, at.path, at.line, source);
	set_fingerprint(result, review->keys->len ? review->keys->pdata[0] : patch->source, rule);
	json_object_set_new(result, "properties",
			    json_pack("{s:s, s:I, s:s, s:o}", "verdict",
				      verdict_name(review->judgement.verdict), "position",
				      (json_int_t)patch->position, "class",
				      class_name(review->judgement.class), "dropProbability",
				      json_rounded(review->judgement.drop_probability)));
}

static void begin(struct results *results)
{
	results->list = json_array();
	results->rules = json_array();
	results->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static bool end(struct results *results, FILE *out)
{
	json_t *driver = json_pack("{s:s, s:s, s:o}", "name", "winnow", "semanticVersion",
				   program_version, "rules", results->rules);
	json_t *run = json_pack("{s:{s:o}, s:s, s:o}", "tool", "driver", driver, "columnKind",
				"unicodeCodePoints", "results", results->list);

	g_hash_table_unref(results->known);
	return json_write(json_pack("{s:s, s:s, s:[o]}", "$schema",
				    "https://json.schemastore.org/sarif-2.1.0.json", "version",
				    "2.1.0", "runs", run),
			  out);
}

bool report_write_sarif(const struct report *report, const struct report_style *style, FILE *out)
{
	g_autoptr(GPtrArray) reviews = report_listed(report, style);
	struct results results;

	begin(&results);
	for (guint i = 0; i < reviews->len; i++)
		add_review(&results, reviews->pdata[i]);
	return end(&results, out);
}

static const char *level_of_missing(const struct missing *missing)
{
	if (missing->kind == FOLLOWUP_MENTION || missing->severity == SEVERITY_COSMETIC)
		return "note";
	return missing->severity >= SEVERITY_CRASH ? "error" : "warning";
}

bool missing_write_sarif(const struct missing_report *report, const struct report_style *style,
			 FILE *out)
{
	struct results results;

	(void)style;
	begin(&results);
	for (guint i = 0; i < report->missing->len; i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);
		const struct history_commit *commit =
			history_at(report->history, missing->position);
		g_autofree char *rule =
			g_strdup_printf("missing.%s", followup_kind_name(missing->kind));
		g_autofree char *because = missing_because(report, missing);
		g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
		g_autofree char *text = g_strdup_printf("%s is missing: it %s", name, because);
		struct commit_hex id = commit_id_hex(&commit->id);
		json_t *result = add_result(&results, rule, missing_heading(missing),
					    level_of_missing(missing), text);

		set_location(result, NULL, 0, id.text);
		set_fingerprint(result, id.text, rule);
	}
	return end(&results, out);
}
