/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command table, the global options, every error printed, stdout checked, the exit status. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/sandbox.h"
#include "base/text.h"
#include "base/version.h"
#include "cmd/cmd.h"
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
	fputs("Usage: winnow [-C DIR] [-p | --no-pager] [--color=WHEN] COMMAND [ARG...]\n"
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
	fputs("\n"
	      "  -C DIR           the repository to work with (default: the current directory's)\n"
	      "  -p, --paginate   page what a terminal shows, though pager.winnow says no\n"
	      "  --no-pager       do not, though it says yes\n"
	      "  --color=WHEN     auto, always or never, instead of what color.winnow says\n"
	      "  --no-color       never\n"
	      "  --version        print the version; with --build-options also what of a sandbox "
	      "there is\n"
	      "  -h, --help       print this, or after a command its usage and options\n"
	      "\n"
	      "'winnow help COMMAND' lists a command's options; each has a page, such as\n"
	      "winnow-review(1), and winnow(1) says what they have in common.\n",
	      out);
}

static void print_version(bool with_options)
{
	g_autofree char *parts = sandbox_parts();

	printf("winnow %s\n", program_version);
	if (with_options)
		printf("sandbox: %s\n", parts);
}

/* Options before the command's name. The number of words taken; -1 and an error. */
static int parse_global(int argc, char **argv, struct global_options *global, bool *done,
			GError **error)
{
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "-C") == 0) {
			if (i + 1 == argc) {
				fail(error, WINNOW_ERROR_USAGE, "-C wants a directory");
				return -1;
			}
			global->directory = argv[++i];
		} else if (strcmp(argv[i], "-p") == 0 || strcmp(argv[i], "--paginate") == 0) {
			global->paging = PAGER_WANTED;
		} else if (strcmp(argv[i], "--no-pager") == 0) {
			global->paging = PAGER_UNWANTED;
		} else if (strcmp(argv[i], "--no-color") == 0) {
			global->color = COLOR_NEVER;
			global->color_given = true;
		} else if (g_str_has_prefix(argv[i], "--color=")) {
			if (!color_parse_when(strchr(argv[i], '=') + 1, &global->color)) {
				fail(error, WINNOW_ERROR_USAGE,
				     "%s: not one of auto, always, never", argv[i]);
				return -1;
			}
			global->color_given = true;
		} else if (strcmp(argv[i], "--version") == 0) {
			print_version(i + 1 < argc && strcmp(argv[i + 1], "--build-options") == 0);
			i += i + 1 < argc && strcmp(argv[i + 1], "--build-options") == 0;
			*done = true;
		} else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			print_help(stdout);
			*done = true;
		} else {
			fail(error, WINNOW_ERROR_USAGE, "unknown option '%s' (see winnow --help)",
			     argv[i]);
			return -1;
		}
	}
	return i;
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

/* "help rules fit" is "rules fit --help". */
static bool help(const struct global_options *global, int argc, char **argv, enum status *status,
		 GError **error)
{
	char wanted[] = "--help";
	g_autofree char **words = NULL;
	const struct command *command;

	if (argc == 1) {
		print_help(stdout);
		return true;
	}
	if (!find_command(argv[1], &command, error))
		return false;
	words = g_new0(char *, (size_t)argc + 1);
	memcpy(words, argv + 1, (size_t)(argc - 1) * sizeof(*words));
	words[argc - 1] = wanted;
	return command->run(global, argc, words, status, error);
}

static bool run(int argc, char **argv, struct pager *pager, enum status *status, GError **error)
{
	struct global_options global = { .pager = pager };
	const struct command *command;
	bool done = false;
	int first = parse_global(argc, argv, &global, &done, error);

	if (first < 0 || done)
		return done;
	if (first >= argc)
		return fail(error, WINNOW_ERROR_USAGE, "no command (see winnow --help)");
	if (strcmp(argv[first], "help") == 0)
		return help(&global, argc - first, argv + first, status, error);
	if (strcmp(argv[first], "version") == 0) {
		print_version(first + 1 < argc && strcmp(argv[first + 1], "--build-options") == 0);
		return true;
	}
	if (!find_command(argv[first], &command, error))
		return false;
	if (command->acts)
		signal(SIGPIPE, SIG_IGN);
	return command->run(&global, argc - first, argv + first, status, error);
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
	g_autoptr(GError) error = NULL;
	bool ok, written;
	int write_error;

	setlocale(LC_CTYPE,
		  "C.UTF-8"); /* file names and text are UTF-8 whatever the user's locale */
	repo_library_init();
	mail_library_init();
	/* GMime has it ignored. "| head" is no failure, even where the parent ignores the signal.
	 */
	signal(SIGPIPE, SIG_DFL);
	ok = run(argc, argv, &pager, &status, &error);
	written = finish_output(&pager);
	write_error = errno;
	if (!ok) {
		g_autofree char *utf8 = text_to_utf8(error->message, strlen(error->message), NULL);
		g_autofree char *shown = text_one_line(utf8, TEXT_MESSAGE_BYTES);

		fprintf(stderr, "winnow: %s\n", shown);
		status = status_of(error);
	}
	mail_library_shutdown();
	repo_library_shutdown();
	if (!written) {
		fprintf(stderr, "winnow: cannot write standard output: %s\n",
			g_strerror(write_error));
		return STATUS_FAILED;
	}
	return status;
}
