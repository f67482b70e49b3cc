/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each try in a process of its own, which enters the sandbox: what is refused, and what is not. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "tap.h"

static char *inside, *outside;

static int make(const char *directory)
{
	g_autofree char *path = g_build_filename(directory, "new", NULL);

	return open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static int make_inside(void)
{
	return make(inside);
}

static int make_outside(void)
{
	return make(outside);
}

static int at_old(int flags)
{
	g_autofree char *path = g_build_filename(outside, "old", NULL);

	return open(path, flags | O_CLOEXEC);
}

static int write_old(void)
{
	return at_old(O_WRONLY);
}

static int read_old(void)
{
	return at_old(O_RDONLY);
}

static int remove_old(void)
{
	g_autofree char *path = g_build_filename(outside, "old", NULL);

	return unlink(path);
}

static int make_directory(void)
{
	g_autofree char *path = g_build_filename(outside, "directory", NULL);

	return mkdir(path, 0700);
}

static int connect_out(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int talk_here(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0);
}

static int run(void)
{
	return execl("/bin/true", "true", NULL);
}

static int trace(void)
{
	return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int write_null(void)
{
	return open("/dev/null", O_WRONLY | O_CLOEXEC);
}

/* 0: it went well; 1: refused; 2: it failed otherwise. */
static int outcome(int (*try)(void))
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		const char *const writable[] = { inside, NULL };

		sandbox_enter(writable);
		errno = 0;
		_exit(try() >= 0 ? 0 : errno == EACCES ? 1 : 2);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}

int main(void)
{
	static const struct {
		const char *name;
		int (*try)(void);
		const char *part; /* which refuses it; NULL: it is allowed */
	} cases[] = {
		{ "a file is made where it may be", make_inside, NULL },
		{ "a file is read anywhere", read_old, NULL },
		{ "/dev/null is written", write_null, NULL },
		{ "no file is made elsewhere", make_outside, "Landlock" },
		{ "none is written", write_old, "Landlock" },
		{ "none is removed", remove_old, "Landlock" },
		{ "no directory is made", make_directory, "Landlock" },
		{ "no connection", connect_out, "seccomp" },
		{ "not even here", talk_here, "seccomp" },
		{ "no program is run", run, "seccomp" },
		{ "no tracing", trace, "seccomp" },
	};
	g_autofree char *parts = sandbox_parts();
	g_autofree char *old = NULL;

	inside = g_dir_make_tmp("inside-XXXXXX", NULL);
	outside = g_dir_make_tmp("outside-XXXXXX", NULL);
	old = g_build_filename(outside, "old", NULL);
	tap_ok(g_file_set_contents(old, "x", 1, NULL), "there is a file");
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		bool refused = cases[i].part && strstr(parts, cases[i].part);

		/* Without that part of the kernel only what is allowed can be tried. */
		if (!cases[i].part || refused)
			tap_ok(outcome(cases[i].try) == (refused ? 1 : 0), cases[i].name);
	}
	return tap_done();
}
