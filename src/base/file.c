/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* What is open as fd, up to its end; false if that is not within limit. */
static bool read_to_end(int fd, size_t limit, GString *out, const char *path, GError **error)
{
	char buffer[64 << 10];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof(buffer))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno(error, "cannot read '%s'", path);
		if (out->len + (size_t)n > limit)
			return fail(error, WINNOW_ERROR_INPUT,
				    "cannot read '%s': more than %zu bytes", path, limit);
		g_string_append_len(out, buffer, n);
	}
	return true;
}

bool file_read_regular(const char *path, size_t limit, bool follow, char **bytes, size_t *length,
		       GError **error)
{
	/* Not blocking: it may be a pipe that nobody writes to. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
	GString *out;
	struct stat status;
	bool ok;

	if (fd < 0)
		return fail_errno(error, "cannot read '%s'", path);
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		close(fd);
		return fail(error, WINNOW_ERROR_INPUT, "cannot read '%s': not a regular file",
			    path);
	}
	out = g_string_new(NULL);
	/* Before a byte of it is read. */
	ok = (guint64)status.st_size <= limit ||
	     fail(error, WINNOW_ERROR_INPUT, "cannot read '%s': more than %zu bytes", path, limit);
	ok = ok && read_to_end(fd, limit, out, path, error);
	close(fd);
	if (ok)
		*length = out->len;
	if (ok)
		*bytes = g_string_free(out, FALSE);
	else
		g_string_free(out, TRUE);
	return ok;
}

static bool read_stdin(size_t limit, char **bytes, size_t *length, GError **error)
{
	GString *out = g_string_new(NULL);

	if (!read_to_end(STDIN_FILENO, limit, out, "standard input", error)) {
		g_string_free(out, TRUE);
		return false;
	}
	*length = out->len;
	*bytes = g_string_free(out, FALSE);
	return true;
}

bool file_read_given(const char *path, size_t limit, char **bytes, size_t *length, GError **error)
{
	if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdin") == 0)
		return read_stdin(limit, bytes, length, error);
	return file_read_regular(path, limit, true, bytes, length, error);
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

bool file_sync_directory(const char *path, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(path);
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		fail_errno(error, "cannot write '%s'", directory);
	if (fd >= 0)
		close(fd);
	return ok;
}
