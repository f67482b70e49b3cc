/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lists of people: of paths and commits to ignore, of Fixes: tags that are wrong, of words, and of
 * commits that somebody took. The first byte says which.
 */
#include <string.h>

#include "evidence/ignore.h"
#include "index/corrections.h"
#include "message/fix-words.h"
#include "read/backport-list.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char table[] =
	"{\"commit\":\"1111111111111111111111111111111111111111\",\"parents\":[],"
	"\"subject\":\"one\",\"body\":\"\"}\n"
	"{\"commit\":\"2222222222222222222222222222222222222222\","
	"\"parents\":[\"1111111111111111111111111111111111111111\"],\"subject\":\"two\","
	"\"body\":\"Fixes: 111111111111 (\\\"one\\\")\\n\"}\n";

static void ignore(const char *path, GPtrArray *warnings)
{
	static const char *const names[] = { "drivers/net/a.c", "a", "fs/xfs/b/c.h", "a.c" };
	struct ignore_list *list = NULL;
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	struct commit_id id = { { 0xab, 0xcd, 0xef, 0x01 } };

	if (!ignore_read(path, warnings, &list, NULL))
		return;
	ignore_matches_paths(list, NULL);
	g_assert_null(ignore_matches_paths(list, paths));
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_ptr_array_add(paths, (gpointer)names[i]);
		ignore_matches_paths(list, paths);
	}
	ignore_matches_commit(list, &id, NULL);
	ignore_free(list);
}

static void correct(const struct slice text, GPtrArray *warnings)
{
	static char *known;
	struct history *history = NULL;
	size_t n = 0;

	if (!known)
		known = fuzz_write("table", table, strlen(table));
	if (!history_read_table(known, NULL, &history, NULL))
		return;
	if (corrections_read(fuzz_file(text.start, text.length), history, warnings, NULL))
		history_references_to(history, 0, &n);
	history_free(history);
}

static void words(const char *path)
{
	char *settings[] = { (char *)path, NULL };
	g_autoptr(GPtrArray) own = NULL;
	g_autofree char *text = NULL;

	if (!fix_words_read(settings, &own, NULL))
		return;
	text = fix_words_text(own);
	for (guint i = 1; own && i < own->len; i++)
		g_assert_cmpstr(own->pdata[i - 1], <, own->pdata[i]);
}

static void taken(struct slice text, GPtrArray *warnings)
{
	g_autofree char *utf8 = text_to_utf8(text.start, text.length, NULL);
	struct backport_list *list = backport_list_parse(utf8, warnings);

	for (size_t i = 0; i < backport_list_length(list); i++) {
		const struct backport *backport = backport_list_at(list, i);

		g_assert_cmpuint(strlen(backport->id), >=, 7);
		g_assert_cmpuint(slice_hex_run(slice_of(backport->id)), ==, strlen(backport->id));
	}
	backport_list_free(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	struct slice text = { (const char *)data + 1, size - 1 };

	if (!size)
		return 0;
	if (data[0] == 'i')
		ignore(fuzz_file(text.start, text.length), warnings);
	else if (data[0] == 'c')
		correct(text, warnings);
	else if (data[0] == 'w')
		words(fuzz_file(text.start, text.length));
	else
		taken(text, warnings);
	fuzz_check_messages(warnings);
	return 0;
}
