/* SPDX-License-Identifier: GPL-2.0-or-later */
/* git's configuration: the repository's with its work tree's, or the user's; by git, or libgit2. */
#include "git/repo.h"

#include <string.h>

#include <git2.h>

#include "base/error.h"
#include "base/text.h"
#include "git/repo-raw.h"
#include "git/settings.h"

DEFINE_CLEANUP(git_config *, git_config_free)
DEFINE_CLEANUP(struct settings *, settings_free)

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

/* What libgit2 makes of it. */
static struct settings *read_by_library(struct repo *repo)
{
	_cleanup_(git_config_freep) git_config *config = config_of(repo);
	struct settings *out = settings_new();
	git_config_entry *entry = NULL;
	git_config_iterator *entries = NULL;

	/* libgit2 1.5 leaks memory for each name that it holds against a pattern. */
	if (config && git_config_iterator_new(&entries, config) == 0)
		while (git_config_next(&entry, entries) == 0)
			settings_add(out, entry->name, entry->value, NULL);
	git_config_iterator_free(entries);
	return out;
}

/*
 * What is set where there is no repository belongs to the process as its environment does: it is
 * read once, and whoever asks has nothing that could own it.
 */
static struct settings *of_user;

void repo_config_shutdown(void)
{
	g_clear_pointer(&of_user, settings_free);
}

static struct settings **kept(struct repo *repo)
{
	return repo ? repo_settings(repo) : &of_user;
}

static const struct settings *settings_of(struct repo *repo)
{
	struct settings **settings = kept(repo);

	if (!*settings)
		*settings = read_by_library(repo);
	return *settings;
}

/* What only git can heed, and was meant for this one call. */
static const char *given_to_git(void)
{
	static const char *const names[] = { "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_getenv(names[i]) && *g_getenv(names[i]))
			return names[i];
	return NULL;
}

bool repo_config_read(struct repo *repo, char **warning, GError **error)
{
	struct settings **settings = kept(repo);
	_cleanup_(settings_freep) struct settings *found = NULL;
	g_autofree char *why = NULL;
	/* Without the slash at its end, which git would keep in the names of files. */
	g_autofree char *directory =
		repo ? g_canonicalize_filename(git_repository_path(repo_git(repo)), NULL) : NULL;

	*warning = NULL;
	if (*settings)
		return true;
	if (!settings_ask(directory, &found, &why, error))
		return false;
	if (!found && given_to_git())
		return fail(error, WINNOW_ERROR_USAGE, "%s, which -c and %s are for", why,
			    given_to_git());
	if (!found)
		found = read_by_library(repo);
	if (!settings_check(found, error))
		return false;
	*settings = g_steal_pointer(&found);
	if (why)
		*warning = g_strdup_printf("%s: libgit2 reads it, which heeds less", why);
	return true;
}

static const struct setting *last(struct repo *repo, const char *key)
{
	const GPtrArray *values = settings_find(settings_of(repo), key);

	return values ? values->pdata[values->len - 1] : NULL;
}

/* One without a value is true, where anything is asked that may be a boolean. */
static const char *value_of(const struct setting *setting, const char *key)
{
	bool may_be_bool = g_str_has_prefix(key, "color.") || g_str_has_prefix(key, "pager.");

	return setting->value ? setting->value : may_be_bool ? "true" : "";
}

char *repo_config(struct repo *repo, const char *key)
{
	const struct setting *setting = last(repo, key);
	const char *value = setting ? value_of(setting, key) : NULL;

	return value ? text_to_utf8(value, strlen(value), NULL) : NULL;
}

/* A number as git writes them: 0 is false. */
static bool parse_number(const char *text, bool *out)
{
	char *end = NULL;
	gint64 number = g_ascii_strtoll(text, &end, 0);

	if (end == text || (*end && (!strchr("kKmMgG", *end) || end[1])))
		return false;
	*out = number != 0;
	return true;
}

bool repo_config_is_bool(const char *text, bool *out)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {
		{ "true", true }, { "yes", true },  { "on", true }, { "false", false },
		{ "no", false },  { "off", false }, { "", false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(text, words[i].word) == 0) {
			*out = words[i].value;
			return true;
		}
	return parse_number(text, out);
}

char *repo_config_place(struct repo *repo, const char *key)
{
	const struct setting *setting = last(repo, key);

	return setting ? setting_place(setting) : g_strdup("");
}

bool repo_config_bool(struct repo *repo, const char *key, bool *out, GError **error)
{
	g_autofree char *value = repo_config(repo, key);
	g_autofree char *place = NULL;

	if (!value || repo_config_is_bool(value, out))
		return true;
	place = repo_config_place(repo, key);
	return fail(error, WINNOW_ERROR_INPUT, "%s: '%s' is neither true nor false%s", key, value,
		    place);
}

char **repo_config_list(struct repo *repo, const char *key)
{
	const GPtrArray *values = settings_find(settings_of(repo), key);
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();

	for (guint i = 0; values && i < values->len; i++) {
		const struct setting *setting = values->pdata[i];

		if (setting->value)
			g_strv_builder_add(out, setting->value);
	}
	return g_strv_builder_end(out);
}

/* Of several the first by its name. */
static void find_partial(const char *key, void *data)
{
	char **found = data;

	if (!(strcmp(key, "extensions.partialclone") == 0 ||
	      (g_str_has_prefix(key, "remote.") && g_str_has_suffix(key, ".promisor"))) ||
	    (*found && strcmp(*found, key) <= 0))
		return;
	g_free(*found);
	*found = text_to_utf8(key, strlen(key), NULL);
}

char *repo_partial_setting(struct repo *repo)
{
	char *found = NULL;

	settings_each(settings_of(repo), find_partial, &found);
	return found;
}
