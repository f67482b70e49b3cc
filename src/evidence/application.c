/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"

#include <string.h>

#include "match/effective.h"

static void clear(void *data)
{
	application_clear(data);
}

static bool differ(const GPtrArray *a, const GPtrArray *b)
{
	if (a->len != b->len)
		return true;
	for (guint i = 0; i < a->len; i++)
		if (strcmp(a->pdata[i], b->pdata[i]) != 0)
			return true;
	return false;
}

bool queue_has_several_versions(const struct queue *queue)
{
	const GPtrArray *first = NULL;

	for (size_t i = 0; i < queue_length(queue); i++) {
		const GPtrArray *versions = queue_at(queue, i)->versions;

		if (!versions->len)
			continue;
		if (first && differ(first, versions))
			return true;
		first = versions;
	}
	return false;
}

/* Whether "v6.12.8" or "stable/linux-6.12.y" is the tree of version "6.12". */
static bool names_version(const char *base, const char *version)
{
	size_t length = strlen(version);

	for (const char *p = base; (p = strstr(p, version)); p++)
		if ((p == base || (!g_ascii_isdigit(p[-1]) && p[-1] != '.')) &&
		    !g_ascii_isdigit(p[length]))
			return true;
	return false;
}

bool is_for_base(const struct evidence *evidence, const struct patch *patch, bool several)
{
	if (!several || !patch->versions->len)
		return true;
	for (guint i = 0; i < patch->versions->len; i++)
		if (evidence->base_name &&
		    names_version(evidence->base_name, patch->versions->pdata[i]))
			return true;
	return false;
}

GArray *applications_find(const struct evidence *evidence)
{
	struct commit_id base;
	struct repo *repo = target_repo(evidence->target, &base);
	_cleanup_(effective_freep) struct effective *effective = NULL;
	bool several = queue_has_several_versions(evidence->queue);
	GArray *out;

	if (!repo)
		return NULL;
	effective = effective_new(repo, &base);
	out = g_array_new(FALSE, TRUE, sizeof(struct application));
	g_array_set_clear_func(out, clear);
	for (size_t i = 0; i < queue_length(evidence->queue); i++) {
		const struct patch *patch = queue_at(evidence->queue, i);
		struct application application = { 0 };

		/* Whether a patch that cannot be read would apply, who knows. */
		if (patch->problems->len || !diff_n_files(&patch->diff) ||
		    !is_for_base(evidence, patch, several))
			application.kind = APPLICATION_NOT_TRIED;
		else if (!evidence->queue->has_base) /* the commits of a range have been applied */
			effective_apply(effective, patch, &application);
		g_array_append_val(out, application);
	}
	return out;
}

static void add(struct facts *out, enum fact_kind kind, const struct application *application,
		char *says)
{
	facts_add(out, (struct fact){
			       .kind = kind,
			       .proof = g_strdup(application->where),
			       .says = says,
		       });
}

static char *failure(const struct application *application)
{
	g_autofree char *stale =
		application->stale ? g_strdup_printf(", after the patch at %zu did not either",
						     application->stale)
				   : g_strdup("");

	switch (application->kind) {
	case APPLICATION_ABSENT:
		return g_strdup_printf("it changes %s, which the target does not have%s",
				       application->where, stale);
	case APPLICATION_EXISTS:
		return g_strdup_printf("it makes %s, which the target has, and otherwise%s",
				       application->where, stale);
	default:
		return g_strdup_printf("it does not apply to the target: %s%s", application->where,
				       stale);
	}
}

void collect_application(const struct view *view, struct facts *out)
{
	const struct application *application;

	if (!view->evidence->applications)
		return;
	application = &g_array_index(view->evidence->applications, struct application,
				     view->patch->position - 1);
	switch (application->kind) {
	case APPLICATION_NOT_TRIED:
		break;
	case APPLICATION_CLEAN:
		add(out, FACT_APPLIES_CLEANLY, application, g_strdup("it applies to the target"));
		break;
	case APPLICATION_MOVED:
		add(out, FACT_APPLIES_MOVED, application,
		    g_strdup_printf("it applies to the target, up to %" G_GINT64_FORMAT
				    " lines from where it says",
				    ABS(application->moved)));
		break;
	case APPLICATION_FUZZY:
		add(out, FACT_APPLIES_FUZZY, application,
		    g_strdup_printf("it applies to the target only without %zu %s of context",
				    application->fuzz, application->fuzz == 1 ? "line" : "lines"));
		break;
	case APPLICATION_ALREADY:
		add(out, FACT_APPLIES_ALREADY, application,
		    g_strdup("the target has all that it makes, and nothing of what it changes"));
		break;
	case APPLICATION_UNKNOWN:
		add(out, FACT_APPLIES_UNKNOWN, application,
		    g_strdup_printf("whether it applies is not known: %s cannot be read",
				    application->where));
		break;
	default:
		add(out, FACT_APPLIES_NOT, application, failure(application));
	}
}
