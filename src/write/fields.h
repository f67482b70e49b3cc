/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fields - format strings: what a script wants to know of each patch, "%(verdict) %(file)". */

#ifndef WINNOW_WRITE_FIELDS_H
#define WINNOW_WRITE_FIELDS_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "review/report.h"

struct fields;

/*
 * Read a format string: %(NAME) is a field, %n a line end, %xNN the byte of that number, %% a per
 * cent sign. *out is the caller's. Fails with WINNOW_ERROR_USAGE, and says which field may have
 * been meant.
 */
bool fields_parse(const char *text, struct fields **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void fields_free(struct fields *fields);
DEFINE_CLEANUP(struct fields *, fields_free)

/*
 * Append one record of review, without an end. What nobody knows is empty. As it is when raw, file
 * names may then hold any bytes; else each field is one safe line.
 */
void fields_append(const struct fields *fields, const struct review *review, bool raw,
		   GString *out);

/* One field by its name in the same way; NULL: there is none of that name. The caller frees. */
char *fields_value(const char *name, const struct review *review);

/* "  %(verdict)  keep, ...\n": all there are, with what they mean, a line each. The caller frees.
 */
char *fields_help(void);

#endif
