/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule files: each rule, and what a file says beside its rules. */
#include <math.h>
#include <string.h>

#include <jansson.h>

#include "base/text.h"
#include "judge/family.h"
#include "judge/json-location.h"
#include "judge/rule-load.h"

static const double worth_limit = 1000;
static const double weight_limit = 20; /* beyond it nothing else would ever count */

/* What parse_word() reads: each enum counts from 0, where nothing is said, and has its names. */
static const char *class_word(int i)
{
	return class_name((enum class)i);
}

static const char *verdict_word(int i)
{
	return verdict_name((enum verdict)i);
}

static const char *severity_word(int i)
{
	return severity_name((enum severity)i);
}

static bool parse_word(struct rule_cursor *cursor, json_t *object, const char *key,
		       const char *(*word)(int i), int n, int *out)
{
	json_t *value = json_object_get(object, key);

	if (!value)
		return true;
	for (int i = 1; json_is_string(value) && i < n; i++)
		if (strcmp(json_string_value(value), word(i)) == 0) {
			*out = i;
			return true;
		}
	return rule_problem(cursor, key, "unknown %s '%s'", key,
			    json_is_string(value) ? json_string_value(value) : "(not a text)");
}

static bool parse_weight(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	json_t *weight = json_object_get(object, "weight");

	if (rule->decides != VERDICT_NONE)
		return !weight ||
		       rule_problem(cursor, "weight", "a rule that decides has no weight");
	if (!json_is_number(weight))
		return rule_problem(cursor, weight ? "weight" : NULL,
				    "no \"weight\" and no \"decides\"");
	rule->weight = json_number_value(weight);
	if (!isfinite(rule->weight) || fabs(rule->weight) > weight_limit)
		return rule_problem(cursor, "weight", "a weight is in log-odds, between -%g and %g",
				    weight_limit, weight_limit);
	return true;
}

/* *out is left as it is where the key is not there. */
static bool parse_flag(struct rule_cursor *cursor, json_t *object, const char *key, bool *out)
{
	json_t *flag = json_object_get(object, key);

	if (!flag)
		return true;
	*out = json_is_true(flag);
	return json_is_boolean(flag) ||
	       rule_problem(cursor, key, "\"%s\" wants true or false", key);
}

static const double times_limit = 1000000; /* a larger number than this is nobody's usual one */

static bool parse_bound(struct rule_cursor *cursor, json_t *object, const char *key, double *out)
{
	json_t *bound = json_object_get(object, key);

	if (!bound)
		return true;
	*out = json_number_value(bound);
	return (json_is_number(bound) && *out >= 0 && *out <= times_limit) ||
	       rule_problem(cursor, key, "\"%s\" wants a number from 0 to %g", key, times_limit);
}

/* "ln lines_changed", "age_days"; what is usual of it, and how much of it counts at most. */
static bool parse_number(struct rule_cursor *cursor, json_t *object, const char *times,
			 struct rule *rule)
{
	struct rule_times *out = &rule->times;

	out->is = true;
	out->logarithm = g_str_has_prefix(times, "ln ");
	out->number = exhibit_name_parse(times + (out->logarithm ? strlen("ln ") : 0));
	if (out->number.kind != EXHIBIT_NAME_NUMBER)
		return rule_problem(cursor, "times",
				    "a weight can be times the \"model\", a number or \"ln NUMBER\"");
	return parse_bound(cursor, object, "usual", &out->usual) &&
	       parse_bound(cursor, object, "most", &out->most);
}

/* "times": "model", or a number. */
static bool parse_times(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	json_t *times = json_object_get(object, "times");

	if (!times)
		return true;
	if (rule->decides != VERDICT_NONE)
		return rule_problem(cursor, "times", "a rule that decides has no weight");
	if (g_strcmp0(json_string_value(times), "model") != 0)
		return parse_number(cursor, object,
				    json_is_string(times) ? json_string_value(times) : "", rule);
	rule->times_model = true;
	return true;
}

static bool parse_family(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	json_t *family = json_object_get(object, "family");

	if (!family)
		return true;
	rule->family = g_strdup(json_string_value(family));
	if (!rule->family || !*rule->family)
		return rule_problem(cursor, "family", "\"family\" wants a word");
	return family_is_known(rule->family) ||
	       rule_problem(cursor, "family", "unknown family '%s'", rule->family);
}

static bool parse_tells(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	json_t *tells = json_object_get(object, "tells"), *item;
	bool ok = true;
	size_t i;

	if (!tells)
		return true;
	if (!json_is_array(tells) || !json_array_size(tells))
		return rule_problem(cursor, "tells", "\"tells\" wants a list of facts");
	rule_cursor_enter(cursor, "tells");
	json_array_foreach(tells, i, item)
	{
		g_autofree char *step = g_strdup_printf("[%zu]", i);
		const char *name = json_string_value(item);
		struct exhibit_name fact = exhibit_name_parse(name ? name : "");

		if (fact.kind == EXHIBIT_NAME_FACT)
			g_array_append_val(rule->tells, fact);
		else
			ok = rule_problem(cursor, step, "unknown fact '%s'",
					  name ? name : "(not a text)");
	}
	rule_cursor_leave(cursor);
	return ok;
}

/* Which rules they are shows when all are read. */
static bool check_unless(struct rule_cursor *cursor, json_t *object)
{
	json_t *unless = json_object_get(object, "unless"), *item;
	bool ok = !unless || (json_is_array(unless) && json_array_size(unless));
	size_t i;

	json_array_foreach(unless, i, item) ok = ok && json_is_string(item);
	return ok || rule_problem(cursor, "unless", "\"unless\" wants a list of rules' ids");
}

static bool parse_condition(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	json_t *when = json_object_get(object, "when");

	if (!when)
		return rule_problem(cursor, NULL, "no \"when\": a rule has a condition");
	rule_cursor_enter(cursor, "when");
	rule->when = rule_condition_read(cursor, when);
	rule_cursor_leave(cursor);
	return rule->when != NULL;
}

static bool comes_along(enum fact_kind kind)
{
	return fact_kind_is(kind, FACT_ALONG);
}

/* Of what no commit can come of no commit can be taken along. */
static bool check_companions(struct rule_cursor *cursor, const struct rule *rule)
{
	bool can = condition_counts(rule->when, comes_along);

	for (guint i = 0; i < rule->tells->len; i++)
		can = can || comes_along(g_array_index(rule->tells, struct exhibit_name, i).fact);
	return rule->decides != VERDICT_KEEP_WITH || can ||
	       rule_problem(cursor, "decides",
			    "no commit to keep it with: the condition counts no follow-up, "
			    "nothing that it needs and no other of its series");
}

/* How bad something is has no weight, and is nothing to answer. */
static bool parse_severity(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	static const char *const keys[] = { "id",  "severity", "says",	   "when", "unless",
					    "why", "examples", "disabled", NULL };
	int severity = SEVERITY_UNKNOWN;
	bool ok = rule_known_keys(cursor, object, keys);

	ok = parse_word(cursor, object, "severity", severity_word, N_SEVERITIES, &severity) && ok;
	rule->severity = (enum severity)severity;
	return ok;
}

/* What a rule about patches says. */
static bool parse_weighing(struct rule_cursor *cursor, json_t *object, struct rule *rule)
{
	static const char *const keys[] = { "id",    "class",	 "weight", "times",  "decides",
					    "says",  "brief",	 "when",   "family", "examples",
					    "why",   "disabled", "learn",  "reply",  "quiet",
					    "tells", "unless",	 "usual",  "most",   NULL };
	int class = CLASS_UNKNOWN, decides = VERDICT_NONE;
	bool ok = rule_known_keys(cursor, object, keys);

	ok = parse_word(cursor, object, "class", class_word, N_CLASSES, &class) && ok;
	ok = parse_word(cursor, object, "decides", verdict_word, N_VERDICTS, &decides) && ok;
	rule->class = (enum class) class;
	rule->decides = (enum verdict)decides;
	ok = parse_weight(cursor, object, rule) && ok;
	ok = parse_flag(cursor, object, "learn", &rule->learn) && ok;
	ok = parse_flag(cursor, object, "quiet", &rule->quiet) && ok;
	ok = parse_times(cursor, object, rule) && ok;
	ok = parse_family(cursor, object, rule) && ok;
	return parse_tells(cursor, object, rule) && ok;
}

static struct rule *parse_rule(struct rule_cursor *cursor, json_t *object)
{
	struct rule *rule = rule_new();
	bool ok;

	rule->id = g_strdup(cursor->name);
	rule->path = text_to_utf8(cursor->file->path, strlen(cursor->file->path), NULL);
	rule->line = json_places_locate(cursor->file->places, cursor->steps).line;
	ok = json_object_get(object, "severity") ? parse_severity(cursor, object, rule)
						 : parse_weighing(cursor, object, rule);
	ok = check_unless(cursor, object) && ok;
	ok = rule_words_read(cursor, object, rule) && ok;
	ok = parse_condition(cursor, object, rule) && ok;
	if (rule->when) {
		ok = rule_words_check(cursor, rule) && ok;
		ok = check_companions(cursor, rule) && ok;
		ok = rule_examples_count(cursor, object, rule) && ok;
	}
	if (!ok) {
		rule_free(rule);
		return NULL;
	}
	return rule;
}

/* Where rule stands in the list; false: it does not, or is none. */
static bool find_in(const struct rule_load *load, const struct rule *rule, guint *at)
{
	void *found = rule ? g_hash_table_lookup(load->at, rule) : NULL;

	*at = GPOINTER_TO_UINT(found) - 1;
	return found != NULL;
}

/* It leaves a hole, which rule-load.c closes when all are read. */
static void take_out(struct rule_load *load, struct rule *rule)
{
	guint i;

	if (!find_in(load, rule, &i))
		return;
	g_ptr_array_add(load->replaced, rule);
	g_hash_table_remove(load->at, rule);
	load->rules->list->pdata[i] = NULL;
}

/* A rule stands where the one of its id stood that it replaces. */
static void put_in(struct rule_load *load, struct rule *rule)
{
	struct rule *other = g_hash_table_lookup(load->ids, rule->id);
	guint i;

	if (find_in(load, other, &i)) {
		take_out(load, other);
		load->rules->list->pdata[i] = rule;
	} else {
		i = load->rules->list->len;
		g_ptr_array_add(load->rules->list, rule);
	}
	g_hash_table_insert(load->at, rule, GUINT_TO_POINTER(i + 1));
}

static void read_rule(struct rule_cursor *cursor, json_t *object, size_t index, GHashTable *seen)
{
	struct rule_load *load = cursor->load;
	const char *id = json_string_value(json_object_get(object, "id"));

	cursor->name = id;
	if (!id || !*id) {
		rule_problem(cursor, NULL, "a rule without \"id\"");
	} else if (!g_hash_table_add(seen, (gpointer)id)) {
		rule_problem(cursor, "id", "the file has a rule of this id already");
	} else if (json_is_true(json_object_get(object, "disabled"))) {
		take_out(load, g_hash_table_lookup(load->ids, id));
		g_hash_table_insert(load->ids, (gpointer)id, NULL);
	} else if (load->severities_only && !json_object_get(object, "severity")) {
		take_out(load, g_hash_table_lookup(load->ids, id));
		g_hash_table_insert(load->ids, (gpointer)id, NULL);
	} else {
		struct rule *rule = parse_rule(cursor, object);
		struct rule_entry entry = { rule, cursor->file, index, object, id };

		if (rule) {
			put_in(load, rule);
			g_ptr_array_add(load->entries, g_memdup2(&entry, sizeof(entry)));
		}
		/* That there is one others may know, whatever is wrong with it. */
		g_hash_table_insert(load->ids, (gpointer)id, rule);
	}
	cursor->name = NULL;
}

static void read_number(struct rule_cursor *cursor, json_t *object, const char *key, double low,
			double high, double *out)
{
	json_t *value = json_object_get(object, key);

	if (!value)
		return;
	if (!json_is_number(value) || json_number_value(value) < low ||
	    json_number_value(value) > high)
		rule_problem(cursor, key, "'%s' wants a number from %g to %g", key, low, high);
	else
		*out = json_number_value(value);
}

/* An object of "drop" and "ask". */
static void read_pair(struct rule_cursor *cursor, json_t *object, const char *key, double high,
		      double *drop, double *ask)
{
	static const char *const keys[] = { "drop", "ask", NULL };
	json_t *pair = json_object_get(object, key);

	if (pair && !json_is_object(pair)) {
		rule_problem(cursor, key, "\"%s\" wants an object", key);
	} else if (pair) {
		rule_cursor_enter(cursor, key);
		rule_known_keys(cursor, pair, keys);
		read_number(cursor, pair, "drop", 0, high, drop);
		read_number(cursor, pair, "ask", 0, high, ask);
		rule_cursor_leave(cursor);
	}
}

/*
 * How many wrong ones a right one is worth: a drop that nobody would have objected to, a look at a
 * patch that is fine. It pays from the probability at which that many are wrong for a right one.
 */
static void read_worth(struct rule_cursor *cursor, json_t *object)
{
	json_t *worth = json_object_get(object, "worth");
	struct rules *rules = cursor->load->rules;

	read_pair(cursor, object, "worth", worth_limit, &rules->drop_worth, &rules->ask_worth);
	if (json_object_get(worth, "drop"))
		rules->drop_at = 1 / (1 + rules->drop_worth);
	if (json_object_get(worth, "ask"))
		rules->ask_at = 1 / (1 + rules->ask_worth);
}

static void read_rules(struct rule_cursor *cursor, json_t *list)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	json_t *rule;
	size_t i;

	if (list && !json_is_array(list)) {
		rule_problem(cursor, "rules", "\"rules\" wants a list");
		return;
	}
	rule_cursor_enter(cursor, "rules");
	json_array_foreach(list, i, rule)
	{
		g_autofree char *step = g_strdup_printf("[%zu]", i);

		rule_cursor_enter(cursor, step);
		read_rule(cursor, rule, i, seen);
		rule_cursor_leave(cursor);
	}
	rule_cursor_leave(cursor);
}

void rule_file_read(struct rule_load *load, const struct rule_file *file)
{
	static const char *const keys[] = { "bias",  "worth", "thresholds", "define",
					    "rules", "about", NULL };
	struct rules *rules = load->rules;
	struct rule_cursor cursor;

	rule_cursor_init(&cursor, load, file);
	if (!json_is_object(file->root)) {
		rule_problem(&cursor, NULL, "a rule file is an object with \"rules\"");
		return;
	}
	rule_known_keys(&cursor, file->root, keys);
	read_number(&cursor, file->root, "bias", -weight_limit, weight_limit, &rules->bias);
	if (json_object_get(file->root, "bias")) {
		g_free(rules->bias_path);
		rules->bias_path = g_strdup(file->path);
	}
	read_worth(&cursor, file->root);
	read_pair(&cursor, file->root, "thresholds", 1, &rules->drop_at, &rules->ask_at);
	read_rules(&cursor, json_object_get(file->root, "rules"));
}
