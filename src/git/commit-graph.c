/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/commit-graph.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "git/object-dirs.h"

enum {
	CHAIN_LIMIT = 1 << 20, /* bytes of the list of files */
	HEADER_SIZE = 8,       /* signature, version, hash, chunks, layers below */
	CHUNKS_AT = 6,	       /* the number of chunks */
	CHUNK_ENTRY = 12,      /* id and offset */
	FANOUT_SIZE = 256 * 4,
	LAYERS_LIMIT = 64, /* git makes a handful */
};

static guint64 big_endian(const guint8 *p, size_t n)
{
	guint64 value = 0;

	while (n--)
		value = value << 8 | *p++;
	return value;
}

/* The last of the fan-out's counts is that of all commits. */
static size_t count_file(const char *path)
{
	g_autoptr(GMappedFile) file = NULL;
	bool ok = file_map(path, &file, NULL);
	const guint8 *bytes = ok ? (const guint8 *)g_mapped_file_get_contents(file) : NULL;
	size_t length = ok ? g_mapped_file_get_length(file) : 0;

	if (length < HEADER_SIZE || memcmp(bytes, "CGPH", 4) != 0)
		return 0;
	for (size_t i = 0; i < bytes[CHUNKS_AT]; i++) {
		const guint8 *entry = bytes + HEADER_SIZE + i * CHUNK_ENTRY;
		guint64 offset;

		if ((size_t)(entry - bytes) + CHUNK_ENTRY > length)
			return 0;
		offset = big_endian(entry + 4, 8);
		if (memcmp(entry, "OIDF", 4) == 0 && length >= FANOUT_SIZE &&
		    offset <= length - FANOUT_SIZE)
			return (size_t)big_endian(bytes + offset + FANOUT_SIZE - 4, 4);
	}
	return 0;
}

/* One file, or several named in a chain, each with what the ones before lack. */
static size_t count_in(const char *objects)
{
	g_autofree char *info = g_build_filename(objects, "info", NULL);
	g_autofree char *single = g_build_filename(info, "commit-graph", NULL);
	g_autofree char *chain =
		g_build_filename(info, "commit-graphs", "commit-graph-chain", NULL);
	g_autofree char *names = NULL;
	size_t count = count_file(single), length = 0;
	struct slice rest, line;

	if (count || !file_read_regular(chain, CHAIN_LIMIT, true, &names, &length, NULL))
		return count;
	rest = slice_of(names);
	for (int i = 0; i < LAYERS_LIMIT && text_next_line(&rest, &line); i++) {
		g_autofree char *name =
			g_strdup_printf("graph-%.*s.graph", (int)MIN(line.length, 64), line.start);
		g_autofree char *path = g_build_filename(info, "commit-graphs", name, NULL);

		count += strchr(name, '/') ? 0 : count_file(path);
	}
	return count;
}

size_t commit_graph_count(const struct repo *repo)
{
	g_autofree char *own = g_build_filename(repo_directory(repo), "objects", NULL);
	g_autoptr(GPtrArray) directories = object_dirs(own);
	size_t most = 0;

	for (guint i = 0; i < directories->len; i++)
		most = MAX(most, count_in(directories->pdata[i]));
	return most;
}
