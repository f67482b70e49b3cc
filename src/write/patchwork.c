/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What Patchwork takes as checks of its patches, a line each; data/schema/patchwork-check-1.json.
 */
#include "write/format.h"

#include <jansson.h>
#include <string.h>

#include "base/text.h"
#include "base/warn.h"
#include "review/brief.h"
#include "write/json.h"
#include "write/report-order.h"

enum {
	DESCRIPTION_SHOWN = 255, /* letters: Patchwork shows it in a cell */
	ADDRESS_BYTES = 200,	 /* longer ones Patchwork refuses, and with them the check */
};

static const char *state_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_KEEP:
		return "success";
	case VERDICT_DROP:
		return "fail";
	default:
		return "warning";
	}
}

/* "drop: reverted by 632596ccb030 ("net: say no")" */
static char *description_of(const struct review *review)
{
	g_autofree char *brief = review_brief(review, true);
	g_autofree char *text = g_strdup_printf("%s%s%s", verdict_name(review->judgement.verdict),
						*brief ? ": " : "", brief);

	return text_one_line(text, DESCRIPTION_SHOWN - strlen("..."));
}

/* The upstream commit, which Patchwork does not show, else the mail. */
static char *target_of(const struct report_style *style, const struct review *review)
{
	const struct upstream *upstream = review->upstream;
	char *out = upstream->has_id ? link_address(style->links.commit_url,
						    commit_id_hex(&upstream->id).text)
				     : NULL;

	if (!out)
		out = link_address(style->links.mail_url, patch_message_id(review->patch));
	if (out && strlen(out) > ADDRESS_BYTES)
		g_clear_pointer(&out, g_free);
	return out;
}

static json_t *json_of_check(const struct report_style *style, const struct review *review)
{
	g_autofree char *description = description_of(review);
	g_autofree char *target = target_of(style, review);
	json_t *out = json_object(), *check = json_object();

	json_object_set_new(check, "state", json_string(state_of(review->judgement.verdict)));
	json_object_set_new(check, "context", json_string("winnow"));
	json_object_set_new(check, "description", json_name(description));
	if (target)
		json_object_set_new(check, "target_url", json_string(target));
	json_object_set_new(out, "msgid", json_name(patch_message_id(review->patch)));
	json_object_set_new(out, "check", check);
	return out;
}

bool report_write_patchwork_checks(const struct report *report, const struct report_style *style,
				   FILE *out)
{
	struct report_style in_turn = *style;
	g_autoptr(GPtrArray) reviews = NULL;
	bool ok = true;

	in_turn.sort = SORT_QUEUE;
	reviews = report_order(report, &in_turn);
	for (guint i = 0; i < reviews->len && ok; i++) {
		const struct review *review = reviews->pdata[i];

		if (patch_message_id(review->patch))
			ok = json_write_line(json_of_check(style, review), out);
		else
			warn_tell(&style->warn,
				  "%s: it is no mail with an id, by which Patchwork "
				  "knows patches",
				  review->patch->source);
	}
	return ok && !ferror(out);
}
