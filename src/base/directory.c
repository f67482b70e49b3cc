/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/directory.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/text.h"

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
