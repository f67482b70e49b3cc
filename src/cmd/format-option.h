/* SPDX-License-Identifier: GPL-2.0-or-later */
/* format-option - --format and --json of a command that writes a document. */

#ifndef WINNOW_CMD_FORMAT_OPTION_H
#define WINNOW_CMD_FORMAT_OPTION_H

#include <stdbool.h>

#include <glib.h>

#include "write/format.h"

struct format_option {
	enum document document; /* set by who uses it; all else zero */
	char *name;
	gboolean json;
	char *says; /* of the entry */
};

/* Entries that fill option; the array is the caller's to g_free(). */
GOptionEntry *format_option_entries(struct format_option *option);
void format_option_clear(struct format_option *option);

/* What help says of the formats, behind what stands above it. The caller frees. */
char *format_option_help(const struct format_option *option, const char *help);

/* The format that was asked for. WINNOW_ERROR_USAGE if there is none of that name. */
bool format_option_parse(const struct format_option *option, const struct format **out,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
