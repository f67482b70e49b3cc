/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/needless.h"

#include "review/sentence.h"

/* What was said in the thread, and nothing that was looked up for it. */
static bool is_echo(const struct fact *fact)
{
	return fact_is(fact, FACT_ECHO) && !fact->has_id;
}

/* Nothing but what those who would get it have heard; *says is one of it. */
static bool only_echoes(const struct report *report, const struct copies *copies, const char **says)
{
	*says = NULL;
	for (guint i = 0; i < copies->members->len; i++) {
		const struct review *review = copies->members->pdata[i];
		g_autoptr(GArray) sentences = sentences_of(report, review, "it");

		for (guint k = 0; k < sentences->len; k++) {
			const struct reason *reason =
				g_array_index(sentences, struct sentence, k).reason;
			const struct fact *fact =
				reason && reason->facts->len
					? facts_at(&review->facts,
						   g_array_index(reason->facts, size_t, 0))
					: NULL;

			if (!fact || !is_echo(fact))
				return false;
			*says = *says ? *says : fact->says;
		}
	}
	return *says != NULL;
}

/* By rules of the class, most of which weigh nothing: a crash, a deadlock, a leak. */
static bool says_what_goes_wrong(const struct judgement *judgement)
{
	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);

		if (reason->rule->class == CLASS_FIX && reason->weight > 0)
			return true;
	}
	for (guint i = 0; i < judgement->silent->len; i++)
		if (g_array_index(judgement->silent, struct reason, i).rule->class == CLASS_FIX)
			return true;
	return false;
}

/* Of what it would ask to take along nothing would be missed by more than its readers' eyes. */
static bool is_cosmetic(const struct copies *copies)
{
	for (guint i = 0; i < copies->members->len; i++)
		if (review_severity(copies->members->pdata[i]) != SEVERITY_COSMETIC)
			return false;
	return copies->members->len > 0;
}

char *copies_needless(const struct report *report, const struct copies *copies)
{
	const char *says;

	if (only_echoes(report, copies, &says))
		return g_strdup_printf("%s already", says);
	if (copies->answer == ANSWER_DOUBT && says_what_goes_wrong(&copies->lead->judgement))
		return g_strdup("it says what goes wrong");
	if (copies->answer == ANSWER_KEEP_WITH && is_cosmetic(copies))
		return g_strdup("what should come along is cosmetic, as it is itself");
	return NULL;
}
