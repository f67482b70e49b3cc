/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "decide/decisions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "decide/decision-lines.h"

enum {
	NEW_FILE_MODE = 0666,
	BYTES_LIMIT = 64 << 20,
	LOCK_TRIES = 1000,
	LOCK_PAUSE = 10000, /* microseconds */
};

/* Something that is to be done to the file. */
struct change {
	struct decision *put; /* NULL: take out what there is */
	char *key, *tree;
};

struct decisions {
	char *path;
	GString *text;		      /* of the file as it was read or written last */
	struct decision_lines *lines; /* that, and what was changed since */
	GPtrArray *changes;	      /* struct change *, not saved yet */
	GPtrArray *kept;	      /* struct decision *: every one that was ever given out */
	GPtrArray *sorted;	      /* const struct decision * of kept: those that count */
	GHashTable *by_key;	      /* "key\ntree" -> struct decision * */
	GHashTable *before; /* the same as it was, while the file is read again; else NULL */
};

static void change_free(void *data)
{
	struct change *change = data;

	if (change->put)
		decision_free(change->put);
	g_free(change->key);
	g_free(change->tree);
	g_free(change);
}

static void free_decision(void *decision)
{
	decision_free(decision);
}

void decisions_free(struct decisions *decisions)
{
	if (decisions->lines)
		decision_lines_free(decisions->lines);
	g_hash_table_unref(decisions->by_key);
	g_ptr_array_unref(decisions->sorted);
	g_ptr_array_unref(decisions->kept);
	g_ptr_array_unref(decisions->changes);
	g_string_free(decisions->text, TRUE);
	g_free(decisions->path);
	g_free(decisions);
}

static GHashTable *new_index(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static struct decisions *decisions_new(const char *path)
{
	struct decisions *decisions = g_new0(struct decisions, 1);

	decisions->path = g_strdup(path);
	decisions->text = g_string_new(NULL);
	decisions->changes = g_ptr_array_new_with_free_func(change_free);
	decisions->kept = g_ptr_array_new_with_free_func(free_decision);
	decisions->sorted = g_ptr_array_new();
	decisions->by_key = new_index();
	return decisions;
}

/* A file that is not there has no lines. */
static bool read_text(const char *path, GString *out, GError **error)
{
	g_autofree char *bytes = NULL;
	size_t length = 0;

	/* A link to nothing is a file that is not there, too. */
	if (access(path, F_OK) == 0 || errno != ENOENT) {
		if (!file_read_regular(path, BYTES_LIMIT, true, &bytes, &length, error))
			return false;
	}
	g_string_append_len(out, bytes ? bytes : "", (gssize)length);
	return true;
}

static bool parse(const char *path, const GString *text, GPtrArray *warnings,
		  struct decision_lines **out, GError **error)
{
	return decision_lines_parse(path, (struct slice){ text->str, text->len }, warnings, out,
				    error);
}

/* Whether a counts where both are on one key and tree. */
static bool counts_before(const struct decision *a, const struct decision *b)
{
	int order = strcmp(a->date, b->date);
	g_autofree char *x = NULL, *y = NULL;

	if (order)
		return order > 0;
	x = decision_line(a);
	y = decision_line(b);
	return strcmp(x, y) > 0;
}

/* What was given out under that name before, if it still stands so; else a copy that is kept. */
static struct decision *same_as_before(struct decisions *decisions, const char *name,
				       const struct decision *decision)
{
	struct decision *before =
		decisions->before ? g_hash_table_lookup(decisions->before, name) : NULL;
	g_autofree char *line = before ? decision_line(decision) : NULL;
	g_autofree char *old_line = before ? decision_line(before) : NULL;

	if (g_strcmp0(line, old_line) != 0 || !before) {
		before = decision_copy(decision);
		g_ptr_array_add(decisions->kept, before);
	}
	before->line = decision->line;
	return before;
}

static void note_decision(const struct decision *decision, void *data)
{
	struct decisions *decisions = data;
	g_autofree char *name = g_strdup_printf("%s\n%s", decision->key, decision->tree);
	const struct decision *other = g_hash_table_lookup(decisions->by_key, name);
	struct decision *copy;

	if (other && !counts_before(decision, other))
		return;
	copy = same_as_before(decisions, name, decision);
	g_hash_table_replace(decisions->by_key, g_steal_pointer(&name), copy);
}

static int by_order(const void *a, const void *b)
{
	const struct decision *const *x = a, *const *y = b;

	return decision_compare(*x, *y);
}

/* What the lines say; what was given out before stays. */
static void read_index(struct decisions *decisions)
{
	GHashTableIter iter;
	gpointer decision;

	decisions->before = decisions->by_key;
	decisions->by_key = new_index();
	decision_lines_each(decisions->lines, note_decision, decisions);
	g_clear_pointer(&decisions->before, g_hash_table_unref);
	g_ptr_array_set_size(decisions->sorted, 0);
	g_hash_table_iter_init(&iter, decisions->by_key);
	while (g_hash_table_iter_next(&iter, NULL, &decision))
		g_ptr_array_add(decisions->sorted, decision);
	g_ptr_array_sort(decisions->sorted, by_order);
}

/* Those of one day that differ: people should know who of them was heard. */
static void warn_of_double(const struct decision *decision, void *data)
{
	struct {
		struct decisions *decisions;
		GPtrArray *warnings;
	} *told = data;
	const struct decision *other =
		decisions_find(told->decisions, decision->key, decision->tree);

	if (other->line == decision->line || other->word == decision->word ||
	    strcmp(other->date, decision->date) != 0)
		return;
	g_ptr_array_add(told->warnings,
			g_strdup_printf("%s:%zu: decided otherwise on the same day in line %zu, "
					"which counts: %s by %s",
					told->decisions->path, decision->line, other->line,
					decision_word_name(other->word), other->who));
}

bool decisions_open(const char *path, GPtrArray *warnings, struct decisions **out, GError **error)
{
	_cleanup_(decisions_freep) struct decisions *decisions = decisions_new(path);
	struct {
		struct decisions *decisions;
		GPtrArray *warnings;
	} told = { decisions, warnings };

	if (!read_text(path, decisions->text, error) ||
	    !parse(path, decisions->text, warnings, &decisions->lines, error))
		return false;
	read_index(decisions);
	if (warnings)
		decision_lines_each(decisions->lines, warn_of_double, &told);
	*out = g_steal_pointer(&decisions);
	return true;
}

bool decisions_are_in(const char *path)
{
	char begin[sizeof(DECISION_LINES_HEADER) - 1];

	return file_peek(path, begin, sizeof(begin)) == sizeof(begin) &&
	       memcmp(begin, DECISION_LINES_HEADER, sizeof(begin)) == 0;
}

const char *decisions_path(const struct decisions *decisions)
{
	return decisions->path;
}

static const struct decision *look_up(const struct decisions *decisions, const char *key,
				      const char *tree)
{
	g_autofree char *name = g_strdup_printf("%s\n%s", key, tree);

	return g_hash_table_lookup(decisions->by_key, name);
}

const struct decision *decisions_find(const struct decisions *decisions, const char *key,
				      const char *tree)
{
	const struct decision *decision = tree ? look_up(decisions, key, tree) : NULL;

	return decision ? decision : look_up(decisions, key, "*");
}

/* Of the first of those that count which is not before key and tree. */
static guint position_of(const struct decisions *decisions, const char *key, const char *tree)
{
	const struct decision wanted = { .key = (char *)key, .tree = (char *)tree };
	guint i = 0, end = decisions->sorted->len;

	while (i < end) {
		guint middle = i + (end - i) / 2;

		if (decision_compare(decisions->sorted->pdata[middle], &wanted) < 0)
			i = middle + 1;
		else
			end = middle;
	}
	return i;
}

bool decisions_know(const struct decisions *decisions, const char *key)
{
	guint i = position_of(decisions, key, "");

	return i < decisions->sorted->len && strcmp(decisions_at(decisions, i)->key, key) == 0;
}

size_t decisions_count(const struct decisions *decisions)
{
	return decisions->sorted->len;
}

const struct decision *decisions_at(const struct decisions *decisions, size_t i)
{
	return decisions->sorted->pdata[i];
}

/* On the lines, which are the file's or what will be. */
static bool apply(const struct change *change, struct decision_lines *lines)
{
	if (!change->put)
		return decision_lines_remove(lines, change->key, change->tree);
	decision_lines_put(lines, change->put);
	return true;
}

static bool make_change(struct decisions *decisions, const struct decision *put, const char *key,
			const char *tree)
{
	struct change *change = g_new0(struct change, 1);

	change->put = put ? decision_copy(put) : NULL;
	change->key = g_strdup(key);
	change->tree = g_strdup(tree);
	if (!apply(change, decisions->lines)) {
		change_free(change);
		return false;
	}
	g_ptr_array_add(decisions->changes, change);
	return true;
}

/* Not read_index(): many may be put in. */
static void index_one(struct decisions *decisions, const char *key, const char *tree,
		      struct decision *now)
{
	char *name = g_strdup_printf("%s\n%s", key, tree);
	guint i = position_of(decisions, key, tree);

	if (g_hash_table_contains(decisions->by_key, name))
		g_ptr_array_remove_index(decisions->sorted, i);
	if (!now) {
		g_hash_table_remove(decisions->by_key, name);
		g_free(name);
		return;
	}
	g_ptr_array_add(decisions->kept, now);
	g_ptr_array_insert(decisions->sorted, (gint)i, now);
	g_hash_table_replace(decisions->by_key, name, now);
}

bool decisions_put(struct decisions *decisions, const struct decision *decision, GError **error)
{
	struct decision *copy;

	if (!decision_check(decision, error))
		return false;
	make_change(decisions, decision, decision->key, decision->tree);
	copy = decision_copy(decision);
	copy->line = 0;
	index_one(decisions, decision->key, decision->tree, copy);
	return true;
}

bool decisions_remove(struct decisions *decisions, const char *key, const char *tree)
{
	if (!make_change(decisions, NULL, key, tree))
		return false;
	index_one(decisions, key, tree, NULL);
	return true;
}

/*
 * The directory is what is locked: the file itself is replaced, and a lock file would be left over
 * by who is killed. Where none can be had (some network file systems) there is none. -1: failed.
 */
static int lock_directory(const char *path, GError **error)
{
	char *real = realpath(path, NULL);
	g_autofree char *directory = g_path_get_dirname(real ? real : path);
	int file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(real);
	if (file < 0) {
		fail_errno(error, "cannot write '%s'", path);
		return -1;
	}
	for (int i = 0; flock(file, LOCK_EX | LOCK_NB) != 0; i++) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return file;
		if (i == LOCK_TRIES) {
			close(file);
			fail(error, WINNOW_ERROR_RETRY,
			     "cannot write '%s': somebody else is writing it", path);
			return -1;
		}
		g_usleep(LOCK_PAUSE);
	}
	return file;
}

static bool write_lines(struct decisions *decisions, const struct decision_lines *lines,
			GError **error)
{
	GString *text = decision_lines_text(lines);
	struct stat status;
	int mode =
		stat(decisions->path, &status) == 0 ? (int)(status.st_mode & 0777) : NEW_FILE_MODE;

	if (!file_write(decisions->path, text->str, text->len, mode, error)) {
		g_string_free(text, TRUE);
		return false;
	}
	g_string_free(decisions->text, TRUE);
	decisions->text = text;
	g_ptr_array_set_size(decisions->changes, 0);
	return true;
}

/* A file that is as it was left need not be taken apart again: a key of the desk saves. */
static bool save_locked(struct decisions *decisions, GError **error)
{
	_cleanup_(decision_lines_freep) struct decision_lines *lines = NULL;
	g_autoptr(GString) text = g_string_new(NULL);

	if (!read_text(decisions->path, text, error))
		return false;
	if (g_string_equal(text, decisions->text))
		return write_lines(decisions, decisions->lines, error);
	if (!parse(decisions->path, text, NULL, &lines, error))
		return false;
	for (guint i = 0; i < decisions->changes->len; i++)
		apply(decisions->changes->pdata[i], lines);
	if (!write_lines(decisions, lines, error))
		return false;
	decision_lines_free(decisions->lines);
	decisions->lines = g_steal_pointer(&lines);
	read_index(decisions);
	return true;
}

bool decisions_save(struct decisions *decisions, GError **error)
{
	int lock;
	bool ok;

	if (!decisions->changes->len)
		return true;
	lock = lock_directory(decisions->path, error);
	if (lock < 0)
		return false;
	ok = save_locked(decisions, error);
	close(lock);
	return ok;
}
