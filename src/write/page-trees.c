/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How commits stand in each tree as a page: the table, and under it what shows each cell. */
#include "write/format.h"

#include "base/html.h"
#include "base/text.h"
#include "write/page-parts.h"
#include "write/trees-words.h"

static const char *class_of(enum state_kind kind)
{
	static const char *const classes[] = {
		[STATE_HAS] = "v-keep",	 [STATE_NEEDS] = "v-drop",   [STATE_NEEDS_WORK] = "v-drop",
		[STATE_NOT_THERE] = "o", [STATE_REVERTED] = "v-ask", [STATE_UNKNOWN] = "v-ask",
	};

	return classes[kind];
}

static bool is_unknown(const struct matrix_report *report, guint row)
{
	for (guint t = 0; t < report->trees->all->len; t++)
		if (matrix_at(report, row, t)->kind == STATE_UNKNOWN)
			return true;
	return false;
}

/* What a row is filtered by. */
static const char *word_of_row(const struct matrix_report *report, guint row, const char **class)
{
	bool needed = matrix_is_needed(report, row), unknown = is_unknown(report, row);

	*class = needed ? "drop" : unknown ? "ask" : "keep";
	return needed ? "needed" : unknown ? "unknown" : "settled";
}

static void open_table(struct page *page, const char *heading)
{
	html_add_element(page->out, "h2", heading);
	g_string_append_printf(page->out,
			       "<div class=scroll tabindex=0 role=group aria-label=\"%s\">"
			       "<table class=grid><thead><tr>",
			       heading);
}

static void close_table(struct page *page)
{
	g_string_append(page->out, "</tbody></table></div>\n");
}

static void add_trees(struct page *page, const struct matrix_report *report)
{
	open_table(page, "Trees");
	g_string_append(page->out, "<th scope=col>tree");
	for (int kind = 0; kind < N_STATES; kind++)
		g_string_append_printf(page->out, "<th scope=col class=f>%s",
				       state_word((enum state_kind)kind));
	g_string_append(page->out, "</thead><tbody>\n");
	for (guint t = 0; t < report->trees->all->len; t++) {
		size_t counts[N_STATES];

		matrix_count(report, t, counts);
		g_string_append(page->out, "<tr><th scope=row>");
		html_add(page->out, trees_at(report->trees, t)->name);
		for (int kind = 0; kind < N_STATES; kind++)
			g_string_append_printf(page->out, "<td class=f>%zu", counts[kind]);
		g_string_append_c(page->out, '\n');
	}
	close_table(page);
}

static void add_cell(struct page *page, const struct state *state)
{
	const char *cell = trees_cell(state);

	g_string_append_printf(page->out, "<td class=%s>", class_of(state->kind));
	html_add(page->out, cell);
}

static void add_matrix(struct page *page, const struct matrix_report *report, const GArray *rows)
{
	open_table(page, "Commits");
	g_string_append(page->out, "<th scope=col>commit");
	for (guint t = 0; t < report->trees->all->len; t++) {
		g_string_append(page->out, "<th scope=col>");
		html_add(page->out, trees_at(report->trees, t)->name);
	}
	g_string_append(page->out, "<th scope=col>subject</thead><tbody>\n");
	for (guint i = 0; i < rows->len; i++) {
		guint row = g_array_index(rows, guint, i);
		const struct matrix_row *one = &g_array_index(report->rows, struct matrix_row, row);
		g_autofree char *name = trees_row_name(report, one);

		g_string_append_printf(page->out, "<tr><th scope=row class=id><a href=\"#p%u\">",
				       i + 1);
		html_add(page->out, name);
		g_string_append(page->out, "</a>");
		for (guint t = 0; t < report->trees->all->len; t++)
			add_cell(page, matrix_at(report, row, t));
		g_string_append(page->out, "<td class=s>");
		html_add(page->out, one->subject);
		g_string_append_c(page->out, '\n');
	}
	close_table(page);
}

static void add_state(struct page *page, const struct matrix_report *report, guint row, guint tree)
{
	const struct state *state = matrix_at(report, row, tree);
	const char *cell = trees_cell(state);

	g_string_append(page->out, "<li><span class=v>");
	html_add(page->out, trees_at(report->trees, tree)->name);
	g_string_append_printf(page->out, "</span> <span class=%s>", class_of(state->kind));
	html_add(page->out, cell);
	g_string_append(page->out, "</span> ");
	html_add(page->out, state->says ? state->says : "");
	if (state->kind == STATE_NEEDS || state->kind == STATE_NEEDS_WORK)
		page_proof(page, state->proof);
	g_string_append_c(page->out, '\n');
}

static void add_entry(struct page *page, const struct matrix_report *report, guint row, guint i)
{
	const struct matrix_row *one = &g_array_index(report->rows, struct matrix_row, row);
	const struct history_commit *commit =
		one->position != HISTORY_NONE ? history_at(report->history, one->position) : NULL;
	const char *class, *word = word_of_row(report, row, &class);

	g_string_append_printf(
		page->out,
		"<article id=p%u class=%s><details><summary><b>%s</b> <i>%s</i> "
		"<h3>",
		i + 1, class, word,
		commit && commit->mainline_date ? text_date(commit->mainline_date).text : "");
	html_add(page->out, one->subject);
	g_string_append(page->out, "</h3></summary>\n<div><p class=o>");
	if (commit)
		page_commit(page, &commit->id, commit_id_hex(&commit->id).text);
	else
		html_add(page->out, one->source ? one->source : "");
	g_string_append(page->out, "</p>\n<ul class=plain>\n");
	for (guint t = 0; t < report->trees->all->len; t++)
		add_state(page, report, row, t);
	g_string_append(page->out, "</ul></div></details></article>\n");
}

bool trees_write_html(const struct matrix_report *report, const struct report_style *style,
		      FILE *out)
{
	static const char title[] = "Commits in maintained trees";
	g_autoptr(GArray) rows = trees_rows(report, style);
	g_autoptr(GString) text = g_string_new(NULL);
	struct page page = { .out = text, .style = style };

	page_begin(&page, title);
	g_string_append(text, "<p class=sum>");
	page_count(&page, rows->len, "commit", "commits");
	g_string_append(text, " in ");
	page_count(&page, report->trees->all->len, "tree", "trees");
	g_string_append(text, "</p>\n<dl class=head>\n");
	page_tip(&page, report->upstream_name, report->history);
	page_term(&page, "As of", text_date(report->now).text);
	g_string_append(text, "</dl>\n</header>\n<main>\n");
	add_trees(&page, report);
	add_matrix(&page, report, rows);
	g_string_append(text, page_tools);
	g_string_append(text, "<div id=entries class=lacks>\n<section class=group><h2>What shows "
			      "it</h2>\n");
	for (guint i = 0; i < rows->len; i++)
		add_entry(&page, report, g_array_index(rows, guint, i), i);
	g_string_append(text, "</section>\n</div>\n");
	return page_end(&page, title, "trees", out);
}
