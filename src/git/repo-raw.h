/* SPDX-License-Identifier: GPL-2.0-or-later */
/* repo-raw - what the files of this folder share; nobody else's business. */

#ifndef WINNOW_GIT_REPO_RAW_H
#define WINNOW_GIT_REPO_RAW_H

#include "base/text.h"
#include "git/repo.h"

struct git_diff;
struct git_oid;
struct git_repository;
struct git_tree;
struct disk_cache;
struct repo_object;
struct settings;

/* libgit2's words for what just failed. Never NULL. */
const char *repo_reason(void);

/* Make reason those words, for a function that libgit2 calls. Returns its status of a failure. */
int repo_refuse(const char *reason);

/* See to it that repo_lack() speaks of an object that was not there, if status says so. */
void repo_note(struct repo *repo, int status);

/*
 * The setting that makes it a partial clone: of older ones an extension, of newer a remote's. NULL:
 * it is a whole one. The caller frees.
 */
char *repo_partial_setting(struct repo *repo);

/* Where its configuration is kept once it is read; repo owns what is there. */
struct settings **repo_settings(struct repo *repo);

/* Where its diffs are kept, of which repo holds a reference; NULL there: nowhere. */
struct disk_cache **repo_kept_diffs(struct repo *repo);

/* Forget the user's, which is the program's; by repo_library_shutdown(). */
void repo_config_shutdown(void);

/* Takes git over; name is for messages. */
struct repo *repo_of(struct git_repository *git, const char *name);

/* It was found from within its own directory, where git knows of no work tree. */
void repo_is_inside(struct repo *repo);

/* libgit2's own. Borrowed from repo. */
struct git_repository *repo_git(struct repo *repo);

enum {
	COMMIT_FILES_LIMIT = 200000, /* files and directories that one commit changes */
	TREE_FILES_LIMIT = 5000000,  /* that differ between two trees, or are in one */
};

/* An entry of a directory, as its bytes tell it; they live while they are visited. */
struct tree_entry {
	const char *name;
	size_t length;	    /* of name */
	guint mode;	    /* as it stands there: others have written it than git, too */
	const guint8 *id; /* COMMIT_ID_SIZE bytes */
};

static inline bool tree_entry_is_directory(const struct tree_entry *entry)
{
	return (entry->mode & 0170000) == 0040000;
}

/*
 * Call visit for each entry in which the tree after differs from the tree before (NULL: an empty
 * one), in the order of the paths; only directories that differ are opened. Either entry may be
 * NULL. Returns libgit2's status: below 0 when a directory is missing, more than limit entries
 * differ, they nest too deep, or are made to have no end; some have been visited then.
 */
typedef void repo_entry_visitor(const char *path, const struct tree_entry *before,
				const struct tree_entry *after, void *data);
int repo_compare_trees(struct git_repository *git, const struct git_oid *before,
		       const struct git_oid *after, size_t limit, repo_entry_visitor *visit,
		       void *data);

/* The same of a commit and its first parent (nothing, if it has none). */
bool repo_compare_commit(struct repo *repo, const struct commit_id *id, repo_entry_visitor *visit,
			 void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * What differs between two trees, of which the older may be NULL, by the files that differ: libgit2
 * alone walks both trees whole. flags and status are libgit2's; *out is the caller's.
 */
int repo_diff_trees(struct git_repository *git, struct git_tree *before, struct git_tree *after,
		    unsigned flags, struct git_diff **out);

/*
 * Append diff to out as git shows it, with renames found if wanted; *cut: it would be more than
 * limit bytes. Returns libgit2's status, 0 if cut.
 */
int repo_print_diff(struct git_diff *diff, bool renames, size_t limit, GString *out, bool *cut);

/*
 * The bytes of a commit: at least a "tree" line. Fails with WINNOW_ERROR_INPUT when it is missing,
 * or no commit.
 */
bool repo_object_read(struct repo *repo, const struct commit_id *id, struct repo_object **out,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;
struct slice repo_object_text(const struct repo_object *object);
void repo_object_free(struct repo_object *object);

#endif
