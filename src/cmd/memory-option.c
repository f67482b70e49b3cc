/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/memory-option.h"

#include "base/error.h"
#include "base/memory.h"

GOptionEntry *memory_option_entries(struct memory_option *option)
{
	const GOptionEntry entries[] = {
		{ "max-memory", 0, 0, G_OPTION_ARG_STRING, &option->size,
		  "What the queue may take, e.g. 512m; 1g (winnow.maxMemory)", "SIZE" },
		G_OPTION_ENTRY_NULL,
	};

	return g_memdup2(entries, sizeof(entries));
}

void memory_option_clear(struct memory_option *option)
{
	g_free(option->size);
}

bool memory_option_parse(const struct memory_option *option, struct repo *repo, size_t *out,
			 GError **error)
{
	g_autofree char *setting = option->size ? NULL : repo_config(repo, "winnow.maxMemory");
	const char *size = option->size ? option->size : setting;
	g_autofree char *place = NULL;

	if (!size || memory_parse(size, out))
		return true;
	place = setting ? repo_config_place(repo, "winnow.maxMemory") : g_strdup("");
	return fail(error, WINNOW_ERROR_USAGE, "%s: not a size, such as 512m or 1g: '%s'%s",
		    setting ? "winnow.maxMemory" : "--max-memory", size, place);
}
