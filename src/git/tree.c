/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/tree.h"

#include <string.h>

#include <git2.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "git/object.h"
#include "git/objects.h"
#include "git/repo-raw.h"

enum {
	TREE_DEPTH_LIMIT = 512,	  /* directories within directories; a real tree has a dozen */
	SCANNED_LIMIT = 20000000, /* entries that are looked at, the same or not */
	AGAIN_LIMIT = 100000,	  /* of these, entries of directories that were looked at before */
	ENTRY_SIZE = 36,	  /* bytes that an entry has, by which entries are counted */
	FEW = 1000,		  /* entries before directories are remembered: most need no more */
};

DEFINE_CLEANUP(git_commit *, git_commit_free)

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

bool tree_of_commit(struct repo *repo, const struct commit_id *commit, struct commit_id *out,
		    GError **error)
{
	_cleanup_(git_commit_freep) git_commit *read = NULL;
	git_oid oid = to_oid(commit);

	if (git_commit_lookup(&read, repo_git(repo), &oid) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot read commit %s in '%s': %s",
			    commit_id_hex(commit).text, repo_name(repo), repo_reason());
	*out = from_oid(git_commit_tree_id(read));
	return true;
}

/*
 * A few directories, each with the same one below it several times, make more paths than there is
 * time for: 25 of them 10^20. Directories that come again are remembered and their entries counted.
 */
struct comparison {
	git_odb *odb;
	GString *path;
	repo_entry_visitor *visit;
	void *data;
	size_t limit; /* entries that differ */
	size_t n, scanned,
		again;	  /* entries so far: that differ, in all, and not for the first time */
	GHashTable *seen; /* struct pair *; NULL: nothing needs to be remembered yet */
};

/* Two directories that are compared; all zeros: none. */
struct pair {
	git_oid before, after;
};

static guint hash_pair(gconstpointer key)
{
	const struct pair *pair = key;
	guint a, b;

	memcpy(&a, pair->before.id, sizeof(a));
	memcpy(&b, pair->after.id, sizeof(b));
	return a ^ (b << 1);
}

static gboolean equal_pair(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, sizeof(struct pair)) == 0;
}

/* Whether so many entries more, of these directories, are too much. */
static bool is_bounded(struct comparison *comparison, const git_oid *before, const git_oid *after,
		       size_t n)
{
	struct pair pair = { 0 };

	comparison->scanned += n;
	if (comparison->scanned < FEW)
		return true;
	if (before)
		pair.before = *before;
	if (after)
		pair.after = *after;
	if (!comparison->seen)
		comparison->seen = g_hash_table_new_full(hash_pair, equal_pair, g_free, NULL);
	if (!g_hash_table_add(comparison->seen, g_memdup2(&pair, sizeof(pair))))
		comparison->again += n;
	return comparison->scanned <= SCANNED_LIMIT && comparison->again <= AGAIN_LIMIT;
}

static int compare(struct comparison *comparison, const git_oid *before, const git_oid *after,
		   int depth);

/* git's modes: others have written some that mean the same. */
static guint plain_mode(guint mode)
{
	switch (mode & 0170000) {
	case 0040000:
		return 0040000;
	case 0160000:
	case 0120000:
		return mode & 0100 ? 0100755 : mode & 0170000;
	default:
		return mode & 0100 ? 0100755 : 0100644;
	}
}

/* What of a directory was not looked at yet. */
struct reading {
	const char *at, *end;
};

/* The next entry; *length of its bytes. False: it is damaged. */
static bool peek(const struct reading *reading, struct tree_entry *entry, size_t *length)
{
	const char *p = reading->at, *nul;

	entry->mode = 0;
	for (; p < reading->end && *p >= '0' && *p <= '7' && entry->mode < 1 << 16; p++)
		entry->mode = entry->mode << 3 | (guint)(*p - '0');
	if (p == reading->at || p == reading->end || *p != ' ' || entry->mode >= 1 << 16)
		return false;
	entry->name = p + 1;
	nul = memchr(entry->name, '\0', (size_t)(reading->end - entry->name));
	if (!nul || nul == entry->name || (size_t)(reading->end - nul - 1) < COMMIT_ID_SIZE)
		return false;
	entry->length = (size_t)(nul - entry->name);
	entry->id = (const guint8 *)nul + 1;
	*length = (size_t)(nul + 1 + COMMIT_ID_SIZE - reading->at);
	return true;
}

/* As git sorts them: a directory as if it ended in a slash. */
static int order_of(const struct tree_entry *a, const struct tree_entry *b)
{
	int order = memcmp(a->name, b->name, MIN(a->length, b->length));
	guint8 x, y;

	if (order)
		return order;
	/* Behind the shorter one stands a NUL. */
	x = (guint8)a->name[MIN(a->length, b->length)];
	y = (guint8)b->name[MIN(a->length, b->length)];
	if (!x && tree_entry_is_directory(a))
		x = '/';
	if (!y && tree_entry_is_directory(b))
		y = '/';
	return (x > y) - (x < y);
}

/* Step over entries that both have, byte by byte. False: one is damaged. */
static bool skip_same(struct reading *a, struct reading *b)
{
	for (;;) {
		struct tree_entry entry;
		size_t length;

		if (a->at == a->end || b->at == b->end || *a->at != *b->at)
			return true;
		if (!peek(a, &entry, &length))
			return false;
		if ((size_t)(b->end - b->at) < length || memcmp(a->at, b->at, length) != 0)
			return true;
		a->at += length;
		b->at += length;
	}
}

/* One entry that only one side has, or that differs; either side may be NULL. */
static int compare_entry(struct comparison *comparison, const struct tree_entry *before,
			 const struct tree_entry *after, int depth)
{
	git_oid ids[2];
	const git_oid *directories[2] = { NULL, NULL };
	const struct tree_entry *sides[2] = { before, after };
	size_t length = comparison->path->len;
	int status = 0;

	for (int i = 0; i < 2; i++)
		if (sides[i] && tree_entry_is_directory(sides[i])) {
			git_oid_fromraw(&ids[i], sides[i]->id);
			directories[i] = &ids[i];
		}
	if (++comparison->n > comparison->limit)
		return repo_refuse("so many files differ that they are not looked at");
	if (length)
		g_string_append_c(comparison->path, '/');
	g_string_append(comparison->path, (after ? after : before)->name);
	comparison->visit(comparison->path->str, before, after, comparison->data);
	if (directories[0] || directories[1])
		status = compare(comparison, directories[0], directories[1], depth + 1);
	g_string_truncate(comparison->path, length);
	return status;
}

static int compare_entries(struct comparison *comparison, struct reading a, struct reading b,
			   int depth)
{
	while (skip_same(&a, &b)) {
		struct tree_entry before, after;
		size_t before_length = 0, after_length = 0;
		bool has_before = a.at < a.end, has_after = b.at < b.end;
		int order, status;

		if (!has_before && !has_after)
			return 0;
		if ((has_before && !peek(&a, &before, &before_length)) ||
		    (has_after && !peek(&b, &after, &after_length)))
			break;
		order = !has_before ? 1 : !has_after ? -1 : order_of(&before, &after);
		a.at += order <= 0 ? before_length : 0;
		b.at += order >= 0 ? after_length : 0;
		if (order == 0 && memcmp(before.id, after.id, COMMIT_ID_SIZE) == 0 &&
		    plain_mode(before.mode) == plain_mode(after.mode))
			continue;
		status = compare_entry(comparison, order <= 0 ? &before : NULL,
				       order >= 0 ? &after : NULL, depth);
		if (status < 0)
			return status;
	}
	return repo_refuse("a directory is damaged");
}

/* The bytes of a directory; none for NULL. *object is the caller's to object_clear(). */
static int read_directory(struct comparison *comparison, const git_oid *id, struct object *object,
			  struct reading *out)
{
	static const char none[] = "";
	int status = id ? objects_read(comparison->odb, id, GIT_OBJECT_TREE, object) : 0;

	*out = (struct reading){ none, none };
	if (status < 0 || !id || !object->length)
		return status;
	out->at = object->data;
	out->end = out->at + object->length;
	return 0;
}

static int compare(struct comparison *comparison, const git_oid *before, const git_oid *after,
		   int depth)
{
	_cleanup_(object_clear) struct object older = { 0 };
	_cleanup_(object_clear) struct object newer = { 0 };
	struct reading a, b;

	if (depth > TREE_DEPTH_LIMIT)
		return repo_refuse("directories lie too deep within each other");
	if (read_directory(comparison, before, &older, &a) < 0 ||
	    read_directory(comparison, after, &newer, &b) < 0)
		return -1;
	if (!is_bounded(comparison, before, after,
			(size_t)MAX(a.end - a.at, b.end - b.at) / ENTRY_SIZE))
		return repo_refuse("the same directories come again and again within each other");
	return compare_entries(comparison, a, b, depth);
}

int repo_compare_trees(git_repository *git, const git_oid *before, const git_oid *after,
		       size_t limit, repo_entry_visitor *visit, void *data)
{
	g_autoptr(GString) path = g_string_new(NULL);
	struct comparison comparison = { NULL, path, visit, data, limit };
	int status = git_repository_odb(&comparison.odb, git);

	if (status == 0)
		status = compare(&comparison, before, after, 0);
	git_odb_free(comparison.odb);
	if (comparison.seen)
		g_hash_table_unref(comparison.seen);
	return status;
}

struct files {
	tree_visitor *visit;
	void *data;
};

static bool is_file(const struct tree_entry *entry)
{
	guint mode = entry ? plain_mode(entry->mode) : 0;

	return mode == 0100644 || mode == 0100755;
}

/* Files only, and of those not what has only become executable. */
static void visit_file(const char *path, const struct tree_entry *before,
		       const struct tree_entry *after, void *data)
{
	const struct files *files = data;
	struct commit_id old_id, new_id;
	struct tree_change change = { .path = path };

	if (is_file(before)) {
		memcpy(old_id.raw, before->id, COMMIT_ID_SIZE);
		change.before = &old_id;
	}
	if (is_file(after)) {
		memcpy(new_id.raw, after->id, COMMIT_ID_SIZE);
		change.after = &new_id;
	}
	if (change.before && change.after ? !commit_id_equal(&old_id, &new_id)
					  : change.before || change.after)
		files->visit(&change, files->data);
}

bool tree_compare(struct repo *repo, const struct commit_id *before, const struct commit_id *after,
		  tree_visitor *visit, void *data, GError **error)
{
	struct files files = { visit, data };
	git_oid from, to = to_oid(after);

	if (before)
		from = to_oid(before);
	if (before && commit_id_equal(before, after))
		return true;
	if (repo_compare_trees(repo_git(repo), before ? &from : NULL, &to, TREE_FILES_LIMIT,
			       visit_file, &files) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot compare trees in '%s': %s",
			    repo_name(repo), repo_reason());
	return true;
}
