/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/tree-names-file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/leftover.h"
#include "base/text.h"

#define SUFFIX ".names"

enum { STALE_SECONDS = 3600 }; /* what is still being written after that never will be */

/* Changes whenever a name is hashed differently, or other files are looked into. */
static const char magic[16] = "winnow names 1\n";

/* In the byte order of the machine: byte_order reads differently on another. */
struct header {
	char magic[16];
	guint32 byte_order;
	guint8 tree[COMMIT_ID_SIZE];
	guint64 n;
	guint64 unreadable_length; /* bytes: paths, each with a NUL, behind the counts */
	guint64 checksum;	   /* of all behind the header, and of the header with 0 here */
};

static const guint32 byte_order = 0x01020304;

G_STATIC_ASSERT(sizeof(struct header) == 64);

/* Two lanes of multiplications: damage is to be noticed, at the speed of memory. */
static guint64 checksum(guint64 sum, const void *bytes, size_t length)
{
	const char *p = bytes;
	guint64 other = sum ^ 0xc2b2ae3d27d4eb4fu;

	for (; length >= 16; p += 16, length -= 16) {
		guint64 words[2];

		memcpy(words, p, sizeof(words));
		sum = (sum ^ words[0]) * 0x9fb21c651e98df25u;
		other = (other ^ words[1]) * 0xd6e8feb86659fd93u;
		sum ^= sum >> 29;
		other ^= other >> 29;
	}
	for (; length; p++, length--)
		sum = (sum ^ (guint8)*p) * 0x9fb21c651e98df25u;
	sum += (other ^ (other >> 32)) * 0x165667b19e3779f9u;
	return sum ^ (sum >> 31);
}

static guint64 checksum_all(const struct header *header, const void *hashes, const void *counts,
			    const void *unreadable)
{
	struct header plain = *header;
	guint64 sum;

	plain.checksum = 0;
	sum = checksum(0x9e3779b97f4a7c15u, &plain, sizeof(plain));
	sum = checksum(sum, hashes, header->n * sizeof(guint64));
	sum = checksum(sum, counts, header->n * sizeof(guint32));
	return checksum(sum, unreadable, header->unreadable_length);
}

static char *path_of(const char *directory, const struct commit_id *tree)
{
	g_autofree char *name = g_strconcat(commit_id_hex(tree).text, SUFFIX, NULL);

	return g_build_filename(directory, name, NULL);
}

static char **split_paths(const char *paths, size_t length)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();

	for (const char *p = paths; p < paths + length; p += strlen(p) + 1)
		g_strv_builder_add(out, p);
	return g_strv_builder_end(out);
}

static bool take(GMappedFile *map, const struct commit_id *tree, struct names_file *out)
{
	const char *bytes = g_mapped_file_get_contents(map);
	size_t length = g_mapped_file_get_length(map);
	const char *unreadable;
	struct header header;

	if (length < sizeof(header))
		return false;
	memcpy(&header, bytes, sizeof(header));
	if (memcmp(header.magic, magic, sizeof(magic)) != 0 || header.byte_order != byte_order ||
	    memcmp(header.tree, tree->raw, COMMIT_ID_SIZE) != 0 || header.n > length / 12 ||
	    header.unreadable_length > length ||
	    length != sizeof(header) + header.n * 12 + header.unreadable_length)
		return false;
	bytes += sizeof(header);
	unreadable = bytes + header.n * 12;
	if ((header.unreadable_length && unreadable[header.unreadable_length - 1]) ||
	    checksum_all(&header, bytes, bytes + header.n * 8, unreadable) != header.checksum)
		return false;
	*out = (struct names_file){
		.sorted = { (guint64 *)(void *)bytes, (guint32 *)(void *)(bytes + header.n * 8),
			    header.n },
		.unreadable = split_paths(unreadable, header.unreadable_length),
		.map = g_mapped_file_ref(map),
	};
	return true;
}

bool names_file_read(const char *directory, const struct commit_id *tree, struct names_file *out)
{
	g_autofree char *path = path_of(directory, tree);
	g_autoptr(GMappedFile) map = NULL;

	if (!file_map(path, &map, NULL) || !take(map, tree, out))
		return false;
	/* Used just now: others go first. */
	utimensat(AT_FDCWD, path, NULL, 0);
	return true;
}

void names_file_clear(struct names_file *file)
{
	if (file->map)
		g_mapped_file_unref(file->map);
	else
		sorted_counts_clear(&file->sorted);
	g_strfreev(file->unreadable);
	*file = (struct names_file){ 0 };
}

struct kept {
	struct commit_id tree;
	gint64 used_s, used_ns;
};

static bool tree_of_name(const char *name, struct commit_id *out)
{
	g_autofree char *hex = NULL;

	if (!g_str_has_suffix(name, SUFFIX))
		return false;
	hex = g_strndup(name, strlen(name) - strlen(SUFFIX));
	return commit_id_parse(hex, out);
}

static int by_use(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;

	if (x->used_s != y->used_s)
		return x->used_s > y->used_s ? -1 : 1;
	if (x->used_ns != y->used_ns)
		return x->used_ns > y->used_ns ? -1 : 1;
	return commit_id_compare(&x->tree, &y->tree);
}

static int by_id(const void *a, const void *b)
{
	return commit_id_compare(&((const struct kept *)a)->tree, &((const struct kept *)b)->tree);
}

static GArray *list(const char *directory)
{
	g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
	GArray *out = g_array_new(FALSE, TRUE, sizeof(struct kept));
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		struct kept kept = { .used_s = 0 };
		g_autofree char *path = g_build_filename(directory, name, NULL);
		struct stat status;

		if (!tree_of_name(name, &kept.tree) || stat(path, &status) != 0)
			continue;
		kept.used_s = status.st_mtim.tv_sec;
		kept.used_ns = status.st_mtim.tv_nsec;
		g_array_append_val(out, kept);
	}
	return out;
}

void names_file_each(const char *directory, void (*visit)(const struct commit_id *tree, void *data),
		     void *data)
{
	g_autoptr(GArray) all = list(directory);

	g_array_sort(all, by_id);
	for (guint i = 0; i < all->len; i++)
		visit(&g_array_index(all, struct kept, i).tree, data);
}

/* What a run that was killed has left behind. */
static void delete_stale(const char *directory)
{
	g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(directory, name, NULL);
		struct stat status;

		if (strstr(name, SUFFIX ".") && stat(path, &status) == 0 &&
		    status.st_mtim.tv_sec + STALE_SECONDS < now)
			unlink(path);
	}
}

static void delete_old(const char *directory, size_t n_kept)
{
	g_autoptr(GArray) all = list(directory);

	g_array_sort(all, by_use);
	for (guint i = (guint)n_kept; i < all->len; i++) {
		g_autofree char *path =
			path_of(directory, &g_array_index(all, struct kept, i).tree);

		unlink(path);
	}
	delete_stale(directory);
}

static GString *join_paths(const char *const *paths)
{
	GString *out = g_string_new(NULL);

	for (; *paths; paths++)
		g_string_append_len(out, *paths, (gssize)strlen(*paths) + 1);
	return out;
}

void names_file_write(const char *directory, const struct commit_id *tree,
		      const struct sorted_counts *sorted, const char *const *unreadable,
		      size_t n_kept)
{
	g_autofree char *path = path_of(directory, tree);
	g_autofree char *new_path = NULL;
	GString *paths = join_paths(unreadable);
	struct header header = {
		.byte_order = byte_order,
		.n = sorted->n,
		.unreadable_length = paths->len,
	};
	FILE *file = NULL;
	bool ok;
	int fd;

	memcpy(header.magic, magic, sizeof(magic));
	memcpy(header.tree, tree->raw, COMMIT_ID_SIZE);
	header.checksum = checksum_all(&header, sorted->hashes, sorted->counts, paths->str);
	fd = file_make_directory(directory, 0777, NULL) ? leftover_make_file(path, 0644, &new_path)
							: -1;
	if (fd < 0) {
		g_string_free(paths, TRUE);
		return;
	}
	file = fdopen(fd, "wb");
	ok = file && fwrite(&header, sizeof(header), 1, file) == 1 &&
	     fwrite(sorted->hashes, sizeof(guint64), sorted->n, file) == sorted->n &&
	     fwrite(sorted->counts, sizeof(guint32), sorted->n, file) == sorted->n &&
	     fwrite(paths->str, 1, paths->len, file) == paths->len;
	if (file)
		ok = fclose(file) == 0 && ok;
	else
		close(fd);
	if (!ok || rename(new_path, path) != 0)
		unlink(new_path);
	else
		delete_old(directory, n_kept);
	leftover_forget(new_path);
	g_string_free(paths, TRUE);
}
