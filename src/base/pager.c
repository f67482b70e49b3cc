/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/pager.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/program.h"

enum {
	LESS_WITH_LINKS = 566,
	VERSION_LIMIT = 16 << 10, /* bytes of what it says about itself */
	SECONDS = 2,		  /* until it has */
};

static char **environment(void)
{
	char **out = g_get_environ();

	out = g_environ_setenv(out, "LESS", "FRX", FALSE);
	return g_environ_setenv(out, "LV", "-c", FALSE);
}

/* What passes control characters on to the terminal: -R, in LESS or behind the command's name. */
static bool passes_controls(const char *options)
{
	return strchr(options, 'R') != NULL;
}

bool pager_knows_links(const char *command)
{
	g_auto(GStrv) words = g_strsplit(command, " ", 2);
	g_auto(GStrv) envp = environment();
	g_autofree char *name = words[0] ? g_path_get_basename(words[0]) : NULL;
	const char *options = g_environ_getenv(envp, "LESS");
	const char *const argv[] = { words[0], "--version", NULL };
	_cleanup_(program_output_clear) struct program_output said = { 0 };

	/* A shell runs it: what more there is may hand it on to something else. */
	if (g_strcmp0(name, "less") != 0 || strpbrk(command, "|&;<>()$`\\\"'") ||
	    (!passes_controls(options) && !(words[1] && passes_controls(words[1]))))
		return false;
	return program_run(argv, envp, VERSION_LIMIT, SECONDS, &said, NULL) && !said.not_there &&
	       g_str_has_prefix(said.text, "less ") &&
	       g_ascii_strtoull(said.text + strlen("less "), NULL, 10) >= LESS_WITH_LINKS;
}

bool pager_prepare(struct pager *pager, const char *command, GError **error)
{
	/* What it reads of its input ends with the line: a shell reads a pipe byte by byte. */
	const char *const argv[] = { "/bin/sh", "-c",	 "read -r go && eval \"$1\"",
				     "sh",	command, NULL };
	g_auto(GStrv) envp = environment();
	g_autoptr(GError) spawn_error = NULL;

	if (!g_spawn_async_with_pipes_and_fds(
		    NULL, argv, (const char *const *)envp, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
		    -1, -1, -1, NULL, NULL, 0, &pager->pid, &pager->in, NULL, NULL, &spawn_error))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot run the pager '%s': %s", command,
			    spawn_error->message);
	pager->waits = true;
	return true;
}

bool pager_start(struct pager *pager, GError **error)
{
	fflush(stdout);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	if (write(pager->in, "\n", 1) != 1 || dup2(pager->in, STDOUT_FILENO) < 0)
		return fail_errno(error, "cannot write to the pager");
	close(pager->in);
	pager->waits = false;
	pager->runs = true;
	return true;
}

bool pager_finish(struct pager *pager)
{
	bool ok;

	if (!pager->runs)
		return true;
	/* What was lost before, to whom quit early, shows as EPIPE again or not at all. */
	ok = fflush(stdout) == 0 || errno == EPIPE;
	fclose(stdout);
	while (waitpid(pager->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	*pager = (struct pager){ 0 };
	return ok;
}
