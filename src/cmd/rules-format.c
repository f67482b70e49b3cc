/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/locate.h"
#include "judge/rule-format.h"
#include "judge/rule.h"

static const char summary[] = "Lay rule files out as those that come with winnow are.";

static const char help[] =
	"FILE is a rule file, or a directory for all of its rule files; \"-\" copies standard "
	"input\n"
	"to standard output. Without FILE it is the rule files in force. Nothing but blanks and\n"
	"line ends changes, and characters that do not show, which become \\u.... With --check\n"
	"nothing is written: files of another layout are named, and the exit status is 2 if\n"
	"there is one.\n"
	"\n"
	"  winnow rules format own-rules/50-own.json\n";

/* The number of the first line in which a and b differ. */
static size_t first_difference(const char *a, const char *b)
{
	size_t line = 1;

	for (; *a && *a == *b; a++, b++)
		line += *a == '\n';
	return line;
}

/* Sets *differs if the file at path is of another layout. */
static bool format_file(const char *path, bool check, bool *differs, GError **error)
{
	bool is_stream = strcmp(path, "-") == 0;
	g_autofree char *text = NULL, *formatted = NULL;
	g_autoptr(GError) mistake = NULL;
	size_t length = 0;

	if (!file_read_given(path, FILE_TEXT_LIMIT, &text, &length, error))
		return false;
	if (!rule_format(text, length, &formatted, &mistake))
		return fail(error, WINNOW_ERROR_INPUT, "%s:%s", path, mistake->message);
	*differs = strcmp(text, formatted) != 0;
	if (check && *differs) {
		g_autofree char *shown = text_one_line(path, 0);

		fprintf(stderr, "%s:%zu: not in the layout of winnow rules format\n", shown,
			first_difference(text, formatted));
	}
	if (check || (!*differs && !is_stream))
		return true;
	if (is_stream)
		return fputs(formatted, stdout) != EOF || fail_errno(error, "cannot write");
	return file_write(path, formatted, strlen(formatted), 0644, error);
}

static bool collect_files(const struct global_options *global, char *const *given, GPtrArray *paths,
			  GError **error)
{
	_cleanup_(repo_freep) struct repo *repo = NULL;
	g_auto(GStrv) directories = NULL;

	if (!*given) {
		if (!locate_repo(global, &repo, error))
			return false;
		directories = locate_rules(repo, NULL, false);
		given = directories;
	}
	for (; *given; given++) {
		if (!g_file_test(*given, G_FILE_TEST_IS_DIR))
			g_ptr_array_add(paths, g_strdup(*given));
		else if (!rules_files(*given, paths, error))
			return false;
	}
	return true;
}

bool cmd_rules_format(struct global_options *global, int argc, char **argv, enum status *status,
		      GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	gboolean check = FALSE;
	GOptionEntry entries[] = {
		{ "check", 0, 0, G_OPTION_ARG_NONE, &check, "Only tell which files differ", NULL },
		G_OPTION_ENTRY_NULL,
	};
	bool helped = false;
	guint n = 0;

	(void)status;
	if (!cmd_parse(global, entries, NULL, "[OPTION...] [FILE...]", summary, help, &argc, &argv,
		       &helped, error) ||
	    helped)
		return helped;
	if (!collect_files(global, argv + 1, paths, error))
		return false;
	for (guint i = 0; i < paths->len; i++) {
		bool differs = false;

		if (!format_file(paths->pdata[i], check, &differs, error))
			return false;
		n += differs;
	}
	if (check && n)
		return fail(error, WINNOW_ERROR_INPUT,
			    "%u rule file%s of another layout (see winnow rules format --help)", n,
			    n == 1 ? "" : "s");
	return true;
}
