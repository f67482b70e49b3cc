/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/patch-commit.h"

struct patch *patch_of_commit_apart(struct repo *repo, const struct commit *commit,
				    size_t *n_lacked)
{
	struct patch *patch = patch_new(commit_id_hex(&commit->id).text);
	const char *body;
	g_autofree char *subject = message_split(commit->message, &body);
	g_autofree char *from =
		g_strdup_printf("%s <%s>", commit->author_name, commit->author_email);
	g_autoptr(GError) error = NULL;
	size_t before = repo_n_lacked(repo);
	char *diff = NULL;
	bool cut = false;

	patch->has_commit = true;
	patch->commit = commit->id;
	if (!repo_diff(repo, &commit->id, PATCH_BYTES_LIMIT, &diff, &cut, &error)) {
		patch_problem(patch, "%s", error->message);
		diff = g_strdup("");
	} else if (cut) {
		patch_problem(patch, "its diff is over %d bytes long: cut there",
			      PATCH_BYTES_LIMIT);
	}
	if (commit->cut)
		patch_problem(patch, "its message is so long that only the first part is read");
	patch_fill(patch, subject, from, body, diff, 1);
	*n_lacked = repo_n_lacked(repo) - before;
	return patch;
}

void patch_note_lacked(struct patch *patch, struct repo *repo)
{
	g_autofree char *lack = repo_lack(repo);

	patch->told_elsewhere = lack != NULL;
}

struct patch *patch_of_commit(struct repo *repo, const struct commit *commit)
{
	size_t n_lacked;
	struct patch *patch = patch_of_commit_apart(repo, commit, &n_lacked);

	if (n_lacked)
		patch_note_lacked(patch, repo);
	return patch;
}

bool message_of_commit(struct repo *repo, const struct commit_id *id, struct message *out)
{
	g_autofree char *subject = NULL;
	struct commit commit;
	const char *body;

	if (!repo_read_commit(repo, id, &commit, NULL))
		return false;
	subject = message_split(commit.message, &body);
	message_parse(out, subject, body, NULL);
	commit_clear(&commit);
	return true;
}
