/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/effective.h"

#include <string.h>

#include "base/text.h"

enum {
	FILE_LIMIT = 16 << 20, /* bytes; a longer file is not looked into */
	FUZZ_LIMIT = 2,	       /* lines of context, as patch(1) has it */
	NOWHERE = -1,
};

/* A file as it is by now. Its lines point into text or into the diffs of the queue. */
struct file {
	GArray *lines; /* struct slice; NULL: there is no such file */
	char *text;
	bool unreadable;
	size_t stale; /* see struct application */
};

struct effective {
	struct repo *repo;
	struct commit_id base;
	GHashTable *files; /* path -> struct file *, those looked at */
};

static void file_free(void *data)
{
	struct file *file = data;

	if (file->lines)
		g_array_unref(file->lines);
	g_free(file->text);
	g_free(file);
}

struct effective *effective_new(struct repo *repo, const struct commit_id *base)
{
	struct effective *effective = g_new0(struct effective, 1);

	effective->repo = repo;
	effective->base = *base;
	effective->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, file_free);
	return effective;
}

void effective_free(struct effective *effective)
{
	g_hash_table_unref(effective->files);
	g_free(effective);
}

void application_clear(struct application *application)
{
	g_free(application->where);
	*application = (struct application){ 0 };
}

static GArray *split(const char *text)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct slice));
	struct slice rest = slice_of(text), line;

	while (text_next_line(&rest, &line))
		g_array_append_val(lines, line);
	return lines;
}

static struct file *file_at(struct effective *effective, const char *path)
{
	struct file *file = g_hash_table_lookup(effective->files, path);

	if (file)
		return file;
	file = g_new0(struct file, 1);
	switch (repo_read_file(effective->repo, &effective->base, path, FILE_LIMIT, &file->text)) {
	case REPO_FILE_READ:
		file->lines = split(file->text);
		break;
	case REPO_FILE_UNREADABLE:
		file->unreadable = true;
		break;
	case REPO_FILE_ABSENT:
		break;
	}
	g_hash_table_insert(effective->files, g_strdup(path), file);
	return file;
}

static bool slices_equal(struct slice a, struct slice b)
{
	return a.length == b.length && memcmp(a.start, b.start, a.length) == 0;
}

/* The lines of one side of a hunk, without some lines of context at either end. */
struct side {
	const struct diff *diff;
	const struct diff_hunk *hunk;
	char other;	   /* the origin that is not of this side */
	size_t first, end; /* in the hunk's lines */
};

static struct side side_of(const struct diff *diff, const struct diff_hunk *hunk, char other,
			   size_t fuzz)
{
	struct side side = { diff, hunk, other, 0, hunk->n_lines };

	for (size_t i = 0; i < fuzz && side.first < side.end &&
			   diff_line_at(diff, hunk, side.first)->origin == ' ';
	     i++)
		side.first++;
	for (size_t i = 0; i < fuzz && side.end > side.first &&
			   diff_line_at(diff, hunk, side.end - 1)->origin == ' ';
	     i++)
		side.end--;
	return side;
}

static size_t side_length(const struct side *side)
{
	size_t n = 0;

	for (size_t i = side->first; i < side->end; i++)
		n += diff_line_at(side->diff, side->hunk, i)->origin != side->other;
	return n;
}

static bool fits(const struct side *side, const GArray *lines, size_t at)
{
	for (size_t i = side->first; i < side->end; i++) {
		const struct diff_line *line = diff_line_at(side->diff, side->hunk, i);

		if (line->origin == side->other)
			continue;
		if (at >= lines->len ||
		    !slices_equal(g_array_index(lines, struct slice, at), line->text))
			return false;
		at++;
	}
	return true;
}

/* The place nearest to wanted where side fits, not before least; NOWHERE if there is none. */
static gint64 find(const struct side *side, const GArray *lines, gint64 wanted, size_t least)
{
	size_t length = side_length(side);
	gint64 last = (gint64)lines->len - (gint64)length;

	if (wanted < (gint64)least)
		wanted = (gint64)least;
	for (gint64 step = 0; wanted - step >= (gint64)least || wanted + step <= last; step++) {
		if (wanted + step <= last && fits(side, lines, (size_t)(wanted + step)))
			return wanted + step;
		if (step && wanted - step >= (gint64)least && wanted - step <= last &&
		    fits(side, lines, (size_t)(wanted - step)))
			return wanted - step;
	}
	return NOWHERE;
}

/* Where the file stands while its hunks are applied one after the other. */
struct progress_of_file {
	const struct diff *diff;
	const struct diff_file *change;
	GArray *lines; /* what has come of it so far, in full */
	gint64 shift;  /* how much further down lines are than the diff's old numbers say */
	size_t least;  /* the first line behind the hunk before */
};

/* Put the hunk's new side in the place of its old one. */
static void replace(struct progress_of_file *file, const struct side *old, size_t at)
{
	g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(struct slice));
	size_t removed = side_length(old);

	for (size_t i = old->first; i < old->end; i++) {
		const struct diff_line *line = diff_line_at(old->diff, old->hunk, i);

		if (line->origin != '-')
			g_array_append_val(made, line->text);
	}
	if (removed)
		g_array_remove_range(file->lines, (guint)at, (guint)removed);
	if (made->len)
		g_array_insert_vals(file->lines, (guint)at, made->data, made->len);
	file->least = at + made->len;
}

static bool is_telling(const struct diff *diff, const struct diff_hunk *hunk)
{
	for (size_t i = 0; i < hunk->n_lines; i++) {
		const struct diff_line *line = diff_line_at(diff, hunk, i);

		if (line->origin != ' ' && slice_trim(line->text).length > 1)
			return true;
	}
	return false;
}

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

static char *place_of_hunk(const struct progress_of_file *file, size_t i)
{
	const struct diff_hunk *hunk = diff_hunk_at(file->diff, file->change, i);

	return g_strdup_printf("%s:%zu, hunk %zu of %zu", diff_file_path(file->change),
			       hunk->old_start, i + 1, file->change->n_hunks);
}

static void apply_hunk(struct progress_of_file *file, size_t i, struct application *out)
{
	const struct diff_hunk *hunk = diff_hunk_at(file->diff, file->change, i);
	/* A hunk without old lines says behind which line it stands. */
	gint64 wanted = (gint64)hunk->old_start - (hunk->old_count > 0) + file->shift;

	for (size_t fuzz = 0; fuzz <= FUZZ_LIMIT; fuzz++) {
		struct side old = side_of(file->diff, hunk, '+', fuzz);
		gint64 start = wanted + (gint64)old.first;
		gint64 at = find(&old, file->lines, start, file->least);

		if (at == NOWHERE)
			continue;
		if (ABS(at - start) > ABS(out->moved))
			out->moved = at - start;
		out->fuzz = MAX(out->fuzz, fuzz);
		if (fuzz)
			worsen(out, APPLICATION_FUZZY, place_of_hunk(file, i));
		else if (at != start)
			worsen(out, APPLICATION_MOVED, place_of_hunk(file, i));
		file->shift += at - start + (gint64)hunk->new_count - (gint64)hunk->old_count;
		replace(file, &old, (size_t)at);
		return;
	}
	out->n_failed++;
	worsen(out, APPLICATION_CONFLICT, place_of_hunk(file, i));
}

static GArray *copy_lines(const GArray *lines)
{
	GArray *copy =
		g_array_sized_new(FALSE, FALSE, sizeof(struct slice), lines ? lines->len : 0);

	if (lines && lines->len)
		g_array_append_vals(copy, lines->data, lines->len);
	return copy;
}

/* Whether all that the change makes is there, one hunk behind the other. */
static bool is_there(struct effective *effective, const struct diff *diff,
		     const struct diff_file *change, bool *telling)
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
		struct side new = side_of(diff, hunk, '-', 0);
		gint64 at = find(&new, file->lines, (gint64)hunk->new_start - 1, least);

		if (at == NOWHERE)
			return false;
		least = (size_t)at + side_length(&new);
		*telling = *telling || is_telling(diff, hunk);
	}
	return change->old_path || !change->n_hunks || least == file->lines->len;
}

static bool is_all_there(struct effective *effective, const struct diff *diff)
{
	bool telling = false;

	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (!is_there(effective, diff, diff_file_at(diff, i), &telling))
			return false;
	return telling;
}

/* What a change makes of a file, until the whole patch is known to stand. */
struct result {
	const char *path;
	GArray *lines; /* NULL: it is gone */
	bool failed;
};

static void result_clear(void *data)
{
	struct result *result = data;

	if (result->lines)
		g_array_unref(result->lines);
}

static void add_result(GArray *results, const char *path, GArray *lines, bool failed)
{
	struct result result = { path, lines, failed };

	g_array_append_val(results, result);
}

static void apply_file(struct effective *effective, const struct diff *diff,
		       const struct diff_file *change, GArray *results, struct application *out)
{
	const char *from = change->old_path, *to = change->new_path;
	const struct file *old = from ? file_at(effective, from) : NULL;
	const struct file *new = to &&g_strcmp0(from, to) != 0 ? file_at(effective, to) : NULL;
	struct progress_of_file file = { .diff = diff, .change = change };
	size_t failed = out->n_failed;

	out->n_hunks += change->n_hunks;
	if (old && old->stale)
		out->stale = old->stale;
	if (change->binary || (old && old->unreadable) || (new &&new->unreadable)) {
		worsen(out, APPLICATION_UNKNOWN, g_strdup(diff_file_path(change)));
		return;
	}
	if ((new &&new->lines) || (from && !old->lines)) {
		out->n_failed += change->n_hunks;
		worsen(out, new &&new->lines ? APPLICATION_EXISTS : APPLICATION_ABSENT,
		       g_strdup(new &&new->lines ? to : from));
		return;
	}
	file.lines = copy_lines(from ? old->lines : NULL);
	for (size_t i = 0; i < change->n_hunks; i++)
		apply_hunk(&file, i, out);
	if (from && !change->copied && g_strcmp0(from, to) != 0)
		add_result(results, from, NULL, false);
	if (to)
		add_result(results, to, file.lines, out->n_failed > failed);
	else
		g_array_unref(file.lines);
}

static void keep(struct effective *effective, GArray *results, const struct patch *patch)
{
	for (guint i = 0; i < results->len; i++) {
		struct result *result = &g_array_index(results, struct result, i);
		struct file *file = file_at(effective, result->path);

		if (file->lines)
			g_array_unref(file->lines);
		file->lines = g_steal_pointer(&result->lines);
		file->unreadable = false;
		if (result->failed)
			file->stale = patch->position;
	}
}

void effective_apply(struct effective *effective, const struct patch *patch,
		     struct application *out)
{
	const struct diff *diff = &patch->diff;
	g_autoptr(GArray) results = g_array_new(FALSE, FALSE, sizeof(struct result));

	g_array_set_clear_func(results, result_clear);
	*out = (struct application){ .kind = APPLICATION_CLEAN };
	for (size_t i = 0; i < diff_n_files(diff); i++)
		apply_file(effective, diff, diff_file_at(diff, i), results, out);
	if (out->kind > APPLICATION_MOVED && is_all_there(effective, diff)) {
		size_t n_hunks = out->n_hunks;

		application_clear(out);
		out->kind = APPLICATION_ALREADY;
		out->n_hunks = n_hunks;
		return;
	}
	keep(effective, results, patch);
}
