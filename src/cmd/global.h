/* SPDX-License-Identifier: GPL-2.0-or-later */
/* global - the options that all commands have, before their name and behind it, as git's are. */

#ifndef WINNOW_CMD_GLOBAL_H
#define WINNOW_CMD_GLOBAL_H

#include <stdbool.h>

#include <glib.h>

#include "base/color.h"
#include "base/pager.h"

struct global_options {
	char *directory; /* -C, each from the one before on; NULL: not given */
	bool color_given;
	enum color_when color; /* then */
	bool hyperlinks_given;
	enum color_when hyperlinks; /* then */
	enum { PAGER_AS_SET, PAGER_WANTED, PAGER_UNWANTED } paging;
	struct pager *pager; /* what output_begin() may start, and main.c waits for; NULL: none */
	/* Behind "--", where the command takes paths there and has names before it; NULL: none. */
	const char *const *paths;
	bool takes_paths;
	/* Of what stands before a command only. */
	gboolean help, version, build_options;
	/* How the program was started, before anything was taken out; for who hands over to
	 * another. */
	char **words, **environment;
};

/* Of the words only the list is copied. */
void global_options_start(struct global_options *global, int argc, char **argv);
void global_options_clear(struct global_options *global);

/*
 * Take what stands before the command's name out of argv, whose first word stays. What -c and
 * --git-dir say is in the environment from then on, where git itself looks for it.
 * Fails with WINNOW_ERROR_USAGE.
 */
bool global_parse(struct global_options *global, int *argc, char ***argv,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * What takes own (lists of entries, ending with NULL), the options of the command name, and all of
 * these that can stand behind it; where both have a letter it is the command's. Those are not in
 * its help. Puts whole names in argv as spelling_complete() does, with *end, and fails likewise;
 * else *out is the caller's.
 */
bool global_context(struct global_options *global, const GOptionEntry *const *own, const char *name,
		    int argc, char **argv, GOptionContext **out, int *end,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many of the first words are these, their values too; each by its whole name. */
int global_leading(int argc, char *const *argv);

/* The lines of --help about them. The caller frees. */
char *global_help(void);

#endif
