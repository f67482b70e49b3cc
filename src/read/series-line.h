/* SPDX-License-Identifier: GPL-2.0-or-later */
/* series-line - a line of a series: quilt's form, and the guards of guards(1), guilt and mq. */

#ifndef WINNOW_READ_SERIES_LINE_H
#define WINNOW_READ_SERIES_LINE_H

#include <stdbool.h>

#include <glib.h>

#include "base/text.h"

struct series_line {
	char *name;	     /* of the patch file; NULL: the line names none */
	unsigned strip;	     /* leading parts that names in its diff lose */
	bool reversed;	     /* it is applied in reverse */
	char *guard;	     /* the guard that leaves it out, as written; NULL: none does */
	GPtrArray *problems; /* char *: clauses; what is not understood is passed over */
};

/*
 * Take line apart. No symbols are chosen: "+x" leaves a patch out, "-x" does not, "-" always does;
 * "+!x" takes it and "-!x" leaves it out; the last one that holds counts. *out must be cleared.
 */
void series_line_read(struct slice line, struct series_line *out);
void series_line_clear(struct series_line *line);

#endif
