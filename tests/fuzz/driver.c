/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replays files through a fuzz target, for the tests: libFuzzer brings a driver of its own. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *bytes = NULL;
	g_autofree uint8_t *data = NULL;
	gsize length = 0;

	if (!g_file_get_contents(path, &bytes, &length, &error)) {
		fprintf(stderr, "%s\n", error->message);
		return 1;
	}
	/* Of just that size: a read behind the end is then seen. */
	data = length ? g_memdup2(bytes, length) : g_malloc(1);
	fprintf(stderr, "%s\n", path);
	LLVMFuzzerTestOneInput(data, length);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int replay_directory(const char *path)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;
	int failed = !dir;

	while (dir && (name = g_dir_read_name(dir)))
		g_ptr_array_add(names, g_build_filename(path, name, NULL));
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++)
		failed |= replay_file(names->pdata[i]);
	return failed;
}

int main(int argc, char **argv)
{
	int failed = 0;

	/* As libFuzzer begins, whatever there is. */
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++)
		failed |= g_file_test(argv[i], G_FILE_TEST_IS_DIR) ? replay_directory(argv[i])
								   : replay_file(argv[i]);
	return failed;
}
