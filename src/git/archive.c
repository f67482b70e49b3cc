/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/archive.h"

#include <string.h>

#include <git2.h>

#include "base/error.h"
#include "git/objects.h"
#include "git/repo-raw.h"

enum {
	OLDER_RUN = 256, /* commits in a row that are older than asked for: so is the rest */
	EPOCHS_LIMIT = 1000,
	LAYOUT_COMMITS = 100, /* that are looked at for a first mail */
};

struct arrival {
	git_oid commit, blob;
	gint64 arrived;
	guint16 epoch;
	guint8 what; /* enum archive_mail, as far as the tree tells */
};

struct archive {
	char *path;
	GPtrArray *epochs;   /* git_repository *, the oldest first; opened when needed */
	GPtrArray *names;    /* char *, their directories */
	GArray *arrivals;    /* struct arrival, the newest first */
	GHashTable *removed; /* blobs (git_oid) of mails that were taken out */
	size_t later;
	git_odb_object *mail; /* the last one read */
};

DEFINE_CLEANUP(git_commit *, git_commit_free)
DEFINE_CLEANUP(git_tree *, git_tree_free)
DEFINE_CLEANUP(git_odb *, git_odb_free)

static void repository_destroy(void *repository)
{
	git_repository_free(repository);
}

static guint oid_hash(const void *key)
{
	guint hash;

	memcpy(&hash, ((const git_oid *)key)->id, sizeof(hash));
	return hash;
}

static gboolean oid_equal(const void *a, const void *b)
{
	return git_oid_equal(a, b) != 0;
}

void archive_free(struct archive *archive)
{
	git_odb_object_free(archive->mail);
	g_ptr_array_unref(archive->epochs);
	g_ptr_array_unref(archive->names);
	g_array_unref(archive->arrivals);
	g_hash_table_unref(archive->removed);
	g_free(archive->path);
	g_free(archive);
}

/* Append directory's "0.git", "1.git", ... */
static void list_epochs(const char *directory, GPtrArray *out)
{
	for (int i = 0; i < EPOCHS_LIMIT; i++) {
		g_autofree char *name = g_strdup_printf("%d.git", i);
		g_autofree char *path = g_build_filename(directory, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			g_ptr_array_add(out, g_steal_pointer(&path));
	}
}

/* The newest commit; false if there is none yet. */
static bool find_tip(git_repository *repository, git_oid *out)
{
	static const char *const names[] = { "HEAD", "refs/heads/master", "refs/heads/main",
					     "refs/remotes/origin/HEAD" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (git_reference_name_to_id(out, repository, names[i]) == 0)
			return true;
	return false;
}

static bool is_v1_tree(const git_tree *tree)
{
	const git_tree_entry *entry =
		git_tree_entrycount(tree) ? git_tree_entry_byindex(tree, 0) : NULL;
	const char *name = entry ? git_tree_entry_name(entry) : "";

	return strlen(name) == 2 && g_ascii_isxdigit(name[0]) && g_ascii_isxdigit(name[1]) &&
	       git_tree_entry_type(entry) == GIT_OBJECT_TREE;
}

static bool is_mail_tree(const git_tree *tree)
{
	return git_tree_entry_byname(tree, "m") || git_tree_entry_byname(tree, "d");
}

/* Whether the newest commits hold mails, the way layout 2 has them. */
static bool check_layout(const struct archive *archive, git_repository *repository, GError **error)
{
	git_oid at;

	if (!find_tip(repository, &at))
		return true; /* nothing came yet */
	for (int i = 0; i < LAYOUT_COMMITS; i++) {
		_cleanup_(git_commit_freep) git_commit *commit = NULL;
		_cleanup_(git_tree_freep) git_tree *tree = NULL;

		if (git_commit_lookup(&commit, repository, &at) < 0)
			break;
		if (git_commit_tree(&tree, commit) == 0 && is_mail_tree(tree))
			return true;
		if (tree && is_v1_tree(tree))
			return fail(error, WINNOW_ERROR_INPUT,
				    "'%s' is a public-inbox of layout 1, which is not read: "
				    "public-inbox-convert makes one of layout 2 of it",
				    archive->path);
		if (!git_commit_parentcount(commit))
			break;
		git_oid_cpy(&at, git_commit_parent_id(commit, 0));
	}
	return fail(error, WINNOW_ERROR_INPUT,
		    "'%s' is no public-inbox: its commits hold no mail 'm'", archive->path);
}

static bool open_epoch(struct archive *archive, const char *name, GError **error)
{
	git_repository *repository = NULL;

	/* Not a repository that path merely lies in. */
	if (objects_open(&repository, name, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot open inbox '%s': %s", name,
			    repo_reason());
	g_ptr_array_add(archive->epochs, repository);
	g_ptr_array_add(archive->names, g_strdup(name));
	return check_layout(archive, repository, error);
}

bool archive_open(const char *path, struct archive **out, GError **error)
{
	_cleanup_(archive_freep) struct archive *archive = g_new0(struct archive, 1);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *inner = g_build_filename(path, "git", NULL);

	archive->path = g_strdup(path);
	archive->epochs = g_ptr_array_new_with_free_func(repository_destroy);
	archive->names = g_ptr_array_new_with_free_func(g_free);
	archive->arrivals = g_array_new(FALSE, FALSE, sizeof(struct arrival));
	archive->removed = g_hash_table_new_full(oid_hash, oid_equal, g_free, NULL);
	if (!g_file_test(path, G_FILE_TEST_IS_DIR))
		return fail(error, WINNOW_ERROR_INPUT, "cannot open inbox '%s': no such directory",
			    path);
	list_epochs(inner, names);
	if (!names->len)
		list_epochs(path, names);
	if (!names->len)
		g_ptr_array_add(names, g_strdup(path));
	for (guint i = 0; i < names->len; i++)
		if (!open_epoch(archive, names->pdata[i], error))
			return false;
	*out = g_steal_pointer(&archive);
	return true;
}

/* What the commit's tree says of it: 'm' is a mail, 'd' one that is taken out with this commit. */
static enum archive_mail look_at(struct archive *archive, const git_commit *commit, git_oid *blob)
{
	_cleanup_(git_tree_freep) git_tree *tree = NULL;
	const git_tree_entry *mail, *removal;

	if (git_commit_tree(&tree, commit) < 0)
		return ARCHIVE_UNREADABLE;
	mail = git_tree_entry_byname(tree, "m");
	removal = git_tree_entry_byname(tree, "d");
	if (removal && !mail) {
		g_hash_table_add(archive->removed,
				 g_memdup2(git_tree_entry_id(removal), sizeof(git_oid)));
		return ARCHIVE_REMOVED;
	}
	if (!mail || git_tree_entry_type(mail) != GIT_OBJECT_BLOB)
		return ARCHIVE_NO_MAIL;
	git_oid_cpy(blob, git_tree_entry_id(mail));
	return g_hash_table_contains(archive->removed, blob) ? ARCHIVE_REMOVED : ARCHIVE_MAIL;
}

/* Go back from the epoch's tip. *ended says that all that is older is too old. */
static bool find_in_epoch(struct archive *archive, guint epoch, gint64 since, gint64 until,
			  bool *ended, GError **error)
{
	git_repository *repository = archive->epochs->pdata[epoch];
	struct arrival arrival = { .epoch = (guint16)epoch };
	bool more = find_tip(repository, &arrival.commit);
	int older = 0;

	while (more && older < OLDER_RUN) {
		_cleanup_(git_commit_freep) git_commit *commit = NULL;

		if (git_commit_lookup(&commit, repository, &arrival.commit) < 0)
			return fail(error, WINNOW_ERROR_INPUT,
				    "inbox '%s' breaks off at commit %s: %s",
				    (char *)archive->names->pdata[epoch],
				    git_oid_tostr_s(&arrival.commit), repo_reason());
		arrival.arrived = git_commit_time(commit);
		arrival.what = look_at(archive, commit, &arrival.blob);
		older = arrival.arrived < since ? older + 1 : 0;
		if (arrival.arrived > until)
			archive->later++;
		else if (arrival.arrived >= since)
			g_array_append_val(archive->arrivals, arrival);
		more = git_commit_parentcount(commit) > 0;
		if (more)
			git_oid_cpy(&arrival.commit, git_commit_parent_id(commit, 0));
	}
	*ended = more;
	return true;
}

bool archive_find(struct archive *archive, gint64 since, gint64 until, GError **error)
{
	bool ended = false;

	g_array_set_size(archive->arrivals, 0);
	g_hash_table_remove_all(archive->removed);
	archive->later = 0;
	for (guint i = archive->epochs->len; i > 0 && !ended; i--)
		if (!find_in_epoch(archive, i - 1, since, until, &ended, error))
			return false;
	return true;
}

size_t archive_length(const struct archive *archive)
{
	return archive->arrivals->len;
}

size_t archive_later(const struct archive *archive)
{
	return archive->later;
}

enum archive_mail archive_read(struct archive *archive, size_t index, size_t limit,
			       struct slice *bytes, gint64 *arrived, struct commit_id *id)
{
	const struct arrival *arrival = &g_array_index(archive->arrivals, struct arrival,
						       archive->arrivals->len - 1 - index);
	_cleanup_(git_odb_freep) git_odb *odb = NULL;
	git_object_t type;
	size_t length = 0;

	git_odb_object_free(archive->mail);
	archive->mail = NULL;
	*arrived = arrival->arrived;
	memcpy(id->raw, arrival->commit.id, COMMIT_ID_SIZE);
	if (arrival->what != ARCHIVE_MAIL)
		return arrival->what;
	if (git_repository_odb(&odb, archive->epochs->pdata[arrival->epoch]) < 0 ||
	    git_odb_read_header(&length, &type, odb, &arrival->blob) < 0 || type != GIT_OBJECT_BLOB)
		return ARCHIVE_UNREADABLE;
	if (length > limit)
		return ARCHIVE_TOO_LARGE;
	if (git_odb_read(&archive->mail, odb, &arrival->blob) < 0)
		return ARCHIVE_UNREADABLE;
	*bytes = (struct slice){ git_odb_object_data(archive->mail),
				 git_odb_object_size(archive->mail) };
	return ARCHIVE_MAIL;
}
