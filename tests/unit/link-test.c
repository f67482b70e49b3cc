/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/link.h"

#include "tap.h"

/* No address: NULL. */
static const struct {
	const char *name, *pattern, *id, *address;
} addresses[] = {
	{ "a commit", "https://example.org/{id}", "0123abc", "https://example.org/0123abc" },
	{ "an id within", "https://example.org/{id}/raw", "a", "https://example.org/a/raw" },
	{ "a message id", "https://example.org/{id}", "a+b/c@example.org",
	  "https://example.org/a%2Bb%2Fc%40example.org" },
	{ "what a terminal would obey", "https://example.org/{id}", "a\033\\\a\302\233b c",
	  "https://example.org/a%1B%5C%07%C2%9Bb%20c" },
	{ "an id that is no UTF-8", "https://example.org/{id}", "\377", "https://example.org/%FF" },
	{ "letters of other scripts", "https://b\303\274cher.example.org/{id}", "a",
	  "https://b%C3%BCcher.example.org/a" },
	{ "no pattern", NULL, "a", NULL },
	{ "no id", "https://example.org/{id}", NULL, NULL },
	{ "no place for it", "https://example.org/", "a", NULL },
	{ "another name", "https://example.org/{hash}{id}", "a", NULL },
	{ "an open brace", "https://example.org/{id", "a", NULL },
	{ "a script", "javascript:alert({id})", "a", NULL },
	{ "a blank", "https://example.org/ {id}", "a", NULL },
	{ "an escape", "https://example.org/\033\\{id}", "a", NULL },
	{ "a line end", "https://example.org/{id}\n", "a", NULL },
	{ "a DEL", "https://example.org/\177{id}", "a", NULL },
};

/* What is found stands in brackets. */
static const struct {
	const char *text, *marked;
} texts[] = {
	{ "", "" },
	{ "no id", "no id" },
	{ "0123456789ab", "[0123456789ab]" },
	{ "fixes 0123456789ab (\"x\")", "fixes [0123456789ab] (\"x\")" },
	{ "0123456789ab,fedcba987654", "[0123456789ab],[fedcba987654]" },
	{ "0123456789ab..fedcba987654.", "[0123456789ab]..[fedcba987654]." },
	{ "eleven 0123456789a", "eleven 0123456789a" },
	{ "forty 0123456789abcdef0123456789abcdef01234567",
	  "forty [0123456789abcdef0123456789abcdef01234567]" },
	{ "more 0123456789abcdef0123456789abcdef012345678",
	  "more 0123456789abcdef0123456789abcdef012345678" },
	{ "x0123456789ab 0123456789abx _0123456789ab",
	  "x0123456789ab 0123456789abx _0123456789ab" },
	{ "\303\2740123456789ab", "\303\2740123456789ab" },
	{ "a date 202401021530", "a date 202401021530" },
};

int main(void)
{
	g_autofree char *many = g_strnfill(LINK_BYTES, 'a');
	g_autofree char *long_address = link_address("https://example.org/{id}", many);
	const struct links links = { .commit_url = "https://example.org/{id}" };
	const struct links nowhere = { 0 };

	for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
		g_autofree char *address = link_address(addresses[i].pattern, addresses[i].id);

		tap_same(addresses[i].name, addresses[i].address ? addresses[i].address : "none",
			 address ? address : "none");
	}
	tap_ok(!long_address, "longer than anybody follows");
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		for (int leads = 0; leads <= 1; leads++) {
			struct slice rest = slice_of(texts[i].text), piece;
			g_autoptr(GString) marked = g_string_new(NULL);
			char *found;

			while (link_next(leads ? &links : &nowhere, &rest, &piece, &found)) {
				g_autofree char *address = found;

				g_string_append_printf(marked, "%s%.*s%s", address ? "[" : "",
						       (int)piece.length, piece.start,
						       address ? "]" : "");
			}
			tap_same(leads ? texts[i].text : "nothing leads anywhere",
				 leads ? texts[i].marked : texts[i].text, marked->str);
		}
	return tap_done();
}
