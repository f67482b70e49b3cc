/* SPDX-License-Identifier: GPL-2.0-or-later */
/* format - the forms that results are written in. One row and a function for each add a form. */

#ifndef WINNOW_WRITE_FORMAT_H
#define WINNOW_WRITE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "review/inquiry.h"
#include "review/matrix.h"
#include "review/report.h"
#include "write/measure.h"
#include "write/style.h"

/*
 * What a review, what is missing, a set of trees and what was measured can be written as: what the
 * function is called, the name, and who it is for. The default first.
 */
/* clang-format off */
#define FORMATS_EVERYWHERE(X)                                                                      \
	X(json, "json", "for programs, version 1: data/schema/ describes it")                      \
	X(html, "html", "one file for a browser, which fetches nothing")
#define REPORT_FORMATS(X)                                                                          \
	X(list, "list", "a line for each patch that needs something")                              \
	X(long, "long", "for each patch all reasons, with the line that shows each")               \
	FORMATS_EVERYWHERE(X)                                                                      \
	X(markdown, "markdown", "for the summary of a CI or a comment of a forge")                 \
	X(sarif, "sarif", "SARIF 2.1.0, for tools that collect findings")                          \
	X(junit, "junit", "JUnit XML, for a CI that shows tests")                                  \
	X(ndjson, "ndjson", "a JSON object a patch, one a line")                                   \
	X(tsv, "tsv", "a line a patch, columns between tabs, their names first")                   \
	X(patchwork_checks, "patchwork-checks", "a JSON object a mail, a check as Patchwork takes it") \
	X(quickfix, "quickfix", "FILE:LINE:COLUMN: what, for vim -q and other editors")
#define MISSING_FORMATS(X)                                                                         \
	X(text, "text", "for people")                                                              \
	FORMATS_EVERYWHERE(X)                                                                      \
	X(markdown, "markdown", "for the summary of a CI or a comment of a forge")                 \
	X(sarif, "sarif", "SARIF 2.1.0, for tools that collect findings")                          \
	X(junit, "junit", "JUnit XML, for a CI that shows tests")                                  \
	X(ndjson, "ndjson", "a JSON object a commit, one a line")                                  \
	X(tsv, "tsv", "a line a commit, columns between tabs, their names first")
#define TREES_FORMATS(X)                                                                           \
	X(text, "text", "for people")                                                              \
	FORMATS_EVERYWHERE(X)                                                                      \
	X(markdown, "markdown", "for the summary of a CI or a comment of a forge")                 \
	X(ndjson, "ndjson", "a JSON object a commit, one a line")                                  \
	X(tsv, "tsv", "a line a commit and tree, columns between tabs, their names first")
#define MEASURE_FORMATS(X)                                                                         \
	X(text, "text", "for people")                                                              \
	FORMATS_EVERYWHERE(X)
/* clang-format on */

/* They write the whole document. False if memory or the stream gave out. */
typedef bool report_writer(const struct report *report, const struct report_style *style,
			   FILE *out);
typedef bool missing_writer(const struct missing_report *report, const struct report_style *style,
			    FILE *out);
typedef bool trees_writer(const struct matrix_report *report, const struct report_style *style,
			  FILE *out);
typedef bool measure_writer(const struct measured *measured, const struct report_style *style,
			    FILE *out);

#define X(id, name, what) report_writer report_write_##id;
REPORT_FORMATS(X)
#undef X
#define X(id, name, what) missing_writer missing_write_##id;
MISSING_FORMATS(X)
#undef X
#define X(id, name, what) trees_writer trees_write_##id;
TREES_FORMATS(X)
#undef X
#define X(id, name, what) measure_writer measure_write_##id;
MEASURE_FORMATS(X)
#undef X

/* Of a format string, in style->fields. */
report_writer report_write_fields;

/* What there is to write. */
enum document { DOCUMENT_REVIEW, DOCUMENT_MISSING, DOCUMENT_TREES, DOCUMENT_MEASURE };

/* The function that is set is that of the document. */
struct format {
	const char *name;
	const char *what; /* who it is for */
	report_writer *review;
	missing_writer *missing;
	trees_writer *trees;
	measure_writer *measure;
};

/* The one of this name that can show document; NULL: there is none. */
const struct format *format_find(const char *name, enum document document);

/* Its default one. */
const struct format *format_default(enum document document);

/* "text, json": those that can show document, the default first. The caller frees. */
char *format_names(enum document document);

/* "  text  for people\n": the same with what they are for, a line each. The caller frees. */
char *format_help(enum document document);

#endif
