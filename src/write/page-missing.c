/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a branch lacks as a page. */
#include "write/format.h"

#include <string.h>

#include "base/html.h"
#include "base/text.h"
#include "write/missing-words.h"
#include "write/page-parts.h"

/* The colour of what is to be done about it. */
static const char *class_of(const struct missing *missing)
{
	if (missing->of_gone || missing->reverted)
		return "keep";
	switch (missing->kind) {
	case FOLLOWUP_FIX:
	case FOLLOWUP_FIX_WORDS:
		return "keep-with";
	case FOLLOWUP_REVERT:
		return "drop";
	default:
		return "ask";
	}
}

static void add_tie(struct page *page, const struct history *history, const struct missing_tie *tie)
{
	const struct history_commit *object = history_at(history, tie->object);
	g_autofree char *verb = missing_tie_verb(tie), *rest = missing_tie_rest(history, tie);

	g_string_append(page->out, "<li>");
	html_add(page->out, verb);
	g_string_append_c(page->out, ' ');
	page_commit_name(page, &object->id, object->subject);
	html_add(page->out, rest);
	page_proof(page, tie->line);
	g_string_append_c(page->out, '\n');
}

/* What it would take, and what is to be taken first. */
static void add_fit(struct page *page, const struct missing_report *report,
		    const struct missing *missing)
{
	const struct prerequisites *found = &missing->fit->prerequisites;
	g_autofree char *says = missing_fit(report, missing);

	g_string_append(page->out, "\n<p>");
	html_add(page->out, says);
	g_string_append(page->out, "</p>\n");
	if (!fit_is_proved(missing->fit))
		return;
	g_string_append(page->out, "<ul class=plain>\n");
	for (guint i = 0; i < found->members->len; i++) {
		const struct prerequisite *one =
			&g_array_index(found->members, struct prerequisite, i);
		const struct history_commit *commit = history_at(report->history, one->position);

		g_string_append_printf(page->out, "<li>%s ", i ? "then" : "first");
		page_commit_name(page, &commit->id, commit->subject);
		if (one->proof)
			page_proof(page, one->proof);
		g_string_append_c(page->out, '\n');
	}
	g_string_append(page->out, "</ul>\n");
}

static void add_missing(struct page *page, const struct missing_report *report, guint i)
{
	const struct missing *missing = &g_array_index(report->missing, struct missing, i);
	const struct history_commit *commit = history_at(report->history, missing->position);
	g_autofree char *age = missing_age(commit->mainline_date, report->now);
	g_autofree char *how_bad = missing_how_bad(missing);

	g_string_append_printf(
		page->out, "<article id=p%u class=%s><details%s><summary><b>%s</b> <i>%s</i> <h3>",
		i + 1, class_of(missing), missing->kind == FOLLOWUP_MENTION ? "" : " open",
		followup_kind_name(missing->kind), severity_name(missing->severity));
	html_add(page->out, commit->subject);
	if (commit->mainline_date)
		g_string_append_printf(page->out, " <i>%s</i>",
				       text_date(commit->mainline_date).text);
	g_string_append(page->out, "</h3></summary>\n<div><p>");
	html_add(page->out, how_bad);
	g_string_append(page->out, "</p>\n<p class=o>");
	page_commit(page, &commit->id, commit_id_hex(&commit->id).text);
	g_string_append(page->out, " by ");
	html_add(page->out, commit->author_name);
	g_string_append_printf(page->out, "%s%s", *age ? ", " : "", age);
	g_string_append(page->out, missing->reverted ? "; upstream has taken it back" : "");
	g_string_append(page->out, "</p>\n<ul class=plain>\n");
	for (guint k = 0; k < missing->ties->len; k++)
		add_tie(page, report->history,
			&g_array_index(missing->ties, struct missing_tie, k));
	g_string_append(page->out, "</ul>");
	if (missing->took) {
		g_string_append(page->out, "\n<p>");
		html_add(page->out, missing->took);
		g_string_append(page->out, "</p>\n");
	}
	if (missing->fit)
		add_fit(page, report, missing);
	g_string_append(page->out, "</div></details></article>\n");
}

/* Whether an entry does not stand under the heading of the one before. */
static bool begins_group(const struct missing *missing, const struct missing *before)
{
	return !before || g_strcmp0(before->owner, missing->owner) != 0 ||
	       strcmp(missing_heading(before), missing_heading(missing)) != 0;
}

static void add_groups(struct page *page, const struct missing_report *report)
{
	const struct missing *before = NULL;

	for (guint i = 0; i < report->missing->len; i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);

		if (begins_group(missing, before)) {
			g_string_append(page->out, before ? "</section>\n" : "");
			g_string_append(page->out, "<section class=group><h2>");
			if (missing->owner) {
				html_add(page->out, missing->owner);
				g_string_append(page->out, ": ");
			}
			html_add(page->out, missing_heading(missing));
			g_string_append(page->out, "</h2>\n");
		}
		add_missing(page, report, i);
		before = missing;
	}
	g_string_append(page->out, before ? "</section>\n" : "<p>Nothing is missing.</p>\n");
}

bool missing_write_html(const struct missing_report *report, const struct report_style *style,
			FILE *out)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *summary = missing_summary(report);
	g_autofree char *title = g_strdup_printf("Missing in %s", report->branch_name);
	struct page page = { .out = text, .style = style };

	page_begin(&page, title);
	g_string_append(text, "<p class=sum>");
	html_add(text, summary);
	g_string_append(text, "</p>\n<dl class=head>\n");
	page_tip(&page, report->upstream_name, report->history);
	page_term(&page, "As of", text_date(report->now).text);
	g_string_append(text, "</dl>\n</header>\n<main>\n");
	g_string_append(text, page_tools);
	g_string_append(text, "<div id=entries class=lacks>\n");
	add_groups(&page, report);
	g_string_append(text, "</div>\n");
	return page_end(&page, title, "missing", out);
}
