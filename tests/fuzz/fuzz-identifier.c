/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of a diff, and the definitions in what is taken for a file of each language. */
#include <stdint.h>
#include <string.h>

#include "code/identifier.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool lies_in(struct slice part, struct slice whole)
{
	return part.start >= whole.start && part.start + part.length <= whole.start + whole.length;
}

static void check(const struct diff *diff)
{
	struct identifiers names;

	identifiers_read(diff, &names);
	for (guint i = 0; i < names.uses->len; i++) {
		const struct identifier_use *use =
			&g_array_index(names.uses, struct identifier_use, i);

		g_assert_nonnull(use->path);
		g_assert_true(lies_in(use->line, slice_of(diff->text)));
		g_assert_cmpint(use->guard, <, (int)names.guards->len);
		g_assert_false(g_hash_table_contains(
			use->kind == IDENTIFIER_MEMBER ? names.members : names.defined, use->name));
	}
	/* No guard is within itself. */
	for (guint i = 0; i < names.guards->len; i++)
		g_assert_cmpint(g_array_index(names.guards, struct identifier_guard, i).outer, <,
				(int)i);
	identifiers_clear(&names);
}

static void count(guint64 hash, void *data)
{
	g_assert_cmpuint(hash, !=, 0);
	++*(size_t *)data;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = { "a.c", "a.S", "a.dts", "Kconfig", "Makefile", "a.py" };
	struct slice bytes = { (const char *)data, size };
	struct diff diff;

	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		bool certain;
		struct slice found = identifier_find_definition(paths[i], bytes, "FOO", &certain);
		size_t n = 0;

		g_assert_true(!found.length || lies_in(found, bytes));
		identifiers_each_hash(source_kind_of(paths[i]), bytes, count, &n);
		g_assert_cmpuint(n, <=, 2 * size);
	}
	diff_parse(&diff, text_to_utf8((const char *)data, size, NULL), 1);
	check(&diff);
	diff_clear(&diff);
	return 0;
}
