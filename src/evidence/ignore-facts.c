/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the lists of paths and commits to leave out say of a patch. */
#include "evidence/parts.h"

static void add_paths(const struct view *view, const struct ignore_list *list, struct facts *out)
{
	const char *path = NULL;
	const char *location = ignore_matches(list, &view->patch->diff, &path);

	if (location)
		facts_add(out, (struct fact){
				       .kind = FACT_PROCESS_IGNORED,
				       .proof = g_strdup(location),
				       .says = g_strdup_printf("%s is on an ignore list", path),
			       });
}

/* A line may be for one tree only: the patch's, else the one that is built on. */
static const char *location_on(const struct view *view, const struct ignore_list *list,
			       const struct commit_id *id)
{
	const GPtrArray *versions = view->patch->versions;
	g_autoptr(GPtrArray) tree = g_ptr_array_new();

	if (view->evidence->tree)
		g_ptr_array_add(tree, (void *)view->evidence->tree);
	return ignore_matches_commit(list, id, versions->len ? versions : tree);
}

const char *left_out_at(const struct view *view, const struct commit_id *id)
{
	GPtrArray *lists = view->evidence->ignore_lists;
	const char *location = NULL;

	for (guint i = 0; lists && i < lists->len && !location; i++)
		location = location_on(view, lists->pdata[i], id);
	return location;
}

static bool add_commit(const struct view *view, const struct ignore_list *list,
		       const struct commit_id *id, struct facts *out)
{
	const char *location = location_on(view, list, id);
	g_autofree char *name = NULL;

	if (!location)
		return false;
	name = fact_commit_name(id, view->patch->message.subject);
	for (int which = 0; which < 2; which++)
		facts_add(out, (struct fact){
				       .kind = which ? FACT_PROCESS_LEFT_OUT : FACT_PROCESS_IGNORED,
				       .has_id = true,
				       .id = *id,
				       .subject = g_strdup(view->patch->message.subject),
				       .proof = g_strdup(location),
				       .says = g_strdup_printf(
					       "%s is on a list of commits to leave out", name),
			       });
	return true;
}

/* By any of its names, as the lists of other commands are heard. */
static void add_commits(const struct view *view, const struct ignore_list *list, struct facts *out)
{
	const struct upstream *upstream = view->upstream;
	bool found = view->patch->has_commit && add_commit(view, list, &view->patch->commit, out);

	if (!found && upstream->has_id)
		found = add_commit(view, list, &upstream->id, out);
	for (guint i = 0; !found && i < upstream->took->len; i++)
		found = add_commit(view, list,
				   &history_at(view->evidence->history,
					       g_array_index(upstream->took, guint32, i))
					    ->id,
				   out);
}

void collect_ignored(const struct view *view, struct facts *out)
{
	GPtrArray *lists = view->evidence->ignore_lists;

	for (guint i = 0; lists && i < lists->len; i++) {
		add_paths(view, lists->pdata[i], out);
		add_commits(view, lists->pdata[i], out);
	}
}
