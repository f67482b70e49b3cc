/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/repo.h"

#include <string.h>

#include <git2.h>
#if __has_include(<git2/sys/errors.h>) /* since libgit2 1.8; until then git2.h has them */
#include <git2/sys/errors.h>
#endif

#include "base/error.h"
#include "base/text.h"
#include "git/commit-text.h"
#include "git/kept-diffs.h"
#include "git/object.h"
#include "git/repo-raw.h"
#include "git/settings.h"

enum {
	CACHE_BYTES = 16 << 20, /* of trees: what lies around one commit */
};

struct repo {
	git_repository *git;
	git_odb *odb; /* opened when first needed */
	char *name;
	struct settings *settings; /* NULL: not read yet */
	bool is_inside;	 /* found from within its own directory: as for git, no work tree then */
	size_t n_lacked; /* how often an object that it should have was asked for in vain */
	struct disk_cache *diffs; /* NULL: none are kept */
};

DEFINE_CLEANUP(git_object *, git_object_free)
DEFINE_CLEANUP(git_commit *, git_commit_free)
DEFINE_CLEANUP(git_revwalk *, git_revwalk_free)
DEFINE_CLEANUP(git_reference *, git_reference_free)

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

/*
 * libgit2 with mbed TLS parses the certificates of the system as it starts, for HTTPS that is not
 * spoken here, which takes longer than to open a repository and offers no way around. It finds this
 * instead of the library's, and does without. Any other libgit2 does not ask for it.
 */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);
int mbedtls_x509_crt_parse_file(G_GNUC_UNUSED void *chain, G_GNUC_UNUSED const char *path)
{
	enum { MBEDTLS_ERR_X509_FILE_IO_ERROR = -0x2900 };

	return MBEDTLS_ERR_X509_FILE_IO_ERROR;
}

void repo_library_init(void)
{
	git_libgit2_init();
	git_error_clear(); /* of the certificates */
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
	repo_config_shutdown();
	git_libgit2_shutdown();
}

const char *repo_reason(void)
{
	const git_error *error = git_error_last();

	return error && error->message ? error->message : "no reason given";
}

int repo_refuse(const char *reason)
{
	git_error_set_str(GIT_ERROR_ODB, reason);
	return GIT_ERROR;
}

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

void repo_free(struct repo *repo)
{
	if (!repo)
		return;
	disk_cache_unref(repo->diffs);
	git_odb_free(repo->odb);
	git_repository_free(repo->git);
	settings_free(repo->settings);
	g_free(repo->name);
	g_free(repo);
}

struct repo *repo_of(struct git_repository *git, const char *name)
{
	struct repo *repo = g_new0(struct repo, 1);

	repo->git = git;
	repo->name = g_strdup(name);
	return repo;
}

struct git_repository *repo_git(struct repo *repo)
{
	return repo->git;
}

struct disk_cache **repo_kept_diffs(struct repo *repo)
{
	return &repo->diffs;
}

struct settings **repo_settings(struct repo *repo)
{
	return &repo->settings;
}

const char *repo_name(const struct repo *repo)
{
	return repo->name;
}

void repo_note(struct repo *repo, int status)
{
	repo->n_lacked += status == GIT_ENOTFOUND;
}

char *repo_lack(struct repo *repo)
{
	g_autofree char *setting = repo->n_lacked ? repo_partial_setting(repo) : NULL;

	return !setting ? NULL
			: g_strdup_printf("'%s' is a partial clone (git's partialClone extension, "
					  "by %s), and some of what is asked of it is not there: "
					  "git fetch --refetch --no-filter brings all",
					  repo->name, setting);
}

size_t repo_n_lacked(const struct repo *repo)
{
	return repo->n_lacked;
}

void repo_add_lacked(struct repo *repo, size_t n)
{
	repo->n_lacked += n;
}

const char *repo_directory(const struct repo *repo)
{
	return git_repository_commondir(repo->git);
}

char *repo_work_tree(const struct repo *repo)
{
	return repo->is_inside ? NULL : g_strdup(git_repository_workdir(repo->git));
}

void repo_is_inside(struct repo *repo)
{
	repo->is_inside = true;
}

/* The commit that a tag leads to. */
static bool find_tag(struct repo *repo, const char *name, struct commit_id *out)
{
	g_autofree char *reference = g_strdup_printf("refs/tags/%s", name);
	_cleanup_(git_object_freep) git_object *tag = NULL;
	_cleanup_(git_object_freep) git_object *commit = NULL;
	git_oid oid;

	/* Not by git_revparse_single(), which in 1.5 loses memory on a tag of nothing. */
	if (git_reference_name_to_id(&oid, repo->git, reference) < 0 ||
	    git_object_lookup(&tag, repo->git, &oid, GIT_OBJECT_ANY) < 0 ||
	    git_object_peel(&commit, tag, GIT_OBJECT_COMMIT) < 0)
		return false; /* of a blob, as git's own repository has one */
	*out = from_oid(git_object_id(commit));
	return true;
}

bool repo_has_tag(struct repo *repo, const char *name)
{
	struct commit_id id;

	return find_tag(repo, name, &id);
}

void repo_each_tag(struct repo *repo,
		   void (*visit)(const char *name, const struct commit_id *commit, void *data),
		   void *data)
{
	git_strarray names = { 0 };

	if (git_tag_list(&names, repo->git) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		struct commit_id id;

		if (find_tag(repo, names.strings[i], &id))
			visit(names.strings[i], &id, data);
	}
	git_strarray_dispose(&names);
}

void repo_each_branch(struct repo *repo,
		      void (*visit)(const char *name, const struct commit_id *commit, void *data),
		      void *data)
{
	git_branch_iterator *branches = NULL;
	git_reference *branch = NULL;
	git_branch_t kind;

	if (git_branch_iterator_new(&branches, repo->git, GIT_BRANCH_ALL) < 0)
		return;
	while (git_branch_next(&branch, &kind, branches) == 0) {
		const git_oid *oid = git_reference_target(branch); /* NULL: of another one's name */
		const char *name = NULL;
		struct commit_id id;

		if (oid && git_branch_name(&name, branch) == 0) {
			g_autofree char *text = text_to_utf8(name, strlen(name), NULL);

			id = from_oid(oid);
			visit(text, &id, data);
		}
		git_reference_free(branch);
	}
	git_branch_iterator_free(branches);
}

bool repo_has_branch(struct repo *repo, const char *name)
{
	git_reference *branch = NULL;
	bool found = git_branch_lookup(&branch, repo->git, name, GIT_BRANCH_ALL) == 0;

	git_reference_free(branch);
	return found;
}

static bool is_reference(struct repo *repo, const char *name)
{
	git_reference *reference = NULL;
	bool found = git_reference_dwim(&reference, repo->git, name) == 0;

	git_reference_free(reference);
	return found;
}

/* Returns libgit2's status. */
static int find_named(struct repo *repo, const char *revision, git_object **out)
{
	_cleanup_(git_object_freep) git_object *named = NULL;
	_cleanup_(git_reference_freep) git_reference *reference = NULL;
	git_oid oid;
	int status;

	/* git_revparse_single() loses memory where a branch leads to what cannot be read. */
	if (git_reference_dwim(&reference, repo->git, revision) < 0)
		status = git_revparse_single(&named, repo->git, revision);
	else if (git_reference_name_to_id(&oid, repo->git, git_reference_name(reference)) < 0)
		return GIT_ENOTFOUND;
	else
		status = git_object_lookup(&named, repo->git, &oid, GIT_OBJECT_ANY);
	return status < 0 ? status : git_object_peel(out, named, GIT_OBJECT_COMMIT);
}

bool repo_resolve(struct repo *repo, const char *revision, struct commit_id *out, GError **error)
{
	_cleanup_(git_object_freep) git_object *commit = NULL;
	int status;

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
	/* Only what is there may be damaged; of what is not there the name says all. */
	status = find_named(repo, revision, &commit);
	if (status < 0)
		return fail(error, WINNOW_ERROR_INPUT, "no commit '%s' in repository '%s'%s%s",
			    revision, repo->name, status == GIT_ERROR ? ": " : "",
			    status == GIT_ERROR ? repo_reason() : "");
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
	struct commit_id only;
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
			only = id;
		}
	}
	if (found == REPO_ONE)
		*out = only;
	return found;
}

static char *decode(const git_commit *commit, const char *text)
{
	const char *encoding = git_commit_message_encoding(commit);

	return text_decode(text, text ? strlen(text) : 0, encoding, NULL);
}

/* 0, as git shows it, where it is no date: what is added to one must not run over. */
static gint64 date_of(const git_signature *who)
{
	return who && who->when.time >= TEXT_DATE_FIRST && who->when.time <= TEXT_DATE_LAST
		       ? who->when.time
		       : 0;
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
	out->author_date = date_of(author);
	out->commit_date = date_of(committer);
	out->author_zone = author ? author->when.offset : 0;
	out->commit_zone = committer ? committer->when.offset : 0;
	out->message = decode(commit, git_commit_message(commit));
}

static bool open_odb(struct repo *repo)
{
	return repo->odb || git_repository_odb(&repo->odb, repo->git) == 0;
}

/* A long one, be it for its signature, may have been longer; see object.h. */
static bool is_cut(struct repo *repo, const git_commit *commit)
{
	size_t size = 0;
	git_object_t type;

	return strlen(git_commit_raw_header(commit)) + strlen(git_commit_message_raw(commit)) >
		       OBJECT_CUT / 2 &&
	       open_odb(repo) &&
	       git_odb_read_header(&size, &type, repo->odb, git_commit_id(commit)) == 0 &&
	       size > OBJECT_CUT;
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
	out->cut = is_cut(repo, commit);
	return true;
}

static bool breaks_off(struct repo *repo, GError **error)
{
	/* Asking whether it is shallow forgets what went wrong before. */
	g_autofree char *reason = g_strdup(repo_reason());
	bool shallow = git_repository_is_shallow(repo->git) == 1;

	return fail(error, WINNOW_ERROR_INPUT, "history of '%s' breaks off: %s%s", repo->name,
		    reason, shallow ? " (a shallow clone: run git fetch --unshallow)" : "");
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
			return breaks_off(repo, error);

		struct commit current;
		bool go_on;

		fill(&current, commit);
		current.cut = is_cut(repo, commit);
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

	if (!open_odb(repo))
		return fail(error, WINNOW_ERROR_INPUT, "cannot read '%s': %s", repo->name,
			    repo_reason());
	if (git_odb_read(&object, repo->odb, &oid) < 0)
		return breaks_off(repo, error);
	if (git_odb_object_type(object) != GIT_OBJECT_COMMIT ||
	    git_odb_object_size(object) < COMMIT_TEXT_MIN) {
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
