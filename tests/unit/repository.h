/* SPDX-License-Identifier: GPL-2.0-or-later */
/* repository - one that a unit test makes with git, in a directory of its own. */

#ifndef WINNOW_TESTS_UNIT_REPOSITORY_H
#define WINNOW_TESTS_UNIT_REPOSITORY_H

#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

static char *work; /* a directory of the test's own */

static inline char *in_work(const char *name)
{
	return g_build_filename(work, name, NULL);
}

static inline void remove_all(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *inner = g_build_filename(path, name, NULL);

		remove_all(inner);
	}
	if (dir)
		g_dir_close(dir);
	g_remove(path);
}

/* git, with these words and input, in the directory "repo" of work. */
static inline bool git(const char *const *words, const char *input)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *repo = in_work("repo");
	GPid pid;
	int in, status;

	g_ptr_array_add(argv, (char *)"git");
	g_ptr_array_add(argv, (char *)"-C");
	g_ptr_array_add(argv, repo);
	for (; *words; words++)
		g_ptr_array_add(argv, (char *)*words);
	g_ptr_array_add(argv, NULL);
	if (!g_spawn_async_with_pipes(NULL, (char **)argv->pdata, NULL,
				      G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
				      &pid, &in, NULL, NULL, &error))
		return false;
	if (input && write(in, input, strlen(input)) < 0)
		return false;
	close(in);
	return waitpid(pid, &status, 0) == pid && status == 0;
}

#endif
