/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/file-set.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "cmd/labelled.h"
#include "cmd/locate.h"
#include "cmd/reviewing.h"
#include "judge/family.h"
#include "judge/fit.h"
#include "judge/rule-edit.h"
#include "write/measure.h"

static const char summary[] =
	"Learn the weights of the rules and of the text model from patches with labels.";

static const char help[] =
	"Shows how well they do on patches that they were not learned from, by folds in which an\n"
	"author's and a series' patches stay together, and year by year, each by what all before\n"
	"it taught, beside a plain bag of words; and each rule's weight, support and stability.\n"
	"--write puts the weights into the rule files in force, nothing else of which changes, "
	"and\n"
	"the text model into its file.\n"
	"\n"
	"  winnow rules fit --labels decided.tsv --write autosel.mbox\n";

static size_t collect(const struct report *report, const struct labels *labels,
		      struct fit_case *cases)
{
	g_autofree bool *seen = g_new0(bool, labels_count(labels));
	size_t n = 0;

	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];
		const struct label *label;
		size_t at;

		if (!labelled_find(labels, review, &at) || seen[at])
			continue;
		seen[at] = true;
		label = labels_at(labels, at);
		cases[n++] = (struct fit_case){
			.patch = review->patch,
			.judgement = &review->judgement,
			.positive = label->drop,
			.date = review->patch->sent_date,
			.where = label->reasons->len ? family_where(label->reasons->pdata[0])
						     : FAMILY_OTHER,
		};
	}
	return n;
}

enum { EACH_MIN = 10 }; /* patches of either decision that weights may be learned from */

static void edits_free(void *edits)
{
	g_array_unref(edits);
}

/* id NULL: the bias. edits: path -> GArray of struct rule_edit. */
static void add_edit(GHashTable *edits, const char *path, const char *id, double value)
{
	struct rule_edit edit = { id, value };
	GArray *of_file = g_hash_table_lookup(edits, path);

	if (!of_file) {
		of_file = g_array_new(FALSE, FALSE, sizeof(struct rule_edit));
		g_hash_table_insert(edits, (gpointer)path, of_file);
	}
	g_array_append_val(of_file, edit);
}

static GHashTable *collect_edits(const struct rules *rules, const struct fit_result *result)
{
	GHashTable *edits = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, edits_free);

	for (size_t r = 0; r < result->n_rules; r++)
		add_edit(edits, result->rules[r].rule->path, result->rules[r].rule->id,
			 result->rules[r].weight);
	for (guint i = 0; i < rules->list->len; i++) {
		const struct rule *rule = rules->list->pdata[i];

		if (rule->times_model && rule->learn)
			add_edit(edits, rule->path, rule->id, result->model_weight);
	}
	if (rules->bias_path)
		add_edit(edits, rules->bias_path, NULL, result->bias);
	return edits;
}

/* A file in our layout stays in it, whatever room a number takes. */
static bool edit_file(const char *path, const GArray *edits, GBytes **out, GError **error)
{
	g_autofree char *before = NULL, *edited = NULL, *text = NULL;
	size_t length = 0, bad;

	if (!file_read_regular(path, FILE_TEXT_LIMIT, true, &before, &length, error))
		return false;
	edited = rule_edit_numbers(before, (const struct rule_edit *)(void *)edits->data,
				   edits->len, &bad);
	if (!edited) {
		const char *id = g_array_index(edits, struct rule_edit, bad).id;

		return fail(error, WINNOW_ERROR_INPUT,
			    "%s: no number to set for %s (an id must stand there without escapes)",
			    path, id ? id : "the bias");
	}
	text = rule_edit_layout(before, edited);
	length = strlen(text);
	*out = g_bytes_new_take(g_steal_pointer(&text), length);
	return true;
}

/* The weights and the model belong together: all is written, or nothing. */
static bool write_learned(const struct rules *rules, const struct fit_result *result,
			  const char *model, GError **error)
{
	_cleanup_(file_set_freep) struct file_set *files = file_set_new();
	g_autoptr(GHashTable) edits = collect_edits(rules, result);
	g_autoptr(GBytes) learned = text_model_write(result->model);
	GHashTableIter iter;
	void *path, *of_file;

	g_hash_table_iter_init(&iter, edits);
	while (g_hash_table_iter_next(&iter, &path, &of_file)) {
		g_autoptr(GBytes) edited = NULL;

		if (!edit_file(path, of_file, &edited, error))
			return false;
		file_set_add(files, path, edited);
	}
	file_set_add(files, model, learned);
	return file_set_write(files, 0644, error);
}

/* Of a handful nothing can be learned, and what was learned before would be lost. */
static bool check_learned(const struct fit_result *result, GError **error)
{
	const struct figures *learned = &result->pooled[FIT_BOTH];

	if (learned->positives >= EACH_MIN && learned->n - learned->positives >= EACH_MIN)
		return true;
	return fail(error, WINNOW_ERROR_INPUT,
		    "%zu patches that were objected to and %zu that were not: at least %d of each "
		    "are needed to learn from, nothing was written",
		    learned->positives, learned->n - learned->positives, EACH_MIN);
}

static bool check_options(const char *labels, int folds, int kept, int argc, GError **error)
{
	if (!labels || argc < 2)
		return fail(error, WINNOW_ERROR_USAGE,
			    "rules fit: it wants --labels and a QUEUE (see winnow rules fit "
			    "--help)");
	if (folds < 2 || folds > FIT_FOLDS_MAX)
		return fail(error, WINNOW_ERROR_USAGE, "--folds: from 2 to %d", FIT_FOLDS_MAX);
	if (kept < 0 || kept == 1 || kept > FIT_FOLDS_MAX)
		return fail(error, WINNOW_ERROR_USAGE, "--keep: 0, or from 2 to %d", FIT_FOLDS_MAX);
	return true;
}

bool cmd_rules_fit(struct global_options *global, int argc, char **argv, enum status *status,
		   GError **error)
{
	_cleanup_(reviewing_options_clear) struct reviewing_options options = { 0 };
	g_autofree GOptionEntry *shared = reviewing_option_entries(&options);
	_cleanup_(labels_freep) struct labels *labels = NULL;
	_cleanup_(reviewing_clear) struct reviewing reviewing = { 0 };
	g_autofree struct fit_case *cases = NULL;
	g_autofree char *path = NULL, *model = NULL;
	gboolean write = FALSE, look = FALSE;
	int folds = 5, kept = 0;
	GOptionEntry entries[] = {
		{ "labels", 'l', 0, G_OPTION_ARG_FILENAME, &path, "What was decided", "FILE" },
		{ "folds", 0, 0, G_OPTION_ARG_INT, &folds, "Folds to test in (5)", "N" },
		{ "keep", 0, 0, G_OPTION_ARG_INT, &kept, "Keep one group in so many aside, unseen",
		  "N" },
		{ "look", 0, 0, G_OPTION_ARG_NONE, &look, "Test on what is kept aside, too", NULL },
		{ "write", 'w', 0, G_OPTION_ARG_NONE, &write,
		  "Write the weights into the rule files, and the text model", NULL },
		G_OPTION_ENTRY_NULL,
	};
	struct fit_options fit_options = { 0 };
	struct fit_result result;
	bool helped = false, ok = true;
	size_t n;

	(void)status;
	if (!cmd_parse(global, entries, shared, "[OPTION...] --labels=FILE QUEUE...", summary, help,
		       &argc, &argv, &helped, error) ||
	    helped)
		return helped;
	if (!check_options(path, folds, kept, argc, error))
		return false;
	model = options.model ? g_strdup(options.model) : locate_data("text-model");
	options.no_model = TRUE;
	options.no_decisions = TRUE; /* what is to be judged is not what people said of it */
	options.no_replies = TRUE;
	if (!labelled_read(path, &labels, error) ||
	    !reviewing_open(global, &options, (const char *const *)argv + 1, &reviewing, error))
		return false;
	cases = g_new(struct fit_case, labels_count(labels));
	n = collect(reviewing.report, labels, cases);
	if (!n)
		return fail(error, WINNOW_ERROR_INPUT, "no patch of the queue has a label in '%s'",
			    path);
	fit_options = (struct fit_options){ (unsigned)folds, (unsigned)kept, look };
	fit(reviewing.report->rules, cases, n, &fit_options, &result);
	fit_write_text(&result, stdout);
	if (write)
		ok = check_learned(&result, error) &&
		     write_learned(reviewing.report->rules, &result, model, error);
	fit_result_clear(&result);
	return ok;
}
