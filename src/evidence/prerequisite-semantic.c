/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that a patch uses and its target lacks: see trial.h. */
#include "evidence/parts.h"

#include "evidence/clause.h"
#include "evidence/trial.h"

enum { NAMES_TOLD = 3 }; /* of one commit; the rest are counted */

static bool belong_together(const struct absent_name *a, const struct absent_name *b)
{
	return a->origin == b->origin && a->position == b->position &&
	       (a->position != HISTORY_NONE || a == b);
}

/* "it uses A, B and 4 more" of those that came by the same commit as the one at first. */
static char *say_uses(const GArray *absent, guint first)
{
	const struct absent_name *head = &g_array_index(absent, struct absent_name, first);
	const char *verb = head->kind == IDENTIFIER_HEADER   ? "includes"
			   : head->kind == IDENTIFIER_CONFIG ? "asks for"
							     : "uses";
	g_autoptr(GString) out = g_string_new(NULL);
	guint n = 0;

	for (guint i = first; i < absent->len; i++) {
		const struct absent_name *name = &g_array_index(absent, struct absent_name, i);

		if (!belong_together(head, name))
			continue;
		if (name->kind != head->kind)
			verb = "uses";
		if (n++ < NAMES_TOLD)
			g_string_append_printf(out, "%s%s", n > 1 ? ", " : "", name->name);
	}
	if (n > NAMES_TOLD)
		g_string_append_printf(out, " and %u more", n - NAMES_TOLD);
	return g_strdup_printf("it %s %s", verb, out->str);
}

static bool is_told(const GArray *absent, guint i)
{
	for (guint k = 0; k < i; k++)
		if (belong_together(&g_array_index(absent, struct absent_name, k),
				    &g_array_index(absent, struct absent_name, i)))
			return true;
	return false;
}

/* The surest name decides for all that came by the same commit; it is the one whose line is shown.
 */
static const struct absent_name *surest(const GArray *absent, guint first)
{
	const struct absent_name *best = &g_array_index(absent, struct absent_name, first);

	for (guint i = first + 1; i < absent->len; i++) {
		const struct absent_name *name = &g_array_index(absent, struct absent_name, i);

		if (belong_together(best, name) &&
		    name->sure + name->breaks > best->sure + best->breaks)
			best = name;
	}
	return best;
}

static char *proof_of(const struct absent_name *name)
{
	return g_strdup_printf("%s:%zu: %s", name->path, name->line_number, name->use);
}

static void add_brought(const struct view *view, const struct absent_name *name, const char *uses,
			struct facts *out)
{
	const struct history_commit *commit = history_at(view->evidence->history, name->position);
	struct presence presence = target_find(view->evidence->target, &commit->id, view->patch);
	enum fact_state state = fact_state_of(presence.state);
	g_autofree char *clause = state_clause(&presence, state);
	g_autofree char *who = fact_commit_name(&commit->id, commit->subject);

	facts_add(out, (struct fact){
			       .kind = name->sure && name->breaks ? FACT_PREREQUISITE_SEMANTIC
								  : FACT_PREREQUISITE_NAME_WEAK,
			       .state = state,
			       .has_id = true,
			       .id = commit->id,
			       .position = name->position,
			       .entry = presence.patch ? presence.patch->position : 0,
			       .subject = g_strdup(commit->subject),
			       .proof = proof_of(name),
			       .says = g_strdup_printf("%s, which the target lacks: %s brought it "
						       "and %s (%s: %s)",
						       uses, who, clause, name->definition_path,
						       name->definition),
		       });
}

static void add_absent(const struct view *view, const struct absent_name *name, const char *uses,
		       struct facts *out)
{
	struct fact fact = { .kind = FACT_PREREQUISITE_NAME_UNKNOWN };

	switch (name->origin) {
	case ABSENT_SINCE:
		if (name->position != HISTORY_NONE) {
			add_brought(view, name, uses, out);
			return;
		}
		fact.says = g_strdup_printf("%s, which the target lacks; by which commit upstream "
					    "has it is not known (%s: %s)",
					    uses, name->definition_path, name->definition);
		break;
	case ABSENT_LOST:
		fact.kind = FACT_PREREQUISITE_NAME_LOST;
		fact.says = g_strdup_printf("%s, which the target had when it parted from upstream "
					    "and has no more (%s: %s)",
					    uses, name->definition_path, name->definition);
		break;
	case ABSENT_LEFT:
		fact.kind = FACT_PREREQUISITE_NAME_LEFT;
		fact.says = g_strdup_printf("%s, which its upstream commit defines, and it does "
					    "not, nor does the target (%s: %s)",
					    uses, name->definition_path, name->definition);
		break;
	case ABSENT_UNKNOWN:
		/* It may be the system's, as headers that are nowhere in the target mostly are. */
		if (!name->sure || !name->breaks || name->kind == IDENTIFIER_HEADER)
			return;
		fact.says = g_strdup_printf("%s, which is nowhere in the target; without its "
					    "upstream commit nobody can say where it is from",
					    uses);
		break;
	}
	fact.proof = proof_of(name);
	facts_add(out, fact);
}

static void add_use(const struct view *view, const struct patch *user, const struct name_use *use,
		    struct facts *out)
{
	add_needed_by(
		view, user, g_strdup(use->use),
		g_strdup_printf("the patch at %zu (\"%s\") uses %s, which this one brings and "
				"the base lacks",
				user->position, user->message.subject, use->name),
		out);
}

void collect_absent_names(const struct view *view, struct facts *out)
{
	const struct evidence *evidence = view->evidence;
	const struct trial *own;
	const GArray *absent;

	if (!evidence->trials)
		return;
	own = trial_at(evidence, view->patch->position);
	absent = own->absent;
	for (guint i = 0; absent && i < absent->len; i++) {
		g_autofree char *uses = NULL;

		if (is_told(absent, i))
			continue;
		uses = say_uses(absent, i);
		add_absent(view, surest(absent, i), uses, out);
	}
	for (guint n = 0; own->needed_by && n < own->needed_by->len; n++) {
		size_t position = g_array_index(own->needed_by, size_t, n);
		const GArray *used = trial_at(evidence, position)->names_used;

		for (guint i = 0; i < used->len; i++)
			if (g_array_index(used, struct name_use, i).maker == view->patch->position)
				add_use(view, queue_at(evidence->queue, position - 1),
					&g_array_index(used, struct name_use, i), out);
	}
}
