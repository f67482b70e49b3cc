/* SPDX-License-Identifier: GPL-2.0-or-later */
/* locate - where what a command needs stands: the repository, and what comes with the program. */

#ifndef WINNOW_CMD_LOCATE_H
#define WINNOW_CMD_LOCATE_H

#include <stdbool.h>

#include <glib.h>

#include "cmd/cmd.h"
#include "git/repo.h"

/*
 * Open the repository of -C, or the one that git would work with here, and have git read its
 * configuration; what of that is to be told is. *out is the caller's; NULL, which is success, when
 * neither -C nor GIT_DIR was given and there is none.
 */
bool locate_repo(const struct global_options *global, struct repo **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * path, from the user's home where it begins with "~/": a shell leaves that of "--maildir=~/Mail"
 * alone. The caller frees.
 */
char *locate_path(const char *path);

/* The program that has all commands, which this one may be a part of. The caller frees. */
char *locate_whole(void);

/*
 * The file of decisions: given, else what winnow.decisions names (from the top of repo's work tree
 * on), else .winnow-decisions in queue_directory() of queue (may be NULL), else at the top of the
 * work tree. NULL: none of them is there; repo may be NULL. *out is the caller's. Fails when queue
 * is a directory that cannot be read.
 */
bool locate_decisions(struct repo *repo, const char *given, const char *queue, char **out,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same to be read: what is given has to be there. Fails with WINNOW_ERROR_INPUT. */
bool locate_decisions_to_read(struct repo *repo, const char *given, const char *queue, char **out,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * What comes with the program under that name: "rules", "templates" or a model. It is in the
 * directory that WINNOW_DATA names, else in the tree that the program was built from, or in the
 * prefix it was installed into; another winnow's counts only for one that was taken out of both. It
 * need not be there. The caller frees.
 */
char *locate_data(const char *name);

/*
 * Rule directories in the order they count: ours, the user's, then those given, or configured in
 * repo (may be NULL) when none is. no_defaults: given only. Free with g_strfreev().
 */
char **locate_rules(struct repo *repo, char *const *given, bool no_defaults);

#endif
