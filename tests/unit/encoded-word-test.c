/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/encoded-word.h"

#include <string.h>

#include "answer/letter.h"
#include "read/address.h"
#include "read/mail.h"
#include "tap.h"

/* What was read once out of a header, and looks encoded still. */
static const char *const texts[] = {
	"=?utf-8?B?GzMxbQ==?=",
	"net: =?utf-8?q?a=1Bb=0D=0ABcc=3A_x?= end",
	"=?utf-8?q?a?= =?utf-8?q?b?=",
	"a=?utf-8?q?b?=c",
	"=?",
	"caf\u00e9 =?iso-8859-1?q?=E9?= \U0001f427",
	("=?utf-8?q?a very long one, which takes more than a single word of 75 letters: "
	 "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9 and so on and on?= \" \\ ( <"),
};

static void check_words(const char *text, const char *words)
{
	g_auto(GStrv) parts = g_strsplit(words, " ", -1);
	g_autofree char *back = address_decode_text(words);
	bool fits = true;

	for (char **part = parts; *part; part++)
		fits = fits && strlen(*part) <= 75 && g_str_has_prefix(*part, "=?") &&
		       g_str_has_suffix(*part, "?=");
	tap_ok(fits && g_str_is_ascii(words), "words of at most 75 bytes, in ASCII");
	tap_same("decoded once", text, back);
}

static void check_address(const char *text)
{
	const struct address address = { (char *)text, (char *)"ann@example.org" };
	g_autofree char *encoded = address_encode(&address);
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	bool ok = address_list_parse(encoded, list, NULL) && list->len == 1;

	tap_same("a name", text, ok ? ((struct address *)list->pdata[0])->name : encoded);
	for (guint i = 0; i < list->len; i++)
		address_free(list->pdata[i]);
}

static void check_letter(const char *text)
{
	struct person to = { g_strdup(text), g_strdup("ben@example.org") };
	struct letter letter;
	struct mail mail;
	size_t length = 0;

	letter_init(&letter);
	letter.from = (struct person){ g_strdup(text), g_strdup("ann@example.org") };
	g_array_append_val(letter.to, to);
	letter.subject = g_strdup(text);
	letter.text = g_strdup("Text.\n");

	g_autofree char *bytes = letter_write(&letter, &length);

	mail_parse(&mail, bytes, length);
	tap_same("a letter's subject", text, mail.subject);
	tap_ok(strstr(bytes, text) == NULL || strlen(text) < 3, "it does not stand there as it is");
	mail_clear(&mail);
	letter_clear(&letter);
}

int main(void)
{
	mail_library_init();
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *words = encoded_words_write(texts[i]);

		tap_ok(words != NULL, texts[i]);
		check_words(texts[i], words ? words : "");
		check_address(texts[i]);
		check_letter(texts[i]);
	}
	tap_ok(encoded_words_write("net: a = b ? c : d") == NULL, "what does not look encoded");
	tap_ok(encoded_words_write("") == NULL, "nothing");
	mail_library_shutdown();
	return tap_done();
}
