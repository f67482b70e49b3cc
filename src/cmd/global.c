/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/global.h"

#include <string.h>

#include "base/error.h"
#include "cmd/spelling.h"

/* From the last one on, as git takes several; an empty one stays where it is. */
static gboolean take_directory(const char *name, const char *value, void *data, GError **error)
{
	struct global_options *global = data;
	char *whole;

	(void)name;
	(void)error;
	if (!*value)
		return TRUE;
	whole = global->directory && !g_path_is_absolute(value)
			? g_build_filename(global->directory, value, NULL)
			: g_strdup(value);
	g_free(global->directory);
	global->directory = whole;
	return TRUE;
}

/* In quotes as git writes them: one word for its reader, whatever is in it. */
static void append_quoted(GString *out, const char *text)
{
	g_string_append_c(out, '\'');
	for (; *text; text++)
		if (*text == '\'' || *text == '!')
			g_string_append_printf(out, "'\\%c'", *text);
		else
			g_string_append_c(out, *text);
	g_string_append_c(out, '\'');
}

/* git hands its own -c to the programs that it starts so, and we to git. */
static gboolean take_setting(const char *name, const char *value, void *data, GError **error)
{
	static const char variable[] = "GIT_CONFIG_PARAMETERS";
	const char *before = g_getenv(variable);
	g_autoptr(GString) all = g_string_new(before);

	(void)name;
	(void)data;
	if (!strchr(value, '.') || strcspn(value, ".") > strcspn(value, "=")) {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
			    "-c: '%s' is no setting, such as winnow.upstream=origin/master", value);
		return FALSE;
	}
	if (all->len)
		g_string_append_c(all, ' ');
	append_quoted(all, value);
	g_setenv(variable, all->str, TRUE);
	return TRUE;
}

static gboolean take_git_dir(const char *name, const char *value, void *data, GError **error)
{
	(void)name;
	(void)data;
	(void)error;
	g_setenv("GIT_DIR", value, TRUE);
	return TRUE;
}

static gboolean take_paging(const char *name, const char *value, void *data, GError **error)
{
	struct global_options *global = data;

	(void)value;
	(void)error;
	global->paging = strcmp(name, "--no-pager") == 0 ? PAGER_UNWANTED : PAGER_WANTED;
	return TRUE;
}

static gboolean take_when(const char *name, const char *value, enum color_when *out, GError **error)
{
	if (color_parse_when(value, out))
		return TRUE;
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
		    "%s=%s: not one of auto, always, never", name, value);
	return FALSE;
}

static gboolean take_color(const char *name, const char *value, void *data, GError **error)
{
	struct global_options *global = data;

	global->color_given = true;
	if (value)
		return take_when(name, value, &global->color, error);
	global->color = COLOR_NEVER;
	return TRUE;
}

static gboolean take_hyperlinks(const char *name, const char *value, void *data, GError **error)
{
	struct global_options *global = data;

	global->hyperlinks_given = true;
	return take_when(name, value, &global->hyperlinks, error);
}

static const GOptionEntry everywhere[] = {
	{ "directory", 'C', G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, take_directory,
	  "The repository to work with (default: the one around)", "DIR" },
	{ "config", 'c', G_OPTION_FLAG_NONE, G_OPTION_ARG_CALLBACK, take_setting,
	  "Set this, whatever git's configuration says", "KEY=VALUE" },
	{ "git-dir", 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, take_git_dir,
	  "The repository itself, as GIT_DIR", "DIR" },
	{ "paginate", 'p', G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, take_paging,
	  "Page what a terminal shows, though pager.winnow says no", NULL },
	{ "no-pager", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, take_paging,
	  "Do not, though it says yes", NULL },
	{ "color", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_CALLBACK, take_color,
	  "auto, always or never, instead of what color.winnow says", "WHEN" },
	{ "no-color", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, take_color, "Never", NULL },
	{ "hyperlinks", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_CALLBACK, take_hyperlinks,
	  "Likewise links of a terminal, instead of winnow.hyperlinks", "WHEN" },
	G_OPTION_ENTRY_NULL,
};

void global_options_start(struct global_options *global, int argc, char **argv)
{
	global->words = g_memdup2(argv, ((size_t)argc + 1) * sizeof(*argv));
	global->environment = g_get_environ();
}

void global_options_clear(struct global_options *global)
{
	g_free(global->directory);
	g_free(global->words);
	g_strfreev(global->environment);
	*global = (struct global_options){ 0 };
}

static bool has_letter(const GOptionEntry *const *lists, char letter)
{
	for (; *lists; lists++)
		for (const GOptionEntry *entry = *lists; entry->long_name; entry++)
			if (entry->short_name == letter)
				return true;
	return false;
}

/* GLib hands an option to every entry with its letter. */
static void add_everywhere(GOptionContext *context, const GOptionEntry *const *own, gint flags)
{
	GOptionEntry entries[G_N_ELEMENTS(everywhere)];

	memcpy(entries, everywhere, sizeof(entries));
	for (GOptionEntry *entry = entries; entry->long_name; entry++) {
		entry->flags |= flags;
		if (has_letter(own, entry->short_name))
			entry->short_name = 0;
	}
	g_option_context_add_main_entries(context, entries, NULL);
}

static GOptionContext *context_new(struct global_options *global)
{
	GOptionContext *context = g_option_context_new(NULL);

	/* GLib's own help exits by itself and calls the program by the command's name. */
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_main_group(context, g_option_group_new("", "", "", global, NULL));
	return context;
}

bool global_context(struct global_options *global, const GOptionEntry *const *own, const char *name,
		    int argc, char **argv, GOptionContext **out, int *end, GError **error)
{
	const struct spelling spelling = { .name = name, .own = own, .others = everywhere };
	GOptionContext *context;

	if (!spelling_complete(&spelling, argc, argv, end, error))
		return false;
	context = context_new(global);
	for (const GOptionEntry *const *list = own; *list; list++)
		g_option_context_add_main_entries(context, *list, NULL);
	add_everywhere(context, own, G_OPTION_FLAG_HIDDEN);
	*out = context;
	return true;
}

/* Those before a command that say what to do in place of one. The caller frees. */
static GOptionEntry *leading_entries(struct global_options *global)
{
	const GOptionEntry entries[] = {
		{ "version", 0, 0, G_OPTION_ARG_NONE, &global->version, "Print the version", NULL },
		{ "build-options", 0, 0, G_OPTION_ARG_NONE, &global->build_options,
		  "With --version: also what of a sandbox there is", NULL },
		{ "help", 'h', 0, G_OPTION_ARG_NONE, &global->help,
		  "Print this, or after a command its usage and options", NULL },
		G_OPTION_ENTRY_NULL,
	};

	return g_memdup2(entries, sizeof(entries));
}

static GOptionContext *leading_context(struct global_options *global, const GOptionEntry *leading)
{
	const GOptionEntry *const none[] = { NULL };
	GOptionContext *context = context_new(global);

	add_everywhere(context, none, 0);
	g_option_context_add_main_entries(context, leading, NULL);
	g_option_context_set_strict_posix(context, TRUE);
	return context;
}

bool global_parse(struct global_options *global, int *argc, char ***argv, GError **error)
{
	g_autofree GOptionEntry *leading = leading_entries(global);
	const GOptionEntry *const lists[] = { everywhere, leading, NULL };
	const struct spelling spelling = { .own = lists, .leads = true };
	g_autoptr(GOptionContext) context = leading_context(global, leading);
	g_autoptr(GError) problem = NULL;
	int end;

	return spelling_complete(&spelling, *argc, *argv, &end, error) &&
	       (g_option_context_parse(context, argc, argv, &problem) ||
		fail(error, WINNOW_ERROR_USAGE, "%c%s (see winnow --help)",
		     g_ascii_tolower(problem->message[0]), problem->message + 1));
}

static const GOptionEntry *find(const char *word)
{
	const char *name = word + 2;
	size_t length = strcspn(word, "=");

	for (const GOptionEntry *entry = everywhere; entry->long_name; entry++)
		if (g_str_has_prefix(word, "--")
			    ? strlen(entry->long_name) + 2 == length &&
				      strncmp(entry->long_name, name, length - 2) == 0
			    : entry->short_name && word[1] == entry->short_name && !word[2])
			return entry;
	return NULL;
}

int global_leading(int argc, char *const *argv)
{
	int n = 0;

	while (n < argc && argv[n][0] == '-') {
		const GOptionEntry *entry = find(argv[n]);

		if (!entry)
			break;
		n += !(entry->flags & G_OPTION_FLAG_NO_ARG) && !strchr(argv[n], '=') ? 2 : 1;
	}
	return MIN(n, argc);
}

char *global_help(void)
{
	struct global_options ignored = { 0 };
	g_autofree GOptionEntry *leading = leading_entries(&ignored);
	g_autoptr(GOptionContext) context = leading_context(&ignored, leading);
	g_autofree char *text = g_option_context_get_help(context, FALSE, NULL);
	const char *options = strstr(text, "Options:\n");

	return g_strdup(options ? options + strlen("Options:\n") : "");
}
