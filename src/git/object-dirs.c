/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/object-dirs.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"

enum {
	DEPTH_LIMIT = 5, /* alternates of alternates: git's own */
	DIRECTORIES_LIMIT = 100,
	FILE_LIMIT = 1 << 20, /* bytes of a list */
};

struct listing {
	GPtrArray *paths;
	GArray *places; /* struct stat of each: two names may be one directory */
};

static void add(struct listing *listing, const char *path, int depth);

/* Names that do not begin at the root begin where the list's objects are. */
static void add_alternates(struct listing *listing, const char *directory, int depth)
{
	g_autofree char *path = g_build_filename(directory, "info", "alternates", NULL);
	g_autoptr(GMappedFile) file = NULL;
	struct slice rest, line;

	if (depth > DEPTH_LIMIT || !file_map(path, &file, NULL) ||
	    !g_mapped_file_get_length(file) || g_mapped_file_get_length(file) > FILE_LIMIT)
		return;
	rest = (struct slice){ g_mapped_file_get_contents(file), g_mapped_file_get_length(file) };
	while (text_next_line(&rest, &line)) {
		g_autofree char *name = slice_dup(line);
		g_autofree char *whole = g_path_is_absolute(name)
						 ? g_strdup(name)
						 : g_build_filename(directory, name, NULL);

		if (*name && *name != '#')
			add(listing, whole, depth);
	}
}

static void add(struct listing *listing, const char *path, int depth)
{
	struct stat place;

	if (listing->paths->len == DIRECTORIES_LIMIT)
		return;
	/* The first is the repository's own; what is wrong with it shows when it is read. */
	if (stat(path, &place) < 0 || !S_ISDIR(place.st_mode)) {
		if (depth == 0)
			g_ptr_array_add(listing->paths, g_strdup(path));
		return;
	}
	for (guint i = 0; i < listing->places->len; i++) {
		const struct stat *other = &g_array_index(listing->places, struct stat, i);

		if (other->st_dev == place.st_dev && other->st_ino == place.st_ino)
			return;
	}
	g_array_append_val(listing->places, place);
	g_ptr_array_add(listing->paths, g_strdup(path));
	add_alternates(listing, path, depth + 1);
}

GPtrArray *object_dirs(const char *directory)
{
	struct listing listing = { g_ptr_array_new_with_free_func(g_free),
				   g_array_new(FALSE, FALSE, sizeof(struct stat)) };

	add(&listing, directory, 0);
	g_array_unref(listing.places);
	return listing.paths;
}

static void add_packs(const char *directory, GPtrArray *out)
{
	g_autofree char *path = g_build_filename(directory, "pack", NULL);
	GDir *entries = g_dir_open(path, 0, NULL);
	const char *name;

	while (entries && (name = g_dir_read_name(entries)))
		if (g_str_has_suffix(name, ".idx"))
			g_ptr_array_add(out, g_build_filename(path, name, NULL));
	if (entries)
		g_dir_close(entries);
}

GPtrArray *object_packs(const char *directory)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	add_packs(directory, out);
	g_ptr_array_sort(out, text_compare);
	return out;
}

GPtrArray *object_packs_of_all(const char *directory)
{
	g_autoptr(GPtrArray) directories = object_dirs(directory);
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < directories->len; i++)
		add_packs(directories->pdata[i], out);
	g_ptr_array_sort(out, text_compare);
	return out;
}
