/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * settings - a copy of git's configuration, as one program is to see it: every value, with the file
 * that it is from. For this folder only; others ask repo.h.
 */

#ifndef WINNOW_GIT_SETTINGS_H
#define WINNOW_GIT_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

struct settings;

struct setting {
	char *value;	    /* NULL: named without one, which is git's "true" */
	const char *origin; /* "file:/home/ann/.gitconfig", "command line:"; NULL: not known */
};

struct settings *settings_new(void);
void settings_free(struct settings *settings);

/* Later ones count more. key is as git lists it: lower case but for the part in the middle. */
void settings_add(struct settings *settings, const char *key, const char *value,
		  const char *origin);

/*
 * Ask git itself, for the repository that directory is ("…/.git"; NULL: for none). *out is the
 * caller's; NULL, and *why (the caller's, too) says it in words: there is no git to ask, or it
 * cannot read this repository's. Fails with WINNOW_ERROR_INPUT where the configuration is wrong by
 * git's own words, WINNOW_ERROR_SYSTEM where git does not answer in time.
 */
bool settings_ask(const char *directory, struct settings **out, char **why,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Hold those that are this program's own to their kinds: none is without a value, and "~/" and
 * "~user/" of those that are paths become directories. WINNOW_ERROR_INPUT names key, value and
 * file.
 */
bool settings_check(struct settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The values of key, in any case, in their order; struct setting *, NULL: not set. Borrowed. */
const GPtrArray *settings_find(const struct settings *settings, const char *key);

/* Call visit for each key, in no order. */
void settings_each(const struct settings *settings, void (*visit)(const char *key, void *data),
		   void *data);

/* " in '/home/ann/.gitconfig'", " on the command line", "". The caller frees. */
char *setting_place(const struct setting *setting);

#endif
