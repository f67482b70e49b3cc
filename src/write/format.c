/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/format.h"

#include <string.h>

/* Each list ends with an empty row. */
static const struct format report_formats[] = {
#define X(id, name, what) { name, what, .review = report_write_##id },
	REPORT_FORMATS(X)
#undef X
		{ 0 }
};
static const struct format missing_formats[] = {
#define X(id, name, what) { name, what, .missing = missing_write_##id },
	MISSING_FORMATS(X)
#undef X
		{ 0 }
};
static const struct format trees_formats[] = {
#define X(id, name, what) { name, what, .trees = trees_write_##id },
	TREES_FORMATS(X)
#undef X
		{ 0 }
};
static const struct format measure_formats[] = {
#define X(id, name, what) { name, what, .measure = measure_write_##id },
	MEASURE_FORMATS(X)
#undef X
		{ 0 }
};

static const struct format *formats_of(enum document document)
{
	static const struct format *const formats[] = {
		[DOCUMENT_REVIEW] = report_formats,
		[DOCUMENT_MISSING] = missing_formats,
		[DOCUMENT_TREES] = trees_formats,
		[DOCUMENT_MEASURE] = measure_formats,
	};

	return formats[document];
}

const struct format *format_find(const char *name, enum document document)
{
	for (const struct format *format = formats_of(document); format->name; format++)
		if (strcmp(format->name, name) == 0)
			return format;
	return NULL;
}

const struct format *format_default(enum document document)
{
	return formats_of(document);
}

char *format_names(enum document document)
{
	GString *out = g_string_new(NULL);

	for (const struct format *format = formats_of(document); format->name; format++)
		g_string_append_printf(out, "%s%s", out->len ? ", " : "", format->name);
	return g_string_free(out, FALSE);
}

char *format_help(enum document document)
{
	GString *out = g_string_new(NULL);

	for (const struct format *format = formats_of(document); format->name; format++)
		g_string_append_printf(out, "  %-9s %s\n", format->name, format->what);
	return g_string_free(out, FALSE);
}
