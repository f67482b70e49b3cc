/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/message.h"

#include <string.h>

#include "tap.h"

#define A   "1f0aa21bc3d4e5f60718293a4b5c6d7e8f901234"
#define A12 "1f0aa21bc3d4"

/* What the author says of this change, and nothing else. NULL: not compared. */
static const struct {
	const char *name, *subject, *body;
	const char *own_subject, *own_body, *trailers, *from, *note;
} cases[] = {
	{ "plain", "net: do it", "\nIt was not done.\n", "net: do it", "It was not done.", "", NULL,
	  NULL },
	{ "no body", "net: do it", "", "net: do it", "", "", NULL, NULL },
	{ "a quoted title is another commit's words", "net: do it",
	  "Since commit " A12 " (\"net: fix a leak\") it is slow.\n", NULL,
	  "Since commit " A12 " (...) it is slow.", NULL, NULL, NULL },
	{ "a title that holds parentheses", "net: do it",
	  "Since commit " A12 " (\"net: fix foo() leak\") it is slow.\n", NULL,
	  "Since commit " A12 " (...) it is slow.", NULL, NULL, NULL },
	{ "a title that holds parentheses, behind a whole id", "net: do it",
	  "Since " A " (\"net: fix a leak (again) at boot\") it is slow.\n", NULL,
	  "Since " A " (...) it is slow.", NULL, NULL, NULL },
	{ "a title behind a short id", "net: do it", "Since 1f0aa21 (\"net: fix foo() leak\").\n",
	  NULL, "Since 1f0aa21 (...).", NULL, NULL, NULL },
	{ "over a line end", "net: do it", "Since " A12 " (\"net: fix\na leak\") it is slow.\n",
	  NULL, "Since " A12 " (...) it is slow.", NULL, NULL, NULL },
	{ "without quotes", "net: do it", "Since " A12 " (net: fix a leak) it is slow.\n", NULL,
	  "Since " A12 " (...) it is slow.", NULL, NULL, NULL },
	{ "without parentheses", "net: do it", "Since " A12 ", \"net: fix a leak\", it is slow.\n",
	  NULL, "Since " A12 " \"...\", it is slow.", NULL, NULL, NULL },
	{ "other parentheses stay", "net: do it", "It leaks (sometimes).\n", NULL,
	  "It leaks (sometimes).", NULL, NULL, NULL },
	{ "a title that does not close", "net: do it", "See (\"net: fix a leak.\n\nIt is slow.\n",
	  NULL, "See (\"net: fix a leak.\n\nIt is slow.", NULL, NULL, NULL },
	{ "a reverted subject is that commit's words", "Revert \"net: fix a leak\"",
	  "It crashed.\n", "Revert \"...\"", "It crashed.", NULL, NULL, NULL },
	{ "reapplied too", "Reapply \"net: fix a leak\"", "", "Reapply \"...\"", "", NULL, NULL,
	  NULL },
	{ "a revert of a revert", "Revert \"Revert \"net: fix a leak\"\"", "", "Revert \"...\"", "",
	  NULL, NULL, NULL },
	{ "a quote in a subject", "net: handle \"off\"", "", "net: handle \"off\"", "", NULL, NULL,
	  NULL },

	{ "trailers", "net: do it",
	  "It was not done.\n\nReported-by: Ann <ann@example.org>\nFixes: " A12
	  " (\"net: fix a leak\")\n"
	  "Signed-off-by: Ben <ben@example.org>\n",
	  NULL, "It was not done.",
	  "Reported-by=Ann <ann@example.org>|Fixes=" A12 " (\"net: fix a leak\")|"
	  "Signed-off-by=Ben <ben@example.org>",
	  NULL, NULL },
	{ "a known trailer within the text", "net: do it",
	  "Reported-by: Ann <ann@example.org>\n\nIt was not done.\n", NULL, "It was not done.",
	  "Reported-by=Ann <ann@example.org>", NULL, NULL },
	{ "prose with a colon", "net: do it", "Note: this is prose.\nMore of it.\n", NULL,
	  "Note: this is prose.\nMore of it.", "", NULL, NULL },
	{ "a continued trailer", "net: do it", "Text.\n\nFixes: " A12 "\n (\"net: fix a leak\")\n",
	  NULL, "Text.", "Fixes=" A12 "\n (\"net: fix a leak\")", NULL, NULL },
	{ "the marker is nobody's words", "net: do it", "commit " A " upstream.\n\nText.\n", NULL,
	  "Text.", "", NULL, NULL },
	{ "a marker in brackets", "net: do it", "[ Upstream commit " A " ]\n\nText.\n", NULL,
	  "Text.", "", NULL, NULL },

	{ "the backporter's note", "net: do it",
	  "Text.\n\nSigned-off-by: Ann <ann@example.org>\n[ ben: fixed a leak in context ]\n"
	  "Signed-off-by: Ben <ben@example.org>\n",
	  NULL, "Text.", "Signed-off-by=Ann <ann@example.org>|Signed-off-by=Ben <ben@example.org>",
	  NULL, "[ ben: fixed a leak in context ]" },
	{ "the note without blanks", "net: do it", "Text.\n\n[ben: adjusted]\n", NULL, "Text.",
	  NULL, NULL, "[ben: adjusted]" },
	{ "a log line is no note", "net: do it", "It says:\n[   12.345678] BUG: unable to\n", NULL,
	  "It says:", NULL, NULL, NULL },

	/* what others wrote */
	{ "a note over several lines", "net: do it",
	  "It was not done.\n\n[bob: Remove the cosmetic part,\n rename a function]\n\nMore.\n",
	  NULL, "It was not done.\n\n\nMore.", NULL, NULL, "[bob: Remove the cosmetic part," },
	{ "a note over several lines, among trailers", "net: do it",
	  "It was not done.\n\nReviewed-by: Ann <ann@example.org>\n[bob: cosmetic\n  changes]\n"
	  "Signed-off-by: Bob <bob@example.org>\n",
	  NULL, "It was not done.",
	  "Reviewed-by=Ann <ann@example.org>|Signed-off-by=Bob <bob@example.org>", NULL,
	  "[bob: cosmetic" },
	{ "a note over two paragraphs", "net: do it",
	  "[bob: Remove the rename.\n\nAnd a clean-up.]\n\nIt leaks.\n", NULL, "It leaks.", NULL,
	  NULL, "[bob: Remove the rename." },
	{ "a note that does not close", "net: do it",
	  "[bob: Remove the rename\nIt leaks.\n\nSigned-off-by: Bob <bob@example.org>\n", NULL,
	  "It leaks.", NULL, NULL, "[bob: Remove the rename" },
	{ "a note without a name", "net: do it", "[Adjusted: no rename in 5.10]\nIt leaks.\n", NULL,
	  "It leaks.", NULL, NULL, "[Adjusted: no rename in 5.10]" },
	{ "a note that a version is in", "net: do it",
	  "[Backported to 5.10: remove the clean-up]\nIt leaks.\n", NULL, "It leaks.", NULL, NULL,
	  "[Backported to 5.10: remove the clean-up]" },
	{ "a note signed at its end", "net: do it", "It leaks.\n\n[drop the clean-up -- bob]\n",
	  NULL, "It leaks.", NULL, NULL, "[drop the clean-up -- bob]" },
	{ "brackets in prose", "net: do it", "[1] says so.\n\n[x] is read twice.\n", NULL,
	  "[1] says so.\n\n[x] is read twice.", NULL, NULL, NULL },
	{ "conflicts", "net: do it", "It leaks.\n\nConflicts:\n\tlib/cleanup.c\n\nMore.\n", NULL,
	  "It leaks.\n\n\nMore.", NULL, NULL, NULL },
	{ "a commit as git shows it", "net: do it",
	  "This is needed:\n\n  commit " A "\n  Author: Ann <ann@example.org>\n"
	  "  Date:   Mon Mar 6 10:00:00 2023\n\n      net: clean it up\n\n      It was "
	  "dirty.\n\nSo it is.\n",
	  NULL, "This is needed:\n\nSo it is.", NULL, NULL, NULL },
	{ "a list of commits", "net: do it",
	  "These are needed:\n\n  - " A12 " net: rename it\n  " A12 ": net/ip: tidy up\n", NULL,
	  "These are needed:\n\n  - " A12 " ...\n  " A12 " ...", NULL, NULL, NULL },
	{ "a sentence that begins with an id", "net: do it", A12 " broke it: it leaks.\n", NULL,
	  A12 " broke it: it leaks.", NULL, NULL, NULL },
	{ "a crash", "net: do it",
	  "It crashes:\n\n  BUG: unable to handle page fault\n  Call Trace:\n   "
	  "net_cleanup+0x12/0x40\n"
	  "   ? unused\n\nSo check it.\n",
	  NULL, "It crashes:\n\n\nSo check it.", NULL, NULL, NULL },
	{ "a compiler", "net: do it",
	  "gcc says\n\nlib/x.c:3:7: warning: unused variable\n    3 | int x;\n      | ^\n\nand "
	  "stops.\n",
	  NULL, "gcc says\n\n\nand stops.", NULL, NULL, NULL },
	{ "a sanitizer", "net: do it",
	  "==12==ERROR: AddressSanitizer: leak\n    #0 0x55 in rename_it lib/x.c:3\n", NULL, "",
	  NULL, NULL, NULL },
	{ "an indented paragraph without a log", "net: do it", "It does\n\n    a = b;\n", NULL,
	  "It does\n\n    a = b;", NULL, NULL, NULL },
	{ "a diffstat", "net: do it",
	  "It leaks.\n\n lib/cleanup.c | 12 ++--\n 1 file changed, 8 insertions(+), 4 "
	  "deletions(-)\n",
	  NULL, "It leaks.", NULL, NULL, NULL },
	{ "a mail", "net: do it", "> Could you rename it?\n\nNo.\n", NULL, "No.", NULL, NULL,
	  NULL },
	{ "an address", "net: do it", "See https://example.org/clean-up/1 (and www.example.org).\n",
	  NULL, "See ... (and ...).", NULL, NULL, NULL },

	{ "the author within the body", "net: do it",
	  "From: Ann Ash <ann@example.org>\n\ncommit " A " upstream.\n\nText.\n", NULL, "Text.",
	  NULL, "Ann Ash <ann@example.org>", NULL },
	{ "with a date and a subject", "net: do it",
	  "From: Ann Ash <ann@example.org>\nDate: Fri, 1 Apr 2022 00:00:00 +0000\nSubject: "
	  "x\n\nText.\n",
	  NULL, "Text.", NULL, "Ann Ash <ann@example.org>", NULL },
	{ "From further down is text", "net: do it",
	  "Text.\n\nFrom: Ann Ash <ann@example.org>\n\nMore.\n", NULL,
	  "Text.\n\nFrom: Ann Ash <ann@example.org>\n\nMore.", NULL, NULL, NULL },

	{ "what a machine made up", "net: do it",
	  "Text.\n\nSigned-off-by: Ann <ann@example.org>\n\n"
	  "LLM Generated explanations, may be completely bogus:\n\nYES. It fixes a leak.\n",
	  NULL, "Text.", "Signed-off-by=Ann <ann@example.org>", NULL, NULL },
};

static const struct {
	const char *subject, *title, *tag;
} subjects[] = {
	{ "net: do it", "net: do it", NULL },
	{ "[PATCH] net: do it", "net: do it", "PATCH" },
	{ "[PATCH AUTOSEL 5.10 03/17] net: do it", "net: do it", "PATCH AUTOSEL 5.10 03/17" },
	{ "Re: [PATCH 5.10 1/2] net: do it", "net: do it", "PATCH 5.10 1/2" },
	{ "RE: Re: AW: [PATCH] net: do it", "net: do it", "PATCH" },
	{ "[RFC] [PATCH v2] net: do it", "net: do it", "RFC PATCH v2" },
	{ "[PATCH]net:   do\tit ", "net: do it", "PATCH" },
	{ "net: do it [now]", "net: do it [now]", NULL },
	{ "[PATCH net: do it", "[PATCH net: do it", NULL },
	{ "[]", "", NULL },
	{ "", "", NULL },
};

static char *trailers_of(const struct message *message)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < message->trailers->len; i++) {
		const struct trailer *trailer =
			&g_array_index(message->trailers, struct trailer, i);

		g_string_append_printf(out, "%s%.*s=%.*s", i ? "|" : "", (int)trailer->key.length,
				       trailer->key.start, (int)trailer->value.length,
				       trailer->value.start);
	}
	return g_string_free(out, FALSE);
}

static void compare(const char *name, const char *part, const char *expected, const char *actual)
{
	g_autofree char *full = g_strdup_printf("%s: %s", name, part);
	g_autoptr(GString) text = g_string_new(actual);

	/* A blanked title may keep its quotes. */
	g_string_replace(text, "(\"...\")", "(...)", 0);
	g_strchomp(text->str);
	tap_same(full, expected, actual ? text->str : NULL);
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct message message;
		g_autofree char *from = NULL;
		g_autofree char *trailers = NULL;

		message_parse(&message, cases[i].subject, cases[i].body, &from);
		trailers = trailers_of(&message);
		if (cases[i].own_subject)
			compare(cases[i].name, "subject", cases[i].own_subject,
				message.own_subject);
		compare(cases[i].name, "body", cases[i].own_body, message.own_body);
		if (cases[i].trailers)
			compare(cases[i].name, "trailers", cases[i].trailers, trailers);
		compare(cases[i].name, "author", cases[i].from, from);
		compare(cases[i].name, "note", cases[i].note, message.backport_note);
		tap_ok(message.generated_text == (strstr(cases[i].body, "LLM Gen") != NULL),
		       "generated text is noted");
		message_clear(&message);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *tag = NULL;
		g_autofree char *title = message_strip_tags(subjects[i].subject, &tag);

		compare(subjects[i].subject, "title", subjects[i].title, title);
		compare(subjects[i].subject, "tag", subjects[i].tag, tag);
	}
	return tap_done();
}
