/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/fact.h"

#include <string.h>

#include "base/text.h"

enum { PROOF_LIMIT = 300 }; /* characters of a proving line that are kept */

static const char *const kind_names[] = {
#define X(name, word, roles, meaning) [FACT_##name] = word,
	FACT_KINDS(X)
#undef X
};

static const char *const kind_meanings[] = {
#define X(name, word, roles, meaning) [FACT_##name] = meaning,
	FACT_KINDS(X)
#undef X
};

static const guint kind_roles[] = {
#define X(name, word, roles, meaning) [FACT_##name] = (roles),
	FACT_KINDS(X)
#undef X
};

static const char *const state_names[] = {
	[FACT_STATE_NONE] = "",
	[FACT_STATE_BASE] = "base",
	[FACT_STATE_BRANCH] = "branch",
	[FACT_STATE_QUEUED_BEFORE] = "queued-before",
	[FACT_STATE_QUEUED_AFTER] = "queued-after",
	[FACT_STATE_MISSING] = "missing",
	[FACT_STATE_REVERTED] = "reverted",
	[FACT_STATE_TO_DROP] = "to-drop",
	[FACT_STATE_MOOT] = "moot",
	[FACT_STATE_LEFT_OUT] = "left-out",
	[FACT_STATE_UNKNOWN] = "unknown",
};

static const char *const number_names[] = {
#define X(name, word, meaning) [FACT_NUMBER_##name] = word,
	FACT_NUMBERS(X)
#undef X
};

static const char *const number_meanings[] = {
#define X(name, word, meaning) [FACT_NUMBER_##name] = meaning,
	FACT_NUMBERS(X)
#undef X
};

static void fact_clear(void *data)
{
	struct fact *fact = data;

	g_free(fact->subject);
	g_free(fact->proof);
	g_free(fact->conflict);
	g_free(fact->by);
	g_free(fact->mail);
	g_free(fact->says);
}

void facts_init(struct facts *facts)
{
	*facts = (struct facts){ .list = g_array_new(FALSE, FALSE, sizeof(struct fact)) };
	g_array_set_clear_func(facts->list, fact_clear);
}

void facts_clear(struct facts *facts)
{
	if (facts->list)
		g_array_unref(facts->list);
	facts->list = NULL;
}

void facts_move(struct facts *from, struct facts *to)
{
	g_array_append_vals(to->list, from->list->data, from->list->len);
	g_array_set_clear_func(from->list, NULL);
	facts_clear(from);
	facts_init(from);
}

static void make_line(char **text)
{
	g_autofree char *raw = *text;

	if (raw)
		*text = text_one_line(raw, PROOF_LIMIT);
}

void facts_add(struct facts *facts, struct fact fact)
{
	/* Zero is a commit's. */
	if (!fact.has_id || !fact_is(&fact, FACT_ALONG))
		fact.position = HISTORY_NONE;
	make_line(&fact.proof);
	make_line(&fact.by);
	make_line(&fact.conflict);
	make_line(&fact.mail);
	make_line(&fact.says);
	make_line(&fact.subject);
	g_array_append_val(facts->list, fact);
}

/* The commit that the patch takes back, by whichever fact says so. */
static bool takes_back(const struct facts *facts, const struct commit_id *id)
{
	return facts_name(facts, FACT_UNDONE, id);
}

/* What the fact comes to when the entry that it is about does not stay. */
static enum fact_state state_without(const struct facts *facts, const struct fact *fact)
{
	if (fact_is(fact, FACT_USER))
		return FACT_STATE_TO_DROP;
	if (!fact_is(fact, FACT_CULPRIT) || fact->state != FACT_STATE_QUEUED_BEFORE)
		return fact->state;
	return takes_back(facts, &fact->id) ? FACT_STATE_UNKNOWN : FACT_STATE_MISSING;
}

bool facts_withdraw(struct facts *facts, bool (*is_gone)(const struct fact *fact, void *data),
		    void *data)
{
	bool changed = false;

	for (guint i = 0; i < facts->list->len; i++) {
		struct fact *fact = &g_array_index(facts->list, struct fact, i);
		enum fact_state without = state_without(facts, fact);
		g_autofree char *says = NULL;

		if (!fact->entry || without == fact->state || !is_gone(fact, data))
			continue;
		says = fact->says;
		fact->state = without;
		fact->says = g_strdup_printf("%s, but should itself be dropped", says);
		changed = true;
	}
	return changed;
}

void facts_set_number(struct facts *facts, enum fact_number which, gint64 value)
{
	facts->known[which] = true;
	facts->numbers[which] = value;
}

static bool is_about(const struct fact *fact, const struct commit_id *id)
{
	return fact->has_id && commit_id_equal(&fact->id, id);
}

bool facts_have(const struct facts *facts, enum fact_kind kind, const struct commit_id *id)
{
	for (size_t i = 0; i < facts_count(facts); i++)
		if (facts_at(facts, i)->kind == kind && is_about(facts_at(facts, i), id))
			return true;
	return false;
}

bool facts_name(const struct facts *facts, enum fact_role role, const struct commit_id *id)
{
	for (size_t i = 0; i < facts_count(facts); i++)
		if (fact_is(facts_at(facts, i), role) && is_about(facts_at(facts, i), id))
			return true;
	return false;
}

bool facts_put_after(const struct facts *facts, const struct commit_id *id)
{
	if (facts_name(facts, FACT_AFTER, id))
		return true;
	if (facts_name(facts, FACT_BEFORE, id))
		return false;
	for (size_t i = 0; i < facts_count(facts); i++)
		if (facts_at(facts, i)->later && is_about(facts_at(facts, i), id))
			return true;
	return false;
}

const struct fact *facts_tried(const struct facts *facts, const struct commit_id *id)
{
	for (size_t i = 0; i < facts_count(facts); i++)
		if (facts_at(facts, i)->tried && is_about(facts_at(facts, i), id))
			return facts_at(facts, i);
	return NULL;
}

const struct fact *facts_missing_culprit(const struct facts *facts)
{
	for (size_t i = 0; i < facts_count(facts); i++)
		if (fact_is(facts_at(facts, i), FACT_CULPRIT) &&
		    facts_at(facts, i)->state == FACT_STATE_MISSING)
			return facts_at(facts, i);
	return NULL;
}

const char *fact_named_by(const struct fact *culprit)
{
	return culprit->by ? culprit->by : "its Fixes:";
}

size_t facts_count(const struct facts *facts)
{
	return facts->list->len;
}

const struct fact *facts_at(const struct facts *facts, size_t i)
{
	return &g_array_index(facts->list, struct fact, i);
}

bool fact_kind_is(enum fact_kind kind, enum fact_role role)
{
	return kind_roles[kind] & role;
}

bool fact_is(const struct fact *fact, enum fact_role role)
{
	return fact_kind_is(fact->kind, role);
}

bool fact_is_absent(const struct fact *fact)
{
	return fact->has_id &&
	       (fact->state == FACT_STATE_MISSING || fact->state == FACT_STATE_BRANCH);
}

bool fact_is_disorder(const struct fact *fact)
{
	return fact->state == FACT_STATE_QUEUED_AFTER && fact_is(fact, FACT_BEFORE);
}

const char *fact_kind_name(enum fact_kind kind)
{
	return kind_names[kind];
}

const char *fact_kind_meaning(enum fact_kind kind)
{
	return kind_meanings[kind];
}

bool fact_kind_has_states(enum fact_kind kind)
{
	return fact_kind_is(kind, FACT_STATED);
}

const char *fact_state_name(enum fact_state state)
{
	return state_names[state];
}

const char *fact_number_name(enum fact_number number)
{
	return number_names[number];
}

const char *fact_number_meaning(enum fact_number number)
{
	return number_meanings[number];
}

enum fact_state fact_state_of(enum presence_state presence)
{
	switch (presence) {
	case PRESENCE_BASE:
		return FACT_STATE_BASE;
	case PRESENCE_BRANCH:
		return FACT_STATE_BRANCH;
	case PRESENCE_QUEUED_BEFORE:
		return FACT_STATE_QUEUED_BEFORE;
	case PRESENCE_QUEUED_AFTER:
		return FACT_STATE_QUEUED_AFTER;
	case PRESENCE_MISSING:
		return FACT_STATE_MISSING;
	case PRESENCE_UNKNOWN:
		break;
	}
	return FACT_STATE_UNKNOWN;
}

char *fact_commit_name(const struct commit_id *id, const char *subject)
{
	return commit_id_name(id, subject);
}
