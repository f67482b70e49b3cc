/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/archive-url.h"

#include "tap.h"

#define LORE "https://lore.kernel.org/"

/* Expected: NULL where the name is refused. */
static const struct {
	const char *name, *what, *expected;
} urls[] = {
	{ "an id", "1@example.org", LORE "all/1@example.org/t.mbox.gz" },
	{ "an id in <>", "<1@example.org>", LORE "all/1@example.org/t.mbox.gz" },
	{ "blanks around", " <1@example.org>\n", LORE "all/1@example.org/t.mbox.gz" },
	{ "an id with a path in it", "../a/b?c#d%e@example.org",
	  LORE "all/..%2Fa%2Fb%3Fc%23d%25e@example.org/t.mbox.gz" },
	{ "an id with signs", "CA+x=y_z~$@mail.example.org",
	  LORE "all/CA%2Bx%3Dy_z~%24@mail.example.org/t.mbox.gz" },
	{ "a mail in a list", LORE "stable/1@example.org/", LORE "stable/1@example.org/t.mbox.gz" },
	{ "without the slash", LORE "stable/1@example.org", LORE "stable/1@example.org/t.mbox.gz" },
	{ "its thread", LORE "stable/1@example.org/T/#u", LORE "stable/1@example.org/t.mbox.gz" },
	{ "its thread, a place in it", LORE "stable/1@example.org/t/#m0123abcd",
	  LORE "stable/1@example.org/t.mbox.gz" },
	{ "raw", LORE "stable/1@example.org/raw", LORE "stable/1@example.org/t.mbox.gz" },
	{ "the mailbox", LORE "stable/1@example.org/t.mbox.gz",
	  LORE "stable/1@example.org/t.mbox.gz" },
	{ "/r/", LORE "r/1@example.org", LORE "all/1@example.org/t.mbox.gz" },
	{ "escaped", LORE "all/a%2Bb%40example.org/", LORE "all/a%2Bb@example.org/t.mbox.gz" },
	{ "a slash in an id, escaped", LORE "all/a%2Fb@example.org/",
	  LORE "all/a%2Fb@example.org/t.mbox.gz" },
	{ "a line break in an id, escaped", LORE "all/a%0Ab@example.org/",
	  LORE "all/a%0Ab@example.org/" },
	{ "a list by itself", "https://msgid.link/1@example.org",
	  LORE "all/1@example.org/t.mbox.gz" },
	{ "another archive, with a port", "http://127.0.0.1:8080/x/1@example.org/",
	  "http://127.0.0.1:8080/x/1@example.org/t.mbox.gz" },
	{ "a mailbox of elsewhere", "https://example.org/queue.mbox#top",
	  "https://example.org/queue.mbox" },
	{ "a mailbox with an @", "https://example.org/me@home.mbox",
	  "https://example.org/me@home.mbox" },
	{ "a query", "https://example.org/a/1@example.org/?x=y",
	  "https://example.org/a/1@example.org/?x=y" },
	{ "a page", LORE "stable/", LORE "stable/" },

	{ "a word", "stable", NULL },
	{ "nothing", "", NULL },
	{ "a blank in an id", "1 2@example.org", NULL },
	{ "a line break in an id", "1@example.org\r\nHost: x", NULL },
	{ "a line break in an address", LORE "a\r\nHost: x", NULL },
	{ "a file", "file:///etc/passwd", NULL },
	{ "ftp", "ftp://example.org/x.mbox", NULL },
	{ "no machine", "https:///x", NULL },
	{ "a blank in a machine's name", "https://a%20b/x", NULL },
	{ "a slash in it", "https://example.org%2fx/y", NULL },
	{ "a password", "https://me:secret@example.org/x.mbox", NULL },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(urls); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *url = NULL;
		bool found = archive_url(urls[i].what, LORE "all/", &url, &error);

		tap_ok(found == (urls[i].expected != NULL), urls[i].name);
		tap_same(urls[i].name, urls[i].expected, url);
	}
	return tap_done();
}
