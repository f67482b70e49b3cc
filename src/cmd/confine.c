/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/confine.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "cmd/output.h"

enum { ABOVE_LIMIT = 2 }; /* directories that may still have to be made: ~/.cache/winnow */

/* Add directory; the one that it would be made in where it is not there yet, never the root. */
static void add(GPtrArray *out, const char *directory)
{
	g_autofree char *at = g_strdup(directory);

	for (int i = 0; i < ABOVE_LIMIT && !g_file_test(at, G_FILE_TEST_EXISTS); i++) {
		char *above = g_path_get_dirname(at);

		g_free(at);
		at = above;
	}
	if (strcmp(at, "/") != 0)
		g_ptr_array_add(out, g_steal_pointer(&at));
}

/* Where SQLite puts what it sorts; it asks for rights in a way that a sandbox does not answer. */
static void add_temporary(GPtrArray *out)
{
	const char *const places[] = { g_getenv("SQLITE_TMPDIR"), g_getenv("TMPDIR"), "/var/tmp",
				       "/usr/tmp", "/tmp" };

	for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
		if (places[i] && g_file_test(places[i], G_FILE_TEST_IS_DIR) &&
		    access(places[i], W_OK | X_OK) == 0) {
			add(out, places[i]);
			return;
		}
}

static void add_index(GPtrArray *out, struct repo *repo, const struct source_options *source)
{
	g_autofree char *index =
		source->index ? g_strdup(source->index) : repo_config(repo, "winnow.index");
	g_autofree char *directory = index ? g_path_get_dirname(index) : NULL;

	if (directory && !source->no_index)
		add(out, directory);
}

static void add_cache(GPtrArray *out, const struct source_options *source)
{
	g_autofree char *cache = source_names_directory(source);

	if (cache)
		add(out, cache);
}

/* Where the table is, or what a link leads to; one whose directory is not there is not made. */
static void add_people(GPtrArray *out, const char *people)
{
	char *target = people ? realpath(people, NULL) : NULL;
	g_autofree char *directory = people ? g_path_get_dirname(target ? target : people) : NULL;

	if (directory && g_file_test(directory, G_FILE_TEST_IS_DIR))
		add(out, directory);
	free(target);
}

bool confine(const struct global_options *global, struct repo *repo, const char *command,
	     const struct source_options *source, const char *people, GError **error)
{
	g_autoptr(GPtrArray) writable = g_ptr_array_new_with_free_func(g_free);

	if (!output_prepare(global, repo, command, error))
		return false;
	add_cache(writable, source);
	add_index(writable, repo, source);
	add_people(writable, people);
	add_temporary(writable);
	g_ptr_array_add(writable, NULL);
	sandbox_enter((const char *const *)writable->pdata);
	return true;
}
