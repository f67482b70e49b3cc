/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/sentence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/placeholder.h"
#include "base/text.h"
#include "judge/family.h"

#define QUOTED_MATCH " (\"{match}\")"

enum {
	SENTENCES_LIMIT = 4,
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

/* The commits that the reason is about; at most limit. */
static char *commits_of(const struct review *review, const struct reason *reason, guint limit)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	guint more = 0;

	for (guint i = 0; i < reason->facts->len; i++) {
		const struct fact *fact = fact_of(review, reason, i);
		g_autofree char *name =
			fact->has_id ? fact_commit_name(&fact->id, fact->subject) : NULL;

		if (!name || g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
			continue;
		if (names->len < limit)
			g_ptr_array_add(names, g_steal_pointer(&name));
		else
			more++;
	}
	if (more && limit > 1)
		g_ptr_array_add(names, g_strdup_printf("%u more", more));
	return sentence_list(names);
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
	if (strcmp(name, "trees") == 0)
		return g_strdup(subject->trees);
	if (strcmp(name, "missing") == 0)
		return subject->report->base_name
			       ? g_strdup_printf("is missing in %s", subject->trees)
			       : g_strdup("is not queued, as far as I see");
	if (strcmp(name, "commit") == 0)
		return commits_of(review, reason, 1);
	if (strcmp(name, "commits") == 0)
		return commits_of(review, reason, COMMITS_NAMED);
	return number_of(review, name);
}

/* A rule's reply; a match in parentheses that is not worth a quote is left out with them. */
static char *reply_of(const struct reason *reason)
{
	g_auto(GStrv) parts = g_strsplit(reason->rule->reply, QUOTED_MATCH, -1);

	return g_strjoinv(is_quotable(reason->match) ? QUOTED_MATCH : "", parts);
}

/* NULL if something that it needs is not there. */
static char *fill(const struct subject *subject, const struct reason *reason)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *reply = reply_of(reason);
	struct slice rest = slice_of(reply), piece;
	enum placeholder_piece kind;

	while (placeholder_next(&rest, &kind, &piece)) {
		g_autofree char *text = slice_dup(piece);
		g_autofree char *value =
			kind == PLACEHOLDER_NAME ? value_of(subject, reason, text) : NULL;

		if (kind == PLACEHOLDER_NAME && (!value || !*value))
			return NULL;
		g_string_append(out, value ? value : text);
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

/* Each reason to refuse is given once: by the one that weighs most, or that names a commit. */
static void add(const struct subject *subject, const struct reason *reason, GArray *out)
{
	const struct review *review = subject->review;
	const struct rule *rule = reason->rule;
	struct sentence *known = find_family(out, rule->family);
	struct sentence sentence = { NULL, rule, reason };

	if (known && (names_commit(review, known->reason) || !names_commit(review, reason)))
		return;
	if (rule->reply)
		sentence.text = fill(subject, reason);
	if (!sentence.text && rule->decides != VERDICT_NONE)
		sentence.text = sentence_of_clause(reason->says);
	if (sentence.text && known) {
		g_free(known->text);
		*known = sentence;
	} else if (sentence.text && out->len < SENTENCES_LIMIT) {
		g_array_append_val(out, sentence);
	}
}

/* What kind of change it is goes before what it lacks. */
static int by_family(const void *a, const void *b)
{
	const struct sentence *x = a, *y = b;
	int left = family_order(x->rule->family);
	int right = family_order(y->rule->family);

	if (left != right)
		return left - right;
	return g_strcmp0(x->rule->id, y->rule->id);
}

/* It may say why beside what weighs, but is no reason alone. Nothing can be filled in. */
static void add_silent(const struct judgement *judgement, GArray *out)
{
	for (guint i = 0; out->len && i < judgement->silent->len; i++) {
		const struct rule *rule = judgement->silent->pdata[i];
		struct sentence sentence = { NULL, rule, NULL };

		if (!rule->reply || strchr(rule->reply, '{') || out->len >= SENTENCES_LIMIT ||
		    find_family(out, rule->family))
			continue;
		sentence.text = sentence_of_clause(rule->reply);
		g_array_append_val(out, sentence);
	}
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
				       : rule->decides == VERDICT_NONE && rule->reply &&
						 (reason->weight > 0) == keep)
			add(&subject, reason, out);
	}
	if (!judgement->decided && !keep)
		add_silent(judgement, out);
	if (!judgement->decided)
		g_array_sort(out, by_family);
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
