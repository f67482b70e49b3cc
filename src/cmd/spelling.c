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

/* Add those whose long name begins with the length letters of text, or the one that is just so. */
static void add_long(GPtrArray *out, const GOptionEntry *entry, const char *text, size_t length)
{
	for (; entry->long_name; entry++)
		if (strncmp(entry->long_name, text, length) == 0) {
			if (!entry->long_name[length])
				g_ptr_array_set_size(out, 0);
			g_ptr_array_add(out, (gpointer)entry);
			if (!entry->long_name[length])
				return;
		}
}

static bool is_exact(const GPtrArray *found, size_t length)
{
	return found->len == 1 && !((const GOptionEntry *)found->pdata[0])->long_name[length];
}

static GPtrArray *find_long(const struct spelling *spelling, const char *text, size_t length)
{
	GPtrArray *out = g_ptr_array_new();

	for (size_t i = 0; spelling->own[i] && !is_exact(out, length); i++)
		add_long(out, spelling->own[i], text, length);
	if (!out->len && spelling->others)
		add_long(out, spelling->others, text, length);
	return out;
}

static const GOptionEntry *find_short(const struct spelling *spelling, char letter)
{
	for (const GOptionEntry *const *list = spelling->own; *list; list++)
		for (const GOptionEntry *entry = *list; entry->long_name; entry++)
			if (entry->short_name == letter)
				return entry;
	for (const GOptionEntry *entry = spelling->others; entry && entry->long_name; entry++)
		if (entry->short_name == letter)
			return entry;
	return NULL;
}

/* Of "-qm": the letter that takes a value, which is behind it or the next word; or NULL. */
static const char *letter_of_value(const struct spelling *spelling, const char *letters)
{
	for (; *letters; letters++) {
		const GOptionEntry *entry = find_short(spelling, *letters);

		if (entry && wants_value(entry))
			return letters;
	}
	return NULL;
}

char *spelling_hint(const char *word, const char *const *words)
{
	const char *meant = guess_meant(word, words);

	return meant ? g_strdup_printf(", did you mean '%s'?", meant) : g_strdup("");
}

static void add_names(GPtrArray *out, const GOptionEntry *entry)
{
	for (; entry && entry->long_name; entry++)
		g_ptr_array_add(out, g_strdup_printf("--%s", entry->long_name));
}

/* "review: PROBLEM (see winnow review --help)" */
static bool fail_option(const struct spelling *spelling, const char *problem, GError **error)
{
	const char *name = spelling->name;

	return fail(error, WINNOW_ERROR_USAGE, "%s%s%s (see winnow %s%s--help)", name ? name : "",
		    name ? ": " : "", problem, name ? name : "", name ? " " : "");
}

static bool fail_unknown(const struct spelling *spelling, const char *option, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *hint = NULL, *problem = NULL;

	for (const GOptionEntry *const *list = spelling->own; *list; list++)
		add_names(names, *list);
	add_names(names, spelling->others);
	g_ptr_array_add(names, NULL);
	hint = spelling_hint(option, (const char *const *)names->pdata);
	problem = g_strdup_printf("unknown option %s%s", option, hint);
	return fail_option(spelling, problem, error);
}

static bool fail_ambiguous(const struct spelling *spelling, const GPtrArray *found,
			   const char *option, GError **error)
{
	const GOptionEntry *first = found->pdata[0], *second = found->pdata[1];
	g_autofree char *problem = g_strdup_printf("%s may be --%s or --%s", option,
						   first->long_name, second->long_name);

	return fail_option(spelling, problem, error);
}

/*
 * "-oDIR" becomes "--output=DIR": GLib would take the next word for DIR. *next: whether the next
 * word is the value. What is put there lives as long as argv, which is to the end.
 */
static bool complete_short(const struct spelling *spelling, char **word, bool *next, GError **error)
{
	const char *letter = letter_of_value(spelling, *word + 1);
	g_autofree char *whole = NULL, *problem = NULL;

	*next = letter && !letter[1];
	if (!letter || *next)
		return true;
	if (letter != *word + 1) {
		problem = g_strdup_printf("-%c with its value has to be a word of its own: %s",
					  *letter, *word);
		return fail_option(spelling, problem, error);
	}
	whole = g_strdup_printf("--%s=%s", find_short(spelling, *letter)->long_name, letter + 1);
	*word = (char *)g_intern_string(whole);
	return true;
}

bool spelling_complete(const struct spelling *spelling, int argc, char **argv, int *end,
		       GError **error)
{
	int i = 1;

	for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *long_name = argv[i] + 2;
		size_t length = strcspn(argv[i], "=");
		g_autofree char *option = NULL, *whole = NULL;
		g_autoptr(GPtrArray) found = NULL;
		const GOptionEntry *entry;

		if (spelling->leads && argv[i][0] != '-')
			break;
		if (!g_str_has_prefix(argv[i], "--")) {
			bool next = false;

			if (argv[i][0] == '-' && !complete_short(spelling, &argv[i], &next, error))
				return false;
			i += next;
			continue;
		}
		option = g_strndup(argv[i], length);
		found = find_long(spelling, long_name, length - 2);
		if (!found->len)
			return fail_unknown(spelling, option, error);
		if (found->len > 1)
			return fail_ambiguous(spelling, found, option, error);
		entry = found->pdata[0];
		if (entry->long_name[length - 2]) {
			whole = g_strconcat("--", entry->long_name, argv[i] + length, NULL);
			/* It lives as long as argv, which is to the end. */
			argv[i] = (char *)g_intern_string(whole);
			length = strcspn(argv[i], "=");
		}
		i += !argv[i][length] && wants_value(entry);
	}
	*end = MIN(i, argc);
	return true;
}
