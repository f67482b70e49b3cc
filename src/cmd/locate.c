/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/locate.h"

/* Where what is ours is: installed beside the program, or in the tree it was built in. */
static char *find_ours(const char *installed, const char *in_tree)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *directory = g_path_get_dirname(program ? program : ".");
	const char *const candidates[] = { installed, in_tree };

	for (size_t i = 0; i < G_N_ELEMENTS(candidates); i++) {
		g_autofree char *joined = g_build_filename(directory, candidates[i], NULL);
		g_autofree char *path = g_canonicalize_filename(joined, NULL);

		if (g_file_test(path, G_FILE_TEST_EXISTS))
			return g_steal_pointer(&path);
	}
	return NULL;
}

static char *default_rules(void)
{
	const char *set = g_getenv("WINNOW_RULES");
	char *ours = set ? g_strdup(set) : find_ours("../share/winnow/rules", "../rules");

	return ours ? ours : g_strdup(WINNOW_DATADIR "/rules");
}

char *locate_model(void)
{
	g_autofree char *ours = find_ours("../share/winnow", "../data");

	return g_build_filename(ours ? ours : WINNOW_DATADIR, "text-model", NULL);
}

char *locate_templates(void)
{
	char *ours = find_ours("../share/winnow/templates", "../data/templates");

	return ours ? ours : g_strdup(WINNOW_DATADIR "/templates");
}

char **locate_rules(struct repo *repo, char *const *given, bool no_defaults)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();
	g_auto(GStrv) configured = NULL;

	if (!no_defaults) {
		g_autofree char *ours = default_rules();
		g_autofree char *own =
			g_build_filename(g_get_user_config_dir(), "winnow", "rules", NULL);

		g_strv_builder_add(out, ours);
		if (g_file_test(own, G_FILE_TEST_IS_DIR))
			g_strv_builder_add(out, own);
	}
	if (!no_defaults && (!given || !*given))
		configured = repo_config_list(repo, "winnow.rules");
	for (char **path = configured; path && *path; path++)
		g_strv_builder_add(out, *path);
	for (; given && *given; given++)
		g_strv_builder_add(out, *given);
	return g_strv_builder_end(out);
}

bool locate_repo(const struct global_options *global, struct repo **out, GError **error)
{
	if (global->directory)
		return repo_open(global->directory, out, error);
	/* None is fine for mails, and whatever needs one says so. What is there and cannot be
	 * opened has settings that nobody may pass over in silence. */
	return repo_find(".", out, error);
}
