/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

const char *fuzz_file(const void *bytes, size_t size)
{
	static int file = -1;
	static char path[64];

	if (file < 0) {
		file = memfd_create("fuzz", MFD_CLOEXEC);
		g_assert_cmpint(file, >=, 0);
		g_snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	}
	g_assert_cmpint(ftruncate(file, 0), ==, 0);
	g_assert_cmpint(pwrite(file, bytes, size, 0), ==, (gssize)size);
	return path;
}

static char *directory;

static void remove_below(const char *path)
{
	DIR *entries = opendir(path);
	const struct dirent *entry;

	while (entries && (entry = readdir(entries))) {
		g_autofree char *below = g_build_filename(path, entry->d_name, NULL);

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlink(below) < 0) {
			remove_below(below);
			rmdir(below);
		}
	}
	if (entries)
		closedir(entries);
}

static void remove_directory(void)
{
	remove_below(directory);
	rmdir(directory);
	g_free(directory);
}

const char *fuzz_directory(void)
{
	if (!directory) {
		directory = g_dir_make_tmp("fuzz-XXXXXX", NULL);
		g_assert_nonnull(directory);
		atexit(remove_directory);
	}
	return directory;
}

char *fuzz_write(const char *name, const void *bytes, size_t size)
{
	char *path = g_build_filename(fuzz_directory(), name, NULL);
	g_autofree char *above = g_path_get_dirname(path);
	FILE *file;

	g_assert_cmpint(g_mkdir_with_parents(above, 0700), ==, 0);
	file = fopen(path, "we");
	g_assert_true(file && fwrite(bytes, 1, size, file) == size);
	fclose(file);
	return path;
}

void fuzz_remove(const char *name)
{
	g_autofree char *path = g_build_filename(fuzz_directory(), name, NULL);

	if (!name || unlink(path) < 0)
		remove_below(path);
}

struct commit_id fuzz_put_object(const char *type, const void *bytes, size_t size)
{
	g_autofree char *head = g_strdup_printf("%s %zu", type, size);
	g_autoptr(GByteArray) whole = g_byte_array_new();
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
	struct commit_id id;
	gsize length = COMMIT_ID_SIZE;
	struct commit_hex hex;
	g_autofree char *name = NULL, *path = NULL;
	g_autofree guint8 *packed = NULL;
	uLongf packed_length;

	g_byte_array_append(whole, (const guint8 *)head, (guint)strlen(head) + 1);
	g_byte_array_append(whole, bytes, (guint)size);
	g_checksum_update(sum, whole->data, whole->len);
	g_checksum_get_digest(sum, id.raw, &length);
	hex = commit_id_hex(&id);
	name = g_strdup_printf("objects/%.2s/%s", hex.text, hex.text + 2);
	packed_length = compressBound(whole->len);
	packed = g_malloc(packed_length);
	g_assert_cmpint(compress2(packed, &packed_length, whole->data, whole->len, 1), ==, Z_OK);
	path = fuzz_write(name, packed, packed_length);
	return id;
}

void fuzz_put_reference(const char *name, const struct commit_id *id)
{
	struct commit_hex hex = commit_id_hex(id);

	g_free(fuzz_write(name, hex.text, COMMIT_ID_HEX));
}

void fuzz_begin_repository(void)
{
	static const char head[] = "ref: refs/heads/main\n";

	g_free(fuzz_write("HEAD", head, sizeof(head) - 1));
	g_free(fuzz_write("objects/x", "", 0));
	g_free(fuzz_write("refs/x", "", 0));
}

uint8_t fuzz_byte(struct fuzz_input *input)
{
	return input->p < input->end ? *input->p++ : 0;
}

struct slice fuzz_bytes(struct fuzz_input *input, size_t length)
{
	struct slice out = { (const char *)input->p, MIN(length, (size_t)(input->end - input->p)) };

	input->p += out.length;
	return out;
}

struct slice fuzz_part(struct fuzz_input *input, const char *mark)
{
	struct slice rest = { (const char *)input->p, (size_t)(input->end - input->p) }, line;
	struct slice out = { rest.start, rest.length };

	while (text_next_line(&rest, &line))
		if (slice_equal(line, mark)) {
			out.length = (size_t)(line.start - out.start);
			break;
		}
	input->p = (const uint8_t *)rest.start;
	if (!rest.length)
		input->p = input->end;
	return out;
}

void fuzz_check_message(const char *text)
{
	g_assert_null(strchr(text, '\n'));
}

void fuzz_check_messages(const GPtrArray *texts)
{
	for (guint i = 0; i < texts->len; i++)
		fuzz_check_message(texts->pdata[i]);
}
