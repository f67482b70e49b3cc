/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"

enum { BUFFER_SIZE = 2048, DEPTH_LIMIT = 32 };

bool directory_list(const char *path, GPtrArray **names, GError **error)
{
	g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
	DIR *directory = opendir(path);
	const struct dirent *entry;
	int problem;

	if (!directory && errno == ENOENT) {
		*names = NULL;
		return true;
	}
	if (!directory)
		return fail_errno(error, "cannot read '%s'", path);
	/* GLib's reader takes an error for the end. */
	for (errno = 0; (entry = readdir(directory)); errno = 0)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			g_ptr_array_add(out, g_strdup(entry->d_name));
	problem = errno;
	closedir(directory);
	errno = problem;
	if (problem)
		return fail_errno(error, "cannot read '%s'", path);
	g_ptr_array_sort(out, text_compare);
	*names = g_steal_pointer(&out);
	return true;
}

bool directory_look_at(const char *path, mode_t *mode, GError **error)
{
	struct stat status;

	if (lstat(path, &status) == 0)
		*mode = status.st_mode;
	else if (errno == ENOENT || errno == ENOTDIR)
		*mode = 0;
	else
		return fail_errno(error, "cannot look at '%s'", path);
	return true;
}

static bool remove_at(int above, const char *path, int depth);

/* One pass over what is in it; how much is gone. */
static unsigned remove_entries(int fd, int depth)
{
	_Alignas(struct dirent64) char buffer[BUFFER_SIZE];
	unsigned n = 0;
	ssize_t length;

	while ((length = getdents64(fd, buffer, sizeof(buffer))) > 0) {
		for (ssize_t at = 0; at < length;) {
			const struct dirent64 *entry = (const struct dirent64 *)(buffer + at);

			at += entry->d_reclen;
			if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
				n += unlinkat(fd, entry->d_name, 0) == 0 ||
				     (depth && remove_at(fd, entry->d_name, depth - 1));
		}
	}
	return n;
}

static bool remove_at(int above, const char *path, int depth)
{
	int fd = openat(above, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return false;
	/* A pass over what changes meanwhile may miss some. */
	while (remove_entries(fd, depth) && lseek(fd, 0, SEEK_SET) == 0)
		;
	close(fd);
	return unlinkat(above, path, AT_REMOVEDIR) == 0;
}

bool directory_remove(const char *path)
{
	return remove_at(AT_FDCWD, path, DEPTH_LIMIT);
}
