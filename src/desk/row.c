/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/row.h"

#include <string.h>

#include "base/text.h"

char *row_name(const struct review *review)
{
	const struct patch *patch = review->patch;
	const char *slash = strrchr(patch->source, '/');

	if (patch->has_commit)
		return g_strdup(commit_id_short(&patch->commit).text);
	if (!patch->envelope)
		return text_one_line(slash && slash[1] ? slash + 1 : patch->source, SUBJECT_SHOWN);
	if (review->upstream->has_id)
		return g_strdup(commit_id_short(&review->upstream->id).text);
	return text_one_line(patch->source, SUBJECT_SHOWN);
}
