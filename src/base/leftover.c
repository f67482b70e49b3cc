/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/leftover.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/directory.h"
#include "base/file.h"

static const char *const beside[] = { "", "-journal", "-wal", "-shm" };
static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXFSZ, SIGXCPU };

enum {
	N_BESIDE = G_N_ELEMENTS(beside),
	N_ENDS = G_N_ELEMENTS(ends),
	SLOTS = 8, /* at one time; what is more is not noted */
	ATTEMPTS = 3,
	PAUSE_US = 1000,
};

struct slot {
	char *paths[N_BESIDE]; /* [0] NULL: free */
	bool is_directory;
};

/*
 * The one thing in the program that is neither constant nor anybody's: a signal's handler is given
 * nothing, and may neither allocate nor join texts.
 */
static struct {
	struct slot slots[SLOTS];
	struct sigaction before[N_ENDS];
	bool handled[N_ENDS];
	unsigned n;
	gint held;
} noted;

/* Another thread may get the signal that the one which changes it does not take. */
static void seize(void)
{
	const struct timespec pause = { .tv_nsec = PAUSE_US * 1000 };

	while (!g_atomic_int_compare_and_exchange(&noted.held, 0, 1))
		nanosleep(&pause, NULL);
}

static void end(int number)
{
	seize();
	for (size_t i = 0; i < SLOTS; i++) {
		const struct slot *slot = &noted.slots[i];

		if (slot->paths[0] && slot->is_directory)
			directory_remove(slot->paths[0]);
		for (size_t k = 0; k < N_BESIDE && !slot->is_directory; k++)
			if (slot->paths[k])
				unlink(slot->paths[k]);
	}
	g_atomic_int_set(&noted.held, 0);
	/* As it would have ended without this. */
	for (size_t i = 0; i < N_ENDS; i++)
		if (ends[i] == number)
			sigaction(number, &noted.before[i], NULL);
	raise(number);
}

static sigset_t begin_change(void)
{
	sigset_t wanted, before;

	sigemptyset(&wanted);
	for (size_t i = 0; i < N_ENDS; i++)
		sigaddset(&wanted, ends[i]);
	pthread_sigmask(SIG_BLOCK, &wanted, &before);
	seize();
	return before;
}

static void end_change(const sigset_t *before)
{
	g_atomic_int_set(&noted.held, 0);
	pthread_sigmask(SIG_SETMASK, before, NULL);
}

static void listen(void)
{
	struct sigaction action = { .sa_handler = end };

	/* nohup ignores some. */
	for (size_t i = 0; i < N_ENDS; i++) {
		noted.handled[i] = sigaction(ends[i], NULL, &noted.before[i]) == 0 &&
				   noted.before[i].sa_handler != SIG_IGN &&
				   sigaction(ends[i], &action, NULL) == 0;
	}
}

static void stop_listening(void)
{
	for (size_t i = 0; i < N_ENDS; i++)
		if (noted.handled[i])
			sigaction(ends[i], &noted.before[i], NULL);
}

static void note(const char *path, bool is_directory)
{
	g_autofree char *whole = g_canonicalize_filename(path, NULL);

	for (size_t i = 0; i < SLOTS; i++) {
		struct slot *slot = &noted.slots[i];

		if (slot->paths[0])
			continue;
		for (size_t k = 0; k < N_BESIDE; k++)
			slot->paths[k] = g_strconcat(whole, beside[k], NULL);
		slot->is_directory = is_directory;
		if (noted.n++ == 0)
			listen();
		return;
	}
}

void leftover_note(const char *path)
{
	sigset_t before = begin_change();

	note(path, false);
	end_change(&before);
}

void leftover_forget(const char *path)
{
	g_autofree char *whole = g_canonicalize_filename(path, NULL);
	sigset_t before = begin_change();

	for (size_t i = 0; i < SLOTS; i++) {
		struct slot *slot = &noted.slots[i];

		if (!slot->paths[0] || strcmp(slot->paths[0], whole) != 0)
			continue;
		for (size_t k = 0; k < N_BESIDE; k++)
			g_clear_pointer(&slot->paths[k], g_free);
		if (--noted.n == 0)
			stop_listening();
	}
	end_change(&before);
}

/* What is the user's own, and nobody holds. */
static bool take_away(const char *path)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat status;
	bool gone = false;

	if (fd < 0)
		return false;
	if (fstat(fd, &status) == 0 && status.st_uid == geteuid() &&
	    flock(fd, LOCK_EX | LOCK_NB) == 0 && file_stands_at(fd, path))
		gone = S_ISDIR(status.st_mode)	 ? directory_remove(path)
		       : S_ISREG(status.st_mode) ? unlink(path) == 0
						 : false;
	close(fd);
	return gone;
}

/* Where no locks are to be had, nobody takes anything away. */
static bool hold(int fd, const char *path)
{
	return (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) &&
	       file_stands_at(fd, path);
}

/* By the one name that the next finds again. */
static int make_named(const char *path, int mode)
{
	for (int i = 0; i < ATTEMPTS; i++) {
		int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);

		if (fd >= 0 && hold(fd, path))
			return fd;
		if (fd >= 0)
			close(fd);
		else if (errno != EEXIST || !take_away(path))
			return -1;
	}
	return -1;
}

int leftover_make_file(const char *place, int mode, char **path)
{
	g_autofree char *directory = g_path_get_dirname(place);
	g_autofree char *name = g_path_get_basename(place);
	g_autofree char *hidden = g_strdup_printf(".%s.winnow-new", name);
	sigset_t before = begin_change();
	int fd, problem;

	*path = g_build_filename(directory, hidden, NULL);
	fd = make_named(*path, mode);
	if (fd < 0) {
		g_free(*path);
		*path = g_strconcat(place, ".XXXXXX", NULL);
		fd = g_mkstemp_full(*path, O_RDWR | O_CLOEXEC, mode);
	}
	problem = errno;
	if (fd >= 0)
		note(*path, false);
	else
		g_clear_pointer(path, g_free);
	end_change(&before);
	errno = problem;
	return fd;
}

static bool make_named_directory(const char *path, int *lock)
{
	for (int i = 0; i < ATTEMPTS; i++) {
		if (mkdir(path, 0700) == 0) {
			*lock = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
			if (*lock >= 0 && hold(*lock, path))
				return true;
			if (*lock >= 0)
				close(*lock);
			*lock = -1;
		} else if (errno != EEXIST || !take_away(path)) {
			return false;
		}
	}
	return false;
}

char *leftover_make_directory(const char *name, int *lock)
{
	char *path = g_strdup(name);
	sigset_t before = begin_change();
	int problem;

	*lock = -1;
	if (!make_named_directory(path, lock)) {
		g_free(path);
		path = g_strconcat(name, "-XXXXXX", NULL);
		if (!g_mkdtemp(path))
			g_clear_pointer(&path, g_free);
	}
	problem = errno;
	if (path)
		note(path, true);
	end_change(&before);
	errno = problem;
	return path;
}
