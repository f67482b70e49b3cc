/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Queues as directories and files. The first line is their kind: "series", then the file of that
 * name and patches p0, p1, ...; "queues", the same as one of two queues; "plain", files without a
 * series; "maildir", then mails; or "file", then its bytes. Lines of "%%" part them.
 */
#include <string.h>

#include "read/mail.h"
#include "read/queue.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES_LIMIT = 20 };

static void check(const char *path)
{
	const char *const names[] = { path, NULL };
	struct queue_options options = { .keep_raw = true };
	struct queue *queue = NULL;
	g_autoptr(GError) error = NULL;

	if (!queue_open(names, &options, &queue, &error)) {
		g_assert_null(queue);
		return;
	}
	g_assert_cmpuint(queue_length(queue), >, 0);
	for (size_t i = 0; i < queue_length(queue); i++) {
		const struct patch *patch = queue_at(queue, i);

		g_assert_true(g_utf8_validate(patch->message.subject, -1, NULL));
		g_assert_true(g_utf8_validate(patch->message.own_body, -1, NULL));
		g_assert_cmpuint(patch->stack, <=, queue->stacks->len);
	}
	queue_free(queue);
}

static void put_files(struct fuzz_input *input, const char *first, const char *form)
{
	for (unsigned i = 0; input->p < input->end && i < FILES_LIMIT; i++) {
		struct slice part = fuzz_part(input, "%%");
		g_autofree char *name =
			i || !first ? g_strdup_printf("%s%u", form, i - !!first) : g_strdup(first);

		g_free(fuzz_write(name, part.start, part.length));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = { data, data + size };
	struct slice rest = { (const char *)data, size }, kind;
	static bool ready;

	if (!ready)
		mail_library_init();
	ready = true;
	if (!text_next_line(&rest, &kind))
		return 0;
	input.p = (const uint8_t *)rest.start;
	if (slice_equal(kind, "series")) {
		put_files(&input, "q/series", "q/p");
	} else if (slice_equal(kind, "queues")) {
		g_free(fuzz_write("q/queue-2.0/series", "p0 -R\n", 6));
		put_files(&input, "q/queue-1.0/series", "q/queue-1.0/p");
	} else if (slice_equal(kind, "plain")) {
		put_files(&input, NULL, "q/");
	} else if (slice_equal(kind, "maildir")) {
		g_free(fuzz_write("q/cur/0:2,S", "", 0));
		put_files(&input, NULL, "q/new/");
	} else {
		check(fuzz_file(rest.start, rest.length));
		return 0;
	}
	{
		g_autofree char *path = g_build_filename(fuzz_directory(), "q", NULL);

		check(path);
	}
	fuzz_remove(NULL);
	return 0;
}
