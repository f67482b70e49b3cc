/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/format.h"

#include <string.h>

/* The default first. */
static const struct format formats[] = {
	{ "text", "for people", report_write_text, missing_write_text, measure_write_text },
	{ "json", "for programs, version 1: data/schema/ describes it", report_write_json,
	  missing_write_json, measure_write_json },
};

static bool can_show(const struct format *format, enum document document)
{
	switch (document) {
	case DOCUMENT_REVIEW:
		return format->review != NULL;
	case DOCUMENT_MISSING:
		return format->missing != NULL;
	default:
		return format->measure != NULL;
	}
}

const struct format *format_find(const char *name, enum document document)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i].name, name) == 0 && can_show(&formats[i], document))
			return &formats[i];
	return NULL;
}

char *format_names(enum document document)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (can_show(&formats[i], document))
			g_string_append_printf(out, "%s%s", out->len ? ", " : "", formats[i].name);
	return g_string_free(out, FALSE);
}

char *format_help(enum document document)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (can_show(&formats[i], document))
			g_string_append_printf(out, "  %-9s %s\n", formats[i].name,
					       formats[i].what);
	return g_string_free(out, FALSE);
}
