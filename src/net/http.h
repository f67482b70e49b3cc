/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http - fetch one address into a file, once. With smtp, what knows libcurl. */

#ifndef WINNOW_NET_HTTP_H
#define WINNOW_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <glib.h>

/* Which state of a thing it was: what a server says so that it can be asked for changes. */
struct http_validator {
	char *etag;	     /* as sent, with its quotes; NULL if none */
	char *last_modified; /* as sent; NULL if none */
};
void http_validator_clear(struct http_validator *validator);

/* Whether it can be sent as it is: one line of printable ASCII, of a length that servers use. */
bool http_validator_is_valid(const char *value);

struct http_limits {
	size_t bytes;	    /* of what is transferred, with what is there already */
	unsigned timeout_s; /* for all of it */
	unsigned stall_s;   /* with less than HTTP_SLOW bytes a second */
};
enum {
	HTTP_SLOW = 1024,
	HTTP_HEAD_LIMIT = 1 << 20, /* bytes of headers and trailers, of all responses */
};

/* Strings may be NULL. Borrowed during the call. */
struct http_request {
	const char *url;		      /* http or https */
	const char *certificates;	      /* file of authorities to trust; NULL: the system's */
	const struct http_validator *known;   /* ask for a change of this one only */
	const struct http_validator *partial; /* the file holds the begin of this one */
	gint64 partial_total;		      /* how long that one is as a whole; -1: nobody said */
	struct http_limits limits;
	/*
	 * Called when the server begins to send all of it: the file is empty. total is how long it
	 * will be, -1 if the server does not say.
	 */
	void (*begins)(const struct http_validator *validator, gint64 total, void *data);
	/* What was added to the file. */
	void (*came)(const char *bytes, size_t length, void *data);
	void *data;
};

enum http_outcome {
	HTTP_WHOLE,	/* the file is complete */
	HTTP_UNCHANGED, /* it is still the known one; the file is empty */
};

/*
 * Fetch into file, at whose end partial ends, and say in *validator which state it is. What goes on
 * with partial must be of the very same state, and of that length. Redirections
 * lead to https only, five at most. *retry_after_s is what the server asked for with a failure, or
 * 0. Fails with WINNOW_ERROR_RETRY when another time may do, the file then holds what has come;
 * WINNOW_ERROR_INPUT when there is no such thing, or it is longer than a limit;
 * WINNOW_ERROR_SYSTEM.
 */
bool http_get(const struct http_request *request, FILE *file, enum http_outcome *outcome,
	      struct http_validator *validator, unsigned *retry_after_s,
	      GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
