/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words that a project configures besides those that everybody uses. */
#include "message/fix-words.h"

#include <string.h>

#include "base/file.h"

enum { OWN_WORDS_LIMIT = 1000 }; /* each is looked for in each sentence with an id */

static void add_word(GHashTable *seen, GPtrArray *out, struct slice word)
{
	g_autofree char *raw = slice_dup(word);
	g_autofree char *folded = text_fold(raw);
	char *lower = g_ascii_strdown(folded, -1);

	if (!*lower || out->len == OWN_WORDS_LIMIT || g_hash_table_contains(seen, lower)) {
		g_free(lower);
		return;
	}
	g_hash_table_add(seen, lower);
	g_ptr_array_add(out, lower);
}

static bool add_file(GHashTable *seen, GPtrArray *out, const char *path, GError **error)
{
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	struct slice rest, line;
	size_t length = 0, number = 0;

	if (!file_read(path, FILE_TEXT_LIMIT, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	rest = slice_of(text);
	while (text_next_entry(&rest, &number, &line))
		add_word(seen, out, line);
	return true;
}

static bool is_file(const char *setting)
{
	return strchr(setting, '/') || g_file_test(setting, G_FILE_TEST_IS_REGULAR);
}

bool fix_words_read(char *const *settings, GPtrArray **out, GError **error)
{
	g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(g_free);
	/* Its keys are own's. */
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (; settings && *settings; settings++) {
		g_auto(GStrv) words = NULL;

		if (is_file(*settings)) {
			if (!add_file(seen, own, *settings, error))
				return false;
			continue;
		}
		words = g_strsplit(*settings, ",", -1);
		for (char **word = words; *word; word++)
			add_word(seen, own, slice_of(*word));
	}
	g_ptr_array_sort(own, text_compare);
	*out = own->len ? g_steal_pointer(&own) : NULL;
	return true;
}

char *fix_words_text(const GPtrArray *own)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; own && i < own->len; i++)
		g_string_append_printf(out, "%s\n", (const char *)own->pdata[i]);
	return g_string_free(out, FALSE);
}
