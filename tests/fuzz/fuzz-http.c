/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a server says, and what is kept of it: parts that lines of "%%" end are the state and the
 * body of what was fetched whole, state and bytes of what came in part, then the responses, one for
 * each connection. "@" in a state is the address.
 */
#include "base/error.h"
#include "net/http-cache.h"
#include "server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BYTES_LIMIT = 64 << 10, FETCHES = 3 };

static void waiting(unsigned seconds, const char *why, void *data)
{
	(void)seconds, (void)data;
	g_assert_nonnull(why);
}

static void put(const char *url, const char *suffix, struct slice bytes)
{
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, url, -1);
	g_autofree char *name = g_strconcat("http/", sum, suffix, NULL);
	g_autoptr(GString) text = g_string_new_len(bytes.start, (gssize)bytes.length);

	if (g_str_has_suffix(suffix, "state"))
		g_string_replace(text, "@", url, 2);
	if (bytes.length)
		g_free(fuzz_write(name, text->str, text->len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const suffixes[] = { ".state", ".body", ".part-state", ".part" };
	g_autofree char *url = g_strdup_printf("http://127.0.0.1:%u/t/mbox.gz", server_port());
	g_autofree char *directory = g_build_filename(fuzz_directory(), "http", NULL);
	struct http_cache_options options = {
		.directory = directory,
		.limits = { .bytes = BYTES_LIMIT, .timeout_s = 2, .stall_s = 1 },
		.attempts = 1,
		.waiting = waiting,
	};
	struct fuzz_input input = { data, data + size };

	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++)
		put(url, suffixes[i], fuzz_part(&input, "%%"));
	server_says(fuzz_bytes(&input, size), false);
	for (int i = 0; i < FETCHES; i++) {
		GMappedFile *file = NULL;
		g_autoptr(GError) error = NULL;

		if (http_cache_get(url, &options, &file, &error))
			g_mapped_file_unref(file);
		else
			fuzz_check_message(error->message);
	}
	fuzz_remove("http");
	return 0;
}
