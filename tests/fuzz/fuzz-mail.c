/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mails: what begins with "F" (From) as a file with a queue in it, else a mail by itself. */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "read/queue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void one_mail(const char *bytes, size_t length)
{
	_cleanup_(patch_freep) struct patch *patch = patch_new("fuzz");
	struct mail mail;

	mail_parse(&mail, bytes, length);
	g_assert_true(g_utf8_validate(mail.subject, -1, NULL));
	g_assert_true(g_utf8_validate(mail.from, -1, NULL));
	g_assert_true(g_utf8_validate(mail.text, -1, NULL));
	patch_fill(patch, mail.subject, mail.from, mail.text, NULL, 1);
	g_assert_true(g_utf8_validate(patch->message.own_body, -1, NULL));
	mail_clear(&mail);
}

/* As memory that has a name: nothing is written to disk. */
static void as_queue(const char *bytes, size_t length)
{
	static int file = -1;
	static char path[64];
	const char *const names[] = { path, NULL };
	struct queue_options options = { 0 };
	struct queue *queue = NULL;
	g_autoptr(GError) error = NULL;

	if (file < 0) {
		file = memfd_create("fuzz", 0);
		g_assert_cmpint(file, >=, 0);
		g_snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	}
	g_assert_cmpint(ftruncate(file, 0), ==, 0);
	g_assert_cmpint(pwrite(file, bytes, length, 0), ==, (gssize)length);
	if (queue_open(names, &options, &queue, &error))
		queue_free(queue);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;

	if (!ready)
		mail_library_init();
	ready = true;
	if (!size)
		return 0;
	if (data[0] == 'F')
		as_queue((const char *)data, size);
	else
		one_mail((const char *)data, size);
	return 0;
}
