/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/format-option.h"
#include "cmd/labelled.h"
#include "cmd/output.h"
#include "cmd/reviewing.h"

static const char summary[] =
	"Hold the verdicts on a queue against what maintainers decided about its patches.";

static const char help[] =
	"The labels are lines \"ID VERDICT [REASON,...]\": a commit id of upstream, a message id "
	"or\n"
	"a file name; drop, keep or keep-with; reasons as winnow-rules(5) lists the families.\n"
	"What people replied in the same mails is left out, unless --replies is given: it would\n"
	"be measured against itself.\n"
	"\n"
	"  winnow measure --labels decided.tsv autosel.mbox\n";

static bool is_asked(const struct facts *facts)
{
	for (size_t i = 0; i < facts_count(facts); i++)
		if (fact_is(facts_at(facts, i), FACT_OBJECTION))
			return true;
	return false;
}

/* Each label once, by the entry that is most suspected; the first of equals. */
static size_t collect(const struct report *report, const struct labels *labels,
		      struct measure_case *cases, size_t *n_unlabelled)
{
	size_t n = 0;

	memset(cases, 0, labels_count(labels) * sizeof(*cases));
	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];
		const struct judgement *judgement = &review->judgement;
		size_t at;

		if (!labelled_find(labels, review, &at)) {
			(*n_unlabelled)++;
			continue;
		}
		if (cases[at].label &&
		    cases[at].judgement->drop_probability >= judgement->drop_probability)
			continue;
		cases[at] = (struct measure_case){ review->patch, judgement, labels_at(labels, at),
						   is_asked(&review->facts) };
	}
	for (size_t i = 0; i < labels_count(labels); i++)
		if (cases[i].label)
			cases[n++] = cases[i];
	return n;
}

bool cmd_measure(struct global_options *global, int argc, char **argv, enum status *status,
		 GError **error)
{
	_cleanup_(reviewing_options_clear) struct reviewing_options options = { .confined =
											"measure" };
	g_autofree GOptionEntry *shared = reviewing_option_entries(&options);
	_cleanup_(labels_freep) struct labels *labels = NULL;
	_cleanup_(reviewing_clear) struct reviewing reviewing = { 0 };
	g_autofree struct measure_case *cases = NULL;
	g_autofree char *path = NULL;
	_cleanup_(format_option_clear) struct format_option wanted = { .document =
									       DOCUMENT_MEASURE };
	g_autofree GOptionEntry *formats = format_option_entries(&wanted);
	g_autofree char *long_help = format_option_help(&wanted, help);
	const struct format *format = NULL;
	gboolean replies = FALSE;
	GOptionEntry entries[] = {
		{ "labels", 'l', 0, G_OPTION_ARG_FILENAME, &path, "What was decided", "FILE" },
		{ "replies", 0, 0, G_OPTION_ARG_NONE, &replies, "Let what people replied count",
		  NULL },
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *own = cmd_join_entries(formats, entries);
	struct measured measured = { 0 };
	struct report_style style = { 0 };
	bool helped = false;
	size_t n;

	(void)status;
	if (!cmd_parse(global, own, shared, "[OPTION...] --labels=FILE QUEUE...", summary,
		       long_help, &argc, &argv, &helped, error) ||
	    helped)
		return helped;
	if (!path || argc < 2)
		return fail(error, WINNOW_ERROR_USAGE,
			    "measure: it wants --labels and a QUEUE (see winnow measure --help)");
	options.no_decisions = TRUE; /* what is to be judged is not what people said of it */
	options.no_replies = !replies;
	if (!format_option_parse(&wanted, &format, error) || !labelled_read(path, &labels, error) ||
	    !reviewing_open(global, &options, (const char *const *)argv + 1, &reviewing, error))
		return false;
	cases = g_new(struct measure_case, labels_count(labels));
	n = collect(reviewing.report, labels, cases, &measured.n_unlabelled);
	if (!n)
		return fail(error, WINNOW_ERROR_INPUT, "no patch of the queue has a label in '%s'",
			    path);
	measured.with_replies = replies;
	measured.n_labels = labels_count(labels);
	measured.n_unused = measured.n_labels - n;
	measure(cases, n, &measured.measure);
	if (!output_begin(global, reviewing.repo, "measure", &style, error))
		return false;
	if (!format->measure(&measured, &style, stdout) && !ferror(stdout))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write %s", format->name);
	return true;
}
