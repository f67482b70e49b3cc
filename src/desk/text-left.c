/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is left of a queue: the series that stays, what goes and why, what is still open. */
#include "desk/desk-parts.h"
#include "desk/texts.h"

enum pile { PILE_STAYS, PILE_OPEN, PILE_GOES, N_PILES };

static enum pile pile_of(const struct row *row)
{
	if (!row->decision || row->changed)
		return PILE_OPEN;
	switch (row->decision->word) {
	case DECISION_KEEP:
	case DECISION_KEEP_WITH:
		return PILE_STAYS;
	case DECISION_DROP:
		return PILE_GOES;
	default:
		return PILE_OPEN;
	}
}

static void put_row(struct paper *paper, const struct row *row)
{
	const struct review *review = row->review;
	g_autofree char *says = row->decision ? decision_says(row->decision, false) : NULL;

	paper_print(paper, PAINT_PLAIN, "  %zu  %s  %s", review->patch->position, row->name,
		    row->subject);
	if (row->decision)
		paper_print(paper, PAINT_DIM, "      %s: %s%s",
			    decision_word_name(row->decision->word), says,
			    row->changed ? "; what was known has changed since" : "");
	else
		paper_print(paper, paint_of_verdict(review->judgement.verdict),
			    "      undecided; the verdict is %s",
			    verdict_name(review->judgement.verdict));
}

void texts_left(const struct desk *desk, struct paper *paper)
{
	static const struct {
		const char *title;
		enum paint paint;
	} piles[N_PILES] = {
		[PILE_STAYS] = { "Decided to stay", PAINT_GOOD },
		[PILE_OPEN] = { "Still open", PAINT_DOUBT },
		[PILE_GOES] = { "Decided to go", PAINT_BAD },
	};
	size_t counts[N_PILES] = { 0 };

	for (size_t i = 0; i < desk->counts.total; i++)
		counts[pile_of(&desk->rows[i])]++;
	paper_print(paper, PAINT_BOLD,
		    "Of %zu: %zu stay as decided, %zu go, %zu are open (they stay until somebody "
		    "decides).",
		    desk->counts.total, counts[PILE_STAYS], counts[PILE_GOES], counts[PILE_OPEN]);
	for (int pile = 0; pile < N_PILES; pile++) {
		if (!counts[pile])
			continue;
		paper_print(paper, PAINT_PLAIN, "%s", "");
		paper_print(paper, piles[pile].paint, "%s (%zu):", piles[pile].title, counts[pile]);
		for (size_t i = 0; i < desk->counts.total; i++)
			if (pile_of(&desk->rows[i]) == (enum pile)pile)
				put_row(paper, &desk->rows[i]);
	}
}
