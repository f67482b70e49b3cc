/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/http.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>

#include "base/error.h"
#include "base/text.h"
#include "base/version.h"

enum {
	REDIRECTIONS = 5,
	CONNECT_S = 30,
	HEADER_LIMIT = 1000, /* bytes of a validator */
	TOO_LARGE = 100,     /* CURLE_TOO_LARGE, which headers have since libcurl 8.6 */
};

/* One response on its way into the file. */
struct transfer {
	CURL *curl;
	const struct http_request *request;
	FILE *file;
	struct http_validator validator;
	/* Of a partial response, the last byte included; -1: it does not say. */
	gint64 range_start, range_end, range_total;
	bool asked_part;
	size_t length;	/* of the file */
	size_t head;	/* bytes of headers */
	size_t ignored; /* of an error's page */
	bool begun;
	bool too_long;
	bool too_much_head;
	bool wrong_range;
	int write_errno;
};

void http_validator_clear(struct http_validator *validator)
{
	g_free(validator->etag);
	g_free(validator->last_modified);
	*validator = (struct http_validator){ 0 };
}

bool http_validator_is_valid(const char *value)
{
	for (const char *c = value; *c; c++)
		if (!g_ascii_isprint(*c))
			return false;
	return *value && strlen(value) <= HEADER_LIMIT;
}

static long status_of(CURL *curl)
{
	long status = 0;

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

static bool take_header(struct slice line, const char *name, char **out)
{
	size_t n = strlen(name);
	struct slice value;

	if (!slice_has_prefix_nocase(line, name))
		return false;
	value = slice_trim((struct slice){ line.start + n, line.length - n });
	g_free(*out);
	*out = slice_dup(value);
	if (!http_validator_is_valid(*out))
		g_clear_pointer(out, g_free);
	return true;
}

static gint64 take_number(const char **text, char end)
{
	char *rest;
	gint64 number;

	if (!g_ascii_isdigit(**text))
		return -1;
	number = g_ascii_strtoll(*text, &rest, 10);
	if (*rest != end)
		return -1;
	*text = rest + 1;
	return number;
}

/* "100-199/1000"; each is -1 where it, or one before it, is none. */
static void take_range(struct transfer *transfer, const char *range)
{
	transfer->range_start = take_number(&range, '-');
	transfer->range_end = transfer->range_start < 0 ? -1 : take_number(&range, '/');
	transfer->range_total = transfer->range_end < 0 ? -1 : take_number(&range, '\0');
}

static size_t heard(char *bytes, size_t size, size_t n, void *data)
{
	struct transfer *transfer = data;
	struct slice line = { bytes, size * n };
	g_autofree char *range = NULL;

	transfer->head += line.length;
	if (transfer->head > HTTP_HEAD_LIMIT) {
		transfer->too_much_head = true;
		return 0;
	}
	/* What comes behind the content is not about it any more. */
	if (transfer->begun)
		return size * n;
	/* Each response of a redirection begins anew. */
	if (slice_has_prefix(line, "HTTP/")) {
		http_validator_clear(&transfer->validator);
		transfer->range_start = transfer->range_end = transfer->range_total = -1;
	} else if (take_header(line, "content-range: bytes ", &range) && range) {
		take_range(transfer, range);
	} else if (!take_header(line, "etag:", &transfer->validator.etag)) {
		take_header(line, "last-modified:", &transfer->validator.last_modified);
	}
	return size * n;
}

static bool is_strong(const struct http_validator *validator)
{
	return validator->etag && validator->etag[0] == '"';
}

/* Whether the part that comes goes on with what is there, and is of the same state. */
static bool goes_on(const struct transfer *transfer)
{
	const struct http_validator *partial = transfer->request->partial;
	gint64 total = transfer->request->partial_total;

	if (!transfer->asked_part || transfer->range_start != (gint64)transfer->length ||
	    transfer->range_end < transfer->range_start ||
	    transfer->range_total <= transfer->range_end ||
	    (total >= 0 && transfer->range_total != total))
		return false;
	return is_strong(partial)
		       ? g_strcmp0(partial->etag, transfer->validator.etag) == 0
		       : g_strcmp0(partial->last_modified, transfer->validator.last_modified) == 0;
}

/* The server may go on where we are, or send all of it. */
static bool begin(struct transfer *transfer)
{
	curl_off_t total = -1;

	if (transfer->begun)
		return true;
	transfer->begun = true;
	if (status_of(transfer->curl) == 206) {
		transfer->wrong_range = !goes_on(transfer);
		return !transfer->wrong_range;
	}
	transfer->length = 0;
	if (fflush(transfer->file) != 0 || ftruncate(fileno(transfer->file), 0) != 0 ||
	    fseek(transfer->file, 0, SEEK_SET) != 0) {
		transfer->write_errno = errno;
		return false;
	}
	curl_easy_getinfo(transfer->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &total);
	if (transfer->request->begins)
		transfer->request->begins(&transfer->validator, total, transfer->request->data);
	return true;
}

static size_t got(char *bytes, size_t size, size_t n, void *data)
{
	struct transfer *transfer = data;

	/* An error's page is nobody's mailbox. */
	if (status_of(transfer->curl) / 100 != 2) {
		transfer->ignored += size * n;
		transfer->too_long = transfer->ignored > transfer->request->limits.bytes;
		return transfer->too_long ? 0 : size * n;
	}
	if (!begin(transfer))
		return 0;
	if (transfer->length + size * n > transfer->request->limits.bytes) {
		transfer->too_long = true;
		return 0;
	}
	if (fwrite(bytes, size, n, transfer->file) != n) {
		transfer->write_errno = errno;
		return 0;
	}
	transfer->length += size * n;
	if (transfer->request->came)
		transfer->request->came(bytes, size * n, transfer->request->data);
	return size * n;
}

/* Nothing is added where there is no value. */
static struct curl_slist *add_header(struct curl_slist *list, const char *name, const char *value)
{
	g_autofree char *line = NULL;

	if (!value)
		return list;
	line = g_strdup_printf("%s: %s", name, value);
	return curl_slist_append(list, line);
}

/* A weak ETag is not for ranges: RFC 9110, 13.1.5. */
static struct curl_slist *headers_of(struct transfer *transfer)
{
	const struct http_request *request = transfer->request;
	const struct http_validator *known = request->known, *partial = request->partial;
	struct curl_slist *list = NULL;
	const char *state = NULL;

	if (partial && transfer->length)
		state = is_strong(partial) ? partial->etag : partial->last_modified;
	if (state) {
		g_autofree char *range = g_strdup_printf("%zu-", transfer->length);

		transfer->asked_part = true;
		curl_easy_setopt(transfer->curl, CURLOPT_RANGE, range);
		return add_header(list, "If-Range", state);
	}
	if (known) {
		list = add_header(list, "If-None-Match", known->etag);
		list = add_header(list, "If-Modified-Since", known->last_modified);
	}
	return list;
}

static void set_up(struct transfer *transfer, char *problem)
{
	const struct http_request *request = transfer->request;
	CURL *curl = transfer->curl;
	g_autofree char *agent = g_strdup_printf("winnow/%s", program_version); /* curl copies */

	curl_easy_setopt(curl, CURLOPT_URL, request->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTIONS);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, agent);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
			 (long)MIN(request->limits.timeout_s, (unsigned)CONNECT_S));
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)request->limits.timeout_s);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)HTTP_SLOW);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)request->limits.stall_s);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, heard);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, got);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
	if (request->certificates)
		curl_easy_setopt(curl, CURLOPT_CAINFO, request->certificates);
}

static bool fail_transfer(const struct transfer *transfer, CURLcode code, const char *problem,
			  GError **error)
{
	const char *url = transfer->request->url;
	const char *why = *problem ? problem : curl_easy_strerror(code);

	if (transfer->too_long)
		return fail(error, WINNOW_ERROR_INPUT, "'%s' is longer than %zu bytes", url,
			    transfer->request->limits.bytes);
	if (transfer->too_much_head)
		return fail(error, WINNOW_ERROR_INPUT, "'%s': its headers are longer than %d bytes",
			    url, HTTP_HEAD_LIMIT);
	if (transfer->write_errno)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write what comes from '%s': %s",
			    url, g_strerror(transfer->write_errno));
	switch (code) {
	case CURLE_UNSUPPORTED_PROTOCOL:
		return fail(error, WINNOW_ERROR_SYSTEM,
			    status_of(transfer->curl) / 100 == 3
				    ? "'%s' leads to something else than https: not followed"
				    : "what answers at '%s' does not speak HTTP",
			    url);
	case CURLE_TOO_MANY_REDIRECTS:
		return fail(error, WINNOW_ERROR_SYSTEM, "'%s' leads from one address to the next",
			    url);
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_URL_MALFORMAT:
	case CURLE_FAILED_INIT:
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot fetch '%s': %s", url, why);
	case CURLE_OUT_OF_MEMORY: /* what libcurl says of a long line, too, before 8.6 */
	case TOO_LARGE:
		return fail(error, WINNOW_ERROR_SYSTEM,
			    "cannot fetch '%s': a header is too long, or there is no memory", url);
	default:
		return fail(error, WINNOW_ERROR_RETRY, "cannot fetch '%s': %s", url,
			    transfer->wrong_range ? "the server sends another part than asked for"
						  : why);
	}
}

/* A response that is no success, and no change of the known state. */
static bool fail_status(const struct transfer *transfer, long status, GError **error)
{
	const char *url = transfer->request->url;

	if (status == 404 || status == 410)
		return fail(error, WINNOW_ERROR_INPUT, "'%s': there is no such thing (%ld)", url,
			    status);
	if (status / 100 == 5 || status == 408 || status == 416 || status == 425 || status == 429)
		return fail(error, WINNOW_ERROR_RETRY, "'%s': the server cannot now (%ld)", url,
			    status);
	return fail(error, WINNOW_ERROR_SYSTEM, "'%s': the server refuses (%ld)", url, status);
}

static bool conclude(struct transfer *transfer, CURLcode code, const char *problem,
		     enum http_outcome *outcome, GError **error)
{
	long status = status_of(transfer->curl);

	/* What is there of it is of no use: the next time it is fetched from its begin. */
	if ((status == 416 || transfer->wrong_range) && ftruncate(fileno(transfer->file), 0) != 0)
		return fail_errno(error, "cannot cut a file");
	if (code != CURLE_OK)
		return fail_transfer(transfer, code, problem, error);
	*outcome = status == 304 ? HTTP_UNCHANGED : HTTP_WHOLE;
	if (status == 304 && transfer->request->known)
		return true;
	if (status != 200 && status != 206)
		return fail_status(transfer, status, error);
	/* Also of a response without content. */
	if (!begin(transfer))
		return fail_transfer(transfer, CURLE_WRITE_ERROR, "", error);
	/* A server may send less than it was asked for. */
	if (status == 206 && (transfer->range_end + 1 != (gint64)transfer->length ||
			      transfer->range_total != (gint64)transfer->length))
		return fail(error, WINNOW_ERROR_RETRY, "'%s': not all of it has come",
			    transfer->request->url);
	return fflush(transfer->file) == 0 || fail_errno(error, "cannot write what was fetched");
}

bool http_get(const struct http_request *request, FILE *file, enum http_outcome *outcome,
	      struct http_validator *validator, unsigned *retry_after_s, GError **error)
{
	struct transfer transfer = { .request = request, .file = file, .range_start = -1 };
	char problem[CURL_ERROR_SIZE] = "";
	struct curl_slist *headers;
	curl_off_t pause = 0;
	long end;
	bool ok;

	*retry_after_s = 0;
	if (fseek(file, 0, SEEK_END) != 0 || (end = ftell(file)) < 0)
		return fail_errno(error, "cannot read a file");
	transfer.length = (size_t)end;
	transfer.curl = curl_easy_init();
	if (!transfer.curl)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot set up libcurl");
	set_up(&transfer, problem);
	headers = headers_of(&transfer);
	curl_easy_setopt(transfer.curl, CURLOPT_HTTPHEADER, headers);
	ok = conclude(&transfer, curl_easy_perform(transfer.curl), problem, outcome, error);
	curl_easy_getinfo(transfer.curl, CURLINFO_RETRY_AFTER, &pause);
	*retry_after_s = (unsigned)CLAMP(pause, 0, 3600);
	curl_slist_free_all(headers);
	curl_easy_cleanup(transfer.curl);
	fflush(file);
	if (ok)
		*validator = transfer.validator;
	else
		http_validator_clear(&transfer.validator);
	return ok;
}
