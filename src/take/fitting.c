/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/fitting.h"

#include <string.h>

#include "base/text.h"
#include "match/effective.h"
#include "match/hunk.h"
#include "read/diff.h"

enum { MODE_BITS = 07777, MODE_FILE = 0100000, MODE_OWNER_RUNS = 0100 };

void fitting_clear(struct fitting *fit)
{
	g_free(fit->where);
	if (fit->failed)
		g_ptr_array_unref(fit->failed);
	spare_clear(&fit->left);
	*fit = (struct fitting){ 0 };
}

static enum repo_file read_scratch(const char *path, char **out, void *data)
{
	struct scratch *scratch = data;
	g_autoptr(GBytes) bytes = NULL;
	const char *start;
	size_t length;

	if (!scratch_mode(scratch, path))
		return REPO_FILE_ABSENT;
	bytes = scratch_read(scratch, path);
	if (!bytes)
		return REPO_FILE_UNREADABLE;
	start = g_bytes_get_data(bytes, &length);
	if (length && memchr(start, '\0', length))
		return REPO_FILE_BYTES;
	*out = g_strndup(start ? start : "", length);
	return REPO_FILE_READ;
}

struct effective *fitting_tree(struct scratch *scratch)
{
	return effective_new_of(read_scratch, scratch);
}

/*
 * How a line ends that stands in a text which NUL ends: its bytes. A return is the end's, too, even
 * of the last line, where nothing comes behind it. In a diff the words "\ No newline at end of
 * file" behind it say that the line end is none.
 */
static struct slice end_of(struct slice line, bool of_diff)
{
	const char *end = line.start + line.length;
	size_t n = *end == '\r';

	if (end[n] == '\n' && !(of_diff && end[n + 1] == '\\'))
		n++;
	return (struct slice){ end, n };
}

/* One file's way through the change. */
struct fit_file {
	const struct diff_file *change;
	const char *from, *to; /* as the tree calls them; NULL: not there on that side */
};

static bool all_return(const GArray *lines)
{
	for (guint i = 0; i < lines->len; i++)
		if (end_of(g_array_index(lines, struct file_line, i).text, false).length != 2)
			return false;
	return lines->len > 0;
}

static bool any_returns(const struct diff *diff, const struct diff_file *change)
{
	for (size_t i = 0; i < change->n_hunks; i++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, change, i);

		for (size_t k = 0; k < hunk->n_lines; k++)
			if (end_of(diff_line_at(diff, hunk, k).text, true).length == 2)
				return true;
	}
	return false;
}

/* The lines as bytes; those of the diff get returns where all of the file's had them. */
static GBytes *join(const GArray *lines, bool add_returns)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const struct file_line *line = &g_array_index(lines, struct file_line, i);
		struct slice end = end_of(line->text, line->maker != 0);

		g_string_append_len(out, line->text.start, (gssize)line->text.length);
		if (add_returns && line->maker)
			g_string_append_c(out, '\r');
		g_string_append_len(out, end.start, (gssize)end.length);
		/* Within the file a line has an end, whatever it had as the last one. */
		if (i + 1 < lines->len && !(end.length && end.start[end.length - 1] == '\n'))
			g_string_append_c(out, '\n');
	}
	return g_string_free_to_bytes(out);
}

static bool same_end(struct slice a, struct slice b)
{
	return a.length == b.length && memcmp(a.start, b.start, a.length) == 0;
}

/* Of a change that applies where it says: whether its lines end as those of the file do. */
static bool ends_fit(const struct diff *diff, const struct diff_file *change, const GArray *lines)
{
	for (size_t i = 0; i < change->n_hunks; i++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, change, i);
		size_t at = hunk->old_start - (hunk->old_count > 0);

		for (size_t k = 0; k < hunk->n_lines; k++) {
			const struct diff_line line = diff_line_at(diff, hunk, k);

			if (line.origin == '+')
				continue;
			if (at >= lines->len ||
			    !same_end(
				    end_of(line.text, true),
				    end_of(g_array_index(lines, struct file_line, at).text, false)))
				return false;
			at++;
		}
	}
	return true;
}

/* Of what a tree can hold: a file, a link, a submodule. */
static bool is_mode(unsigned mode)
{
	unsigned type = mode & ~(unsigned)MODE_BITS;

	return type == MODE_FILE || type == SCRATCH_LINK || type == SCRATCH_SUBMODULE;
}

/* As git writes it: who may read a file is nothing that it keeps. */
static unsigned canonical_mode(unsigned mode)
{
	if ((mode & ~(unsigned)MODE_BITS) != MODE_FILE)
		return mode & ~(unsigned)MODE_BITS;
	return mode & MODE_OWNER_RUNS ? SCRATCH_PROGRAM : SCRATCH_FILE;
}

/* The mode that a file has afterwards; one that says nothing keeps what it had. */
static unsigned mode_after(struct scratch *scratch, const struct fit_file *file)
{
	unsigned old = file->from ? scratch_mode(scratch, file->from) : 0;

	if (file->change->new_mode)
		return canonical_mode(file->change->new_mode);
	return old ? old : SCRATCH_FILE;
}

/* The mode it is to have before is the one it has, as far as git tells modes apart. */
static bool mode_fits(struct scratch *scratch, const struct fit_file *file)
{
	unsigned wanted = file->change->old_mode, old = scratch_mode(scratch, file->from);

	return !wanted || (wanted & ~MODE_BITS) == (old & ~MODE_BITS);
}

struct fit_run {
	struct scratch *scratch;
	const struct fitting_change *change;
	struct diff diff;
	struct effective *tree; /* the files as they were, until the change is put on it */
	GArray *files;		/* struct fit_file */
	struct fitting *out;
};

static bool has_binary(const struct diff *diff)
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (diff_file_at(diff, i)->binary)
			return true;
	return false;
}

/* Libgit2 knows binary patches, and nothing of places that are nearly right. */
static void fit_binary(struct fit_run *run)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	char *why = NULL;

	for (size_t i = 0; i < diff_n_files(&run->diff); i++) {
		const struct diff_file *file = diff_file_at(&run->diff, i);

		if (file->old_path)
			g_ptr_array_add(paths, file->old_path);
		if (file->new_path && g_strcmp0(file->old_path, file->new_path) != 0)
			g_ptr_array_add(paths, file->new_path);
	}
	g_ptr_array_add(paths, NULL);
	if (scratch_apply(run->scratch, run->change->diff, run->change->length,
			  (const char *const *)paths->pdata, &why)) {
		run->out->kind = FITTING_EXACT;
		return;
	}
	run->out->kind = FITTING_NOT;
	run->out->where = why;
}

static struct effective_change effective_change_of(const struct fit_run *run)
{
	return (struct effective_change){ .diff = &run->diff,
					  .maker = 1,
					  .renames = run->change->renames,
					  .position = run->change->position,
					  .only = run->out->left.only };
}

/* A name by which the tree has it: the change's own where that is a file that is no text. */
static const char *find_name(struct fit_run *run, const struct effective_change *change,
			     const char *path)
{
	const GArray *lines = NULL;

	return effective_lines(run->tree, path, &lines) == REPO_FILE_UNREADABLE
		       ? path
		       : effective_name(run->tree, change, path);
}

/* The names by which the tree has the change's files; to be asked before it is put there. */
static void find_names(struct fit_run *run)
{
	struct effective_change change = effective_change_of(run);

	g_array_set_size(run->files, 0);
	for (size_t i = 0; i < diff_n_files(&run->diff); i++) {
		struct fit_file file = { .change = diff_file_at(&run->diff, i) };
		const char *old = file.change->old_path, *new = file.change->new_path;

		if (change.only && !g_hash_table_contains(change.only, diff_file_path(file.change)))
			continue;
		file.from = old ? find_name(run, &change, old) : NULL;
		file.to = g_strcmp0(old, new) == 0 && file.from ? file.from : new;
		g_array_append_val(run->files, file);
	}
}

static bool names_one_file(const struct fit_run *run, const char *path, guint before)
{
	for (guint i = 0; i < before; i++) {
		const struct fit_file *file = &g_array_index(run->files, struct fit_file, i);

		if (g_strcmp0(file->from, path) == 0 || g_strcmp0(file->to, path) == 0)
			return true;
	}
	return false;
}

/* Whether the change says of every file what is so byte for byte. */
static bool is_exact(const struct fit_run *run)
{
	for (guint i = 0; i < run->files->len; i++) {
		const struct fit_file *file = &g_array_index(run->files, struct fit_file, i);
		const GArray *lines = NULL;

		/* A file that it changes in two parts is not looked at twice: it is written anew.
		 */
		if (file->from && names_one_file(run, file->from, i))
			return false;
		if (!file->from)
			continue;
		if (!mode_fits(run->scratch, file))
			return false;
		/* The bytes stay, text or not. */
		if (!file->change->n_hunks)
			continue;
		if (effective_lines(run->tree, file->from, &lines) != REPO_FILE_READ ||
		    !ends_fit(&run->diff, file->change, lines))
			return false;
	}
	return true;
}

/* Which files have returns at all their lines, where the diff has lost them. */
static void find_returns(struct fit_run *run, GHashTable *out)
{
	for (guint i = 0; i < run->files->len; i++) {
		const struct fit_file *file = &g_array_index(run->files, struct fit_file, i);
		const GArray *lines = NULL;

		if (file->from && file->to &&
		    effective_lines(run->tree, file->from, &lines) == REPO_FILE_READ &&
		    all_return(lines) && !any_returns(&run->diff, file->change))
			g_hash_table_add(out, (gpointer)file->to);
	}
}

/* Of a file that is no text: as they were, or by an earlier part of the change are by now. */
static GBytes *read_bytes(struct scratch *scratch, const struct fit_file *file)
{
	GBytes *bytes = file->from ? scratch_read(scratch, file->from) : NULL;

	return bytes ? bytes : scratch_read(scratch, file->to);
}

/* Have scratch be as the tree is by now; of each file, which is there no longer first. */
static void put_files(struct fit_run *run, GHashTable *returns)
{
	for (guint i = 0; i < run->files->len; i++) {
		const struct fit_file *file = &g_array_index(run->files, struct fit_file, i);
		unsigned mode = file->to ? mode_after(run->scratch, file) : 0;
		const GArray *lines = NULL;
		g_autoptr(GBytes) bytes = NULL;
		enum repo_file kind =
			file->to ? effective_lines(run->tree, file->to, &lines) : REPO_FILE_ABSENT;

		/* It was put there, so that it is no more than no text. */
		if (kind == REPO_FILE_UNREADABLE)
			bytes = read_bytes(run->scratch, file);
		if (file->from && !file->change->copied && g_strcmp0(file->from, file->to) != 0)
			scratch_put(run->scratch, file->from, 0, NULL);
		if (kind == REPO_FILE_READ)
			bytes = join(lines, g_hash_table_contains(returns, file->to));
		if (bytes)
			scratch_put(run->scratch, file->to, mode, bytes);
	}
}

static void note_failed(const struct fit_run *run, const struct application *application)
{
	run->out->failed = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < application->failed->len; i++) {
		const struct failed_hunk *failed =
			&g_array_index(application->failed, struct failed_hunk, i);
		const struct diff_file *file = diff_file_at(&run->diff, failed->file);

		if (file->old_path)
			g_ptr_array_add(run->out->failed, g_strdup(file->old_path));
		if (file->new_path)
			g_ptr_array_add(run->out->failed, g_strdup(file->new_path));
	}
}

/* *application, to be cleared, is of the attempt. */
static void try_lines(struct fit_run *run, struct application *application)
{
	g_autoptr(GHashTable) returns = g_hash_table_new(g_str_hash, g_str_equal);
	struct effective_change change = effective_change_of(run);
	bool exact;

	find_names(run);
	find_returns(run, returns);
	exact = is_exact(run);
	effective_apply(run->tree, &change, application);
	switch (application->kind) {
	case APPLICATION_CLEAN:
		run->out->kind = exact && !application->older ? FITTING_EXACT : FITTING_ENDS;
		break;
	case APPLICATION_MOVED:
		run->out->kind = FITTING_MOVED;
		break;
	case APPLICATION_FUZZY:
		run->out->kind = FITTING_FUZZY;
		break;
	case APPLICATION_ALREADY:
		run->out->kind = FITTING_ALREADY;
		break;
	default:
		run->out->kind = FITTING_NOT;
		break;
	}
	if (run->out->kind == FITTING_NOT)
		note_failed(run, application);
	if (run->out->kind < FITTING_ALREADY && application->older)
		run->out->kind = FITTING_OLDER;
	run->out->moved = application->moved;
	run->out->where = run->out->kind == FITTING_OLDER ? g_steal_pointer(&application->older)
							  : g_steal_pointer(&application->where);
	if (run->out->kind < FITTING_ALREADY)
		put_files(run, returns);
}

static void fit_lines(struct fit_run *run)
{
	struct effective_change change = effective_change_of(run);
	struct application application;
	struct spare spare;

	try_lines(run, &application);
	if (run->out->kind == FITTING_NOT) {
		/* What fitted is in that tree. */
		effective_free(run->tree);
		run->tree = fitting_tree(run->scratch);
		if (spare_find(run->tree, &change, application.failed, run->change->spare,
			       &spare)) {
			application_clear(&application);
			fitting_clear(run->out);
			run->out->left = spare;
			try_lines(run, &application);
		}
	}
	application_clear(&application);
}

/* Whether a tree may hold a file of that name: no "..", nothing of git's own. */
static bool is_plain(const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);

	for (char **part = parts; *part; part++)
		if (!**part || strcmp(*part, ".") == 0 || strcmp(*part, "..") == 0 ||
		    g_ascii_strcasecmp(*part, ".git") == 0)
			return false;
	return *path;
}

/* A path of the change that cannot be; NULL: there is none. */
static const char *find_bad_path(const struct diff *diff)
{
	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		if (file->old_path && !is_plain(file->old_path))
			return file->old_path;
		if (file->new_path && !is_plain(file->new_path))
			return file->new_path;
	}
	return NULL;
}

/* A file of the change whose mode cannot be, in *mode; NULL: there is none. */
static const char *find_bad_mode(const struct diff *diff, unsigned *mode)
{
	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);
		bool bad_old = file->old_mode && !is_mode(file->old_mode);

		if (!bad_old && (!file->new_mode || is_mode(file->new_mode)))
			continue;
		*mode = bad_old ? file->old_mode : file->new_mode;
		return diff_file_path(file);
	}
	return NULL;
}

void fitting_check(struct scratch *scratch, struct fitting *out)
{
	const char *path = out->kind < FITTING_ALREADY ? scratch_clash(scratch) : NULL;

	if (!path)
		return;
	g_free(out->where);
	out->where =
		g_strdup_printf("no tree can hold '%s' both as a file and as a directory", path);
	out->kind = FITTING_NOT;
}

void fitting_put(struct scratch *scratch, const struct fitting_change *change, struct fitting *out)
{
	struct fit_run run = { .scratch = scratch, .change = change, .out = out };

	unsigned mode = 0;
	const char *bad, *bad_mode;

	*out = (struct fitting){ .kind = FITTING_NOT };
	diff_parse(&run.diff, g_strndup(change->diff, change->length), change->strip);
	run.tree = fitting_tree(scratch);
	run.files = g_array_new(FALSE, FALSE, sizeof(struct fit_file));
	bad = find_bad_path(&run.diff);
	bad_mode = find_bad_mode(&run.diff, &mode);
	if (bad)
		out->where = g_strdup_printf("no tree can hold a file '%s'", bad);
	else if (bad_mode)
		out->where = g_strdup_printf("no tree can hold '%s' with mode %o", bad_mode, mode);
	else if (run.diff.problems->len)
		out->where = g_strdup(run.diff.problems->pdata[0]);
	else if (has_binary(&run.diff))
		fit_binary(&run);
	else
		fit_lines(&run);
	fitting_check(scratch, out);
	/* Its names are the diff's. */
	g_clear_pointer(&out->left.only, g_hash_table_unref);
	g_array_unref(run.files);
	effective_free(run.tree);
	diff_clear(&run.diff);
}
