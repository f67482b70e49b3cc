/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/plain-diff.h"

#include <string.h>

#include <git2.h>

#include "base/cleanup.h"
#include "git/diff-attributes.h"
#include "git/diff-text.h"
#include "git/line-diff.h"
#include "git/repo-files.h"
#include "git/repo-raw.h"

/* libgit2's numbers. */
enum {
	BINARY_BYTES = 8000, /* a NUL among so many at the start makes a file binary */
};

DEFINE_CLEANUP(git_blob *, git_blob_free)

/* One file. */
struct change {
	git_oid before, after; /* all zeros: it is not there */
	guint mode;
};

struct changes {
	GPtrArray *paths;
	GArray *files; /* struct change, as many */
	bool plain, any_made, any_removed;
};

/* Nothing that stands in quotes. */
static bool is_plain_path(const char *path)
{
	if (!*path)
		return false;
	for (const char *p = path; *p; p++)
		if (*p < ' ' || *p > '~' || *p == '"' || *p == '\\')
			return false;
	return true;
}

/* Of a file or a link that is as git writes it; 0: of anything else. */
static guint mode_of(const struct tree_entry *entry)
{
	guint mode = entry->mode;
	git_oid id;

	git_oid_fromraw(&id, entry->id);
	return (mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE ||
		mode == GIT_FILEMODE_LINK) &&
			       !git_oid_is_zero(&id)
		       ? mode
		       : 0;
}

static bool is_directory(const struct tree_entry *entry)
{
	return !entry || tree_entry_is_directory(entry);
}

static void add_change(const char *path, const struct tree_entry *before,
		       const struct tree_entry *after, void *data)
{
	struct changes *changes = data;
	guint n = changes->paths->len;
	struct change change = { .mode = 0 };

	if (!changes->plain || (is_directory(before) && is_directory(after)))
		return;
	change.mode = mode_of(after ? after : before);
	if (before)
		git_oid_fromraw(&change.before, before->id);
	if (after)
		git_oid_fromraw(&change.after, after->id);
	changes->any_made |= !before;
	changes->any_removed |= !after;
	/* What is made may be what is removed, by another name. Trees have an order. */
	changes->plain = change.mode && (!before || mode_of(before) == change.mode) &&
			 !(changes->any_made && changes->any_removed) && is_plain_path(path) &&
			 (!n || strcmp(changes->paths->pdata[n - 1], path) < 0);
	g_ptr_array_add(changes->paths, g_strdup(path));
	g_array_append_val(changes->files, change);
}

static bool read_text(git_repository *git, const git_oid *id, git_blob **blob, struct slice *text)
{
	*text = (struct slice){ "", 0 };
	if (git_oid_is_zero(id))
		return true;
	if (git_blob_lookup(blob, git, id) < 0)
		return false;
	*text = (struct slice){ git_blob_rawcontent(*blob), (size_t)git_blob_rawsize(*blob) };
	return text->length <= LINE_DIFF_LIMIT &&
	       !memchr(text->start, '\0', MIN(text->length, BINARY_BYTES));
}

static void append_name(GString *out, const char *mark, const char *side, const char *path,
			const git_oid *id)
{
	if (git_oid_is_zero(id))
		g_string_append_printf(out, "%s /dev/null\n", mark);
	else
		g_string_append_printf(out, "%s %s/%s\n", mark, side, path);
}

static void append_header(GString *out, const char *path, const struct change *change, int digits)
{
	char before[GIT_OID_HEXSZ + 1], after[GIT_OID_HEXSZ + 1];
	bool made = git_oid_is_zero(&change->before), removed = git_oid_is_zero(&change->after);

	git_oid_tostr(before, (size_t)digits + 1, &change->before);
	git_oid_tostr(after, (size_t)digits + 1, &change->after);
	g_string_append_printf(out, "diff --git a/%s b/%s\n", path, path);
	if (made || removed)
		g_string_append_printf(out, "%s file mode %o\n", made ? "new" : "deleted",
				       change->mode);
	g_string_append_printf(out, "index %s..%s", before, after);
	if (!made && !removed)
		g_string_append_printf(out, " %o", change->mode);
	g_string_append_c(out, '\n');
	append_name(out, "---", "a", path, &change->before);
	append_name(out, "+++", "b", path, &change->after);
}

/* False: it is not plain. */
static bool print_file(git_repository *git, const char *path, const struct change *change,
		       int digits, struct diff_text *out)
{
	_cleanup_(git_blob_freep) git_blob *old_blob = NULL;
	_cleanup_(git_blob_freep) git_blob *new_blob = NULL;
	g_autoptr(GString) header = g_string_new(NULL);
	struct slice older, newer;

	if (!diff_has_no_attribute(git, path) ||
	    !read_text(git, &change->before, &old_blob, &older) ||
	    !read_text(git, &change->after, &new_blob, &newer))
		return false;
	append_header(header, path, change, digits);
	if (diff_text_append_header(out, (struct slice){ header->str, header->len }))
		(void)line_diff(older, newer, out);
	return true;
}

static bool print_all(git_repository *git, const struct changes *changes, struct diff_text *out)
{
	int digits = diff_id_digits(git);
	size_t length = out->text->len;

	if (repo_files_check_attributes(git, changes->paths) < 0)
		return false;
	for (guint i = 0; i < changes->paths->len && !out->cut; i++) {
		const struct change *change = &g_array_index(changes->files, struct change, i);

		if (!print_file(git, changes->paths->pdata[i], change, digits, out)) {
			g_string_truncate(out->text, length);
			return false;
		}
	}
	return true;
}

bool plain_diff_print(git_repository *git, const git_oid *before, const git_oid *after,
		      size_t limit, GString *out, bool *cut, GPtrArray *paths)
{
	g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(struct change));
	struct changes changes = { .paths = paths, .files = files, .plain = true };
	struct diff_text text = { .text = out, .limit = limit };

	if (repo_compare_trees(git, before, after, COMMIT_FILES_LIMIT, add_change, &changes) < 0 ||
	    !changes.plain || !print_all(git, &changes, &text)) {
		g_ptr_array_set_size(paths, 0);
		return false;
	}
	*cut = text.cut;
	return true;
}
