/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/kept.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json-escape.h"
#include "base/place.h"

enum {
	VERSION = 1,
	BYTES_LIMIT = 256 << 20, /* of JSON; a review of ten thousand patches has 50 MB */
};

bool kept_read(const char *path, json_t **root, GError **error)
{
	g_autofree char *bytes = NULL;
	size_t length = 0;
	json_error_t wrong;

	if (!file_read_given(path, BYTES_LIMIT, &bytes, &length, error))
		return false;
	*root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &wrong);
	return *root ||
	       fail(error, WINNOW_ERROR_INPUT, "'%s': line %d: %s", path, wrong.line, wrong.text);
}

bool kept_write(const char *path, json_t *root, gint64 now, GError **error)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(now);
	g_autofree char *made_at = date ? g_date_time_format_iso8601(date) : NULL;
	g_autofree char *directory = g_path_get_dirname(path);
	GString *shown = g_string_new(NULL);
	char *text;
	bool ok;

	json_object_set_new(root, "version", json_integer(VERSION));
	json_object_set_new(root, "generated_at", made_at ? json_string(made_at) : json_null());
	text = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(root);
	if (text)
		json_escape(shown, text, strlen(text));
	ok = text ? file_make_directory(directory, 0700, error) &&
			     file_write(path, shown->str, shown->len, 0600, error)
		  : fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': out of memory", path);
	free(text);
	g_string_free(shown, TRUE);
	return ok;
}

/* A file is the same one however its name is written, and from wherever. */
static void add(GChecksum *sum, const char *name)
{
	g_autofree char *whole =
		g_file_test(name, G_FILE_TEST_EXISTS) ? g_canonicalize_filename(name, NULL) : NULL;
	const char *part = whole ? whole : name;

	g_checksum_update(sum, (const guchar *)part, (gssize)strlen(part) + 1);
}

char *kept_path(const struct repo *repo, const char *const *parts)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree char *file = NULL, *reviews = place_cache("winnow/reviews");

	if (!reviews)
		return NULL;
	add(sum, repo ? repo_directory(repo) : "");
	for (; *parts; parts++)
		add(sum, *parts);
	file = g_strdup_printf("%.24s.json", g_checksum_get_string(sum));
	return g_build_filename(reviews, file, NULL);
}
