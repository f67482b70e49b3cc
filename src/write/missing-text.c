/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/format.h"

#include <string.h>

#include "base/text.h"
#include "evidence/fact.h"
#include "review/missing-changed.h"
#include "write/missing-words.h"
#include "write/paint.h"

enum { MARGIN = 4 }; /* columns before what is said of a commit */

static void write_tie(const struct missing_report *report, const struct missing_tie *tie,
		      const struct report_style *style, FILE *out)
{
	const struct history_commit *object = history_at(report->history, tie->object);
	g_autofree char *name = fact_commit_name(&object->id, object->subject);
	g_autofree char *verb = missing_tie_verb(tie),
			*rest = missing_tie_rest(report->history, tie);
	g_autofree char *line = g_strdup_printf("%s %s%s", verb, name, rest);

	paint_hanging(style, PAINT_PLAIN, "    ", line, out);
	paint_proof(style, tie->line, out);
}

static void write_fit(const struct missing_report *report, const struct missing *missing,
		      const struct report_style *style, FILE *out)
{
	g_autofree char *says = missing_fit(report, missing);

	if (!says)
		return;
	paint_hanging(style, PAINT_PLAIN, "    ", says, out);
	for (guint i = 0;
	     fit_is_proved(missing->fit) && i < missing->fit->prerequisites.members->len; i++) {
		const struct prerequisite *one =
			&g_array_index(missing->fit->prerequisites.members, struct prerequisite, i);
		const struct history_commit *commit = history_at(report->history, one->position);
		g_autofree char *name = fact_commit_name(&commit->id, commit->subject);

		paint_hanging(style, PAINT_PLAIN, i ? "    then " : "    first ", name, out);
		if (one->proof)
			paint_proof(style, one->proof, out);
	}
}

static void write_one(const struct missing_report *report, const struct missing *missing,
		      const struct report_style *style, FILE *out)
{
	const struct history_commit *commit = history_at(report->history, missing->position);
	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
	g_autofree char *age = missing_age(commit->mainline_date, report->now);
	g_autofree char *how_bad = missing_how_bad(missing);

	g_autofree char *who = g_strdup_printf(
		"%s%s%s%s%s", *how_bad ? " " : "", commit->author_name, *age ? ", " : "", age,
		missing->reverted ? "; upstream has taken it back" : "");
	size_t column = MARGIN;

	paint_paragraph(style, missing->kind == FOLLOWUP_MENTION ? PAINT_PLAIN : PAINT_BOLD, name,
			0, MARGIN, out);
	fprintf(out, "%*s", MARGIN, "");
	if (*how_bad) {
		column = paint_words(style,
				     missing->severity >= SEVERITY_CRASH ? PAINT_BOLD : PAINT_PLAIN,
				     how_bad, column, MARGIN, out) +
			 1;
		fputc(';', out);
	}
	paint_paragraph(style, PAINT_PLAIN, who, column, MARGIN, out);
	for (guint i = 0; i < missing->ties->len; i++)
		write_tie(report, &g_array_index(missing->ties, struct missing_tie, i), style, out);
	if (missing->took)
		paint_hanging(style, PAINT_PLAIN, "    ", missing->took, out);
	write_fit(report, missing, style, out);
}

static void write_heading(const struct missing *missing, const struct missing *before,
			  const struct report_style *style, FILE *out)
{
	bool new_owner = !before || g_strcmp0(before->owner, missing->owner) != 0;

	if (!new_owner && before->of_gone == missing->of_gone &&
	    strcmp(missing_heading(before), missing_heading(missing)) == 0)
		return;
	if (before)
		fputc('\n', out);
	if (new_owner && missing->owner) {
		paint_text(style, PAINT_WITH, missing->owner, out);
		fputs("\n\n", out);
	}
	paint_text(style, PAINT_DIM, missing_heading(missing), out);
	fputs(":\n", out);
}

/* What went, a line each, and how much is as it was. */
static void write_changed(const struct missing_changed *changed, const struct report_style *style,
			  FILE *out)
{
	for (guint i = 0; i < changed->gone->len; i++) {
		const struct missing_gone *gone =
			&g_array_index(changed->gone, struct missing_gone, i);

		fprintf(out, "not missing any more: %.12s", gone->id);
		fputs(gone->subject ? " (\"" : "", out);
		paint_text(style, PAINT_PLAIN, gone->subject ? gone->subject : "", out);
		fputs(gone->subject ? "\")\n" : "\n", out);
	}
	fputs("Since ", out);
	paint_text(style, PAINT_PLAIN, changed->since ? changed->since : "the earlier one", out);
	if (changed->only_new)
		fprintf(out, ": %u new.\n", changed->report.missing->len);
	else
		fprintf(out, ": %u new, %u not missing any more, %zu as they were.\n",
			changed->report.missing->len, changed->gone->len, changed->n_same);
}

/* Whether upstream has a fix of it, which is then listed. */
static bool has_fix(const struct open_cve *open)
{
	for (guint i = 0; i < open->holes->len; i++)
		if (g_array_index(open->holes, struct cve_hole, i).tie->fixing.position !=
		    HISTORY_NONE)
			return true;
	return false;
}

/* What nobody can take, a line each. */
static void write_unfixed(const struct missing_report *report, const struct report_style *style,
			  FILE *out)
{
	bool any = false;

	for (guint i = 0; i < report->open_cves->len; i++) {
		const struct open_cve *open = &g_array_index(report->open_cves, struct open_cve, i);
		const struct cve_tie *tie = g_array_index(open->holes, struct cve_hole, 0).tie;
		g_autofree char *location = cve_pair_location(tie->pair);
		g_autofree char *fix = NULL, *line = NULL;

		if (has_fix(open))
			continue;
		any = true;
		fix = tie->fixing.hex
			      ? g_strdup_printf("its fix %.12s is not in upstream", tie->fixing.hex)
			      : g_strdup("its record names no fix");
		line = g_strdup_printf("%s: the branch has %.12s, which brought it; %s: %s",
				       open->cve->record->name,
				       tie->breaking.hex ? tie->breaking.hex : "the commit", fix,
				       location);
		paint_paragraph(style, PAINT_PLAIN, line, 0, MARGIN, out);
	}
	fputs(any ? "\n" : "", out);
}

bool missing_write_text(const struct missing_report *report, const struct report_style *style,
			FILE *out)
{
	g_autofree char *summary = missing_summary(report);

	/* Nothing is what a nightly job writes when nothing changed. */
	if (report->changed && !missing_changed_is_any(report->changed))
		return true;
	for (guint i = 0; i < report->missing->len; i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);

		write_heading(missing,
			      i ? &g_array_index(report->missing, struct missing, i - 1) : NULL,
			      style, out);
		fputc('\n', out);
		write_one(report, missing, style, out);
	}
	if (report->missing->len)
		fputc('\n', out);
	if (report->only_cves && !report->changed)
		write_unfixed(report, style, out);
	if (report->changed)
		write_changed(report->changed, style, out);
	paint_paragraph(style, PAINT_PLAIN, summary, 0, MARGIN, out);
	return !ferror(out);
}
