/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/corrections.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"

static bool parse(const char *line, struct commit_id *bad, struct commit_id *good, bool *valid)
{
	g_auto(GStrv) words = text_words(line);

	if (g_strv_length(words) != 2 || !commit_id_parse(words[0], bad))
		return false;
	*valid = strcmp(words[1], "NOT_VALID") != 0;
	return !*valid || commit_id_parse(words[1], good);
}

bool corrections_read(const char *path, struct history *history, GPtrArray *warnings,
		      GError **error)
{
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	struct slice rest, line;
	size_t number = 0, length = 0;

	if (!file_read(path, FILE_LIST_LIMIT, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	rest = slice_of(text);
	while (text_next_entry(&rest, &number, &line)) {
		struct commit_id bad, good;
		g_autofree char *words = NULL;
		bool valid = false;

		words = slice_dup(line);
		if (!parse(words, &bad, &good, &valid)) {
			g_ptr_array_add(warnings, g_strdup_printf("%s:%zu: not a correction: '%s'",
								  path, number, words));
			continue;
		}
		history_correct_fixes(history, &bad, valid ? &good : NULL);
	}
	return true;
}
