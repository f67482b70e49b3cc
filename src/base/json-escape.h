/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json-escape - JSON that can be shown: the same text of the same meaning, all that shows. */

#ifndef WINNOW_BASE_JSON_ESCAPE_H
#define WINNOW_BASE_JSON_ESCAPE_H

#include <stddef.h>

#include <glib.h>

/*
 * Append serialised JSON, whole characters of valid UTF-8, in which whatever a terminal obeys, or
 * does not show, is written as \u....: DEL and the C1 range, line and paragraph separators, and
 * format characters, among them those that turn the direction of writing. They can stand in its
 * strings alone, and mean there what they meant.
 */
void json_escape(GString *out, const char *json, size_t length);

#endif
