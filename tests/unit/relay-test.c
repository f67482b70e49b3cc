/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/relay.h"

#include <glib.h>

#include "read/mail.h"
#include "tap.h"

/* expected NULL: From says it. */
static const struct {
	const char *from, *original, *reply_to, *expected;
} mails[] = {
	{ "Ann Ash <ann@example.org>", NULL, NULL, NULL },
	{ "Ann Ash <ann@example.org>", NULL, "list@example.org", NULL },
	{ "Ann Ash <ann@example.org>", "Ann Ash <ann@example.org>", "list@example.org", NULL },
	{ "Ann Ash <ann@example.org>", "no address", NULL, NULL },
	{ "Ann Ash via B4 Relay <devnull+ann.example.org@relay.example.org>",
	  "Ann Ash <ann@example.org>", "ann@example.org", "Ann Ash <ann@example.org>" },
	{ "Ann Ash via B4 Relay <devnull+ann.example.org@relay.example.org>", NULL,
	  "ann@example.org", "Ann Ash <ann@example.org>" },
	{ "Ann Ash via B4 Relay <devnull+ann.example.org@relay.example.org>", NULL, NULL,
	  "Ann Ash <>" },
	{ "devnull+ann.example.org@relay.example.org", "Ann Ash <ann@example.org>", NULL,
	  "Ann Ash <ann@example.org>" },
	{ "\"Ann Ash via Lib-devel\" <lib-devel@example.org>", NULL, "Ann Ash <ann@example.org>",
	  "Ann Ash <ann@example.org>" },
	{ "\"'Ann Ash' via Lib\" <lib@example.org>", NULL, "ann@example.org",
	  "Ann Ash <ann@example.org>" },
	{ "'Ann Ash' via Lib <lib@example.org>", "Ann Ash <ann@example.org>", NULL,
	  "Ann Ash <ann@example.org>" },
	{ "Ann Ash via Lib <lib@example.org>", "ann@example.org", NULL,
	  "Ann Ash <ann@example.org>" },
	{ "Ann Ash via Lib <lib@example.org>", NULL, "lib@example.org, Ann Ash <ann@example.org>",
	  "Ann Ash <ann@example.org>" },
	{ "Ann Ash via Lib <lib@example.org>", NULL,
	  "Lib <other-list@example.org>, Ann Ash <ann@example.org>", "Ann Ash <ann@example.org>" },
	{ "Ann Ash via Lib <lib@example.org>", NULL, "lib@example.org", "Ann Ash <>" },
	{ "Ann Ash via Lib <lib@example.org>", NULL, NULL, "Ann Ash <>" },
	{ " via Lib <lib@example.org>", NULL, NULL, NULL },
	{ "", NULL, NULL, NULL },
};

int main(void)
{
	mail_library_init();
	for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autofree char *name = g_strdup_printf(
			"%s, %s, %s", mails[i].from, mails[i].original ? mails[i].original : "none",
			mails[i].reply_to ? mails[i].reply_to : "none");
		g_autofree char *author =
			relay_author(mails[i].from, mails[i].original, mails[i].reply_to);

		tap_same(name, mails[i].expected ? mails[i].expected : "(itself)",
			 author ? author : "(itself)");
	}
	mail_library_shutdown();
	return tap_done();
}
