/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the author asked for, beside the trees that the patch is proposed for. */
#include "evidence/parts.h"

#include "message/nomination.h"
#include "read/patch-commit.h"

/* The trees that the patch is for: what it says, else the one that is built on. */
static GPtrArray *trees_of(const struct view *view)
{
	const GPtrArray *versions = view->patch->versions;
	GPtrArray *trees = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < versions->len; i++) {
		g_auto(GStrv) ends = g_strsplit(versions->pdata[i], "-", 2); /* "7.0-6.6" */

		for (char **end = ends; *end; end++)
			g_ptr_array_add(trees, nomination_tree(*end));
	}
	if (!trees->len)
		g_ptr_array_add(trees, g_strdup(view->evidence->tree));
	return trees;
}

static void append_tree(GString *out, const char *tree)
{
	g_string_append_printf(out, "%s%s", out->len ? ", " : "", tree);
}

/* Two facts that contradict: the author says that the bug is in this tree, and its tag that not. */
static void add_asked_for(const struct nomination *nomination, const char *tree, struct facts *out)
{
	const struct fact *missing = facts_missing_culprit(out);

	if (!missing)
		return;

	g_autofree char *name = fact_commit_name(&missing->id, missing->subject);

	facts_add(out, (struct fact){
			       .kind = FACT_PRESENCE_ASKED_FOR,
			       .has_id = true,
			       .id = missing->id,
			       .subject = g_strdup(missing->subject),
			       .proof = slice_dup(nomination->line),
			       .says = g_strdup_printf("its author asked for %s, yet %s, which its "
						       "Fixes: names, is missing",
						       tree, name),
		       });
}

/* Backporters leave the tag out, as the tree's own custom may have it: its author asked all the
 * same. */
static void add_upstreams(const struct view *view, struct facts *out)
{
	struct repo *repo = view->evidence->history ? history_repo(view->evidence->history) : NULL;
	const struct upstream *upstream = view->upstream;
	const struct message *own = &view->patch->message;
	struct message message;

	if (!repo || !upstream->certain || upstream->position == HISTORY_NONE ||
	    upstream->how == UPSTREAM_ID || nomination_is_there(own) ||
	    !message_of_commit(repo, &upstream->id, &message))
		return;
	if (nomination_is_there(&message))
		facts_add(out, (struct fact){
				       .kind = FACT_UPSTREAM_NOMINATED,
				       .has_id = true,
				       .id = upstream->id,
				       .subject = g_strdup(message.subject),
				       .says = g_strdup_printf("upstream's %s asks for stable trees",
							       commit_id_short(&upstream->id).text),
			       });
	message_clear(&message);
}

void collect_nomination(const struct view *view, struct facts *out)
{
	g_autoptr(GPtrArray) trees = trees_of(view);
	g_autoptr(GString) elsewhere = g_string_new(NULL), adjust = g_string_new(NULL);
	g_autofree char *asked = NULL, *adjusted = NULL, *proof = NULL;
	bool told = false;

	add_upstreams(view, out);
	for (guint i = 0; i < trees->len; i++) {
		struct nomination nomination;
		enum nomination_scope scope;

		if (!trees->pdata[i])
			continue;
		scope = nomination_of(&view->patch->message, trees->pdata[i], &nomination);
		if (scope == NOMINATION_ELSEWHERE || scope == NOMINATION_ADJUST) {
			char **what = scope == NOMINATION_ADJUST ? &adjusted : &asked;

			append_tree(scope == NOMINATION_ADJUST ? adjust : elsewhere,
				    trees->pdata[i]);
			if (!*what)
				*what = g_steal_pointer(&nomination.asked);
			if (!proof)
				proof = slice_dup(nomination.line);
		}
		if (scope == NOMINATION_ASKED && nomination.asked && !told) {
			add_asked_for(&nomination, trees->pdata[i], out);
			told = true;
		}
		nomination_clear(&nomination);
	}
	if (elsewhere->len)
		facts_add(out, (struct fact){
				       .kind = FACT_PROCESS_OTHER_TREES,
				       .proof = g_strdup(proof),
				       .says = g_strdup_printf("its author asked for %s, and this "
							       "is for %s",
							       asked, elsewhere->str),
			       });
	if (adjust->len)
		facts_add(out, (struct fact){
				       .kind = FACT_PROCESS_ADJUST,
				       .proof = g_strdup(proof),
				       .says = g_strdup_printf("by its author's words %s need it "
							       "adjusted, and this is for %s",
							       adjusted, adjust->str),
			       });
}
