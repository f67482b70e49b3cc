/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/report.h"

#include <string.h>

void report_count(const struct report *report, size_t counts[N_VERDICTS])
{
	memset(counts, 0, sizeof(counts[0]) * N_VERDICTS);
	for (size_t i = 0; i < report->n_reviews; i++)
		counts[report->reviews[i].judgement.verdict]++;
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
