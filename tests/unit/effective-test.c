/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/effective.h"

#include "match/hunk.h"

#include "tap.h"

/* A file whose name is a number has so many lines of one byte. */
static enum repo_file read_lines(const char *path, char **out, void *data)
{
	size_t n = (size_t)g_ascii_strtoull(path, NULL, 10);

	(void)data;
	*out = g_malloc(2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		(*out)[2 * i] = 'a';
		(*out)[2 * i + 1] = '\n';
	}
	(*out)[2 * n] = '\0';
	return REPO_FILE_READ;
}

static enum repo_file look(struct effective *tree, const char *path)
{
	const GArray *lines = NULL;

	return effective_lines(tree, path, &lines);
}

int main(void)
{
	struct effective *tree = effective_new_of(read_lines, NULL);
	struct effective *layer;
	g_autofree char *long_one = g_strdup_printf("%d", EFFECTIVE_LINES_LIMIT - 1);
	g_autofree char *too_long = g_strdup_printf("%d", EFFECTIVE_LINES_LIMIT);

	tap_ok(look(tree, long_one) == REPO_FILE_READ, "a file of as many lines as may be");
	tap_ok(look(tree, too_long) == REPO_FILE_UNREADABLE, "one of more is not looked into");
	effective_free(tree);

	tree = effective_new_of(read_lines, NULL);
	effective_set_limit(tree, 3500 * (2 + sizeof(struct file_line)));
	layer = effective_layer(tree);
	tap_ok(look(layer, "1000") == REPO_FILE_READ, "there is room for a file");
	tap_ok(look(layer, "2000") == REPO_FILE_READ, "and for another");
	tap_ok(look(layer, "1001") == REPO_FILE_UNREADABLE, "of both there is none for a third");
	tap_ok(look(tree, "1001") == REPO_FILE_UNREADABLE, "and it is the same tree's");
	tap_ok(look(layer, "1000") == REPO_FILE_READ, "those before are there");
	tap_ok(look(layer, "10") == REPO_FILE_READ, "and a small one");
	effective_free(layer);
	effective_free(tree);
	return tap_done();
}
