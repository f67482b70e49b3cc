/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/effective.h"

#include <string.h>

#include "base/text.h"
#include "match/hunk.h"

enum {
	FILE_LIMIT = 16 << 20, /* bytes; a longer file is not looked into */
	FUZZ_LIMIT = 2,	       /* lines of context, as patch(1) has it */
	NAMES_LIMIT = 8,       /* renames that are followed, of one file */
	MOVED_AT_ONCE = 8,     /* lines that make room in the time that one is compared in */
};

/* A file as it is by now. */
struct file {
	GArray *lines;		/* struct file_line; NULL: there is no such file */
	struct line_set *known; /* of those lines, once the file is what it is; else NULL */
	guint32 remover; /* of lines at its end, or of the file */
	bool unreadable;
	bool is_bytes; /* unreadable, but a file */
	size_t stale; /* see struct application */
};

struct effective {
	struct repo *repo;
	struct commit_id base;
	effective_reader *read; /* instead of those; NULL: the base is read */
	void *read_data;
	struct effective *below; /* NULL: the base's tree */
	GHashTable *files;	 /* path -> struct file *: those looked at, of a layer changed */
	GPtrArray *texts;	 /* char *, of the files that were read */
	size_t left; /* of its limit; a layer's is that of the tree at the bottom */
};

static void file_free(void *data)
{
	struct file *file = data;

	if (file->lines)
		g_array_unref(file->lines);
	line_set_unref(file->known);
	g_free(file);
}

struct effective *effective_new(struct repo *repo, const struct commit_id *base)
{
	struct effective *effective = g_new0(struct effective, 1);

	effective->repo = repo;
	effective->base = *base;
	effective->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, file_free);
	effective->texts = g_ptr_array_new_with_free_func(g_free);
	effective->left = EFFECTIVE_LIMIT;
	return effective;
}

struct effective *effective_new_of(effective_reader *read, void *data)
{
	struct effective *effective = effective_new(NULL, &(struct commit_id){ 0 });

	effective->read = read;
	effective->read_data = data;
	return effective;
}

void effective_set_limit(struct effective *effective, size_t bytes)
{
	effective->left = bytes;
}

struct effective *effective_layer(struct effective *below)
{
	struct effective *layer = effective_new(below->repo, &below->base);

	layer->below = below;
	return layer;
}

void effective_keep(struct effective *layer)
{
	GHashTableIter iter;
	gpointer path, file;

	g_hash_table_iter_init(&iter, layer->files);
	while (g_hash_table_iter_next(&iter, &path, &file)) {
		g_hash_table_iter_steal(&iter);
		g_hash_table_replace(layer->below->files, path, file);
	}
	while (layer->texts->len)
		g_ptr_array_add(layer->below->texts, g_ptr_array_steal_index(layer->texts, 0));
}

void effective_free(struct effective *effective)
{
	g_hash_table_unref(effective->files);
	g_ptr_array_unref(effective->texts);
	g_free(effective);
}

void application_clear(struct application *application)
{
	if (application->failed)
		g_array_unref(application->failed);
	if (application->on)
		g_array_unref(application->on);
	g_free(application->where);
	g_free(application->older);
	*application = (struct application){ 0 };
}

bool application_succeeded(const struct application *application)
{
	return application->kind <= APPLICATION_ALREADY;
}

bool effective_is_prose(const char *path)
{
	static const char *const endings[] = { ".rst",	   ".md",	".txt",	   "/MAINTAINERS",
					       "/CREDITS", "/.mailmap", "/AUTHORS" };
	g_autofree char *rooted = g_strconcat("/", path, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(rooted, endings[i]) &&
		    !g_str_has_suffix(rooted, "CMakeLists.txt"))
			return true;
	return g_str_has_prefix(path, "Documentation/") || g_str_has_prefix(path, "doc/");
}

bool application_fails_in_prose(const struct application *application, const struct diff *diff)
{
	const GArray *failed = application->failed;

	if (application->kind > APPLICATION_CONFLICT)
		return false;
	for (guint i = 0; i < failed->len; i++)
		if (!effective_is_prose(diff_file_path(
			    diff_file_at(diff, g_array_index(failed, struct failed_hunk, i).file))))
			return false;
	return failed->len > 0;
}

static GArray *split(struct slice text)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct file_line));
	struct file_line line = { 0 };

	while (text_next_line(&text, &line.text))
		g_array_append_val(lines, line);
	return lines;
}

/* Whether there is room for a file in the tree; then it is taken. */
static bool take_room(struct effective *effective, struct slice text)
{
	size_t lines = slice_count(text, '\n') + 1;
	size_t bytes = text.length + lines * sizeof(struct file_line);

	while (effective->below)
		effective = effective->below;
	if (lines > EFFECTIVE_LINES_LIMIT || bytes > effective->left)
		return false;
	effective->left -= bytes;
	return true;
}

static enum repo_file read_text(struct effective *effective, const char *path,
				const struct commit_id *id, char **out)
{
	return effective->read ? effective->read(path, out, effective->read_data)
			       : repo_read_file(effective->repo, id, path, FILE_LIMIT, out);
}

static struct file *read_file(struct effective *effective, const char *path,
			      const struct commit_id *id)
{
	struct file *file = g_new0(struct file, 1);
	char *text = NULL;

	switch (read_text(effective, path, id, &text)) {
	case REPO_FILE_READ:
		if (!take_room(effective, slice_of(text))) {
			g_free(text);
			file->unreadable = true;
			break;
		}
		g_ptr_array_add(effective->texts, text);
		file->lines = split(slice_of(text));
		file->known = line_set_new(file->lines);
		break;
	case REPO_FILE_BYTES:
		file->is_bytes = true;
		file->unreadable = true;
		break;
	case REPO_FILE_UNREADABLE:
		file->unreadable = true;
		break;
	case REPO_FILE_ABSENT:
		break;
	}
	return file;
}

static const struct file *file_at(struct effective *effective, const char *path)
{
	struct file *file = g_hash_table_lookup(effective->files, path);

	if (file)
		return file;
	if (effective->below)
		return file_at(effective->below, path);
	file = read_file(effective, path, &effective->base);
	g_hash_table_insert(effective->files, g_strdup(path), file);
	return file;
}

void effective_take(struct effective *effective, const char *path, const struct commit_id *id)
{
	g_hash_table_replace(effective->files, g_strdup(path), read_file(effective, path, id));
}

enum repo_file effective_lines(struct effective *effective, const char *path, const GArray **out)
{
	const struct file *file = file_at(effective, path);

	if (!file->lines)
		return file->unreadable ? REPO_FILE_UNREADABLE : REPO_FILE_ABSENT;
	*out = file->lines;
	return REPO_FILE_READ;
}

enum repo_file effective_read(struct effective *effective, const char *path, char **out)
{
	const GArray *lines = NULL;
	enum repo_file result = effective_lines(effective, path, &lines);
	GString *text;

	if (result != REPO_FILE_READ)
		return result;
	text = g_string_new(NULL);
	for (guint i = 0; i < lines->len; i++) {
		struct slice line = g_array_index(lines, struct file_line, i).text;

		g_string_append_len(text, line.start, (gssize)line.length);
		g_string_append_c(text, '\n');
	}
	*out = g_string_free(text, FALSE);
	return REPO_FILE_READ;
}

/* Where the file stands while its hunks are applied one after the other. */
struct progress_of_file {
	const struct diff *diff;
	const struct diff_file *change;
	size_t number; /* the change's, in the diff */
	guint32 maker;
	struct file *file; /* what has come of it so far */
	struct line_set *known; /* the lines it began with; NULL: it had none */
	gint64 shift;	   /* how much further down lines are than the diff's old numbers say */
	size_t least;	   /* the first line behind the hunk before */
	size_t *work;	   /* done so far, see hunk_find() */
};

static void worsen(struct application *out, enum application_kind kind, char *where)
{
	if (kind > out->kind) {
		g_free(out->where);
		out->where = where;
		out->kind = kind;
	} else {
		g_free(where);
	}
}

static char *location_of_hunk(const struct progress_of_file *progress, size_t i)
{
	const struct diff_hunk *hunk = diff_hunk_at(progress->diff, progress->change, i);

	return g_strdup_printf("%s:%zu, hunk %zu of %zu", diff_file_path(progress->change),
			       hunk->old_start, i + 1, progress->change->n_hunks);
}

static void add_failed(struct application *out, size_t file, size_t hunk)
{
	struct failed_hunk failed = { file, hunk };

	g_array_append_val(out->failed, failed);
}

/* Whether what the hunk makes stands at least as near to start as at does: it is there already. */
static bool is_nearer(const struct progress_of_file *progress, const struct diff_hunk *hunk,
		      gint64 start, gint64 at)
{
	struct hunk_side new_side = hunk_side_of(progress->diff, hunk, '-', 0);
	gint64 made =
		hunk_find(&new_side, progress->file->lines, progress->known, start, progress->least,
			  progress->work);

	return made != HUNK_NOWHERE && ABS(made - start) <= ABS(at - start);
}

static void apply_hunk(struct progress_of_file *progress, size_t i, struct application *out)
{
	const struct diff_hunk *hunk = diff_hunk_at(progress->diff, progress->change, i);
	/* A hunk without old lines says behind which line it stands. */
	gint64 wanted = (gint64)hunk->old_start - (hunk->old_count > 0) + progress->shift;

	for (size_t fuzz = 0; fuzz <= FUZZ_LIMIT; fuzz++) {
		struct hunk_side old_side = hunk_side_of(progress->diff, hunk, '+', fuzz);
		gint64 start = wanted + (gint64)old_side.first;
		gint64 at;

		/* Where nothing at all is left to look for, anything would do. */
		if (fuzz && !hunk_side_length(&old_side))
			break;
		/* Behind the hunk before, all is as it was. */
		at = hunk_find(&old_side, progress->file->lines, progress->known, start,
			       progress->least, progress->work);
		if (at == HUNK_NOWHERE)
			continue;
		if (fuzz && is_nearer(progress, hunk, start, at))
			break;
		if (ABS(at - start) > ABS(out->moved))
			out->moved = at - start;
		out->fuzz = MAX(out->fuzz, fuzz);
		if (fuzz)
			worsen(out, APPLICATION_FUZZY, location_of_hunk(progress, i));
		else if (at != start)
			worsen(out, APPLICATION_MOVED, location_of_hunk(progress, i));
		progress->shift += at - start + (gint64)hunk->new_count - (gint64)hunk->old_count;
		hunk_note_makers(&old_side, progress->file->lines, (size_t)at, out->on);
		progress->least = hunk_replace(&old_side, progress->file->lines, (size_t)at,
					       progress->maker, &progress->file->remover);
		*progress->work += progress->file->lines->len / MOVED_AT_ONCE;
		return;
	}
	add_failed(out, progress->number, i);
	worsen(out, *progress->work < HUNK_WORK_LIMIT ? APPLICATION_CONFLICT : APPLICATION_UNKNOWN,
	       location_of_hunk(progress, i));
}

/* Whether what the hunk changes stands somewhere as it was; one that only adds may leave it so. */
static bool is_unchanged(const struct diff *diff, const struct diff_hunk *hunk,
			 const struct file *file, size_t *work)
{
	struct hunk_side old_side = hunk_side_of(diff, hunk, '+', 0);

	for (size_t i = 0; i < hunk->n_lines; i++)
		if (diff_line_at(diff, hunk, i).origin == '-')
			return hunk_find(&old_side, file->lines, file->known,
					 (gint64)hunk->old_start - 1, 0, work) != HUNK_NOWHERE;
	return false;
}

/* Whether all that the change makes is there, one hunk behind the other. */
static bool is_there(struct effective *effective, const struct diff *diff,
		     const struct diff_file *change, bool *telling, size_t *work)
{
	const struct file *file = change->new_path ? file_at(effective, change->new_path) : NULL;
	size_t least = 0;

	if (!change->new_path) {
		*telling = true;
		return !file_at(effective, change->old_path)->lines;
	}
	if (change->binary || !file->lines || (change->renamed && !change->n_hunks))
		return false;
	for (size_t i = 0; i < change->n_hunks; i++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, change, i);
		struct hunk_side new_side = hunk_side_of(diff, hunk, '-', 0);
		gint64 at = hunk_find(&new_side, file->lines, file->known,
				      (gint64)hunk->new_start - 1, least, work);

		/* Where things repeat, what it makes stands in one place, what it changes in
		 * another. */
		if (at == HUNK_NOWHERE || is_unchanged(diff, hunk, file, work))
			return false;
		least = (size_t)at + hunk_side_length(&new_side);
		*telling = *telling || hunk_is_telling(diff, hunk);
	}
	return change->old_path || !change->n_hunks || least == file->lines->len;
}

/* Whether this part of the change is wanted. */
static bool counts(const struct effective_change *change, const struct diff_file *file)
{
	return !change->only ||
	       (file->old_path && g_hash_table_contains(change->only, file->old_path)) ||
	       (file->new_path && g_hash_table_contains(change->only, file->new_path));
}

static bool is_all_there(struct effective *effective, const struct effective_change *change,
			 size_t *work)
{
	const struct diff *diff = change->diff;
	bool telling = false;

	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (counts(change, diff_file_at(diff, i)) &&
		    !is_there(effective, diff, diff_file_at(diff, i), &telling, work))
			return false;
	return telling;
}

static struct file *copy_file(const struct file *file)
{
	struct file *copy = g_new0(struct file, 1);

	copy->lines = g_array_new(FALSE, FALSE, sizeof(struct file_line));
	if (!file)
		return copy;
	copy->remover = file->remover;
	copy->stale = file->stale;
	if (file->lines && file->lines->len)
		g_array_append_vals(copy->lines, file->lines->data, file->lines->len);
	return copy;
}

const char *effective_name(struct effective *effective, const struct effective_change *change,
			   const char *path)
{
	guint32 position = change->position;

	for (int i = 0; path && i < NAMES_LIMIT; i++) {
		if (file_at(effective, path)->lines)
			return path;
		path = change->renames ? renames_older(change->renames, path, position, &position)
				       : NULL;
	}
	return NULL;
}

struct application_in_progress {
	struct effective *effective;
	const struct effective_change *change;
	struct application *out;
	size_t work;
};

static void put_file(struct application_in_progress *run, const char *path, struct file *file)
{
	g_hash_table_replace(run->effective->files, g_strdup(path), file);
}

static void fail_file(struct application_in_progress *run, size_t number,
		      enum application_kind kind, const char *path)
{
	const struct diff_file *change = diff_file_at(run->change->diff, number);

	for (size_t i = 0; i < change->n_hunks; i++)
		add_failed(run->out, number, i);
	worsen(run->out, kind, g_strdup(path));
}

/* A file that is no text, and that the change has elsewhere or with another mode, as it is. */
static bool keeps_bytes(const struct diff_file *change, const struct file *old_file)
{
	return old_file && old_file->is_bytes && change->new_path && !change->n_hunks &&
	       !change->binary;
}

static struct file *file_of_bytes(void)
{
	struct file *file = g_new0(struct file, 1);

	file->is_bytes = true;
	file->unreadable = true;
	return file;
}

/* What the change makes of one file; from is no longer there unless it is copied. */
static void put_result(struct application_in_progress *run, const struct diff_file *change,
		       const char *from, const char *to, struct file *result)
{
	if (from && !change->copied && g_strcmp0(from, to) != 0) {
		struct file *gone = g_new0(struct file, 1);

		gone->remover = run->change->maker;
		put_file(run, from, gone);
	}
	if (to)
		put_file(run, to, result);
	else
		file_free(result);
}

static void apply_file(struct application_in_progress *run, size_t number)
{
	struct effective *effective = run->effective;
	struct application *out = run->out;
	const struct diff_file *change = diff_file_at(run->change->diff, number);
	const char *from = change->old_path, *to = change->new_path;
	const struct file *old_file = from ? file_at(effective, from) : NULL;
	const struct file *new_file =
		to && g_strcmp0(from, to) != 0 ? file_at(effective, to) : NULL;
	struct progress_of_file progress = { .diff = run->change->diff,
					     .change = change,
					     .number = number,
					     .maker = run->change->maker,
					     .work = &run->work };
	guint failed = out->failed->len;
	bool bytes = keeps_bytes(change, old_file);

	if (old_file && !old_file->lines && !old_file->unreadable) {
		const char *older = effective_name(effective, run->change, from);

		if (older && !out->older)
			out->older = g_strdup_printf("%s for %s", older, from);
		if (older && g_strcmp0(from, to) == 0)
			to = older;
		if (older)
			old_file = file_at(effective, older);
		from = older ? older : from;
	}
	if (old_file && old_file->stale)
		out->stale = old_file->stale;
	if (change->binary || (old_file && old_file->unreadable && !bytes) ||
	    (new_file && new_file->unreadable)) {
		worsen(out, APPLICATION_UNKNOWN, g_strdup(diff_file_path(change)));
		return;
	}
	if (from && !old_file->lines && !bytes) {
		makers_add(out->on, old_file->remover);
		fail_file(run, number, APPLICATION_ABSENT, from);
		return;
	}
	if (new_file && new_file->lines) {
		fail_file(run, number, APPLICATION_EXISTS, to);
		return;
	}
	if (bytes) {
		put_result(run, change, from, to, file_of_bytes());
		return;
	}
	progress.file = copy_file(old_file);
	progress.known = old_file ? old_file->known : NULL;
	run->work += progress.file->lines->len / MOVED_AT_ONCE;
	for (size_t i = 0; i < change->n_hunks; i++)
		apply_hunk(&progress, i, out);
	/* Where no hunk fits, the lines are the same. */
	progress.file->known = progress.known && out->failed->len == failed + change->n_hunks
				       ? line_set_ref(progress.known)
				       : line_set_new(progress.file->lines);
	if (out->failed->len > failed) {
		progress.file->stale = run->change->maker;
		to = to ? to : from; /* what cannot be taken away whole stays */
	}
	put_result(run, change, from, to, progress.file);
}

void effective_apply(struct effective *effective, const struct effective_change *change,
		     struct application *out)
{
	/* A layer: a patch may change one file in several parts, or turn out to be there already.
	 */
	_cleanup_(effective_freep) struct effective *layer = effective_layer(effective);
	struct application_in_progress run = { layer, change, out, 0 };
	bool there;

	*out = (struct application){
		.kind = APPLICATION_CLEAN,
		.failed = g_array_new(FALSE, FALSE, sizeof(struct failed_hunk)),
		.on = g_array_new(FALSE, FALSE, sizeof(guint32)),
	};
	for (size_t i = 0; i < diff_n_files(change->diff); i++)
		if (counts(change, diff_file_at(change->diff, i)))
			apply_file(&run, i);
	there = out->kind > APPLICATION_FUZZY && is_all_there(effective, change, &run.work);
	out->work = run.work;
	if (there) {
		g_array_set_size(out->failed, 0);
		g_clear_pointer(&out->where, g_free);
		out->kind = APPLICATION_ALREADY;
		return;
	}
	effective_keep(layer);
}
