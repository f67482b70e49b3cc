/* SPDX-License-Identifier: GPL-2.0-or-later */
/* format - the forms that results are written in. One row and a function for each add a form. */

#ifndef WINNOW_WRITE_FORMAT_H
#define WINNOW_WRITE_FORMAT_H

#include <stdbool.h>
#include <stdio.h>

#include "write/measure.h"
#include "write/missing.h"
#include "write/report.h"

/* What there is to write. */
enum document { DOCUMENT_REVIEW, DOCUMENT_MISSING, DOCUMENT_MEASURE };

/* Functions are NULL for what it cannot show. They are false if memory or the stream gave out. */
struct format {
	const char *name;
	const char *what; /* who it is for */
	bool (*review)(const struct report *report, const struct report_style *style, FILE *out);
	bool (*missing)(const struct missing_report *report, bool color, FILE *out);
	bool (*measure)(const struct measured *measured, FILE *out);
};

/* The one of this name that can show document; NULL: there is none. */
const struct format *format_find(const char *name, enum document document);

/* "text, json": those that can show document, the default first. The caller frees. */
char *format_names(enum document document);

/* "  text  for people\n": the same with what they are for, a line each. The caller frees. */
char *format_help(enum document document);

#endif
