/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report as a list: a line for each patch that needs something, in the columns there are. */
#include "write/format.h"

#include <string.h>

#include "base/text.h"
#include "base/width.h"
#include "review/brief.h"
#include "write/entry.h"
#include "write/paint.h"
#include "write/report-order.h"

enum {
	TREES_SHOWN = 2,
	TEXT_SHOWN = 1000,  /* letters of anything: no line is longer */
	SUBJECT_LEAST = 20, /* columns: with less the reason goes on a line of its own */
	REASON_LEAST = 26,  /* "fix missing: f90d71b5cdfa" and a blank */
	REASON_WIDE = 50,   /* columns: a subject that is cut still says something */
	NAME_SHORT = 16,    /* columns that ids and lists of trees get by with */
	WORDS_TOLD = 12,    /* letters that a file's name and a subject have in common */
};

/* What is told of the reviews of one part of an entry. */
struct row {
	const struct review *review; /* the first */
	char *position, *name, *subject;
	char *says, *named, *brief; /* the reason, ever shorter */
	bool named_by_subject;	    /* the name has the subject's words */
};

struct list {
	const struct report *report;
	const struct report_style *style;
	GArray *rows; /* struct row */
	size_t columns;
	/* How wide each is; 0: it is not shown. */
	size_t verdict, position, name, subject, reason;
	bool long_names; /* subjects stand behind names, in the same column */
};

static void row_clear(void *data)
{
	struct row *row = data;

	g_free(row->position);
	g_free(row->name);
	g_free(row->subject);
	g_free(row->says);
	g_free(row->named);
	g_free(row->brief);
}

/* The trees that mails are for: "6.1 5.15", "6.1 +4". */
static char *trees_of(const GPtrArray *reviews)
{
	g_autoptr(GPtrArray) versions = g_ptr_array_new();

	for (guint i = 0; i < reviews->len; i++) {
		const GPtrArray *own = ((const struct review *)reviews->pdata[i])->patch->versions;

		for (guint k = 0; k < own->len; k++)
			if (!g_ptr_array_find_with_equal_func(versions, own->pdata[k], g_str_equal,
							      NULL))
				g_ptr_array_add(versions, own->pdata[k]);
	}
	if (versions->len > TREES_SHOWN)
		return g_strdup_printf("%s +%u", (const char *)versions->pdata[0],
				       versions->len - 1);
	g_ptr_array_add(versions, NULL);
	return g_strjoinv(" ", (char **)versions->pdata);
}

/* What people call it by: its file, the branch's commit, or what it is for: a mail, or of several
 * queues. */
static char *name_of(const GPtrArray *reviews)
{
	const struct patch *patch = ((const struct review *)reviews->pdata[0])->patch;

	return patch->envelope || (patch->stack && patch->versions->len) ? trees_of(reviews)
									 : patch_name(patch);
}

/* The next letter or digit of *p, lower case; 0 at its end. */
static char next_letter(const char **p)
{
	while (**p && !g_ascii_isalnum(**p))
		++*p;
	return **p ? g_ascii_tolower(*(*p)++) : '\0';
}

/* "0004-heron-fix-interrupt-storm.patch" says "heron: fix interrupt storm after a resume". */
static bool says_subject(const char *name, const char *subject)
{
	size_t same = 0;

	while (g_ascii_isdigit(*name))
		name++;
	for (char c; (c = next_letter(&subject)) && c == next_letter(&name);)
		same++;
	return same >= WORDS_TOLD;
}

static char *position_of(const GPtrArray *reviews)
{
	const struct review *first = reviews->pdata[0];

	return reviews->len == 1
		       ? g_strdup_printf("%zu", first->patch->position)
		       : g_strdup_printf("%zu+%u", first->patch->position, reviews->len - 1);
}

static void add_row(struct list *list, const GPtrArray *reviews)
{
	const struct report_style *style = list->style;
	struct row row = { .review = reviews->pdata[0] };
	g_autofree char *name = name_of(reviews);
	g_autofree char *brief = review_brief(row.review, false);
	g_autofree char *named = review_brief(row.review, true);

	row.position = position_of(reviews);
	row.name = paint_shown(style, name, TEXT_SHOWN);
	row.subject = paint_shown(style, row.review->patch->message.subject, TEXT_SHOWN);
	row.brief = paint_shown(style, brief, TEXT_SHOWN);
	row.named = paint_shown(style, named, TEXT_SHOWN);
	row.says = paint_shown(style, review_says(row.review), TEXT_SHOWN);
	row.named_by_subject = says_subject(row.name, row.subject);
	g_array_append_val(list->rows, row);
}

static GHashTable *parts_of(const GPtrArray *entries)
{
	GHashTable *parts = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < entries->len; i++) {
		const struct entry *entry = entries->pdata[i];

		for (guint k = 0; k < entry->parts->len; k++) {
			struct entry_part *part = entry->parts->pdata[k];

			for (guint n = 0; n < part->reviews->len; n++)
				g_hash_table_insert(parts, part->reviews->pdata[n], part);
		}
	}
	return parts;
}

/* What is told alike is one row, where the first of it stands in the order that is wanted. */
static void add_rows(struct list *list)
{
	g_autoptr(GPtrArray) entries = entries_find(list->report, list->style->verdicts);
	g_autoptr(GPtrArray) order = report_order(list->report, list->style);
	g_autoptr(GHashTable) parts = parts_of(entries);
	g_autoptr(GHashTable) told = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < order->len; i++) {
		const struct entry_part *part = g_hash_table_lookup(parts, order->pdata[i]);
		g_autoptr(GPtrArray) reviews = NULL;

		if (!report_lists(list->style, order->pdata[i]) ||
		    !g_hash_table_add(told, (gpointer)part))
			continue;
		reviews = g_ptr_array_new();
		for (guint k = 0; k < part->reviews->len; k++)
			if (report_lists(list->style, part->reviews->pdata[k]))
				g_ptr_array_add(reviews, part->reviews->pdata[k]);
		add_row(list, reviews);
	}
}

/* The widest of each column, and what of the line is left for subject and reason. */
static void measure_columns(struct list *list)
{
	size_t name = 0, subject = 0, says = 0, brief = 0, rest;

	for (guint i = 0; i < list->rows->len; i++) {
		const struct row *row = &g_array_index(list->rows, struct row, i);

		list->verdict =
			MAX(list->verdict, strlen(verdict_name(row->review->judgement.verdict)));
		list->position = MAX(list->position, strlen(row->position));
		name = MAX(name, width_of(row->name));
		subject = MAX(subject, width_of(row->subject));
		says = MAX(says, width_of(row->says));
		brief = MAX(brief, width_of(row->brief));
	}
	rest = list->verdict + 1 + list->position + 1;
	rest = list->columns > rest ? list->columns - rest : 1;
	list->long_names = name > NAME_SHORT && rest < name + 1 + 2 * SUBJECT_LEAST + REASON_LEAST;
	list->name = list->long_names ? 0 : name;
	if (list->long_names)
		subject += name + 1;
	else if (name)
		rest = rest > name + 1 ? rest - name - 1 : 1;
	if (rest < SUBJECT_LEAST + 1 + REASON_LEAST) {
		list->subject = rest; /* and the reason below it */
		return;
	}
	list->reason = MIN(MAX(brief, MIN(says, rest / 2)), rest / 2 + 2);
	list->subject = MIN(subject, rest - 2 - list->reason);
	list->reason = rest - 2 - list->subject;
}

/* mail: the id of one that it leads to; NULL: none. */
static void write_cell(const struct list *list, enum paint paint, const char *text,
		       const char *mail, size_t columns, bool last, FILE *out)
{
	g_autofree char *cut = width_cut(text, columns, list->style->ascii);

	(void)paint_mail(list->style, paint, cut, mail, 0, 0, out);
	if (!last)
		fprintf(out, "%*s", (int)(columns - width_of(cut)), "");
}

/* The whole sentence where it fits, else the few words for it; with a subject, if cut, in a wide
 * one. */
static void write_reason(const struct list *list, const struct row *row, size_t columns, FILE *out)
{
	bool fits = width_of(row->says) <= columns;
	bool wide = columns >= REASON_WIDE || width_of(row->named) <= columns;
	g_autofree char *cut = width_cut(fits	? row->says
					 : wide ? row->named
						: row->brief,
					 columns, list->style->ascii);

	paint_text(list->style, PAINT_PLAIN, cut, out);
}

static void write_subject(const struct list *list, const struct row *row, FILE *out)
{
	const char *mail = patch_message_id(row->review->patch);
	size_t name = list->long_names ? width_of(row->name) : 0;
	size_t left = list->subject > name + 1 ? list->subject - name - 1 : 0;

	if (!name) {
		write_cell(list, PAINT_PLAIN, row->subject, mail, list->subject, !list->reason,
			   out);
	} else if (row->named_by_subject || left < SUBJECT_LEAST / 2) {
		write_cell(list, PAINT_NAME, row->name, NULL, list->subject, !list->reason, out);
	} else {
		write_cell(list, PAINT_NAME, row->name, NULL, name, false, out);
		fputc(' ', out);
		write_cell(list, PAINT_PLAIN, row->subject, mail, left, !list->reason, out);
	}
}

static void write_row(const struct list *list, const struct row *row, FILE *out)
{
	enum verdict verdict = row->review->judgement.verdict;

	write_cell(list, paint_of_verdict(verdict), verdict_name(verdict), NULL, list->verdict,
		   false, out);
	fprintf(out, " %*s ", (int)list->position, row->position);
	if (list->name) {
		write_cell(list, PAINT_NAME, row->name, NULL, list->name, false, out);
		fputc(' ', out);
	}
	write_subject(list, row, out);
	if (list->reason) {
		fputs("  ", out);
		write_reason(list, row, list->reason, out);
	} else {
		fprintf(out, "\n%*s", (int)(list->verdict + 1), "");
		write_reason(list, row,
			     list->columns > list->verdict + 1 ? list->columns - list->verdict - 1
							       : 1,
			     out);
	}
	fputc('\n', out);
}

/* A list has to fit its columns wherever it goes, and so does what is said with it. */
static void write_wrapped(const struct list *list, const char *text, FILE *out)
{
	struct report_style style = *list->style;

	style.wraps = true;
	paint_paragraph(&style, PAINT_PLAIN, text, 0, 0, out);
}

/* A list is no proof: it says where that is. */
static void write_more(const struct list *list, FILE *out)
{
	if (list->rows->len)
		write_wrapped(list,
			      "To see more: --format long, --only keep, "
			      "winnow explain --queue QUEUE NUMBER",
			      out);
}

bool report_write_list(const struct report *report, const struct report_style *style, FILE *out)
{
	struct list list = { .report = report, .style = style };
	g_autofree char *warning = horizon_warning(&report->horizon);
	g_autofree char *unknown = report_not_looked_up(report);
	g_autofree char *bases = report_bases(report);

	if (paint_nothing_changed(report))
		return true;
	list.columns = style_columns(style);
	list.rows = g_array_new(FALSE, FALSE, sizeof(struct row));
	g_array_set_clear_func(list.rows, row_clear);
	add_rows(&list);
	measure_columns(&list);
	if (warning) {
		write_wrapped(&list, warning, out);
		fputc('\n', out);
	}
	for (guint i = 0; i < list.rows->len; i++)
		write_row(&list, &g_array_index(list.rows, struct row, i), out);
	if (list.rows->len)
		fputc('\n', out);
	paint_changed(report, style, out);
	if (bases)
		write_wrapped(&list, bases, out);
	if (unknown)
		write_wrapped(&list, unknown, out);
	paint_summary(report, style, out);
	paint_decided(report, style, out);
	write_more(&list, out);
	g_array_unref(list.rows);
	return !ferror(out);
}
