/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json - what every JSON output writes in the same way; for this folder and take/ only. */

#ifndef WINNOW_WRITE_JSON_H
#define WINNOW_WRITE_JSON_H

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

#include "base/commit-id.h"
#include "index/history.h"

struct json_t;

/* A string, or null for NULL. */
struct json_t *json_text_or_null(const char *text);
/* The same of what may be no UTF-8: names of files and revisions, texts that hold one. */
struct json_t *json_name(const char *name);
struct json_t *json_id(const struct commit_id *id);
struct json_t *json_id_or_null(bool has_id, const struct commit_id *id);

/* To four digits, so that the last bits of a sum do not show. */
struct json_t *json_rounded(double value);

/* A document as each begins: the version of its form, and which program wrote it. */
struct json_t *json_document(int version);

/* Of upstream, into out: what it was called, its newest commit, how many it has. NULL: none is. */
void json_set_upstream(struct json_t *out, const char *name, const struct history *history);

/* "2024-03-01T00:00:00Z". */
struct json_t *json_date(gint64 seconds);

/* Write root with a line end and free it. False if memory for it or the stream gave out. */
bool json_write(struct json_t *root, FILE *out);

struct workers;

/* What an array is filled with while it is written, so that all of it is never there at once. */
struct json_elements {
	size_t n;
	struct json_t *(*make)(size_t i, void *data); /* on any thread of workers */
	void *data;
	struct workers *workers; /* NULL: the caller's thread does all */
};

/* As json_write() does, with elements in the array that root has under key, empty yet. */
bool json_write_filled(struct json_t *root, const char *key, const struct json_elements *elements,
		       FILE *out);

/* The same as one line: a record among many. */
bool json_write_line(struct json_t *root, FILE *out);

#endif
