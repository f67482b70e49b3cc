/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/settings.h"

#include <pwd.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/place.h"
#include "base/text.h"
#include "git/command.h"

enum {
	OUTPUT_LIMIT = 16 << 20, /* bytes of what git lists */
	SECONDS = 10,		 /* until it has; a file that it includes may be a pipe */
};

DEFINE_CLEANUP(struct settings *, settings_free)

struct settings {
	GHashTable *keys;    /* char * -> GPtrArray of struct setting * */
	GHashTable *origins; /* each once */
};

static void setting_free(void *data)
{
	struct setting *setting = data;

	g_free(setting->value);
	g_free(setting);
}

static void free_values(void *values)
{
	g_ptr_array_unref(values);
}

struct settings *settings_new(void)
{
	struct settings *settings = g_new0(struct settings, 1);

	settings->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_values);
	settings->origins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return settings;
}

void settings_free(struct settings *settings)
{
	if (!settings)
		return;
	g_hash_table_unref(settings->keys);
	g_hash_table_unref(settings->origins);
	g_free(settings);
}

static const char *keep_origin(struct settings *settings, const char *origin)
{
	char *kept = origin ? g_hash_table_lookup(settings->origins, origin) : NULL;

	if (origin && !kept) {
		kept = g_strdup(origin);
		g_hash_table_insert(settings->origins, kept, kept);
	}
	return kept;
}

void settings_add(struct settings *settings, const char *key, const char *value, const char *origin)
{
	GPtrArray *values = g_hash_table_lookup(settings->keys, key);
	struct setting *setting = g_new0(struct setting, 1);

	if (!values) {
		values = g_ptr_array_new_with_free_func(setting_free);
		g_hash_table_insert(settings->keys, g_strdup(key), values);
	}
	setting->value = g_strdup(value);
	setting->origin = keep_origin(settings, origin);
	g_ptr_array_add(values, setting);
}

/* Section and name in lower case, what stands between them as it is. */
static char *normalize(const char *key)
{
	char *out = g_strdup(key);
	char *first = strchr(out, '.'), *last = strrchr(out, '.');

	for (char *p = out; *p; p++)
		if (!first || p < first || p > last)
			*p = g_ascii_tolower(*p);
	return out;
}

const GPtrArray *settings_find(const struct settings *settings, const char *key)
{
	g_autofree char *name = normalize(key);

	return g_hash_table_lookup(settings->keys, name);
}

void settings_each(const struct settings *settings, void (*visit)(const char *key, void *data),
		   void *data)
{
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, settings->keys);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		visit(key, data);
}

char *setting_place(const struct setting *setting)
{
	static const char file[] = "file:", command[] = "command line:";

	if (!setting->origin)
		return g_strdup("");
	if (g_str_has_prefix(setting->origin, command))
		return g_strdup(" on the command line");
	return g_strdup_printf(" in '%s'", g_str_has_prefix(setting->origin, file)
						   ? setting->origin + strlen(file)
						   : setting->origin);
}

/* "ORIGIN NUL KEY LF VALUE NUL", or without LF and value. False: it is none of these. */
static bool parse(const char *text, size_t length, struct settings *out)
{
	const char *end = text + length;

	while (text < end) {
		const char *origin = text;
		const char *key = origin + strlen(origin) + 1;
		g_autofree char *name = NULL;
		const char *line;

		if (key >= end)
			return false;
		line = strchr(key, '\n');
		name = line ? g_strndup(key, (gsize)(line - key)) : g_strdup(key);
		settings_add(out, name, line ? line + 1 : NULL, origin);
		text = key + strlen(key) + 1;
	}
	return true;
}

/* The first line of what it complained of, without its own head. */
static char *first_line(const char *complaint)
{
	static const char *const heads[] = { "fatal: ", "error: ", "warning: " };
	g_autofree char *utf8 = text_to_utf8(complaint, strlen(complaint), NULL);
	g_auto(GStrv) lines = g_strsplit(utf8, "\n", 2);
	const char *line = lines[0] ? lines[0] : "";

	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		if (g_str_has_prefix(line, heads[i]))
			line += strlen(heads[i]);
	return g_strdup(*line ? line : "it does not say why");
}

bool settings_ask(const char *directory, struct settings **out, char **why, GError **error)
{
	/* None is no repository to git either. */
	g_autofree char *git_dir =
		g_strconcat("--git-dir=", directory ? directory : "/dev/null", NULL);
	const char *const argv[] = { "git",    git_dir, "config",	 "--includes",
				     "--list", "-z",	"--show-origin", NULL };
	_cleanup_(settings_freep) struct settings *settings = settings_new();
	_cleanup_(program_output_clear) struct program_output output = { 0 };
	g_autofree char *complaint = NULL;

	*out = NULL;
	*why = NULL;
	if (!command_run_git(argv, COMMAND_AS_NAMED, OUTPUT_LIMIT, SECONDS, &output, error)) {
		g_prefix_error(error, "cannot read git's configuration: ");
		return false;
	}
	if (output.not_there) {
		*why = g_strdup("there is no git to ask for its configuration");
		return true;
	}
	complaint = first_line(output.complaint);
	if (output.status != 0 || !parse(output.text, output.length, settings))
		return fail(error, WINNOW_ERROR_INPUT, "cannot read git's configuration: %s",
			    complaint);
	/* A format that this git does not know: it goes on as if there were no repository. */
	if (directory && (strstr(output.complaint, "unknown repository extension") ||
			  strstr(output.complaint, "git repo version"))) {
		*why = g_strdup_printf("git does not read the settings of '%s' (%s)", directory,
				       complaint);
		return true;
	}
	*out = g_steal_pointer(&settings);
	return true;
}

/* Those that are paths, of what this program reads. */
static bool is_path(const char *key)
{
	static const char *const paths[] = {
		"winnow.corrections", "winnow.cves",	  "winnow.decisions", "winnow.drafts",
		"winnow.fixwords",    "winnow.ignore",	  "winnow.index",     "winnow.people",
		"winnow.rules",	      "winnow.signature", "winnow.templates", "winnow.upstreamrepo",
		"http.sslcainfo"
	};

	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
		if (strcmp(key, paths[i]) == 0)
			return true;
	return g_str_has_prefix(key, "sendemail.") && g_str_has_suffix(key, ".smtpsslcertpath");
}

/* "~/x" and "~user/x", as git has them; NULL: there is no such home. */
static char *expand(const char *path)
{
	const char *rest = path + strcspn(path, "/");
	g_autofree char *name = NULL;
	const struct passwd *user;

	if (*path != '~')
		return g_strdup(path);
	if (rest == path + 1)
		return place_home(*rest ? rest + 1 : "");
	name = g_strndup(path + 1, (gsize)(rest - path - 1));
	user = getpwnam(name);
	return user ? g_strconcat(user->pw_dir, rest, NULL) : NULL;
}

static bool check_value(const char *key, struct setting *setting, GError **error)
{
	bool is_ours = g_str_has_prefix(key, "winnow.");
	g_autofree char *place = setting_place(setting);
	char *path;

	if (!setting->value)
		return !is_ours ||
		       fail(error, WINNOW_ERROR_INPUT, "%s: it has no value%s", key, place);
	if (!is_path(key))
		return true;
	path = expand(setting->value);
	if (!path)
		return !is_ours || fail(error, WINNOW_ERROR_INPUT,
					"%s: '%s': there is no such home directory%s", key,
					setting->value, place);
	g_free(setting->value);
	setting->value = path;
	return true;
}

bool settings_check(struct settings *settings, GError **error)
{
	GHashTableIter iter;
	gpointer key, values;

	g_hash_table_iter_init(&iter, settings->keys);
	while (g_hash_table_iter_next(&iter, &key, &values)) {
		const GPtrArray *all = values;

		for (guint i = 0; i < all->len; i++)
			if (!check_value(key, all->pdata[i], error))
				return false;
	}
	return true;
}
