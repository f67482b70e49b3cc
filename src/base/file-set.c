/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file-set.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

struct member {
	char *path;  /* as it is told */
	char *place; /* behind symbolic links */
	GBytes *bytes;
	bool exists;
	char *fresh; /* what is written, beside it; NULL: nothing yet, or it is in its place */
	char *old;   /* another name of what was there */
};

struct file_set {
	GArray *members; /* struct member */
};

static void member_clear(void *data)
{
	struct member *member = data;

	if (member->fresh)
		unlink(member->fresh);
	if (member->old)
		unlink(member->old);
	g_free(member->path);
	free(member->place);
	g_bytes_unref(member->bytes);
	g_free(member->fresh);
	g_free(member->old);
}

struct file_set *file_set_new(void)
{
	struct file_set *set = g_new0(struct file_set, 1);

	set->members = g_array_new(FALSE, FALSE, sizeof(struct member));
	g_array_set_clear_func(set->members, member_clear);
	return set;
}

void file_set_free(struct file_set *set)
{
	g_array_unref(set->members);
	g_free(set);
}

void file_set_add(struct file_set *set, const char *path, GBytes *bytes)
{
	struct member member = { .path = g_strdup(path), .bytes = g_bytes_ref(bytes) };

	g_array_append_val(set->members, member);
}

static bool cannot_write(const struct member *member, GError **error)
{
	return fail_errno(error, "cannot write '%s'", member->path);
}

/* Where the file is, and that it is one; a link to nothing is none. */
static bool find_place(struct member *member, struct stat *status, GError **error)
{
	member->place = realpath(member->path, NULL);
	if (member->place && stat(member->place, status) == 0)
		return S_ISREG(status->st_mode) ||
		       fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': not a regular file",
			    member->path);
	status->st_mode = 0;
	if (errno != ENOENT || g_file_test(member->path, G_FILE_TEST_IS_SYMLINK))
		return cannot_write(member, error);
	member->place = strdup(member->path);
	return true;
}

static bool put_bytes(int fd, GBytes *bytes)
{
	gsize length;
	const char *p = g_bytes_get_data(bytes, &length);

	while (length) {
		ssize_t n = write(fd, p, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		p += n;
		length -= (gsize)n;
	}
	return fsync(fd) == 0;
}

/* Write what is to come, beside what is there. */
static bool prepare(struct member *member, int mode, GError **error)
{
	struct stat status;
	bool ok;
	int fd;

	if (!find_place(member, &status, error))
		return false;
	member->exists = status.st_mode != 0;
	member->fresh = g_strconcat(member->place, ".XXXXXX", NULL);
	fd = g_mkstemp_full(member->fresh, O_RDWR | O_CLOEXEC, mode);
	if (fd < 0) {
		g_clear_pointer(&member->fresh, g_free);
		return cannot_write(member, error);
	}
	ok = put_bytes(fd, member->bytes) &&
	     (!member->exists || fchmod(fd, status.st_mode & 07777) == 0);
	ok = close(fd) == 0 && ok;
	return ok || cannot_write(member, error);
}

/* Where a file cannot have two names it is not there for a moment. */
static bool keep_old(struct member *member)
{
	member->old = g_strconcat(member->fresh, ".old", NULL);
	if (link(member->place, member->old) == 0 || rename(member->place, member->old) == 0)
		return true;
	g_clear_pointer(&member->old, g_free);
	return false;
}

static bool put_in_place(struct member *member, GError **error)
{
	if ((member->exists && !keep_old(member)) || rename(member->fresh, member->place) != 0)
		return cannot_write(member, error);
	g_clear_pointer(&member->fresh, g_free);
	return true;
}

static void put_back(struct member *member)
{
	if (!member->exists && !member->fresh && member->place)
		unlink(member->place);
	/* Two names of one file are left as they are by rename(); one that cannot be given back
	 * stays. */
	if (member->old && rename(member->old, member->place) != 0)
		g_clear_pointer(&member->old, g_free);
}

bool file_set_write(struct file_set *set, int mode, GError **error)
{
	bool ok = true;
	guint n;

	for (guint i = 0; i < set->members->len && ok; i++)
		ok = prepare(&g_array_index(set->members, struct member, i), mode, error);
	for (n = 0; n < set->members->len && ok; n++)
		ok = put_in_place(&g_array_index(set->members, struct member, n), error);
	while (!ok && n)
		put_back(&g_array_index(set->members, struct member, --n));
	return ok;
}
