/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/threads-option.h"

#include "base/error.h"
#include "base/workers.h"

GOptionEntry *threads_option_entries(struct threads_option *option)
{
	const GOptionEntry entries[] = {
		{ "threads", 0, 0, G_OPTION_ARG_STRING, &option->number,
		  "How many work at once (winnow.threads); 0, or without: as many as cores", "N" },
		G_OPTION_ENTRY_NULL,
	};

	return g_memdup2(entries, sizeof(entries));
}

void threads_option_clear(struct threads_option *option)
{
	g_free(option->number);
}

bool threads_option_parse(const struct threads_option *option, struct repo *repo, unsigned *out,
			  GError **error)
{
	g_autofree char *setting = option->number ? NULL : repo_config(repo, "winnow.threads");
	const char *number = option->number ? option->number : setting;
	g_autofree char *place = NULL;
	guint64 value = 0;

	if (!number)
		return true;
	if (g_ascii_string_to_unsigned(number, 10, 0, WORKERS_LIMIT, &value, NULL)) {
		*out = (unsigned)value;
		return true;
	}
	place = setting ? repo_config_place(repo, "winnow.threads") : g_strdup("");
	return fail(error, WINNOW_ERROR_USAGE, "%s: not a number from 0 to %d: '%s'%s",
		    setting ? "winnow.threads" : "--threads", WORKERS_LIMIT, number, place);
}
