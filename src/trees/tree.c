/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trees/tree.h"

#include <fnmatch.h>
#include <string.h>

#include "base/compare.h"
#include "base/error.h"
#include "base/text.h"
#include "message/nomination.h"

static void tree_free(void *data)
{
	struct tree *tree = data;

	g_free(tree->name);
	g_free(tree->revision);
	g_free(tree->base_name);
	g_free(tree->where);
	g_free(tree);
}

void trees_free(struct trees *trees)
{
	g_ptr_array_unref(trees->all);
	g_free(trees);
}

const struct tree *trees_at(const struct trees *trees, guint number)
{
	return trees->all->pdata[number];
}

/* The set while it is read. */
struct trees_reading {
	struct repo *repo;
	const struct warn *warn;
	struct trees *trees;
	GHashTable *by_name; /* -> struct tree * */
	GHashTable *same;    /* tip and base as text -> number + 1 */
	size_t n_asked;
};

static bool same_commits(const struct tree *a, const struct tree *b)
{
	return commit_id_equal(&a->tip, &b->tip) && !a->base_name == !b->base_name &&
	       (!a->base_name || commit_id_equal(&a->base, &b->base));
}

static char *key_of(const struct tree *tree)
{
	return g_strdup_printf("%s %s", commit_id_hex(&tree->tip).text,
			       tree->base_name ? commit_id_hex(&tree->base).text : "");
}

/* Take tree over, whose name is given and whose commits are known. */
static void add(struct trees_reading *reading, struct tree *tree)
{
	const struct tree *other = g_hash_table_lookup(reading->by_name, tree->name);
	g_autofree char *key = NULL;
	guint alike;

	if (other) {
		if (!same_commits(tree, other))
			warn_tell(reading->warn,
				  "%s: tree '%s' is named twice, and '%s' is another than '%s', "
				  "which counts",
				  tree->where, tree->name, tree->revision, other->revision);
		tree_free(tree);
		return;
	}
	key = key_of(tree);
	alike = GPOINTER_TO_UINT(g_hash_table_lookup(reading->same, key));
	tree->alike = alike ? alike - 1 : reading->trees->all->len;
	if (!alike)
		g_hash_table_insert(reading->same, g_steal_pointer(&key),
				    GUINT_TO_POINTER(tree->alike + 1));
	g_hash_table_insert(reading->by_name, tree->name, tree);
	g_ptr_array_add(reading->trees->all, tree);
}

/* One that was named; name, revision and base are words, base may be NULL. */
static void add_named(struct trees_reading *reading, const char *name, const char *revision,
		      const char *base, const char *where)
{
	struct tree *tree = g_new0(struct tree, 1);
	g_autoptr(GError) error = NULL;

	reading->n_asked++;
	tree->name = text_one_line(name, 0);
	tree->revision = g_strdup(revision);
	tree->base_name = g_strdup(base);
	tree->where = g_strdup(where);
	/* An empty revision would be HEAD. */
	if (*name && *revision && (!base || *base) &&
	    repo_resolve(reading->repo, revision, &tree->tip, &error) &&
	    (!base || repo_resolve(reading->repo, base, &tree->base, &error))) {
		add(reading, tree);
		return;
	}
	warn_tell(reading->warn, "%s: tree '%s' is left out: %s", where, name,
		  error	  ? error->message
		  : *name ? "no branch is named"
			  : "it has no name");
	tree_free(tree);
}

/* "NAME=REV" or "NAME=REV,BASE": a comma may be a part of a branch's name. */
static void add_argument(struct trees_reading *reading, const char *argument)
{
	const char *equals = strchr(argument, '=');
	const char *comma = equals ? strrchr(equals, ',') : NULL;
	g_autofree char *name = NULL;
	g_autofree char *revision = NULL;

	if (!equals) {
		warn_tell(reading->warn,
			  "--tree: '%s' is no NAME=REV, such as 6.1=stable/linux-6.1.y", argument);
		reading->n_asked++;
		return;
	}
	name = g_strndup(argument, (gsize)(equals - argument));
	if (comma && repo_knows(reading->repo, equals + 1))
		comma = NULL;
	revision =
		comma ? g_strndup(equals + 1, (gsize)(comma - equals - 1)) : g_strdup(equals + 1);
	add_named(reading, name, revision, comma ? comma + 1 : NULL, "--tree");
}

/* What a pattern finds. */
struct found {
	char *branch, *version; /* version: of the branch's name, or that itself */
	struct commit_id tip;
};

struct finding {
	const char *pattern;
	GArray *all; /* struct found */
};

static void found_clear(void *data)
{
	struct found *found = data;

	g_free(found->branch);
	g_free(found->version);
}

static void match(const char *name, const struct commit_id *commit, void *data)
{
	struct finding *finding = data;
	struct found found = { .tip = *commit };

	if (fnmatch(finding->pattern, name, FNM_PATHNAME | FNM_PERIOD) != 0)
		return;
	found.branch = g_strdup(name);
	found.version = nomination_tree_of_branch(name);
	if (!found.version)
		found.version = g_strdup(name);
	g_array_append_val(finding->all, found);
}

static int in_order(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	int order = compare_versions(x->version, y->version);

	return order ? order : strcmp(x->branch, y->branch);
}

/* Each is called by its version where no other has the same, else by its branch. */
static void add_pattern(struct trees_reading *reading, const char *pattern, const char *where)
{
	struct finding finding = { pattern, g_array_new(FALSE, FALSE, sizeof(struct found)) };
	const struct found *all;

	reading->n_asked++;
	g_array_set_clear_func(finding.all, found_clear);
	repo_each_branch(reading->repo, match, &finding);
	g_array_sort(finding.all, in_order);
	all = (const struct found *)(const void *)finding.all->data;
	if (!finding.all->len)
		warn_tell(reading->warn, "%s: no branch is like '%s'", where, pattern);
	for (guint i = 0; i < finding.all->len; i++) {
		bool alone = (!i || strcmp(all[i - 1].version, all[i].version) != 0) &&
			     (i + 1 == finding.all->len ||
			      strcmp(all[i + 1].version, all[i].version) != 0);
		const char *name = alone ? all[i].version : all[i].branch;
		struct tree *tree = g_new0(struct tree, 1);

		if (g_hash_table_contains(reading->by_name, name))
			name = all[i].branch;
		tree->name = text_one_line(name, 0);
		tree->revision = g_strdup(all[i].branch);
		tree->where = g_strdup_printf("%s '%s'", where, pattern);
		tree->tip = all[i].tip;
		add(reading, tree);
	}
	g_array_unref(finding.all);
}

/* "NAME BRANCH [BASE]", a branch, or a pattern; those with a wildcard are pattern's turn. */
static void add_setting(struct trees_reading *reading, const char *value, bool pattern)
{
	static const char where[] = "winnow.tree";
	g_auto(GStrv) words = text_words(value);
	guint n = g_strv_length(words);
	bool is_pattern = n == 1 && strpbrk(words[0], "*?[");

	if (is_pattern != pattern)
		return;
	if (is_pattern) {
		add_pattern(reading, words[0], where);
	} else if (n == 1) {
		g_autofree char *version = nomination_tree_of_branch(words[0]);

		add_named(reading, version ? version : words[0], words[0], NULL, where);
	} else if (n == 2 || n == 3) {
		add_named(reading, words[0], words[1], words[2], where);
	} else {
		reading->n_asked++;
		warn_tell(reading->warn, "%s: '%s' is no 'NAME BRANCH [BASE]'", where, value);
	}
}

bool trees_any(const struct trees *trees, const char *where, GError **error)
{
	return trees->all->len || !trees->n_named ||
	       fail(error, WINNOW_ERROR_INPUT, "none of the trees that %s names is there", where);
}

bool trees_read(struct repo *repo, const struct trees_options *options, const struct warn *warn,
		struct trees **out, GError **error)
{
	bool given =
		(options->named && *options->named) || (options->patterns && *options->patterns);
	g_auto(GStrv) settings = given ? NULL : repo_config_list(repo, "winnow.tree");
	_cleanup_(trees_freep) struct trees *trees = g_new0(struct trees, 1);
	g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) same = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct trees_reading reading = { repo, warn, trees, by_name, same, 0 };

	trees->all = g_ptr_array_new_with_free_func(tree_free);
	if (!repo && (given || (settings && *settings)))
		return fail(error, WINNOW_ERROR_INPUT, "no repository to find trees in (use -C)");
	for (char **one = options->named; one && *one; one++)
		add_argument(&reading, *one);
	for (char **one = options->patterns; one && *one; one++)
		add_pattern(&reading, *one, "--trees");
	for (char **one = settings; one && *one; one++)
		add_setting(&reading, *one, false);
	for (char **one = settings; one && *one; one++)
		add_setting(&reading, *one, true);
	trees->n_named = reading.n_asked;
	if (given && !trees_any(trees, "--tree or --trees", error))
		return false;
	*out = g_steal_pointer(&trees);
	return true;
}

char *tree_version(const struct tree *tree)
{
	/* A number alone says more in a branch than in a name, which may be anything: "suse-15". */
	char *version = nomination_tree(tree->name);

	if (!version)
		version = nomination_tree_of_branch(tree->revision);
	return version ? version : nomination_tree_of_branch(tree->name);
}

guint trees_find(const struct trees *trees, struct repo *repo, const char *revision)
{
	g_autofree char *version = nomination_tree_of_branch(revision);
	struct commit_id id;
	bool known = repo_resolve(repo, revision, &id, NULL);

	for (guint i = 0; i < trees->all->len; i++) {
		const struct tree *tree = trees_at(trees, i);

		if (strcmp(tree->name, revision) == 0 || strcmp(tree->revision, revision) == 0)
			return i;
	}
	for (guint i = 0; known && i < trees->all->len; i++)
		if (commit_id_equal(&trees_at(trees, i)->tip, &id))
			return i;
	for (guint i = 0; version && i < trees->all->len; i++)
		if (strcmp(trees_at(trees, i)->name, version) == 0)
			return i;
	return trees->all->len;
}
