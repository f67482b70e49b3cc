/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/json.h"

#include <math.h>
#include <string.h>

#include <jansson.h>

#include "base/json-escape.h"
#include "base/text.h"
#include "base/version.h"

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

struct writing {
	FILE *out;
	GString *piece; /* to be filled anew */
};

/* jansson gives whole characters. */
static int write_piece(const char *json, size_t length, void *data)
{
	struct writing *writing = data;
	GString *piece = g_string_truncate(writing->piece, 0);

	json_escape(piece, json, length);
	return fwrite(piece->str, 1, piece->len, writing->out) == piece->len ? 0 : -1;
}

static bool write_root(json_t *root, size_t flags, FILE *out)
{
	struct writing writing = { out, g_string_new(NULL) };
	bool ok = json_dump_callback(root, write_piece, &writing, flags | JSON_REAL_PRECISION(6)) ==
		  0;

	g_string_free(writing.piece, TRUE);
	json_decref(root);
	fputc('\n', out);
	return ok;
}

bool json_write(json_t *root, FILE *out)
{
	return write_root(root, JSON_INDENT(2), out);
}

bool json_write_line(json_t *root, FILE *out)
{
	return write_root(root, JSON_COMPACT, out);
}
