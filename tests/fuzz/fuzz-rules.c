/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A rule file. Every problem told must be one line that names the file. */
#include <stdint.h>
#include <string.h>

#include <glib/gstdio.h>

#include "judge/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *directory;

static void remove_directory(void)
{
	g_rmdir(directory);
	g_free(directory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autofree char *path = NULL;
	struct rules *rules = NULL;

	if (!directory) {
		directory = g_dir_make_tmp("fuzz-rules-XXXXXX", NULL);
		g_assert_nonnull(directory);
		atexit(remove_directory);
	}
	path = g_build_filename(directory, "x.json", NULL);
	g_assert_true(g_file_set_contents_full(path, (const char *)data, (gssize)size,
					       G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	if (rules_load((const char *const[]){ directory, NULL }, true, problems, &rules, &error))
		rules_free(rules);
	else
		g_assert_nonnull(error);
	for (guint i = 0; i < problems->len; i++) {
		g_assert_true(g_str_has_prefix(problems->pdata[i], path));
		g_assert_null(strchr(problems->pdata[i], '\n'));
	}
	g_unlink(path);
	return 0;
}
