/* SPDX-License-Identifier: GPL-2.0-or-later */
/* git's configuration: the repository's with its work tree's, or the user's. */
#include "git/repo.h"

#include <string.h>

#include <git2.h>

#include "base/text.h"
#include "git/repo-raw.h"

DEFINE_CLEANUP(git_config *, git_config_free)

/* The settings of one work tree, which the library does not know of. */
static void add_worktree_config(struct repo *repo, git_config *config)
{
	g_autofree char *path = NULL;
	int enabled = 0;

	if (git_config_get_bool(&enabled, config, "extensions.worktreeconfig") < 0 || !enabled)
		return;
	path = g_build_filename(git_repository_path(repo_git(repo)), "config.worktree", NULL);
	if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
		git_config_add_file_ondisk(config, path, GIT_CONFIG_LEVEL_APP, repo_git(repo), 0);
}

static git_config *config_of(struct repo *repo)
{
	git_config *config = NULL;

	if ((repo ? git_repository_config(&config, repo_git(repo))
		  : git_config_open_default(&config)) < 0)
		return NULL;
	if (repo)
		add_worktree_config(repo, config);
	return config;
}

char *repo_config(struct repo *repo, const char *key)
{
	_cleanup_(git_config_freep) git_config *config = config_of(repo);
	git_buf value = GIT_BUF_INIT;
	char *out = NULL;

	if (config && git_config_get_string_buf(&value, config, key) == 0)
		out = text_to_utf8(value.ptr, strlen(value.ptr), NULL);
	git_buf_dispose(&value);
	return out;
}

static int add_value(const git_config_entry *entry, void *data)
{
	if (entry->value) /* a key without one, git's "true" */
		g_strv_builder_add(data, entry->value);
	return 0;
}

char **repo_config_list(struct repo *repo, const char *key)
{
	_cleanup_(git_config_freep) git_config *config = config_of(repo);
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();

	if (config)
		git_config_get_multivar_foreach(config, key, NULL, add_value, out);
	return g_strv_builder_end(out);
}

static bool makes_partial(const char *setting)
{
	return strcmp(setting, "extensions.partialclone") == 0 ||
	       (g_str_has_prefix(setting, "remote.") && g_str_has_suffix(setting, ".promisor"));
}

char *repo_partial_setting(struct repo *repo)
{
	_cleanup_(git_config_freep) git_config *config = config_of(repo);
	git_config_entry *entry = NULL;
	git_config_iterator *entries = NULL;
	char *found = NULL;

	/* libgit2 1.5 leaks memory for each name that it holds against a pattern. */
	if (config && git_config_iterator_new(&entries, config) == 0)
		while (!found && git_config_next(&entry, entries) == 0)
			if (makes_partial(entry->name))
				found = text_to_utf8(entry->name, strlen(entry->name), NULL);
	git_config_iterator_free(entries);
	return found;
}
