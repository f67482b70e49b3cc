/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/repo.h"

#include <string.h>

#include <git2.h>

#include "base/error.h"
#include "base/text.h"
#include "git/repo-raw.h"

enum {
	CACHE_BYTES = 16 << 20, /* of trees: what lies around one commit */
};

struct repo {
	git_repository *git;
	git_odb *odb; /* opened when first needed */
	char *name;
	bool lacked; /* an object that it should have was asked for in vain */
};

DEFINE_CLEANUP(git_object *, git_object_free)
DEFINE_CLEANUP(git_commit *, git_commit_free)
DEFINE_CLEANUP(git_tree *, git_tree_free)
DEFINE_CLEANUP(git_diff *, git_diff_free)
DEFINE_CLEANUP(git_revwalk *, git_revwalk_free)
DEFINE_CLEANUP(git_config *, git_config_free)

/*
 * Extensions of a repository's format that make no difference to who only reads objects and
 * references; the library refuses what it is not told of.
 */
static const char *const harmless_extensions[] = {
	"noop-v1",	     /* by its name */
	"partialclone",	     /* objects that are not there are looked for nowhere */
	"preciousobjects",   /* nothing is ever deleted */
	"relativeworktrees", /* links that the library follows anyhow */
	"worktreeconfig",    /* sparse checkouts: of work trees nothing is read */
};

void repo_library_init(void)
{
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, harmless_extensions,
			 G_N_ELEMENTS(harmless_extensions));
	/* Checking every object's hash on read halves the speed of a walk, and git does not. */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	/* Nobody reads a commit twice: caching them costs a tenth of a walk, and all their bytes.
	 */
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_COMMIT, (size_t)0);
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)CACHE_BYTES);
}

void repo_library_shutdown(void)
{
	git_libgit2_shutdown();
}

const char *repo_reason(void)
{
	const git_error *error = git_error_last();

	return error && error->message ? error->message : "no reason given";
}

static git_config *config_of(struct repo *repo);

static git_oid to_oid(const struct commit_id *id)
{
	git_oid oid;

	git_oid_fromraw(&oid, id->raw);
	return oid;
}

static struct commit_id from_oid(const git_oid *oid)
{
	struct commit_id id;

	memcpy(id.raw, oid->id, COMMIT_ID_SIZE);
	return id;
}

void commit_clear(struct commit *commit)
{
	g_free(commit->parents);
	g_free(commit->author_name);
	g_free(commit->author_email);
	g_free(commit->message);
	*commit = (struct commit){ 0 };
}

static bool open_path(const char *path, bool may_lack, struct repo **out, GError **error)
{
	git_repository *git = NULL;
	int result = git_repository_open_ext(&git, path, 0, NULL);

	if (result == GIT_ENOTFOUND && may_lack) {
		*out = NULL;
		return true;
	}
	if (result < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot open repository '%s': %s", path,
			    repo_reason());
	*out = g_new0(struct repo, 1);
	(*out)->git = git;
	(*out)->name = g_strdup(path);
	return true;
}

bool repo_open(const char *path, struct repo **out, GError **error)
{
	return open_path(path, false, out, error);
}

bool repo_find(const char *path, struct repo **out, GError **error)
{
	return open_path(path, true, out, error);
}

void repo_free(struct repo *repo)
{
	if (!repo)
		return;
	git_odb_free(repo->odb);
	git_repository_free(repo->git);
	g_free(repo->name);
	g_free(repo);
}

struct git_repository *repo_git(struct repo *repo)
{
	return repo->git;
}

const char *repo_name(const struct repo *repo)
{
	return repo->name;
}

void repo_note(struct repo *repo, int status)
{
	repo->lacked = repo->lacked || status == GIT_ENOTFOUND;
}

static bool makes_partial(const char *setting)
{
	return strcmp(setting, "extensions.partialclone") == 0 ||
	       (g_str_has_prefix(setting, "remote.") && g_str_has_suffix(setting, ".promisor"));
}

/* The setting that makes it a partial clone: of older ones an extension, of newer a remote's. */
static char *partial_setting(struct repo *repo)
{
	_cleanup_(git_config_freep) git_config *config = config_of(repo);
	git_config_entry *entry = NULL;
	git_config_iterator *entries = NULL;
	char *found = NULL;

	/* libgit2 1.5 leaks memory for each name that it holds against a pattern. */
	if (config && git_config_iterator_new(&entries, config) == 0)
		while (!found && git_config_next(&entry, entries) == 0)
			if (makes_partial(entry->name))
				found = text_to_utf8(entry->name, strlen(entry->name), NULL);
	git_config_iterator_free(entries);
	return found;
}

char *repo_lack(struct repo *repo)
{
	g_autofree char *setting = repo->lacked ? partial_setting(repo) : NULL;

	return !setting ? NULL
			: g_strdup_printf("'%s' is a partial clone (git's partialClone extension, "
					  "by %s), and some of what is asked of it is not there: "
					  "git fetch --refetch --no-filter brings all",
					  repo->name, setting);
}

const char *repo_directory(const struct repo *repo)
{
	return git_repository_commondir(repo->git);
}

void repo_each_tag(struct repo *repo,
		   void (*visit)(const char *name, const struct commit_id *commit, void *data),
		   void *data)
{
	git_strarray names = { 0 };

	if (git_tag_list(&names, repo->git) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		g_autofree char *reference = g_strdup_printf("refs/tags/%s", names.strings[i]);
		_cleanup_(git_object_freep) git_object *tag = NULL;
		_cleanup_(git_object_freep) git_object *commit = NULL;
		struct commit_id id;

		if (git_revparse_single(&tag, repo->git, reference) < 0 ||
		    git_object_peel(&commit, tag, GIT_OBJECT_COMMIT) < 0)
			continue; /* of a blob, as git's own repository has one */
		id = from_oid(git_object_id(commit));
		visit(names.strings[i], &id, data);
	}
	git_strarray_dispose(&names);
}

static bool is_reference(struct repo *repo, const char *name)
{
	git_reference *reference = NULL;
	bool found = git_reference_dwim(&reference, repo->git, name) == 0;

	git_reference_free(reference);
	return found;
}

bool repo_resolve(struct repo *repo, const char *revision, struct commit_id *out, GError **error)
{
	_cleanup_(git_object_freep) git_object *named = NULL;
	_cleanup_(git_object_freep) git_object *commit = NULL;

	/* A branch may be called "feed": its name goes before a short id. */
	if (slice_hex_run(slice_of(revision)) == strlen(revision) &&
	    (strlen(revision) == COMMIT_ID_HEX || !is_reference(repo, revision))) {
		switch (repo_find_commit(repo, revision, out)) {
		case REPO_ONE:
			return true;
		case REPO_MANY:
			return fail(error, WINNOW_ERROR_INPUT,
				    "'%s' begins several commits in '%s': write more digits",
				    revision, repo->name);
		case REPO_NONE:
			break;
		}
	}
	if (git_revparse_single(&named, repo->git, revision) < 0 ||
	    git_object_peel(&commit, named, GIT_OBJECT_COMMIT) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "no commit '%s' in repository '%s'",
			    revision, repo->name);
	*out = from_oid(git_object_id(commit));
	return true;
}

bool repo_knows(struct repo *repo, const char *revision)
{
	struct commit_id ignored;

	return repo_resolve(repo, revision, &ignored, NULL);
}

enum repo_lookup repo_find_commit(struct repo *repo, const char *hex, struct commit_id *out)
{
	git_oid oid;
	size_t length = strlen(hex);

	if (length < GIT_OID_MINPREFIXLEN || length > COMMIT_ID_HEX ||
	    git_oid_fromstrn(&oid, hex, length) < 0)
		return REPO_NONE;

	_cleanup_(git_commit_freep) git_commit *commit = NULL;
	int status = git_commit_lookup_prefix(&commit, repo->git, &oid, length);

	if (status == 0) {
		*out = from_oid(git_commit_id(commit));
		return REPO_ONE;
	}
	if (status != GIT_EAMBIGUOUS)
		return REPO_NONE;

	/*
	 * libgit2 counts objects of every kind; git's own disambiguation does not. Asking for each
	 * longer prefix that is a commit finds out, and every step divides the candidates by 16.
	 */
	enum repo_lookup found = REPO_NONE;
	char longer[COMMIT_ID_HEX + 1];

	g_strlcpy(longer, hex, sizeof(longer));
	if (length == COMMIT_ID_HEX)
		return REPO_NONE;
	for (int digit = 0; digit < 16; digit++) {
		struct commit_id id;

		longer[length] = "0123456789abcdef"[digit];
		longer[length + 1] = '\0';
		switch (repo_find_commit(repo, longer, &id)) {
		case REPO_NONE:
			continue;
		case REPO_MANY:
			return REPO_MANY;
		case REPO_ONE:
			if (found == REPO_ONE)
				return REPO_MANY;
			found = REPO_ONE;
			*out = id;
		}
	}
	return found;
}

static char *decode(const git_commit *commit, const char *text)
{
	const char *encoding = git_commit_message_encoding(commit);

	return text_decode(text, text ? strlen(text) : 0, encoding, NULL);
}

static void fill(struct commit *out, const git_commit *commit)
{
	const git_signature *author = git_commit_author(commit);
	const git_signature *committer = git_commit_committer(commit);

	*out = (struct commit){ .id = from_oid(git_commit_id(commit)) };
	out->n_parents = git_commit_parentcount(commit);
	out->parents = g_new(struct commit_id, out->n_parents);
	for (size_t i = 0; i < out->n_parents; i++)
		out->parents[i] = from_oid(git_commit_parent_id(commit, (unsigned int)i));
	out->author_name = decode(commit, author ? author->name : NULL);
	out->author_email = decode(commit, author ? author->email : NULL);
	out->author_date = author ? author->when.time : 0;
	out->commit_date = committer ? committer->when.time : 0;
	out->message = decode(commit, git_commit_message(commit));
}

bool repo_read_commit(struct repo *repo, const struct commit_id *id, struct commit *out,
		      GError **error)
{
	_cleanup_(git_commit_freep) git_commit *commit = NULL;
	git_oid oid = to_oid(id);

	if (git_commit_lookup(&commit, repo->git, &oid) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot read commit %s in '%s': %s",
			    commit_id_hex(id).text, repo->name, repo_reason());
	fill(out, commit);
	return true;
}

bool repo_walk(struct repo *repo, const struct commit_id *tip, const struct commit_id *hides,
	       size_t n_hides, repo_visitor *visit, void *data, GError **error)
{
	_cleanup_(git_revwalk_freep) git_revwalk *walk = NULL;
	git_oid oid = to_oid(tip);

	if (git_revwalk_new(&walk, repo->git) < 0 ||
	    git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL) < 0 || git_revwalk_push(walk, &oid) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot walk '%s' from %s: %s", repo->name,
			    commit_id_hex(tip).text, repo_reason());
	for (size_t i = 0; i < n_hides; i++) {
		git_oid hidden = to_oid(&hides[i]);

		if (git_revwalk_hide(walk, &hidden) < 0)
			return fail(error, WINNOW_ERROR_INPUT, "cannot walk '%s' up to %s: %s",
				    repo->name, commit_id_hex(&hides[i]).text, repo_reason());
	}

	for (;;) {
		_cleanup_(git_commit_freep) git_commit *commit = NULL;
		int status = git_revwalk_next(&oid, walk);

		if (status == GIT_ITEROVER)
			return true;
		if (status < 0 || git_commit_lookup(&commit, repo->git, &oid) < 0)
			return fail(error, WINNOW_ERROR_INPUT, "history of '%s' breaks off: %s%s",
				    repo->name, repo_reason(),
				    git_repository_is_shallow(repo->git) == 1
					    ? " (a shallow clone: run git fetch --unshallow)"
					    : "");

		struct commit current;
		bool go_on;

		fill(&current, commit);
		go_on = visit(&current, data);
		commit_clear(&current);
		if (!go_on)
			return true;
	}
}

bool repo_object_read(struct repo *repo, const struct commit_id *id, struct repo_object **out,
		      GError **error)
{
	git_odb_object *object = NULL;
	git_oid oid = to_oid(id);

	if (!repo->odb && git_repository_odb(&repo->odb, repo->git) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot read '%s': %s", repo->name,
			    repo_reason());
	if (git_odb_read(&object, repo->odb, &oid) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "history of '%s' breaks off: %s%s",
			    repo->name, repo_reason(),
			    git_repository_is_shallow(repo->git) == 1
				    ? " (a shallow clone: run git fetch --unshallow)"
				    : "");
	if (git_odb_object_type(object) != GIT_OBJECT_COMMIT ||
	    git_odb_object_size(object) < sizeof("tree \n") - 1 + COMMIT_ID_HEX) {
		git_odb_object_free(object);
		return fail(error, WINNOW_ERROR_INPUT, "%s in '%s' is no commit",
			    commit_id_hex(id).text, repo->name);
	}
	*out = (struct repo_object *)object;
	return true;
}

struct slice repo_object_text(const struct repo_object *object)
{
	git_odb_object *raw = (git_odb_object *)object;

	return (struct slice){ git_odb_object_data(raw), git_odb_object_size(raw) };
}

void repo_object_free(struct repo_object *object)
{
	git_odb_object_free((git_odb_object *)object);
}

/* The trees of a commit and of its first parent (NULL for a root commit). */
static int trees_of(git_repository *git, const struct commit_id *id, git_tree **parent,
		    git_tree **own)
{
	_cleanup_(git_commit_freep) git_commit *commit = NULL;
	_cleanup_(git_commit_freep) git_commit *first = NULL;
	git_oid oid = to_oid(id);
	int status;

	status = git_commit_lookup(&commit, git, &oid);
	if (status < 0)
		return status;
	if (git_commit_parentcount(commit)) {
		status = git_commit_parent(&first, commit, 0);
		if (status == 0)
			status = git_commit_tree(parent, first);
		if (status < 0)
			return status;
	}
	return git_commit_tree(own, commit);
}

struct diff_text {
	GString *text;
	size_t limit;
	bool cut;
};

static int append_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
		       const git_diff_line *line, void *data)
{
	struct diff_text *out = data;

	(void)delta;
	(void)hunk;
	if (out->text->len + line->content_len > out->limit) {
		out->cut = true;
		return -1;
	}
	if (line->origin == GIT_DIFF_LINE_CONTEXT || line->origin == GIT_DIFF_LINE_ADDITION ||
	    line->origin == GIT_DIFF_LINE_DELETION)
		g_string_append_c(out->text, line->origin);
	g_string_append_len(out->text, line->content, (gssize)line->content_len);
	return 0;
}

/* A renamed file, a link, a submodule: whatever is no directory on either side. */
static void add_changed(const char *path, const git_tree_entry *before, const git_tree_entry *after,
			void *data)
{
	if ((before && git_tree_entry_type(before) != GIT_OBJECT_TREE) ||
	    (after && git_tree_entry_type(after) != GIT_OBJECT_TREE))
		g_ptr_array_add(data, g_strdup(path));
}

static int changed_paths(git_repository *git, const git_tree *before, const git_tree *after,
			 GPtrArray *out)
{
	return repo_compare_trees(git, before ? git_tree_id(before) : NULL, git_tree_id(after),
				  add_changed, out);
}

bool repo_changed_paths(struct repo *repo, const struct commit_id *id, GPtrArray **out,
			GError **error)
{
	_cleanup_(git_tree_freep) git_tree *parent = NULL;
	_cleanup_(git_tree_freep) git_tree *own = NULL;
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	if (trees_of(repo->git, id, &parent, &own) < 0 ||
	    changed_paths(repo->git, parent, own, paths) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot compare trees of commit %s: %s",
			    commit_id_hex(id).text, repo_reason());
	for (guint i = 0; i < paths->len; i++) {
		g_autofree char *raw = paths->pdata[i];

		paths->pdata[i] = text_to_utf8(raw, strlen(raw), NULL);
	}
	*out = g_steal_pointer(&paths);
	return true;
}

/*
 * libgit2 walks both trees whole for a diff, 1 ms and more a commit. Told which paths differ, which
 * comparing the trees finds out in a twentieth of that, it opens only those.
 */
static int diff_changed(struct repo *repo, git_tree *parent, git_tree *own, git_diff **out)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	int status = changed_paths(repo->git, parent, own, paths);

	/* The reader's diff.noprefix and the like are not ours. */
	options.old_prefix = "a";
	options.new_prefix = "b";
	/* An empty list would mean all of them. */
	if (status == 0 && paths->len > 0) {
		options.flags |= GIT_DIFF_DISABLE_PATHSPEC_MATCH;
		options.pathspec.strings = (char **)paths->pdata;
		options.pathspec.count = paths->len;
	}
	return status < 0 ? status : git_diff_tree_to_tree(out, repo->git, parent, own, &options);
}

bool repo_diff(struct repo *repo, const struct commit_id *id, size_t limit, char **out, bool *cut,
	       GError **error)
{
	_cleanup_(git_tree_freep) git_tree *parent = NULL;
	_cleanup_(git_tree_freep) git_tree *own = NULL;
	_cleanup_(git_diff_freep) git_diff *diff = NULL;
	git_diff_find_options find = GIT_DIFF_FIND_OPTIONS_INIT;
	struct diff_text text = { .text = g_string_new(NULL), .limit = limit };
	int status;

	find.flags = GIT_DIFF_FIND_RENAMES;
	status = trees_of(repo->git, id, &parent, &own);
	if (status == 0)
		status = diff_changed(repo, parent, own, &diff);
	if (status == 0)
		status = git_diff_find_similar(diff, &find);
	if (status == 0)
		status = git_diff_print(diff, GIT_DIFF_FORMAT_PATCH, append_line, &text);
	if (status < 0 && !text.cut) {
		g_string_free(text.text, TRUE);
		repo_note(repo, status);
		return fail(error, WINNOW_ERROR_INPUT, "cannot diff commit %s in '%s': %s",
			    commit_id_hex(id).text, repo->name, repo_reason());
	}
	*out = text_to_utf8(text.text->str, text.text->len, NULL);
	*cut = text.cut;
	g_string_free(text.text, TRUE);
	return true;
}

/* The settings of one work tree, which the library does not know of. */
static void add_worktree_config(struct repo *repo, git_config *config)
{
	g_autofree char *path = NULL;
	int enabled = 0;

	if (git_config_get_bool(&enabled, config, "extensions.worktreeconfig") < 0 || !enabled)
		return;
	path = g_build_filename(git_repository_path(repo->git), "config.worktree", NULL);
	if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
		git_config_add_file_ondisk(config, path, GIT_CONFIG_LEVEL_APP, repo->git, 0);
}

static git_config *config_of(struct repo *repo)
{
	git_config *config = NULL;

	if ((repo ? git_repository_config(&config, repo->git) : git_config_open_default(&config)) <
	    0)
		return NULL;
	if (repo)
		add_worktree_config(repo, config);
	return config;
}

char *repo_config(struct repo *repo, const char *key)
{
	_cleanup_(git_config_freep) git_config *config = config_of(repo);
	git_buf value = GIT_BUF_INIT;
	char *out = NULL;

	if (config && git_config_get_string_buf(&value, config, key) == 0)
		out = text_to_utf8(value.ptr, strlen(value.ptr), NULL);
	git_buf_dispose(&value);
	return out;
}

static int add_value(const git_config_entry *entry, void *data)
{
	g_strv_builder_add(data, entry->value);
	return 0;
}

char **repo_config_list(struct repo *repo, const char *key)
{
	_cleanup_(git_config_freep) git_config *config = config_of(repo);
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();

	if (config)
		git_config_get_multivar_foreach(config, key, NULL, add_value, out);
	return g_strv_builder_end(out);
}
