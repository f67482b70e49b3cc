/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "decide/seen.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS = 8 };

/* What a state comes to for who decides; NULL: it was not looked up. */
static const char *standing_of(enum fact_state state)
{
	switch (state) {
	case FACT_STATE_NONE:
		return "";
	case FACT_STATE_BASE:
	case FACT_STATE_BRANCH:
	case FACT_STATE_QUEUED_BEFORE:
	case FACT_STATE_QUEUED_AFTER:
		return "there";
	case FACT_STATE_MISSING:
	case FACT_STATE_LEFT_OUT: /* that somebody does not want it is no news of it */
	case FACT_STATE_TO_DROP:
		return "missing";
	case FACT_STATE_REVERTED:
		return "reverted";
	default: /* of no use, which changes nobody's mind, or not looked up */
		return NULL;
	}
}

static bool is_there(const struct fact *fact)
{
	return g_strcmp0(standing_of(fact->state), "there") == 0;
}

static bool does_apply(enum fact_kind kind)
{
	return kind == FACT_APPLIES_CLEANLY || kind == FACT_APPLIES_MOVED ||
	       kind == FACT_APPLIES_FUZZY;
}

/* Kinds that differ in wording only are one. */
static const char *name_of(enum fact_kind kind)
{
	if (does_apply(kind))
		return "applies";
	if (kind == FACT_APPLIES_BY_HAND)
		kind = FACT_APPLIES_NOT;
	return fact_kind_name(kind);
}

bool seen_is_telling(const struct fact *fact)
{
	return fact_is(fact, FACT_TELLING) && standing_of(fact->state);
}

/* FNV-1a: stands in people's files, so it stays. */
static guint32 hash_on(guint32 hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (guchar)*text) * 16777619u;
	return (hash ^ '\n') * 16777619u;
}

static guint32 hash_of(const struct fact *fact)
{
	guint32 hash = 2166136261u;

	hash = hash_on(hash, name_of(fact->kind));
	hash = hash_on(hash, standing_of(fact->state));
	hash = hash_on(hash, fact->has_id ? commit_id_hex(&fact->id).text : "");
	return hash_on(hash, fact->mail ? fact->mail : "");
}

static int compare_hashes(const void *a, const void *b)
{
	const guint32 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

char *seen_of(const struct facts *facts)
{
	g_autoptr(GArray) hashes = g_array_new(FALSE, FALSE, sizeof(guint32));
	GString *out = g_string_new(NULL);
	guint n = 0;

	for (size_t i = 0; i < facts_count(facts); i++) {
		guint32 hash;

		if (!seen_is_telling(facts_at(facts, i)))
			continue;
		hash = hash_of(facts_at(facts, i));
		g_array_append_val(hashes, hash);
	}
	g_array_sort(hashes, compare_hashes);
	for (guint i = 0; i < hashes->len && n < SEEN_LIMIT; i++) {
		guint32 hash = g_array_index(hashes, guint32, i);

		if (i && hash == g_array_index(hashes, guint32, i - 1))
			continue;
		g_string_append_printf(out, "%s%08x", n++ ? "," : "", hash);
	}
	if (!n)
		g_string_append_c(out, '-');
	return g_string_free(out, FALSE);
}

bool seen_is_valid(const char *seen)
{
	if (strcmp(seen, "-") == 0)
		return true;
	for (size_t n = 1;; n++, seen += DIGITS + 1) {
		if (slice_hex_run(slice_of(seen)) != DIGITS || n > SEEN_LIMIT)
			return false;
		if (seen[DIGITS] != ',')
			return !seen[DIGITS];
	}
}

bool seen_has(const char *seen, const struct fact *fact)
{
	guint32 hash = hash_of(fact), noted;

	if (*seen == '-')
		return false;
	for (guint n = 1;; n++, seen += DIGITS + 1) {
		noted = (guint32)strtoul(seen, NULL, 16);
		if (noted == hash)
			return true;
		if (seen[DIGITS] != ',')
			return n == SEEN_LIMIT && noted < hash;
	}
}

/* What somebody who keeps the patch need not hear: it is as he wants it. A revert is not. */
static bool bears_out_keep(const struct fact *fact)
{
	if (does_apply(fact->kind) || fact->kind == FACT_UPSTREAM_MATCH)
		return true;
	if (fact->kind == FACT_FOLLOWUP_REVERT)
		return false;
	return is_there(fact) && (fact_is(fact, FACT_AFTER) || fact_is(fact, FACT_BEFORE) ||
				  fact_is(fact, FACT_UNDONE) || fact->kind == FACT_PRESENCE_CODE);
}

GPtrArray *seen_since(const char *seen, bool keeps, const struct facts *facts)
{
	GPtrArray *out = g_ptr_array_new();

	for (size_t i = 0; seen && i < facts_count(facts); i++) {
		const struct fact *fact = facts_at(facts, i);

		if (seen_is_telling(fact) && !seen_has(seen, fact) &&
		    !(keeps && bears_out_keep(fact)))
			g_ptr_array_add(out, (gpointer)fact);
	}
	return out;
}

GPtrArray *seen_news(const struct decision *decision, const struct facts *facts)
{
	bool keeps = decision->word == DECISION_KEEP || decision->word == DECISION_KEEP_WITH;

	return seen_since(decision->seen, keeps, facts);
}

char *seen_says(const struct fact *fact)
{
	g_autofree char *name = NULL;

	if (fact->kind != FACT_UPSTREAM_MATCH || !fact->has_id)
		return g_strdup(fact->says);
	name = fact_commit_name(&fact->id, fact->subject);
	return g_strdup_printf("upstream has it by now, as %s", name);
}
