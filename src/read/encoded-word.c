/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/encoded-word.h"

#include <string.h>

#include "base/text.h"

/* "=?charset?B?text?=": its parts; end is behind it. */
struct word {
	struct slice charset, text;
	const char *end;
};

static bool read_word(const char *p, const char *end, struct word *word)
{
	const char *charset = p + 2, *mark, *text, *close;

	if (end - p < 8 || p[0] != '=' || p[1] != '?')
		return false;
	mark = memchr(charset, '?', (size_t)(end - charset));
	if (!mark || end - mark < 5 || (mark[1] != 'B' && mark[1] != 'b') || mark[2] != '?')
		return false;
	text = mark + 3;
	close = memchr(text, '?', (size_t)(end - text));
	if (!close || close + 1 >= end || close[1] != '=')
		return false;
	/* Neither holds a blank: a "?" far behind is another sentence's. */
	for (const char *q = charset; q < close; q++)
		if (g_ascii_isspace(*q))
			return false;
	*word = (struct word){ { charset, (size_t)(mark - charset) },
			       { text, (size_t)(close - text) },
			       close + 2 };
	return true;
}

static bool is_padded(const struct word *word)
{
	return word->text.length && word->text.start[word->text.length - 1] == '=';
}

static bool same_charset(const struct word *a, const struct word *b)
{
	return a->charset.length == b->charset.length &&
	       g_ascii_strncasecmp(a->charset.start, b->charset.start, a->charset.length) == 0;
}

/* Over blanks and line breaks that a header goes on behind. */
static const char *skip_folding(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' ||
			   ((*p == '\n' || *p == '\r') && p + 1 < end &&
			    (p[1] == ' ' || p[1] == '\t' || (*p == '\r' && p[1] == '\n')))))
		p++;
	return p;
}

static void append_decoded(GString *out, struct slice text)
{
	g_autofree char *base64 = slice_dup(text);
	gsize length = 0;
	g_autofree guchar *bytes = g_base64_decode(base64, &length);

	g_string_append_len(out, (const char *)bytes, (gssize)length);
}

/* Append the run of words that first begins as one; returns what is behind it. */
static const char *append_run(GString *out, struct word first, const char *end)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	struct word word = first, next;

	append_decoded(bytes, word.text);
	while (read_word(skip_folding(word.end, end), end, &next) && same_charset(&first, &next)) {
		append_decoded(bytes, next.text);
		word = next;
	}

	g_autofree char *base64 = g_base64_encode((const guchar *)bytes->str, bytes->len);

	g_string_append_printf(out, "=?%.*s?B?%s?=", (int)first.charset.length, first.charset.start,
			       base64);
	return word.end;
}

static bool begins_run(const struct word *word, const char *end)
{
	struct word next;

	return is_padded(word) && read_word(skip_folding(word->end, end), end, &next) &&
	       same_charset(word, &next);
}

static const char *headers_end(const char *bytes, const char *end)
{
	struct slice rest = { bytes, (size_t)(end - bytes) }, line;

	while (text_next_line(&rest, &line) && line.length)
		continue;
	return rest.start;
}

GString *encoded_words_join(const char *bytes, size_t length)
{
	GString *out = NULL;
	const char *end = headers_end(bytes, bytes + length), *copied = bytes;
	struct word word;

	for (const char *p = bytes; p < end && (p = memchr(p, '=', (size_t)(end - p)));) {
		if (!read_word(p, end, &word) || !begins_run(&word, end)) {
			p++;
			continue;
		}
		if (!out)
			out = g_string_sized_new(length);
		g_string_append_len(out, copied, p - copied);
		p = copied = append_run(out, word, end);
	}
	if (out)
		g_string_append_len(out, copied, bytes + length - copied);
	return out;
}

char *encoded_words_write(const char *text)
{
	enum { WORD_LIMIT = 75 }; /* RFC 2047, 2 */

	static const char begin[] = "=?utf-8?q?";
	GString *out;
	size_t start = 0;

	if (!strstr(text, "=?"))
		return NULL;
	out = g_string_new(begin);
	for (const char *next; *text; text = next) {
		next = g_utf8_next_char(text);
		/* A character is whole in one word; a byte takes three letters. */
		if (out->len - start + 3 * (size_t)(next - text) + 2 > WORD_LIMIT) {
			g_string_append(out, "?= ");
			start = out->len;
			g_string_append(out, begin);
		}
		for (; text < next; text++) {
			if (g_ascii_isalnum(*text))
				g_string_append_c(out, *text);
			else if (*text == ' ')
				g_string_append_c(out, '_');
			else
				g_string_append_printf(out, "=%02X", (guint)(guchar)*text);
		}
	}
	g_string_append(out, "?=");
	return g_string_free(out, FALSE);
}
