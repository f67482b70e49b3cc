/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/command.h"

#include "base/cleanup.h"

bool command_run_git(const char *const *argv, enum command_repository repository, size_t limit,
		     unsigned seconds, struct program_output *out, GError **error)
{
	static const char *const naming[] = { "GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE",
					      "GIT_NAMESPACE", "GIT_CONFIG" };
	g_auto(GStrv) environment = g_environ_unsetenv(g_get_environ(), "GIT_TRACE");

	for (size_t i = 0; repository == COMMAND_AS_NAMED && i < G_N_ELEMENTS(naming); i++)
		environment = g_environ_unsetenv(environment, naming[i]);
	environment = g_environ_setenv(environment, "LC_ALL", "C", TRUE);
	environment = g_environ_setenv(environment, "GIT_NO_LAZY_FETCH", "1", TRUE);
	environment = g_environ_setenv(environment, "GIT_NO_REPLACE_OBJECTS", "1", TRUE);
	return program_run(argv, environment, limit, seconds, out, error);
}
