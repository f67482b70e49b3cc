/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"

#include "evidence/trial.h"

/* Takes over says. */
static void add(struct facts *out, enum fact_kind kind, const struct application *application,
		char *says)
{
	if (application->older && application_succeeded(application)) {
		g_autofree char *plain = says;

		says = g_strdup_printf("%s, by an older name: %s", plain, application->older);
	}
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

/* Where the queue is for several trees and the base is none of this one's. */
static void add_not_tried(const struct view *view, const struct application *application,
			  struct facts *out)
{
	const struct patch *patch = view->patch;

	if (patch->versions->len && !patch->problems->len && diff_n_files(&patch->diff))
		add(out, FACT_APPLIES_UNKNOWN, application,
		    g_strdup_printf("whether it applies is not known: it is for %s, and the name "
				    "of the base does not say that it is that tree",
				    (const char *)patch->versions->pdata[0]));
}

void collect_application(const struct view *view, struct facts *out)
{
	const struct application *application;

	if (!view->evidence->trials)
		return;
	application = &trial_at(view->evidence, view->patch->position)->application;
	switch (application->kind) {
	case APPLICATION_NOT_TRIED:
		add_not_tried(view, application, out);
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
		    g_strdup_printf("whether it applies is not known: %s %s", application->where,
				    application->failed->len ? "takes too long to find"
							     : "cannot be read"));
		break;
	default:
		add(out, FACT_APPLIES_NOT, application, failure(application));
	}
}
