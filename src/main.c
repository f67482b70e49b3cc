/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command table, every error printed, stdout checked, the exit status. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/sandbox.h"
#include "base/text.h"
#include "base/version.h"
#include "cmd/cmd.h"
#include "cmd/global.h"
#include "cmd/spelling.h"
#include "git/repo.h"
#include "read/mail.h"

static const struct command {
	const char *name;
	command_run *run;
	const char *summary;
	bool acts; /* does more than to print: a reader who goes away must not end it half way */
} commands[] = {
	{ "review", cmd_review, "say keep or drop for each patch of a queue, with the proof" },
	{ "triage", cmd_triage, "decide about a queue on the terminal, patch by patch", true },
	{ "explain", cmd_explain, "show everything known about one patch" },
	{ "decide", cmd_decide,
	  "note what was decided about a patch, so that it is not asked again", true },
	{ "missing", cmd_missing, "say which upstream fixes and reverts a branch lacks" },
	{ "trees", cmd_trees, "say which maintained trees have a commit, and which need it" },
	{ "take", cmd_take, "write what is left of a queue, ready to apply", true },
	{ "reply", cmd_reply, "write the answers that a maintainer would send", true },
	{ "summary", cmd_summary, "write a review as one mail that a list would read", true },
	{ "index", cmd_index, "bring the index of an upstream up to date", true },
	{ "measure", cmd_measure, "hold verdicts against what maintainers decided" },
	{ "fetch", cmd_fetch, "fetch a thread or a mailbox from an archive", true },
	{ "send", cmd_send, "send drafts, each once, after asking", true },
	{ "rules", cmd_rules, "check rule files, list rules, learn their weights", true },
};

static void print_help(FILE *out)
{
	g_autofree char *options = global_help();

	fputs("Usage: winnow [-C DIR] [-c KEY=VALUE] [-p | --no-pager] [--color=WHEN] COMMAND "
	      "[ARG...]\n"
	      "       winnow --version [--build-options] | --help\n"
	      "       winnow help [COMMAND] | version [--build-options]\n"
	      "\n"
	      "Review patches proposed for a stable tree: find each one's upstream commit, what\n"
	      "followed it, what it needs, and say keep or drop with the evidence.\n"
	      "\n"
	      "Commands:\n",
	      out);
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fprintf(out,
		"\n"
		"Before a command or behind it; the last three only before:\n"
		"%s"
		"'winnow help COMMAND' lists a command's options; each has a page, such as\n"
		"winnow-review(1), and winnow(1) says what they have in common.\n",
		options);
}

static void print_version(bool with_options)
{
	g_autofree char *parts = sandbox_parts();

	printf("winnow %s\n", program_version);
	if (with_options)
		printf("sandbox: %s\n", parts);
}

static bool fail_command(const char *name, GError **error)
{
	const char *names[G_N_ELEMENTS(commands) + 1] = { NULL };
	g_autofree char *hint = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		names[i] = commands[i].name;
	hint = spelling_hint(name, names);
	return fail(error, WINNOW_ERROR_USAGE, "no command '%s'%s (see winnow --help)", name, hint);
}

static bool find_command(const char *name, const struct command **out, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		if (strcmp(name, commands[i].name) == 0) {
			*out = &commands[i];
			return true;
		}
	return fail_command(name, error);
}

/* Only here: to start the libraries takes longer than what is done without a command. */
static bool run_command(const struct command *command, bool acts, struct global_options *global,
			int argc, char **argv, enum status *status, GError **error)
{
	bool ok;

	repo_library_init();
	mail_library_init();
	/* GMime has it ignored. "| head" is no failure, even where the parent ignores the signal.
	 */
	signal(SIGPIPE, acts ? SIG_IGN : SIG_DFL);
	ok = command->run(global, argc, argv, status, error);
	mail_library_shutdown();
	repo_library_shutdown();
	return ok;
}

/* "help rules fit" is "rules fit --help". */
static bool help(struct global_options *global, int argc, char **argv, enum status *status,
		 GError **error)
{
	char wanted[] = "--help";
	g_autofree char **words = NULL;
	const struct command *command;

	if (argc == 1 || strcmp(argv[1], "help") == 0 || strcmp(argv[1], "version") == 0) {
		print_help(stdout);
		return true;
	}
	if (!find_command(argv[1], &command, error))
		return false;
	words = g_new0(char *, (size_t)argc + 1);
	memcpy(words, argv + 1, (size_t)(argc - 1) * sizeof(*words));
	words[argc - 1] = wanted;
	return run_command(command, false, global, argc, words, status, error);
}

/* "winnow version --build-options" is "winnow --version --build-options". */
static bool version(struct global_options *global, int argc, char **argv, GError **error)
{
	if (!global_parse(global, &argc, &argv, error))
		return false;
	if (argc > 1)
		return fail(error, WINNOW_ERROR_USAGE, "version: what is '%s'? (see winnow --help)",
			    argv[1]);
	if (global->help)
		print_help(stdout);
	else
		print_version(global->build_options);
	return true;
}

static bool run(int argc, char **argv, struct global_options *global, enum status *status,
		GError **error)
{
	const struct command *command;

	if (!global_parse(global, &argc, &argv, error))
		return false;
	if (global->version) {
		print_version(global->build_options);
		return true;
	}
	if (global->help)
		return help(global, argc, argv, status, error);
	if (argc < 2)
		return fail(error, WINNOW_ERROR_USAGE, "no command (see winnow --help)");
	if (strcmp(argv[1], "help") == 0)
		return help(global, argc - 1, argv + 1, status, error);
	if (strcmp(argv[1], "version") == 0)
		return version(global, argc - 1, argv + 1, error);
	if (!find_command(argv[1], &command, error))
		return false;
	return run_command(command, command->acts, global, argc - 1, argv + 1, status, error);
}

static enum status status_of(const GError *error)
{
	switch (error->code) {
	case WINNOW_ERROR_USAGE:
		return STATUS_USAGE;
	case WINNOW_ERROR_RETRY:
		return STATUS_RETRY;
	default:
		return STATUS_FAILED;
	}
}

/* What a pager shows is written when it is gone; without one it shows whether it could be. */
static bool finish_output(struct pager *pager)
{
	if (pager->runs)
		return pager_finish(pager);
	return fflush(stdout) == 0 && !ferror(stdout);
}

int main(int argc, char **argv)
{
	enum status status = STATUS_OK;
	struct pager pager = { 0 };
	_cleanup_(global_options_clear) struct global_options global = { .pager = &pager };
	g_autoptr(GError) error = NULL;
	bool ok, written;
	int write_error;

	setlocale(LC_CTYPE,
		  "C.UTF-8"); /* file names and text are UTF-8 whatever the user's locale */
	signal(SIGPIPE, SIG_DFL);
	global_options_start(&global, argc, argv);
	ok = run(argc, argv, &global, &status, &error);
	written = finish_output(&pager);
	write_error = errno;
	if (!ok) {
		g_autofree char *utf8 = text_to_utf8(error->message, strlen(error->message), NULL);
		g_autofree char *shown = text_one_line(utf8, TEXT_MESSAGE_BYTES);

		fprintf(stderr, "winnow: %s\n", shown);
		status = status_of(error);
	}
	if (!written) {
		fprintf(stderr, "winnow: cannot write standard output: %s\n",
			g_strerror(write_error));
		return STATUS_FAILED;
	}
	return status;
}
