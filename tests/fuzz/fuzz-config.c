/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A repository's configuration, and what is read out of it: trees, words, how to send mail. */
#include <string.h>

#include "base/color.h"
#include "git/repo.h"
#include "message/fix-words.h"
#include "read/mail.h"
#include "send/sendemail.h"
#include "support.h"
#include "trees/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libgit2 1.5 loses memory for each extension that a repository names. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libgit2\nleak:libpcre2\n";
}

static const char commit[] = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
			     "author A <a@example.org> 1648800000 +0000\n"
			     "committer A <a@example.org> 1648800000 +0000\n\nx\n";

static void tell(const char *text, void *data)
{
	(void)data;
	g_assert_nonnull(text);
}

static void check_values(struct repo *repo)
{
	static const char *const keys[] = { "winnow.upstream", "winnow.rules", "winnow.cve",
					    "winnow.ignore",   "color.winnow", "pager.winnow",
					    "winnow.base",     "core.editor",  "user.email" };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		g_autofree char *value = repo_config(repo, keys[i]);
		g_auto(GStrv) values = repo_config_list(repo, keys[i]);
		enum color_when when;
		struct color color;

		g_assert_nonnull(values);
		if (!value)
			continue;
		g_assert_true(g_utf8_validate(value, -1, NULL));
		color_parse(value, &color);
		color_parse_when(value, &when);
	}
}

static void check_words(struct repo *repo)
{
	g_auto(GStrv) settings = repo_config_list(repo, "winnow.fixWords");
	g_autoptr(GPtrArray) own = NULL;
	g_autoptr(GError) error = NULL;

	for (char **setting = settings; *setting; setting++)
		if (strchr(*setting, '/'))
			return; /* a file, which the machine may have */
	if (fix_words_read(settings, &own, &error))
		g_free(fix_words_text(own));
}

static void check_trees(struct repo *repo)
{
	const struct trees_options options = { NULL, NULL };
	const struct warn warn = { tell, NULL };
	struct trees *trees = NULL;
	g_autoptr(GError) error = NULL;

	if (!trees_read(repo, &options, &warn, &trees, &error)) {
		fuzz_check_message(error->message);
		return;
	}
	for (guint i = 0; i < trees->all->len; i++) {
		const struct tree *tree = trees_at(trees, i);

		g_assert_cmpuint(trees_find(trees, repo, tree->name), <=, trees->all->len);
		g_assert_cmpuint(tree->alike, <=, i);
	}
	trees_free(trees);
}

static void check_mail(struct repo *repo)
{
	struct sendemail settings = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GError) why = NULL;

	if (!sendemail_read(repo, NULL, &settings, &error)) {
		g_assert_nonnull(error->message);
		return;
	}
	g_assert_true(sendemail_check_server(&settings, &why) || why);
	sendemail_clear(&settings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct repo *repo = NULL;
	struct commit_id id;
	g_autoptr(GError) error = NULL;
	g_autofree char *text = g_ascii_strdown((const char *)data, (gssize)size);

	repo_library_init();
	mail_library_init();
	/* What it includes is this machine's, not the input's. */
	if (g_strstr_len(text, (gssize)size, "include"))
		return 0;
	fuzz_begin_repository();
	id = fuzz_put_object("commit", commit, sizeof(commit) - 1);
	fuzz_put_reference("refs/heads/main", &id);
	fuzz_put_reference("refs/remotes/stable/linux-5.10.y", &id);
	g_free(fuzz_write("config", data, size));
	if (repo_open(fuzz_directory(), &repo, &error)) {
		check_values(repo);
		check_words(repo);
		check_trees(repo);
		check_mail(repo);
		repo_free(repo);
	}
	fuzz_remove(NULL);
	return 0;
}
