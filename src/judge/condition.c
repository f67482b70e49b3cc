/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/condition.h"

#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/error.h"
#include "judge/pattern-nesting.h"

/*
 * A pattern that backtracks without end is stopped. PCRE2 counts steps anew from each place where a
 * match may start, and does not count what one of them runs over: at worst all of the text. That
 * does for a short text. In a long one, where a start takes more, and where too much was tried so
 * already, each step and each byte is counted, which is slower. A healthy pattern takes a few steps
 * a byte. The bounds on heap and stack are in kibibytes.
 */
enum {
	SHORT_TEXT = 8 << 10,	   /* bytes */
	START_LIMIT = 64,	   /* steps from one start in a short text */
	UNCOUNTED_LIMIT = 1 << 28, /* starts times bytes, of all such matches on one patch */
	COUNTED_LEAST = 200000,	   /* steps and bytes of one match that are counted, */
	COUNTED_A_BYTE = 32,	   /* and for each byte of the text */
	COUNTED_LIMIT = 10000000,  /* of all matches on one patch */
	DEPTH_LIMIT = 5000,
	HEAP_LIMIT_KIB = 20000,
	STACK_START_KIB = 32,
};

enum condition_kind { KIND_MATCH, KIND_COMPARISON, KIND_GROUP, KIND_NAMED };
enum operator{ OP_GREATER, OP_GREATER_EQUAL, OP_LESS, OP_LESS_EQUAL, OP_EQUAL, OP_NOT_EQUAL };

/* The same pattern otherwise, see later_of(). */
struct later {
	pcre2_code *fast; /* machine code: made in the time that a few dozen texts take without */
	pcre2_code *counting; /* with a callout at each item */
};

struct condition {
	enum condition_kind kind;
	unsigned height; /* groups and names within each other, itself included */
	/* KIND_MATCH */
	char *field;	  /* as written */
	int text;	  /* enum exhibit_text; -1 for a trailer */
	char *trailer;	  /* lower case */
	pcre2_code *code; /* as it was read; interpreted, which does for few texts */
	char *pattern;
	struct later *later;
	/* KIND_COMPARISON */
	struct exhibit_name name;
	enum operator operator;
	gint64 value;
	/* KIND_GROUP */
	enum condition_group group;
	GPtrArray *children;
	/* KIND_NAMED */
	const struct condition *target;
};

void condition_free(struct condition *condition)
{
	g_free(condition->field);
	g_free(condition->trailer);
	pcre2_code_free(condition->code);
	if (condition->later) {
		pcre2_code_free(condition->later->fast);
		pcre2_code_free(condition->later->counting);
	}
	g_free(condition->later);
	g_free(condition->pattern);
	if (condition->children)
		g_ptr_array_unref(condition->children);
	g_free(condition);
}

static bool compile_one(const char *pattern, uint32_t options, pcre2_code **out, GError **error)
{
	int number = 0;
	PCRE2_SIZE offset = 0;
	pcre2_code *code =
		pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
			      PCRE2_UTF | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C | options,
			      &number, &offset, NULL);

	if (!code) {
		PCRE2_UCHAR reason[256];

		pcre2_get_error_message(number, reason, sizeof(reason));
		return fail(error, WINNOW_ERROR_INPUT, "bad pattern at character %zu: %s",
			    offset + 1, (char *)reason);
	}
	*out = code;
	return true;
}

static bool compile(struct condition *condition, const char *pattern, GError **error)
{
	if (!compile_one(pattern, 0, &condition->code, error))
		return false;
	condition->pattern = g_strdup(pattern);
	condition->later = g_new0(struct later, 1);
	return true;
}

bool condition_is_field(const char *field)
{
	return exhibit_text_parse(field) >= 0 ||
	       (g_str_has_prefix(field, "trailer:") && field[strlen("trailer:")]);
}

bool condition_new_match(const char *field, const char *pattern, struct condition **out,
			 GError **error)
{
	_cleanup_(condition_freep) struct condition *condition = g_new0(struct condition, 1);

	condition->kind = KIND_MATCH;
	condition->height = 1;
	condition->field = g_strdup(field);
	condition->text = exhibit_text_parse(field);
	if (condition->text < 0) {
		if (!condition_is_field(field))
			return fail(error, WINNOW_ERROR_INPUT, "unknown field '%s'", field);
		condition->trailer = g_ascii_strdown(field + strlen("trailer:"), -1);
	}
	if (!compile(condition, pattern, error))
		return false;
	*out = g_steal_pointer(&condition);
	return true;
}

/* The first that is none by itself; their number if all are. */
static bool check_each(const char *const *patterns, size_t *bad, GError **error)
{
	for (*bad = 0; patterns[*bad]; ++*bad) {
		pcre2_code *code;

		if (!compile_one(patterns[*bad], 0, &code, error))
			return false;
		pcre2_code_free(code);
	}
	return true;
}

/*
 * Each must be a pattern by itself: "a)" and "(b" are none, though "a)|(b" is one. To compile each
 * takes as long as all of them together, which is enough where it is plain that none goes beyond
 * its end.
 */
bool condition_new_any(const char *field, const char *within, const char *const *patterns,
		       struct condition **out, size_t *bad, GError **error)
{
	g_autoptr(GString) any = g_string_new("(?|"), whole = g_string_new(within);
	bool nested = pattern_is_nested(within);
	size_t n = 0;

	for (; patterns[n]; n++) {
		nested = nested && pattern_is_nested(patterns[n]);
		g_string_append_printf(any, "%s(?:%s)", n ? "|" : "", patterns[n]);
	}
	g_string_append_c(any, ')');
	g_string_replace(whole, CONDITION_ANY_OF, any->str, 1);
	*bad = n;
	if (nested && condition_new_match(field, whole->str, out, NULL))
		return true;
	return check_each(patterns, bad, error) &&
	       condition_new_match(field, whole->str, out, error);
}

bool condition_new_comparison(const char *expression, struct condition **out, GError **error)
{
	static const struct {
		const char *word;
		enum operator operator;
	} operators[] = { { ">=", OP_GREATER_EQUAL }, { "<=", OP_LESS_EQUAL },
			  { "!=", OP_NOT_EQUAL },     { ">", OP_GREATER },
			  { "<", OP_LESS },	      { "=", OP_EQUAL } };
	_cleanup_(condition_freep) struct condition *condition = g_new0(struct condition, 1);
	g_auto(GStrv) words = g_strsplit(expression, " ", -1);
	guint n = g_strv_length(words);
	char *end = NULL;
	size_t i = 0;

	condition->kind = KIND_COMPARISON;
	condition->height = 1;
	if (n != 1 && n != 3)
		return fail(error, WINNOW_ERROR_INPUT,
			    "not a comparison: '%s' (NAME or NAME > NUMBER)", expression);
	condition->name = exhibit_name_parse(words[0]);
	if (condition->name.kind == EXHIBIT_NAME_NONE)
		return fail(error, WINNOW_ERROR_INPUT, "unknown number or fact '%s'", words[0]);
	condition->operator= OP_GREATER;
	if (n == 1 && condition->name.kind == EXHIBIT_NAME_FACT) {
		*out = g_steal_pointer(&condition);
		return true;
	}
	while (n == 3 && i < G_N_ELEMENTS(operators) && strcmp(words[1], operators[i].word) != 0)
		i++;
	if (n == 3)
		condition->value = g_ascii_strtoll(words[2], &end, 10);
	if (n != 3 || i == G_N_ELEMENTS(operators) || end == words[2] || *end)
		return fail(error, WINNOW_ERROR_INPUT,
			    "not a comparison: '%s' (NAME or NAME > NUMBER)", expression);
	condition->operator= operators[i].operator;
	*out = g_steal_pointer(&condition);
	return true;
}

struct condition *condition_new_group(enum condition_group group, GPtrArray *children)
{
	struct condition *condition = g_new0(struct condition, 1);

	condition->kind = KIND_GROUP;
	condition->group = group;
	condition->children = children;
	for (guint i = 0; i < children->len; i++) {
		const struct condition *child = children->pdata[i];

		condition->height = MAX(condition->height, child->height);
	}
	condition->height++;
	return condition;
}

struct condition *condition_new_named(const struct condition *target)
{
	struct condition *condition = g_new0(struct condition, 1);

	condition->kind = KIND_NAMED;
	condition->target = target;
	condition->height = target->height + 1;
	return condition;
}

unsigned condition_height(const struct condition *condition)
{
	return condition->height;
}

const char *condition_first_field(const struct condition *condition)
{
	if (condition->kind == KIND_MATCH)
		return condition->field;
	if (condition->kind == KIND_NAMED)
		return condition_first_field(condition->target);
	for (guint i = 0; condition->children && i < condition->children->len; i++) {
		const char *field = condition_first_field(condition->children->pdata[i]);

		if (field)
			return field;
	}
	return NULL;
}

bool condition_quotes(const struct condition *condition)
{
	bool quotes = condition->kind == KIND_MATCH;

	if (condition->kind == KIND_NAMED)
		return condition_quotes(condition->target);
	if (condition->kind != KIND_GROUP || condition->group == CONDITION_NOT)
		return quotes;
	for (guint i = 0; i < condition->children->len && !quotes; i++)
		quotes = condition_quotes(condition->children->pdata[i]);
	return quotes;
}

static bool compare(enum operator operator, gint64 a, gint64 b)
{
	switch (operator) {
	case OP_GREATER:
		return a > b;
	case OP_GREATER_EQUAL:
		return a >= b;
	case OP_LESS:
		return a < b;
	case OP_LESS_EQUAL:
		return a <= b;
	case OP_EQUAL:
		return a == b;
	case OP_NOT_EQUAL:
		return a != b;
	}
	return false;
}

/* Whether a comparison can be true of a fact that is there: of one, of very many, of the number
 * itself. */
static bool can_count(const struct condition *condition)
{
	return compare(condition->operator, 1, condition->value) ||
	       compare(condition->operator, G_MAXINT64, condition->value) ||
	       (condition->value > 0 && compare(condition->operator, 0, 0));
}

/* Whether age_days is, by a fact that is wanted. */
static bool is_shown_by(bool (*wanted)(enum fact_kind kind))
{
	for (int i = 0; i < N_FACT_KINDS; i++)
		if (fact_kind_is((enum fact_kind)i, FACT_AGE) && wanted((enum fact_kind)i))
			return true;
	return false;
}

bool condition_counts(const struct condition *condition, bool (*wanted)(enum fact_kind kind))
{
	const struct exhibit_name *name = &condition->name;
	bool counts = false;

	switch (condition->kind) {
	case KIND_MATCH:
		return false;
	case KIND_COMPARISON:
		if (name->kind == EXHIBIT_NAME_NUMBER)
			return name->number == FACT_NUMBER_AGE_DAYS && is_shown_by(wanted);
		return wanted(name->fact) && can_count(condition);
	case KIND_NAMED:
		return condition_counts(condition->target, wanted);
	case KIND_GROUP:
		break;
	}
	for (guint i = 0; condition->group != CONDITION_NOT && i < condition->children->len; i++)
		counts = counts || condition_counts(condition->children->pdata[i], wanted);
	return counts;
}

void condition_hit_init(struct condition_hit *hit)
{
	*hit = (struct condition_hit){ 0 };
}

void condition_hit_clear(struct condition_hit *hit)
{
	g_free(hit->match);
	g_free(hit->line);
	if (hit->facts)
		g_array_unref(hit->facts);
	*hit = (struct condition_hit){ 0 };
}

void condition_hit_add(struct condition_hit *hit, size_t fact)
{
	/* Most conditions are tried on a patch in vain: what they need not they do not ask for. */
	if (!hit->facts)
		hit->facts = g_array_new(FALSE, FALSE, sizeof(size_t));
	g_array_append_val(hit->facts, fact);
}

static void add_facts_of(struct condition_hit *hit, const struct condition_hit *other)
{
	for (guint i = 0; other->facts && i < other->facts->len; i++)
		condition_hit_add(hit, g_array_index(other->facts, size_t, i));
}

static char *line_around(const char *text, size_t start, size_t end)
{
	const char *first = text + start, *last = text + end;

	while (first > text && first[-1] != '\n')
		first--;
	while (*last && *last != '\n')
		last++;
	return g_strndup(first, (gsize)(last - first));
}

struct condition_memo {
	bool many;		/* exhibits there are */
	GHashTable *tested;	/* const struct condition * of a name -> struct tested * */
	size_t counted;		/* steps and bytes of all matches, see COUNTED_LIMIT */
	size_t uncounted;	/* see UNCOUNTED_LIMIT */
	pcre2_jit_stack *stack; /* for those that are counted; NULL until then, or not to be had */
	pcre2_match_data *data; /* where a match is; NULL until the first one */
	pcre2_match_context *context; /* of one that is not counted; likewise */
};

struct tested {
	bool result;
	struct condition_hit hit;
};

static void tested_free(void *data)
{
	struct tested *tested = data;

	condition_hit_clear(&tested->hit);
	g_free(tested);
}

struct condition_memo *condition_memo_new(bool many)
{
	struct condition_memo *memo = g_new0(struct condition_memo, 1);

	memo->many = many;
	memo->tested = g_hash_table_new_full(NULL, NULL, NULL, tested_free);
	return memo;
}

void condition_memo_free(struct condition_memo *memo)
{
	g_hash_table_unref(memo->tested);
	pcre2_jit_stack_free(memo->stack);
	pcre2_match_data_free(memo->data);
	pcre2_match_context_free(memo->context);
	g_free(memo);
}

static pcre2_match_context *context_new(size_t start_limit, unsigned depth_limit)
{
	pcre2_match_context *context = pcre2_match_context_create(NULL);

	pcre2_set_match_limit(context, (uint32_t)start_limit);
	pcre2_set_depth_limit(context, depth_limit);
	pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
	return context;
}

struct count {
	size_t done, limit;
	PCRE2_SIZE at; /* where in the text the last step was */
};

static int count_step(pcre2_callout_block *block, void *data)
{
	struct count *count = data;
	PCRE2_SIZE at = block->current_position;

	count->done += 1 + (at > count->at ? at - count->at : count->at - at);
	count->at = at;
	return count->done > count->limit ? PCRE2_ERROR_CALLOUT : 0;
}

static pcre2_code *make_fast(const struct condition *condition)
{
	return pcre2_code_copy(condition->code);
}

static pcre2_code *make_counting(const struct condition *condition)
{
	pcre2_code *code;

	if (!compile_one(condition->pattern, PCRE2_AUTO_CALLOUT, &code, NULL))
		g_assert_not_reached();
	return code;
}

/* Made by whichever thread needs it first, for all. */
static const pcre2_code *later_of(const struct condition *condition, pcre2_code **at,
				  pcre2_code *(*make)(const struct condition *condition))
{
	pcre2_code *code = g_atomic_pointer_get(at);

	if (code)
		return code;
	code = make(condition);
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* without, it is only slower */
	if (g_atomic_pointer_compare_and_exchange(at, NULL, code))
		return code;
	pcre2_code_free(code);
	return g_atomic_pointer_get(at);
}

/* As pcre2_match() returns; an error where it takes too long. */
static int match_counting(const struct condition *condition, const char *text, size_t length,
			  struct condition_memo *memo)
{
	size_t before = MIN(memo->counted, (size_t)COUNTED_LIMIT);
	size_t left = COUNTED_LIMIT - before;
	struct count count = { .limit = MIN(left, COUNTED_LEAST + length * COUNTED_A_BYTE) };
	pcre2_match_context *context = context_new(COUNTED_LIMIT, COUNTED_LIMIT);
	int status;

	if (!memo->stack)
		memo->stack =
			pcre2_jit_stack_create(STACK_START_KIB << 10, HEAP_LIMIT_KIB << 10, NULL);
	pcre2_jit_stack_assign(context, NULL, memo->stack);
	pcre2_set_callout(context, count_step, &count);
	status = pcre2_match(later_of(condition, &condition->later->counting, make_counting),
			     (PCRE2_SPTR)text, length, 0, PCRE2_NO_UTF_CHECK, memo->data, context);
	memo->counted += count.done;
	pcre2_match_context_free(context);
	return status;
}

static int match_from_starts(const pcre2_code *code, const char *text, size_t length,
			     struct condition_memo *memo)
{
	if (!memo->context)
		memo->context = context_new(START_LIMIT, DEPTH_LIMIT);
	return pcre2_match(code, (PCRE2_SPTR)text, length, 0, PCRE2_NO_UTF_CHECK, memo->data,
			   memo->context);
}

/* Interpreted, a step is less than in machine code: where it takes too many, that has the say. */
static int match(const struct condition *condition, const char *text, struct condition_memo *memo)
{
	size_t length = strlen(text);
	int status = PCRE2_ERROR_MATCHLIMIT;

	/* Groups are nobody's business: the one pair is the match itself. */
	if (!memo->data)
		memo->data = pcre2_match_data_create(1, NULL);
	if (length <= SHORT_TEXT && memo->uncounted <= UNCOUNTED_LIMIT) {
		if (!memo->many)
			status = match_from_starts(condition->code, text, length, memo);
		if (status == PCRE2_ERROR_MATCHLIMIT)
			status = match_from_starts(
				later_of(condition, &condition->later->fast, make_fast), text,
				length, memo);
		memo->uncounted += length * length;
	}
	return status == PCRE2_ERROR_MATCHLIMIT || status == PCRE2_ERROR_JIT_STACKLIMIT
		       ? match_counting(condition, text, length, memo)
		       : status;
}

static bool test_match(const struct condition *condition, const struct exhibit *exhibit,
		       struct condition_memo *memo, struct condition_hit *hit)
{
	const GString *trailer =
		condition->trailer ? g_hash_table_lookup(exhibit->trailers, condition->trailer)
				   : NULL;
	const char *text = condition->text >= 0 ? exhibit->texts[condition->text]
			   : trailer		? trailer->str
						: NULL;
	int status;

	/* An absent trailer is not an empty one: "^$" finds neither. */
	if (!text)
		return false;
	status = match(condition, text, memo);
	if (status >= 0 && !hit->match) {
		PCRE2_SIZE *at = pcre2_get_ovector_pointer(memo->data);

		/* \K in a lookahead can put the start behind the end. */
		hit->match = g_strndup(text + at[0], at[1] > at[0] ? at[1] - at[0] : 0);
		hit->line = line_around(text, MIN(at[0], at[1]), MAX(at[0], at[1]));
	}
	if (status < 0 && status != PCRE2_ERROR_NOMATCH)
		hit->gave_up = true;
	return status >= 0;
}

static bool test_comparison(const struct condition *condition, const struct exhibit *exhibit,
			    struct condition_hit *hit)
{
	const struct exhibit_name *name = &condition->name;
	gint64 value;

	if (!exhibit_number(exhibit, name, &value) ||
	    !compare(condition->operator, value, condition->value))
		return false;
	if (name->kind == EXHIBIT_NAME_NUMBER && name->number != FACT_NUMBER_AGE_DAYS)
		return true;
	for (size_t i = 0; exhibit->facts && i < facts_count(exhibit->facts); i++) {
		const struct fact *fact = facts_at(exhibit->facts, i);
		bool counts = name->kind == EXHIBIT_NAME_NUMBER ? fact_is(fact, FACT_AGE)
								: exhibit_name_is_of(name, fact);

		if (counts)
			condition_hit_add(hit, i);
	}
	return true;
}

static bool test_named(const struct condition *condition, const struct exhibit *exhibit,
		       struct condition_memo *memo, struct condition_hit *hit)
{
	struct tested *tested = g_hash_table_lookup(memo->tested, condition->target);

	if (!tested) {
		tested = g_new0(struct tested, 1);
		condition_hit_init(&tested->hit);
		tested->result = condition_test(condition->target, exhibit, memo, &tested->hit);
		g_hash_table_insert(memo->tested, (gpointer)condition->target, tested);
	}
	if (!hit->match) {
		hit->match = g_strdup(tested->hit.match);
		hit->line = g_strdup(tested->hit.line);
	}
	add_facts_of(hit, &tested->hit);
	hit->gave_up |= tested->hit.gave_up;
	return tested->result;
}

static void take_over(struct condition_hit *hit, struct condition_hit *own)
{
	if (!hit->match) {
		hit->match = g_steal_pointer(&own->match);
		hit->line = g_steal_pointer(&own->line);
	}
	add_facts_of(hit, own);
}

static bool test_group(const struct condition *condition, const struct exhibit *exhibit,
		       struct condition_memo *memo, struct condition_hit *hit)
{
	bool result = condition->group == CONDITION_ALL;

	for (guint i = 0; i < condition->children->len; i++) {
		struct condition_hit own;
		bool inner;

		condition_hit_init(&own);
		inner = condition_test(condition->children->pdata[i], exhibit, memo, &own);
		hit->gave_up |= own.gave_up;
		/* What made a part false, or made true what "not" turns round, proves nothing. */
		if (inner && condition->group != CONDITION_NOT)
			take_over(hit, &own);
		condition_hit_clear(&own);
		if (condition->group == CONDITION_NOT)
			return !inner;
		if (condition->group == CONDITION_ANY)
			result = result || inner; /* the others may add their facts */
		else if (!inner)
			return false;
	}
	return result;
}

bool condition_test(const struct condition *condition, const struct exhibit *exhibit,
		    struct condition_memo *memo, struct condition_hit *hit)
{
	switch (condition->kind) {
	case KIND_MATCH:
		return test_match(condition, exhibit, memo, hit);
	case KIND_COMPARISON:
		return test_comparison(condition, exhibit, hit);
	case KIND_GROUP:
		return test_group(condition, exhibit, memo, hit);
	case KIND_NAMED:
		return test_named(condition, exhibit, memo, hit);
	}
	return false;
}
