/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/spelling.h"

#include <string.h>

#include "base/error.h"
#include "base/guess.h"

static bool wants_value(const GOptionEntry *entry)
{
	return entry->arg != G_OPTION_ARG_NONE &&
	       !(entry->arg == G_OPTION_ARG_CALLBACK &&
		 (entry->flags & (G_OPTION_FLAG_NO_ARG | G_OPTION_FLAG_OPTIONAL_ARG)));
}

/* Those whose long name begins with the length letters of text, or the one that is just so. */
static GPtrArray *find_long(const GOptionEntry *const *lists, const char *text, size_t length)
{
	GPtrArray *out = g_ptr_array_new();

	for (; *lists; lists++)
		for (const GOptionEntry *entry = *lists; entry->long_name; entry++) {
			if (strncmp(entry->long_name, text, length) != 0)
				continue;
			if (!entry->long_name[length])
				g_ptr_array_set_size(out, 0);
			g_ptr_array_add(out, (gpointer)entry);
			if (!entry->long_name[length])
				return out;
		}
	return out;
}

static const GOptionEntry *find_short(const GOptionEntry *const *lists, char letter)
{
	for (; *lists; lists++)
		for (const GOptionEntry *entry = *lists; entry->long_name; entry++)
			if (entry->short_name == letter)
				return entry;
	return NULL;
}

/* Of "-qm": whether what comes behind it is a value of its last letter. */
static bool short_wants_next(const GOptionEntry *const *lists, const char *letters)
{
	for (; *letters; letters++) {
		const GOptionEntry *entry = find_short(lists, *letters);

		if (entry && wants_value(entry))
			return !letters[1];
	}
	return false;
}

char *spelling_hint(const char *word, const char *const *words)
{
	const char *meant = guess_meant(word, words);

	return meant ? g_strdup_printf(", did you mean '%s'?", meant) : g_strdup("");
}

static bool fail_unknown(const GOptionEntry *const *lists, const char *name, const char *option,
			 GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *hint = NULL;

	for (; *lists; lists++)
		for (const GOptionEntry *entry = *lists; entry->long_name; entry++)
			g_ptr_array_add(names, g_strdup_printf("--%s", entry->long_name));
	g_ptr_array_add(names, NULL);
	hint = spelling_hint(option, (const char *const *)names->pdata);
	return fail(error, WINNOW_ERROR_USAGE, "%s: unknown option %s%s (see winnow %s --help)", name,
		    option, hint, name);
}

static bool fail_ambiguous(const GPtrArray *found, const char *name, const char *option,
			   GError **error)
{
	const GOptionEntry *first = found->pdata[0], *second = found->pdata[1];

	return fail(error, WINNOW_ERROR_USAGE, "%s: %s may be --%s or --%s (see winnow %s --help)", name,
		    option, first->long_name, second->long_name, name);
}

bool spelling_complete(const GOptionEntry *const *lists, const char *name, int argc, char **argv,
		       GError **error)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *long_name = argv[i] + 2;
		size_t length = strcspn(argv[i], "=");
		g_autofree char *option = NULL, *whole = NULL;
		g_autoptr(GPtrArray) found = NULL;
		const GOptionEntry *entry;

		if (!g_str_has_prefix(argv[i], "--")) {
			i += argv[i][0] == '-' && short_wants_next(lists, argv[i] + 1);
			continue;
		}
		option = g_strndup(argv[i], length);
		found = find_long(lists, long_name, length - 2);
		if (!found->len)
			return fail_unknown(lists, name, option, error);
		if (found->len > 1)
			return fail_ambiguous(found, name, option, error);
		entry = found->pdata[0];
		if (entry->long_name[length - 2]) {
			whole = g_strconcat("--", entry->long_name, argv[i] + length, NULL);
			/* It lives as long as argv, which is to the end. */
			argv[i] = (char *)g_intern_string(whole);
			length = strcspn(argv[i], "=");
		}
		i += !argv[i][length] && wants_value(entry);
	}
	return true;
}
