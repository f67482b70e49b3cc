/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/run.h"

static const char summary[] =
	"Show everything known about one patch: all facts, each rule with its weight, the sum.";

static const char help[] =
	"PATCH is a mail, a patch file or a commit. With --queue it is an entry of that queue\n"
	"instead, seen in its surroundings: its number, the beginning of its message id, file\n"
	"name or commit id, or that of its upstream commit.\n"
	"\n"
	"  winnow explain --queue queue-6.12/ 17\n"
	"  winnow -C linux explain --upstream origin/master c122383d221d\n";

enum { PREFIX_MIN = 4 }; /* fewer characters of an id or name are no name */

static bool is_named(const struct review *review, const char *name)
{
	const struct patch *patch = review->patch;

	if (strcmp(patch->source, name) == 0)
		return true;
	return strlen(name) >= PREFIX_MIN &&
	       (g_str_has_prefix(patch->source, name) ||
		(review->upstream->has_id && commit_id_has_prefix(&review->upstream->id, name)));
}

static bool find(const struct report *report, const char *name, size_t *out, GError **error)
{
	char *end = NULL;
	guint64 position = g_ascii_strtoull(name, &end, 10);

	/* A number is a place in the queue, though an id may begin with it. */
	if (!*end && position >= 1 && position <= report->n_reviews) {
		*out = position - 1;
		return true;
	}
	for (size_t i = 0; i < report->n_reviews; i++) {
		if (is_named(&report->reviews[i], name)) {
			*out = i;
			return true;
		}
	}
	return fail(error, WINNOW_ERROR_INPUT, "no patch '%s' in the queue of %zu", name,
		    report->n_reviews);
}

bool cmd_explain(const struct global_options *global, int argc, char **argv, enum status *status,
		 GError **error)
{
	_cleanup_(run_options_clear) struct run_options options = { 0 };
	g_autofree GOptionEntry *shared = run_option_entries(&options);
	g_auto(GStrv) queue = NULL;
	GOptionEntry entries[] = {
		{ "queue", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &queue,
		  "Take PATCH from this queue; may repeat", "QUEUE" },
		G_OPTION_ENTRY_NULL,
	};
	struct report_style style = { .color = cmd_wants_color(global) };
	_cleanup_(run_freep) struct run *run = NULL;
	bool helped = false;
	size_t index = 0;

	(void)status;
	if (!cmd_parse(entries, shared, "[OPTION...] PATCH", summary, help, &argc, &argv, &helped,
		       error) ||
	    helped)
		return helped;
	if (argc != 2)
		return fail(error, WINNOW_ERROR_USAGE,
			    "explain: one PATCH at a time (see winnow explain --help)");
	if (!run_new(global, &options,
		     queue ? (const char *const *)queue : (const char *const *)argv + 1, &run,
		     error))
		return false;
	if (queue && !find(run_report(run), argv[1], &index, error))
		return false;
	for (size_t i = index; i < (queue ? index + 1 : run_report(run)->n_reviews); i++) {
		if (i > index)
			fputc('\n', stdout);
		report_write_explanation(run_report(run), i, &style, stdout);
	}
	return true;
}
