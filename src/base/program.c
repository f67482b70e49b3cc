/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/program.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

enum { COMPLAINT_LIMIT = 4096 };

/* What comes from one of its ends; what is more than limit bytes is not kept. */
struct stream {
	int fd; /* -1: ended */
	size_t limit;
	GString *text;
	bool too_much;
};

/* False: nothing more will come. */
static bool take(struct stream *stream)
{
	char buffer[16 << 10];
	ssize_t n = read(stream->fd, buffer, sizeof(buffer));
	size_t room = stream->limit - stream->text->len;

	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0)
		return false;
	stream->too_much = stream->too_much || (size_t)n > room;
	g_string_append_len(stream->text, buffer, (gssize)MIN((size_t)n, room));
	return true;
}

static void finish(struct stream *stream)
{
	if (stream->fd >= 0)
		close(stream->fd);
	stream->fd = -1;
}

/* Both up to their ends. NULL: they came; else what went wrong. */
static const char *read_both(struct stream *out, struct stream *complaint, unsigned seconds)
{
	gint64 end = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;

	while (out->fd >= 0 || complaint->fd >= 0) {
		struct pollfd fds[] = { { out->fd, POLLIN, 0 }, { complaint->fd, POLLIN, 0 } };
		gint64 left_ms = (end - g_get_monotonic_time()) / 1000;
		int n = left_ms > 0 ? poll(fds, G_N_ELEMENTS(fds), (int)left_ms) : 0;

		if (n < 0 && errno != EINTR)
			return g_strerror(errno);
		if (n == 0)
			return "it takes too long";
		if (n < 0)
			continue;
		if (fds[0].revents && !take(out))
			finish(out);
		if (fds[1].revents && !take(complaint))
			finish(complaint);
		if (out->too_much)
			return "it prints too much";
	}
	return NULL;
}

static int wait_for(GPid pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool program_run(const char *const *argv, char *const *environment, size_t limit, unsigned seconds,
		 struct program_output *out, GError **error)
{
	struct stream text = { -1, limit, g_string_new(NULL), false };
	struct stream complaint = { -1, COMPLAINT_LIMIT, g_string_new(NULL), false };
	g_autoptr(GError) spawn_error = NULL;
	const char *wrong = NULL;
	GPid pid = 0;

	*out = (struct program_output){ 0 };
	if (g_spawn_async_with_pipes_and_fds(NULL, argv, (const char *const *)environment,
					     G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL,
					     NULL, -1, -1, -1, NULL, NULL, 0, &pid, NULL, &text.fd,
					     &complaint.fd, &spawn_error)) {
		wrong = read_both(&text, &complaint, seconds);
		finish(&text);
		finish(&complaint);
		if (wrong)
			kill(pid, SIGKILL);
		out->status = wait_for(pid);
	} else {
		out->not_there = g_error_matches(spawn_error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
		wrong = out->not_there ? NULL : spawn_error->message;
	}
	out->length = text.text->len;
	out->text = g_string_free(text.text, FALSE);
	out->complaint = g_string_free(complaint.text, FALSE);
	if (!wrong)
		return true;
	fail(error, WINNOW_ERROR_SYSTEM, "cannot run %s: %s", argv[0], wrong);
	program_output_clear(out);
	return false;
}

void program_output_clear(struct program_output *output)
{
	g_free(output->text);
	g_free(output->complaint);
	*output = (struct program_output){ 0 };
}
