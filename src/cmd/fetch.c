/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/unpack.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/locate.h"
#include "net/archive-url.h"
#include "read/mailbox.h"
#include "net/http-cache.h"

static const char summary[] = "Fetch a thread, or a mailbox, from an archive on the net.";

static const char help[] =
	"A Message-ID, or the address of a mail in a public-inbox such as lore.kernel.org, stands "
	"for\n"
	"its whole thread; any other address for the mailbox that is there. It is printed as an "
	"mbox,\n"
	"to be reviewed or read. What has been fetched is kept, and only changes come again.\n"
	"\n"
	"  winnow fetch 20220401123456.4711-3-ann@example.org | winnow review -\n"
	"  winnow fetch -o thread.mbox https://lore.kernel.org/stable/1@example.org/\n";

static const char default_archive[] = "https://lore.kernel.org/all";

enum { ATTEMPTS = 4, WAIT_S = 2, TIMEOUT_S = 600, STALL_S = 60, MAX_MEGABYTES = 256 };

struct fetch_options {
	char *output, *archive, *cache;
	int attempts, wait_s, timeout_s, stall_s, max_megabytes;
	gboolean quiet;
};

static void options_clear(struct fetch_options *options)
{
	g_free(options->output);
	g_free(options->archive);
	g_free(options->cache);
}

static void told_waiting(unsigned seconds, const char *why, void *data)
{
	const struct fetch_options *options = data;
	g_autofree char *text = g_strdup_printf("%s: trying again in %u s", why, seconds);
	g_autofree char *shown = text_one_line(text, 0);

	if (!options->quiet)
		fprintf(stderr, "winnow: %s\n", shown);
}

/* A page that says why there is no mailbox, or wants to see a browser. */
static bool is_html(const char *bytes, size_t length)
{
	g_autofree char *begin = g_strndup(bytes, MIN(length, 200));
	struct slice text = slice_trim(slice_of(begin));

	return slice_has_prefix_nocase(text, "<!doctype html") ||
	       slice_has_prefix_nocase(text, "<html") || slice_has_prefix(text, "<?xml");
}

static bool check_mailbox(const char *bytes, size_t length, const char *url, GError **error)
{
	if (length && mailbox_is_mbox(bytes, length))
		return true;
	return fail(error, WINNOW_ERROR_INPUT, "'%s' is no mailbox%s", url,
		    !length		     ? ": it is empty"
		    : is_html(bytes, length) ? ", but a page for people"
					     : "");
}

static bool is_standard_output(const char *output)
{
	return !output || strcmp(output, "-") == 0;
}

static bool put(const char *bytes, size_t length, const char *output, GError **error)
{
	if (is_standard_output(output)) {
		fwrite(bytes, 1, length, stdout); /* main() looks at whether it could */
		return true;
	}
	return file_write(output, bytes, length, 0666, error);
}

/* Make of what was fetched the mailbox that it is. */
static bool make_mailbox(GBytes **bytes, const char *url, size_t limit, GError **error)
{
	gsize length;
	const char *data = g_bytes_get_data(*bytes, &length);

	if (unpack_format(data, length)) {
		GByteArray *unpacked;

		if (!unpack(data, length, limit, &unpacked, error)) {
			g_prefix_error(error, "'%s': ", url);
			return false;
		}
		g_bytes_unref(*bytes);
		*bytes = g_byte_array_free_to_bytes(unpacked);
		data = g_bytes_get_data(*bytes, &length);
	}
	if (length > limit) /* kept of a time when more was allowed */
		return fail(error, WINNOW_ERROR_INPUT, "'%s' is longer than %zu bytes", url, limit);
	return check_mailbox(data, length, url, error);
}

static bool fetch(const struct fetch_options *options, const char *url, const char *certificates,
		  GError **error)
{
	g_autofree char *directory =
		options->cache ? g_strdup(options->cache) : http_cache_default_directory();
	const struct http_cache_options cache = {
		.directory = directory,
		.certificates = certificates,
		.limits = { (size_t)options->max_megabytes << 20, (unsigned)options->timeout_s,
			    (unsigned)options->stall_s },
		.attempts = (unsigned)options->attempts,
		.wait_s = (unsigned)options->wait_s,
		.waiting = told_waiting,
		.data = (void *)options,
	};
	g_autoptr(GMappedFile) file = NULL;
	g_autoptr(GBytes) bytes = NULL;

	if (!directory)
		return fail(error, WINNOW_ERROR_INPUT,
			    "there is no home directory to keep it in (use --cache, or set HOME or "
			    "XDG_CACHE_HOME)");
	if (!http_cache_get(url, &cache, &file, error))
		return false;
	bytes = g_mapped_file_get_bytes(file);
	if (make_mailbox(&bytes, url, cache.limits.bytes, error))
		return put(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), options->output,
			   error);
	/* It must not be taken for good because the server says that it has not changed. */
	http_cache_forget(url, directory);
	return false;
}

static bool check_options(const struct fetch_options *options, int argc, GError **error)
{
	if (argc != 2)
		return fail(error, WINNOW_ERROR_USAGE,
			    "fetch: one Message-ID or address (see winnow fetch --help)");
	/* Mails of anybody: what would they do to it? */
	if (is_standard_output(options->output) && isatty(STDOUT_FILENO))
		return fail(error, WINNOW_ERROR_USAGE,
			    "fetch: no mailbox is printed to a terminal: --output=FILE, or a pipe");
	if (options->attempts < 1 || options->wait_s < 0 || options->timeout_s < 1 ||
	    options->stall_s < 1 || options->max_megabytes < 1 || options->max_megabytes > 4000)
		return fail(
			error, WINNOW_ERROR_USAGE,
			"--attempts, --timeout and --stall are at least 1, --wait 0, --max-size "
			"from 1 to 4000");
	return true;
}

bool cmd_fetch(struct global_options *global, int argc, char **argv, enum status *status,
	       GError **error)
{
	_cleanup_(options_clear) struct fetch_options options = {
		.attempts = ATTEMPTS,
		.wait_s = WAIT_S,
		.timeout_s = TIMEOUT_S,
		.stall_s = STALL_S,
		.max_megabytes = MAX_MEGABYTES,
	};
	GOptionEntry entries[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
		  "Write the mailbox to this file", "FILE" },
		{ "archive", 0, 0, G_OPTION_ARG_STRING, &options.archive,
		  "Where Message-IDs are looked for (winnow.lore), https://lore.kernel.org/all",
		  "URL" },
		{ "max-size", 0, 0, G_OPTION_ARG_INT, &options.max_megabytes,
		  "Of the mailbox, packed and unpacked, 256", "MB" },
		{ "timeout", 0, 0, G_OPTION_ARG_INT, &options.timeout_s, "For all of it, 600",
		  "SECONDS" },
		{ "stall", 0, 0, G_OPTION_ARG_INT, &options.stall_s,
		  "Give up after so long with less than 1 KB a second, 60", "SECONDS" },
		{ "attempts", 0, 0, G_OPTION_ARG_INT, &options.attempts,
		  "How often to try at most, 4", "N" },
		{ "wait", 0, 0, G_OPTION_ARG_INT, &options.wait_s,
		  "Before the second attempt, 2; then twice as long each time", "SECONDS" },
		{ "cache", 0, 0, G_OPTION_ARG_FILENAME, &options.cache,
		  "Keep what was fetched here instead of in ~/.cache/winnow/http", "DIR" },
		{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, "No word of further attempts",
		  NULL },
		G_OPTION_ENTRY_NULL,
	};
	_cleanup_(repo_freep) struct repo *repo = NULL;
	g_autofree char *url = NULL;
	g_autofree char *certificates = NULL;
	bool helped = false;

	(void)status;
	if (!cmd_parse(global, entries, NULL, "[OPTION...] MESSAGE-ID|URL", summary, help, &argc,
		       &argv, &helped, error) ||
	    helped)
		return helped;
	if (!check_options(&options, argc, error) || !locate_repo(global, &repo, error))
		return false;
	if (!options.archive)
		options.archive = repo_config(repo, "winnow.lore");
	certificates = repo_config(repo, "http.sslCAInfo");
	return archive_url(argv[1], options.archive ? options.archive : default_archive, &url,
			   error) &&
	       fetch(&options, url, certificates, error);
}
