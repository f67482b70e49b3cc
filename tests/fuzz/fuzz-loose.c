/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loose objects: a byte of flags, then what is packed, or the file as it is. The lists of commits
 * and of other directories that stand beside objects are files of the repository likewise: behind
 * "G" and "A".
 */
#include <string.h>

#include <zlib.h>

#include "git/commit-graph.h"
#include "git/loose.h"
#include "git/object-dirs.h"
#include "git/repo.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	AS_IT_IS = 1,
	CUT = 2,     /* so many bytes of the end as the next byte says */
	BEHIND = 4,  /* a byte stands behind it */
	LONG = 8,    /* what is packed is repeated 100 times */
	SIZED = 128, /* the header's size is right: only its type is the input's */
};

static const struct commit_id id = { { 0xab, 0xcd } };

static void add_packed(GByteArray *out, const GByteArray *body)
{
	uLongf length = compressBound(body->len);
	g_autofree guint8 *packed = g_malloc(length);

	g_assert_cmpint(compress(packed, &length, body->data, body->len), ==, Z_OK);
	g_byte_array_append(out, packed, (guint)length);
}

static void make(GByteArray *out, struct fuzz_input *input)
{
	static const char *const types[] = { "commit", "tree", "blob", "tag" };
	unsigned flags = fuzz_byte(input), cut = flags & CUT ? fuzz_byte(input) : 0;
	const char *type = flags & SIZED ? types[fuzz_byte(input) & 3] : NULL;
	struct slice rest = fuzz_bytes(input, (size_t)(input->end - input->p));
	unsigned times = flags & LONG ? 100 : 1;
	g_autoptr(GByteArray) body = g_byte_array_new();

	if (type) {
		g_autofree char *head = g_strdup_printf("%s %zu", type, rest.length * times);

		g_byte_array_append(body, (const guint8 *)head, (guint)strlen(head) + 1);
	}
	while (times--)
		g_byte_array_append(body, (const guint8 *)rest.start, (guint)rest.length);
	if (flags & AS_IT_IS)
		g_byte_array_append(out, body->data, body->len);
	else
		add_packed(out, body);
	g_byte_array_set_size(out, out->len - MIN(out->len, cut));
	if (flags & BEHIND)
		g_byte_array_append(out, (const guint8 *)"x", 1);
}

static void check_object(const char *directory)
{
	struct inflater *inflater = inflater_new();
	struct object head = { 0 }, whole = { 0 };
	g_autoptr(GError) error = NULL;
	bool found, known;

	known = loose_read(inflater, directory, &id, false, &found, &head, NULL);
	g_assert_true(found && loose_exists(directory, &id));
	if (loose_read(inflater, directory, &id, true, &found, &whole, &error)) {
		g_assert_true(known && head.type == whole.type && head.size == whole.size);
		g_assert_true(whole.length <= whole.size && whole.data[whole.length] == '\0');
	} else {
		fuzz_check_message(error->message);
	}
	object_clear(&head);
	object_clear(&whole);
	inflater_free(inflater);
}

static void check_object_file(struct fuzz_input *input)
{
	struct commit_hex hex = commit_id_hex(&id);
	g_autofree char *name = g_strdup_printf("%.2s/%s", hex.text, hex.text + 2);
	g_autoptr(GByteArray) file = g_byte_array_new();

	make(file, input);
	g_free(fuzz_write(name, file->data, file->len));
	check_object(fuzz_directory());
}

static void check_graph(const uint8_t *data, size_t size)
{
	struct repo *repo = NULL;

	fuzz_begin_repository();
	g_free(fuzz_write("objects/info/commit-graph", data, size));
	g_free(fuzz_write("objects/info/commit-graphs/commit-graph-chain", data, size));
	g_free(fuzz_write("objects/info/commit-graphs/graph-x.graph", data, size));
	g_assert_true(repo_open(fuzz_directory(), &repo, NULL));
	commit_graph_count(repo);
	repo_free(repo);
}

static void check_alternates(const uint8_t *data, size_t size)
{
	g_autoptr(GPtrArray) directories = NULL;

	g_free(fuzz_write("info/alternates", data, size));
	g_free(fuzz_write("sub/info/alternates", data, size));
	directories = object_dirs(fuzz_directory());
	g_assert_cmpuint(directories->len, >=, 1);
	g_assert_cmpuint(directories->len, <=, 100);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = { data, data + size };

	repo_library_init();
	if (size && data[0] == 'G')
		check_graph(data + 1, size - 1);
	else if (size && data[0] == 'A')
		check_alternates(data + 1, size - 1);
	else
		check_object_file(&input);
	fuzz_remove(NULL);
	return 0;
}
