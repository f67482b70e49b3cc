/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wording - the templates that mails are written from, ours or the user's own. */

#ifndef WINNOW_ANSWER_WORDING_H
#define WINNOW_ANSWER_WORDING_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

enum { WORDING_COLUMNS = 72 };

/* What a template can have filled in. A block is lines of its own, a text part of a paragraph. */
struct wording_name {
	const char *name;
	bool block;
};

struct wording;

/*
 * Read "NAME.txt" of the first directory that has it. names are what it may use; they must outlive
 * it. *out is the caller's. Fails with WINNOW_ERROR_INPUT, "file:line: what", for a placeholder
 * that is unknown or not closed, a block among other words, text that is no UTF-8 or has control
 * characters, and when no directory has it.
 */
bool wording_read(const char *const *directories, const char *name,
		  const struct wording_name *names, size_t n_names, struct wording **out,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same from length bytes; path is for messages. */
bool wording_parse(const char *bytes, size_t length, const char *path,
		   const struct wording_name *names, size_t n_names, struct wording **out,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void wording_free(struct wording *wording);
DEFINE_CLEANUP(struct wording *, wording_free)

/*
 * Fill in values, one for each of the names; NULL or "" is none. The caller frees.
 * Lines that begin with '#' are left out, and those with a placeholder that has no value, "{?name}"
 * asks for a value and "{!name}" for none without writing it. What stays of a paragraph is filled
 * to WORDING_COLUMNS.
 */
char *wording_fill(const struct wording *wording, const char *const *values);

/*
 * Append text as a paragraph: its first line begins with first, the others with indent blanks, and
 * each is at most WORDING_COLUMNS wide where its words allow. No line begins with what mail
 * programs take for more than words: "Cc:", "X-by:", "From", ">", "--".
 */
void wording_wrap(const char *text, const char *first, size_t indent, GString *out);

#endif
