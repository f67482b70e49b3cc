/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A repository whose objects the input makes: each a byte for its type and one for its length (of
 * trees: of entries, each a byte for its mode, one for the object and one for the length of its
 * name). What an object says of others are ids of those before it: "@A" in a commit is the id of
 * the first, "@B" of the second. The last object is looked at as whatever it is.
 */
#include <string.h>

#include "git/file.h"
#include "git/repo.h"
#include "git/tree.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OBJECTS_LIMIT = 26, DIFF_LIMIT = 1 << 16, ENTRIES_LIMIT = 64 };

struct made {
	struct commit_id ids[OBJECTS_LIMIT];
	unsigned n;
};

static void add_id(GByteArray *out, const struct made *made, unsigned i)
{
	static const struct commit_id none;
	const struct commit_id *id = made->n ? &made->ids[i % made->n] : &none;

	g_byte_array_append(out, id->raw, COMMIT_ID_SIZE);
}

static void add_tree(GByteArray *out, struct fuzz_input *input, const struct made *made)
{
	static const char *const modes[] = { "100644", "100755", "40000",  "120000",
					     "160000", "0",	 "040000", "777777777777" };
	unsigned n = fuzz_byte(input) % ENTRIES_LIMIT;

	for (unsigned i = 0; i < n && input->p < input->end; i++) {
		unsigned mode = fuzz_byte(input), object = fuzz_byte(input);
		struct slice name = fuzz_bytes(input, fuzz_byte(input) % 16);
		const char *word = modes[mode % G_N_ELEMENTS(modes)];

		g_byte_array_append(out, (const guint8 *)word, (guint)strlen(word));
		g_byte_array_append(out, (const guint8 *)" ", 1);
		g_byte_array_append(out, (const guint8 *)name.start, (guint)name.length);
		g_byte_array_append(out, (const guint8 *)"", 1);
		add_id(out, made, object);
	}
}

static void add_text(GByteArray *out, struct slice text, const struct made *made)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned which = i + 1 < text.length ? (unsigned)text.start[i + 1] - 'A' : 99;

		if (text.start[i] == '@' && which < made->n) {
			struct commit_hex hex = commit_id_hex(&made->ids[which]);

			g_byte_array_append(out, (const guint8 *)hex.text, COMMIT_ID_HEX);
			i++;
		} else {
			g_byte_array_append(out, (const guint8 *)text.start + i, 1);
		}
	}
}

static void make(struct made *made, struct fuzz_input *input)
{
	static const char *const types[] = { "blob", "tree", "commit", "tag" };

	while (input->p < input->end && made->n < OBJECTS_LIMIT) {
		unsigned type = fuzz_byte(input) & 3;
		g_autoptr(GByteArray) body = g_byte_array_new();

		if (type == 1)
			add_tree(body, input, made);
		else
			add_text(body, fuzz_bytes(input, fuzz_byte(input)), made);
		made->ids[made->n++] = fuzz_put_object(types[type], body->data, body->len);
	}
}

static void visit(const struct tree_change *change, void *data)
{
	g_assert_true(change->before || change->after);
	g_assert_nonnull(change->path);
	++*(size_t *)data;
}

static bool walked(const struct commit *commit, void *data)
{
	g_assert_true(g_utf8_validate(commit->message, -1, NULL));
	return ++*(size_t *)data < 100;
}

static void check_commit(struct repo *repo, const struct commit_id *id)
{
	g_autoptr(GPtrArray) paths = NULL;
	g_autofree char *diff = NULL;
	g_autoptr(GBytes) bytes = NULL;
	struct commit commit;
	struct commit_id tree;
	size_t n = 0;
	bool cut;

	if (repo_read_commit(repo, id, &commit, NULL)) {
		g_assert_true(g_utf8_validate(commit.message, -1, NULL));
		g_assert_true(g_utf8_validate(commit.author_name, -1, NULL));
		commit_clear(&commit);
	}
	if (repo_diff(repo, id, DIFF_LIMIT, &diff, &cut, NULL))
		g_assert_true(g_utf8_validate(diff, -1, NULL));
	g_assert_true(repo_diff_bytes(repo, id, DIFF_LIMIT, &bytes, &cut, NULL) || !bytes);
	g_assert_true(repo_changed_paths(repo, id, &paths, NULL) || !paths);
	g_assert_true(repo_walk(repo, id, NULL, 0, walked, &n, NULL) || n < 200);
	if (tree_of_commit(repo, id, &tree, NULL))
		g_assert_true(tree_compare(repo, NULL, &tree, visit, &n, NULL) || n < G_MAXUINT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = { data, data + size };
	struct made made = { 0 };
	struct repo *repo = NULL;
	struct commit_id id;

	repo_library_init();
	make(&made, &input);
	fuzz_begin_repository();
	if (made.n) {
		fuzz_put_reference("refs/heads/main", &made.ids[made.n - 1]);
		fuzz_put_reference("refs/tags/v1", &made.ids[made.n - 1]);
	}
	g_assert_true(repo_open(fuzz_directory(), &repo, NULL));
	if (repo_resolve(repo, "main", &id, NULL))
		check_commit(repo, &id);
	repo_has_tag(repo, "v1");
	g_free(repo_lack(repo));
	if (made.n)
		check_commit(repo, &made.ids[made.n - 1]);
	repo_free(repo);
	fuzz_remove(NULL);
	return 0;
}
