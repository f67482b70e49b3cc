/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trees/queue-base.h"

#include <fnmatch.h>
#include <string.h>

#include "base/compare.h"

/*
 * The stable tree of the kernel, and who names releases as it does. Where stable's tags were not
 * fetched mainline's is only what the branch began with.
 */
static const char *const usual[] = { "v%s.*", "linux-%s.y", "*/linux-%s.y", "v%s", NULL };

void queue_base_clear(struct queue_base *base)
{
	g_free(base->name);
	g_free(base->how);
	g_free(base->problem);
	*base = (struct queue_base){ 0 };
}

/* What a pattern finds, of one kind. */
struct finding {
	const char *pattern, *version;
	const char *head;   /* the pattern to the end of its last version */
	char *name, *other; /* other: of another commit; NULL: there is none, and it need not be */
	struct commit_id id;
};

/*
 * "v6.1.12" of "6.1", not "v6.1.12-rc1" or "v6.1.12-rt5": where the pattern has the version last,
 * which is not wherever the name has it.
 */
static bool is_release(const char *name, const struct finding *finding)
{
	const char *version = finding->version;

	for (const char *at = strstr(name, version); at && *at; at = strstr(at + 1, version)) {
		const char *rest = at + strlen(version);
		g_autofree char *begin = g_strndup(name, (gsize)(rest - name));

		if (!rest[strspn(rest, "0123456789.")] && fnmatch(finding->head, begin, 0) == 0)
			return true;
	}
	return false;
}

static void take(struct finding *finding, const char *name, const struct commit_id *commit)
{
	g_free(finding->name);
	finding->name = g_strdup(name);
	finding->id = *commit;
}

static void match_tag(const char *name, const struct commit_id *commit, void *data)
{
	struct finding *finding = data;

	if (fnmatch(finding->pattern, name, 0) == 0 && is_release(name, finding) &&
	    (!finding->name || compare_versions(name, finding->name) > 0))
		take(finding, name, commit);
}

static void match_branch(const char *name, const struct commit_id *commit, void *data)
{
	struct finding *finding = data;

	if (fnmatch(finding->pattern, name, FNM_PATHNAME | FNM_PERIOD) != 0)
		return;
	if (!finding->name)
		take(finding, name, commit);
	else if (!finding->other && !commit_id_equal(&finding->id, commit))
		finding->other = g_strdup(name);
}

/* "%s" is the version, with nothing in it that a pattern would obey. */
static char *pattern_of(const char *form, const char *version)
{
	g_auto(GStrv) parts = g_strsplit(form, "%s", -1);
	g_autoptr(GString) literal = g_string_new(NULL);

	for (const char *p = version; *p; p++)
		g_string_append_printf(literal, "%s%c", strchr("*?[]\\", *p) ? "\\" : "", *p);
	return g_strjoinv(literal->str, parts);
}

/* "stable-6.1/v6.1" of "stable-%s/v%s.*"; of a form without a version whatever leads to it. */
static char *head_of(const char *form, const char *version)
{
	const char *last = g_strrstr(form, "%s");
	g_autofree char *head =
		last ? g_strndup(form, (gsize)(last - form) + strlen("%s")) : g_strdup("*%s");

	return pattern_of(head, version);
}

static void settle(struct finding *finding, const char *kind, struct queue_base *out)
{
	if (finding->other) {
		out->problem = g_strdup_printf("'%s' and '%s' are like '%s', and differ",
					       finding->name, finding->other, finding->pattern);
	} else {
		out->name = g_strdup(finding->name);
		out->id = finding->id;
		out->how = g_strdup_printf("%s of %s", kind, finding->version);
	}
}

/* Whether it finds anything. */
static bool find_by(struct repo *repo, const char *form, const char *version,
		    struct queue_base *out)
{
	g_autofree char *pattern = pattern_of(form, version);
	g_autofree char *head = head_of(form, version);
	struct finding finding = { .pattern = pattern, .version = version, .head = head };
	/* Without a wildcard there is no other that it would be newer than. */
	const char *kind = strpbrk(form, "*?[") ? "the newest tag" : "the tag";

	repo_each_tag(repo, match_tag, &finding);
	if (!finding.name) {
		kind = "the branch";
		repo_each_branch(repo, match_branch, &finding);
	}
	if (!finding.name)
		return false;
	settle(&finding, kind, out);
	g_free(finding.name);
	g_free(finding.other);
	return true;
}

static const struct tree *tree_of(const struct trees *trees, const char *version)
{
	for (guint i = 0; trees && i < trees->all->len; i++)
		if (strcmp(trees_at(trees, i)->name, version) == 0)
			return trees_at(trees, i);
	for (guint i = 0; trees && i < trees->all->len; i++) {
		g_autofree char *own = tree_version(trees_at(trees, i));

		if (g_strcmp0(own, version) == 0)
			return trees_at(trees, i);
	}
	return NULL;
}

void queue_base_find(struct repo *repo, const struct trees *trees, char *const *patterns,
		     const char *version, struct queue_base *out)
{
	const struct tree *tree = tree_of(trees, version);
	const char *const *forms = patterns && *patterns ? (const char *const *)patterns : usual;

	*out = (struct queue_base){ 0 };
	if (tree) {
		out->name = g_strdup(tree->revision);
		out->id = tree->tip;
		out->has_from = tree->base_name != NULL;
		out->from = tree->base;
		out->how = g_strdup_printf("the tree %s", tree->name);
		return;
	}
	if (!repo) {
		out->problem = g_strdup("there is no repository to find it in (use -C)");
		return;
	}
	for (const char *const *form = forms; *form; form++)
		if (find_by(repo, *form, version, out))
			return;
	out->problem = g_strdup_printf("no tree, tag or branch of %s (winnow.tree, "
				       "winnow.queueBase)",
				       version);
}
