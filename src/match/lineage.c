/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/lineage.h"

bool lineage_open(struct history *history, const struct target *target, struct tree_names *names,
		  struct absent_finder *absent, bool progress, struct lineage *out)
{
	const guint8 *in_base = target_in_base(target);
	guint32 first = 0;

	if (!history || !history_repo(history) || !in_base)
		return false;
	while (first < history_length(history) && in_base[first])
		first++;
	if (!history_index_paths(history, first, progress, NULL))
		return false;
	out->renames = renames_new(history, in_base);
	out->lines = line_history_new(history, in_base, out->renames);
	out->finder =
		prerequisite_finder_new(history, target, out->renames, out->lines, names, absent);
	return true;
}

void lineage_clear(struct lineage *lineage)
{
	if (lineage->finder) {
		prerequisite_finder_free(lineage->finder);
		line_history_free(lineage->lines);
		renames_free(lineage->renames);
	}
	*lineage = (struct lineage){ 0 };
}
