/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A row a commit, a column a tree; of many trees as many side by side as the terminal has room for.
 */
#include "write/format.h"

#include <string.h>

#include "base/text.h"
#include "base/width.h"
#include "write/paint.h"
#include "write/trees-words.h"

enum {
	SUBJECT_LEAST = 20,    /* columns */
	SUBJECT_SHORTEST = 10, /* where all trees then stand side by side */
	NAME_MOST = 16,	       /* of a tree's name, or of what no commit is known of */
};

struct table {
	const struct matrix_report *report;
	const struct report_style *style;
	const GArray *rows; /* guint */
	size_t columns;	    /* of the terminal */
	size_t name;	    /* of what a row is called by */
	FILE *out;
};

static void write_padded(const struct table *table, enum paint paint, const char *text,
			 size_t columns)
{
	g_autofree char *shown = paint_shown(table->style, text, 0);
	g_autofree char *cut = width_cut(shown, columns, table->style->ascii);

	paint_text(table->style, paint, cut, table->out);
	for (size_t width = width_of(cut); width < columns; width++)
		fputc(' ', table->out);
}

static size_t width_of_tree(const struct table *table, guint tree)
{
	g_autofree char *name =
		paint_shown(table->style, trees_at(table->report->trees, tree)->name, 0);
	size_t width = MIN(width_of(name), (size_t)NAME_MOST);

	for (guint i = 0; i < table->rows->len; i++) {
		guint row = g_array_index(table->rows, guint, i);
		const char *cell = trees_cell(matrix_at(table->report, row, tree));
		g_autofree char *shown = paint_shown(table->style, cell, 0);

		width = MAX(width, MIN(width_of(shown), (size_t)NAME_MOST));
	}
	return width;
}

static void write_row(const struct table *table, guint row, guint first, guint end,
		      const size_t *widths, size_t subject)
{
	const struct matrix_row *one = &g_array_index(table->report->rows, struct matrix_row, row);
	g_autofree char *name = trees_row_name(table->report, one);
	g_autofree char *text = paint_shown(table->style, one->subject, 0);
	g_autofree char *cut = width_cut(text, subject, table->style->ascii);

	write_padded(table, PAINT_NAME, name, table->name);
	for (guint t = first; t < end; t++) {
		const struct state *state = matrix_at(table->report, row, t);
		const char *cell = trees_cell(state);

		fputs("  ", table->out);
		write_padded(table, paint_of_state(state->kind), cell, widths[t]);
	}
	fputs("  ", table->out);
	paint_text(table->style, PAINT_PLAIN, cut, table->out);
	fputc('\n', table->out);
}

/* Trees from first to end, side by side. */
static void write_group(const struct table *table, guint first, guint end, const size_t *widths,
			size_t used)
{
	size_t subject =
		MAX(table->columns > used ? table->columns - used : 0, (size_t)SUBJECT_SHORTEST);

	write_padded(table, PAINT_DIM, "commit", table->name);
	for (guint t = first; t < end; t++) {
		fputs("  ", table->out);
		write_padded(table, PAINT_BOLD, trees_at(table->report->trees, t)->name, widths[t]);
	}
	fputs("  ", table->out);
	paint_text(table->style, PAINT_DIM, "subject", table->out);
	fputc('\n', table->out);
	for (guint i = 0; i < table->rows->len; i++)
		write_row(table, g_array_index(table->rows, guint, i), first, end, widths, subject);
}

/* How many trees from first on leave room for a subject; *used: the columns before that. */
static guint group_from(const struct table *table, const size_t *widths, guint first, guint most,
			size_t least, size_t *used)
{
	guint n = table->report->trees->all->len, end = first;

	*used = table->name + 2;
	while (end < n && end - first < most &&
	       (end == first || *used + widths[end] + 2 + least <= table->columns))
		*used += widths[end++] + 2;
	return end;
}

/* As many groups as are needed, of about as many trees each. */
static void write_table(const struct table *table)
{
	guint n = table->report->trees->all->len, groups = 0, each;
	g_autofree size_t *widths = g_new(size_t, n + 1);
	size_t used, least = SUBJECT_LEAST;

	for (guint t = 0; t < n; t++)
		widths[t] = width_of_tree(table, t);
	if (group_from(table, widths, 0, n, SUBJECT_SHORTEST, &used) == n)
		least = SUBJECT_SHORTEST;
	for (guint first = 0; first < n; groups++)
		first = group_from(table, widths, first, n, least, &used);
	each = (n + groups - 1) / groups;
	for (guint first = 0, end; first < n; first = end) {
		end = group_from(table, widths, first, each, least, &used);
		if (first)
			fputc('\n', table->out);
		write_group(table, first, end, widths, used);
	}
}

/* What is said of one commit: a line a tree, with what shows it. */
static void write_one(const struct table *table, guint row)
{
	const struct matrix_row *one = &g_array_index(table->report->rows, struct matrix_row, row);
	g_autofree char *name = trees_row_name(table->report, one);
	guint n = table->report->trees->all->len;
	struct report_style style = *table->style;
	size_t widest = 0, cells = 0, used;

	for (guint t = 0; t < n; t++) {
		g_autofree char *shown =
			paint_shown(table->style, trees_at(table->report->trees, t)->name, 0);
		const char *cell = trees_cell(matrix_at(table->report, row, t));

		widest = MAX(widest, MIN(width_of(shown), (size_t)NAME_MOST));
		cells = MAX(cells, MIN(width_of(cell), (size_t)NAME_MOST));
	}
	used = 2 + widest + 2 + cells + 2;
	style.wraps = true; /* wherever it goes: it is a table */
	style.columns = MAX(table->columns, used + SUBJECT_LEAST);
	paint_text(table->style, PAINT_NAME, name, table->out);
	fputs("  ", table->out);
	paint_paragraph(table->style, PAINT_BOLD, one->subject, width_of(name) + 2, 4, table->out);
	for (guint t = 0; t < n; t++) {
		const struct state *state = matrix_at(table->report, row, t);
		const char *cell = trees_cell(state);

		fputs("  ", table->out);
		write_padded(table, PAINT_BOLD, trees_at(table->report->trees, t)->name, widest);
		fputs("  ", table->out);
		write_padded(table, paint_of_state(state->kind), cell, cells);
		fputs("  ", table->out);
		paint_paragraph(&style, PAINT_PLAIN, state->says, used, used, table->out);
		if (state->kind == STATE_NEEDS || state->kind == STATE_NEEDS_WORK)
			paint_proof(table->style, state->proof, table->out);
	}
}

/* What the short words mean, of those that stand there. */
static void write_legend(const struct table *table)
{
	bool used[N_STATES] = { false };

	for (guint i = 0; i < table->rows->len; i++)
		for (guint t = 0; t < table->report->trees->all->len; t++)
			used[matrix_at(table->report, g_array_index(table->rows, guint, i), t)
				     ->kind] = true;
	fputc('\n', table->out);
	for (int kind = 0; kind < N_STATES; kind++)
		if (used[kind]) {
			g_autofree char *line =
				g_strdup_printf("%s: %s", state_cell(kind), state_says(kind));

			paint_paragraph(table->style, PAINT_DIM, line, 0, 4, table->out);
		}
}

static void write_summary(const struct table *table)
{
	fputc('\n', table->out);
	for (guint t = 0; t < table->report->trees->all->len; t++) {
		const struct tree *tree = trees_at(table->report->trees, t);
		g_autofree char *text = trees_summary(table->report, t);

		g_autofree char *all =
			tree->alike == t
				? g_strdup_printf(": %s", text)
				: g_strdup_printf(
					  ": %s (the same as %s)", text,
					  trees_at(table->report->trees, tree->alike)->name);
		size_t column = paint_words(table->style, PAINT_BOLD, tree->name, 0, 4, table->out);

		paint_paragraph(table->style, PAINT_PLAIN, all, column, 4, table->out);
	}
}

/* Upstream may just not have been fetched. */
static void write_none(const struct matrix_report *report, const struct report_style *style,
		       FILE *out)
{
	if (report->rows->len) {
		fputs("No tree needs any of them.\n", out);
		return;
	}
	fputs("No commit to ask of: the newest of ", out);
	paint_text(style, PAINT_PLAIN, report->upstream_name, out);
	if (report->newest)
		fprintf(out, " is of %s.\n", text_date(report->newest).text);
	else
		fputs(" is none.\n", out);
}

bool trees_write_text(const struct matrix_report *report, const struct report_style *style,
		      FILE *out)
{
	g_autoptr(GArray) rows = trees_rows(report, style);
	struct table table = { report, style, rows, style_columns(style), COMMIT_ID_SHORT, out };

	if (rows->len == 1)
		write_one(&table, g_array_index(rows, guint, 0));
	else if (rows->len)
		write_table(&table);
	if (rows->len)
		write_legend(&table);
	if (report->rows->len > 1)
		write_summary(&table);
	if (!rows->len)
		write_none(report, style, out);
	return !ferror(out);
}
