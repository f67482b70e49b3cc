/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a rule says, and what an answer by mail says for it. */
#include <string.h>

#include <jansson.h>

#include "base/placeholder.h"
#include "base/text.h"
#include "judge/rule-load.h"

/* Braces in a sentence must name something that can be filled in, extra names included. */
static bool check_sentence(struct rule_cursor *cursor, const char *key, const char *sentence,
			   const char *const *extra)
{
	struct slice rest = slice_of(sentence), piece;
	enum placeholder_piece kind;

	while (placeholder_next(&rest, &kind, &piece)) {
		g_autofree char *name = slice_dup(piece);

		if (kind == PLACEHOLDER_UNCLOSED)
			return rule_problem(cursor, key, "'{' without '}'");
		if (kind == PLACEHOLDER_NAME && strcmp(name, "match") != 0 &&
		    strcmp(name, "fact") != 0 && !(extra && g_strv_contains(extra, name)) &&
		    exhibit_name_parse(name).kind == EXHIBIT_NAME_NONE)
			return rule_problem(cursor, key,
					    "'{%s}' is neither {match}, {fact} nor a number", name);
	}
	return true;
}

static bool read_answer(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	static const char *const extra[] = { "by",    "commit", "commits", "missing",
					     "proof", "there",  "trees",	NULL };
	json_t *answer = json_object_get(object, "reply");

	rule->unsaid = json_is_false(answer);
	if (!answer || rule->unsaid)
		return true;
	if (!json_is_string(answer) || !*json_string_value(answer))
		return rule_problem(cursor, "reply", "\"reply\" wants a sentence, or false");
	rule->answer = g_strdup(json_string_value(answer));
	return check_sentence(cursor, "reply", rule->answer, extra);
}

static bool read_brief(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	static const char *const names[] = { "match", "commit", "entry", NULL };
	json_t *brief = json_object_get(object, "brief");
	enum placeholder_piece kind;
	struct slice rest, piece;

	if (!brief)
		return true;
	if (!json_is_string(brief) || !*json_string_value(brief))
		return rule_problem(cursor, "brief", "\"brief\" wants a few words");
	rule->brief = g_strdup(json_string_value(brief));
	rest = slice_of(rule->brief);
	while (placeholder_next(&rest, &kind, &piece)) {
		g_autofree char *name = slice_dup(piece);

		if (kind == PLACEHOLDER_UNCLOSED)
			return rule_problem(cursor, "brief", "'{' without '}'");
		if (kind == PLACEHOLDER_NAME && !g_strv_contains(names, name))
			return rule_problem(cursor, "brief",
					    "'{%s}' is neither {match}, {commit} nor {entry}",
					    name);
	}
	return true;
}

bool rule_words_read(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	const char *says = json_string_value(json_object_get(object, "says"));
	bool ok = says ? check_sentence(cursor, "says", says, NULL)
		       : rule_problem(cursor, NULL, "no \"says\": a rule has a sentence");

	rule->says = g_strdup(says ? says : "");
	ok = read_brief(cursor, object, rule) && ok;
	return read_answer(cursor, object, rule) && ok;
}

static bool is_any_fact(enum fact_kind kind)
{
	(void)kind;
	return true;
}

/* An answer that needs what the condition never has would wait for ever to be said. */
bool rule_words_check(struct rule_cursor *cursor, const struct rule *rule)
{
	g_auto(GStrv) parts = g_strsplit(rule->answer ? rule->answer : "", RULE_QUOTED_MATCH, -1);
	g_autofree char *needed = g_strjoinv("", parts);
	bool quotes = condition_quotes(rule->when);
	bool counts = rule->tells->len || condition_counts(rule->when, is_any_fact);
	struct slice rest = slice_of(needed), piece;
	enum placeholder_piece kind;

	while (placeholder_next(&rest, &kind, &piece)) {
		g_autofree char *name = slice_dup(piece);
		bool about_facts = strcmp(name, "fact") == 0 || strcmp(name, "commit") == 0 ||
				   strcmp(name, "commits") == 0;

		if (kind != PLACEHOLDER_NAME)
			continue;
		if ((strcmp(name, "match") == 0 && !quotes) || (about_facts && !counts) ||
		    (strcmp(name, "proof") == 0 && !quotes && !counts))
			return rule_problem(cursor, "reply",
					    "it can never be said: nothing in the condition gives "
					    "it a {%s}",
					    name);
	}
	return true;
}

/* Of the sort of the first: what else a condition looked at is nothing more of that. */
static guint more_like_first(const struct exhibit *exhibit, const GArray *facts)
{
	enum fact_kind kind = facts_at(exhibit->facts, g_array_index(facts, size_t, 0))->kind;
	guint n = 0;

	for (guint i = 1; i < facts->len; i++)
		n += facts_at(exhibit->facts, g_array_index(facts, size_t, i))->kind == kind;
	return n;
}

static void append_value(GString *out, const char *name, const struct exhibit *exhibit,
			 const struct condition_hit *hit)
{
	struct exhibit_name number = exhibit_name_parse(name);
	gint64 value = 0;

	if (strcmp(name, "match") == 0) {
		g_autofree char *shown =
			text_one_line(hit->match ? hit->match : "", RULE_MATCH_SHOWN);

		g_string_append(out, shown);
	} else if (strcmp(name, "fact") == 0) {
		size_t first;
		guint more;

		if (!hit->facts || !exhibit->facts)
			return;
		first = g_array_index(hit->facts, size_t, 0);
		g_string_append(out, facts_at(exhibit->facts, first)->says);
		more = more_like_first(exhibit, hit->facts);
		if (more)
			g_string_append_printf(out, "; and %u more", more);
	} else if (exhibit_number(exhibit, &number, &value)) {
		g_string_append_printf(out, "%" G_GINT64_FORMAT, value);
	}
}

char *rule_sentence(const struct rule *rule, const struct exhibit *exhibit,
		    const struct condition_hit *hit)
{
	GString *out = g_string_new(NULL);
	struct slice rest = slice_of(rule->says), piece;
	enum placeholder_piece kind;

	while (placeholder_next(&rest, &kind, &piece)) {
		g_autofree char *name = slice_dup(piece);

		if (kind == PLACEHOLDER_TEXT)
			g_string_append(out, name);
		else
			append_value(out, name, exhibit, hit);
	}
	return g_string_free(out, FALSE);
}
