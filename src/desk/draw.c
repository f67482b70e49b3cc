/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/width.h"
#include "write/explanation.h"

enum {
	BARS = 2, /* counts above and the bottom line */
	LIST_LEAST = 4,
	PANE_LEAST = 5,
	VERDICT_WIDTH = 9, /* "keep-with" */
	WORD_WIDTH = 5,	   /* "KEEP+" */
	TALL = 40,	   /* rows: from there on the reasons seldom need more than half */
	NAME_LEAST = 8,	   /* columns of the queue's name */
	WIDE = 100,	   /* columns: from there on nothing is shortened for want of room */
};

static const struct look bar = { .reverse = true, .color = LOOK_PLAIN };

/* The pane takes its bar, too. */
static bool has_pane(const struct ui *ui)
{
	return screen_columns(ui->screen) >= DRAW_PANE_COLUMNS &&
	       screen_rows(ui->screen) >= BARS + LIST_LEAST + 1 + PANE_LEAST;
}

size_t draw_list_height(const struct ui *ui)
{
	size_t rows = screen_rows(ui->screen), share;

	if (!has_pane(ui))
		return rows > BARS ? rows - BARS : 0;
	share = rows < TALL ? (rows - BARS - 1) * 2 / 5 : (rows - BARS - 1) / 2;
	return MAX(MIN(share, desk_length(ui->desk)), LIST_LEAST);
}

size_t draw_pane_height(const struct ui *ui)
{
	if (!has_pane(ui))
		return 0;
	return screen_rows(ui->screen) - BARS - 1 - draw_list_height(ui);
}

struct look draw_look(const struct ui *ui, enum paint paint)
{
	const char *code = ui->triage->style->colors[paint].code;
	g_autofree char *text = g_strconcat(code, "x", NULL);
	_cleanup_(sheet_freep) struct sheet *sheet = sheet_new(text, strlen(text));
	struct sheet_line line = sheet_at(sheet, 0);

	return line.n_spans ? line.spans[line.n_spans - 1].look : look_plain;
}

/* Whole words and figures only: half a figure is another one. */
static bool add_if_fits(GString *text, size_t columns, const char *more)
{
	bool fits = width_of(text->str) + width_of(more) <= columns;

	if (fits)
		g_string_append(text, more);
	return fits;
}

static void add_verdicts(GString *text, size_t columns, const struct desk_counts *counts)
{
	const char *gap = "   ";

	for (int verdict = VERDICT_KEEP; verdict < N_VERDICTS; verdict++) {
		g_autofree char *piece = g_strdup_printf("%s%zu %s", gap, counts->verdicts[verdict],
							 verdict_name((enum verdict)verdict));

		if (counts->verdicts[verdict] && !add_if_fits(text, columns, piece))
			return;
		if (counts->verdicts[verdict])
			gap = " ";
	}
}

/* What the queue is called, cut to the room that is left, if that says anything. */
static void add_name(const struct ui *ui, GString *text, size_t columns)
{
	g_autofree char *name = text_one_line(ui->triage->name, columns);
	size_t used = width_of(text->str) + 3;
	g_autofree char *cut = columns > used + NAME_LEAST
				       ? width_cut(name, columns - used, ui->triage->style->ascii)
				       : NULL;

	if (cut)
		g_string_append_printf(text, "   %s", cut);
}

/* "decided 3/16": the rest as far as there is room. */
static void draw_counts(struct ui *ui)
{
	const struct desk *desk = ui->desk;
	const struct desk_counts *counts = desk_counts(desk);
	size_t columns = screen_columns(ui->screen);
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_printf(text, " decided %zu/%zu", counts->decided, counts->total);
	if (!desk_is_saved(desk))
		g_string_append(text, ", NOT SAVED");
	if (counts->changed)
		g_string_append_printf(text, ", %zu changed", counts->changed);
	if (counts->tagged)
		g_string_append_printf(text, ", %zu tagged", counts->tagged);
	if (desk_limited(desk)) {
		g_autofree char *limit = text_one_line(desk_limited(desk), 40);

		g_string_append_printf(text, "   limit %s: %zu", limit, desk_length(desk));
	}
	add_verdicts(text, columns, counts);
	add_name(ui, text, columns);
	screen_fill(ui->screen, 0, 0, &bar);
	(void)screen_put(ui->screen, 0, 0, columns, text->str, &bar);
}

/* How many columns numbers, names and the rest of a row take. */
struct columns {
	size_t position, decision, name;
};

static size_t digits(size_t n)
{
	return n < 10 ? 1 : 1 + digits(n / 10);
}

static struct columns columns_of(const struct ui *ui)
{
	size_t width = screen_columns(ui->screen);
	struct columns columns = { digits(desk_counts(ui->desk)->total), WORD_WIDTH, 0 };

	if (width < DRAW_PANE_COLUMNS) {
		columns.decision = 1;
		return columns;
	}
	if (width >= WIDE)
		columns.decision = VERDICT_WIDTH;
	columns.name = MIN(desk_widest(ui->desk), width / (width < WIDE ? 6 : 4));
	return columns;
}

/* In capitals, as the keys: what somebody decided is not taken for a verdict. */
static char *decision_text(const struct row *row, size_t width)
{
	g_autofree char *word =
		row->decision ? g_ascii_strup(decision_word_name(row->decision->word), -1) : NULL;

	if (!word)
		return g_strdup("");
	if (row->decision->word == DECISION_KEEP_WITH && width < strlen(word))
		return g_strdup(width == 1 ? "X" : "KEEP+");
	word[MIN(width, strlen(word))] = '\0'; /* one letter is the key that decides so */
	return g_steal_pointer(&word);
}

/* One cell of a row and the blank behind it; the column behind that. */
static size_t draw_cell(struct ui *ui, size_t y, size_t x, size_t width, const char *text,
			struct look look, bool at)
{
	g_autofree char *cut = width_cut(text, width, ui->triage->style->ascii);

	look.reverse = look.reverse != at;
	(void)screen_put(ui->screen, y, x, width, cut, &look);
	return x + width + 1;
}

static void draw_row(struct ui *ui, size_t y, const struct row *row, const struct columns *columns,
		     bool at)
{
	enum verdict verdict = row->review->judgement.verdict;
	struct look rest = { .reverse = at, .color = LOOK_PLAIN }, plain = look_plain;
	g_autofree char *position =
		g_strdup_printf("%*zu", (int)columns->position, row->review->patch->position);
	g_autofree char *decision = decision_text(row, columns->decision);
	const char marks[] = { row->tagged ? '*' : ' ', row_has_news(row) ? '!' : ' ', '\0' };
	struct look own = plain;
	size_t x;

	own.bold = true;
	screen_fill(ui->screen, y, 0, &rest);
	x = draw_cell(ui, y, 0, 2, marks, own, at) - 1;
	x = draw_cell(ui, y, x, columns->position, position, plain, at);
	x = draw_cell(ui, y, x, VERDICT_WIDTH, verdict_name(verdict),
		      draw_look(ui, paint_of_verdict(verdict)), at);
	x = draw_cell(ui, y, x, columns->decision, decision, own, at);
	if (columns->name)
		x = draw_cell(ui, y, x, columns->name, row->name, draw_look(ui, PAINT_NAME), at);
	if (x < screen_columns(ui->screen))
		(void)draw_cell(ui, y, x, screen_columns(ui->screen) - x, row->subject, plain, at);
}

static void draw_list(struct ui *ui)
{
	size_t height = draw_list_height(ui), n = desk_length(ui->desk);
	size_t cursor = desk_cursor(ui->desk);
	struct columns columns = columns_of(ui);

	if (cursor < ui->top)
		ui->top = cursor;
	if (height && cursor >= ui->top + height)
		ui->top = cursor - height + 1;
	if (n < ui->top + height)
		ui->top = n > height ? n - height : 0;
	for (size_t i = 0; i < height && ui->top + i < n; i++)
		draw_row(ui, 1 + i, desk_at(ui->desk, ui->top + i), &columns,
			 ui->top + i == cursor);
	if (!n && height)
		(void)screen_put(ui->screen, 1, 2, screen_columns(ui->screen),
				 "nothing fits this limit: l changes it", &look_plain);
}

void draw_forget(struct ui *ui)
{
	sheet_free(ui->wrapped);
	sheet_free(ui->reasons);
	g_clear_pointer(&ui->shown_decision, g_free);
	ui->wrapped = ui->reasons = NULL;
	ui->shown = NULL;
}

/* What is new: since it was decided, and beside the earlier review. */
static void write_news(const struct ui *ui, const struct row *row, FILE *out)
{
	const struct changed *changed = desk_options(ui->desk)->changed;
	g_autofree char *since = row->changed ? review_since(row->review) : NULL;
	g_autofree char *decided = text_one_line(since ? since : "something changed", 0);
	g_autofree char *news = row->news ? text_one_line(row->news, 0) : NULL;
	g_autofree char *when = changed && changed->since ? text_one_line(changed->since, 0) : NULL;

	if (row->changed)
		fprintf(out, "since you looked: %s\n", decided);
	if (!news || !row_has_news(row))
		return;
	if (when)
		fprintf(out, "since %s: ", when);
	fprintf(out, "%s\n", news);
}

static struct sheet *reasons_of(const struct ui *ui, const struct row *row)
{
	const struct report *report = desk_options(ui->desk)->report;
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	struct sheet *sheet;

	if (row->decision) {
		g_autofree char *says = decision_says(row->decision, false);
		g_autofree char *safe = text_one_line(says, 0);

		fprintf(out, "%s: %s\n", decision_word_name(row->decision->word), safe);
	}
	write_news(ui, row, out);
	reasons_write(report, (size_t)(row->review - report->reviews), ui->triage->style, out);
	fclose(out);
	sheet = sheet_new(text, length);
	free(text);
	return sheet;
}

/* Made again only where the row, what was decided or the width is another. */
static void prepare_reasons(struct ui *ui, const struct row *row)
{
	g_autofree char *decision = row->decision ? decision_line(row->decision) : NULL;
	size_t width = screen_columns(ui->screen);

	if (ui->shown != row)
		ui->pane_top = 0;
	if (ui->shown == row && ui->shown_width == width &&
	    g_strcmp0(ui->shown_decision, decision) == 0)
		return;
	draw_forget(ui);
	ui->shown = row;
	ui->shown_decision = g_steal_pointer(&decision);
	ui->shown_width = width;
	ui->reasons = reasons_of(ui, row);
	ui->wrapped = sheet_wrap(ui->reasons, width);
}

static void draw_pane(struct ui *ui)
{
	const struct row *row = desk_row(ui->desk);
	size_t height = draw_pane_height(ui), y = 1 + draw_list_height(ui), n;
	size_t columns = screen_columns(ui->screen);
	g_autofree char *where = NULL;

	if (!height)
		return;
	screen_fill(ui->screen, y, 0, &bar);
	if (!row)
		return;
	prepare_reasons(ui, row);
	n = sheet_length(ui->wrapped);
	ui->pane_top = MIN(ui->pane_top, n > height ? n - height : 0);
	where = n > height ? g_strdup_printf(" lines %zu-%zu of %zu, Space: more ",
					     ui->pane_top + 1, ui->pane_top + height, n)
			   : g_strdup("");
	(void)screen_put(ui->screen, y, 1, columns - 1, row->name, &bar);
	if (*where && strlen(where) < columns)
		(void)screen_put(ui->screen, y, columns - strlen(where), strlen(where), where,
				 &bar);
	for (size_t i = 0; i < height && ui->pane_top + i < n; i++) {
		struct sheet_line line = sheet_at(ui->wrapped, ui->pane_top + i);

		screen_put_line(ui->screen, y + 1 + i, 0, columns, &line, 0);
	}
}

static void draw_status(struct ui *ui)
{
	static const char hint[] = " ?:help  KDAW:decide  u:undo  n:note  /:search  l:limit  "
				   "]:next  q:quit",
			  short_hint[] = " ?:help  KDAW:decide  u:undo  ]:next  q:quit";
	struct look look = look_plain;
	g_autofree char *said = ui->status ? text_one_line(ui->status, 0) : NULL;
	size_t y = screen_rows(ui->screen) - 1, columns = screen_columns(ui->screen);

	look.bold = ui->status && ui->is_bad;
	look.dim = !ui->status;
	if (ui->for_tagged)
		said = g_strdup("; for the tagged ones: ");
	screen_fill(ui->screen, y, 0, &look_plain);
	(void)screen_put(ui->screen, y, said ? 1 : 0, columns - 1,
			 said			  ? said
			 : columns < sizeof(hint) ? short_hint
						  : hint,
			 &look);
}

void draw_desk(struct ui *ui)
{
	screen_clear(ui->screen);
	if (screen_rows(ui->screen) < 3 || screen_columns(ui->screen) < 10)
		return;
	draw_counts(ui);
	draw_list(ui);
	draw_pane(ui);
	draw_status(ui);
}
