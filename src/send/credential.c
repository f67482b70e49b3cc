/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/credential.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"

enum { OUTPUT_LIMIT = 64 << 10 };

static void wipe(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

static void wipe_string(GString *text)
{
	explicit_bzero(text->str, text->allocated_len);
	g_string_free(text, TRUE);
}

void credential_clear(struct credential *credential)
{
	g_free(credential->directory);
	g_free(credential->protocol);
	g_free(credential->host);
	g_free(credential->username);
	wipe(credential->password);
	*credential = (struct credential){ 0 };
}

/* A file in memory: a pipe whose reader is gone would end this program. -1: errno says why. */
static int input_of(const struct credential *credential)
{
	const char *const lines[][2] = {
		{ "protocol", credential->protocol },
		{ "host", credential->host },
		{ "username", credential->username },
		{ "password", credential->password },
	};
	int fd = memfd_create("credential", MFD_CLOEXEC);
	bool ok = fd >= 0;

	for (size_t i = 0; ok && i < G_N_ELEMENTS(lines); i++)
		if (lines[i][1])
			ok = dprintf(fd, "%s=%s\n", lines[i][0], lines[i][1]) > 0;
	if (ok && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static GString *read_all(int fd)
{
	/* Never grown, so that no copy is left behind. */
	GString *out = g_string_sized_new(OUTPUT_LIMIT);
	char buffer[4096];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof(buffer))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0 && out->len + (size_t)n < OUTPUT_LIMIT)
			g_string_append_len(out, buffer, n);
	explicit_bzero(buffer, sizeof(buffer));
	return out;
}

/* Run git credential ACTION; *output, when wanted, is what it printed. */
static bool run_git(const struct credential *credential, const char *action, GString **output,
		    GError **error)
{
	const char *argv[] = {
		"git",	      "-C",   credential->directory ? credential->directory : ".",
		"credential", action, NULL
	};
	g_autoptr(GError) spawn_error = NULL;
	int in = input_of(credential), out = -1, status = 0;
	GPid pid;
	bool ok;

	if (in < 0)
		return fail_errno(error, "cannot ask git for a password");
	ok = g_spawn_async_with_pipes_and_fds(
		NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, in,
		-1, -1, NULL, NULL, 0, &pid, NULL, &out, NULL, &spawn_error);
	close(in);
	if (!ok)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot run git credential: %s",
			    spawn_error->message);
	*output = read_all(out);
	close(out);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
	       fail(error, WINNOW_ERROR_SYSTEM, "git credential knows no password for %s at %s",
		    credential->username, credential->host);
}

bool credential_fill(struct credential *credential, GError **error)
{
	GString *output = NULL;
	bool ok = run_git(credential, "fill", &output, error);
	struct slice rest = { output ? output->str : "", output ? output->len : 0 }, line;

	while (ok && text_next_line(&rest, &line)) {
		static const char key[] = "password=";

		if (!slice_has_prefix(line, key))
			continue;
		wipe(credential->password);
		credential->password =
			g_strndup(line.start + sizeof(key) - 1, line.length - sizeof(key) + 1);
	}
	if (output)
		wipe_string(output);
	if (ok && !credential->password)
		return fail(error, WINNOW_ERROR_SYSTEM,
			    "git credential knows no password for %s at %s", credential->username,
			    credential->host);
	return ok;
}

static void tell(const struct credential *credential, const char *action)
{
	GString *output = NULL;

	/* Whether a helper keeps it is no matter of the mail. */
	(void)!run_git(credential, action, &output, NULL);
	if (output)
		wipe_string(output);
}

void credential_approve(const struct credential *credential)
{
	tell(credential, "approve");
}

void credential_reject(const struct credential *credential)
{
	tell(credential, "reject");
}
