/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/format.h"

#include <string.h>

#include "base/text.h"
#include "evidence/fact.h"
#include "write/paint.h"

/* "3 days ago (2024-02-27)", "2 years ago (...)". */
static void write_age(gint64 date, gint64 now, FILE *out)
{
	gint64 days = text_days_between(date, now);

	if (!date)
		return;
	if (days >= 2 * 365)
		fprintf(out, "%" G_GINT64_FORMAT " years ago", days / 365);
	else if (days >= 2 * 30)
		fprintf(out, "%" G_GINT64_FORMAT " months ago", days / 30);
	else if (days >= 0)
		fprintf(out, "%" G_GINT64_FORMAT " %s ago", days, days == 1 ? "day" : "days");
	else
		fputs("in the future", out);
	fprintf(out, " (%s)", text_date(date).text);
}

static void write_tie(const struct missing_report *report, const struct missing_tie *tie,
		      const struct report_style *style, FILE *out)
{
	const struct history_commit *object = history_at(report->history, tie->object);
	const struct taken *taken = tie->taken;
	g_autofree char *name = fact_commit_name(&object->id, object->subject);

	fprintf(out, "    %s%s ", followup_verb(tie->kind), tie->by_title ? " by its title" : "");
	paint_text(style, PAINT_PLAIN, name, out);
	if (!taken)
		fputs(", which is missing too", out);
	else if (taken->has_commit)
		fprintf(out, ", here %s", commit_id_short(&taken->commit).text);
	if (taken && taken->gone)
		fputs(", taken back since", out);
	if (taken && taken->path) {
		fputs(", ", out);
		paint_text(style, PAINT_PLAIN, taken->path, out);
	}
	fputc('\n', out);
	paint_proof(style, tie->line, out);
}

static void write_one(const struct missing_report *report, const struct missing *missing,
		      const struct report_style *style, FILE *out)
{
	const struct history_commit *commit = history_at(report->history, missing->position);
	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);

	paint_text(style, missing->kind == FOLLOWUP_MENTION ? PAINT_PLAIN : PAINT_BOLD, name, out);
	fputs("\n    ", out);
	paint_text(style, PAINT_PLAIN, commit->author_name, out);
	if (commit->mainline_date)
		fputs(", ", out);
	write_age(commit->mainline_date, report->now, out);
	fputs(missing->reverted ? "; upstream has taken it back\n" : "\n", out);
	for (guint i = 0; i < missing->ties->len; i++)
		write_tie(report, &g_array_index(missing->ties, struct missing_tie, i), style, out);
}

static const char *heading(const struct missing *missing)
{
	if (missing->of_gone)
		return "Fixes of what the branch took and took back: for trying it again";
	switch (missing->kind) {
	case FOLLOWUP_FIX:
	case FOLLOWUP_FIX_WORDS:
		return "Fixes of what the branch has";
	case FOLLOWUP_REVERT:
		return "Reverts of what the branch has";
	default:
		return "Commits that name what the branch has";
	}
}

static void write_heading(const struct missing *missing, const struct missing *before,
			  const struct report_style *style, FILE *out)
{
	bool new_owner = !before || g_strcmp0(before->owner, missing->owner) != 0;

	if (!new_owner && before->of_gone == missing->of_gone &&
	    strcmp(heading(before), heading(missing)) == 0)
		return;
	if (before)
		fputc('\n', out);
	if (new_owner && missing->owner) {
		paint_text(style, PAINT_WITH, missing->owner, out);
		fputs("\n\n", out);
	}
	paint_text(style, PAINT_DIM, heading(missing), out);
	fputs(":\n", out);
}

bool missing_write_text(const struct missing_report *report, const struct report_style *style,
			FILE *out)
{
	size_t counts[FOLLOWUP_MENTION + 1] = { 0 }, of_gone = 0, fixes;

	for (guint i = 0; i < report->missing->len; i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);

		write_heading(missing,
			      i ? &g_array_index(report->missing, struct missing, i - 1) : NULL,
			      style, out);
		fputc('\n', out);
		write_one(report, missing, style, out);
		if (missing->of_gone)
			of_gone++;
		else
			counts[missing->kind]++;
	}
	if (report->missing->len)
		fputc('\n', out);
	paint_text(style, PAINT_PLAIN, report->branch_name, out);
	fputs(": ", out);
	paint_count(report->n_commits, "commit", "commits", out);
	fprintf(out, ", %zu taken from upstream; missing: ", report->n_taken);
	fixes = counts[FOLLOWUP_FIX] + counts[FOLLOWUP_FIX_WORDS];
	paint_count(fixes, "fix", "fixes", out);
	if (counts[FOLLOWUP_FIX_WORDS])
		fprintf(out, " (%zu by %s words)", counts[FOLLOWUP_FIX_WORDS],
			fixes == 1 ? "its" : "their");
	fputs(", ", out);
	paint_count(counts[FOLLOWUP_REVERT], "revert", "reverts", out);
	fputs(", ", out);
	paint_count(counts[FOLLOWUP_MENTION], "mention", "mentions", out);
	if (of_gone)
		fprintf(out, "; %zu of what was taken back", of_gone);
	if (report->n_unknown)
		fprintf(out, "; %zu not known upstream", report->n_unknown);
	if (report->n_ignored)
		fprintf(out, "; %zu on ignore lists", report->n_ignored);
	if (report->n_decided)
		fprintf(out, "; %zu decided not to be wanted", report->n_decided);
	fputc('\n', out);
	return !ferror(out);
}
