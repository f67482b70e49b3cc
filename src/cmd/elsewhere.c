/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The commands that need libcurl or liblinear, as the program has them that people start: it
 * becomes another one. These libraries bring some twenty with them, and to load all of them takes
 * as long as to load the rest of the program and to run a short command.
 */
#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/locate.h"

static bool hand_over(const struct global_options *global, GError **error)
{
	g_autofree char *path = locate_whole();

	execve(path, global->words, global->environment);
	return fail(error, WINNOW_ERROR_SYSTEM, "cannot run '%s', which has this command: %s", path,
		    g_strerror(errno));
}

bool cmd_fetch(struct global_options *global, G_GNUC_UNUSED int argc, G_GNUC_UNUSED char **argv,
	       G_GNUC_UNUSED enum status *status, GError **error)
{
	return hand_over(global, error);
}

bool cmd_send(struct global_options *global, G_GNUC_UNUSED int argc, G_GNUC_UNUSED char **argv,
	      G_GNUC_UNUSED enum status *status, GError **error)
{
	return hand_over(global, error);
}

bool cmd_rules_fit(struct global_options *global, G_GNUC_UNUSED int argc, G_GNUC_UNUSED char **argv,
		   G_GNUC_UNUSED enum status *status, GError **error)
{
	return hand_over(global, error);
}

bool cmd_rules_kind(struct global_options *global, G_GNUC_UNUSED int argc,
		    G_GNUC_UNUSED char **argv, G_GNUC_UNUSED enum status *status, GError **error)
{
	return hand_over(global, error);
}
