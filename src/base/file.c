/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

static bool is_readable(const char *path, GError **error)
{
	if (access(path, R_OK) == 0)
		return true;
	return fail_errno(error, "cannot read '%s'", path);
}

bool file_read(const char *path, char **bytes, size_t *length, GError **error)
{
	g_autoptr(GError) read_error = NULL;
	gsize n = 0;

	if (!is_readable(path, error))
		return false;
	if (!g_file_get_contents(path, bytes, &n, &read_error))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot read '%s': %s", path,
			    g_file_test(path, G_FILE_TEST_IS_DIR) ? "it is a directory"
								  : read_error->message);
	*length = n;
	return true;
}

GMappedFile *file_map(const char *path, GError **error)
{
	g_autoptr(GError) map_error = NULL;
	struct stat status;
	GMappedFile *file;

	if (!is_readable(path, error))
		return NULL;
	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
		fail(error, WINNOW_ERROR_INPUT, "cannot read '%s': not a regular file", path);
		return NULL;
	}
	file = g_mapped_file_new(path, FALSE, &map_error);
	if (!file)
		fail(error, WINNOW_ERROR_SYSTEM, "cannot read '%s': %s", path, map_error->message);
	return file;
}
