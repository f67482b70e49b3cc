/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines that vim's quickfix and its likes jump by: "FILE:LINE:COLUMN: VERDICT: SUBJECT: REASON". */
#include "write/format.h"

#include "base/text.h"
#include "review/brief.h"
#include "write/patch-line.h"
#include "write/report-order.h"

bool report_write_quickfix(const struct report *report, const struct report_style *style, FILE *out)
{
	g_autoptr(GPtrArray) reviews = report_listed(report, style);

	for (guint i = 0; i < reviews->len; i++) {
		const struct review *review = reviews->pdata[i];
		struct patch_line at = patch_line_of(review);
		g_autofree char *path = text_one_line(at.path ? at.path : "-", 0);
		g_autofree char *subject = text_one_line(review->patch->message.subject, 0);
		g_autofree char *brief = review_brief(review, true);
		g_autofree char *reason = text_one_line(brief, 0);

		fprintf(out, "%s:%zu:1: %s: %s: %s\n", path, at.line,
			verdict_name(review->judgement.verdict), subject, reason);
	}
	return !ferror(out);
}
