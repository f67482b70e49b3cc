/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/mailing.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/place.h"
#include "base/text.h"
#include "cmd/locate.h"

GOptionEntry *mailing_option_entries(struct mailing_options *options)
{
	const GOptionEntry entries[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
		  "Write an mbox, \"-\" for standard output", "FILE" },
		{ "maildir", 0, 0, G_OPTION_ARG_FILENAME, &options->maildir,
		  "Put drafts into a maildir, e.g. ~/Mail/drafts (winnow.drafts)", "DIR" },
		{ "eml", 0, 0, G_OPTION_ARG_FILENAME, &options->eml,
		  "Write an .eml file a mail into a directory", "DIR" },
		{ "templates", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->templates,
		  "Directory of templates before ours; may repeat (winnow.templates)", "DIR" },
		G_OPTION_ENTRY_NULL,
	};

	return g_memdup2(entries, sizeof(entries));
}

void mailing_options_clear(struct mailing_options *options)
{
	g_free(options->output);
	g_free(options->maildir);
	g_free(options->eml);
	g_strfreev(options->templates);
}

bool mailing_has_output(const struct mailing_options *options)
{
	return options->output || options->maildir || options->eml;
}

char *mailing_maildir(const struct mailing_options *options, struct repo *repo)
{
	g_autofree char *configured = options->maildir ? NULL : repo_config(repo, "winnow.drafts");
	const char *path = options->maildir ? options->maildir : configured;

	return path ? locate_path(path) : NULL;
}

bool mailing_open(const struct mailing_options *options, struct repo *repo, struct mailbox **out,
		  GError **error)
{
	g_autofree char *maildir =
		options->eml || options->output ? NULL : mailing_maildir(options, repo);
	const char *given = options->eml ? options->eml : options->output;
	g_autofree char *path = maildir ? g_strdup(maildir) : locate_path(given ? given : "-");
	int n = (options->output != NULL) + (options->maildir != NULL) + (options->eml != NULL);

	if (n > 1)
		return fail(error, WINNOW_ERROR_USAGE,
			    "only one of --output, --maildir and --eml at a time");
	return mailbox_open(maildir	   ? MAILBOX_MAILDIR
			    : options->eml ? MAILBOX_FILES
					   : MAILBOX_MBOX,
			    path, out, error);
}

bool mailing_add(struct mailbox *mailbox, const struct letter *letter,
		 const struct mailbox_name *name, bool quiet, GError **error)
{
	enum mailbox_outcome outcome;
	g_autofree char *path = NULL;
	size_t length = 0;
	g_autofree char *bytes = letter_write(letter, &length);
	g_autofree char *shown = NULL;

	if (!mailbox_add(mailbox, name, bytes, length, &outcome, &path, error))
		return false;
	if (!path)
		return true;
	shown = text_one_line(path, 0);
	if (outcome != MAILBOX_KEPT)
		puts(shown);
	else if (!quiet)
		fprintf(stderr, "winnow: kept, it is yours by now: %s\n", shown);
	return true;
}

char **mailing_template_directories(struct repo *repo, const struct mailing_options *options)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();
	g_auto(GStrv) configured =
		options->templates ? NULL : repo_config_list(repo, "winnow.templates");
	char *const *given = options->templates ? options->templates : configured;
	g_autofree char *own = place_config("winnow/templates");
	g_autofree char *ours = locate_data("templates");

	for (; given && *given; given++)
		g_strv_builder_add(out, *given);
	if (own)
		g_strv_builder_add(out, own);
	g_strv_builder_add(out, ours);
	return g_strv_builder_end(out);
}
