/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JUnit XML: a test a patch, which a plain keep passes; or a missing commit, which fails. There are
 * several schemas; what any of them wants to be there is there.
 */
#include "write/format.h"

#include <string.h>

#include "base/text.h"
#include "review/brief.h"
#include "review/subsystem.h"
#include "write/fields.h"
#include "write/missing-words.h"
#include "write/report-order.h"

/* XML 1.0 has no way to write U+FFFE and U+FFFF; what else it lacks text_one_line() masks. */
static void write_escaped(const char *text, FILE *out)
{
	g_autofree char *line = text_one_line(text ? text : "", 0);
	g_autofree char *escaped = NULL;

	for (char *p = strstr(line, "\xef\xbf"); p; p = strstr(p + 2, "\xef\xbf"))
		if (p[2] == '\xbe' || p[2] == '\xbf')
			p[2] = '\xbd';
	escaped = g_markup_escape_text(line, -1);
	fputs(escaped, out);
}

static void write_attribute(const char *name, const char *text, FILE *out)
{
	fprintf(out, " %s=\"", name);
	write_escaped(text, out);
	fputc('"', out);
}

static void begin(const char *name, size_t n, size_t n_failed, gint64 now, FILE *out)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(now);
	g_autofree char *time = date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%S") : NULL;

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite", out);
	write_attribute("name", name, out);
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\" time=\"0\"", n,
		n_failed);
	write_attribute("timestamp", time, out);
	fputs(" id=\"0\" package=\"winnow\" hostname=\"localhost\">\n    <properties/>\n", out);
}

static bool end(FILE *out)
{
	fputs("    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n", out);
	return !ferror(out);
}

static void write_failure(const char *type, const char *message, const char *says,
			  const char *proof, FILE *out)
{
	fputs(">\n      <failure", out);
	write_attribute("type", type, out);
	write_attribute("message", message, out);
	fputs(">", out);
	write_escaped(says, out);
	if (proof && *proof) {
		fputs("\n| ", out);
		write_escaped(proof, out);
	}
	fputs("</failure>\n    </testcase>\n", out);
}

static void write_case(const struct review *review, FILE *out)
{
	const char *verdict = verdict_name(review->judgement.verdict);
	const char *subject = review->patch->message.subject;
	g_autofree char *subsystem = subsystem_of_subject(subject);
	g_autofree char *name = g_strdup_printf("%zu %s", review->patch->position, subject);
	g_autofree char *brief = review_brief(review, false);
	const char *says = review_says(review);
	g_autofree char *proof = fields_value("proof", review);

	fputs("    <testcase", out);
	write_attribute("classname", subsystem, out);
	write_attribute("name", name, out);
	fputs(" time=\"0\"", out);
	if (report_passes(review))
		fputs("/>\n", out);
	else
		write_failure(verdict, brief, says, proof, out);
}

bool report_write_junit(const struct report *report, const struct report_style *style, FILE *out)
{
	struct report_style queue_order = *style;
	g_autoptr(GPtrArray) reviews = NULL;
	size_t n_failed = 0;

	queue_order.sort = SORT_QUEUE;
	reviews = report_order(report, &queue_order);
	for (guint i = 0; i < reviews->len; i++)
		n_failed += !report_passes(reviews->pdata[i]);
	begin("winnow review", reviews->len, n_failed, report->now, out);
	for (guint i = 0; i < reviews->len; i++)
		write_case(reviews->pdata[i], out);
	return end(out);
}

bool missing_write_junit(const struct missing_report *report, const struct report_style *style,
			 FILE *out)
{
	(void)style;
	begin("winnow missing", report->missing->len, report->missing->len, report->now, out);
	for (guint i = 0; i < report->missing->len; i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);
		const struct history_commit *commit =
			history_at(report->history, missing->position);
		g_autofree char *subsystem = subsystem_of_subject(commit->subject);
		g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
		g_autofree char *because = missing_because(report, missing);
		const struct missing_tie *tie =
			missing->ties->len ? &g_array_index(missing->ties, struct missing_tie, 0)
					   : NULL;

		fputs("    <testcase", out);
		write_attribute("classname", subsystem, out);
		write_attribute("name", name, out);
		fputs(" time=\"0\"", out);
		write_failure(followup_kind_name(missing->kind), "missing", because,
			      tie ? tie->line : NULL, out);
	}
	return end(out);
}
