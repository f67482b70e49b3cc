/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report in full: a block a patch, the proof under each reason, a summary line. */
#include "write/format.h"

#include <string.h>

#include "base/text.h"
#include "base/width.h"
#include "write/entry.h"
#include "write/explanation.h"
#include "write/paint.h"

enum {
	FACTS_SHOWN = 6, /* under one reason; explain shows all */
	FILES_SHOWN = 30,
	MARGIN = 8,	  /* columns before what goes on below a heading */
	RULE_COLUMN = 10, /* where a rule's name begins, behind its weight */
};

static void write_heading(const struct report *report, const struct review *review,
			  const struct report_style *style, FILE *out)
{
	const struct patch *patch = review->patch;
	enum verdict verdict = review->judgement.verdict;
	g_autofree char *place = g_strdup_printf("%zu/%zu ", patch->position, report->n_reviews);
	size_t column = strlen(place) + strlen(verdict_name(verdict)) + 2;

	fputs(place, out);
	paint_text(style, paint_of_verdict(verdict), verdict_name(verdict), out);
	fputs("  ", out);
	(void)paint_mail(style, PAINT_BOLD, patch->message.subject, patch_message_id(patch), column,
			 MARGIN, out);
	fputc('\n', out);
}

static void write_origin(const struct review *review, const struct report_style *style, FILE *out)
{
	const struct upstream *upstream = review->upstream;
	const struct patch *patch = review->patch;
	g_autoptr(GString) line = g_string_new(class_name(review->judgement.class));

	if (!review->judgement.decided && review->judgement.verdict != VERDICT_KEEP)
		g_string_append_printf(line, ", %.0f %% likely to be refused",
				       100 * review->judgement.drop_probability);
	if (upstream->has_id)
		g_string_append_printf(line, "; upstream %s", commit_id_short(&upstream->id).text);
	if (upstream->how == UPSTREAM_NONE && upstream->looked_up)
		g_string_append(line, "; no upstream commit");
	else if (upstream->looked_up && upstream->position != HISTORY_NONE)
		g_string_append_printf(line, " (%s%s)", upstream_how_name(upstream->how),
				       upstream->certain ? "" : ", not certain");
	else if (upstream->has_id)
		g_string_append(line, " (by its marker, not looked up)");
	for (guint i = 0; i < patch->versions->len; i++)
		g_string_append_printf(line, "%s%s", i ? ", " : "; for ",
				       (char *)patch->versions->pdata[i]);
	paint_hanging(style, PAINT_PLAIN, "    ", line->str, out);
}

/* Not what stands in the sentence above it, or in the heading. */
static void write_proof(const struct review *review, const struct report_style *style,
			const char *says, const char *proof, FILE *out)
{
	if (proof && !strstr(says, proof) && strcmp(proof, review->patch->message.subject) != 0)
		paint_proof(style, proof, out);
}

static void write_fact_proof(const struct review *review, const struct report_style *style,
			     const char *says, const struct fact *fact, FILE *out)
{
	g_autofree char *mail = fact->mail ? g_strdup_printf("in <%s>", fact->mail) : NULL;

	write_proof(review, style, says, fact->proof, out);
	if (!mail)
		return;
	fputs(PROOF_MARK, out);
	(void)paint_mail(style, PAINT_DIM, mail, fact->mail, strlen(PROOF_MARK), strlen(PROOF_MARK),
			 out);
	fputc('\n', out);
}

static void write_facts(const struct review *review, const struct reason *reason,
			const struct report_style *style, FILE *out)
{
	for (guint i = 0; i < reason->facts->len && i < FACTS_SHOWN; i++) {
		const struct fact *fact =
			facts_at(&review->facts, g_array_index(reason->facts, size_t, i));

		if (i) /* the sentence says the first */
			paint_hanging(style, PAINT_PLAIN, "      ", fact->says, out);
		write_fact_proof(review, style, i ? fact->says : reason->says, fact, out);
	}
	if (reason->facts->len > FACTS_SHOWN)
		fprintf(out, "      and %u more: see winnow explain\n",
			reason->facts->len - FACTS_SHOWN);
}

static const char *sign_of(const struct reason *reason)
{
	return reason->weight > 0 ? " +" : reason->weight < 0 ? " -" : "  ";
}

static void write_reason(const struct review *review, const struct reason *reason,
			 const struct report_style *style, FILE *out)
{
	enum verdict verdict = review->judgement.verdict, decides = reason->rule->decides;
	bool overruled = decides != VERDICT_NONE && decides != verdict;
	enum paint paint =
		decides == VERDICT_NONE || overruled ? PAINT_PLAIN : paint_of_verdict(decides);
	g_autofree char *sign =
		g_strdup_printf("   %s ", overruled		    ? "  "
					  : decides != VERDICT_NONE ? "=>"
								    : sign_of(reason));

	paint_hanging(style, paint, sign, reason->says, out);
	write_proof(review, style, reason->says, reason->proof, out);
	write_facts(review, reason, style, out);
}

static void write_with(const struct review *review, const struct report_style *style, FILE *out)
{
	const GArray *with = review->judgement.with;

	for (guint i = 0; i < with->len; i++) {
		const struct commit_id *id = &g_array_index(with, struct commit_id, i);
		g_autofree char *name = fact_commit_name(id, review_subject_of(review, id));
		enum severity severity = review_severity_of(review, id);
		size_t column = strlen("    with ");

		fputs("    with ", out);
		column = paint_words(style, PAINT_WITH, name, column, MARGIN, out);
		if (severity) {
			g_autofree char *how_bad = g_strdup_printf(" %s", severity_name(severity));

			fputc(':', out);
			(void)paint_words(style, PAINT_PLAIN, how_bad, column + 1, MARGIN, out);
		}
		fputc('\n', out);
	}
}

/* What was decided, and why that is to be thought over. */
static void write_news(const struct review *review, const struct report_style *style, FILE *out)
{
	g_autofree char *says = NULL;

	if (!review->news)
		return;
	paint_hanging(style, paint_of_verdict(VERDICT_ASK), "    ! ", review->news, out);
	if (!review->decision)
		return;
	says = decision_says(review->decision, true);
	paint_hanging(style, PAINT_PLAIN, "      ", says, out);
}

static void write_question(const struct review *review, const struct report_style *style, FILE *out)
{
	const char *question = judgement_question(&review->judgement);

	if (!question)
		return;
	paint_hanging(style, paint_of_verdict(VERDICT_ASK), "    ? ", question, out);
}

/* "370 (5.10), 371 (5.4)" */
static void write_places(const GPtrArray *reviews, guint first, FILE *out)
{
	for (guint i = first; i < reviews->len; i++) {
		const struct patch *patch = ((const struct review *)reviews->pdata[i])->patch;
		const GPtrArray *versions = patch->versions;

		fprintf(out, "%s%zu", i > first ? ", " : "", patch->position);
		for (guint k = 0; k < versions->len; k++)
			fprintf(out, "%s%s%s", k ? ", " : " (", (char *)versions->pdata[k],
				k + 1 == versions->len ? ")" : "");
	}
}

static void write_reasons(const struct review *review, const struct report_style *style, FILE *out)
{
	for (guint i = 0; i < review->judgement.reasons->len; i++) {
		const struct reason *reason =
			&g_array_index(review->judgement.reasons, struct reason, i);

		if (entry_tells(&review->judgement, reason))
			write_reason(review, reason, style, out);
	}
}

void reasons_write(const struct report *report, size_t index, const struct report_style *style,
		   FILE *out)
{
	const struct review *review = &report->reviews[index];

	write_heading(report, review, style, out);
	write_origin(review, style, out);
	write_with(review, style, out);
	write_question(review, style, out);
	write_reasons(review, style, out);
}

static void write_first_part(const struct report *report, const struct entry_part *part,
			     const struct report_style *style, FILE *out)
{
	const struct review *review = part->reviews->pdata[0];

	write_heading(report, review, style, out);
	write_origin(review, style, out);
	if (part->reviews->len > 1) {
		fputs("    the same at ", out);
		write_places(part->reviews, 1, out);
		fputc('\n', out);
	}
	write_news(review, style, out);
	write_with(review, style, out);
	write_question(review, style, out);
	write_reasons(review, style, out);
}

/* What is another for some of the trees. */
static void write_other_part(const struct entry *entry, const struct entry_part *part,
			     const struct report_style *style, FILE *out)
{
	const struct review *review = part->reviews->pdata[0];
	enum verdict verdict = review->judgement.verdict;

	fputs("    ", out);
	paint_text(style, paint_of_verdict(verdict), verdict_name(verdict), out);
	fputs(" at ", out);
	write_places(part->reviews, 0, out);
	fputc('\n', out);
	write_news(review, style, out);
	write_with(review, style, out);
	for (guint i = 0; i < review->judgement.reasons->len; i++) {
		const struct reason *reason =
			&g_array_index(review->judgement.reasons, struct reason, i);

		if (entry_tells(&review->judgement, reason) && entry_is_new(entry, reason))
			write_reason(review, reason, style, out);
	}
}

static void write_entry(const struct report *report, const struct entry *entry,
			const struct report_style *style, FILE *out)
{
	write_first_part(report, entry->parts->pdata[0], style, out);
	for (guint i = 1; i < entry->parts->len; i++)
		write_other_part(entry, entry->parts->pdata[i], style, out);
	fputc('\n', out);
}

static void write_skipped(const struct report *report, const struct report_style *style, FILE *out)
{
	const GArray *skipped = report->queue->skipped;

	for (guint i = 0; i < skipped->len; i++) {
		const struct queue_skipped *entry =
			&g_array_index(skipped, struct queue_skipped, i);

		g_autofree char *line =
			g_strdup_printf("not a patch (%s): %s", entry->what, entry->subject);

		paint_paragraph(style, PAINT_PLAIN, line, 0, MARGIN, out);
	}
	if (skipped->len)
		fputc('\n', out);
}

/* Once, above all: of each patch alone it would look like the patch's fault. */
static void write_horizon(const struct report *report, const struct report_style *style, FILE *out)
{
	g_autofree char *warning = horizon_warning(&report->horizon);

	if (!warning)
		return;
	paint_paragraph(style, PAINT_PLAIN, warning, 0, 0, out);
	fputc('\n', out);
}

static void write_superseded(const struct report *report, const struct report_style *style,
			     FILE *out)
{
	const GArray *superseded = report->queue->superseded;

	for (guint i = 0; i < superseded->len; i++) {
		const struct queue_superseded *entry =
			&g_array_index(superseded, struct queue_superseded, i);

		const char *tag = entry->patch->tag;
		g_autofree char *line = g_strdup_printf(
			"superseded by %zu: %s%s%s%s", entry->by->position, tag ? "[" : "",
			tag ? tag : "", tag ? "] " : "", entry->patch->message.subject);

		paint_paragraph(style, PAINT_PLAIN, line, 0, MARGIN, out);
	}
	if (superseded->len)
		fputc('\n', out);
}

static bool is_anew(const struct review *review)
{
	return review->decided_anew;
}

static bool is_open(const struct review *review)
{
	return review->changed || !review_is_settled(review);
}

/* Whether one of the entry's reviews is so. */
static bool has(const struct entry *entry, bool (*is_so)(const struct review *review))
{
	for (guint i = 0; i < entry->parts->len; i++) {
		const struct entry_part *part = entry->parts->pdata[i];

		for (guint k = 0; k < part->reviews->len; k++)
			if (is_so(part->reviews->pdata[k]))
				return true;
	}
	return false;
}

bool report_write_long(const struct report *report, const struct report_style *style, FILE *out)
{
	g_autoptr(GPtrArray) entries = entries_find(report, style->verdicts);
	g_autofree char *unknown = report_not_looked_up(report);
	g_autofree char *bases = report_bases(report);

	if (paint_nothing_changed(report))
		return true;
	write_horizon(report, style, out);
	/* What has changed since it was decided comes first. */
	for (int anew = 1; anew >= 0; anew--) {
		for (guint i = 0; i < entries->len; i++) {
			const struct entry *entry = entries->pdata[i];

			if (has(entry, is_anew) == anew && (style->decided || has(entry, is_open)))
				write_entry(report, entry, style, out);
		}
	}
	write_skipped(report, style, out);
	write_superseded(report, style, out);
	paint_changed(report, style, out);
	if (bases)
		paint_paragraph(style, PAINT_PLAIN, bases, 0, 0, out);
	if (unknown)
		paint_paragraph(style, PAINT_PLAIN, unknown, 0, 0, out);
	paint_summary(report, style, out);
	paint_decided(report, style, out);
	return !ferror(out);
}

static void explain_facts(const struct review *review, const struct report_style *style, FILE *out)
{
	fputs("\nFacts\n", out);
	for (size_t i = 0; i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);

		fprintf(out, "  %2zu  %s%s%s\n", i, fact_kind_name(fact->kind),
			fact->state == FACT_STATE_NONE ? "" : ".", fact_state_name(fact->state));
		paint_hanging(style, PAINT_PLAIN, "      ", fact->says, out);
		write_fact_proof(review, style, fact->says, fact, out);
	}
	fputs("\nNumbers\n", out);
	for (int i = 0; i < N_FACT_NUMBERS; i++)
		if (review->facts.known[i])
			fprintf(out, "      %s = %" G_GINT64_FORMAT "\n",
				fact_number_name((enum fact_number)i), review->facts.numbers[i]);
}

/* Its weight, its name and where it is; the last below it where the line has no room. */
static void explain_rule(const struct reason *reason, const struct report_style *style, FILE *out)
{
	const struct rule *rule = reason->rule;
	g_autofree char *decides =
		g_strdup_printf("%s%s", rule->decides != VERDICT_NONE ? ", decides " : "",
				verdict_name(rule->decides));
	g_autofree char *place = g_strdup_printf("(%s:%zu)", rule->path, rule->line);
	g_autofree char *shown = paint_shown(style, place, 0);
	size_t width = RULE_COLUMN + strlen(rule->id) + strlen(decides) + 1 + width_of(shown);
	bool fits = !style->wraps || width <= style_columns(style);

	fprintf(out, "  %+6.2f  ", reason->weight);
	paint_text(style, PAINT_BOLD, rule->id, out);
	fputs(decides, out);
	if (fits)
		fputs(" (", out);
	else
		fprintf(out, "\n%*s(", RULE_COLUMN, "");
	paint_text(style, PAINT_DIM, rule->path, out);
	fprintf(out, ":%zu)\n", rule->line);
}

static void explain_rules(const struct report *report, const struct review *review,
			  const struct report_style *style, FILE *out)
{
	const struct judgement *judgement = &review->judgement;
	g_autofree char *sum = NULL;

	fprintf(out, "\nRules\n  %+6.2f  bias: a patch nothing is known of\n", report->rules->bias);
	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);

		explain_rule(reason, style, out);
		paint_hanging(style, PAINT_PLAIN, "          ", reason->says, out);
		write_proof(review, style, reason->says, reason->proof, out);
		for (guint k = 0; k < reason->facts->len; k++) {
			size_t fact = g_array_index(reason->facts, size_t, k);

			g_autofree char *number = g_strdup_printf("        | %zu: ", fact);

			paint_hanging(style, PAINT_DIM, number,
				      facts_at(&review->facts, fact)->says, out);
		}
	}
	sum = g_strdup_printf("sum: %.1f %% likely to be refused (ask from %.0f %%, drop from %.0f "
			      "%%)",
			      100 * judgement->drop_probability, 100 * report->rules->ask_at,
			      100 * report->rules->drop_at);
	fprintf(out, "  ------\n  %+6.2f  ", judgement->sum);
	paint_paragraph(style, PAINT_PLAIN, sum, RULE_COLUMN, RULE_COLUMN, out);
	fprintf(out, "  %u of %u rules applied\n", judgement->reasons->len,
		report->rules->list->len);
	for (guint i = 0; i < judgement->gave_up->len; i++) {
		const struct rule *rule = judgement->gave_up->pdata[i];

		fputs("  ", out);
		paint_paragraph(style, PAINT_PLAIN,
				" gave up: its pattern backtracks too much on this text",
				paint_words(style, PAINT_BOLD, rule->id, 2, MARGIN, out), MARGIN,
				out);
	}
}

void explanation_write(const struct report *report, size_t index, const struct report_style *style,
		       FILE *out)
{
	const struct review *review = &report->reviews[index];
	const struct patch *patch = review->patch;
	g_autofree char *author = NULL;

	write_heading(report, review, style, out);
	write_origin(review, style, out);
	write_news(review, style, out);
	write_with(review, style, out);
	author = g_strdup_printf("%s <%s>", patch->author.name, patch->author.email);
	paint_hanging(style, PAINT_PLAIN, "    author ", author, out);
	fputs("    source ", out);
	(void)paint_mail(style, PAINT_PLAIN, patch->source, patch_message_id(patch),
			 strlen("    source "), MARGIN, out);
	fputc('\n', out);
	for (size_t i = 0; i < MIN(diff_n_files(&patch->diff), (size_t)FILES_SHOWN); i++) {
		const struct diff_file *file = diff_file_at(&patch->diff, i);

		fprintf(out, "    %s+%zu -%zu  ", i ? "       " : "files  ", file->lines_added,
			file->lines_removed);
		paint_text(style, PAINT_PLAIN, diff_file_path(file), out);
		fputc('\n', out);
	}
	if (diff_n_files(&patch->diff) > FILES_SHOWN)
		fprintf(out, "           and %zu more\n", diff_n_files(&patch->diff) - FILES_SHOWN);
	explain_facts(review, style, out);
	explain_rules(report, review, style, out);
}
