/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/memory.h"

#include "tap.h"

/* 0: none. */
static const struct {
	const char *text;
	size_t expected;
} sizes[] = {
	{ "1", 1 },
	{ "4096", 4096 },
	{ "64k", 64 << 10 },
	{ "64K", 64 << 10 },
	{ "3m", 3 << 20 },
	{ "2G", (size_t)2 << 30 },
	{ "3g", (size_t)3 << 30 },
	/* More than fits where a size has 32 bits. */
	{ "17179869183g", sizeof(size_t) == 8 ? (size_t)17179869183 << 30 : 0 },

	{ "0", 0 },
	{ "", 0 },
	{ "k", 0 },
	{ "-1", 0 },
	{ "+1", 0 },
	{ " 1", 0 },
	{ "1 k", 0 },
	{ "1kb", 0 },
	{ "1t", 0 },
	{ "1.5g", 0 },
	{ "0x10", 0 },
	{ "17179869184g", 0 },
	{ "18446744073709551615", 0 },
	{ "99999999999999999999", 0 },
};

static const struct {
	size_t bytes;
	const char *expected;
} words[] = {
	{ 0, "0 bytes" },     { 1000, "1000 bytes" },		{ 64 << 10, "64 KiB" },
	{ 3 << 20, "3 MiB" }, { (3 << 20) + 1024, "3073 KiB" }, { (size_t)2 << 30, "2 GiB" },
};

static void test_arrays(void)
{
	g_autoptr(GArray) array = g_array_new(FALSE, FALSE, 24);
	g_autoptr(GPtrArray) strings = g_ptr_array_new();

	tap_number("no array", 0, (gint64)memory_of_array(NULL));
	tap_number("an empty one", 32, (gint64)memory_of_array(array));
	g_array_set_size(array, 3);
	tap_number("72 bytes have room for 128", 144, (gint64)memory_of_array(array));
	tap_number("no string", 0, (gint64)memory_of_string(NULL));
	tap_number("a string and its end", 20, (gint64)memory_of_string("abc"));
	g_ptr_array_add(strings, (gpointer) "abc");
	tap_number("strings and what leads to them", 52, (gint64)memory_of_strings(strings));
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		size_t actual = 0;
		bool known = memory_parse(sizes[i].text, &actual);

		tap_ok(known == (sizes[i].expected != 0) && actual == sizes[i].expected,
		       sizes[i].text);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autofree char *actual = memory_in_words(words[i].bytes);

		tap_same(words[i].expected, words[i].expected, actual);
	}
	test_arrays();
	return tap_done();
}
