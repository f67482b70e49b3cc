/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json-escape.h"

#include "base/text.h"

/* Those of category Cf; a table, for GLib's grows with its version. */
static const struct {
	gunichar first, last;
} formats[] = {
	{ 0xad, 0xad },	      { 0x600, 0x605 },	    { 0x61c, 0x61c },	  { 0x6dd, 0x6dd },
	{ 0x70f, 0x70f },     { 0x890, 0x891 },	    { 0x8e2, 0x8e2 },	  { 0x180e, 0x180e },
	{ 0x200b, 0x200f },   { 0x202a, 0x202e },   { 0x2060, 0x206f },	  { 0xfeff, 0xfeff },
	{ 0xfff9, 0xfffb },   { 0x110bd, 0x110bd }, { 0x110cd, 0x110cd }, { 0x13430, 0x1343f },
	{ 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe007f },
};

/* Line ends between values are the layout's. */
static bool is_escaped(gunichar c)
{
	if (c < 0x7f)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (c >= formats[i].first && c <= formats[i].last)
			return true;
	return text_is_unsafe(c);
}

static void add_escape(GString *out, gunichar c)
{
	if (c >= 0x10000) {
		g_string_append_printf(out, "\\u%04x", 0xd800 + ((c - 0x10000) >> 10));
		c = 0xdc00 + ((c - 0x10000) & 0x3ff);
	}
	g_string_append_printf(out, "\\u%04x", c);
}

void json_escape(GString *out, const char *json, size_t length)
{
	const char *end = json + length, *kept = json;

	for (const char *p = json, *next; p < end; p = next) {
		gunichar c = (guchar)*p < 0x7f ? (guchar)*p : g_utf8_get_char(p);

		next = (guchar)*p < 0x7f ? p + 1 : g_utf8_next_char(p);
		if (!is_escaped(c))
			continue;
		g_string_append_len(out, kept, p - kept);
		add_escape(out, c);
		kept = next;
	}
	g_string_append_len(out, kept, end - kept);
}
