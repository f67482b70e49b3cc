/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/row.h"

#include "base/text.h"

bool row_has_news(const struct row *row)
{
	return row->changed || (row->news && !row->decision);
}

char *row_name(const struct review *review)
{
	g_autofree char *name = patch_name(review->patch);

	if (*name)
		return text_one_line(name, SUBJECT_SHOWN);
	if (review->upstream->has_id)
		return g_strdup(commit_id_short(&review->upstream->id).text);
	return text_one_line(review->patch->source, SUBJECT_SHOWN);
}
