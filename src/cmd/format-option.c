/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/format-option.h"

#include <string.h>

#include "base/error.h"

GOptionEntry *format_option_entries(struct format_option *option)
{
	g_autofree char *names = format_names(option->document);
	const GOptionEntry entries[] = {
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &option->name, NULL, "FORMAT" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &option->json, "The same as --format json",
		  NULL },
		G_OPTION_ENTRY_NULL,
	};
	GOptionEntry *out = g_memdup2(entries, sizeof(entries));

	option->says = g_strdup_printf("One of: %s", names);
	out[0].description = option->says;
	return out;
}

void format_option_clear(struct format_option *option)
{
	g_free(option->name);
	g_free(option->says);
}

char *format_option_help(const struct format_option *option, const char *help)
{
	g_autofree char *formats = format_help(option->document);

	return g_strdup_printf("%s\nFormats:\n%s", help, formats);
}

bool format_option_parse(const struct format_option *option, const struct format **out,
			 GError **error)
{
	g_autofree char *names = format_names(option->document);
	const char *name = option->json	  ? "json"
			   : option->name ? option->name
					  : format_default(option->document)->name;

	if (option->json && option->name && strcmp(option->name, "json") != 0)
		return fail(error, WINNOW_ERROR_USAGE, "either --json or --format %s",
			    option->name);
	*out = format_find(name, option->document);
	return *out ||
	       fail(error, WINNOW_ERROR_USAGE, "--format: '%s' is none of: %s", name, names);
}
