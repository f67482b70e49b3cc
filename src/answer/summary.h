/* SPDX-License-Identifier: GPL-2.0-or-later */
/* summary - a review as one text that a list would read, by subsystem. */

#ifndef WINNOW_ANSWER_SUMMARY_H
#define WINNOW_ANSWER_SUMMARY_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "read/maintainers.h"
#include "review/report.h"
#include "answer/wording.h"
#include "write/link.h"

/* What a template of summaries can have filled in. */
extern const struct wording_name summary_names[];
extern const size_t n_summary_names;

/* A part of it; text is one safe line, or none: NULL. */
struct summary_item {
	char *number; /* "12"; NULL: it is no patch */
	char *title;
	GPtrArray *lines;  /* char *: what is said of it */
	char *address;	   /* of its mail, else of its upstream commit; NULL: it leads nowhere */
	GPtrArray *copies; /* char *, "5.10 at 4": the same change for other trees; in the title,
			      too */
};

struct summary_group {
	char *name;	  /* the subsystem; NULL: they are not told apart */
	GPtrArray *items; /* struct summary_item */
};

struct summary_section {
	const char *title; /* static */
	GPtrArray *groups; /* struct summary_group */
};

struct summary {
	char *subsystem;		/* NULL: of all */
	const struct subsystem *people; /* of it; NULL: nobody knows, or of all. Borrowed */
	GPtrArray *reviews;		/* const struct review * it is about */
	/* Mails and the changes that they bring; a drop that cannot be told is one to check. */
	size_t counts[N_VERDICTS], changes[N_VERDICTS];
	char *trees;
	GPtrArray *sections; /* struct summary_section */
};

/*
 * One summary of report, or one for each subsystem that has something other than keeps; struct
 * summary in an array to be unreffed. Subsystems are those of maintainers, else (NULL, or it knows
 * none) what the subject begins with. links say where what is not fine leads.
 */
GPtrArray *summaries_new(const struct report *report, const struct maintainers *maintainers,
			 bool split, const struct links *links);

/* "5 to drop, 2 not alone": what is not kept; "nothing to object to" if that is nothing. */
char *summary_counts(const struct summary *summary);

/*
 * It as text of WORDING_COLUMNS, worded by a template of summary_names, and as HTML when html is
 * given. signature may be NULL. The caller frees both.
 */
char *summary_write(const struct report *report, const struct summary *summary,
		    const struct wording *wording, const char *signature, char **html);

/* The sections as text and as HTML, for summary_write(). */
void summary_text(const struct summary *summary, GString *out);
void summary_html(const struct summary *summary, const char *before, const char *after,
		  GString *out);

#endif
