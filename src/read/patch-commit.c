/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/patch-commit.h"

struct patch *patch_of_commit(struct repo *repo, const struct commit *commit)
{
	struct patch *patch = patch_new(commit_id_hex(&commit->id).text);
	const char *body;
	g_autofree char *subject = message_split(commit->message, &body);
	g_autofree char *from =
		g_strdup_printf("%s <%s>", commit->author_name, commit->author_email);
	g_autoptr(GError) error = NULL;
	char *diff = NULL;
	bool cut = false;
	g_autofree char *lack = NULL;

	patch->has_commit = true;
	patch->commit = commit->id;
	if (!repo_diff(repo, &commit->id, PATCH_BYTES_LIMIT, &diff, &cut, &error)) {
		lack = repo_lack(repo);
		patch->told_elsewhere = lack != NULL;
		patch_problem(patch, "%s", error->message);
		diff = g_strdup("");
	} else if (cut) {
		patch_problem(patch, "its diff is over %d bytes long: cut there",
			      PATCH_BYTES_LIMIT);
	}
	if (commit->cut)
		patch_problem(patch, "its message is so long that only the first part is read");
	patch_fill(patch, subject, from, body, diff, 1);
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
