/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
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

bool file_map(const char *path, GMappedFile **out, GError **error)
{
	g_autoptr(GError) map_error = NULL;
	struct stat status;
	GMappedFile *file;

	if (!is_readable(path, error))
		return false;
	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
		return fail(error, WINNOW_ERROR_INPUT, "cannot read '%s': not a regular file",
			    path);
	file = g_mapped_file_new(path, FALSE, &map_error);
	if (!file)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot read '%s': %s", path,
			    map_error->message);
	*out = file;
	return true;
}

/* What cannot be replaced. */
static bool write_stream(const char *path, const char *bytes, size_t length, GError **error)
{
	FILE *stream = fopen(path, "wbe");
	bool ok;

	if (!stream)
		return fail_errno(error, "cannot write '%s'", path);
	ok = fwrite(bytes, 1, length, stream) == length;
	ok = fclose(stream) == 0 && ok;
	return ok || fail_errno(error, "cannot write '%s'", path);
}

bool file_write(const char *path, const char *bytes, size_t length, int mode, GError **error)
{
	g_autoptr(GError) problem = NULL;
	bool linked = g_file_test(path, G_FILE_TEST_IS_SYMLINK);
	char *target = linked ? realpath(path, NULL) : NULL;
	struct stat status;
	bool ok;

	/* Through a link to nothing yet, too: a rename would replace the link. */
	if ((linked && !target) || (stat(path, &status) == 0 && !S_ISREG(status.st_mode))) {
		free(target);
		return write_stream(path, bytes, length, error);
	}
	ok = g_file_set_contents_full(target ? target : path, bytes, (gssize)length,
				      G_FILE_SET_CONTENTS_CONSISTENT, mode, &problem);
	free(target);
	return ok ||
	       fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': %s", path, problem->message);
}
