/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/allowance.h"

#include <string.h>

#include "tap.h"

/* With so many bytes in its message and lines in its diff, which are 3 bytes long. */
static struct patch *patch_of(size_t message, size_t lines)
{
	struct patch *patch = patch_new("test");
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < message; i++)
		g_string_append_c(text, i % 60 == 59 ? '\n' : 'x');
	g_string_append_printf(text,
			       "\n---\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n"
			       "@@ -1 +1,%zu @@\n a\n",
			       lines + 1);
	for (size_t i = 0; i < lines; i++)
		g_string_append(text, "+b\n");
	patch_fill(patch, "[PATCH] lib: do it", "Ann <ann@example.org>", text->str, NULL, 1);
	g_string_free(text, TRUE);
	return patch;
}

static void test_count(void)
{
	_cleanup_(patch_freep) struct patch *empty = patch_new("test");
	_cleanup_(patch_freep) struct patch *small = patch_of(100, 100);
	_cleanup_(patch_freep) struct patch *again = patch_of(100, 100);
	_cleanup_(patch_freep) struct patch *more = patch_of(100, 1100);
	_cleanup_(patch_freep) struct patch *words = patch_of(5100, 100);
	size_t bytes = patch_memory(small);

	tap_ok(patch_memory(empty) >= sizeof(struct patch), "an empty one takes what it is");
	tap_number("the same patch takes the same", (gint64)bytes, (gint64)patch_memory(again));
	/* 3 bytes of text and 8 of where it stands, and a digit more in the hunk's header. */
	tap_number("a thousand lines", 11001, (gint64)(patch_memory(more) - bytes));
	tap_ok(patch_memory(words) - bytes >= 5000, "five thousand bytes of a message");
	again->raw = g_bytes_new("raw", 3);
	tap_number("what it was read from", (gint64)bytes + 3, (gint64)patch_memory(again));
	patch_problem(again, "a problem");
	tap_ok(patch_memory(again) > bytes + 3, "what is wrong with it");
}

static void test_shed(void)
{
	_cleanup_(patch_freep) struct patch *patch = patch_of(60000, 10000);
	_cleanup_(patch_freep) struct patch *small = patch_of(100, 10);
	size_t whole = patch_memory(patch), without;

	tap_ok(patch_shed(patch, "why"), "a patch gives its diff");
	tap_number("which is gone", 0, (gint64)diff_n_files(&patch->diff));
	tap_same("and said to be", "its diff is left out: why", patch->problems->pdata[0]);
	without = patch_memory(patch);
	tap_ok(without + 110000 < whole && without > 100000, "the message is there");
	tap_ok(patch_shed(patch, "why"), "then its message");
	tap_same("which is gone", "", patch->message.body);
	tap_same("but for the subject", "lib: do it", patch->message.subject);
	tap_same("and said to be, too", "its message is left out: why", patch->problems->pdata[1]);
	tap_ok(patch_memory(patch) < 5000, "little is left");
	tap_ok(!patch_shed(patch, "why"), "that is all");
	tap_ok(!patch_shed(small, "why") && diff_n_files(&small->diff) == 1,
	       "of a small one nothing is worth it");
}

/* Which of them are whole, as letters, when they come in this order: "abc" of sizes[a - 'a']. */
static char *whole_of(const char *order, const size_t *sizes, size_t limit, char **warning)
{
	_cleanup_(allowance_freep) struct allowance *allowance = allowance_new(limit);
	g_autoptr(GPtrArray) patches = g_ptr_array_new_with_free_func((GDestroyNotify)patch_free);
	GString *out = g_string_new(NULL);

	for (const char *p = order; *p; p++) {
		g_ptr_array_add(patches, patch_of(100, sizes[*p - 'a']));
		allowance_take(allowance, g_ptr_array_index(patches, patches->len - 1));
	}
	for (guint i = 0; i < patches->len; i++)
		if (!((struct patch *)patches->pdata[i])->problems->len)
			g_string_append_c(out, order[i]);
	if (warning)
		*warning = allowance_warning(allowance);
	return g_string_free(out, FALSE);
}

static const size_t sizes[] = { 500, 5000, 500, 20000, 1000 };

static const struct {
	const char *order;
	size_t limit;
	const char *expected;
} allowances[] = {
	{ "abcde", 1 << 20, "abcde" }, { "abcde", 200000, "abce" }, { "dabce", 200000, "abce" },
	{ "badce", 200000, "bace" },   { "abcde", 60000, "ace" },   { "debca", 60000, "eca" },
	{ "dbeca", 45000, "eca" },     { "ac", 10000, "a" },	    { "ca", 10000, "c" },
	{ "ddd", 500000, "dd" },       { "abcde", 1, "" },
};

int main(void)
{
	g_autofree char *warning = NULL;
	g_autofree char *none = NULL;
	g_autofree char *unused = NULL;

	test_count();
	test_shed();
	for (size_t i = 0; i < G_N_ELEMENTS(allowances); i++) {
		g_autofree char *name = g_strdup_printf("'%s' in %zu bytes", allowances[i].order,
							allowances[i].limit);
		g_autofree char *actual =
			whole_of(allowances[i].order, sizes, allowances[i].limit, NULL);

		tap_same(name, allowances[i].expected, actual);
	}
	g_free(whole_of("abcde", sizes, 1 << 20, &none));
	tap_same("nothing to tell", NULL, none);
	unused = whole_of("abcde", sizes, 64 << 10, &warning);
	tap_same(
		"what is told",
		"the queue would take more than 64 KiB of memory: 2 of its 5 patches, the largest, "
		"are reviewed without their diff (--max-memory)",
		warning);
	return tap_done();
}
