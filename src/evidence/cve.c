/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Vulnerabilities that have a number: which the patch fixes, and which came with it. */
#include "evidence/parts.h"

#include <string.h>

#include "evidence/clause.h"
#include "evidence/companion.h"
#include "match/followup.h"
#include "match/took.h"

static bool is_same(const struct view *view, guint32 a, guint32 b)
{
	const struct history *history = view->evidence->history;

	return a != HISTORY_NONE && b != HISTORY_NONE &&
	       history_first_twin(history, a) == history_first_twin(history, b);
}

/* "CVE-2024-1001: records/CVE-2024-1001.json:12": where a record says so. */
static char *proof_of(const struct cve *cve, const struct cve_tie *tie)
{
	g_autofree char *location = cve_pair_location(tie->pair);

	return g_strdup_printf("%s: %s", cve->record->name, location);
}

/* Of the fix at position; the record has it. */
static char *proof_of_fix(const struct view *view, const struct cve *cve, guint32 position)
{
	guint i = 0;

	while (i + 1 < cve->ties->len &&
	       !is_same(view, g_array_index(cve->ties, struct cve_tie, i).fixing.position,
			position))
		i++;
	return proof_of(cve, &g_array_index(cve->ties, struct cve_tie, i));
}

static char *titled_name(const struct cve *cve)
{
	return cve->record->title
		       ? g_strdup_printf("%s (\"%s\")", cve->record->name, cve->record->title)
		       : g_strdup(cve->record->name);
}

/* Whether a Fixes: of the patch's own leads to the commit. */
static bool has_fixes_tag(const struct view *view, guint32 position)
{
	const struct history *history = view->evidence->history;
	const GArray *references = view->patch->references;

	for (guint i = 0; i < references->len; i++) {
		const struct reference *one = &g_array_index(references, struct reference, i);

		if (one->kind == REFERENCE_FIXES &&
		    is_same(view,
			    history_find_reference(history, one->hex, one->title,
						   (guint32)history_length(history), NULL),
			    position))
			return true;
	}
	return false;
}

/* Where the commit is that brought the bug; as good a proof as a tag that names it. */
static void add_bug(const struct view *view, const struct cve *cve, const struct cve_tie *tie,
		    struct facts *out)
{
	const struct history_commit *bug =
		history_at(view->evidence->history, tie->breaking.position);
	struct presence presence = target_find(view->evidence->target, &bug->id, view->patch);
	enum fact_state state = fact_state_of(presence.state);
	g_autofree char *clause = state_clause(&presence, state);
	g_autofree char *name = fact_commit_name(&bug->id, bug->subject);
	g_autofree char *line = proof_of(cve, tie);
	g_autofree char *by = g_strdup_printf("the record of %s", cve->record->name);
	struct reference reference = {
		.kind = REFERENCE_FIXES,
		.title = slice_of(""),
		.line = slice_of(line),
	};

	facts_add(out, (struct fact){
			       .kind = FACT_CVE_BUG,
			       .state = state,
			       .has_id = true,
			       .id = bug->id,
			       .entry = presence.patch ? presence.patch->position : 0,
			       .subject = g_strdup(bug->subject),
			       .proof = g_strdup(line),
			       .says = g_strdup_printf("%s brought %s and %s", name,
						       cve->record->name, clause),
		       });
	/* Once, whichever tag or record names it. */
	if (has_fixes_tag(view, tie->breaking.position) ||
	    facts_have(out, FACT_PRESENCE_REPAIRED, &bug->id))
		return;
	g_strlcpy(reference.hex, commit_id_hex(&bug->id).text, sizeof(reference.hex));
	add_culprit(view, &reference, by, out);
}

/* What the upstream commit at position, which the patch is made from, fixes. */
static void add_fixed(const struct view *view, guint32 position, struct facts *out)
{
	const struct history_commit *commit = history_at(view->evidence->history, position);
	const GPtrArray *fixed = cves_fixed_by(view->evidence->cves, position);

	for (guint i = 0; fixed && i < fixed->len; i++) {
		const struct cve *cve = fixed->pdata[i];
		g_autofree char *name = titled_name(cve);
		bool told = false;

		for (guint k = 0; k < cve->ties->len; k++) {
			const struct cve_tie *tie = &g_array_index(cve->ties, struct cve_tie, k);

			if (!is_same(view, tie->fixing.position, position))
				continue;
			if (!told)
				facts_add(out, (struct fact){
						       .kind = FACT_CVE_FIXES,
						       .has_id = true,
						       .id = commit->id,
						       .subject = g_strdup(commit->subject),
						       .proof = proof_of(cve, tie),
						       .says = g_strdup_printf("it fixes %s", name),
					       });
			told = true;
			if (tie->breaking.position != HISTORY_NONE)
				add_bug(view, cve, tie, out);
		}
	}
}

/* A fix of the patch that was found by what messages say fixes what has a number. */
static void add_known_followup(const struct view *view, const struct fact *followup,
			       const GPtrArray *fixed, struct facts *out)
{
	g_autofree char *names = cves_names(fixed);
	g_autofree char *name = fact_commit_name(&followup->id, followup->subject);
	struct presence presence = followup_presence(
		view->evidence->history, view->evidence->target, view->patch, followup->position);
	g_autofree char *clause = followup->state == FACT_STATE_MISSING
					  ? state_clause(&presence, FACT_STATE_MISSING)
					  : NULL;
	const struct companion *companion = followup_tried(view, followup->position);
	g_autofree char *how = clause && companion ? companion_clause(companion) : NULL;
	struct fact fact = *followup;

	fact.kind = FACT_CVE_FOLLOWUP;
	fact.subject = g_strdup(followup->subject);
	fact.conflict = g_strdup(followup->conflict);
	fact.proof = proof_of_fix(view, fixed->pdata[0], followup->position);
	fact.mail = NULL;
	fact.says = g_strdup_printf("%s fixes %s%s%s%s", name, names, clause ? " and " : "",
				    clause ? clause : "", how ? how : "");
	facts_add(out, fact);
}

static void add_known_followups(const struct view *view, struct facts *out)
{
	size_t n = facts_count(out);

	for (size_t i = 0; i < n; i++) {
		/* A copy, for what is added may move the list; the texts stay. */
		struct fact fact = *facts_at(out, i);
		const GPtrArray *fixed;

		if ((fact.kind != FACT_FOLLOWUP_FIX && fact.kind != FACT_FOLLOWUP_FIX_WORDS) ||
		    !fact.has_id)
			continue;
		fixed = cves_fixed_by(view->evidence->cves, fact.position);
		if (fixed)
			add_known_followup(view, &fact, fixed, out);
	}
}

/* A record says that it came with the patch. */
static void add_recorded(const struct view *view, const struct cve *cve, const struct cve_tie *tie,
			 struct facts *out)
{
	const struct history *history = view->evidence->history;
	guint32 position = tie->fixing.position;
	const struct history_commit *fix = history_at(history, position);
	struct presence presence =
		followup_presence(history, view->evidence->target, view->patch, position);
	enum fact_state state = history_is_reverted(history, position, NULL)
					? FACT_STATE_REVERTED
					: fact_state_of(presence.state);
	g_autofree char *name = fact_commit_name(&fix->id, fix->subject);
	g_autofree char *clause = state_clause(&presence, state);
	g_autofree char *wish =
		state == FACT_STATE_MISSING ? unwanted_clause(view, &fix->id) : NULL;

	if (facts_have(out, FACT_CVE_FOLLOWUP, &fix->id))
		return;
	facts_add(out,
		  (struct fact){
			  .kind = FACT_CVE_FOLLOWUP,
			  .state = wish ? FACT_STATE_LEFT_OUT : state,
			  .has_id = true,
			  .id = fix->id,
			  .position = position,
			  .entry = presence.patch ? presence.patch->position : 0,
			  .subject = g_strdup(fix->subject),
			  .proof = proof_of(cve, tie),
			  .says = g_strdup_printf("%s fixes %s, which came with it, and %s%s", name,
						  cve->record->name, clause, wish ? wish : ""),
		  });
}

/* What came with the upstream commit at position, and was fixed later. */
static void add_brought(const struct view *view, guint32 position, struct facts *out)
{
	const GPtrArray *brought = cves_brought_by(view->evidence->cves, position);

	for (guint i = 0; brought && i < brought->len; i++) {
		const struct cve *cve = brought->pdata[i];

		for (guint k = 0; k < cve->ties->len; k++) {
			const struct cve_tie *tie = &g_array_index(cve->ties, struct cve_tie, k);

			/* One that is its own fix is a record that lies. */
			if (is_same(view, tie->breaking.position, position) &&
			    tie->fixing.position != HISTORY_NONE &&
			    tie->fixing.position > position &&
			    !took_has(view->evidence->history, view->upstream->took,
				      tie->fixing.position))
				add_recorded(view, cve, tie, out);
		}
	}
}

void collect_cves(const struct view *view, struct facts *out)
{
	const GArray *took = view->upstream->took;

	if (!view->evidence->cves || !view->evidence->history)
		return;
	add_known_followups(view, out);
	for (guint i = 0; i < took->len; i++) {
		add_fixed(view, g_array_index(took, guint32, i), out);
		add_brought(view, g_array_index(took, guint32, i), out);
	}
}
