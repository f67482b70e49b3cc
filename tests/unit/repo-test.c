/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/repo.h"

#include <string.h>

#include <glib/gstdio.h>

#include "git/file.h"
#include "git/walk.h"
#include "tap.h"

#define PERSON "Ann Ash <ann@example.org> 1640995200 +0000"

static char *directory;

/* What a shell prints there, without the last newline. The caller frees. */
static char *shell(const char *script)
{
	g_autofree char *quoted = g_shell_quote(script);
	g_autofree char *line = g_strdup_printf(
		"env -C '%s' 'GIT_AUTHOR_NAME=Ann Ash' GIT_AUTHOR_EMAIL=a@example.org "
		"'GIT_COMMITTER_NAME=Ann Ash' GIT_COMMITTER_EMAIL=a@example.org "
		"GIT_AUTHOR_DATE='1640995200 +0100' "
		"GIT_COMMITTER_DATE='1640995200 -0130' sh -ec %s",
		directory, quoted);
	char *out = NULL;
	int status = 0;

	g_assert_true(g_spawn_command_line_sync(line, &out, NULL, &status, NULL));
	g_assert_true(g_spawn_check_wait_status(status, NULL));
	return g_strchomp(out);
}

static struct commit_id id_of(const char *script)
{
	g_autofree char *text = shell(script);
	struct commit_id id = { 0 };

	g_assert_true(commit_id_parse(text, &id));
	return id;
}

/* The id that git gives an object of this kind and text. The caller frees. */
static char *hash_of(const char *kind, const char *text)
{
	g_autofree char *header = g_strdup_printf("%s %zu", kind, strlen(text));
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);

	g_checksum_update(sum, (const guchar *)header, (gssize)strlen(header) + 1);
	g_checksum_update(sum, (const guchar *)text, -1);
	return g_strdup(g_checksum_get_string(sum));
}

/* An object of any text, however little git would make of it. */
static struct commit_id put(const char *kind, const char *text)
{
	g_autofree char *path = g_build_filename(directory, ".git", "raw", NULL);
	g_autofree char *script =
		g_strdup_printf("git hash-object -w -t %s --literally .git/raw", kind);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	return id_of(script);
}

/* A commit without parents, of the tree that HEAD has, that says so. The caller frees. */
static char *commit_text(const char *tree, guint number)
{
	return g_strdup_printf("tree %s\nauthor " PERSON "\ncommitter " PERSON "\n\nnumber %u\n",
			       tree, number);
}

/* Two commits whose ids share their first digits and differ in the next; the digits in prefix. */
static void put_twins(const char *tree, size_t digits, char prefix[COMMIT_ID_HEX + 1],
		      struct commit_id out[2])
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 1;; i++) {
		g_autofree char *text = commit_text(tree, i);
		g_autofree char *hex = hash_of("commit", text);
		g_autofree char *begin = g_strndup(hex, digits);
		guint other = GPOINTER_TO_UINT(g_hash_table_lookup(seen, begin));

		if (other) {
			g_autofree char *first = commit_text(tree, other);
			g_autofree char *first_hex = hash_of("commit", first);

			if (first_hex[digits] == hex[digits])
				continue;
			out[0] = put("commit", first);
			out[1] = put("commit", text);
			g_strlcpy(prefix, begin, COMMIT_ID_HEX + 1);
			return;
		}
		g_hash_table_insert(seen, g_steal_pointer(&begin), GUINT_TO_POINTER(i));
	}
}

/* A blob whose id begins with the same four digits. */
static struct commit_id put_blob_like(const char *hex)
{
	for (guint i = 0;; i++) {
		g_autofree char *text = g_strdup_printf("blob %u\n", i);
		g_autofree char *found = hash_of("blob", text);

		if (strncmp(found, hex, 4) == 0)
			return put("blob", text);
	}
}

static void add_name(const char *name, const struct commit_id *commit, void *data)
{
	g_string_append_printf(data, "%s %s\n", name, commit_id_short(commit).text);
}

static void test_names(struct repo *repo, const struct commit_id *root)
{
	g_autoptr(GString) tags = g_string_new(NULL);
	g_autofree char *tree = shell("git rev-parse HEAD^{tree}");
	g_autofree char *expected = g_strdup_printf("light %s\nv1 %s\n", commit_id_short(root).text,
						    commit_id_short(root).text);
	g_autoptr(GError) error = NULL;
	char prefix[COMMIT_ID_HEX + 1];
	char longer[COMMIT_ID_HEX + 3];
	struct commit_id found = { 0 }, twins[2], none = { 0 };

	g_free(shell("git tag -m one v1 root; git tag light root; "
		     "git tag of-blob root:a.c; git branch feed root; "
		     "echo 0123456789012345678901234567890123456789 >.git/refs/tags/broken"));
	repo_each_tag(repo, add_name, tags);
	tap_same("tags that lead to a commit", expected, tags->str);
	tap_ok(repo_has_tag(repo, "v1") && repo_has_tag(repo, "light"), "two of them by name");
	tap_ok(!repo_has_tag(repo, "of-blob") && !repo_has_tag(repo, "broken") &&
		       !repo_has_tag(repo, "v2") && !repo_has_tag(repo, "feed"),
	       "what is none");
	tap_ok(!repo_has_tag(repo, "v1~0") && !repo_has_tag(repo, "v1^{/root}") &&
		       !repo_has_tag(repo, "../heads/feed") && !repo_has_tag(repo, ""),
	       "a name is no revision");
	tap_ok(repo_resolve(repo, "feed", &found, NULL) && commit_id_equal(&found, root),
	       "a branch with a name of hex digits");
	tap_ok(repo_knows(repo, "light") && !repo_knows(repo, "of-blob") &&
		       !repo_knows(repo, "dead0"),
	       "what names a commit");

	tap_number("three digits are too few", REPO_NONE, repo_find_commit(repo, "abc", &found));
	memset(longer, 'a', COMMIT_ID_HEX + 1);
	longer[COMMIT_ID_HEX + 1] = '\0';
	tap_number("41 are too many", REPO_NONE, repo_find_commit(repo, longer, &found));
	tap_number("no digits", REPO_NONE, repo_find_commit(repo, "zebra", &found));
	put_blob_like(commit_id_hex(root).text);
	g_strlcpy(prefix, commit_id_hex(root).text, 5);
	found = none;
	tap_ok(repo_find_commit(repo, prefix, &found) == REPO_ONE && commit_id_equal(&found, root),
	       "a commit, though a blob begins with the same digits");

	for (size_t digits = 4; digits <= 5; digits++) {
		put_twins(tree, digits, prefix, twins);
		found = none;
		prefix[4] = '\0';
		tap_number("two commits", REPO_MANY, repo_find_commit(repo, prefix, &found));
		tap_ok(commit_id_equal(&found, &none), "neither is given");
		g_strlcpy(prefix, commit_id_hex(&twins[1]).text, digits + 2);
		tap_ok(repo_find_commit(repo, prefix, &found) == REPO_ONE &&
			       commit_id_equal(&found, &twins[1]),
		       "one digit more tells them apart");
	}
	prefix[4] = '\0';
	tap_ok(!repo_resolve(repo, prefix, &found, &error) && strstr(error->message, "more digits"),
	       "what to do about it");
}

static bool count_one(const struct commit *commit, void *data)
{
	(void)commit;
	return ++*(int *)data < 2;
}

static bool count_all(const struct commit *commit, void *data)
{
	(void)commit;
	++*(int *)data;
	return true;
}

static void test_commits(struct repo *repo, const struct commit_id *tip)
{
	struct commit_id unknown = { .raw = { 1, 2, 3 } };
	struct commit commit = { 0 };
	g_autofree char *name = NULL;
	g_autoptr(GError) error = NULL;
	int n = 0;

	tap_ok(repo_read_commit(repo, tip, &commit, NULL), "a commit is read");
	tap_number("its author's zone", 60, commit.author_zone);
	tap_number("its committer's zone", -90, commit.commit_zone);
	tap_number("its parent", 1, (gint64)commit.n_parents);
	commit_clear(&commit);
	tap_ok(!repo_read_commit(repo, &unknown, &commit, &error) &&
		       g_str_has_prefix(error->message, "cannot read commit 0102030"),
	       "none there: it says which");
	g_clear_error(&error);
	tap_ok(repo_walk(repo, tip, NULL, 0, count_one, &n, NULL), "a walk that is stopped");
	tap_number("is no failure", 2, n);
	tap_ok(!repo_walk(repo, &unknown, NULL, 0, count_one, &n, &error) &&
		       strstr(error->message, "' from 0102030"),
	       "a walk from nowhere");
	g_clear_error(&error);
	tap_ok(!repo_walk(repo, tip, &unknown, 1, count_one, &n, &error) &&
		       strstr(error->message, "' up to 0102030"),
	       "a walk to nowhere");
	tap_number("visits nothing", 2, n);
	name = repo_old_name(repo, &unknown, "a.c");
	tap_same("a commit that is not there renames nothing", NULL, name);
}

static void add_commit(struct commit *commit, void *data)
{
	g_string_append_printf(data, "%zu|%s|%s|%" G_GINT64_FORMAT "|%s", commit->n_parents,
			       commit->author_name, commit->author_email, commit->author_date,
			       commit->message);
}

/* Walk from a commit of this text. The caller frees. */
static char *walked(struct repo *repo, const char *kind, const char *text, bool *ok)
{
	struct commit_id id = put(kind, text);
	GString *out = g_string_new(NULL);
	struct walk walk = { .visit = add_commit, .data = out };
	g_autoptr(GError) error = NULL;

	*ok = walk_commits(repo, &id, &walk, &error);
	if (!*ok)
		g_string_append(out, error->message);
	return g_string_free(out, FALSE);
}

/* Commits that git would not make: what can be read of them is. */
static void test_raw(struct repo *repo)
{
	static const struct {
		const char *name, *header, *expected;
	} commits[] = {
		{ "no people", "\nhello\n", "0|||0|hello\n" },
		{ "no message", "author " PERSON "\n", "0|Ann Ash|ann@example.org|1640995200|" },
		{ "no address", "author Ann Ash 5\n\nx", "0|Ann Ash 5||0|x" },
		{ "an address without an end", "author Ann <ann 5\n\nx", "0|Ann||0|x" },
		{ "the first author counts", "author A <a@x> 5 +0000\nauthor B <b@x> 6 +0000\n\nx",
		  "0|A|a@x|5|x" },
		{ "a date that nobody lives to see", "author A <a@x> 99999999999999999\n\nx",
		  "0|A|a@x|253402300799|x" },
		{ "one before all", "author A <a@x> -99999999999999999\n\nx",
		  "0|A|a@x|-253402300799|x" },
		{ "a parent that is no id",
		  "parent zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\nauthor A <a@x> 5\n\nx",
		  "0|A|a@x|5|x" },
		{ "a parent that is cut off", "parent 0123\nauthor A <a@x> 5\n\nx", "0|A|a@x|5|x" },
		{ "an encoding", "author J\xfcrgen <j@x> 5\nencoding iso-8859-1\n\n\xe4\n",
		  "0|Jürgen|j@x|5|ä\n" },
		{ "the first encoding counts",
		  "author A <a@x> 5\nencoding iso-8859-1\nencoding koi8-r\n\n\xe4\n",
		  "0|A|a@x|5|ä\n" },
	};
	g_autofree char *tree = shell("git rev-parse HEAD^{tree}");
	bool ok = false;

	for (size_t i = 0; i < G_N_ELEMENTS(commits); i++) {
		g_autofree char *text = g_strdup_printf("tree %s\n%s", tree, commits[i].header);
		g_autofree char *said = walked(repo, "commit", text, &ok);

		tap_same(commits[i].name, commits[i].expected, ok ? said : "not read");
	}

	g_autofree char *blob =
		walked(repo, "blob", "a blob is no commit, be it ever so long\n", &ok);

	tap_ok(!ok && g_str_has_suffix(blob, "is no commit"), "a blob is none");

	g_autofree char *brief = walked(repo, "commit", "tree 0123\n", &ok);

	tap_ok(!ok && g_str_has_suffix(brief, "is no commit"), "nor is a commit cut off");
}

/* renamed NAME EXPECTED SCRIPT: what HEAD's new.c was called before. */
static void renamed(struct repo *repo, const char *name, const char *expected, const char *script)
{
	g_autofree char *whole = g_strdup_printf(
		"git rm -rq --cached .; rm -rf one two "
		"*.c; for i in 1 2 3 4 5 6 7 8 9; do echo line $i; done >long; %s; "
		"git add -A .; git commit -q --allow-empty -m renamed; git rev-parse HEAD",
		script);
	struct commit_id id = id_of(whole);
	g_autofree char *before = repo_old_name(repo, &id, "two/new.c");

	tap_same(name, expected, before);
}

/* begins SCRIPT: the commit before. */
static void begins(const char *script)
{
	g_autofree char *whole = g_strdup_printf(
		"git checkout -q -f --detach root; mkdir -p one two; for i in 1 2 3 4 5 6 7 8 9; "
		"do "
		"echo line $i; done >long; %s; git add -A .; git commit -q --allow-empty -m before",
		script);

	g_free(shell(whole));
}

static void test_renames(struct repo *repo, const struct commit_id *root)
{
	g_autofree char *of_root = repo_old_name(repo, root, "a.c");

	tap_same("a first commit renames nothing", NULL, of_root);
	begins("cp long one/old.c");
	renamed(repo, "the same bytes", "one/old.c", "mkdir two; cp long two/new.c");
	begins("cp long one/old.c");
	renamed(repo, "much the same", "one/old.c",
		"mkdir two; { cat long; echo more; } >two/new.c");
	begins("echo else >one/new.c");
	renamed(repo, "the same last name", "one/new.c", "mkdir two; cp long two/new.c");
	begins("echo else >one/new.c; mkdir -p one/b; echo other >one/b/new.c");
	renamed(repo, "two of that name, neither like it", NULL, "mkdir two; cp long two/new.c");
	begins("echo else >one/old.c");
	renamed(repo, "nothing like it", NULL, "mkdir two; cp long two/new.c");
	begins("true");
	renamed(repo, "it is not there", NULL, "echo x >other.c");
	begins("cp long two/new.c");
	renamed(repo, "it was there already", NULL, "mkdir two; echo x >two/new.c");
}

static void test_files(struct repo *repo, const struct commit_id *root, const struct commit_id *tip)
{
	struct commit_id unknown = { .raw = { 1, 2, 3 } }, now, then;
	g_autofree char *text = NULL, *ignored = NULL, *lack = NULL;
	g_autoptr(GBytes) bytes = NULL, none = NULL;

	tap_number("a file", REPO_FILE_READ, repo_read_file(repo, tip, "a.c", 100, &text));
	tap_same("its text", "one\ntwo\n", text);
	tap_number("one that is too long", REPO_FILE_UNREADABLE,
		   repo_read_file(repo, tip, "a.c", 7, &ignored));
	tap_number("one that is not there", REPO_FILE_ABSENT,
		   repo_read_file(repo, tip, "z.c", 100, &ignored));
	tap_number("one below a file", REPO_FILE_ABSENT,
		   repo_read_file(repo, tip, "a.c/b.c", 100, &ignored));
	tap_number("a directory", REPO_FILE_UNREADABLE,
		   repo_read_file(repo, tip, "dir", 100, &ignored));
	tap_number("of no commit", REPO_FILE_UNREADABLE,
		   repo_read_file(repo, &unknown, "a.c", 100, &ignored));
	tap_number("its version", REPO_FILE_READ, repo_file_id(repo, tip, false, "a.c", &now));
	tap_number("the one before", REPO_FILE_READ, repo_file_id(repo, tip, true, "a.c", &then));
	tap_ok(!commit_id_equal(&now, &then), "they differ");
	tap_number("before the first there is none", REPO_FILE_ABSENT,
		   repo_file_id(repo, root, true, "a.c", &then));
	bytes = repo_read_blob(repo, &now, 100);
	tap_number("its bytes", 8, bytes ? (gint64)g_bytes_get_size(bytes) : -1);
	none = repo_read_blob(repo, &unknown, 100);
	tap_ok(!none, "no bytes of nothing");
	lack = repo_lack(repo);
	tap_same("a whole clone is told nothing of partial ones", NULL, lack);
}

/* "old_start+count new_start+count" of each change. The caller frees. */
static char *compared(const char *before, const char *after)
{
	g_autoptr(GBytes) old = g_bytes_new_static(before, strlen(before));
	g_autoptr(GBytes) new = g_bytes_new_static(after, strlen(after));
	g_autoptr(GArray) changes = lines_compare(old, new);
	GString *out = g_string_new(NULL);

	for (guint i = 0; changes && i < changes->len; i++) {
		const struct line_change *one = &g_array_index(changes, struct line_change, i);

		g_string_append_printf(out, "%zu+%zu %zu+%zu\n", one->old_start, one->old_count,
				       one->new_start, one->new_count);
	}
	return g_string_free(out, FALSE);
}

static void test_lines(void)
{
	static const struct {
		const char *name, *before, *after, *expected;
	} pairs[] = {
		{ "the same", "a\nb\n", "a\nb\n", "" },
		{ "a line replaced", "a\nb\nc\n", "a\nB\nc\n", "1+1 1+1\n" },
		{ "lines put between", "a\nc\n", "a\nb\nb\nc\n", "1+0 1+2\n" },
		{ "the first taken away", "a\nb\n", "b\n", "0+1 0+0\n" },
		{ "from nothing", "", "a\n", "0+0 0+1\n" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		g_autofree char *said = compared(pairs[i].before, pairs[i].after);

		tap_same(pairs[i].name, pairs[i].expected, said);
	}
}

static void test_diffs(struct repo *repo, const struct commit_id *root, const struct commit_id *tip)
{
	struct commit_id unknown = { .raw = { 1, 2, 3 } };
	g_autofree char *text = NULL, *start = NULL;
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GPtrArray) paths = NULL;
	g_autoptr(GError) error = NULL;
	char *ignored = NULL;
	GBytes *no_bytes = NULL;
	GPtrArray *no_paths = NULL;
	bool cut = true;

	tap_ok(repo_diff(repo, tip, 10000, &text, &cut, NULL) && strstr(text, "\n+two\n") && !cut,
	       "a diff");
	tap_ok(repo_diff(repo, tip, 20, &start, &cut, NULL) && strlen(start) <= 20 && cut,
	       "a diff that is cut");
	tap_ok(!repo_diff(repo, &unknown, 100, &ignored, &cut, &error) && error,
	       "a diff of nothing");
	g_clear_error(&error);
	tap_ok(repo_diff_bytes(repo, root, 10000, &bytes, &cut, NULL) && !cut &&
		       g_strstr_len(g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes),
				    "GIT binary patch"),
	       "a binary file, whole");
	tap_ok(!repo_diff_bytes(repo, &unknown, 100, &no_bytes, &cut, &error) && error,
	       "bytes of nothing");
	g_clear_error(&error);
	tap_ok(repo_changed_paths(repo, tip, &paths, NULL), "paths");
	tap_number("those that changed", 1, paths ? (gint64)paths->len : -1);
	tap_ok(!repo_changed_paths(repo, &unknown, &no_paths, &error) &&
		       strstr(error->message, "of commit 0102030"),
	       "paths of nothing");
}

/* A commit away from the middle of history: what cannot be read is not passed over. */
static void test_broken(const struct commit_id *tip)
{
	struct repo *repo = NULL;
	struct walk walk = { .visit = add_commit };
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *root = shell("git rev-parse root");
	g_autofree char *file =
		g_strdup_printf("%s/.git/objects/%.2s/%s", directory, root, root + 2);
	g_autofree char *shallow = g_build_filename(directory, ".git", "shallow", NULL);
	int n = 0;

	walk.data = out;
	g_assert_true(g_unlink(file) == 0);
	g_assert_true(repo_open(directory, &repo, NULL));
	tap_ok(!repo_walk(repo, tip, NULL, 0, count_all, &n, &error) &&
		       !strstr(error->message, "shallow"),
	       "a walk into a gap");
	g_clear_error(&error);
	tap_ok(!walk_commits(repo, tip, &walk, &error) && strstr(error->message, "breaks off") &&
		       !strstr(error->message, "shallow"),
	       "with two threads, too");
	g_clear_error(&error);
	repo_free(repo);
	g_assert_true(g_file_set_contents(shallow, "0123456789012345678901234567890123456789\n", -1,
					  NULL));
	g_assert_true(repo_open(directory, &repo, NULL));
	tap_ok(!walk_commits(repo, tip, &walk, &error) && strstr(error->message, "--unshallow"),
	       "of a shallow clone it says what to do");
	repo_free(repo);
}

/* A pack that comes within the tick of a clock leaves the time of its directory as it was. */
static void test_repacked(const struct commit_id *first, const struct commit_id *second)
{
	g_autofree char *copy = g_build_filename(directory, "copy.git", NULL);
	struct repo *repo = NULL;
	struct commit commit = { 0 };

	g_free(shell("cp -R .git copy.git; touch -r copy.git/objects/pack time"));
	g_assert_true(repo_open(copy, &repo, NULL));
	g_free(shell("cd copy.git; git rev-list --objects --no-object-names tip |"
		     " git pack-objects -q objects/pack/pack >id; git prune-packed -q;"
		     " touch -r ../time objects/pack"));
	tap_ok(repo_read_commit(repo, first, &commit, NULL), "packed within a tick");
	commit_clear(&commit);
	tap_ok(repo_read_commit(repo, second, &commit, NULL), "and another one of it");
	commit_clear(&commit);
	repo_free(repo);
}

int main(void)
{
	struct repo *repo = NULL, *none = NULL;
	struct commit_id root, tip;
	g_autofree char *clean = NULL, *value = NULL, *absent = NULL, *tree = NULL, *empty = NULL;
	g_autoptr(GError) error = NULL;

	directory = g_dir_make_tmp("repo-test-XXXXXX", NULL);
	clean = g_strdup_printf("rm -rf '%s'", directory);
	empty = g_build_filename(directory, "nothing", NULL);
	repo_library_init();
	g_assert_true(g_mkdir(empty, 0777) == 0);
	tap_ok(repo_find(empty, &none, NULL) && !none, "no repository, where there may be none");
	tap_ok(!repo_open(empty, &none, &error) &&
		       g_str_has_prefix(error->message, "cannot open repository '"),
	       "no repository, where there must be one");
	repo_free(NULL);
	root = id_of("git init -q; mkdir dir; echo one >a.c; echo x >dir/b.c; printf 'a\\0b' >bin; "
		     "git add .; git commit -qm first; git branch root; git rev-parse HEAD");
	tip = id_of("echo two >>a.c; git commit -qam second; git config winnow.upstream there; "
		    "git branch tip; git rev-parse HEAD");
	g_assert_true(repo_open(directory, &repo, NULL));
	tree = repo_work_tree(repo);
	tap_ok(tree && g_str_has_suffix(tree, "/"), "its work tree");
	value = repo_config(repo, "winnow.upstream");
	tap_same("a setting", "there", value);
	absent = repo_config(repo, "winnow.downstream");
	tap_same("one that is not set", NULL, absent);
	test_names(repo, &root);
	test_commits(repo, &tip);
	test_raw(repo);
	test_files(repo, &root, &tip);
	test_lines();
	test_diffs(repo, &root, &tip);
	test_renames(repo, &root);
	repo_free(repo);
	test_repacked(&root, &tip);
	test_broken(&tip);
	repo_library_shutdown();
	g_assert_true(g_spawn_command_line_sync(clean, NULL, NULL, NULL, NULL));
	g_free(directory);
	return tap_done();
}
