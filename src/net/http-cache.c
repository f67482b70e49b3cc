/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/http-cache.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/store.h"

/* The files of one address. */
struct entry {
	const char *url;
	char *stem;
	char *body, *state;	       /* whole, and which state of it */
	char *partial, *partial_state; /* what has come so far, likewise */
};

static void entry_init(struct entry *entry, const char *url, const char *directory)
{
	g_autofree char *name = g_compute_checksum_for_string(G_CHECKSUM_SHA256, url, -1);

	entry->url = url;
	entry->stem = g_build_filename(directory, name, NULL);
	entry->body = g_strconcat(entry->stem, ".body", NULL);
	entry->state = g_strconcat(entry->stem, ".state", NULL);
	entry->partial = g_strconcat(entry->stem, ".part", NULL);
	entry->partial_state = g_strconcat(entry->stem, ".part-state", NULL);
}

static void entry_clear(struct entry *entry)
{
	g_free(entry->stem);
	g_free(entry->body);
	g_free(entry->state);
	g_free(entry->partial);
	g_free(entry->partial_state);
}

char *http_cache_default_directory(void)
{
	return g_build_filename(g_get_user_cache_dir(), "winnow", "http", NULL);
}

/* False: it is not there, or of another address. */
static bool read_state(const char *path, const char *url, struct http_validator *out)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autofree char *of = NULL;

	if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
		return false;
	of = g_key_file_get_string(file, "state", "url", NULL);
	if (g_strcmp0(of, url) != 0)
		return false;
	out->etag = g_key_file_get_string(file, "state", "etag", NULL);
	out->last_modified = g_key_file_get_string(file, "state", "last-modified", NULL);
	return out->etag || out->last_modified;
}

/* What cannot be written is fetched whole the next time. */
static void write_state(const char *path, const char *url, const struct http_validator *validator)
{
	g_autoptr(GKeyFile) file = g_key_file_new();

	if (!validator->etag && !validator->last_modified) {
		unlink(path);
		return;
	}
	g_key_file_set_string(file, "state", "url", url);
	if (validator->etag)
		g_key_file_set_string(file, "state", "etag", validator->etag);
	if (validator->last_modified)
		g_key_file_set_string(file, "state", "last-modified", validator->last_modified);
	if (!g_key_file_save_to_file(file, path, NULL))
		unlink(path);
}

static void forget_partial(const struct entry *entry)
{
	unlink(entry->partial_state);
	unlink(entry->partial);
}

static void begins(const struct http_validator *validator, void *data)
{
	const struct entry *entry = data;

	write_state(entry->partial_state, entry->url, validator);
}

/* The state goes before the body it is of, and comes after it: never is one with the other's. */
static bool keep(const struct entry *entry, FILE *file, const struct http_validator *validator,
		 GError **error)
{
	if (fsync(fileno(file)) != 0)
		return fail_errno(error, "cannot write '%s'", entry->partial);
	unlink(entry->state);
	if (rename(entry->partial, entry->body) != 0)
		return fail_errno(error, "cannot rename '%s'", entry->partial);
	unlink(entry->partial_state);
	write_state(entry->state, entry->url, validator);
	return true;
}

static bool attempt(struct entry *entry, const struct http_cache_options *options, gint64 left_s,
		    unsigned *retry_after_s, GError **error)
{
	struct http_validator known = { 0 }, partial = { 0 }, validator = { 0 };
	struct http_request request = {
		.url = entry->url,
		.certificates = options->certificates,
		.limits = options->limits,
		.begins = begins,
		.data = entry,
	};
	enum http_outcome outcome;
	FILE *file;
	bool ok;

	if (!read_state(entry->partial_state, entry->url, &partial))
		forget_partial(entry);
	else
		request.partial = &partial;
	if (access(entry->body, R_OK) == 0 && read_state(entry->state, entry->url, &known))
		request.known = &known;
	request.limits.timeout_s = (unsigned)MAX(left_s, 1);
	file = fopen(entry->partial, "a+e");
	ok = file ? http_get(&request, file, &outcome, &validator, retry_after_s, error)
		  : fail_errno(error, "cannot write '%s'", entry->partial);
	if (ok && outcome == HTTP_WHOLE)
		ok = keep(entry, file, &validator, error);
	else if (ok)
		forget_partial(entry);
	if (file)
		fclose(file);
	http_validator_clear(&known);
	http_validator_clear(&partial);
	http_validator_clear(&validator);
	return ok;
}

static bool fetch(struct entry *entry, const struct http_cache_options *options, GError **error)
{
	gint64 end = g_get_monotonic_time() + (gint64)options->limits.timeout_s * G_USEC_PER_SEC;
	unsigned wait = options->wait_s, n = 1;

	for (;;) {
		g_autoptr(GError) problem = NULL;
		unsigned retry_after = 0, pause;
		gint64 left_s = (end - g_get_monotonic_time()) / G_USEC_PER_SEC;

		if (attempt(entry, options, left_s, &retry_after, &problem))
			return true;
		pause = MAX(wait, retry_after);
		left_s = (end - g_get_monotonic_time()) / G_USEC_PER_SEC;
		if (!g_error_matches(problem, WINNOW_ERROR, WINNOW_ERROR_RETRY)) {
			forget_partial(entry);
			g_propagate_error(error, g_steal_pointer(&problem));
			return false;
		}
		if (n++ >= options->attempts || pause >= left_s) {
			g_propagate_error(error, g_steal_pointer(&problem));
			return false;
		}
		options->waiting(pause, problem->message, options->data);
		g_usleep((gulong)pause * G_USEC_PER_SEC);
		wait *= 2;
	}
}

bool http_cache_get(const char *url, const struct http_cache_options *options, GMappedFile **out,
		    GError **error)
{
	_cleanup_(store_unlockp) struct store_lock *lock = NULL;
	_cleanup_(entry_clear) struct entry entry = { 0 };

	entry_init(&entry, url, options->directory);
	return store_lock(entry.stem, NULL, NULL, &lock, error) && fetch(&entry, options, error) &&
	       file_map(entry.body, out, error);
}

void http_cache_forget(const char *url, const char *directory)
{
	_cleanup_(entry_clear) struct entry entry = { 0 };

	entry_init(&entry, url, directory);
	unlink(entry.state);
	unlink(entry.body);
	forget_partial(&entry);
}
