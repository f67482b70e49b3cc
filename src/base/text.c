/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/text.h"

#include <string.h>
#include <time.h>

bool text_next_line(struct slice *rest, struct slice *line)
{
	if (!rest->length)
		return false;

	const char *end = memchr(rest->start, '\n', rest->length);
	size_t length = end ? (size_t)(end - rest->start) : rest->length;
	size_t taken = end ? length + 1 : length;

	line->start = rest->start;
	line->length = length;
	if (line->length && line->start[line->length - 1] == '\r')
		line->length--;
	rest->start += taken;
	rest->length -= taken;
	return true;
}

bool text_next_entry(struct slice *rest, size_t *number, struct slice *line)
{
	while (text_next_line(rest, line)) {
		const char *comment = memchr(line->start, '#', line->length);

		++*number;
		if (comment)
			line->length = (size_t)(comment - line->start);
		*line = slice_trim(*line);
		if (line->length)
			return true;
	}
	return false;
}

char **text_words(const char *text)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();
	g_auto(GStrv) parts = g_strsplit_set(text, " \t", -1);

	for (char **part = parts; *part; part++)
		if (**part)
			g_strv_builder_add(out, *part);
	return g_strv_builder_end(out);
}

struct slice slice_of_bytes(GBytes *bytes)
{
	gsize length = 0;
	const char *start = g_bytes_get_data(bytes, &length);

	return (struct slice){ start ? start : "", length };
}

struct slice slice_of(const char *text)
{
	return (struct slice){ text ? text : "", text ? strlen(text) : 0 };
}

size_t slice_count(struct slice text, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < text.length; i++)
		n += text.start[i] == c;
	return n;
}

struct slice slice_trim(struct slice text)
{
	while (text.length && g_ascii_isspace(text.start[0])) {
		text.start++;
		text.length--;
	}
	while (text.length && g_ascii_isspace(text.start[text.length - 1]))
		text.length--;
	return text;
}

struct slice slice_next_word(struct slice *rest, char end)
{
	struct slice word;

	*rest = slice_trim(*rest);
	word = (struct slice){ rest->start, 0 };
	while (word.length < rest->length && !g_ascii_isspace(word.start[word.length]) &&
	       (!end || word.start[word.length] != end))
		word.length++;
	rest->start += word.length;
	rest->length -= word.length;
	return word;
}

bool slice_has_prefix(struct slice text, const char *prefix)
{
	size_t length = strlen(prefix);

	return text.length >= length && memcmp(text.start, prefix, length) == 0;
}

bool slice_has_prefix_nocase(struct slice text, const char *prefix)
{
	size_t length = strlen(prefix);

	return text.length >= length && g_ascii_strncasecmp(text.start, prefix, length) == 0;
}

guint slice_key_hash(gconstpointer slice)
{
	const struct slice *text = slice;
	guint hash = 5381;

	for (size_t i = 0; i < text->length; i++)
		hash = hash * 33 + (unsigned char)text->start[i];
	return hash;
}

gboolean slice_key_equal(gconstpointer a, gconstpointer b)
{
	const struct slice *x = a, *y = b;

	return x->length == y->length && memcmp(x->start, y->start, x->length) == 0;
}

char *slice_dup(struct slice text)
{
	return g_strndup(text.start, text.length);
}

struct slice slice_cut(struct slice text, size_t limit)
{
	if (text.length <= limit)
		return text;
	text.length = limit;
	while (text.length && ((guint8)text.start[text.length] & 0xc0) == 0x80)
		text.length--;
	return text;
}

size_t slice_hex_run(struct slice text)
{
	size_t run = 0;

	while (run < text.length && g_ascii_isxdigit(text.start[run]))
		run++;
	return run;
}

/* Most texts are ASCII, line by line: of those eight bytes are looked at in one go. */
static bool is_utf8(const char *bytes, size_t length)
{
	const char *end = bytes + length;
	guint64 eight;

	for (const char *p = bytes; p < end;) {
		const char *stop;

		for (; p + sizeof(eight) <= end; p += sizeof(eight)) {
			memcpy(&eight, p, sizeof(eight));
			if (eight & G_GUINT64_CONSTANT(0x8080808080808080))
				break;
		}
		/* No character goes on behind the end of a line. */
		stop = memchr(p, '\n', (size_t)(end - p));
		if (!stop)
			stop = end;
		if (!g_utf8_validate(p, stop - p, NULL))
			return false;
		p = stop < end ? stop + 1 : end;
	}
	return true;
}

char *text_to_utf8(const char *bytes, size_t length, bool *had_nul)
{
	if (had_nul)
		*had_nul = false;
	if (!length)
		return g_strdup(""); /* bytes may be NULL */
	/* GLib's validators do not agree with each other about NUL: it is looked for here. */
	if (!memchr(bytes, 0, length) && is_utf8(bytes, length))
		return g_strndup(bytes, length);

	GString *out = g_string_sized_new(length + length / 8);

	while (length) {
		gunichar c = *bytes ? g_utf8_get_char_validated(bytes, (gssize)MIN(length, 6)) : 0;
		size_t taken = 1;

		if (c == 0) {
			if (had_nul)
				*had_nul = true;
			c = 0xfffd;
		} else if (c == (gunichar)-1 || c == (gunichar)-2) {
			c = (guint8)*bytes;
		} else {
			taken = (size_t)(g_utf8_next_char(bytes) - bytes);
		}
		g_string_append_unichar(out, c);
		bytes += taken;
		length -= taken;
	}
	return g_string_free(out, FALSE);
}

/* In which UTF-8's longer letters would be what nobody writes: a capital and signs. */
static bool is_byte_charset(const char *charset)
{
	return g_ascii_strncasecmp(charset, "iso-8859-", 9) == 0 ||
	       g_ascii_strncasecmp(charset, "windows-125", 11) == 0 ||
	       g_ascii_strcasecmp(charset, "latin1") == 0;
}

char *text_decode(const char *bytes, size_t length, const char *charset, bool *had_nul)
{
	g_autofree char *converted = NULL;
	gsize n = 0;

	if (charset && length && g_ascii_strcasecmp(charset, "utf-8") != 0 &&
	    g_ascii_strcasecmp(charset, "us-ascii") != 0 &&
	    !(is_byte_charset(charset) && g_utf8_validate(bytes, (gssize)length, NULL)))
		converted = g_convert(bytes, (gssize)length, "UTF-8", charset, NULL, &n, NULL);
	return converted ? text_to_utf8(converted, n, had_nul)
			 : text_to_utf8(bytes, length, had_nul);
}

bool text_is_unsafe(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || /* C0, DEL, C1 */
	       c == 0x061c || (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || /* bidirectional marks and overrides */
	       (c >= 0x2028 && c <= 0x2029) || c == 0xfeff;
}

int text_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char *text_one_line(const char *raw, size_t limit)
{
	g_autofree char *text = text_to_utf8(raw, strlen(raw), NULL);
	GString *out = g_string_new(NULL);
	size_t count = 0;
	bool blank = false;

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			blank = out->len > 0;
			continue;
		}
		if (limit && count >= limit) {
			g_string_append(out, "...");
			break;
		}
		if (blank) {
			g_string_append_c(out, ' ');
			count++;
			blank = false;
		}
		g_string_append_unichar(out, text_is_unsafe(c) ? '?' : c);
		count++;
	}
	return g_string_free(out, FALSE);
}

char *text_mask_line(struct slice line, size_t limit)
{
	struct slice cut = slice_cut(line, limit);
	g_autofree char *text = text_to_utf8(cut.start, cut.length, NULL);
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		g_string_append_unichar(out, c != '\t' && text_is_unsafe(c) ? '?' : c);
	}
	if (cut.length < line.length)
		g_string_append(out, "...");
	return g_string_free(out, FALSE);
}

char *text_fold(const char *text)
{
	GString *out = g_string_new(NULL);
	bool blank = false;

	for (; *text; text++) {
		if (g_ascii_isspace(*text)) {
			blank = out->len > 0;
			continue;
		}
		if (blank)
			g_string_append_c(out, ' ');
		blank = false;
		g_string_append_c(out, *text);
	}
	return g_string_free(out, FALSE);
}

static gint64 day_of(gint64 seconds)
{
	const gint64 day = 24 * 60 * 60;

	return seconds >= 0 ? seconds / day : -((-seconds + day - 1) / day);
}

gint64 text_days_between(gint64 from, gint64 to)
{
	return day_of(to) - day_of(from);
}

bool text_parse_date(const char *text, gint64 *out)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autofree char *full = NULL;

	if (*text && strlen(text) <= 12 && strspn(text, "0123456789") == strlen(text)) {
		gint64 seconds = g_ascii_strtoll(text, NULL, 10);

		if (seconds > TEXT_DATE_LAST)
			return false;
		*out = seconds;
		return true;
	}
	full = strchr(text, 'T') || strchr(text, ' ') ? g_strdup(text)
						      : g_strdup_printf("%sT00:00:00Z", text);

	g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(full, utc);

	if (date)
		*out = g_date_time_to_unix(date);
	return date != NULL;
}

struct text_date text_date(gint64 seconds)
{
	struct text_date date;
	struct tm tm;
	time_t t = (time_t)seconds;

	if (!gmtime_r(&t, &tm) || !strftime(date.text, sizeof(date.text), "%Y-%m-%d", &tm))
		g_strlcpy(date.text, "an impossible date", sizeof(date.text));
	return date;
}

void text_drop_returns(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (from[0] != '\r' || from[1] != '\n')
			*to++ = *from;
	*to = '\0';
}
