/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/commit-graph.h"

#include <string.h>

#include <glib/gstdio.h>

#include "tap.h"

/* A commit-graph of one chunk, its fan-out, that says n commits; cut to length bytes. */
static void write_graph(const char *path, guint32 n, guint64 offset, size_t length)
{
	guint8 bytes[8 + 2 * 12 + 256 * 4] = "CGPH\1\1\1";
	guint8 *entry = bytes + 8;

	memcpy(entry, "OIDF", 4);
	for (int i = 0; i < 8; i++)
		entry[4 + i] = (guint8)(offset >> (56 - 8 * i));
	for (int i = 0; i < 4; i++)
		bytes[sizeof(bytes) - 4 + (size_t)i] = (guint8)(n >> (24 - 8 * i));
	g_assert_true(g_file_set_contents(path, (const char *)bytes, (gssize)length, NULL));
}

int main(void)
{
	enum { WHOLE = 8 + 2 * 12 + 256 * 4, FANOUT = 8 + 2 * 12 };
	g_autofree char *directory = g_dir_make_tmp("commit-graph-test-XXXXXX", NULL);
	g_autofree char *init = g_strdup_printf("git init -q --bare '%s'", directory);
	g_autofree char *chains =
		g_build_filename(directory, "objects", "info", "commit-graphs", NULL);
	g_autofree char *single =
		g_build_filename(directory, "objects", "info", "commit-graph", NULL);
	g_autofree char *chain = g_build_filename(chains, "commit-graph-chain", NULL);
	g_autofree char *layer = g_build_filename(chains, "graph-aa.graph", NULL);
	g_autofree char *second = g_build_filename(chains, "graph-bb.graph", NULL);
	g_autofree char *borrowed = g_build_filename(directory, "lender", "info", NULL);
	g_autofree char *lent = g_build_filename(borrowed, "commit-graph", NULL);
	g_autofree char *alternates =
		g_build_filename(directory, "objects", "info", "alternates", NULL);
	g_autofree char *clean = g_strdup_printf("rm -rf '%s'", directory);
	struct repo *repo = NULL;

	repo_library_init();
	g_assert_true(g_spawn_command_line_sync(init, NULL, NULL, NULL, NULL));
	g_assert_true(repo_open(directory, &repo, NULL));
	tap_number("none", 0, (gint64)commit_graph_count(repo));
	g_assert_true(g_mkdir_with_parents(chains, 0777) == 0);
	write_graph(single, 12345, FANOUT, WHOLE);
	tap_number("one file", 12345, (gint64)commit_graph_count(repo));
	write_graph(single, 12345, FANOUT, WHOLE - 1);
	tap_number("cut", 0, (gint64)commit_graph_count(repo));
	write_graph(single, 12345, G_MAXUINT64, WHOLE);
	tap_number("an offset far out", 0, (gint64)commit_graph_count(repo));
	write_graph(single, 12345, FANOUT, 12);
	tap_number("cut within the chunks", 0, (gint64)commit_graph_count(repo));
	g_assert_true(g_file_set_contents(single, "", 0, NULL));
	tap_number("empty", 0, (gint64)commit_graph_count(repo));
	write_graph(layer, 100, FANOUT, WHOLE);
	write_graph(second, 20, FANOUT, WHOLE);
	g_assert_true(g_file_set_contents(chain, "aa\nbb\n../../../x\n\n", -1, NULL));
	tap_number("a chain", 120, (gint64)commit_graph_count(repo));
	g_assert_true(g_mkdir_with_parents(borrowed, 0777) == 0);
	g_assert_true(g_file_set_contents(alternates, "../lender\n", -1, NULL));
	write_graph(lent, 54321, FANOUT, WHOLE);
	tap_number("one that is borrowed", 54321, (gint64)commit_graph_count(repo));
	repo_free(repo);
	repo_library_shutdown();
	g_assert_true(g_spawn_command_line_sync(clean, NULL, NULL, NULL, NULL));
	return tap_done();
}
