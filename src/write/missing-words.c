/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/missing-words.h"

#include "base/text.h"
#include "evidence/fact.h"

const char *missing_heading(const struct missing *missing)
{
	if (missing->since_unknown)
		return "Fixes of vulnerabilities, of which it is not known whether the branch has "
		       "them";
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

char *missing_age(gint64 date, gint64 now)
{
	gint64 days = text_days_between(date, now);
	GString *out = g_string_new(NULL);

	if (!date)
		return g_string_free(out, FALSE);
	if (days >= 2 * 365)
		g_string_append_printf(out, "%" G_GINT64_FORMAT " years ago", days / 365);
	else if (days >= 2 * 30)
		g_string_append_printf(out, "%" G_GINT64_FORMAT " months ago", days / 30);
	else if (days >= 0)
		g_string_append_printf(out, "%" G_GINT64_FORMAT " %s ago", days,
				       days == 1 ? "day" : "days");
	else
		g_string_append(out, "in the future");
	g_string_append_printf(out, " (%s)", text_date(date).text);
	return g_string_free(out, FALSE);
}

char *missing_tie_verb(const struct missing_tie *tie)
{
	return g_strdup_printf("%s%s", followup_verb(tie->kind),
			       tie->by_title ? " by its title" : "");
}

char *missing_tie_rest(const struct history *history, const struct missing_tie *tie)
{
	const struct commit_id *object = &history_at(history, tie->object)->id;
	const struct taken *taken = tie->taken;
	GString *out = g_string_new(NULL);

	if (!taken)
		g_string_append(out, ", which is missing too");
	else if (taken->has_commit && !commit_id_equal(&taken->commit, object))
		g_string_append_printf(out, ", here %s", commit_id_short(&taken->commit).text);
	if (taken && taken->gone)
		g_string_append(out, ", taken back since");
	if (taken && taken->path)
		g_string_append_printf(out, ", %s", taken->path);
	return g_string_free(out, FALSE);
}

/* "fixes CVE-2024-1001, CVE-2024-1002"; NULL: it fixes none that is known. */
static char *fixes_of(const struct missing *missing)
{
	g_autofree char *names = cves_names(missing->cves);

	return missing->cves ? g_strdup_printf("fixes %s", names) : NULL;
}

char *missing_sentence(const struct missing_report *report, const struct missing *missing)
{
	g_autofree char *fixes = fixes_of(missing);
	g_autofree char *fit = missing_fit(report, missing);
	GString *out = g_string_new(fixes);

	if (fixes && missing->ties->len)
		g_string_append(out, "; ");
	for (guint i = 0; i < missing->ties->len; i++) {
		const struct missing_tie *tie =
			&g_array_index(missing->ties, struct missing_tie, i);
		const struct history_commit *object = history_at(report->history, tie->object);
		g_autofree char *verb = missing_tie_verb(tie);
		g_autofree char *name = fact_commit_name(&object->id, object->subject);
		g_autofree char *rest = missing_tie_rest(report->history, tie);

		g_string_append_printf(out, "%s%s %s%s", i ? "; " : "", verb, name, rest);
	}
	if (missing->reverted)
		g_string_append(out, "; upstream has taken it back");
	if (missing->took)
		g_string_append_printf(out, "; %s", missing->took);
	if (fit)
		g_string_append_printf(out, "; %s", fit);
	return g_string_free(out, FALSE);
}

char *missing_how_bad(const struct missing *missing)
{
	if (!missing->severity)
		return g_strdup("");
	return g_strdup_printf("%s%s%s", severity_name(missing->severity),
			       missing->severity_says ? ", " : "",
			       missing->severity_says ? missing->severity_says : "");
}

char *missing_because(const struct missing_report *report, const struct missing *missing)
{
	g_autofree char *sentence = missing_sentence(report, missing);
	g_autofree char *how_bad = missing_how_bad(missing);

	return *how_bad ? g_strdup_printf("%s (%s)", sentence, how_bad)
			: g_steal_pointer(&sentence);
}

char *missing_fit(const struct missing_report *report, const struct missing *missing)
{
	return missing->fit ? fit_says(missing->fit, report->history) : NULL;
}

static void append_count(GString *out, size_t n, const char *one, const char *many)
{
	g_string_append_printf(out, "%zu %s", n, n == 1 ? one : many);
}

/* "; 1 security, 4 crash, 2 cosmetic": of all that is told. */
static void append_severities(GString *out, const GArray *missing)
{
	size_t counts[N_SEVERITIES] = { 0 };
	const char *before = "; ";

	for (guint i = 0; i < missing->len; i++)
		counts[g_array_index(missing, struct missing, i).severity]++;
	for (int severity = N_SEVERITIES - 1; severity > SEVERITY_UNKNOWN; severity--)
		if (counts[severity]) {
			g_string_append_printf(out, "%s%zu %s", before, counts[severity],
					       severity_name((enum severity)severity));
			before = ", ";
		}
}

/* "; to take them: 9 apply, 2 on top of others, 19 with work". */
static void append_fits(GString *out, const struct missing_report *report)
{
	static const struct {
		enum fit_kind kind;
		const char *one, *many;
	} words[] = {
		{ FIT_APPLIES, "applies", "apply" },
		{ FIT_ON_TOP, "on top of others", "on top of others" },
		{ FIT_WORK, "needs work", "need work" },
		{ FIT_FOREIGN, "whose code is not there", "whose code is not there" },
		{ FIT_THERE, "all there", "all there" },
		{ FIT_UNKNOWN, "cannot be tried", "cannot be tried" },
	};
	const char *before = "; of all ";

	for (size_t k = 0; k < G_N_ELEMENTS(words); k++) {
		size_t n = 0;

		for (guint i = 0; i < report->missing->len; i++)
			n += g_array_index(report->missing, struct missing, i).fit->kind ==
			     words[k].kind;
		if (!n)
			continue;
		g_string_append(out, before);
		append_count(out, n, words[k].one, words[k].many);
		before = ", ";
	}
}

/* "; 3 open CVEs, and 2 that may be" */
static void append_cves(GString *out, const struct missing_report *report)
{
	size_t n = 0, all = report->open_cves->len;

	for (guint i = 0; i < all; i++)
		n += g_array_index(report->open_cves, struct open_cve, i).since_known;
	append_count(out, n, "open vulnerability", "open vulnerabilities");
	if (all > n)
		g_string_append_printf(out,
				       ", and %zu of which it is not known whether the branch "
				       "has them",
				       all - n);
}

/* What --only-cves lists. */
static char *summary_of_cves(const struct missing_report *report)
{
	GString *out = g_string_new(report->branch_name);

	g_string_append(out, ": ");
	append_cves(out, report);
	if (report->n_ignored)
		g_string_append_printf(out, "; %zu on ignore lists", report->n_ignored);
	if (report->n_decided)
		g_string_append_printf(out, "; %zu decided not to be wanted", report->n_decided);
	return g_string_free(out, FALSE);
}

/* "3 fixes (2 by their words), 1 mention"; "0 fixes" where there is nothing at all. */
static void append_kinds(GString *out, const size_t *counts)
{
	size_t fixes = counts[FOLLOWUP_FIX] + counts[FOLLOWUP_FIX_WORDS];
	size_t reverts = counts[FOLLOWUP_REVERT], mentions = counts[FOLLOWUP_MENTION];

	if (fixes || !(reverts + mentions))
		append_count(out, fixes, "fix", "fixes");
	if (counts[FOLLOWUP_FIX_WORDS])
		g_string_append_printf(out, " (%zu by %s words)", counts[FOLLOWUP_FIX_WORDS],
				       fixes == 1 ? "its" : "their");
	if (reverts) {
		g_string_append(out, fixes ? ", " : "");
		append_count(out, reverts, "revert", "reverts");
	}
	if (mentions) {
		g_string_append(out, fixes || reverts ? ", " : "");
		append_count(out, mentions, "mention", "mentions");
	}
}

char *missing_summary(const struct missing_report *report)
{
	size_t counts[FOLLOWUP_MENTION + 1] = { 0 }, of_gone = 0;
	GString *out;

	if (report->only_cves)
		return summary_of_cves(report);
	out = g_string_new(report->branch_name);
	for (guint i = 0; i < report->missing->len; i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);

		if (missing->of_gone)
			of_gone++;
		else
			counts[missing->kind]++;
	}
	g_string_append(out, ": ");
	append_count(out, report->n_commits, "commit", "commits");
	if (report->is_branch)
		g_string_append_printf(out, " that %s lacks", report->upstream_name);
	g_string_append_printf(out, ", %zu taken from upstream; missing: ", report->n_taken);
	append_kinds(out, counts);
	if (of_gone)
		g_string_append_printf(out, "; %zu of what was taken back", of_gone);
	append_severities(out, report->missing);
	if (report->n_milder)
		g_string_append_printf(out, "; %zu less bad than %s left out", report->n_milder,
				       severity_name(report->least));
	if (report->n_unknown)
		g_string_append_printf(out, "; %zu not known upstream", report->n_unknown);
	if (report->n_ignored)
		g_string_append_printf(out, "; %zu on ignore lists", report->n_ignored);
	if (report->n_decided)
		g_string_append_printf(out, "; %zu decided not to be wanted", report->n_decided);
	if (report->applied)
		append_fits(out, report);
	if (report->open_cves) {
		g_string_append(out, "; ");
		append_cves(out, report);
	}
	return g_string_free(out, FALSE);
}
