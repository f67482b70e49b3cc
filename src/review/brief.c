/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/brief.h"

#include <string.h>

#include "base/placeholder.h"

static bool speaks_for(const struct reason *reason, const struct judgement *judgement)
{
	if (judgement->decided)
		return reason->rule->decides == judgement->verdict;
	if (judgement->verdict == VERDICT_KEEP)
		return reason->weight > 0;
	return judgement->verdict == VERDICT_KEEP_WITH ? reason->rule->decides == VERDICT_KEEP_WITH
						       : reason->weight < 0;
}

const struct reason *review_first_reason(const struct review *review)
{
	const struct judgement *judgement = &review->judgement;

	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);

		if (speaks_for(reason, judgement) && !reason->rule->quiet)
			return reason;
	}
	return NULL;
}

/* "7dcfe50f58d2 +1": the first fact's, and how many others of its kind speak of other commits. */
static char *commits_of(const struct review *review, const struct reason *reason,
			bool with_subjects)
{
	const struct fact *first = NULL;
	g_autofree char *name = NULL;
	guint more = 0;

	for (guint i = 0; i < reason->facts->len; i++) {
		const struct fact *fact =
			facts_at(&review->facts, g_array_index(reason->facts, size_t, i));

		if (!fact->has_id)
			continue;
		if (!first)
			first = fact;
		else if (fact->kind == first->kind && !commit_id_equal(&fact->id, &first->id))
			more++;
	}
	if (!first)
		return NULL;
	name = fact_commit_name(&first->id, with_subjects ? first->subject : NULL);
	return more ? g_strdup_printf("%s +%u", name, more) : g_steal_pointer(&name);
}

static char *entry_of(const struct review *review, const struct reason *reason)
{
	for (guint i = 0; i < reason->facts->len; i++) {
		const struct fact *fact =
			facts_at(&review->facts, g_array_index(reason->facts, size_t, i));

		if (fact->entry)
			return g_strdup_printf("%zu", fact->entry);
	}
	return NULL;
}

static char *value_of(const struct review *review, const struct reason *reason, const char *name,
		      bool with_subjects)
{
	if (strcmp(name, "commit") == 0)
		return commits_of(review, reason, with_subjects);
	if (strcmp(name, "entry") == 0)
		return entry_of(review, reason);
	return g_strdup(reason->match);
}

/* NULL if something that it needs is not there. */
static char *fill(const struct review *review, const struct reason *reason, bool with_subjects)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct slice rest = slice_of(reason->rule->brief), piece;
	enum placeholder_piece kind;

	while (placeholder_next(&rest, &kind, &piece)) {
		g_autofree char *text = slice_dup(piece);
		g_autofree char *value = kind == PLACEHOLDER_NAME
						 ? value_of(review, reason, text, with_subjects)
						 : NULL;

		if (kind == PLACEHOLDER_NAME && (!value || !*value))
			return NULL;
		g_string_append(out, value ? value : text);
	}
	return g_strdup(out->str);
}

const char *review_says(const struct review *review)
{
	const char *question = judgement_question(&review->judgement);
	const struct reason *reason = review_first_reason(review);

	if (review->news)
		return review->news;
	return question ? question : reason ? reason->says : "";
}

/*
 * "new: f90d71b5cdfa fixes it and is missing", of the first news; more it has no room for. What
 * changed since an earlier review says itself how.
 */
static char *brief_news(const struct review *review)
{
	const char *first = review->changed ? review->news : review->since->pdata[0];
	const char *intro = review->changed ? "" : "new: ";
	const char *subject = strstr(first, " (\"");
	const char *end = subject ? strstr(subject, "\")") : NULL;

	if (!end)
		return g_strdup_printf("%s%s", intro, first);
	return g_strdup_printf("%s%.*s%s", intro, (int)(subject - first), first, end + 2);
}

char *review_brief(const struct review *review, bool with_subjects)
{
	const struct reason *reason = review_first_reason(review);
	char *out = reason && reason->rule->brief && !review->news
			    ? fill(review, reason, with_subjects)
			    : NULL;

	if (!out && review->news && !with_subjects)
		return brief_news(review);
	return out ? out : g_strdup(review_says(review));
}
