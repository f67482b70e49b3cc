/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html - text that strangers wrote as a part of HTML: what it says is shown and never obeyed. */

#ifndef WINNOW_BASE_HTML_H
#define WINNOW_BASE_HTML_H

#include <stddef.h>

#include <glib.h>

#include "base/text.h"

/* Append text, made one safe line as text_one_line() does, as the content of an element. */
void html_add(GString *out, const char *text);

/* The same as an attribute's value, which stands in double quotes. */
void html_add_value(GString *out, const char *text);

/*
 * Append lines as they stand, each masked and cut as text_mask_line() does, as the content of an
 * element that keeps blanks.
 */
void html_add_line(GString *out, struct slice line, size_t limit);

/* "<NAME>text</NAME>\n". name is one of ours. */
void html_add_element(GString *out, const char *name, const char *text);

#endif
