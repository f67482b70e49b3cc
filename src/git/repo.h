/* SPDX-License-Identifier: GPL-2.0-or-later */
/* repo - a Git repository, read only. Only this folder knows libgit2. */

#ifndef WINNOW_GIT_REPO_H
#define WINNOW_GIT_REPO_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"

struct repo;

/* One commit as read. Strings are valid UTF-8; dates are seconds since the epoch, UTC. */
struct commit {
	struct commit_id id;
	struct commit_id *parents;
	size_t n_parents;
	char *author_name, *author_email;
	gint64 author_date, commit_date;
	int author_zone, commit_zone; /* minutes east of UTC; 0 from repo_walk() */
	char *message;		      /* subject and body, as committed */
	bool cut; /* of the message there is more than is read; never set by walk.h */
};

void commit_clear(struct commit *commit);

/*
 * Open the repository at path or in a directory above it (bare or not).
 * Nothing in it is ever written. *out is the caller's; free it with repo_free().
 * Fails with WINNOW_ERROR_INPUT if there is none.
 */
bool repo_open(const char *path, struct repo **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same where there may be none: *out is NULL then. One that cannot be read is a failure. */
bool repo_find(const char *path, struct repo **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The one that git would work with in directory (NULL: the current one): what GIT_DIR names, else
 * the one around, up to GIT_CEILING_DIRECTORIES; GIT_WORK_TREE counts. *out is NULL where there is
 * none and neither was given.
 */
bool repo_locate(const char *directory, struct repo **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

void repo_free(struct repo *repo);
DEFINE_CLEANUP(struct repo *, repo_free)

/*
 * The same repository once more, for another thread: a struct repo is for one thread at a time, as
 * is all that was made of it, and what is found in vain is counted by each; see repo_add_lacked().
 * Opened by the thread that has repo. NULL: it cannot be. The caller's.
 */
struct repo *repo_another(struct repo *repo);

/* As given to repo_open(), for messages. */
const char *repo_name(const struct repo *repo);

/* Where its objects are: the same for all work trees of one repository. */
const char *repo_directory(const struct repo *repo);

/* The top of its work tree; NULL: it is bare, or was found from inside of itself. To be freed. */
char *repo_work_tree(const struct repo *repo);

/*
 * The commit that a revision (branch, tag, id, "v6.1~3") names.
 * Fails with WINNOW_ERROR_INPUT if it names none.
 */
bool repo_resolve(struct repo *repo, const char *revision, struct commit_id *out,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether there is a tag of exactly that name, and it leads to a commit. */
bool repo_has_tag(struct repo *repo, const char *name);

/* Call visit for each tag that leads to a commit, by name. The arguments live during the call. */
void repo_each_tag(struct repo *repo,
		   void (*visit)(const char *name, const struct commit_id *commit, void *data),
		   void *data);

/*
 * Call visit for each branch, of the repository's own and of its remotes ("origin/linux-5.10.y"),
 * that is no other name of another one. The arguments live during the call.
 */
void repo_each_branch(struct repo *repo,
		      void (*visit)(const char *name, const struct commit_id *commit, void *data),
		      void *data);

/* Whether there is a branch of that name, of the repository's own or of a remote's. */
bool repo_has_branch(struct repo *repo, const char *name);

/* Whether revision names a commit here. */
bool repo_knows(struct repo *repo, const char *revision);

/*
 * Digits that people wrote, resolved among commits only (a blob may share the prefix).
 * REPO_MANY when several commits begin with them; *out is then untouched, as with REPO_NONE.
 */
enum repo_lookup { REPO_NONE, REPO_ONE, REPO_MANY };
enum repo_lookup repo_find_commit(struct repo *repo, const char *hex, struct commit_id *out);

/* *out must be cleared with commit_clear(). Fails with WINNOW_ERROR_INPUT. */
bool repo_read_commit(struct repo *repo, const struct commit_id *id, struct commit *out,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Visit every commit reachable from tip and not from any of hides, children before their parents,
 * lines of history kept together. The commit lives during the call only; visit returns
 * false to stop the walk early, which is success.
 */
typedef bool repo_visitor(const struct commit *commit, void *data);
bool repo_walk(struct repo *repo, const struct commit_id *tip, const struct commit_id *hides,
	       size_t n_hides, repo_visitor *visit, void *data,
	       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The diff of a commit against its first parent (or nothing), as git shows it: three lines of
 * context, renames detected. Cut at limit bytes, and *cut says so. The caller frees *out.
 * Fails with WINNOW_ERROR_INPUT when an object is missing (partial clones) or unreadable.
 */
bool repo_diff(struct repo *repo, const struct commit_id *id, size_t limit, char **out, bool *cut,
	       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Have repo_diff() keep diffs in the file path for later runs, and take them from there. They are
 * written when repo and all repo_another() of it are freed, unless the system refuses.
 */
void repo_keep_diffs(struct repo *repo, const char *path);

/* The same for applying, not for reading: the bytes as they are, with whole binary patches. */
bool repo_diff_bytes(struct repo *repo, const struct commit_id *id, size_t limit, GBytes **out,
		     bool *cut, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Paths that a commit changed against its first parent, found by comparing trees entry by entry,
 * many times faster than a diff. A renamed file counts as both names. Elements are the array's.
 */
bool repo_changed_paths(struct repo *repo, const struct commit_id *id, GPtrArray **out,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * What to tell of a partial clone that lacked an object so far: which setting makes it one, and how
 * to have them all. NULL: nothing was lacking, or it is a whole one. The caller frees.
 */
char *repo_lack(struct repo *repo);

/* How often an object was asked for in vain so far: what was found then may be otherwise later. */
size_t repo_n_lacked(const struct repo *repo);

/* Have repo count what another thread asked for in vain, by its own repo_another(). */
void repo_add_lacked(struct repo *repo, size_t n);

/*
 * Have git itself read its configuration, the repository's with the user's or, where repo is NULL,
 * the user's alone, which the program keeps: so that whatever git heeds counts, its -c and
 * variables too. Paths of ours get their "~" then. To be called while programs can be run; not
 * called, or where there is no git, what libgit2 reads counts. *warning, the caller's, is set where
 * that is to be told, else NULL. Fails with WINNOW_ERROR_INPUT where the configuration is wrong, or
 * WINNOW_ERROR_USAGE where it was given for this call and nobody can read it.
 */
bool repo_config_read(struct repo *repo, char **warning, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * A value from git's configuration: the repository's when repo is given, else the user's.
 * NULL when unset. The caller frees.
 */
char *repo_config(struct repo *repo, const char *key);

/*
 * A boolean of git's: *out is untouched when unset. Fails with WINNOW_ERROR_INPUT, which names the
 * file, where it is none.
 */
bool repo_config_bool(struct repo *repo, const char *key, bool *out,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether text is one, as git reads it: yes, on, true, 1 and so on. */
bool repo_config_is_bool(const char *text, bool *out);

/* " in '/home/ann/.gitconfig'", of the value that counts, for messages; "". The caller frees. */
char *repo_config_place(struct repo *repo, const char *key);

/*
 * All values of a key that may be set several times, NULL-terminated; one that is named without a
 * value has none. Free with g_strfreev().
 */
char **repo_config_list(struct repo *repo, const char *key);

/* Once per process, from main(), before anything else of this folder. */
void repo_library_init(void);
void repo_library_shutdown(void);

#endif
