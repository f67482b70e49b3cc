/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of the tree's own commits a patch is. */
#include "match/target-parts.h"

#include <string.h>

#include "base/text.h"
#include "match/difference.h"
#include "match/patch-id.h"

/* Of the tree's own with a patch's subject, the newest: each is read. */
enum { SAME_TITLE_LIMIT = 100 };

static bool is_by(const struct target *target, const struct own_commit *own,
		  const struct person *author)
{
	struct commit commit;
	bool same;

	if (!repo_read_commit(target->repo, &own->id, &commit, NULL))
		return false;
	same = person_equal(author, commit.author_name, commit.author_email);
	commit_clear(&commit);
	return same;
}

static bool has_same_lines(const struct target *target, const struct own_commit *own,
			   const struct diff *ours)
{
	g_autoptr(GPtrArray) paths = NULL;
	struct diff theirs = { 0 };
	char *text = NULL;
	bool cut = false, same;

	if (!repo_diff(target->repo, &own->id, PATCH_BYTES_LIMIT, &text, &cut, NULL))
		return false;
	diff_parse(&theirs, text, 1);
	paths = difference_paths(ours, &theirs);
	same = !cut && !paths->len && diff_n_files(ours);
	diff_clear(&theirs);
	return same;
}

/*
 * git and libgit2 may tell one and the same change by other lines: where the file says that it is
 * that commit, those will do.
 */
static bool makes(const struct target *target, const struct own_commit *own,
		  const struct patch *patch, const struct commit_id *change)
{
	const struct commit_id *theirs = patch_ids_of(target->own_patch_ids, &own->id);

	return (theirs && commit_id_equal(theirs, change)) ||
	       (patch->has_origin && commit_id_equal(&patch->origin, &own->id) &&
		has_same_lines(target, own, &patch->diff));
}

/* The newest; one that the tree has still goes before those that it took back. */
static const struct own_commit *find_by_change(const struct target *target,
					       const struct patch *patch)
{
	g_autofree char *subject = text_fold(patch->message.subject);
	const struct own_commit *own = g_hash_table_lookup(target->own_by_subject, subject);
	const struct own_commit *found = NULL;
	struct commit_id change;

	if (!own || !*subject || !patch_id(&patch->diff, &change))
		return NULL;
	for (int n = 0; own && n < SAME_TITLE_LIMIT && !(found && !found->undone_by);
	     own = own->older) {
		if (strcmp(own->subject, subject) != 0 || (found && own->undone_by))
			continue;
		n++;
		if (is_by(target, own, &patch->author) && makes(target, own, patch, &change))
			found = own;
	}
	return found;
}

static struct target_own describe(const struct target *target, const struct own_commit *own)
{
	struct target_own out = { .commit = own->id, .state = own->state };

	if (own->undone_by) {
		out.undone = true;
		out.undone_by = own->undone_by->id;
		out.undone_subject = own->undone_by->subject;
	}
	for (guint i = 0; i < own->taken_back->len && !out.again_subject; i++) {
		gpointer key = target_key(target, g_array_index(own->taken_back, guint32, i));
		const struct own_commit *again = g_hash_table_lookup(target->brought, key);

		if (!again || g_hash_table_contains(target->absent, key))
			continue;
		out.again = again->id;
		out.again_subject = again->subject;
	}
	return out;
}

/* Whether what took it back is upstream's: then upstream knows more of it. */
static bool is_undone_as_upstream(const struct own_commit *own)
{
	return own->undone_by && own->undone_by->positions->len;
}

bool target_find_own(const struct target *target, const struct patch *patch, struct target_own *out)
{
	guint at = patch->has_commit
			   ? GPOINTER_TO_UINT(g_hash_table_lookup(target->own_ids, &patch->commit))
			   : 0;
	const struct own_commit *own = at	      ? target->own->pdata[at - 1]
				       : target->repo ? find_by_change(target, patch)
						      : NULL;

	if (!own || is_undone_as_upstream(own) || target_queue_takes_out_own(target, own, patch))
		return false;
	*out = describe(target, own);
	out->by_id = at != 0;
	return true;
}

bool target_find_undone(const struct target *target, guint32 position, struct target_own *out)
{
	gpointer key = target_key(target, position);
	const struct own_commit *own = g_hash_table_lookup(target->brought, key);

	if (!own || !own->undone_by || is_undone_as_upstream(own) ||
	    !g_hash_table_contains(target->absent, key))
		return false;
	*out = describe(target, own);
	return true;
}
