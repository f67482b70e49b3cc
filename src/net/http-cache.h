/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * http-cache - what was fetched, kept in files: fetched again only when it has changed, gone on
 * with where it was cut off. Whatever ends the program, what is there is whole, or known not to be.
 */

#ifndef WINNOW_NET_HTTP_CACHE_H
#define WINNOW_NET_HTTP_CACHE_H

#include <stdbool.h>

#include <glib.h>

#include "net/http.h"

struct http_cache_options {
	const char *directory;	   /* made when it is not there */
	const char *certificates;  /* NULL: the system's */
	struct http_limits limits; /* the time is that for all attempts, the pauses included */
	unsigned attempts;	   /* at least 1 */
	unsigned wait_s;	   /* before the second; doubled for each further one */

	void (*waiting)(unsigned seconds, const char *why, void *data);
	void *data;
};

/* "~/.cache/winnow/http". The caller frees. */
char *http_cache_default_directory(void);

/*
 * The content of url as the server has it now; *out is the caller's to g_mapped_file_unref(). Fails
 * as http_get() does, after that many attempts. One process fetches an address, others wait for it.
 */
bool http_cache_get(const char *url, const struct http_cache_options *options, GMappedFile **out,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forget it: what was fetched turned out to be of no use. */
void http_cache_forget(const char *url, const char *directory);

#endif
