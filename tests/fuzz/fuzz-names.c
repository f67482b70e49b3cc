/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of a tree's names: "B" and the bytes behind a good header's mark, or what the input makes a
 * good one of, with bytes changed and the checksum set right again. One that is read holds what it
 * says.
 */
#include "code/tree-names-file.c" /* its checksum, which is nobody else's business */

#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct commit_id tree = { { 0xab, 0xcd } };

static void write_good(const char *directory, struct fuzz_input *input)
{
	unsigned n = fuzz_byte(input) % 32;
	guint64 hashes[32];
	guint32 counts[32];
	const struct sorted_counts sorted = { hashes, counts, n };
	struct slice name = fuzz_bytes(input, fuzz_byte(input) % 16);
	g_autofree char *path = text_to_utf8(name.start, name.length, NULL);
	const char *const unreadable[] = { name.length ? path : NULL, NULL };

	for (unsigned i = 0; i < n; i++) {
		hashes[i] = (guint64)i << 32 | fuzz_byte(input);
		counts[i] = fuzz_byte(input);
	}
	names_file_write(directory, &tree, &sorted, unreadable, 2);
}

static void set_right(char *bytes, size_t length)
{
	struct header header;

	if (length < sizeof(header))
		return;
	memcpy(&header, bytes, sizeof(header));
	if (header.n > length / 12 || header.unreadable_length > length ||
	    length != sizeof(header) + header.n * 12 + header.unreadable_length)
		return;
	header.checksum =
		checksum_all(&header, bytes + sizeof(header), bytes + sizeof(header) + header.n * 8,
			     bytes + sizeof(header) + header.n * 12);
	memcpy(bytes, &header, sizeof(header));
}

static void edit(const char *path, struct fuzz_input *input)
{
	g_autofree char *bytes = NULL;
	size_t length = 0;

	if (!file_read(path, FILE_LIST_LIMIT, &bytes, &length, NULL))
		return;
	while (input->p < input->end && length) {
		size_t at = fuzz_byte(input) % length;

		bytes[at] = (char)fuzz_byte(input);
	}
	set_right(bytes, length);
	g_free(fuzz_write("x", bytes, length));
	g_assert_true(file_write(path, bytes, length, 0600, NULL));
}

static void check(const char *directory)
{
	struct names_file file;
	guint64 sum = 0;

	if (!names_file_read(directory, &tree, &file))
		return;
	for (size_t i = 0; i < file.sorted.n; i++)
		sum += file.sorted.hashes[i] + file.sorted.counts[i];
	for (char **path = file.unreadable; path && *path; path++)
		sum += strlen(*path);
	g_assert_true(sum || !sum);
	names_file_clear(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *directory = fuzz_directory();
	g_autofree char *path = path_of(directory, &tree);
	struct fuzz_input input = { data, data + size };

	if (size && data[0] == 'B') {
		g_autofree char *name = g_path_get_basename(path);
		g_autofree char *bytes = g_memdup2(data, size);

		memcpy(bytes, magic, MIN(size, sizeof(magic)));
		set_right(bytes, size);
		g_free(fuzz_write(name, bytes, size));
	} else {
		write_good(directory, &input);
		check(directory);
		edit(path, &input);
	}
	check(directory);
	fuzz_remove(NULL);
	return 0;
}
