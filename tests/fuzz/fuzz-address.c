/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of addresses, read strictly and leniently: what comes out is written and read the same. */
#include <string.h>

#include "base/text.h"
#include "read/address.h"
#include "read/envelope.h"
#include "read/mail.h"
#include "read/patch.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_strict(const char *value)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	g_autoptr(GError) error = NULL;

	if (!address_list_parse(value, list, &error))
		fuzz_check_message(error->message);
	for (guint i = 0; i < list->len; i++) {
		const struct address *address = list->pdata[i], *other;
		g_autoptr(GPtrArray) again =
			g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
		g_autofree char *header = address_encode(address);

		g_assert_true(address_is_valid(address->spec));
		g_assert_true(g_utf8_validate(address->name, -1, NULL));
		g_assert_true(address_equal(address->spec, address->spec));
		/* Nobody's name; what is read of one address is bounded. */
		if (strlen(header) >= 2000)
			continue;
		g_assert_true(address_list_parse(header, again, NULL));
		g_assert_cmpuint(again->len, ==, 1);
		other = again->pdata[0];
		g_assert_cmpstr(other->spec, ==, address->spec);
	}
}

static void check_lenient(const char *value)
{
	size_t n_bad = 0;
	g_autoptr(GArray) list = addresses_parse(value, &n_bad);

	g_assert_cmpuint(list->len, <=, ADDRESSES_LIMIT);
	for (guint i = 0; i < list->len; i++) {
		const struct person *person = &g_array_index(list, struct person, i);

		g_assert_true(g_utf8_validate(person->name, -1, NULL));
		fuzz_check_message(person->name);
		fuzz_check_message(person->email);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *value = g_strndup((const char *)data, size);
	g_autofree char *text = text_to_utf8((const char *)data, size, NULL);
	g_autofree char *decoded = NULL;
	static bool ready;

	if (!ready)
		mail_library_init();
	ready = true;
	decoded = address_decode_text(value);
	g_assert_true(g_utf8_validate(decoded, -1, NULL));
	address_is_valid(value);
	check_strict(value);
	check_lenient(text);
	return 0;
}
