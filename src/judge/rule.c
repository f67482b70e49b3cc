/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include <errno.h>
#include <math.h>

#include "base/directory.h"
#include "base/error.h"

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

bool verdict_parse(const char *name, enum verdict *out)
{
	for (int verdict = VERDICT_KEEP; verdict < N_VERDICTS; verdict++)
		if (strcmp(name, verdict_names[verdict]) == 0) {
			*out = (enum verdict)verdict;
			return true;
		}
	return false;
}

bool verdicts_parse(const char *words, bool *verdicts, char **wrong)
{
	g_auto(GStrv) list = g_strsplit(words, ",", -1);

	for (char **word = list; *word; word++) {
		enum verdict verdict;

		if (!verdict_parse(*word, &verdict)) {
			*wrong = g_strdup(*word);
			return false;
		}
		verdicts[verdict] = true;
	}
	return true;
}

struct rule *rule_new(void)
{
	struct rule *rule = g_new0(struct rule, 1);

	rule->learn = true;
	rule->tells = g_array_new(FALSE, FALSE, sizeof(struct exhibit_name));
	rule->unless = g_ptr_array_new();
	return rule;
}

void rule_free(void *data)
{
	struct rule *rule = data;

	g_free(rule->id);
	g_free(rule->family);
	g_free(rule->says);
	g_free(rule->brief);
	g_free(rule->answer);
	g_free(rule->path);
	g_array_unref(rule->tells);
	g_ptr_array_unref(rule->unless);
	if (rule->when)
		condition_free(rule->when);
	g_free(rule);
}

static void definition_free(void *condition)
{
	condition_free(condition);
}

struct rules *rules_new(void)
{
	struct rules *rules = g_new0(struct rules, 1);

	rules->list = g_ptr_array_new_with_free_func(rule_free);
	rules->severities = g_ptr_array_new_with_free_func(rule_free);
	rules->definitions = g_ptr_array_new_with_free_func(definition_free);
	rules->drop_at = rules->ask_at = 1;
	rules->text = g_string_new(NULL);
	return rules;
}

/* What the files say, whatever they are called and wherever they lie. With the NUL behind each no
 * two lists of files are the same bytes. */
char *rules_version(const struct rules *rules)
{
	g_autofree char *sum = g_compute_checksum_for_data(
		G_CHECKSUM_SHA256, (const guchar *)rules->text->str, rules->text->len);

	return rules->text->len ? g_strndup(sum, RULES_VERSION_DIGITS) : NULL;
}

void rules_free(struct rules *rules)
{
	g_ptr_array_unref(rules->list);
	g_ptr_array_unref(rules->severities);
	g_ptr_array_unref(rules->definitions);
	g_free(rules->bias_path);
	g_string_free(rules->text, TRUE);
	if (rules->model)
		text_model_free(rules->model);
	if (rules->kind)
		kind_model_free(rules->kind);
	g_free(rules);
}

void rules_expect(struct rules *rules, size_t n_exhibits)
{
	enum {
		MANY = 25
	}; /* from so many on machine code is made faster than it is gone without */

	rules->many = n_exhibits >= MANY;
}

void rules_set_model(struct rules *rules, struct text_model *model)
{
	if (rules->model)
		text_model_free(rules->model);
	rules->model = model;
}

void rules_set_kind(struct rules *rules, struct kind_model *model)
{
	if (rules->kind)
		kind_model_free(rules->kind);
	rules->kind = model;
}

double rule_factor(const struct rule *rule, const struct exhibit *exhibit)
{
	const struct rule_times *times = &rule->times;
	gint64 number;
	double value;

	if (rule->times_model)
		return exhibit->model_score;
	if (!times->is)
		return 1;
	if (!exhibit_number(exhibit, &times->number, &number))
		return 0;
	value = times->most > 0 ? MIN((double)number, times->most) : (double)number;
	return times->logarithm ? log1p(value) - log1p(times->usual) : value - times->usual;
}

bool rules_files(const char *directory, GPtrArray *paths, GError **error)
{
	g_autoptr(GPtrArray) names = NULL;

	/* All of them: without some rules the verdicts would be others. */
	if (!directory_list(directory, &names, error))
		return false;
	if (!names)
		return fail(error, WINNOW_ERROR_INPUT, "cannot read rules in '%s': %s", directory,
			    g_strerror(ENOENT));
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];

		if (g_str_has_suffix(name, ".json") && name[0] != '.')
			g_ptr_array_add(paths, g_build_filename(directory, name, NULL));
	}
	return true;
}
