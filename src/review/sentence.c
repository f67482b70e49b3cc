/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/sentence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/placeholder.h"
#include "base/text.h"
#include "judge/family.h"

enum {
	SENTENCES_LIMIT = 4,
	SIGNS_LIMIT = 2,   /* of what is only weighed: who gives many reasons has no good one */
	COMMITS_NAMED = 4, /* in one sentence */
};

char *sentence_list(const GPtrArray *texts)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < texts->len; i++)
		g_string_append_printf(out, "%s%s",
				       i == 0		     ? ""
				       : i + 1 == texts->len ? " and "
							     : ", ",
				       (char *)texts->pdata[i]);
	return g_string_free(out, FALSE);
}

/* A quoted full stop is one, too. */
static bool is_ended(const char *line)
{
	size_t length = strlen(line);

	if (length > 1 && line[length - 1] == '"')
		length--;
	return length && strchr(".!?", line[length - 1]);
}

char *sentence_of_clause(const char *clause)
{
	g_autofree char *line = text_one_line(clause, 0);
	size_t word = strspn(line, "abcdefghijklmnopqrstuvwxyz'");

	/* Not of a path or an identifier. */
	if (word && (line[word] == ' ' || line[word] == ',' || line[word] == ':'))
		line[0] = g_ascii_toupper(line[0]);
	return g_strdup_printf("%s%s", line, is_ended(line) ? "" : ".");
}

static const struct fact *fact_of(const struct review *review, const struct reason *reason, guint i)
{
	return facts_at(&review->facts, g_array_index(reason->facts, size_t, i));
}

/* What the queue alone has is called by its subject: its place in the queue means nothing in a
 * mail. */
static char *name_of(const struct fact *fact)
{
	if (fact->has_id)
		return fact_commit_name(&fact->id, fact->subject);
	return fact->subject ? g_strdup_printf("\"%s\"", fact->subject) : NULL;
}

/* Whether another fact is about the same commit, and knows its subject. */
static bool is_named_better(const struct review *review, const struct reason *reason, guint at)
{
	const struct fact *fact = fact_of(review, reason, at);

	for (guint i = 0; i < reason->facts->len && fact->has_id && !fact->subject; i++) {
		const struct fact *other = fact_of(review, reason, i);

		if (other->has_id && other->subject && other->chained == fact->chained &&
		    commit_id_equal(&other->id, &fact->id))
			return true;
	}
	return false;
}

/* Each once; those that follow another commit than the patch's, or the others. */
static GPtrArray *names_of(const struct review *review, const struct reason *reason, bool chained)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < reason->facts->len; i++) {
		const struct fact *fact = fact_of(review, reason, i);
		g_autofree char *name = fact->chained == chained && !is_named_better(review, reason, i)
						? name_of(fact)
						: NULL;

		if (name && !g_ptr_array_find_with_equal_func(out, name, g_str_equal, NULL))
			g_ptr_array_add(out, g_steal_pointer(&name));
	}
	return out;
}

static void cut_names(GPtrArray *names, guint limit)
{
	guint more = names->len > limit ? names->len - limit : 0;

	if (!more)
		return;
	g_ptr_array_set_size(names, (gint)limit);
	if (limit > 1)
		g_ptr_array_add(names, g_strdup_printf("%u more", more));
}

/*
 * The commits that the reason is about; at most limit of them, and of those that follow one of
 * them: "A, B and, in turn, C".
 */
static char *commits_of(const struct review *review, const struct reason *reason, guint limit)
{
	g_autoptr(GPtrArray) names = names_of(review, reason, false);
	g_autoptr(GPtrArray) others = names_of(review, reason, true);
	g_autofree char *list = NULL, *turn = NULL;

	if (!names->len || !others->len || limit == 1) {
		cut_names(names->len ? names : others, limit);
		return sentence_list(names->len ? names : others);
	}
	cut_names(names, limit);
	cut_names(others, limit);
	list = sentence_list(names);
	turn = sentence_list(others);
	return g_strdup_printf("%s and, in turn, %s", list, turn);
}

static guint count_commits(const struct review *review, const struct reason *reason)
{
	g_autoptr(GPtrArray) names = names_of(review, reason, false);
	g_autoptr(GPtrArray) others = names_of(review, reason, true);

	return names->len + others->len;
}

/* "is missing in 6.1", "are not queued, as far as I see": of the commits that it is about. */
static char *say_missing(const struct report *report, const struct review *review,
			 const struct reason *reason, const char *trees)
{
	const char *verb = count_commits(review, reason) > 1 ? "are" : "is";

	return review_base_name(report, review)
		       ? g_strdup_printf("%s missing in %s", verb, trees)
		       : g_strdup_printf("%s not queued, as far as I see", verb);
}

static char *number_of(const struct review *review, const char *name)
{
	struct exhibit_name number = exhibit_name_parse(name);
	gint64 n = 0;

	if (number.kind == EXHIBIT_NAME_NUMBER) {
		if (!review->facts.known[number.number])
			return g_strdup("");
		n = review->facts.numbers[number.number];
	} else if (number.kind == EXHIBIT_NAME_FACT) {
		for (size_t i = 0; i < facts_count(&review->facts); i++) {
			const struct fact *fact = facts_at(&review->facts, i);

			n += fact->kind == number.fact &&
			     (number.state == FACT_STATE_NONE || number.state == fact->state);
		}
	}
	return g_strdup_printf("%" G_GINT64_FORMAT, n);
}

/*
 * Where the tree has what the patch brings: "is in 6.1 already", "is queued before it already";
 * NULL: no fact says.
 */
static char *say_there(const struct review *review, const char *trees)
{
	for (size_t i = 0; i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);

		if (fact->kind != FACT_PRESENCE_ALREADY && fact->kind != FACT_PRESENCE_OWN)
			continue;
		if (fact->state == FACT_STATE_BASE || fact->state == FACT_STATE_BRANCH)
			return g_strdup_printf("is in %s already", trees);
		if (fact->state == FACT_STATE_QUEUED_BEFORE)
			return g_strdup("is queued before it already");
	}
	return NULL;
}

/* One word proves nothing to a reader, nor does what is cut. */
static bool is_quotable(const char *match)
{
	return match && strchr(match, ' ') && !g_str_has_suffix(match, "...");
}

/* What is said of: a report's review, for these trees. */
struct subject {
	const struct report *report;
	const struct review *review;
	const char *trees;
};

static char *value_of(const struct subject *subject, const struct reason *reason, const char *name)
{
	const struct review *review = subject->review;
	const struct fact *first = reason->facts->len ? fact_of(review, reason, 0) : NULL;

	if (strcmp(name, "match") == 0)
		return g_strdup(is_quotable(reason->match) ? reason->match : NULL);
	if (strcmp(name, "fact") == 0)
		return g_strdup(first ? first->says : NULL);
	if (strcmp(name, "proof") == 0)
		return g_strdup(reason->proof ? reason->proof : first ? first->proof : NULL);
	if (strcmp(name, "by") == 0)
		return g_strdup(first && first->by ? first->by : "its Fixes: tag");
	if (strcmp(name, "trees") == 0)
		return g_strdup(subject->trees);
	if (strcmp(name, "missing") == 0)
		return say_missing(subject->report, review, reason, subject->trees);
	if (strcmp(name, "there") == 0)
		return say_there(review, subject->trees);
	if (strcmp(name, "commit") == 0)
		return commits_of(review, reason, 1);
	if (strcmp(name, "commits") == 0)
		return commits_of(review, reason, COMMITS_NAMED);
	return number_of(review, name);
}

/* A rule's answer; a match in parentheses that is not worth a quote is left out with them. */
static char *answer_of_rule(const struct reason *reason)
{
	g_auto(GStrv) parts = g_strsplit(reason->rule->answer, RULE_QUOTED_MATCH, -1);

	return g_strjoinv(is_quotable(reason->match) ? RULE_QUOTED_MATCH : "", parts);
}

/* A quote behind which a sentence begins ends one, whether its words did or not. */
static void end_quote(const char *value, struct slice *rest, GString *out)
{
	if (!value || is_ended(value) || rest->length < 3 || !slice_has_prefix(*rest, "\" ") ||
	    !g_ascii_isupper(rest->start[2]))
		return;
	g_string_append(out, "\".");
	rest->start++;
	rest->length--;
}

/* NULL if something that it needs is not there. */
static char *fill(const struct subject *subject, const struct reason *reason)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *answer = answer_of_rule(reason);
	struct slice rest = slice_of(answer), piece;
	enum placeholder_piece kind;

	while (placeholder_next(&rest, &kind, &piece)) {
		g_autofree char *text = slice_dup(piece);
		g_autofree char *value =
			kind == PLACEHOLDER_NAME ? value_of(subject, reason, text) : NULL;

		if (kind == PLACEHOLDER_NAME && (!value || !*value))
			return NULL;
		g_string_append(out, value ? value : text);
		end_quote(value, &rest, out);
	}
	return sentence_of_clause(out->str);
}

static bool names_commit(const struct review *review, const struct reason *reason)
{
	for (guint i = 0; i < reason->facts->len; i++)
		if (fact_of(review, reason, i)->has_id)
			return true;
	return false;
}

/* How much a sentence shows to who reads it; less is more. */
enum strength {
	STRENGTH_SHOWN,	 /* it follows from the diff or from a commit */
	STRENGTH_QUOTED, /* the patch's own words */
	STRENGTH_ABSENT, /* from what the patch does not say */
	STRENGTH_ASIDE,	 /* no reason to refuse it: nothing to write a mail for */
};

static enum strength strength_of(const struct sentence *sentence)
{
	const struct reason *reason = sentence->reason;

	if (!sentence->rule->family)
		return STRENGTH_ASIDE;
	if (reason->facts->len ||
	    strcmp(sentence->rule->family, "docs_selftest_buildtest_only") == 0)
		return STRENGTH_SHOWN;
	return reason->match ? STRENGTH_QUOTED : STRENGTH_ABSENT;
}

static bool asks(const struct sentence *sentence)
{
	return g_str_has_suffix(sentence->text, "?");
}

/* What says the same of the patch already; NULL: nothing does. */
static struct sentence *find_family(GArray *sentences, const char *family)
{
	for (guint i = 0; family && i < sentences->len; i++) {
		struct sentence *sentence = &g_array_index(sentences, struct sentence, i);

		if (g_strcmp0(sentence->rule->family, family) == 0)
			return sentence;
	}
	return NULL;
}

/* Whether y, which weighs less, says the same as x, and shows it better. */
static bool is_better(const struct review *review, const struct sentence *x,
		      const struct sentence *y)
{
	if (names_commit(review, x->reason) != names_commit(review, y->reason))
		return names_commit(review, y->reason);
	return strength_of(y) < strength_of(x) || (asks(x) && !asks(y));
}

static bool is_said(const GArray *sentences, const char *text)
{
	for (guint i = 0; i < sentences->len; i++)
		if (strcmp(g_array_index(sentences, struct sentence, i).text, text) == 0)
			return true;
	return false;
}

/* Each reason to refuse is given once. */
static void add_sentence(const struct subject *subject, const struct reason *reason, GArray *out)
{
	const struct rule *rule = reason->rule;
	struct sentence *known = find_family(out, rule->family);
	struct sentence sentence = { NULL, rule, reason };

	if (rule == subject->review->ruling) {
		g_autofree char *clause = decision_answer(subject->review->decision);

		sentence.text = sentence_of_clause(clause);
	}
	if (rule->answer)
		sentence.text = fill(subject, reason);
	if (!sentence.text && rule->decides != VERDICT_NONE)
		sentence.text = sentence_of_clause(reason->says);
	if (!sentence.text)
		return;
	if (is_said(out, sentence.text) ||
	    (known && !is_better(subject->review, known, &sentence))) {
		g_free(sentence.text);
	} else if (known) {
		g_free(known->text);
		*known = sentence;
	} else {
		g_array_append_val(out, sentence);
	}
}

static int by_strength(const void *a, const void *b)
{
	const struct sentence *x = a, *y = b;
	int keys[] = { asks(x) - asks(y), (int)strength_of(x) - (int)strength_of(y),
		       family_order(x->rule->family) - family_order(y->rule->family) };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (keys[i])
			return keys[i];
	return g_strcmp0(x->rule->id, y->rule->id);
}

/* Says what the change lacks, or belongs to, rather than what kind it is. */
static bool is_tie(const struct review *review, const struct sentence *sentence)
{
	return names_commit(review, sentence->reason) ||
	       g_strcmp0(sentence->rule->family, "only_useful_with_series") == 0;
}

/*
 * Of what is weighed against the patch: what kind of change it is, then one thing it lacks, if
 * either says enough alone: no question does. A kind that the diff or the patch's words show needs
 * nothing weaker beside it, and what the diff shows no question after it.
 */
static void choose(const struct review *review, GArray *out)
{
	enum strength best = STRENGTH_ASIDE, best_kind = STRENGTH_ASIDE;
	g_autoptr(GArray) kinds = g_array_new(FALSE, FALSE, sizeof(struct sentence));
	g_autoptr(GArray) ties = g_array_new(FALSE, FALSE, sizeof(struct sentence));

	g_array_sort(out, by_strength);
	for (guint i = 0; i < out->len; i++) {
		const struct sentence *sentence = &g_array_index(out, struct sentence, i);

		if (!asks(sentence))
			best = MIN(best, strength_of(sentence));
		if (!is_tie(review, sentence))
			best_kind = MIN(best_kind, strength_of(sentence));
	}
	for (guint i = 0; i < out->len && best < STRENGTH_ASIDE; i++) {
		struct sentence *sentence = &g_array_index(out, struct sentence, i);
		enum strength strength = strength_of(sentence);
		bool is_needless =
			is_tie(review, sentence)
				? ties->len || (best_kind == STRENGTH_SHOWN && asks(sentence))
				: best_kind < STRENGTH_ABSENT && strength > best_kind;

		if (is_needless)
			continue;
		g_array_append_vals(is_tie(review, sentence) ? ties : kinds, sentence, 1);
		sentence->text = NULL; /* it has gone over */
	}
	while (kinds->len > SIGNS_LIMIT - ties->len) {
		g_free(g_array_index(kinds, struct sentence, kinds->len - 1).text);
		g_array_set_size(kinds, kinds->len - 1);
	}
	g_array_set_size(out, 0);
	g_array_append_vals(out, kinds->data, kinds->len);
	g_array_append_vals(out, ties->data, ties->len);
}

static void clear_sentence(void *sentence)
{
	g_free(((struct sentence *)sentence)->text);
}

GArray *sentences_of(const struct report *report, const struct review *review, const char *trees)
{
	struct subject subject = { report, review, trees };
	const struct judgement *judgement = &review->judgement;
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct sentence));
	bool keep = judgement->verdict == VERDICT_KEEP;

	g_array_set_clear_func(out, clear_sentence);
	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);
		const struct rule *rule = reason->rule;

		if (rule->unsaid)
			continue;
		if (judgement->decided ? rule->decides == judgement->verdict
				       : rule->decides == VERDICT_NONE && rule->answer &&
						 (reason->weight > 0) == keep)
			add_sentence(&subject, reason, out);
	}
	for (guint i = 0; i < judgement->silent->len && !judgement->decided && !keep; i++) {
		const struct reason *reason = &g_array_index(judgement->silent, struct reason, i);

		if (reason->rule->answer)
			add_sentence(&subject, reason, out);
	}
	if (!judgement->decided && !keep)
		choose(review, out);
	if (out->len > SENTENCES_LIMIT)
		g_array_set_size(out, SENTENCES_LIMIT);
	return out;
}

static bool tells(const GArray *sentences, const struct reason *reason)
{
	for (guint i = 0; i < sentences->len; i++) {
		const struct rule *said = g_array_index(sentences, struct sentence, i).rule;

		if (said == reason->rule ||
		    (said->family && g_strcmp0(said->family, reason->rule->family) == 0))
			return true;
	}
	return false;
}

bool sentences_carry_drop(const struct rules *rules, const struct review *review,
			  const GArray *sentences)
{
	const struct judgement *judgement = &review->judgement;
	double sum = rules->bias;

	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);

		if (reason->weight > 0 || tells(sentences, reason))
			sum += reason->weight;
	}
	return judgement->decided || 1 / (1 + exp(sum)) >= rules->drop_at;
}

/* Whether the patch was seen to apply on top of it. */
static bool is_proved(const struct facts *facts, const struct commit_id *id)
{
	bool proved = false;

	for (size_t i = 0; i < facts_count(facts) && !proved; i++)
		proved = facts_at(facts, i)->kind == FACT_PREREQUISITE_PROVED;
	return proved && (facts_have(facts, FACT_PREREQUISITE_DECLARED, id) ||
			  facts_have(facts, FACT_PREREQUISITE_SEMANTIC, id) ||
			  facts_have(facts, FACT_PREREQUISITE_TEXTUAL, id));
}

char *sentence_how(const struct report *report, const struct review *review,
		   const struct commit_id *id)
{
	const struct fact *tried = facts_tried(&review->facts, id);

	if (tried && tried->conflict)
		return g_strdup_printf("it does not apply there as it is, at %s: it needs a "
				       "backport",
				       tried->conflict);
	if (tried)
		return g_strdup(facts_put_after(&review->facts, id) ? "it applies on top"
								    : "it applies there");
	if (!review_base_name(report, review) || is_proved(&review->facts, id))
		return NULL;
	return g_strdup("whether it applies there I do not know");
}
