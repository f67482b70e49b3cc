/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/error.h"
#include "base/file.h"
#include "base/placeholder.h"
#include "base/text.h"
#include "judge/json-place.h"

enum {
	FILE_LIMIT = 8 << 20,
	NESTING_LIMIT = 32, /* groups within groups */
};

static const double worth_limit = 1000;
static const double weight_limit = 20; /* beyond it nothing else would ever count */

static const char *const class_names[] = { [CLASS_UNKNOWN] = "unknown",
#define X(name, word) [CLASS_##name] = word,
					   CLASSES(X)
#undef X
};

static const char *const verdict_names[] = {
	[VERDICT_NONE] = "",	 [VERDICT_KEEP] = "keep", [VERDICT_KEEP_WITH] = "keep-with",
	[VERDICT_DROP] = "drop", [VERDICT_ASK] = "ask",
};

const char *class_name(enum class class)
{
	return class_names[class];
}

const char *verdict_name(enum verdict verdict)
{
	return verdict_names[verdict];
}

static void rule_free(void *data)
{
	struct rule *rule = data;

	g_free(rule->id);
	g_free(rule->family);
	g_free(rule->says);
	g_free(rule->reply);
	g_free(rule->path);
	if (rule->when)
		condition_free(rule->when);
	g_free(rule);
}

void rules_free(struct rules *rules)
{
	g_ptr_array_unref(rules->list);
	g_free(rules->bias_path);
	if (rules->model)
		text_model_free(rules->model);
	g_free(rules);
}

void rules_set_model(struct rules *rules, struct text_model *model)
{
	if (rules->model)
		text_model_free(rules->model);
	rules->model = model;
}

/* A file being read; path within it leads to the value at hand, for messages. */
struct loading {
	struct rules *rules;
	GPtrArray *problems;
	bool check_examples;
	const char *file;
	const char *text;
	const char *steps[2 * NESTING_LIMIT + 8];
	size_t n_steps;
	const char *rule_id;
};

static void push(struct loading *loading, const char *step)
{
	loading->steps[loading->n_steps++] = step;
	loading->steps[loading->n_steps] = NULL;
}

static void pop(struct loading *loading)
{
	loading->steps[--loading->n_steps] = NULL;
}

/* As one line that is safe on a terminal: file names, ids and values are strangers'. */
static void add_problem(GPtrArray *problems, const char *text)
{
	g_autofree char *utf8 = text_to_utf8(text, strlen(text), NULL);

	g_ptr_array_add(problems, text_one_line(utf8, 0));
}

/* Always returns false. key, when given, is where within the value at hand. */
static bool problem(struct loading *loading, const char *key, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static bool problem(struct loading *loading, const char *key, const char *format, ...)
{
	struct json_place place;
	va_list args;

	if (key)
		push(loading, key);
	place = json_place_of(loading->text, loading->steps);
	if (key)
		pop(loading);
	va_start(args, format);
	g_autofree char *what = g_strdup_vprintf(format, args);
	va_end(args);
	g_autofree char *all = g_strdup_printf(
		"%s:%zu:%zu: %s%s%s", loading->file, place.line, place.column,
		loading->rule_id ? loading->rule_id : "", loading->rule_id ? ": " : "", what);
	add_problem(loading->problems, all);
	return false;
}

static bool known_keys(struct loading *loading, json_t *object, const char *const *keys)
{
	const char *key;
	json_t *value;
	bool ok = true;

	json_object_foreach(object, key, value) if (!g_strv_contains(keys, key)) ok =
		problem(loading, key, "unknown field '%s'", key);
	return ok;
}

static struct condition *parse_condition(struct loading *loading, json_t *value, int depth);

static struct condition *parse_group(struct loading *loading, json_t *object,
				     enum condition_group group, const char *key, int depth)
{
	g_autoptr(GPtrArray) children =
		g_ptr_array_new_with_free_func((GDestroyNotify)condition_free);
	json_t *value = json_object_get(object, key), *item;
	bool ok = true;
	size_t i;

	push(loading, key);
	if (group == CONDITION_NOT) {
		struct condition *child = parse_condition(loading, value, depth + 1);

		if (child)
			g_ptr_array_add(children, child);
		ok = child != NULL;
	} else if (!json_is_array(value) || !json_array_size(value)) {
		ok = problem(loading, NULL, "'%s' wants a list of conditions", key);
	} else {
		json_array_foreach(value, i, item)
		{
			g_autofree char *step = g_strdup_printf("[%zu]", i);

			push(loading, step);
			struct condition *child = parse_condition(loading, item, depth + 1);
			pop(loading);
			if (child)
				g_ptr_array_add(children, child);
			ok = ok && child;
		}
	}
	pop(loading);
	return ok ? condition_new_group(group, g_steal_pointer(&children)) : NULL;
}

static struct condition *parse_condition(struct loading *loading, json_t *value, int depth)
{
	static const struct {
		const char *key;
		enum condition_group group;
	} groups[] = { { "all", CONDITION_ALL },
		       { "any", CONDITION_ANY },
		       { "not", CONDITION_NOT } };
	static const char *const match_keys[] = { "field", "matches", NULL };
	g_autoptr(GError) error = NULL;
	struct condition *condition;

	if (depth > NESTING_LIMIT) {
		problem(loading, NULL, "conditions nested more than %d deep", NESTING_LIMIT);
		return NULL;
	}
	if (json_is_string(value)) {
		condition = condition_new_comparison(json_string_value(value), &error);
		if (!condition)
			problem(loading, NULL, "%s", error->message);
		return condition;
	}
	if (!json_is_object(value)) {
		problem(loading, NULL,
			"a condition is an object or a string like \"lines_changed > 100\"");
		return NULL;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
		const char *const keys[] = { groups[i].key, NULL };

		if (json_object_get(value, groups[i].key))
			return known_keys(loading, value, keys)
				       ? parse_group(loading, value, groups[i].group, groups[i].key,
						     depth)
				       : NULL;
	}
	if (!known_keys(loading, value, match_keys))
		return NULL;

	const char *field = json_string_value(json_object_get(value, "field"));
	const char *pattern = json_string_value(json_object_get(value, "matches"));

	if (!field || !pattern) {
		problem(loading, NULL,
			"a condition wants \"field\" and \"matches\", or \"all\", \"any\" or "
			"\"not\"");
		return NULL;
	}
	condition = condition_new_match(field, pattern, &error);
	if (!condition)
		problem(loading, g_str_has_prefix(error->message, "unknown") ? "field" : "matches",
			"%s", error->message);
	return condition;
}

/* Braces in a sentence must name something that can be filled in, extra names included. */
static bool check_sentence(struct loading *loading, const char *key, const char *sentence,
			   const char *const *extra)
{
	struct slice rest = slice_of(sentence), piece;
	enum placeholder_piece kind;

	while (placeholder_next(&rest, &kind, &piece)) {
		g_autofree char *name = slice_dup(piece);

		if (kind == PLACEHOLDER_UNCLOSED)
			return problem(loading, key, "'{' without '}'");
		if (kind == PLACEHOLDER_NAME && strcmp(name, "match") != 0 &&
		    strcmp(name, "fact") != 0 && !(extra && g_strv_contains(extra, name)) &&
		    exhibit_name_parse(name).kind == EXHIBIT_NAME_NONE)
			return problem(loading, key,
				       "'{%s}' is neither {match}, {fact} nor a number", name);
	}
	return true;
}

/* What an answer by mail says; false for nothing. */
static bool parse_reply(struct loading *loading, json_t *object, struct rule *rule)
{
	static const char *const extra[] = {
		"commit", "commits", "missing", "proof", "trees", NULL
	};
	json_t *reply = json_object_get(object, "reply");

	rule->unsaid = json_is_false(reply);
	if (!reply || rule->unsaid)
		return true;
	if (!json_is_string(reply) || !*json_string_value(reply))
		return problem(loading, "reply", "\"reply\" wants a sentence, or false");
	rule->reply = g_strdup(json_string_value(reply));
	return check_sentence(loading, "reply", rule->reply, extra);
}

static bool parse_word(struct loading *loading, json_t *object, const char *key,
		       const char *const *words, int first, int n, int *out)
{
	json_t *value = json_object_get(object, key);

	if (!value)
		return true;
	for (int i = first; json_is_string(value) && i < n; i++)
		if (strcmp(json_string_value(value), words[i]) == 0) {
			*out = i;
			return true;
		}
	return problem(loading, key, "unknown %s '%s'", key,
		       json_is_string(value) ? json_string_value(value) : "(not a text)");
}

static bool parse_weight(struct loading *loading, json_t *object, struct rule *rule)
{
	json_t *weight = json_object_get(object, "weight");

	if (rule->decides != VERDICT_NONE)
		return !weight || problem(loading, "weight", "a rule that decides has no weight");
	if (!json_is_number(weight))
		return problem(loading, weight ? "weight" : NULL,
			       "no \"weight\" and no \"decides\"");
	rule->weight = json_number_value(weight);
	if (!isfinite(rule->weight) || fabs(rule->weight) > weight_limit)
		return problem(loading, "weight", "a weight is in log-odds, between -%g and %g",
			       weight_limit, weight_limit);
	return true;
}

/*
 * An example is the text of the condition's first field, or an object of fields, numbers and facts.
 */
static bool fill_example(struct loading *loading, const struct rule *rule, json_t *example,
			 struct exhibit *exhibit)
{
	const char *field = condition_first_field(rule->when);
	json_t *object = NULL, *value;
	const char *key;
	bool ok = true;

	if (json_is_string(example)) {
		object = json_object();
		json_object_set(object, field ? field : "message", example);
	} else if (json_is_object(example)) {
		object = json_incref(example);
	} else {
		return problem(loading, NULL, "an example is a text or an object");
	}
	json_object_foreach(object, key, value)
	{
		struct exhibit_name name = exhibit_name_parse(key);
		int text = exhibit_text_parse(key);

		if (json_is_integer(value) && name.kind == EXHIBIT_NAME_NUMBER) {
			exhibit->known[name.number] = true;
			exhibit->numbers[name.number] = json_integer_value(value);
		} else if (json_is_integer(value) && name.kind == EXHIBIT_NAME_FACT) {
			exhibit->counts[name.fact][name.state] = (guint)json_integer_value(value);
		} else if (!json_is_string(value)) {
			ok = problem(loading, NULL, "unknown number or fact '%s' in an example",
				     key);
		} else if (text == EXHIBIT_MESSAGE) {
			exhibit_set_message(exhibit, json_string_value(value));
		} else if (text >= 0) {
			g_free(exhibit->texts[text]);
			exhibit->texts[text] = g_strdup(json_string_value(value));
		} else if (g_str_has_prefix(key, "trailer:")) {
			g_autofree char *lower = g_ascii_strdown(key + strlen("trailer:"), -1);

			exhibit_add_trailer(exhibit, lower, json_string_value(value));
		} else {
			ok = problem(loading, NULL, "unknown field '%s' in an example", key);
		}
	}
	json_decref(object);
	return ok;
}

static bool run_examples(struct loading *loading, const struct rule *rule, json_t *list,
			 const char *key, bool expected, size_t *n)
{
	json_t *example;
	bool ok = true;
	size_t i;

	if (list && !json_is_array(list))
		return problem(loading, key, "\"%s\" wants a list", key);
	*n = json_array_size(list);
	if (!loading->check_examples)
		return true;
	push(loading, key);
	json_array_foreach(list, i, example)
	{
		g_autofree char *step = g_strdup_printf("[%zu]", i);
		struct exhibit exhibit;
		struct condition_hit hit;

		exhibit_init(&exhibit);
		condition_hit_init(&hit);
		push(loading, step);
		if (!fill_example(loading, rule, example, &exhibit))
			ok = false;
		else if (condition_test(rule->when, &exhibit, &hit) != expected)
			ok = problem(loading, NULL,
				     expected ? "this should be a hit, and is none"
					      : "this should be a miss, and is a hit: '%s'",
				     hit.match ? hit.match : "");
		else if (hit.gave_up)
			ok = problem(loading, NULL, "the pattern gave up: it backtracks too much");
		pop(loading);
		condition_hit_clear(&hit);
		exhibit_clear(&exhibit);
	}
	pop(loading);
	return ok;
}

static bool parse_examples(struct loading *loading, json_t *object, struct rule *rule)
{
	static const char *const keys[] = { "hit", "miss", NULL };
	json_t *examples = json_object_get(object, "examples");
	bool ok;

	if (!json_is_object(examples))
		return problem(loading, examples ? "examples" : NULL,
			       "no \"examples\": a rule shows at least one hit and one miss");
	push(loading, "examples");
	ok = known_keys(loading, examples, keys);
	ok = run_examples(loading, rule, json_object_get(examples, "hit"), "hit", true,
			  &rule->n_hits) &&
	     ok;
	ok = run_examples(loading, rule, json_object_get(examples, "miss"), "miss", false,
			  &rule->n_misses) &&
	     ok;
	if (ok && (!rule->n_hits || !rule->n_misses))
		ok = problem(loading, NULL, "a rule shows at least one hit and one miss");
	pop(loading);
	return ok;
}

/* *out is left as it is where the key is not there. */
static bool parse_flag(struct loading *loading, json_t *object, const char *key, bool *out)
{
	json_t *flag = json_object_get(object, key);

	if (!flag)
		return true;
	*out = json_is_true(flag);
	return json_is_boolean(flag) || problem(loading, key, "\"%s\" wants true or false", key);
}

/* "times": "model" is the only factor there is. */
static bool parse_times(struct loading *loading, json_t *object, struct rule *rule)
{
	json_t *times = json_object_get(object, "times");

	if (!times)
		return true;
	if (rule->decides != VERDICT_NONE)
		return problem(loading, "times", "a rule that decides has no weight");
	if (g_strcmp0(json_string_value(times), "model") != 0)
		return problem(loading, "times", "a weight can be times the \"model\" only");
	rule->times_model = true;
	return true;
}

static bool parse_family(struct loading *loading, json_t *object, struct rule *rule)
{
	json_t *family = json_object_get(object, "family");

	if (!family)
		return true;
	rule->family = g_strdup(json_string_value(family));
	return (rule->family && *rule->family) ||
	       problem(loading, "family", "\"family\" wants a word");
}

static struct rule *parse_rule(struct loading *loading, json_t *object)
{
	static const char *const keys[] = { "id",	"class", "weight", "times",    "decides",
					    "says",	"when",	 "family", "examples", "why",
					    "disabled", "learn", "reply",  "quiet",    NULL };
	struct rule *rule = g_new0(struct rule, 1);
	const char *says = json_string_value(json_object_get(object, "says"));
	int class = CLASS_UNKNOWN, decides = VERDICT_NONE;
	bool ok = known_keys(loading, object, keys);

	rule->id = g_strdup(loading->rule_id);
	rule->path = text_to_utf8(loading->file, strlen(loading->file), NULL);
	rule->line = json_place_of(loading->text, loading->steps).line;
	ok = parse_word(loading, object, "class", class_names, 1, N_CLASSES, &class) && ok;
	ok = parse_word(loading, object, "decides", verdict_names, 1, N_VERDICTS, &decides) && ok;
	rule->class = (enum class) class;
	rule->decides = (enum verdict)decides;
	ok = parse_weight(loading, object, rule) && ok;
	rule->learn = true;
	ok = parse_flag(loading, object, "learn", &rule->learn) && ok;
	ok = parse_flag(loading, object, "quiet", &rule->quiet) && ok;
	ok = parse_times(loading, object, rule) && ok;
	ok = parse_family(loading, object, rule) && ok;
	if (!says)
		ok = problem(loading, NULL, "no \"says\": a rule has a sentence");
	else
		ok = check_sentence(loading, "says", says, NULL) && ok;
	ok = parse_reply(loading, object, rule) && ok;
	rule->says = g_strdup(says ? says : "");
	if (json_object_get(object, "when")) {
		push(loading, "when");
		rule->when = parse_condition(loading, json_object_get(object, "when"), 0);
		pop(loading);
	} else {
		problem(loading, NULL, "no \"when\": a rule has a condition");
	}
	if (rule->when)
		ok = parse_examples(loading, object, rule) && ok;
	if (!ok || !rule->when) {
		rule_free(rule);
		return NULL;
	}
	return rule;
}

static void add_rule(struct rules *rules, struct rule *rule)
{
	for (guint i = 0; i < rules->list->len; i++) {
		struct rule *other = rules->list->pdata[i];

		if (strcmp(other->id, rule->id) == 0) {
			rule_free(other);
			rules->list->pdata[i] = rule;
			return;
		}
	}
	g_ptr_array_add(rules->list, rule);
}

static void load_rule(struct loading *loading, json_t *object, size_t index, GHashTable *seen)
{
	g_autofree char *step = g_strdup_printf("[%zu]", index);
	const char *id = json_string_value(json_object_get(object, "id"));

	push(loading, step);
	loading->rule_id = id;
	if (!id || !*id) {
		problem(loading, NULL, "a rule without \"id\"");
	} else if (!g_hash_table_add(seen, g_strdup(id))) {
		problem(loading, "id", "the file has a rule of this id already");
	} else if (json_is_true(json_object_get(object, "disabled"))) {
		for (guint i = 0; i < loading->rules->list->len; i++)
			if (strcmp(((struct rule *)loading->rules->list->pdata[i])->id, id) == 0)
				rule_free(g_ptr_array_steal_index(loading->rules->list, i--));
	} else {
		struct rule *rule = parse_rule(loading, object);

		if (rule)
			add_rule(loading->rules, rule);
	}
	loading->rule_id = NULL;
	pop(loading);
}

static void load_number(struct loading *loading, json_t *object, const char *key, double low,
			double high, double *out)
{
	json_t *value = json_object_get(object, key);

	if (!value)
		return;
	if (!json_is_number(value) || json_number_value(value) < low ||
	    json_number_value(value) > high)
		problem(loading, key, "'%s' wants a number from %g to %g", key, low, high);
	else
		*out = json_number_value(value);
}

/*
 * How many wrong ones a right one is worth: a drop that nobody would have objected to, a look at a
 * patch that is fine. It pays from the probability at which that many are wrong for a right one.
 */
static void load_worth(struct loading *loading, json_t *object)
{
	static const char *const keys[] = { "drop", "ask", NULL };
	json_t *worth = json_object_get(object, "worth");
	struct rules *rules = loading->rules;

	if (worth && !json_is_object(worth)) {
		problem(loading, "worth", "\"worth\" wants an object");
	} else if (worth) {
		push(loading, "worth");
		known_keys(loading, worth, keys);
		load_number(loading, worth, "drop", 0, worth_limit, &rules->drop_worth);
		load_number(loading, worth, "ask", 0, worth_limit, &rules->ask_worth);
		pop(loading);
		if (json_object_get(worth, "drop"))
			rules->drop_at = 1 / (1 + rules->drop_worth);
		if (json_object_get(worth, "ask"))
			rules->ask_at = 1 / (1 + rules->ask_worth);
	}
}

static void load_object(struct loading *loading, json_t *object)
{
	static const char *const keys[] = { "bias", "worth", "thresholds", "rules", "about", NULL };
	static const char *const threshold_keys[] = { "drop", "ask", NULL };
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	json_t *list = json_object_get(object, "rules"), *rule;
	json_t *thresholds = json_object_get(object, "thresholds");
	size_t i;

	if (!json_is_object(object)) {
		problem(loading, NULL, "a rule file is an object with \"rules\"");
		return;
	}
	known_keys(loading, object, keys);
	load_number(loading, object, "bias", -weight_limit, weight_limit, &loading->rules->bias);
	if (json_object_get(object, "bias")) {
		g_free(loading->rules->bias_path);
		loading->rules->bias_path = g_strdup(loading->file);
	}
	load_worth(loading, object);
	if (thresholds && !json_is_object(thresholds)) {
		problem(loading, "thresholds", "\"thresholds\" wants an object");
	} else if (thresholds) {
		push(loading, "thresholds");
		known_keys(loading, thresholds, threshold_keys);
		load_number(loading, thresholds, "drop", 0, 1, &loading->rules->drop_at);
		load_number(loading, thresholds, "ask", 0, 1, &loading->rules->ask_at);
		pop(loading);
	}
	if (list && !json_is_array(list)) {
		problem(loading, "rules", "\"rules\" wants a list");
		return;
	}
	push(loading, "rules");
	json_array_foreach(list, i, rule) load_rule(loading, rule, i, seen);
	pop(loading);
}

static void load_file(struct rules *rules, const char *path, bool check_examples,
		      GPtrArray *problems)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	size_t length = 0;
	json_error_t place;
	json_t *root;
	struct loading loading = {
		.rules = rules,
		.problems = problems,
		.check_examples = check_examples,
		.file = path,
	};

	if (!file_read(path, &text, &length, &error)) {
		add_problem(problems, error->message);
		return;
	}
	if (length > FILE_LIMIT) {
		g_autofree char *all =
			g_strdup_printf("%s: longer than %d bytes", path, FILE_LIMIT);

		add_problem(problems, all);
		return;
	}
	root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &place);
	if (!root) {
		g_autofree char *all =
			g_strdup_printf("%s:%d:%d: %s", path, place.line, place.column, place.text);

		add_problem(problems, all);
		return;
	}
	loading.text = text;
	load_object(&loading, root);
	json_decref(root);
}

bool rules_files(const char *directory, GPtrArray *paths, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autoptr(GError) open_error = NULL;
	g_autoptr(GDir) dir = g_dir_open(directory, 0, &open_error);
	const char *name;

	if (!dir && access(directory, R_OK) != 0)
		return fail_errno(error, "cannot read rules in '%s'", directory);
	if (!dir)
		return fail(error, WINNOW_ERROR_INPUT, "cannot read rules in '%s': %s", directory,
			    open_error->message);
	while ((name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, ".json") && name[0] != '.')
			g_ptr_array_add(names, g_build_filename(directory, name, NULL));
	g_ptr_array_sort(names, text_compare);
	for (guint i = 0; i < names->len; i++)
		g_ptr_array_add(paths, names->pdata[i]);
	return true;
}

static bool load_directory(struct rules *rules, const char *directory, bool check_examples,
			   GPtrArray *problems, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	if (!rules_files(directory, paths, error))
		return false;
	for (guint i = 0; i < paths->len; i++)
		load_file(rules, paths->pdata[i], check_examples, problems);
	return true;
}

bool rules_load(const char *const *directories, bool check_examples, GPtrArray *problems,
		struct rules **out, GError **error)
{
	_cleanup_(rules_freep) struct rules *rules = g_new0(struct rules, 1);
	guint before = problems->len;

	rules->list = g_ptr_array_new_with_free_func(rule_free);
	rules->drop_at = rules->ask_at = 1;
	for (; *directories; directories++)
		if (!load_directory(rules, *directories, check_examples, problems, error))
			return false;
	if (problems->len > before)
		return fail(error, WINNOW_ERROR_INPUT, "%s%s", (char *)problems->pdata[before],
			    problems->len > before + 1 ? " (and more: see winnow rules check)"
						       : "");
	if (!rules->list->len)
		return fail(error, WINNOW_ERROR_INPUT, "no rules were found");
	if (rules->ask_at > rules->drop_at)
		return fail(error, WINNOW_ERROR_INPUT,
			    "the thresholds are the wrong way round: ask %g is over drop %g",
			    rules->ask_at, rules->drop_at);
	*out = g_steal_pointer(&rules);
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
		size_t first = hit->facts->len ? g_array_index(hit->facts, size_t, 0) : 0;
		guint more;

		if (!hit->facts->len || !exhibit->facts)
			return;
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
