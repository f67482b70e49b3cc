/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commits that a search tries, each read once, and how one becomes a member of the set. */
#include "match/prerequisite-parts.h"

#include <string.h>

#include "base/compare.h"
#include "message/message.h"
#include "message/reference.h"

enum {
	DIFF_LIMIT = 256 << 10, /* bytes; a longer commit is no prerequisite that anybody takes */
	KEPT_LIMIT = 64 << 20,	/* bytes of diffs kept between searches */
};

/* A commit as it would be applied. */
struct candidate {
	struct diff diff;
	bool readable;
};

static void candidate_free(void *data)
{
	struct candidate *candidate = data;

	diff_clear(&candidate->diff);
	g_free(candidate);
}

struct prerequisite_finder *
prerequisite_finder_new(struct history *history, const struct target *target,
			struct renames *renames, struct line_history *lines,
			struct tree_names *names, struct absent_finder *absent)
{
	struct prerequisite_finder *finder = g_new0(struct prerequisite_finder, 1);

	finder->history = history;
	finder->target = target;
	finder->renames = renames;
	finder->lines = lines;
	finder->names = names;
	finder->absent = absent;
	finder->candidates = g_hash_table_new_full(NULL, NULL, NULL, candidate_free);
	return finder;
}

void prerequisite_finder_free(struct prerequisite_finder *finder)
{
	g_hash_table_unref(finder->candidates);
	g_free(finder);
}

static const struct candidate *candidate_at(struct prerequisite_finder *finder, guint32 position)
{
	gpointer key = GUINT_TO_POINTER(position + 1);
	struct candidate *candidate = g_hash_table_lookup(finder->candidates, key);
	char *text = NULL;
	bool cut = false;

	if (candidate)
		return candidate;
	candidate = g_new0(struct candidate, 1);
	if (repo_diff(history_repo(finder->history), &history_at(finder->history, position)->id,
		      DIFF_LIMIT, &text, &cut, NULL)) {
		finder->n_kept += strlen(text);
		diff_parse(&candidate->diff, text, 1);
		candidate->readable = !cut;
	}
	g_hash_table_insert(finder->candidates, key, candidate);
	return candidate;
}

void prerequisite_forget_diffs(struct prerequisite_finder *finder)
{
	if (finder->n_kept <= KEPT_LIMIT)
		return;
	g_hash_table_remove_all(finder->candidates);
	finder->n_kept = 0;
}

const struct diff *prerequisite_upstream_diff(struct prerequisite_finder *finder, guint32 position)
{
	const struct candidate *candidate = candidate_at(finder, position);

	return candidate->readable ? &candidate->diff : NULL;
}

const struct diff *prerequisite_diff_of(struct prerequisite_finder *finder,
					const struct prerequisite *one)
{
	if (one->presence.state == PRESENCE_QUEUED_AFTER)
		return &one->presence.patch->diff;
	return &candidate_at(finder, one->position)->diff;
}

bool prerequisite_is_member(const struct prerequisite_search *search, guint32 position)
{
	for (guint i = 0; i < search->members->len; i++)
		if (g_array_index(search->members, struct prerequisite, i).position == position)
			return true;
	return false;
}

/* Whether the message says that it repairs something. */
static bool is_fix(const struct prerequisite_search *search, guint32 position)
{
	struct commit commit;
	g_autoptr(GArray) references = g_array_new(FALSE, FALSE, sizeof(struct reference));
	g_autofree char *subject = NULL;
	const char *body;
	bool fix;

	if (!repo_read_commit(history_repo(search->finder->history),
			      &history_at(search->finder->history, position)->id, &commit, NULL))
		return false;
	subject = message_split(commit.message, &body);
	references_scan(subject, body, references);
	fix = strcasestr(body, "\ncc: stable@") || strcasestr(body, "\ncc: <stable@");
	for (guint i = 0; i < references->len; i++)
		fix |= g_array_index(references, struct reference, i).kind == REFERENCE_FIXES;
	commit_clear(&commit);
	return fix;
}

bool prerequisite_add_member(const struct prerequisite_search *search, guint32 position,
			     const struct prerequisite *what)
{
	struct prerequisite_finder *finder = search->finder;
	struct prerequisite one = { .position = position, .why = what->why, .user = what->user };
	const struct candidate *candidate;

	if (prerequisite_is_member(search, position) || position >= search->position)
		return false;
	one.presence = target_find(finder->target, &history_at(finder->history, position)->id,
				   search->patch);
	if (one.presence.state == PRESENCE_BASE || one.presence.state == PRESENCE_QUEUED_BEFORE)
		return false;
	candidate = candidate_at(finder, position);
	if (!candidate->readable && one.presence.state != PRESENCE_QUEUED_AFTER)
		return false;
	for (size_t i = 0; i < diff_n_files(&candidate->diff); i++)
		one.lines_changed += diff_file_at(&candidate->diff, i)->lines_added +
				     diff_file_at(&candidate->diff, i)->lines_removed;
	one.proof = g_strdup(what->proof);
	one.name = g_strdup(what->name);
	one.is_fix = is_fix(search, position);
	one.reverted = history_is_reverted(finder->history, position, NULL);
	g_array_append_val(search->members, one);
	g_array_sort(search->members, compare_guint32);
	return true;
}
