/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/message-id.h"

#include <string.h>

#include "tap.h"

#define HEX40 "1f0aa21bc3d4e5f60718293a4b5c6d7e8f901234"

/* Expected: "series number", NULL where an id tells of none. */
static const struct {
	const char *name, *id, *expected;
} ids[] = {
	{ "git send-email", "20220401123456.4711-3-ann@example.org",
	  "20220401123456.4711-*-ann@example.org 3" },
	{ "git send-email, its cover letter", "20220401123456.4711-1-ann@example.org",
	  "20220401123456.4711-*-ann@example.org 1" },
	{ "git send-email, number 12", "20220401123456.4711-12-ann@example.org",
	  "20220401123456.4711-*-ann@example.org 12" },
	{ "git send-email until 2016", "1253876945-4711-3-git-send-email-ann@example.org",
	  "1253876945-4711-*-git-send-email-ann@example.org 3" },
	{ "git format-patch --thread", HEX40 ".1648816496.git.ann@example.org",
	  "*.1648816496.git.ann@example.org 0" },
	{ "git format-patch --thread, its cover letter", "cover.1648816496.git.ann@example.org",
	  "*.1648816496.git.ann@example.org 0" },
	{ "b4", "20220401-slug-v2-3-0123456789ab@example.org",
	  "20220401-slug-v2-*-0123456789ab@example.org 3" },
	{ "b4, a slug with numbers", "20220401-fix-v3-of-2-things-v1-12-0123456789ab@example.org",
	  "20220401-fix-v3-of-2-things-v1-*-0123456789ab@example.org 12" },

	{ "git send-email, a short date", "2022040112345.4711-3-ann@example.org", NULL },
	{ "git send-email, no number", "20220401123456.4711-ann@example.org", NULL },
	{ "git send-email, a number of six digits", "20220401123456.4711-100000-ann@example.org",
	  NULL },
	{ "git send-email, no process", "20220401123456.-3-ann@example.org", NULL },
	{ "a mail program's", "CAHk-=wi1f0aa21bc3d4@mail.example.org", NULL },
	{ "a date alone", "20220401123456.GA4711@example.org", NULL },
	{ "39 digits", "f0aa21bc3d4e5f60718293a4b5c6d7e8f901234.1648816496.git.ann@example.org",
	  NULL },
	{ "b4 without a version", "20220401-slug-3-0123456789ab@example.org", NULL },
	{ "b4 without a number", "20220401-slug-v2-0123456789ab@example.org", NULL },
	{ "b4 with few digits", "20220401-slug-v2-3-0123456@example.org", NULL },
	{ "no @", "20220401123456.4711-3-ann", NULL },
	{ "nothing", "", NULL },
	{ "an @", "@", NULL },
	{ "only digits", "20220401@", NULL },
};

/* Pairs that are, or are not, of one series. */
static const struct {
	const char *a, *b;
	bool same;
} pairs[] = {
	{ "20220401123456.4711-3-ann@example.org", "20220401123456.4711-4-ann@example.org", true },
	{ "20220401123456.4711-3-ann@example.org", "20220401123456.4712-3-ann@example.org", false },
	{ "20220401123456.4711-3-ann@example.org", "20220401123456.4711-3-ben@example.org", false },
	{ HEX40 ".1648816496.git.ann@example.org", "cover.1648816496.git.ann@example.org", true },
	{ HEX40 ".1648816496.git.ann@example.org", HEX40 ".1648816497.git.ann@example.org", false },
	{ "20220401-slug-v2-3-0123456789ab@example.org",
	  "20220401-slug-v2-0-0123456789ab@example.org", true },
	{ "20220401-slug-v2-3-0123456789ab@example.org",
	  "20220401-slug-v1-3-0123456789ab@example.org", false },
};

static const struct {
	const char *name, *body, *expected;
} bodies[] = {
	{ "none", "It is broken.\n\nFixes: 1f0aa21bc3d4\n", NULL },
	{ "nothing", "", NULL },
	{ "Message-ID", "Message-ID: <a-1@example.org>\n", "a-1@example.org" },
	{ "Message-Id", "Message-Id: <a-1@example.org>\n", "a-1@example.org" },
	{ "without brackets", "Message-ID: a-1@example.org\n", "a-1@example.org" },
	{ "LKML-Reference", "LKML-Reference: <a-1@example.org>\n", "a-1@example.org" },
	{ "a link", "Link: https://lore.example.org/r/a-1@example.org\n", "a-1@example.org" },
	{ "a link with a slash", "Link: https://lore.example.org/all/a-1@example.org/\n",
	  "a-1@example.org" },
	{ "a link that is escaped", "Link: https://lore.example.org/r/a%2B1%40example.org\n",
	  "a+1@example.org" },
	{ "a link, indented", "  link:\thttps://lore.example.org/r/a-1@example.org  \n",
	  "a-1@example.org" },
	{ "a link with CRLF", "Link: https://lore.example.org/r/a-1@example.org\r\n",
	  "a-1@example.org" },
	{ "a link in brackets", "Link: <https://lore.example.org/r/a-1@example.org>\n",
	  "a-1@example.org" },
	{ "the last of several",
	  "Link: https://lore.example.org/r/a-1@example.org\n"
	  "Link: https://lore.example.org/r/b-2@example.org\n",
	  "b-2@example.org" },
	{ "a footnote is none",
	  "Link: https://lore.example.org/r/a-1@example.org\n"
	  "Link: https://lore.example.org/r/b-2@example.org [1]\n",
	  "a-1@example.org" },
	{ "with a comment is none", "Link: https://lore.example.org/r/a-1@example.org # v1\n",
	  NULL },
	{ "a bug tracker", "Link: https://bugs.example.org/show_bug.cgi?id=4711\n", NULL },
	{ "a bad escape", "Link: https://lore.example.org/r/a%4@example.org\n", NULL },
	{ "an escaped NUL", "Link: https://lore.example.org/r/a%00@example.org\n", NULL },
	{ "escaped bytes that are no UTF-8", "Link: https://lore.example.org/r/a%ff@example.org\n",
	  NULL },
	{ "no value", "Link:\nMessage-ID:\n", NULL },
	{ "brackets alone", "Message-ID: <>\n", NULL },
	{ "one bracket", "Message-ID: <\n", NULL },
	{ "slashes alone", "Link: ///\n", NULL },
	{ "closes is none", "Closes: https://lore.example.org/r/a-1@example.org\n", NULL },
	{ "in a sentence", "See Link: https://lore.example.org/r/a-1@example.org\n", NULL },
};

static char *series_of(const char *id)
{
	g_autofree char *series = NULL;
	unsigned number = 0;

	return message_id_series(id, &series, &number) ? g_strdup_printf("%s %u", series, number)
						       : NULL;
}

/* What an id is not to be read beyond: its own end, wherever it is cut. */
static void test_cuts(void)
{
	bool ok = true;

	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
		for (size_t n = 0; n < strlen(ids[i].id); n++) {
			g_autofree char *cut = g_strndup(ids[i].id, n);
			g_autofree char *series = series_of(cut);

			ok = ok && (!series || strchr(cut, '@'));
		}
	}
	tap_ok(ok, "ids that are cut anywhere");
}

static void test_long(void)
{
	g_autofree char *name = g_strnfill(300, 'x');
	g_autofree char *id = g_strdup_printf("20220401123456.4711-3-%s@example.org", name);
	g_autofree char *body = g_strdup_printf("Message-ID: <%s>\n", id);
	g_autofree char *series = series_of(id);
	g_autofree char *found = message_id_of_commit(body);

	tap_same("an id that is too long tells no series", NULL, series);
	tap_same("nor is it one", NULL, found);
}

static void test_made(void)
{
	const char *sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	g_autofree char *of_one = message_id_made(sum, "ann@example.org");
	g_autofree char *label = g_strnfill(60, 'x');
	g_autofree char *address = g_strdup_printf("ann@%s.%s.%s.%s.example.org", label, label,
						   label, label);
	g_autofree char *of_long = message_id_made(sum, address);

	tap_same("one of our own", "0123456789abcdef0123456789abcdef.winnow@example.org", of_one);
	tap_ok(strlen(of_long) + strlen("<>") <= MESSAGE_ID_LIMIT, "of a long domain: it is none too long");
	tap_ok(g_str_has_suffix(of_long, "x.example.org"), "and has its end");
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
		g_autofree char *actual = series_of(ids[i].id);

		tap_same(ids[i].name, ids[i].expected, actual);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		g_autofree char *a = NULL;
		g_autofree char *b = NULL;
		unsigned number;
		g_autofree char *name = g_strdup_printf("%s and %s: %s", pairs[i].a, pairs[i].b,
							pairs[i].same ? "one series" : "two");

		tap_ok(message_id_series(pairs[i].a, &a, &number) &&
			       message_id_series(pairs[i].b, &b, &number) &&
			       (strcmp(a, b) == 0) == pairs[i].same,
		       name);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
		g_autofree char *actual = message_id_of_commit(bodies[i].body);
		g_autofree char *name = g_strdup_printf("of a commit: %s", bodies[i].name);

		tap_same(name, bodies[i].expected, actual);
	}
	test_made();
	test_cuts();
	test_long();
	return tap_done();
}
