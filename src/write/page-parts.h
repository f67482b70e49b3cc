/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page-parts - what the parts of a page share: its frame, names of commits and mails, entries. For
 * this folder only. */

#ifndef WINNOW_WRITE_PAGE_PARTS_H
#define WINNOW_WRITE_PAGE_PARTS_H

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

#include "base/commit-id.h"
#include "index/history.h"
#include "review/report.h"
#include "write/entry.h"
#include "write/style.h"

/* The page that is being made. All text goes in through base/html.h. */
struct page {
	GString *out; /* what stands within <body> */
	const struct report_style *style;
	const struct report *report; /* NULL: it is of no review */
	bool brief;		     /* it is long: plain keeps come without their messages */
	GHashTable *queued; /* const struct commit_id *: position of the entry made from it */
	GHashTable *shown;  /* positions (GSIZE_TO_POINTER) of entries that can be linked to */
};

/* Its head and its end; between them sections are appended to page->out. */
void page_begin(struct page *page, const char *heading);

/*
 * Write the whole: what was appended, with the style, the script and the rule that nothing else
 * counts and nothing is fetched. name tells what is decided here from what is decided on other
 * pages. False if the stream gave out.
 */
bool page_end(struct page *page, const char *title, const char *name, FILE *out);

/* The position of the entry that a fact is about, or of the one that brings its commit; 0: none. */
size_t page_entry_of(const struct page *page, const struct fact *fact);

/* Open a link to the entry at position; false, and nothing is written, where it is not shown. */
bool page_open_entry_link(struct page *page, size_t position);

/* A list of terms, and what each is: "<dt>term<dd>text". */
void page_term(struct page *page, const char *term, const char *text);

/* "2024-03-01: 0123456789ab ("subject"), 45205 commits": where upstream ends. */
void page_tip(struct page *page, const char *name, const struct history *history);

/* A link where style says how (page-link.c), else the text alone. */
void page_commit(struct page *page, const struct commit_id *id, const char *text);
void page_mail(struct page *page, const char *message_id);

/* 0123456789ab ("subject"), the id a link. */
void page_commit_name(struct page *page, const struct commit_id *id, const char *subject);

/* A sentence; the short id in it of the commit that fact (may be NULL) is about is a link. */
void page_says(struct page *page, const char *says, const struct fact *fact);

/* The line that shows it; nothing for NULL. */
void page_proof(struct page *page, const char *proof);

/* "17 patches". */
void page_count(struct page *page, size_t n, const char *one, const char *many);

/* Behind a subject: a bar of that length, and the figure as HTML. */
void page_bar(struct page *page, double probability, const char *percent);

/* An entry of a review, with all that is folded into it. */
void page_entry(struct page *page, const struct entry *entry);

/* Whether all of it was decided and nothing is new; whether some of it is to be decided again. */
bool page_is_settled(const struct entry *entry);
bool page_is_anew(const struct entry *entry);
/* "12 NAME", a value: where it stands in the queue, and what a series or a list of ids calls it. */
void page_location(struct page *page, const struct patch *patch);
void page_fold(struct page *page, const struct entry *entry, const struct review *review);

/* The patch between what it needs and repairs and what followed; nothing where all is simply there.
 */
bool page_picture(struct page *page, const struct review *review);

/* What comes with the program, see data/page/. */
extern const char page_style[], page_script[], page_tools[];

#endif
