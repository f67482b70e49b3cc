/* SPDX-License-Identifier: GPL-2.0-or-later */
/* marker-head - what distributions put around a marker, above a message's own words. */

#ifndef WINNOW_MESSAGE_MARKER_HEAD_H
#define WINNOW_MESSAGE_MARKER_HEAD_H

#include <stdbool.h>

#include "base/text.h"

/* All take a line without the blanks around it, which has at least a character. */

/* "Signed-off-by: ...", "master date: ...": one word or two, and a colon. */
bool marker_is_key_line(struct slice line);

/* "JIRA: ...", "Conflicts: ...": CentOS's and RHEL's keys above "commit <id>". */
bool marker_is_head_key(struct slice line);

/* "Signed-off-by: ..." */
bool marker_is_sign_off(struct slice line);

/* "jira X-1", "commit-author ...": CIQ's, without a colon. */
bool marker_is_head_word(struct slice line);

/* "Author: ...", "Date: ...": below "commit <id>" as git log prints it. */
bool marker_is_log_key(struct slice line);

/* Whose commit openEuler's head speaks of: "mainline inclusion", "stable inclusion". */
enum marker_inclusion {
	MARKER_INCLUSION_NONE,
	MARKER_INCLUSION_UPSTREAM,
	MARKER_INCLUSION_OTHER,
};

/* False, *inclusion untouched, if line says nothing of that. */
bool marker_is_inclusion(struct slice line, enum marker_inclusion *inclusion);

#endif
