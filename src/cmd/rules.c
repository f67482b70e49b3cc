/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/locate.h"
#include "cmd/output.h"
#include "judge/rule.h"

static const char summary[] =
	"Check rule files, list the rules and what they can ask about, lay out files, fit weights.";

static const char help[] =
	"  check   read the rule files, run every example, tell every mistake by file, line,\n"
	"          column and rule; exit status 2 if there is one\n"
	"  list    the rules in force: weight or decision, class, id, sentence\n"
	"  fields  the texts, numbers and facts that conditions can use\n"
	"  format  lay rule files out, see winnow rules format --help\n"
	"  fit     learn the weights, see winnow rules fit --help\n"
	"  kind    learn to tell repairs from the rest, see winnow rules kind --help\n"
	"\n"
	"A DIRECTORY is added to the rules in force, as with --rules. winnow-rules(5)\n"
	"describes the format.\n";

static size_t count_examples(const GPtrArray *list)
{
	size_t n = 0;

	for (guint i = 0; i < list->len; i++) {
		const struct rule *rule = list->pdata[i];

		n += rule->n_hits + rule->n_misses;
	}
	return n;
}

static bool check(char **directories, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	_cleanup_(rules_freep) struct rules *rules = NULL;
	g_autoptr(GError) load_error = NULL;
	size_t examples;

	if (!rules_load((const char *const *)directories, true, problems, &rules, &load_error)) {
		for (guint i = 0; i < problems->len; i++)
			fprintf(stderr, "%s\n", (char *)problems->pdata[i]);
		if (problems->len)
			return fail(error, WINNOW_ERROR_INPUT, "%u mistake%s in the rules",
				    problems->len, problems->len == 1 ? "" : "s");
		g_propagate_error(error, g_steal_pointer(&load_error));
		return false;
	}
	examples = count_examples(rules->list) + count_examples(rules->severities);
	printf("%u rules, %zu examples, all as they should be\n",
	       rules->list->len + rules->severities->len, examples);
	return true;
}

static void list_rules(const GPtrArray *list)
{
	for (guint i = 0; i < list->len; i++) {
		const struct rule *rule = list->pdata[i];
		g_autofree char *says = text_one_line(rule->says, 0);
		g_autofree char *id = text_one_line(rule->id, 0);

		if (rule->severity)
			printf("%-10s", severity_name(rule->severity));
		else if (rule->decides != VERDICT_NONE)
			printf("%-9s ", verdict_name(rule->decides));
		else
			printf("%+-9.2f ", rule->weight);
		printf("%-12s %s\n          %s\n",
		       rule->class == CLASS_UNKNOWN ? "-" : class_name(rule->class), id, says);
	}
}

static bool list(char **directories, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	_cleanup_(rules_freep) struct rules *rules = NULL;

	if (!rules_load((const char *const *)directories, false, problems, &rules, error))
		return false;
	printf("%+.2f bias; ask from %.0f %%, drop from %.0f %%\n", rules->bias,
	       100 * rules->ask_at, 100 * rules->drop_at);
	list_rules(rules->list);
	list_rules(rules->severities);
	return true;
}

static void list_facts(const char *title, enum fact_role role)
{
	puts(title);
	for (int i = 0; i < N_FACT_KINDS; i++)
		if (fact_kind_is((enum fact_kind)i, role))
			printf("  %s\n", fact_kind_name((enum fact_kind)i));
}

static void list_fields(void)
{
	puts("Texts, for \"field\" and \"matches\":");
	for (int i = 0; i < N_EXHIBIT_TEXTS; i++)
		printf("  %-28s %s\n", exhibit_text_name((enum exhibit_text)i),
		       exhibit_text_meaning((enum exhibit_text)i));
	printf("  %-28s %s\n", "trailer:KEY", "the values of that trailer, one a line");
	puts("Numbers, for comparisons:");
	for (int i = 0; i < N_FACT_NUMBERS; i++)
		printf("  %-28s %s\n", fact_number_name((enum fact_number)i),
		       fact_number_meaning((enum fact_number)i));
	puts("Facts, for comparisons of how many there are:");
	for (int i = 0; i < N_FACT_KINDS; i++)
		printf("  %-28s %s\n", fact_kind_name((enum fact_kind)i),
		       fact_kind_meaning((enum fact_kind)i));
	puts("States, behind a fact and a dot:");
	for (int i = FACT_STATE_NONE + 1; i < N_FACT_STATES; i++)
		printf("  .%s\n", fact_state_name((enum fact_state)i));
	list_facts("Facts that have states:", FACT_STATED);
	list_facts("Facts whose commits a keep-with takes along:", FACT_ALONG);
}

/* What has options of its own. */
static const struct action {
	const char *word;
	char name[16];
	command_run *run;
} actions[] = {
	{ "fit", "rules fit", cmd_rules_fit },
	{ "kind", "rules kind", cmd_rules_kind },
	{ "format", "rules format", cmd_rules_format },
};

/* Whether it is that; then its name stands in front of the options that all commands have. */
static bool takes_action(const struct action *action, int argc, char **argv)
{
	int n = global_leading(argc - 1, argv + 1);

	if (n + 1 >= argc || strcmp(argv[n + 1], action->word) != 0)
		return false;
	memmove(argv + 2, argv + 1, (size_t)n * sizeof(*argv));
	argv[1] = (char *)action->name;
	return true;
}

bool cmd_rules(struct global_options *global, int argc, char **argv, enum status *status,
	       GError **error)
{
	g_auto(GStrv) directories = NULL;
	gboolean no_defaults = FALSE;
	GOptionEntry entries[] = {
		{ "no-default-rules", 0, 0, G_OPTION_ARG_NONE, &no_defaults,
		  "Only the rules of the DIRECTORYs given", NULL },
		G_OPTION_ENTRY_NULL,
	};
	_cleanup_(repo_freep) struct repo *repo = NULL;
	bool helped = false;

	for (size_t i = 0; i < G_N_ELEMENTS(actions); i++)
		if (takes_action(&actions[i], argc, argv))
			return actions[i].run(global, argc - 1, argv + 1, status, error);
	if (!cmd_parse(global, entries, NULL, "[OPTION...] check|list|fields [DIRECTORY...]",
		       summary, help, &argc, &argv, &helped, error) ||
	    helped)
		return helped;
	if (argc < 2)
		return fail(error, WINNOW_ERROR_USAGE,
			    "rules: check, list, fields, format, fit or kind? (see winnow rules "
			    "--help)");
	if (!locate_repo(global, &repo, error))
		return false;
	directories = locate_rules(repo, argv + 2, no_defaults);
	if (strcmp(argv[1], "check") == 0)
		return check(directories, error);
	if (strcmp(argv[1], "list") == 0)
		return output_begin(global, repo, "rules", NULL, error) && list(directories, error);
	if (strcmp(argv[1], "fields") == 0) {
		if (!output_begin(global, repo, "rules", NULL, error))
			return false;
		list_fields();
		return true;
	}
	return fail(error, WINNOW_ERROR_USAGE,
		    "rules: '%s' is none of check, list, fields, format, fit, kind", argv[1]);
}
