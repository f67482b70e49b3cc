/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only place that writes into a repository: commits of a branch that was asked for. */
#include "git/scratch-commit.h"

#include <string.h>

#include <git2.h>

#include "base/error.h"
#include "git/repo-raw.h"

DEFINE_CLEANUP(git_commit *, git_commit_free)
DEFINE_CLEANUP(git_tree *, git_tree_free)
DEFINE_CLEANUP(git_signature *, git_signature_free)
DEFINE_CLEANUP(git_reference *, git_reference_free)

bool branch_is_free(struct repo *repo, const char *name, GError **error)
{
	_cleanup_(git_reference_freep) git_reference *found = NULL;
	int valid = 0;

	if (git_branch_name_is_valid(&valid, name) < 0 || !valid)
		return fail(error, WINNOW_ERROR_USAGE, "'%s' is no name for a branch", name);
	if (git_branch_lookup(&found, repo_git(repo), name, GIT_BRANCH_LOCAL) == 0)
		return fail(error, WINNOW_ERROR_INPUT, "branch '%s' is there already", name);
	return true;
}

bool branch_create(struct repo *repo, const char *name, const struct commit_id *tip, GError **error)
{
	_cleanup_(git_commit_freep) git_commit *commit = NULL;
	_cleanup_(git_reference_freep) git_reference *made = NULL;
	git_oid oid;

	git_oid_fromraw(&oid, tip->raw);
	if (git_commit_lookup(&commit, repo_git(repo), &oid) < 0 ||
	    git_branch_create(&made, repo_git(repo), name, commit, 0) < 0)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot make branch '%s': %s", name,
			    repo_reason());
	return true;
}

static int signatures(struct repo *repo, const struct commit *commit, git_signature **author,
		      git_signature **committer)
{
	const char *name = *commit->author_name ? commit->author_name : commit->author_email;
	int status = git_signature_default(committer, repo_git(repo));

	if (status < 0)
		return status;
	return commit->author_date
		       ? git_signature_new(author, name, commit->author_email, commit->author_date,
					   commit->author_zone)
		       : git_signature_new(author, name, commit->author_email,
					   (*committer)->when.time, (*committer)->when.offset);
}

/* libgit2 has no file take the place of a directory in one go, or a directory that of a file. */
struct updating {
	struct repo *repo;
	GArray *removals, *updates; /* git_tree_update */
	int status;
};

static void add_update(const char *path, unsigned mode, GBytes *bytes, void *data)
{
	struct updating *updating = data;
	git_tree_update update = { .action = GIT_TREE_UPDATE_REMOVE, .path = path };
	gsize length = 0;
	const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;

	if (updating->status < 0)
		return;
	if (mode) {
		update.action = GIT_TREE_UPDATE_UPSERT;
		update.filemode = (git_filemode_t)mode;
	}
	if (mode == SCRATCH_SUBMODULE) {
		g_autofree char *line = g_strndup(text, length);
		const char *hex = strrchr(line, ' ');

		updating->status = hex ? git_oid_fromstrn(&update.id, hex + 1, GIT_OID_HEXSZ) : -1;
	} else if (mode) {
		updating->status = git_blob_create_from_buffer(&update.id, repo_git(updating->repo),
							       text ? text : "", length);
	}
	g_array_append_val(mode ? updating->updates : updating->removals, update);
}

/* *tree, which is replaced, with these. */
static int update(struct repo *repo, const GArray *updates, git_tree **tree)
{
	git_oid oid;
	int status;

	if (!updates->len)
		return 0;
	status = git_tree_create_updated(&oid, repo_git(repo), *tree, updates->len,
					 (git_tree_update *)updates->data);
	git_tree_free(*tree);
	*tree = NULL;
	return status < 0 ? status : git_tree_lookup(tree, repo_git(repo), &oid);
}

/* The parent's tree with what the step changed. */
static int make_tree(struct scratch *scratch, struct repo *repo, const git_commit *parent,
		     git_tree **out)
{
	struct updating updating = { .repo = repo };
	int status = git_commit_tree(out, parent);

	updating.removals = g_array_new(FALSE, TRUE, sizeof(git_tree_update));
	updating.updates = g_array_new(FALSE, TRUE, sizeof(git_tree_update));
	scratch_each_changed(scratch, add_update, &updating);
	if (status == 0)
		status = updating.status;
	if (status == 0)
		status = update(repo, updating.removals, out);
	if (status == 0)
		status = update(repo, updating.updates, out);
	g_array_unref(updating.removals);
	g_array_unref(updating.updates);
	return status;
}

bool scratch_commit(struct scratch *scratch, struct repo *repo, const struct commit_id *parent,
		    const struct commit *commit, struct commit_id *out, GError **error)
{
	_cleanup_(git_commit_freep) git_commit *before = NULL;
	_cleanup_(git_tree_freep) git_tree *tree = NULL;
	_cleanup_(git_signature_freep) git_signature *author = NULL;
	_cleanup_(git_signature_freep) git_signature *committer = NULL;
	git_oid oid;
	int status;

	git_oid_fromraw(&oid, parent->raw);
	status = git_commit_lookup(&before, repo_git(repo), &oid);
	if (status == 0)
		status = make_tree(scratch, repo, before, &tree);
	if (status == 0)
		status = signatures(repo, commit, &author, &committer);
	if (status == 0)
		status = git_commit_create_v(&oid, repo_git(repo), NULL, author, committer, NULL,
					     commit->message, tree, 1, before);
	if (status < 0)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write a commit into '%s': %s",
			    repo_name(repo), repo_reason());
	memcpy(out->raw, oid.id, COMMIT_ID_SIZE);
	return true;
}
