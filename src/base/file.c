/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file-set.h"

/* -1, and errno: it is not there, or nothing that can be read from its beginning to an end. */
static int open_regular(const char *path, bool follow)
{
	/* Not blocking: it may be a pipe that nobody writes to. */
	int fd = open(path,
		      O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW));
	struct stat status;

	if (fd < 0 || (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)))
		return fd;
	close(fd);
	errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
	return -1;
}

static bool fail_open(const char *path, GError **error)
{
	if (errno == EINVAL || errno == ENXIO) /* a socket */
		return fail(error, WINNOW_ERROR_INPUT, "cannot read '%s': not a regular file",
			    path);
	if (errno == EISDIR)
		return fail(error, WINNOW_ERROR_INPUT, "cannot read '%s': it is a directory", path);
	return fail_errno(error, "cannot read '%s'", path);
}

static bool fail_long(const char *path, size_t limit, GError **error)
{
	return fail(error, WINNOW_ERROR_INPUT, "cannot read '%s': more than %zu bytes", path,
		    limit);
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
		if ((size_t)n > limit - out->len)
			return fail_long(path, limit, error);
		g_string_append_len(out, buffer, n);
	}
	return true;
}

/* fd is closed. */
static bool read_all(int fd, size_t limit, const char *path, char **bytes, size_t *length,
		     GError **error)
{
	GString *out = g_string_new(NULL);
	bool ok = read_to_end(fd, limit, out, path, error);

	close(fd);
	if (ok)
		*length = out->len;
	if (ok)
		*bytes = g_string_free(out, FALSE);
	else
		g_string_free(out, TRUE);
	return ok;
}

bool file_read_regular(const char *path, size_t limit, bool follow, char **bytes, size_t *length,
		       GError **error)
{
	int fd = open_regular(path, follow);
	struct stat status;

	if (fd < 0)
		return fail_open(path, error);
	/* Before a byte of it is read. */
	if (fstat(fd, &status) == 0 && (guint64)status.st_size > limit) {
		close(fd);
		return fail_long(path, limit, error);
	}
	return read_all(fd, limit, path, bytes, length, error);
}

/* -1: the path names nothing that is open. */
static int descriptor_of(const char *path)
{
	static const char *const places[] = { "/dev/fd/", "/proc/self/fd/" };

	if (strcmp(path, "/dev/stdin") == 0)
		return STDIN_FILENO;
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		const char *number = path + strlen(places[i]);

		if (g_str_has_prefix(path, places[i]) && *number && strlen(number) <= 6 &&
		    strspn(number, "0123456789") == strlen(number))
			return atoi(number);
	}
	return -1;
}

/* The one device that has an end: what people give for an empty file. */
static bool is_null_device(const char *path)
{
	struct stat status, null;

	return stat(path, &status) == 0 && S_ISCHR(status.st_mode) &&
	       stat("/dev/null", &null) == 0 && S_ISCHR(null.st_mode) &&
	       status.st_rdev == null.st_rdev;
}

bool file_is_stream(const char *path)
{
	int fd = descriptor_of(path);
	struct stat status;

	return is_null_device(path) || (fd >= 0 && fstat(fd, &status) == 0 &&
					!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
}

bool file_read(const char *path, size_t limit, char **bytes, size_t *length, GError **error)
{
	int fd;

	if (is_null_device(path)) {
		*bytes = g_strdup("");
		*length = 0;
		return true;
	}

	/* A file that is open may have been read in part: it is opened anew. */
	if (!file_is_stream(path))
		return file_read_regular(path, limit, true, bytes, length, error);
	fd = fcntl(descriptor_of(path), F_DUPFD_CLOEXEC, 0);
	return fd < 0 ? fail_errno(error, "cannot read '%s'", path)
		      : read_all(fd, limit, path, bytes, length, error);
}

bool file_read_given(const char *path, size_t limit, char **bytes, size_t *length, GError **error)
{
	int fd;

	if (strcmp(path, "-") != 0)
		return file_read(path, limit, bytes, length, error);
	fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
	return fd < 0 ? fail_errno(error, "cannot read standard input")
		      : read_all(fd, limit, "standard input", bytes, length, error);
}

bool file_map(const char *path, GMappedFile **out, GError **error)
{
	g_autoptr(GError) map_error = NULL;
	int fd = open_regular(path, true);
	GMappedFile *file;

	if (fd < 0)
		return fail_open(path, error);
	file = g_mapped_file_new_from_fd(fd, FALSE, &map_error);
	close(fd);
	if (!file)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot read '%s': %s", path,
			    map_error->message);
	*out = file;
	return true;
}

ssize_t file_peek(const char *path, void *bytes, size_t length)
{
	int fd = open_regular(path, true);
	ssize_t n;

	if (fd < 0)
		return -1;
	while ((n = read(fd, bytes, length)) < 0 && errno == EINTR)
		;
	close(fd);
	return n;
}

static bool is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Remove n directories: path, the one above it and so on. */
static void remove_directories(const char *path, unsigned n)
{
	g_autofree char *at = g_strdup(path);

	for (; n && rmdir(at) == 0; n--) {
		char *above = g_path_get_dirname(at);

		g_free(at);
		at = above;
	}
}

/* *n_made: of path and those above it. False, and errno, with none of them. */
static bool make_directory(const char *path, int mode, unsigned *n_made)
{
	g_autofree char *above = NULL;
	unsigned n_above = 0;
	int problem;

	*n_made = mkdir(path, (mode_t)mode) == 0;
	if (*n_made)
		return true;
	problem = errno;
	above = g_path_get_dirname(path);
	if (problem == ENOENT && strcmp(above, path) != 0 && strcmp(above, ".") != 0) {
		if (!make_directory(above, mode, &n_above))
			return false;
		problem = mkdir(path, (mode_t)mode) == 0 ? 0 : errno;
		*n_made = n_above + (problem == 0);
	}
	if (problem == 0 || (problem == EEXIST && is_directory(path)))
		return true;
	remove_directories(above, n_above);
	errno = problem == EEXIST ? ENOTDIR : problem;
	return false;
}

bool file_make_directory(const char *path, int mode, GError **error)
{
	unsigned n_made;

	return make_directory(path, mode, &n_made) ||
	       fail_errno(error, "cannot make directory '%s'", path);
}

/* What cannot be replaced. */
static bool write_stream(const char *path, const char *bytes, size_t length, int mode,
			 GError **error)
{
	/* Not blocking: it may be a pipe that nobody reads. */
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode);
	FILE *stream;
	bool ok;

	if (fd < 0 && errno == ENXIO)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': nobody reads it", path);
	stream = fd < 0 ? NULL : fdopen(fd, "wb");
	if (!stream || fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK) != 0) {
		fail_errno(error, "cannot write '%s'", path);
		if (stream)
			fclose(stream);
		else if (fd >= 0)
			close(fd);
		return false;
	}
	ok = fwrite(bytes, 1, length, stream) == length;
	ok = fclose(stream) == 0 && ok;
	return ok || fail_errno(error, "cannot write '%s'", path);
}

bool file_write(const char *path, const char *bytes, size_t length, int mode, GError **error)
{
	_cleanup_(file_set_freep) struct file_set *alone = file_set_new();
	g_autoptr(GBytes) content = g_bytes_new_static(bytes, length);
	bool linked = g_file_test(path, G_FILE_TEST_IS_SYMLINK);
	g_autofree char *target = linked ? realpath(path, NULL) : NULL;
	struct stat status;

	/* Through a link to nothing yet, too: a rename would replace the link. */
	if ((linked && !target) || (stat(path, &status) == 0 && !S_ISREG(status.st_mode)))
		return write_stream(path, bytes, length, mode, error);
	file_set_add(alone, path, content);
	return file_set_write(alone, mode, error);
}

bool file_sync(const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		fail_errno(error, "cannot write '%s'", path);
	if (fd >= 0)
		close(fd);
	return ok;
}

bool file_sync_directory(const char *path, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(path);

	return file_sync(directory, error);
}

bool file_stands_at(int fd, const char *path)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && lstat(path, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}
