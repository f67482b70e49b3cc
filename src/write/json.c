/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/json.h"

#include <math.h>

#include <jansson.h>

#include "base/version.h"

json_t *json_text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
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

json_t *json_tool(void)
{
	json_t *out = json_object();

	json_object_set_new(out, "name", json_string("winnow"));
	json_object_set_new(out, "version", json_string(program_version));
	return out;
}

json_t *json_date(gint64 seconds)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(seconds);
	g_autofree char *text = date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ") : NULL;

	return json_text_or_null(text);
}

static bool write_root(json_t *root, size_t flags, FILE *out)
{
	bool ok = json_dumpf(root, out, flags | JSON_REAL_PRECISION(6)) == 0;

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
