/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/wording.h"

#include <string.h>

#include "tap.h"

static const struct wording_name names[] = {
	{ "one", false }, { "two", false }, { "none", false }, { "lines", true }, { "label", false }
};
static const char *const values[] = { "1", "two words", NULL, "a\nb", "Acked-by:" };

/* Expected: what is written; or the error, if it has the file's name. */
static const struct {
	const char *name, *text, *expected;
} cases[] = {
	{ "nothing", "", "" },
	{ "words", "a\nb\n", "a b\n" },
	{ "no line end", "a", "a\n" },
	{ "paragraphs", "a\n\n\n\nb\n", "a\n\nb\n" },
	{ "comments", "# a\nb\n  # c\n", "b\n" },
	{ "CRLF", "a\r\n\r\nb\r\n", "a\n\nb\n" },
	{ "values", "{one} is {two}.", "1 is two words.\n" },
	{ "a line without its value", "a\nb {none}\nc", "a c\n" },
	{ "a paragraph without its value", "a\n\n{none}\n\nc", "a\n\nc\n" },
	{ "asking for a value", "{?one}a\n{?none}b", "a\n" },
	{ "asking for none", "{!one}a\n{!none}b", "b\n" },
	{ "asking for a block", "{?lines}a:\n{lines}\n", "a:\na\nb\n" },
	{ "a block ends a paragraph", "x\n{lines}\ny", "x\na\nb\ny\n" },
	{ "a block after a blank line", "x\n\n{lines}\n\ny", "x\n\na\nb\n\ny\n" },
	{ "blanks around a block", "  {lines}  ", "a\nb\n" },
	{ "a closing brace", "a } b", "a } b\n" },
	{ "filled", "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aa b",
	  "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aa\nb\n" },
	{ "no trailer begins a line",
	  "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaa aaa Cc: b",
	  "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaa\naaa Cc: b\n" },
	{ "nor does \"From\"",
	  "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaa aaa From b",
	  "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaa\naaa From b\n" },
	{ "nor at the beginning", "{label} x", "\"Acked-by:\" x\n" },
	{ "nor behind a mark", "{?one}{label} x", "\"Acked-by:\" x\n" },
	{ "nor behind a mark and a blank", "{!none} {label} x", "\"Acked-by:\" x\n" },
	{ "nor behind a line of marks", "{!none} {?one}\n{label} x", "\"Acked-by:\" x\n" },
	{ "but the template's own", "Note: x", "Note: x\n" },
	{ "an unknown name", "a\n{b}",
	  "f:2: unknown placeholder '{b}' (there are {one}, {two}, {none}, {lines}, {label})" },
	{ "a mark alone", "{?}",
	  "f:1: unknown placeholder '{}' (there are {one}, {two}, {none}, {lines}, {label})" },
	{ "an open brace", "{one", "f:1: '{' without '}'" },
	{ "an open brace in a comment", "# {one\na", "a\n" },
	{ "a block among words", "a {lines}",
	  "f:1: {lines} is lines of its own: nothing else goes on its line" },
	{ "a tab", "a\tb", "f:1: a control character" },
	{ "an escape", "a\n\033[1m", "f:2: a control character" },
	{ "Latin-1", "\351", "f:1: this is no UTF-8 text" },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct wording *wording = NULL;
		g_autoptr(GError) error = NULL;
		g_autofree char *text = NULL;

		if (wording_parse(cases[i].text, strlen(cases[i].text), "f", names,
				  G_N_ELEMENTS(names), &wording, &error)) {
			text = wording_fill(wording, values);
			wording_free(wording);
		} else {
			text = g_strdup(error->message);
		}
		tap_same(cases[i].name, cases[i].expected, text);
	}
	return tap_done();
}
