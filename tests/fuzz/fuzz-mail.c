/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mails: what begins with "F" (From) as a file with a queue in it, else a mail by itself. */
#include <stdint.h>

#include "read/queue.h"
#include "support.h"

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

static void as_queue(const char *bytes, size_t length)
{
	const char *path = fuzz_file(bytes, length);
	const char *const names[] = { path, NULL };
	struct queue_options options = { 0 };
	struct queue *queue = NULL;
	g_autoptr(GError) error = NULL;

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
