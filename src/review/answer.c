/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/answer.h"

#include "review/sentence.h"

enum answer answer_of(const struct report *report, const struct review *review)
{
	const struct judgement *judgement = &review->judgement;
	g_autoptr(GArray) sentences = sentences_of(report, review, "it");

	switch (judgement->verdict) {
	case VERDICT_DROP:
		return sentences_carry_drop(report->rules, review, sentences) ? ANSWER_DROP
									      : ANSWER_DOUBT;
	case VERDICT_KEEP_WITH:
		return ANSWER_KEEP_WITH;
	case VERDICT_ASK:
		return judgement->decided ? ANSWER_ASK : ANSWER_DOUBT;
	default:
		return ANSWER_KEEP;
	}
}
