/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/http-cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/place.h"
#include "base/store.h"

enum {
	STATE_LIMIT = 64 << 10,
	SUM_DIGITS = 64,
	NOTE_STEP = 64 << 10, /* bytes that come before their sum is noted again */
};

/* The files of one address. */
struct entry {
	const char *url;
	char *stem;
	char *body, *state;	       /* whole, and which state of it */
	char *partial, *partial_state; /* what has come so far, likewise */
	char *partial_sum;	       /* and the sum of it up to a length */
	FILE *file;		       /* partial; NULL: not open */
	GChecksum *sum;		       /* of what is in it */
	size_t length, noted;	       /* of it, and what partial_sum says */
};

/* What is known of one state, beside the validators. */
struct state {
	struct http_validator validator;
	gint64 total; /* bytes; -1: not known */
	char *sum;    /* of all of it; NULL: not known */
};

static void state_clear(struct state *state)
{
	http_validator_clear(&state->validator);
	g_free(state->sum);
}

static void entry_init(struct entry *entry, const char *url, const char *directory)
{
	g_autofree char *name = g_compute_checksum_for_string(G_CHECKSUM_SHA256, url, -1);

	entry->url = url;
	entry->stem = g_build_filename(directory, name, NULL);
	entry->body = g_strconcat(entry->stem, ".body", NULL);
	entry->state = g_strconcat(entry->stem, ".state", NULL);
	entry->partial = g_strconcat(entry->stem, ".part", NULL);
	entry->partial_state = g_strconcat(entry->stem, ".part-state", NULL);
	entry->partial_sum = g_strconcat(entry->stem, ".part-sum", NULL);
	entry->sum = g_checksum_new(G_CHECKSUM_SHA256);
}

static void entry_clear(struct entry *entry)
{
	g_free(entry->stem);
	g_free(entry->body);
	g_free(entry->state);
	g_free(entry->partial);
	g_free(entry->partial_state);
	g_free(entry->partial_sum);
	if (entry->file)
		fclose(entry->file);
	if (entry->sum)
		g_checksum_free(entry->sum);
}

char *http_cache_default_directory(void)
{
	return place_cache("winnow/http");
}

static char *take_validator(GKeyFile *file, const char *key)
{
	char *value = g_key_file_get_string(file, "state", key, NULL);

	if (value && !http_validator_is_valid(value))
		g_clear_pointer(&value, g_free);
	return value;
}

/* False: it is not there, or of another address, or nothing can be asked by it. */
static bool read_state(const char *path, const char *url, struct state *out)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autofree char *text = NULL;
	g_autofree char *of = NULL;
	g_autofree char *total = NULL;
	size_t length;

	if (!file_read_regular(path, STATE_LIMIT, false, &text, &length, NULL) ||
	    !g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, NULL))
		return false;
	of = g_key_file_get_string(file, "state", "url", NULL);
	if (g_strcmp0(of, url) != 0)
		return false;
	total = g_key_file_get_string(file, "state", "length", NULL);
	out->validator.etag = take_validator(file, "etag");
	out->validator.last_modified = take_validator(file, "last-modified");
	out->total = total && g_ascii_isdigit(*total) ? g_ascii_strtoll(total, NULL, 10) : -1;
	out->sum = g_key_file_get_string(file, "state", "sum", NULL);
	return out->validator.etag || out->validator.last_modified;
}

/* What cannot be written is fetched whole the next time. */
static void write_state(const char *path, const char *url, const struct http_validator *validator,
			gint64 total, const char *sum)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autofree char *text = NULL;
	gsize length = 0;

	unlink(path); /* whatever it is: a link leads to what is not ours */
	if (!validator->etag && !validator->last_modified)
		return;
	g_key_file_set_string(file, "state", "url", url);
	if (validator->etag)
		g_key_file_set_string(file, "state", "etag", validator->etag);
	if (validator->last_modified)
		g_key_file_set_string(file, "state", "last-modified", validator->last_modified);
	if (total >= 0)
		g_key_file_set_int64(file, "state", "length", total);
	if (sum)
		g_key_file_set_string(file, "state", "sum", sum);
	text = g_key_file_to_data(file, &length, NULL);
	(void)!file_write(path, text, length, 0666, NULL);
}

static void forget_partial(const struct entry *entry)
{
	unlink(entry->partial_state);
	unlink(entry->partial_sum);
	unlink(entry->partial);
}

/* What is kept is told from what somebody, or a disk, made of it since. */
static bool is_as_kept(const struct entry *entry, const struct state *state)
{
	g_autoptr(GMappedFile) file = NULL;
	g_autofree char *sum = NULL;

	if (!state->sum || !file_map(entry->body, &file, NULL) ||
	    (gint64)g_mapped_file_get_length(file) != state->total)
		return false;
	sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256,
					  (const guchar *)g_mapped_file_get_contents(file),
					  g_mapped_file_get_length(file));
	return strcmp(sum, state->sum) == 0;
}

/*
 * One line of one length: written in place it is never half of two. What comes after it is not
 * vouched for, and cut off by whoever goes on.
 */
static void note_partial(struct entry *entry)
{
	g_autoptr(GChecksum) sum = g_checksum_copy(entry->sum);
	g_autofree char *line =
		g_strdup_printf("%020zu %s\n", entry->length, g_checksum_get_string(sum));
	int fd;

	if (fflush(entry->file) != 0)
		return;
	fd = open(entry->partial_sum, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW,
		  0666);
	/* What cannot be noted is fetched again. */
	if (fd < 0 || pwrite(fd, line, strlen(line), 0) != (ssize_t)strlen(line))
		unlink(entry->partial_sum);
	else
		entry->noted = entry->length;
	if (fd >= 0)
		close(fd);
}

static void begins(const struct http_validator *validator, gint64 total, void *data)
{
	struct entry *entry = data;

	unlink(entry->partial_sum);
	g_checksum_reset(entry->sum);
	entry->length = entry->noted = 0;
	write_state(entry->partial_state, entry->url, validator, total, NULL);
}

static void came(const char *bytes, size_t length, void *data)
{
	struct entry *entry = data;

	g_checksum_update(entry->sum, (const guchar *)bytes, (gssize)length);
	entry->length += length;
	if (entry->length - entry->noted >= NOTE_STEP)
		note_partial(entry);
}

/* The first length bytes of the file into the sum. */
static bool sum_up(struct entry *entry, size_t length)
{
	char buffer[16 << 10];

	g_checksum_reset(entry->sum);
	rewind(entry->file);
	for (entry->length = 0; entry->length < length;) {
		size_t n =
			fread(buffer, 1, MIN(sizeof(buffer), length - entry->length), entry->file);

		if (!n)
			return false;
		g_checksum_update(entry->sum, (const guchar *)buffer, (gssize)n);
		entry->length += n;
	}
	return true;
}

/* Whether what has come before is what came, up to where that is known; the rest is cut off. */
static bool take_up(struct entry *entry)
{
	g_autoptr(GChecksum) sum = NULL;
	g_autofree char *line = NULL;
	size_t length, end;

	if (!file_read_regular(entry->partial_sum, STATE_LIMIT, false, &line, &length, NULL) ||
	    length != 20 + 1 + SUM_DIGITS + 1 || !g_ascii_isdigit(*line))
		return false;
	end = (size_t)g_ascii_strtoull(line, NULL, 10);
	if (!end || !sum_up(entry, end) || ftruncate(fileno(entry->file), (off_t)end) != 0)
		return false;
	line[length - 1] = '\0';
	sum = g_checksum_copy(entry->sum);
	entry->noted = end;
	return strcmp(line + 21, g_checksum_get_string(sum)) == 0;
}

/* Anything else than a file that stands there is not ours, and in the way. */
static FILE *open_partial(const struct entry *entry)
{
	for (int i = 0; i < 2; i++) {
		int fd = open(entry->partial,
			      O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW,
			      0666);
		struct stat status;

		if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
			return fdopen(fd, "a+");
		if (fd >= 0)
			close(fd);
		if (unlink(entry->partial) != 0)
			return NULL;
	}
	return NULL;
}

/* The state goes before the body it is of, and comes after it: never is one with the other's. */
static bool keep(const struct entry *entry, const struct http_validator *validator, GError **error)
{
	if (fsync(fileno(entry->file)) != 0)
		return fail_errno(error, "cannot write '%s'", entry->partial);
	unlink(entry->state);
	if (rename(entry->partial, entry->body) != 0)
		return fail_errno(error, "cannot rename '%s'", entry->partial);
	unlink(entry->partial_state);
	unlink(entry->partial_sum);
	write_state(entry->state, entry->url, validator, (gint64)entry->length,
		    g_checksum_get_string(entry->sum));
	return true;
}

/* Get it with what is known of it. */
static bool ask(struct entry *entry, struct http_request *request, unsigned *retry_after_s,
		GError **error)
{
	struct http_validator validator = { 0 };
	enum http_outcome outcome;
	bool ok = http_get(request, entry->file, &outcome, &validator, retry_after_s, error);

	if (ok && outcome == HTTP_WHOLE)
		ok = keep(entry, &validator, error);
	else if (ok)
		forget_partial(entry);
	else
		note_partial(entry);
	http_validator_clear(&validator);
	return ok;
}

static bool attempt(struct entry *entry, const struct http_cache_options *options, gint64 left_s,
		    unsigned *retry_after_s, GError **error)
{
	_cleanup_(state_clear) struct state known = { 0 };
	_cleanup_(state_clear) struct state partial = { 0 };
	struct http_request request = {
		.url = entry->url,
		.certificates = options->certificates,
		.limits = options->limits,
		.begins = begins,
		.came = came,
		.data = entry,
	};
	bool ok;

	entry->file = open_partial(entry);
	if (!entry->file)
		return fail_errno(error, "cannot write '%s'", entry->partial);
	if (read_state(entry->partial_state, entry->url, &partial) && take_up(entry)) {
		request.partial = &partial.validator;
		request.partial_total = partial.total;
	} else if (ftruncate(fileno(entry->file), 0) != 0) {
		return fail_errno(error, "cannot write '%s'", entry->partial);
	} else {
		g_checksum_reset(entry->sum);
		entry->length = entry->noted = 0;
	}
	if (read_state(entry->state, entry->url, &known) && is_as_kept(entry, &known))
		request.known = &known.validator;
	request.limits.timeout_s = (unsigned)MAX(left_s, 1);
	ok = ask(entry, &request, retry_after_s, error);
	fclose(entry->file);
	entry->file = NULL;
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
	return store_lock(entry.stem, options->limits.timeout_s, NULL, NULL, &lock, error) &&
	       fetch(&entry, options, error) && file_map(entry.body, out, error);
}

void http_cache_forget(const char *url, const char *directory)
{
	_cleanup_(entry_clear) struct entry entry = { 0 };

	entry_init(&entry, url, directory);
	unlink(entry.state);
	unlink(entry.body);
	forget_partial(&entry);
}
