/* SPDX-License-Identifier: GPL-2.0-or-later */
/* paint - text for people: masked, and coloured where a terminal shows it. */

#ifndef WINNOW_WRITE_PAINT_H
#define WINNOW_WRITE_PAINT_H

#include <stdio.h>

#include "review/report.h"
#include "write/style.h"

/*
 * What is to be seen of text: one safe line of at most limit letters (0: no limit), such as the
 * terminal can show. The caller frees.
 */
char *paint_shown(const struct report_style *style, const char *text, size_t limit);

/*
 * Write text, made one safe line whatever it holds. Ids of commits in it are links where the
 * terminal has those, here and in all that follows; they take no columns.
 */
void paint_text(const struct report_style *style, enum paint paint, const char *text, FILE *out);

/*
 * The same where lines wrap (style->wraps): it goes on behind column columns of the line, of which
 * a blank that it begins with may be one more, and its other lines begin with indent blanks. What
 * it returns is column behind it.
 */
size_t paint_words(const struct report_style *style, enum paint paint, const char *text,
		   size_t column, size_t indent, FILE *out);

/* The same, all of it a link to the mail of that id (NULL: of none) where the terminal has links.
 */
size_t paint_mail(const struct report_style *style, enum paint paint, const char *text,
		  const char *message_id, size_t column, size_t indent, FILE *out);

/* paint_words() with a line end. */
void paint_paragraph(const struct report_style *style, enum paint paint, const char *text,
		     size_t column, size_t indent, FILE *out);

/* Such a paragraph with prefix before it, its other lines below what stands behind that. */
void paint_hanging(const struct report_style *style, enum paint paint, const char *prefix,
		   const char *text, FILE *out);

/* The line under a finding that shows it, behind PROOF_MARK. Nothing if proof is NULL. */
#define PROOF_MARK "        | "
void paint_proof(const struct report_style *style, const char *proof, FILE *out);

/* "1 patch", "3 patches". */
void paint_count(size_t n, const char *one, const char *many, FILE *out);

/* How many are decided, unchanged and not shown, a line; nothing where that is none. */
void paint_decided(const struct report *report, const struct report_style *style, FILE *out);

/*
 * What went since an earlier review, a line each, and how many changed; nothing where it was not
 * compared. Of one that is wholly as it was people get no word: then a nightly job sends no mail.
 */
void paint_changed(const struct report *report, const struct report_style *style, FILE *out);
bool paint_nothing_changed(const struct report *report);

/* The last line: how many patches came to each verdict, whatever is shown. */
void paint_summary(const struct report *report, const struct report_style *style, FILE *out);

#endif
