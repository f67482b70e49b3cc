/* SPDX-License-Identifier: GPL-2.0-or-later */
/* style - how what is written for people looks, and how much of it is written. */

#ifndef WINNOW_WRITE_STYLE_H
#define WINNOW_WRITE_STYLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/color.h"
#include "base/warn.h"
#include "judge/rule.h"
#include "write/link.h"

struct fields;

/* What a text is: its slot in git's configuration (color.winnow.SLOT), its colour in git's words.
 */
/* clang-format off */
#define PAINTS(X)                                                                                  \
	X(PLAIN, "plain", "")                                                                      \
	X(BOLD, "subject", "bold")                                                                 \
	X(DIM, "proof", "dim")                                                                     \
	X(GOOD, "keep", "green")                                                                   \
	X(BAD, "drop", "bold red")                                                                 \
	X(DOUBT, "ask", "yellow")                                                                  \
	X(WITH, "keep-with", "cyan")                                                               \
	X(NAME, "name", "blue")
/* clang-format on */

enum paint {
#define X(name, slot, words) PAINT_##name,
	PAINTS(X)
#undef X
		N_PAINTS,
};

/* What stands first: see report_order(). */
enum report_sort { SORT_SEVERITY, SORT_QUEUE, SORT_SUBSYSTEM, N_SORTS };

/* Zero: no colour, no patch, worst first. */
struct report_style {
	struct color colors[N_PAINTS]; /* "" each: none */
	bool ascii;		       /* what is drawn between texts; they may hold anything */
	bool ascii_text;	       /* they may not: the terminal shows no other letters */
	size_t columns;		       /* that lines have to fit in; 0: TERMINAL_COLUMNS */
	bool wraps;		       /* sentences, too: it is a terminal that shows them */
	bool verdicts[N_VERDICTS];     /* which patches to show; the summary counts all */
	bool keeps_asked_for;	       /* the list shows plain keeps only then */
	bool decided;		       /* the list has what was decided, too */
	enum report_sort sort;
	const struct fields *fields; /* of a format string; NULL: another format */
	bool needed_only;	     /* of trees: only commits that one of them needs */
	bool nul;		     /* its records end with NUL, and nothing in them is masked */
	struct links links;	     /* where ids lead to */
	bool hyperlinks;	     /* a terminal makes links of addresses behind texts (OSC 8) */
	struct warn warn;	     /* of what a form cannot hold */
	/* Of a page alone. */
	bool with_diffs;
	const char *who; /* whose decisions it exports, one word; NULL: not known */
};

const char *paint_slot(enum paint paint); /* "keep-with": color.winnow.keep-with */
enum paint paint_of_verdict(enum verdict verdict);

/* The columns that there are. */
size_t style_columns(const struct report_style *style);

/* Set the colours that nobody asked to be others. */
void style_set_colors(struct report_style *style);

#endif
