/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/json.h"

#include <math.h>
#include <string.h>

#include <jansson.h>

#include "base/json-escape.h"
#include "base/text.h"
#include "base/version.h"
#include "base/workers.h"

enum {
	DIGITS = 6,		/* of a number that is no integer */
	PIECE_BYTES = 64 << 10, /* that are written at once */
	AHEAD = 64,		/* elements that wait to be written */
};

json_t *json_text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

json_t *json_name(const char *name)
{
	g_autofree char *text = name ? text_to_utf8(name, strlen(name), NULL) : NULL;

	return json_text_or_null(text);
}

json_t *json_id(const struct commit_id *id)
{
	return json_string(commit_id_hex(id).text);
}

json_t *json_id_or_null(bool has_id, const struct commit_id *id)
{
	return has_id ? json_id(id) : json_null();
}

struct json_t *json_rounded(double value)
{
	return json_real(round(value * 1e4) / 1e4);
}

json_t *json_document(int version)
{
	json_t *out = json_object(), *tool = json_object();

	json_object_set_new(tool, "name", json_string("winnow"));
	json_object_set_new(tool, "version", json_string(program_version));
	json_object_set_new(out, "version", json_integer(version));
	json_object_set_new(out, "tool", tool);
	return out;
}

void json_set_upstream(json_t *out, const char *name, const struct history *history)
{
	size_t length = history ? history_length(history) : 0;

	json_object_set_new(out, "source", json_name(name));
	json_object_set_new(out, "tip",
			    length ? json_id(&history_at(history, (guint32)length - 1)->id)
				   : json_null());
	json_object_set_new(out, "commits", json_integer((json_int_t)length));
}

json_t *json_date(gint64 seconds)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(seconds);
	g_autofree char *text = date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ") : NULL;

	return json_text_or_null(text);
}

/* jansson gives whole characters. */
static int add_piece(const char *json, size_t length, void *text)
{
	json_escape(text, json, length);
	return 0;
}

/* Frees root. False if memory gave out. */
static bool dump(json_t *root, size_t flags, json_dump_callback_t write, void *data)
{
	bool ok = json_dump_callback(root, write, data, flags | JSON_REAL_PRECISION(DIGITS)) == 0;

	json_decref(root);
	return ok;
}

static bool put(FILE *out, const char *text, size_t length)
{
	return fwrite(text, 1, length, out) == length;
}

struct writing {
	FILE *out;
	GString *piece; /* what is not written yet */
};

static bool flush(struct writing *writing)
{
	bool ok = put(writing->out, writing->piece->str, writing->piece->len);

	g_string_truncate(writing->piece, 0);
	return ok;
}

static int write_piece(const char *json, size_t length, void *data)
{
	struct writing *writing = data;

	json_escape(writing->piece, json, length);
	return writing->piece->len < PIECE_BYTES || flush(writing) ? 0 : -1;
}

static bool write_root(json_t *root, size_t flags, FILE *out)
{
	g_autoptr(GString) piece = g_string_sized_new(PIECE_BYTES);
	struct writing writing = { out, piece };
	bool ok = dump(root, flags, write_piece, &writing) && flush(&writing);

	fputc('\n', out);
	return ok;
}

bool json_write(json_t *root, FILE *out)
{
	return write_root(root, JSON_INDENT(2), out);
}

/* As it stands in an array of the document; empty if memory gave out. */
static void *element_text(size_t i, void *tool, void *data)
{
	const struct json_elements *elements = data;
	GString *text = g_string_new("    ");

	(void)tool;
	if (!dump(elements->make(i, elements->data), JSON_INDENT(2), add_piece, text))
		g_string_truncate(text, 0);
	g_string_replace(text, "\n", "\n    ", 0); /* within values there is none */
	return text;
}

static void element_free(void *text)
{
	g_string_free(text, TRUE);
}

static bool write_elements(const struct json_elements *elements, FILE *out)
{
	const struct row_work work = {
		.n = elements->n,
		.ahead = AHEAD,
		.data = (void *)elements,
		.make = element_text,
		.drop = element_free,
	};
	_cleanup_(row_freep) struct row *row = row_new(elements->workers, &work);
	bool ok = true;

	for (size_t i = 0; i < elements->n && ok; i++) {
		g_autoptr(GString) text = row_take(row, i);

		ok = text->len && put(out, i ? ",\n" : "\n", i ? 2 : 1) &&
		     put(out, text->str, text->len);
	}
	return ok && put(out, "\n  ", 3);
}

bool json_write_filled(json_t *root, const char *key, const struct json_elements *elements,
		       FILE *out)
{
	g_autofree char *empty = g_strdup_printf("\n  \"%s\": []", key);
	g_autoptr(GString) text = g_string_new(NULL);
	const char *end;

	if (!elements->n)
		return json_write(root, out);
	if (!dump(root, JSON_INDENT(2), add_piece, text))
		return false;
	/* No value holds a line end. */
	end = strstr(text->str, empty) + strlen(empty) - 1;
	return put(out, text->str, (size_t)(end - text->str)) && write_elements(elements, out) &&
	       put(out, end, strlen(end)) && put(out, "\n", 1);
}

bool json_write_line(json_t *root, FILE *out)
{
	return write_root(root, JSON_COMPACT, out);
}
