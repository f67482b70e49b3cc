/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/address.h"

#include "read/mail.h"
#include "tap.h"

static void free_address(void *address)
{
	address_free(address);
}

/* Expected: the addresses, NULL where the list is refused. */
static const struct {
	const char *name, *value, *expected;
} lists[] = {
	{ "one", "ann@example.org", "ann@example.org" },
	{ "with a name", "Ann Ash <ann@example.org>", "ann@example.org" },
	{ "two", "Ann <ann@example.org>, bob@example.org", "ann@example.org bob@example.org" },
	{ "folded", "Ann <ann@example.org>,\n\tBob\n <bob@example.org>",
	  "ann@example.org bob@example.org" },
	{ "a comma in quotes", "\"Ash, Ann\" <ann@example.org>", "ann@example.org" },
	{ "an address in quotes", "\"eve@example.com\" <ann@example.org>", "ann@example.org" },
	{ "a comment", "ann@example.org (Ann, at home)", "ann@example.org" },
	{ "a comment behind <>", "Ann <ann@example.org> (home)", "ann@example.org" },
	{ "an empty place", "ann@example.org,, bob@example.org,",
	  "ann@example.org bob@example.org" },
	{ "an encoded name", "=?utf-8?q?J=C3=BCrg?= <j@example.org>", "j@example.org" },
	{ "an encoded name with a line break and an address in it",
	  "=?utf-8?q?x=0D=0ABcc=3A_eve=40example=2Ecom?= <ann@example.org>", "ann@example.org" },
	{ "plus and dots", "a.b+c@lists.example.org", "a.b+c@lists.example.org" },
	{ "an address literal", "ann@[127.0.0.1]", "ann@[127.0.0.1]" },
	{ "nobody", "undisclosed-recipients:;", "" },
	{ "nothing", "", "" },

	{ "a word", "ann", NULL },
	{ "two without a comma", "ann@example.org eve@example.com", NULL },
	{ "one behind <>", "Ann <ann@example.org> eve@example.com", NULL },
	{ "a semicolon", "ann@example.org; eve@example.com", NULL },
	{ "two @", "ann@example.org@example.com", NULL },
	{ "a route", "Ann <@example.com:ann@example.org>", NULL },
	{ "two in <>", "Ann <ann@example.org,eve@example.com>", NULL },
	{ "two pairs of <>", "Ann <ann@example.org> <eve@example.com>", NULL },
	{ "<> in <>", "<<ann@example.org>>", NULL },
	{ "an open <", "Ann <ann@example.org", NULL },
	{ "an open quote", "\"Ann <ann@example.org>", NULL },
	{ "a comma in a bare name", "Ash, Ann <ann@example.org>", NULL },
	{ "a quoted local part", "\"a b\"@example.org", NULL },
	{ "a blank within", "Ann <ann @example.org>", NULL },
	{ "a line break within", "Ann <ann@exam\r\n ple.org>", NULL },
	{ "a bare CR", "ann@example.org\rbob@example.org", NULL },
	{ "an encoded address", "=?utf-8?q?ann=40example=2Eorg?=", NULL },
	{ "an encoded domain", "ann@=?utf-8?q?example=2Eorg?=", NULL },
	{ "not ASCII", "j\303\274rg@example.org", NULL },
	{ "a dot too many", "a..b@example.org", NULL },
	{ "a group of some", "team: ann@example.org, bob@example.org;", NULL },
};

int main(void)
{
	mail_library_init();
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(free_address);
		g_autoptr(GError) error = NULL;
		g_autoptr(GString) actual = g_string_new(NULL);
		bool ok = address_list_parse(lists[i].value, found, &error);

		for (guint k = 0; k < found->len; k++)
			g_string_append_printf(actual, "%s%s", k ? " " : "",
					       ((struct address *)found->pdata[k])->spec);
		tap_same(lists[i].name, lists[i].expected, ok ? actual->str : NULL);
	}
	mail_library_shutdown();
	return tap_done();
}
