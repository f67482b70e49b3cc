/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/followup.h"

#include <string.h>

enum { DEPTH_LIMIT = 5 }; /* a fix of a fix of a fix ...: beyond this nobody follows */

struct followup_search {
	const struct history *history;
	const struct target *target;
	const struct patch *asking;
	GHashTable *seen; /* key_of() */
	GArray *out;
	guint limit;
};

enum followup_kind followup_kind_of(enum reference_kind kind)
{
	switch (kind) {
	case REFERENCE_FIXES:
		return FOLLOWUP_FIX;
	case REFERENCE_FIX_WORDS:
		return FOLLOWUP_FIX_WORDS;
	case REFERENCE_REVERTS:
		return FOLLOWUP_REVERT;
	case REFERENCE_REAPPLIES:
		return FOLLOWUP_REAPPLY;
	default:
		return FOLLOWUP_MENTION;
	}
}

bool followup_is_fix(enum followup_kind kind)
{
	return kind == FOLLOWUP_FIX || kind == FOLLOWUP_FIX_WORDS;
}

const char *followup_verb(enum followup_kind kind)
{
	static const char *const verbs[] = {
		[FOLLOWUP_FIX] = "fixes",
		[FOLLOWUP_FIX_WORDS] = "by its words fixes or completes",
		[FOLLOWUP_REVERT] = "reverts",
		[FOLLOWUP_REAPPLY] = "re-applies",
		[FOLLOWUP_MENTION] = "names",
	};

	return verbs[kind];
}

const char *followup_kind_name(enum followup_kind kind)
{
	static const char *const names[] = {
		[FOLLOWUP_FIX] = "fix",		[FOLLOWUP_FIX_WORDS] = "fix-words",
		[FOLLOWUP_REVERT] = "revert",	[FOLLOWUP_REAPPLY] = "reapply",
		[FOLLOWUP_MENTION] = "mention",
	};

	return names[kind];
}

struct presence followup_presence(const struct history *history, const struct target *target,
				  const struct patch *asking, guint32 position)
{
	struct presence presence = target_find(target, &history_at(history, position)->id, asking);

	if (presence.state == PRESENCE_UNKNOWN) {
		presence.state = PRESENCE_MISSING;
		presence.inferred = true;
	}
	return presence;
}

/*
 * A commit that says "This reverts commit ..." under a subject of its own, like "fix the race
 * properly", puts something else in its place: it is needed, not the end of the matter.
 */
static bool replaces(const struct history_reference *reference, const struct history_commit *commit)
{
	g_autofree char *subject = g_ascii_strdown(commit->subject, -1);

	return reference->kind == REFERENCE_REVERTS && !strstr(subject, "revert") && !commit->merge;
}

enum followup_kind followup_tie(const struct history *history,
				const struct history_reference *reference)
{
	return replaces(reference, history_at(history, reference->from))
		       ? FOLLOWUP_FIX
		       : followup_kind_of(reference->kind);
}

/*
 * Whether nothing makes this revert history: a later re-apply, a revert of it here or in the queue.
 */
static bool is_last_word(const struct followup_search *search,
			 const struct history_reference *references, size_t n, size_t i)
{
	struct presence presence;

	for (size_t k = i + 1; k < n; k++)
		if (references[k].kind == REFERENCE_REAPPLIES &&
		    !history_is_reverted(search->history, references[k].from, NULL))
			return false;
	if (history_is_reverted(search->history, references[i].from, NULL))
		return false;
	presence = target_find(search->target, &history_at(search->history, references[i].from)->id,
			       search->asking);
	return !presence.patch || !target_taken_back_by(search->target, presence.patch);
}

enum followup_kind followup_chained(enum followup_kind before, enum followup_kind tie)
{
	if (before == FOLLOWUP_MENTION)
		return FOLLOWUP_MENTION;
	return before == FOLLOWUP_FIX_WORDS && tie == FOLLOWUP_FIX ? FOLLOWUP_FIX_WORDS : tie;
}

static void follow(struct followup_search *search, guint32 position, size_t before, int depth);

static void add_reference(struct followup_search *search, const struct history_reference *reference,
			  size_t before, int depth, bool last_word)
{
	struct followup followup = {
		.tie = followup_tie(search->history, reference),
		.position = reference->from,
		.object = reference->to,
		.before = before,
		.merge = reference->merge,
		.by_title = reference->by_title,
		.line = reference->line,
		.presence = followup_presence(search->history, search->target, search->asking,
					      reference->from),
	};
	bool missing = followup.presence.state == PRESENCE_MISSING;

	followup.kind = followup.tie;
	if (before)
		followup.kind = followup_chained(
			g_array_index(search->out, struct followup, before - 1).kind, followup.tie);
	followup.reverted = !last_word || (missing && history_is_reverted(search->history,
									  reference->from, NULL));
	g_array_append_val(search->out, followup);
	if ((followup_is_fix(followup.tie) || followup.tie == FOLLOWUP_MENTION) && missing &&
	    !followup.reverted && depth < DEPTH_LIMIT)
		follow(search, reference->from, search->out->len, depth + 1);
}

/* What upstream has twice is told once. */
static gpointer key_of(const struct history *history, guint32 position)
{
	return GUINT_TO_POINTER(history_first_twin(history, position) + 1);
}

/* Whether the reference is one to tell of. */
static bool counts(const struct followup_search *search, const struct history_reference *reference,
		   int depth)
{
	enum reference_kind kind = reference->kind;

	/* A merge that lists what it brings says nothing new; a revert by merge does. */
	if (history_at(search->history, reference->from)->merge && kind != REFERENCE_REVERTS)
		return false;
	/* Nor does what takes back one of twins, where upstream keeps the other. */
	if (kind == REFERENCE_REVERTS && !history_reverts_all(search->history, reference, NULL))
		return false;
	/* Nor does what acts on a merge that is itself asked about act on its parts, too. */
	if (reference->merge &&
	    g_hash_table_contains(search->seen, key_of(search->history, reference->merge)))
		return false;
	/* Of what is further away only what repairs or undoes it matters. */
	return !depth || kind == REFERENCE_FIXES || kind == REFERENCE_FIX_WORDS ||
	       kind == REFERENCE_REVERTS;
}

/* All of one object are taken before theirs: what fixes it directly is not told as a fix of a fix.
 */
static void follow(struct followup_search *search, guint32 position, size_t before, int depth)
{
	size_t n = 0;
	const struct history_reference *references =
		history_references_to(search->history, position, &n);
	g_autofree bool *is_new = g_new0(bool, n + 1);

	for (size_t i = 0; i < n; i++)
		is_new[i] =
			counts(search, &references[i], depth) &&
			g_hash_table_add(search->seen, key_of(search->history, references[i].from));
	for (size_t i = 0; i < n && search->out->len < search->limit; i++)
		if (is_new[i])
			add_reference(search, &references[i], before, depth,
				      references[i].kind != REFERENCE_REVERTS ||
					      is_last_word(search, references, n, i));
}

GArray *followups_find(const struct history *history, const struct target *target,
		       const struct patch *asking, const GArray *positions, guint limit)
{
	struct followup_search search = {
		.history = history, .target = target, .asking = asking, .limit = limit
	};

	search.out = g_array_new(FALSE, FALSE, sizeof(struct followup));
	search.seen = g_hash_table_new(NULL, NULL);
	/* The commits asked about may name each other. */
	for (guint i = 0; i < positions->len; i++)
		g_hash_table_add(search.seen,
				 key_of(history, g_array_index(positions, guint32, i)));
	for (guint i = 0; i < positions->len; i++)
		follow(&search, g_array_index(positions, guint32, i), 0, 0);
	g_hash_table_unref(search.seen);
	return search.out;
}
