/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/line-history.h"

#include <string.h>

#include "git/file.h"

enum {
	FILE_LIMIT = 4 << 20,  /* bytes of a version; comparing longer ones takes seconds */
	KEPT_LIMIT = 16 << 20, /* lines of all versions kept, 8 bytes each */
	RENAMES_FOLLOWED = 8,
	MERGED_LIMIT = 16,	    /* versions that a merge's lines are looked for in */
	BEFORE = HISTORY_NONE,	    /* from before the histories parted */
	UNKNOWN = HISTORY_NONE - 1, /* not yet found out; in no version that is kept */
};

/* A version of a file: who made each line, and who last removed lines right before it. */
struct version {
	struct commit_id blob;
	size_t n_lines;
	guint32 *makers;   /* n_lines of them: positions, or BEFORE */
	guint32 *removers; /* n_lines + 1, the last of them for the end */
};

struct file {
	GArray *changes;      /* guint32: commits beyond the base that changed it, oldest first */
	guint n_walked;	      /* of changes */
	GHashTable *versions; /* blob id -> struct version *, the table's */
	GPtrArray *walked;    /* struct version *, as changes made them */
	struct version *last; /* the last of these; NULL: none */
	GBytes *bytes;	      /* of last: as a rule the next change's parent has it */
};

struct line_history {
	struct history *history;
	const guint8 *in_base;
	struct renames *renames;
	GHashTable *files; /* path -> struct file * */
	size_t n_kept;	   /* lines of all versions */

	/* What was asked last: a hunk asks for each of its lines. */
	char *asked_path;
	guint32 asked_position;
	const struct version *answer; /* NULL: nothing was asked, or there is none */
};

static void version_free(void *data)
{
	struct version *version = data;

	g_free(version->makers);
	g_free(version->removers);
	g_free(version);
}

static void file_free(void *data)
{
	struct file *file = data;

	g_array_unref(file->changes);
	g_ptr_array_unref(file->walked);
	g_hash_table_unref(file->versions);
	g_bytes_unref(file->bytes);
	g_free(file);
}

struct line_history *line_history_new(struct history *history, const guint8 *in_base,
				      struct renames *renames)
{
	struct line_history *lines = g_new0(struct line_history, 1);

	lines->history = history;
	lines->in_base = in_base;
	lines->renames = renames;
	lines->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, file_free);
	return lines;
}

void line_history_free(struct line_history *lines)
{
	g_hash_table_unref(lines->files);
	g_free(lines->asked_path);
	g_free(lines);
}

static size_t count_lines(GBytes *bytes)
{
	gsize length = 0;
	const char *text = g_bytes_get_data(bytes, &length);
	size_t n = length && text[length - 1] != '\n';

	for (const char *p = text; length && (p = memchr(p, '\n', (size_t)(text + length - p)));
	     p++)
		n++;
	return n;
}

static struct version *version_new(const struct commit_id *blob, GBytes *bytes, guint32 maker)
{
	struct version *version = g_new0(struct version, 1);

	version->blob = *blob;
	version->n_lines = count_lines(bytes);
	version->makers = g_new(guint32, version->n_lines + 1);
	version->removers = g_new(guint32, version->n_lines + 1);
	for (size_t i = 0; i < version->n_lines; i++)
		version->makers[i] = maker;
	for (size_t i = 0; i <= version->n_lines; i++)
		version->removers[i] = BEFORE;
	return version;
}

/* What before became by the hand of maker; what stays remains whose it was. NULL: too much. */
static struct version *version_after(const struct version *before, GBytes *old_bytes,
				     const struct commit_id *blob, GBytes *bytes, guint32 maker)
{
	g_autoptr(GArray) changes = lines_compare(old_bytes, bytes);
	struct version *after;
	size_t old_line = 0, new_line = 0;

	if (!changes)
		return NULL;
	after = version_new(blob, bytes, maker);
	for (guint i = 0; i <= changes->len; i++) {
		const struct line_change *change =
			i < changes->len ? &g_array_index(changes, struct line_change, i) : NULL;
		size_t end = change ? change->old_start : before->n_lines;

		for (; old_line < end && old_line < before->n_lines && new_line < after->n_lines;
		     old_line++, new_line++) {
			after->makers[new_line] = before->makers[old_line];
			if (after->removers[new_line] == BEFORE)
				after->removers[new_line] = before->removers[old_line];
		}
		if (!change)
			break;
		old_line = MIN(change->old_start + change->old_count, before->n_lines);
		new_line = MIN(change->new_start + change->new_count, after->n_lines);
		if (change->old_count)
			after->removers[new_line] = maker;
	}
	if (after->removers[after->n_lines] == BEFORE)
		after->removers[after->n_lines] = before->removers[before->n_lines];
	return after;
}

static struct version *keep(struct line_history *lines, struct file *file, struct version *version)
{
	lines->n_kept += version->n_lines;
	g_hash_table_replace(file->versions, &version->blob, version);
	return version;
}

static struct file *file_of(struct line_history *lines, const char *path)
{
	struct file *file = g_hash_table_lookup(lines->files, path);
	g_autoptr(GArray) changes = NULL;

	if (file)
		return file;
	file = g_new0(struct file, 1);
	file->changes = g_array_new(FALSE, FALSE, sizeof(guint32));
	file->walked = g_ptr_array_new();
	file->versions =
		g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, NULL, version_free);
	changes = history_changes_of(lines->history, path, 0);
	for (guint i = changes->len; i > 0; i--) {
		guint32 at = g_array_index(changes, guint32, i - 1);

		if (!lines->in_base[at])
			g_array_append_val(file->changes, at);
	}
	g_hash_table_insert(lines->files, g_strdup(path), file);
	return file;
}

static struct version *version_before(struct line_history *lines, const char *path,
				      guint32 position, guint depth);

static GBytes *bytes_of(const struct line_history *lines, const struct file *file,
			const struct commit_id *blob)
{
	if (file->last && commit_id_equal(&file->last->blob, blob))
		return g_bytes_ref(file->bytes);
	return repo_read_blob(history_repo(lines->history), blob, FILE_LIMIT);
}

static bool has_unknown(const struct version *version)
{
	for (size_t i = 0; i < version->n_lines; i++)
		if (version->makers[i] == UNKNOWN)
			return true;
	return false;
}

/* Lines of a merge that are not yet known and that other has, too, are whose they are there. */
static void adopt(const struct line_history *lines, const struct file *file, struct version *merged,
		  GBytes *bytes, const struct version *other)
{
	g_autoptr(GBytes) theirs = bytes_of(lines, file, &other->blob);
	struct version *after =
		theirs ? version_after(other, theirs, &merged->blob, bytes, UNKNOWN) : NULL;

	for (size_t i = 0; after && i < merged->n_lines; i++)
		if (merged->makers[i] == UNKNOWN)
			merged->makers[i] = after->makers[i];
	if (after)
		version_free(after);
}

/*
 * The version with this id, which a commit's parent has. Where no walked commit made it, a merge
 * did, from versions that commits not long before made; what is in none of them is nobody's.
 */
static struct version *find_version(struct line_history *lines, struct file *file,
				    const struct commit_id *blob)
{
	struct version *version = g_hash_table_lookup(file->versions, blob);
	g_autoptr(GBytes) bytes = NULL;

	if (version)
		return version;
	bytes = bytes_of(lines, file, blob);
	if (!bytes)
		return NULL;
	version = file->last ? version_after(file->last, file->bytes, blob, bytes, UNKNOWN)
			     : version_new(blob, bytes, BEFORE);
	if (!version)
		return NULL;
	for (guint i = 2; i <= MIN(MERGED_LIMIT, file->walked->len) && has_unknown(version); i++)
		adopt(lines, file, version, bytes, file->walked->pdata[file->walked->len - i]);
	for (size_t i = 0; i < version->n_lines; i++)
		if (version->makers[i] == UNKNOWN)
			version->makers[i] = BEFORE;
	return keep(lines, file, version);
}

/* The version a commit made the file from: what its parent has there, or under an older name. */
static const struct version *parent_version(struct line_history *lines, struct file *file,
					    const char *path, guint32 position, guint depth,
					    enum repo_file *was)
{
	struct repo *repo = history_repo(lines->history);
	guint32 by = HISTORY_NONE;
	struct commit_id old;
	const char *older;

	*was = repo_file_id(repo, &history_at(lines->history, position)->id, true, path, &old);
	if (*was == REPO_FILE_READ)
		return find_version(lines, file, &old);
	older = *was == REPO_FILE_ABSENT && depth < RENAMES_FOLLOWED
			? renames_older(lines->renames, path, position + 1, &by)
			: NULL;
	return older && by == position ? version_before(lines, older, position, depth + 1) : NULL;
}

/* Walk over the commit at position, one that changed the file. */
static void walk_change(struct line_history *lines, struct file *file, const char *path,
			guint32 position, guint depth)
{
	struct repo *repo = history_repo(lines->history);
	const struct version *before;
	struct version *after;
	g_autoptr(GBytes) old = NULL;
	g_autoptr(GBytes) bytes = NULL;
	enum repo_file was;
	struct commit_id blob;

	if (repo_file_id(repo, &history_at(lines->history, position)->id, false, path, &blob) !=
	    REPO_FILE_READ)
		return; /* it took the file away */
	before = parent_version(lines, file, path, position, depth, &was);
	bytes = bytes_of(lines, file, &blob);
	if (!bytes)
		return;
	after = g_hash_table_lookup(file->versions, &blob);
	if (!after && before)
		old = bytes_of(lines, file, &before->blob);
	if (!after)
		after = old ? version_after(before, old, &blob, bytes, position)
			    : version_new(&blob, bytes,
					  was == REPO_FILE_ABSENT ? position : BEFORE);
	if (!after)
		return;
	if (!g_hash_table_contains(file->versions, &blob))
		keep(lines, file, after);
	g_bytes_unref(file->bytes);
	file->bytes = g_steal_pointer(&bytes);
	file->last = after;
	g_ptr_array_add(file->walked, after);
}

/* The file as the commit at position found it. NULL: it was not there, or that cannot be told. */
static struct version *version_before(struct line_history *lines, const char *path,
				      guint32 position, guint depth)
{
	struct file *file = file_of(lines, path);
	struct commit_id blob;

	for (; file->n_walked < file->changes->len; file->n_walked++) {
		guint32 at = g_array_index(file->changes, guint32, file->n_walked);

		if (at >= position)
			break;
		if (lines->n_kept > 2 * (size_t)KEPT_LIMIT)
			return NULL; /* one file of a hundred megabytes of versions */
		walk_change(lines, file, path, at, depth);
	}
	if (repo_file_id(history_repo(lines->history), &history_at(lines->history, position)->id,
			 true, path, &blob) != REPO_FILE_READ)
		return NULL;
	return find_version(lines, file, &blob);
}

static void add_maker(GArray *out, guint32 position)
{
	if (position == BEFORE)
		return;
	for (guint i = 0; i < out->len; i++)
		if (g_array_index(out, guint32, i) == position)
			return;
	g_array_append_val(out, position);
}

static const struct version *answer_of(struct line_history *lines, const char *path,
				       guint32 position)
{
	if (lines->answer && lines->asked_position == position &&
	    strcmp(lines->asked_path, path) == 0)
		return lines->answer;
	if (lines->n_kept > KEPT_LIMIT) { /* a queue of thousands; what is needed is walked again */
		g_hash_table_remove_all(lines->files);
		lines->n_kept = 0;
	}
	lines->answer = version_before(lines, path, position, 0);
	g_free(lines->asked_path);
	lines->asked_path = g_strdup(path);
	lines->asked_position = position;
	return lines->answer;
}

bool line_history_find(struct line_history *lines, const char *path, guint32 position, size_t first,
		       size_t end, GArray *out)
{
	const struct version *version = answer_of(lines, path, position);

	if (!version)
		return false;
	for (size_t i = first; i < MIN(end, version->n_lines); i++) {
		add_maker(out, version->makers[i]);
		if (i > first)
			add_maker(out, version->removers[i]);
	}
	return true;
}
