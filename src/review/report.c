/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/report.h"

#include <string.h>

bool report_passes(const struct review *review)
{
	return review->judgement.verdict == VERDICT_KEEP && !review->decided_anew;
}

bool report_is_plain(const struct report *report)
{
	for (size_t i = 0; report->history && i < report->n_bases; i++)
		if (report->bases[i]->problem)
			return false;
	for (size_t i = 0; i < report->n_reviews; i++)
		if (report->reviews[i].judgement.verdict != VERDICT_KEEP ||
		    report->reviews[i].decided_anew)
			return false;
	return true;
}

void report_count(const struct report *report, size_t counts[N_VERDICTS])
{
	memset(counts, 0, sizeof(counts[0]) * N_VERDICTS);
	for (size_t i = 0; i < report->n_reviews; i++)
		counts[report->reviews[i].judgement.verdict]++;
}

enum { NEWS_TOLD = 3 };

char *review_since(const struct review *review)
{
	GString *out;

	if (!review->since || !review->since->len)
		return NULL;
	out = g_string_new(NULL);
	for (guint i = 0; i < MIN(review->since->len, (guint)NEWS_TOLD); i++)
		g_string_append_printf(out, "%s%s", i ? "; " : "",
				       (const char *)review->since->pdata[i]);
	if (review->since->len > NEWS_TOLD)
		g_string_append_printf(out, "; and %u more", review->since->len - NEWS_TOLD);
	return g_string_free(out, FALSE);
}

bool review_is_settled(const struct review *review)
{
	return review->decision && !review->decided_anew;
}

const char *review_subject_of(const struct review *review, const struct commit_id *id)
{
	for (size_t i = 0; i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);

		if (fact->has_id && fact->subject && commit_id_equal(&fact->id, id))
			return fact->subject;
	}
	return NULL;
}

/* Silence about what was not looked up would pass for having found nothing. */
char *report_not_looked_up(const struct report *report)
{
	if (!report->history)
		return g_strdup("No --upstream was given: follow-ups, reverts, age and what the "
				"target has were not looked up.");
	if (!report_has_base(report) && report->n_bases <= 1)
		return g_strdup("No --onto was given: what the target has was not looked up.");
	return report_not_put(report);
}

enum severity review_severity_of(const struct review *review, const struct commit_id *id)
{
	for (size_t i = 0; i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);

		if (fact->severity && fact->has_id && commit_id_equal(&fact->id, id))
			return fact->severity;
	}
	return SEVERITY_UNKNOWN;
}

enum severity review_severity(const struct review *review)
{
	const GArray *with = review->judgement.with;
	enum severity worst = SEVERITY_UNKNOWN;

	for (guint i = 0; with && i < with->len; i++)
		worst = MAX(worst,
			    review_severity_of(review, &g_array_index(with, struct commit_id, i)));
	return worst;
}
