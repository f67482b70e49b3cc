/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cmd/spelling.h"
#include "judge/rule.h"

/* What stands behind "--" (ends with NULL) are names like those before it. */
static void put_back(int *argc, char **argv, char **behind)
{
	while (*behind)
		argv[(*argc)++] = *behind++;
	argv[*argc] = NULL;
}

bool cmd_parse(struct global_options *global, GOptionEntry *entries, const GOptionEntry *shared,
	       const char *usage, const char *summary, const char *help, int *argc, char ***argv,
	       bool *helped, GError **error)
{
	g_autoptr(GOptionContext) context = NULL;
	g_autoptr(GError) parse_error = NULL;
	g_autofree char *name = g_strdup((*argv)[0]);
	gboolean wants_help = FALSE;
	const GOptionEntry help_entries[] = {
		{ "help", 'h', 0, G_OPTION_ARG_NONE, &wants_help, "Show this help", NULL },
		G_OPTION_ENTRY_NULL,
	};
	const GOptionEntry none[] = { G_OPTION_ENTRY_NULL };
	const GOptionEntry *const lists[] = { entries, shared ? shared : none, help_entries, NULL };

	char **behind;
	int end = *argc;

	if (!global_context(global, lists, name, *argc, *argv, &context, &end, error))
		return false;
	behind = *argv + (end < *argc ? end + 1 : end);
	*argc = end;
	g_option_context_set_description(context, help);
	if (!g_option_context_parse(context, argc, argv, &parse_error)) {
		fail(error, WINNOW_ERROR_USAGE, "%s: %c%s (see winnow %s --help)", name,
		     g_ascii_tolower(parse_error->message[0]), parse_error->message + 1, name);
		return false;
	}
	(*argv)[*argc] = NULL;
	if (*argc > 1 && global->takes_paths)
		global->paths = *behind ? (const char *const *)behind : NULL;
	else
		put_back(argc, *argv, behind);
	*helped = wants_help;
	if (wants_help) {
		g_autofree char *text = g_option_context_get_help(context, FALSE, NULL);
		const char *options =
			strstr(text, "Options:"); /* GLib's own usage line is before */

		printf("Usage: winnow %s %s\n\n%s\n\n%s", name, usage, summary,
		       options ? options : "");
		printf("More, with examples: winnow-%s(1).\n", g_strdelimit(name, " ", '-'));
	}
	return true;
}

static size_t count_entries(const GOptionEntry *entries)
{
	size_t n = 0;

	while (entries[n].long_name)
		n++;
	return n;
}

GOptionEntry *cmd_join_entries(const GOptionEntry *first, const GOptionEntry *second)
{
	size_t n_first = count_entries(first), n_second = count_entries(second);
	GOptionEntry *out = g_new(GOptionEntry, n_first + n_second + 1);

	memcpy(out, first, n_first * sizeof(*out));
	memcpy(out + n_first, second, (n_second + 1) * sizeof(*out));
	return out;
}

bool cmd_parse_verdicts(const char *option, const char *text, bool *verdicts, GError **error)
{
	g_autofree char *wrong = NULL;

	return verdicts_parse(text, verdicts, &wrong) ||
	       fail(error, WINNOW_ERROR_USAGE, "%s: '%s' is none of keep, keep-with, drop, ask",
		    option, wrong);
}

bool cmd_parse_now(const char *text, gint64 *now, GError **error)
{
	*now = g_get_real_time() / G_USEC_PER_SEC;
	return !text || text_parse_date(text, now) ||
	       fail(error, WINNOW_ERROR_USAGE, "--now: not a date: '%s'", text);
}

void cmd_warn(const char *text, void *data)
{
	g_autofree char *shown = text_one_line(text, TEXT_MESSAGE_BYTES);

	(void)data;
	fprintf(stderr, "winnow: warning: %s\n", shown);
}
