/* SPDX-License-Identifier: GPL-2.0-or-later */
/* paper - a text for the viewer as it is put together: what strangers wrote is masked. */

#ifndef WINNOW_DESK_PAPER_H
#define WINNOW_DESK_PAPER_H

#include <glib.h>

#include "base/text.h"
#include "write/style.h"

struct paper {
	GString *text;
	const struct report_style *style;
};

/* One line, or several where the format has line ends; each in the colour of paint. */
void paper_print(struct paper *paper, enum paint paint, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/* Lines as they stand, behind indent blanks; NULL is none. */
void paper_lines(struct paper *paper, enum paint paint, unsigned indent, const char *text);

/* One line behind mark: of a diff, in the colours of added and removed lines. */
void paper_diff_line(struct paper *paper, const char *mark, struct slice line);
void paper_diff(struct paper *paper, const char *text);

/* At most so much is put on one: what comes later is left out, and it says so. */
enum { PAPER_LIMIT = 8 << 20 };

#endif
