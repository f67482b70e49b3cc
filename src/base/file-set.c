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
#include "base/leftover.h"

struct member {
	char *path;  /* as it is told */
	char *place; /* behind symbolic links */
	GBytes *bytes;
	bool exists;
	char *fresh; /* what is written, beside it; NULL: nothing yet, or it is in its place */
	int fd;	     /* of it; -1: closed */
	char *old;   /* another name of what was there */
};

struct file_set {
	GArray *members; /* struct member */
};

static void member_clear(void *data)
{
	struct member *member = data;

	if (member->fresh) {
		unlink(member->fresh);
		leftover_forget(member->fresh);
	}
	if (member->fd >= 0)
		close(member->fd);
	if (member->old) {
		unlink(member->old);
		leftover_forget(member->old);
	}
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
	struct member member = { .path = g_strdup(path), .bytes = g_bytes_ref(bytes), .fd = -1 };

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

/* What a file system says only when a file is closed; the file itself is held. */
static bool is_taken(int fd)
{
	int other = dup(fd);

	return other >= 0 && close(other) == 0;
}

static bool put_bytes(int fd, GBytes *bytes, bool sync)
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
	return (!sync || fsync(fd) == 0) && is_taken(fd);
}

/*
 * Write what is to come, beside what is there. What was there must not be lost by what is not on
 * the disk yet; of one new file alone nobody waits for that.
 */
static bool prepare(struct member *member, bool alone, int mode, GError **error)
{
	struct stat status;
	bool sync;

	if (!find_place(member, &status, error))
		return false;
	member->exists = status.st_mode != 0;
	sync = !alone || (member->exists && status.st_size > 0);
	member->fd = leftover_make_file(member->place, mode, &member->fresh);
	if (member->fd < 0 || (member->exists && fchmod(member->fd, status.st_mode & 07777) != 0) ||
	    !put_bytes(member->fd, member->bytes, sync))
		return cannot_write(member, error);
	return true;
}

/* Where a file cannot have two names it is not there for a moment. */
static bool keep_old(struct member *member)
{
	member->old = g_strconcat(member->fresh, ".old", NULL);
	if (link(member->place, member->old) == 0) {
		leftover_note(member->old);
		return true;
	}
	if (rename(member->place, member->old) == 0)
		return true;
	g_clear_pointer(&member->old, g_free);
	return false;
}

/* is_last: nothing comes behind it for whose sake it would be put back. */
static bool put_in_place(struct member *member, bool is_last, GError **error)
{
	if ((!is_last && member->exists && !keep_old(member)) ||
	    rename(member->fresh, member->place) != 0)
		return cannot_write(member, error);
	leftover_forget(member->fresh);
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
	guint n, all = set->members->len;
	bool ok = true;

	for (guint i = 0; i < all && ok; i++)
		ok = prepare(&g_array_index(set->members, struct member, i), all == 1, mode, error);
	for (n = 0; n < all && ok; n++)
		ok = put_in_place(&g_array_index(set->members, struct member, n), n + 1 == all,
				  error);
	while (!ok && n)
		put_back(&g_array_index(set->members, struct member, --n));
	return ok;
}
