/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/letter.h"

#include <string.h>

#include "read/mail.h"
#include "tap.h"

static void add(GArray *list, const char *name, const char *email)
{
	struct person person = { g_strdup(name), g_strdup(email) };

	g_array_append_val(list, person);
}

static void fill(struct letter *letter, const char *text, const char *html)
{
	letter_init(letter);
	letter->from = (struct person){ g_strdup("Ann"), g_strdup("ann@example.org") };
	add(letter->to, "B\xc3\xa9n, B.", "ben@example.org");
	letter->subject = g_strdup("lib: a\nBcc: evil@example.com");
	letter->text = g_strdup(text);
	letter->html = g_strdup(html);
	letter->date = 1700000000;
}

/* What a reader makes of it: each text comes back, in lines that mail can carry. */
static const struct {
	const char *name, *text, *html, *back;
} texts[] = {
	{ "ASCII", "a\nb\n", NULL, "a\nb\n" },
	{ "UTF-8", "\xc3\xa4\n", NULL, "\xc3\xa4\n" },
	{ "Latin letters and others", "\xc3\xa9\xce\xb1\xe6\xbc\xa2\n", NULL,
	  "\xc3\xa9\xce\xb1\xe6\xbc\xa2\n" },
	{ "letters that KOI8 has", "\xd0\xaf\n", NULL, "\xd0\xaf\n" },
	{ "empty", "", NULL, "" },
	{ "a dot", ".\n", NULL, ".\n" },
	{ "with HTML", "a\n", "<p>a</p>\n", "a\n" },
	{ "with HTML in UTF-8", "a\n", "<p>\xc3\xa9</p>\n", "a\n" },
};

static void test_texts(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct letter letter;
		struct mail mail;
		size_t length = 0;

		fill(&letter, texts[i].text, texts[i].html);
		g_autofree char *bytes = letter_write(&letter, &length);
		g_autofree char *again = letter_write(&letter, &length);

		tap_same(texts[i].name, again, bytes);
		tap_ok(g_utf8_validate(bytes, (gssize)length, NULL), "it is UTF-8, as it says");
		tap_ok(!strstr(bytes, "iso-8859"), "and so are its headers");
		mail_parse(&mail, bytes, length);
		tap_same(texts[i].name, texts[i].back, mail.text);
		tap_same(texts[i].name, "lib: a Bcc: evil@example.com", mail.subject);
		tap_same(texts[i].name, "Ann <ann@example.org>", mail.envelope->from);
		tap_ok(strstr(bytes, "\nBcc:") == NULL, texts[i].name);
		tap_ok(strstr(bytes, "\nCc:") == NULL, "no header for nobody");
		mail_clear(&mail);
		letter_clear(&letter);
	}
}

static void test_long_line(void)
{
	g_autofree char *text = g_strnfill(5000, 'x');
	struct letter letter;
	size_t length = 0, longest = 0;

	fill(&letter, text, NULL);
	g_autofree char *bytes = letter_write(&letter, &length);
	struct slice rest = { bytes, length }, line;

	while (text_next_line(&rest, &line))
		longest = MAX(longest, line.length);
	tap_ok(longest <= 78, "a long line is folded");
	letter_clear(&letter);
}

/* Every single changed byte is noticed. */
static void test_untouched(void)
{
	struct letter letter;
	size_t length = 0, missed = 0;

	fill(&letter, "text\n", NULL);
	g_autofree char *bytes = letter_write(&letter, &length);

	tap_ok(letter_is_untouched(bytes, length), "as written");
	tap_ok(!letter_is_untouched(bytes, length - 1), "cut");
	tap_ok(!letter_is_untouched("", 0), "empty");
	for (size_t i = 0; i < length; i++) {
		bytes[i] ^= 1;
		missed += letter_is_untouched(bytes, length);
		bytes[i] ^= 1;
	}
	tap_number("a changed byte anywhere", 0, (gint64)missed);
	letter_clear(&letter);
}

static void test_ids(void)
{
	static const struct {
		const char *id;
		bool is_id;
	} ids[] = {
		{ "a@b", true },    { "no-at", true },	     { "", false },
		{ "a b@c", false }, { "a\n@c", false },	     { "a>b", false },
		{ "a<b", false },   { "\xc3\xa4@b", false }, { "a\x7f@b", false },
	};
	g_autofree char *long_id = g_strnfill(901, 'x');

	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++)
		tap_ok(letter_is_id(ids[i].id) == ids[i].is_id, "an id or none");
	tap_ok(!letter_is_id(long_id), "an id that no line holds");
}

int main(void)
{
	mail_library_init();
	test_texts();
	test_long_line();
	test_untouched();
	test_ids();
	mail_library_shutdown();
	return tap_done();
}
