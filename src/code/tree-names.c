/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/tree-names.h"

#include <string.h>

#include "base/progress.h"
#include "base/text.h"
#include "git/file.h"
#include "git/tree.h"
#include "code/hash-counts.h"
#include "code/tree-names-file.h"

enum {
	THREADS_LIMIT = 8,
	SHARE = 32,		   /* files that a thread takes at a time */
	FILES_WORTH_THREADS = 256, /* a repository is opened again for each */
};

struct tree_names {
	struct names_file kept; /* the tree's, in memory or mapped */
	struct hash_counts *added;
	GPtrArray *unreadable; /* char *, NULL at the end */
};

/* A file to be counted, or to be taken off the count. */
struct job {
	const char *path;
	struct commit_id id;
	enum source_kind kind;
	guint32 by; /* 1, or minus 1 */
	bool unreadable;
};

struct work {
	struct repo *repo;
	GArray *jobs; /* struct job */
	GStringChunk *paths;
	struct hash_counts *path_counts;
	gint next; /* the first job that no thread has taken */
};

struct worker {
	struct work *work;
	struct repo *repo; /* its own: one handle cannot be shared */
	struct hash_counts *counts;
	struct progress *progress; /* NULL: silent */
	GHashTable *used;	   /* hashes that do not count; NULL: all do */
	guint32 by;
};

static void count(guint64 hash, void *data)
{
	struct worker *worker = data;

	hash_counts_add(worker->counts, hash, worker->by);
}

static void count_path(guint64 hash, void *data)
{
	struct worker *worker = data;

	hash_counts_add(worker->work->path_counts, hash, worker->by);
}

static void add_job(struct work *work, const char *path, const struct commit_id *id, guint32 by)
{
	struct worker worker = { .work = work, .by = by };
	struct job job = {
		.path = path,
		.id = *id,
		.kind = source_kind_of(path),
		.by = by,
	};

	identifiers_each_path_hash(path, count_path, &worker);
	if (job.kind == SOURCE_NONE)
		return;
	job.path = g_string_chunk_insert(work->paths, path);
	g_array_append_val(work->jobs, job);
}

static void add_change(const struct tree_change *change, void *data)
{
	if (change->before)
		add_job(data, change->path, change->before, (guint32)-1);
	if (change->after)
		add_job(data, change->path, change->after, 1);
}

static void read_job(struct worker *worker, struct job *job)
{
	g_autoptr(GBytes) blob = repo_read_blob(worker->repo, &job->id, SOURCE_LIMIT);
	struct slice bytes;

	job->unreadable = !blob;
	if (!blob)
		return;
	bytes = slice_of_bytes(blob);
	if (!source_is_text(bytes))
		return;
	worker->by = job->by;
	identifiers_each_hash(job->kind, bytes, count, worker);
}

static void *read_jobs(void *data)
{
	struct worker *worker = data;
	struct work *work = worker->work;

	for (;;) {
		guint first = (guint)g_atomic_int_add(&work->next, SHARE);

		if (first >= work->jobs->len)
			return NULL;
		for (guint i = first; i < MIN(first + SHARE, work->jobs->len); i++) {
			read_job(worker, &g_array_index(work->jobs, struct job, i));
			if (worker->progress)
				progress_step(worker->progress);
		}
	}
}

static void add_sorted(struct sorted_counts *sum, struct hash_counts *counts)
{
	struct sorted_counts before = *sum;
	struct sorted_counts more = hash_counts_take_sorted(counts);

	if (before.n) {
		*sum = sorted_counts_merge(&before, &more);
		sorted_counts_clear(&before);
		sorted_counts_clear(&more);
	} else {
		sorted_counts_clear(&before);
		*sum = more;
	}
}

/* Read all jobs; the caller's thread is the first worker. */
static struct sorted_counts do_work(struct work *work, bool progress)
{
	struct worker workers[THREADS_LIMIT] = { 0 };
	GThread *threads[THREADS_LIMIT] = { 0 };
	guint n = work->jobs->len < FILES_WORTH_THREADS
			  ? 1
			  : CLAMP(g_get_num_processors(), 1, THREADS_LIMIT);
	struct sorted_counts out = { 0 };
	struct progress line;

	progress_begin(&line, progress, "reading the target's names", work->jobs->len / n);
	workers[0].progress = &line;
	for (guint i = 0; i < n; i++) {
		workers[i].work = work;
		workers[i].repo = work->repo;
		workers[i].counts = hash_counts_new();
		/* Without one of them it takes longer. */
		if (i == 0 || !(workers[i].repo = repo_another(work->repo)))
			continue;
		threads[i] = g_thread_try_new("names", read_jobs, &workers[i], NULL);
		if (!threads[i])
			repo_free(workers[i].repo);
	}
	read_jobs(&workers[0]);
	add_sorted(&out, work->path_counts);
	for (guint i = 0; i < n; i++) {
		if (threads[i]) {
			g_thread_join(threads[i]);
			repo_free(workers[i].repo);
		}
		add_sorted(&out, workers[i].counts);
		hash_counts_free(workers[i].counts);
	}
	progress_end(&line);
	return out;
}

static void work_init(struct work *work, struct repo *repo)
{
	*work = (struct work){ .repo = repo };
	work->jobs = g_array_new(FALSE, FALSE, sizeof(struct job));
	work->paths = g_string_chunk_new(1 << 16);
	work->path_counts = hash_counts_new();
}

static void work_clear(struct work *work)
{
	g_array_unref(work->jobs);
	g_string_chunk_free(work->paths);
	hash_counts_free(work->path_counts);
}

/* Paths that could not be read after the work, of those before without the ones that changed. */
static GPtrArray *list_unreadable(const struct work *work, const char *const *before)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) changed = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < work->jobs->len; i++) {
		const struct job *job = &g_array_index(work->jobs, struct job, i);

		g_hash_table_add(changed, (gpointer)job->path);
		if (job->unreadable && job->by == 1)
			g_ptr_array_add(out, text_to_utf8(job->path, strlen(job->path), NULL));
	}
	for (; before && *before; before++)
		if (!g_hash_table_contains(changed, *before))
			g_ptr_array_add(out, g_strdup(*before));
	g_ptr_array_sort(out, text_compare);
	g_ptr_array_add(out, NULL);
	return out;
}

/* Whether all that is to be taken off the count could be read, or was never counted. */
static bool is_exact(const struct work *work, const char *const *unreadable)
{
	for (guint i = 0; i < work->jobs->len; i++) {
		const struct job *job = &g_array_index(work->jobs, struct job, i);

		if (job->by != 1 && job->unreadable != g_strv_contains(unreadable, job->path))
			return false;
	}
	return true;
}

struct nearest {
	struct repo *repo;
	const struct commit_id *tree;
	const char *directory;
	size_t least; /* files that differ */
	bool found;
	struct commit_id best;
};

static void count_change(const struct tree_change *change, void *data)
{
	(void)change;
	++*(size_t *)data;
}

static void consider(const struct commit_id *kept, void *data)
{
	struct nearest *nearest = data;
	size_t n = 0;

	/* Another repository's tree is not there to be compared with. */
	if (!tree_compare(nearest->repo, kept, nearest->tree, count_change, &n, NULL) ||
	    (nearest->found && n >= nearest->least))
		return;
	nearest->found = true;
	nearest->least = n;
	nearest->best = *kept;
}

/* From a tree that was kept, if reading what differs is less work than reading all. */
static bool update(struct tree_names *names, struct repo *repo, const struct commit_id *tree,
		   const char *directory, size_t n_files, bool progress)
{
	struct nearest nearest = { .repo = repo, .tree = tree, .directory = directory };
	struct names_file kept;
	struct sorted_counts changes;
	struct work work;
	bool exact;

	names_file_each(directory, consider, &nearest);
	if (!nearest.found || nearest.least * 2 >= n_files ||
	    !names_file_read(directory, &nearest.best, &kept))
		return false;
	work_init(&work, repo);
	exact = tree_compare(repo, &nearest.best, tree, add_change, &work, NULL);
	if (exact) {
		changes = do_work(&work, progress);
		exact = is_exact(&work, (const char *const *)kept.unreadable);
		if (exact) {
			names->kept.sorted = sorted_counts_merge(&kept.sorted, &changes);
			names->unreadable =
				list_unreadable(&work, (const char *const *)kept.unreadable);
		}
		sorted_counts_clear(&changes);
	}
	work_clear(&work);
	names_file_clear(&kept);
	return exact;
}

static bool build(struct tree_names *names, struct repo *repo, const struct commit_id *tree,
		  const char *directory, bool progress, GError **error)
{
	struct work work;
	bool ok;

	work_init(&work, repo);
	ok = tree_compare(repo, NULL, tree, add_change, &work, error);
	if (ok && !(directory && update(names, repo, tree, directory, work.jobs->len, progress))) {
		names->kept.sorted = do_work(&work, progress);
		names->unreadable = list_unreadable(&work, NULL);
	}
	work_clear(&work);
	return ok;
}

bool tree_names_open(struct repo *repo, const struct commit_id *commit, const char *directory,
		     bool progress, struct tree_names **out, GError **error)
{
	_cleanup_(tree_names_freep) struct tree_names *names = g_new0(struct tree_names, 1);
	struct commit_id tree;

	names->added = hash_counts_new();
	if (!tree_of_commit(repo, commit, &tree, error))
		return false;
	if (directory && names_file_read(directory, &tree, &names->kept)) {
		names->unreadable = g_ptr_array_new_with_free_func(g_free);
		for (char **path = names->kept.unreadable; *path; path++)
			g_ptr_array_add(names->unreadable, g_strdup(*path));
		g_ptr_array_add(names->unreadable, NULL);
	} else {
		if (!build(names, repo, &tree, directory, progress, error))
			return false;
		if (directory)
			names_file_write(directory, &tree, &names->kept.sorted,
					 (const char *const *)names->unreadable->pdata,
					 TREE_NAMES_KEPT);
	}
	*out = g_steal_pointer(&names);
	return true;
}

void tree_names_free(struct tree_names *names)
{
	names_file_clear(&names->kept);
	if (names->added)
		hash_counts_free(names->added);
	if (names->unreadable)
		g_ptr_array_unref(names->unreadable);
	g_free(names);
}

static void count_unless_used(guint64 hash, void *data)
{
	const struct worker *worker = data;

	if (!g_hash_table_contains(worker->used, &hash))
		count(hash, data);
}

/* The hashes of the names that it uses and does not define. */
static GHashTable *used_of(const struct identifiers *ids)
{
	GHashTable *used = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (guint i = 0; i < ids->uses->len; i++) {
		const char *name = g_array_index(ids->uses, struct identifier_use, i).name;
		guint64 hash = identifier_hash(name);

		if (!g_hash_table_contains(ids->defined, name))
			g_hash_table_add(used, g_memdup2(&hash, sizeof(hash)));
	}
	return used;
}

static GHashTable *read_used(const struct diff *diff)
{
	struct identifiers ids;
	GHashTable *used;

	identifiers_read(diff, &ids);
	used = used_of(&ids);
	identifiers_clear(&ids);
	return used;
}

static void count_diff(struct tree_names *names, const struct diff *diff,
		       const struct identifiers *ids, guint32 by)
{
	g_autoptr(GHashTable) used = ids ? used_of(ids) : read_used(diff);
	struct work work = { .path_counts = names->added };
	struct worker worker = {
		.work = &work,
		.counts = names->added,
		.used = used,
		.by = by,
	};

	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		if (!file->new_path)
			continue;
		identifiers_each_path_hash(file->new_path, count_path, &worker);
		for (size_t h = 0; h < file->n_hunks; h++) {
			const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

			for (size_t k = 0; k < hunk->n_lines; k++) {
				const struct diff_line line = diff_line_at(diff, hunk, k);

				if (line.origin == '+')
					identifiers_each_hash(source_kind_of(file->new_path),
							      line.text, count_unless_used,
							      &worker);
			}
		}
	}
}

void tree_names_add(struct tree_names *names, const struct diff *diff,
		    const struct identifiers *ids)
{
	count_diff(names, diff, ids, 1);
}

void tree_names_remove(struct tree_names *names, const struct diff *diff,
		       const struct identifiers *ids)
{
	count_diff(names, diff, ids, (guint32)-1);
}

static bool has(const struct tree_names *names, guint64 hash)
{
	return tree_names_has_hash(names, hash) || hash_counts_get(names->added, hash);
}

bool tree_names_has_hash(const struct tree_names *names, guint64 hash)
{
	return sorted_counts_get(&names->kept.sorted, hash) != 0;
}

bool tree_names_has(const struct tree_names *names, const char *name)
{
	return has(names, identifier_hash(name));
}

bool tree_names_has_header(const struct tree_names *names, const char *header)
{
	return has(names, identifier_path_hash(header));
}

bool tree_names_has_use(const struct tree_names *names, const struct identifier_use *use)
{
	return use->kind == IDENTIFIER_HEADER ? tree_names_has_header(names, use->name)
					      : tree_names_has(names, use->name);
}

size_t tree_names_count(const struct tree_names *names)
{
	return names->kept.sorted.n;
}

const char *const *tree_names_unreadable(const struct tree_names *names)
{
	return (const char *const *)names->unreadable->pdata;
}
