/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

enum { FILE_MODE = 0666, DIRECTORY_MODE = 0777 };

static void append_part(const struct part *part, GString *out)
{
	gsize length = 0;
	const char *diff = g_bytes_get_data(part->material.diff, &length);

	g_string_append_len(out, part->material.head->str, (gssize)part->material.head->len);
	g_string_append_len(out, diff, (gssize)length);
}

/* Of a directory that is renamed when it is whole: not each file has to be safe by itself. */
static bool write_file(const char *path, const GString *text, GError **error)
{
	g_autoptr(GError) problem = NULL;

	return g_file_set_contents_full(path, text->str, (gssize)text->len,
					G_FILE_SET_CONTENTS_NONE, FILE_MODE, &problem) ||
	       fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': %s", path, problem->message);
}

bool write_quilt(const struct assembly *assembly, const char *directory, bool numbered,
		 GError **error)
{
	g_autoptr(GString) series = g_string_new(NULL);
	g_autofree char *series_path = g_build_filename(directory, "series", NULL);

	if (g_mkdir(directory, DIRECTORY_MODE) < 0)
		return fail_errno(error, "cannot make '%s'", directory);
	for (guint i = 0; i < assembly->parts->len; i++) {
		const struct part *part = assembly->parts->pdata[i];
		g_autofree char *name = numbered ? g_strdup_printf("%04u-%s", i + 1, part->name)
						 : g_strdup(part->name);
		g_autofree char *path = g_build_filename(directory, name, NULL);
		g_autoptr(GString) text = g_string_new(NULL);

		append_part(part, text);
		if (!write_file(path, text, error))
			return false;
		g_string_append_printf(series, "%s\n", name);
	}
	return write_file(series_path, series, error);
}

bool write_mbox(const struct assembly *assembly, const char *path, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < assembly->parts->len; i++) {
		const struct part *part = assembly->parts->pdata[i];

		if (!g_str_has_prefix(part->material.head->str, "From "))
			g_string_append_printf(text, "From %040d Mon Sep 17 00:00:00 2001\n", 0);
		append_part(part, text);
		if (text->str[text->len - 1] != '\n')
			g_string_append_c(text, '\n');
		g_string_append_c(text, '\n');
	}
	if (strcmp(path, "-") != 0)
		return file_write(path, text->str, text->len, FILE_MODE, error);
	fwrite(text->str, 1, text->len, stdout);
	return true;
}
