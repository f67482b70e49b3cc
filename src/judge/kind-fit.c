/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/kind-fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/kind-model.h"
#include "judge/kind-words.h"
#include "judge/logistic.h"
#include "message/nomination.h"

enum {
	PATCHES_MIN = 20,     /* of a repository that a word must be in */
	REPOSITORIES_MIN = 2, /* that must have it so often, unless there is but one */
	WORDS_KEPT = 4000,    /* the most frequent ones */
	KEYS_LIMIT = 1 << 22, /* different keys that are counted */
	ONE_MIN = 1000,	      /* thousandths: see unit in kind-model.c */
};

/* liblinear's C. From .1 to 3 little changes. */
static const double cost = 0.3;

/* Of the column that says which repository a patch is from: large, so that its weight is free. */
static const double apart = 3;

struct key {
	char *text;
	enum kind_part part;
	guint in[KIND_REPOSITORIES_MAX]; /* patches learned from that have it */
	guint total;
	guint seen; /* number of the row that had it last */
	int column; /* -1: not used */
};

struct row {
	guint repository;
	bool held_out, repair;
	guint32 *keys; /* numbers of keys */
	guint n;
};

struct kind_lesson {
	guint n_repositories;
	GPtrArray *keys;     /* struct key * */
	GHashTable *by_text; /* key's text -> number + 1 */
	GHashTable *names;   /* lower-case word of an author's name -> patches by such authors */
	GArray *rows;	     /* struct row */
	GArray *current;     /* guint32: of the row that is read */
	double *weights;     /* of columns, repositories but the first, and the constant */
	guint n_columns;
};

static void key_free(void *data)
{
	struct key *key = data;

	g_free(key->text);
	g_free(key);
}

static void row_clear(void *row)
{
	g_free(((struct row *)row)->keys);
}

struct kind_lesson *kind_lesson_new(guint n_repositories)
{
	struct kind_lesson *lesson = g_new0(struct kind_lesson, 1);

	lesson->n_repositories = n_repositories;
	lesson->keys = g_ptr_array_new_with_free_func(key_free);
	lesson->by_text = g_hash_table_new(g_str_hash, g_str_equal);
	lesson->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	lesson->rows = g_array_new(FALSE, FALSE, sizeof(struct row));
	g_array_set_clear_func(lesson->rows, row_clear);
	lesson->current = g_array_new(FALSE, FALSE, sizeof(guint32));
	return lesson;
}

void kind_lesson_free(struct kind_lesson *lesson)
{
	g_hash_table_unref(lesson->by_text);
	g_ptr_array_unref(lesson->keys);
	g_hash_table_unref(lesson->names);
	g_array_unref(lesson->rows);
	g_array_unref(lesson->current);
	g_free(lesson->weights);
	g_free(lesson);
}

static void note(enum kind_part part, const char *text, void *data)
{
	struct kind_lesson *lesson = data;
	guint32 number = GPOINTER_TO_UINT(g_hash_table_lookup(lesson->by_text, text));
	struct key *key;

	if (!number) {
		if (kind_key_is_masked(text) || lesson->keys->len >= KEYS_LIMIT)
			return;
		key = g_new0(struct key, 1);
		key->text = g_strdup(text);
		key->part = part;
		key->column = -1;
		g_ptr_array_add(lesson->keys, key);
		number = lesson->keys->len;
		g_hash_table_insert(lesson->by_text, key->text, GUINT_TO_POINTER(number));
	}
	number--;
	key = lesson->keys->pdata[number];
	if (key->seen == lesson->rows->len + 1)
		return;
	key->seen = lesson->rows->len + 1;
	g_array_append_val(lesson->current, number);
}

static void count_names(struct kind_lesson *lesson, const char *name)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);
	g_auto(GStrv) words = g_strsplit_set(lower, " .,-()\"<>@", -1);

	for (char **word = words; *word; word++)
		g_hash_table_insert(
			lesson->names, g_strdup(*word),
			GUINT_TO_POINTER(
				GPOINTER_TO_UINT(g_hash_table_lookup(lesson->names, *word)) + 1));
}

static bool is_repair(const struct patch *patch)
{
	for (guint i = 0; patch->references && i < patch->references->len; i++)
		if (g_array_index(patch->references, struct reference, i).kind == REFERENCE_FIXES)
			return true;
	return nomination_is_there(&patch->message);
}

void kind_lesson_add(struct kind_lesson *lesson, guint repository, bool held_out,
		     const struct patch *patch)
{
	struct row row = { repository, held_out, is_repair(patch), NULL, 0 };

	g_array_set_size(lesson->current, 0);
	kind_words(patch, note, lesson);
	row.n = lesson->current->len;
	row.keys = g_memdup2(lesson->current->data, row.n * sizeof(*row.keys));
	g_array_append_val(lesson->rows, row);
	if (held_out)
		return;
	count_names(lesson, patch->author.name);
	for (guint i = 0; i < row.n; i++) {
		struct key *key = lesson->keys->pdata[row.keys[i]];

		key->in[repository]++;
		key->total++;
	}
}

/* Many commits of several repositories have it, and more as a word than by an author of its name.
 */
static bool is_common(const struct kind_lesson *lesson, const struct key *key, guint n_taught)
{
	guint named = GPOINTER_TO_UINT(g_hash_table_lookup(lesson->names, key->text + 2));
	guint n = 0;

	for (guint r = 0; r < lesson->n_repositories; r++)
		n += key->in[r] >= PATCHES_MIN;
	return n >= MIN((guint)REPOSITORIES_MIN, n_taught) && named < key->total;
}

/* Repositories that there is something to learn from, at least 1. */
static guint count_taught(const struct kind_lesson *lesson)
{
	bool taught[KIND_REPOSITORIES_MAX] = { false };
	guint n = 0;

	for (guint i = 0; i < lesson->rows->len; i++) {
		const struct row *row = &g_array_index(lesson->rows, struct row, i);

		n += !row->held_out && !taught[row->repository];
		taught[row->repository] |= !row->held_out;
	}
	return MAX(n, 1);
}

static int by_frequency(const void *a, const void *b)
{
	const struct key *x = *(struct key *const *)a, *y = *(struct key *const *)b;

	if (x->total != y->total)
		return x->total > y->total ? -1 : 1;
	return strcmp(x->text, y->text);
}

static int by_text(const void *a, const void *b)
{
	return strcmp((*(struct key *const *)a)->text, (*(struct key *const *)b)->text);
}

/* The words that are used, in byte order. */
static GPtrArray *choose(const struct kind_lesson *lesson)
{
	GPtrArray *chosen = g_ptr_array_new();
	guint n_taught = count_taught(lesson);

	for (guint i = 0; i < lesson->keys->len; i++)
		if (is_common(lesson, lesson->keys->pdata[i], n_taught))
			g_ptr_array_add(chosen, lesson->keys->pdata[i]);
	g_ptr_array_sort(chosen, by_frequency);
	g_ptr_array_set_size(chosen, (gint)MIN(chosen->len, (guint)WORDS_KEPT));
	g_ptr_array_sort(chosen, by_text);
	for (guint i = 0; i < chosen->len; i++)
		((struct key *)chosen->pdata[i])->column = (int)i;
	return chosen;
}

static int by_column(const void *a, const void *b)
{
	const struct logistic_cell *x = a, *y = b;

	return x->column < y->column ? -1 : x->column > y->column;
}

/* Appends to cells; how many. */
static size_t add_cells(const struct kind_lesson *lesson, const struct row *row, GArray *cells)
{
	guint n[N_KIND_PARTS] = { 0 }, start = cells->len;

	for (guint i = 0; i < row->n; i++) {
		const struct key *key = lesson->keys->pdata[row->keys[i]];

		n[key->part] += key->column >= 0;
	}
	for (guint i = 0; i < row->n; i++) {
		const struct key *key = lesson->keys->pdata[row->keys[i]];
		struct logistic_cell cell = { (guint32)MAX(key->column, 0),
					      kind_value(key->part, n[key->part]) };

		if (key->column >= 0)
			g_array_append_val(cells, cell);
	}
	if (cells->len > start)
		qsort(&g_array_index(cells, struct logistic_cell, start), cells->len - start,
		      sizeof(struct logistic_cell), by_column);
	if (row->repository) {
		struct logistic_cell cell = { lesson->n_columns + row->repository - 1, apart };

		g_array_append_val(cells, cell);
	}
	return cells->len - start;
}

static void teach(struct kind_lesson *lesson)
{
	guint width = lesson->n_columns + lesson->n_repositories - 1;
	g_autofree struct logistic_row *rows =
		g_new0(struct logistic_row, MAX(lesson->rows->len, 1));
	g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(struct logistic_cell));
	size_t n = 0, at = 0;

	for (guint i = 0; i < lesson->rows->len; i++) {
		const struct row *row = &g_array_index(lesson->rows, struct row, i);

		if (row->held_out)
			continue;
		rows[n].positive = row->repair;
		rows[n++].n = add_cells(lesson, row, cells);
	}
	for (size_t i = 0; i < n; i++) {
		if (rows[i].n) /* else there may be no cell at all to count from */
			rows[i].cells =
				(const struct logistic_cell *)(const void *)cells->data + at;
		at += rows[i].n;
	}
	g_free(lesson->weights);
	lesson->weights = g_new0(double, width + 1);
	logistic_fit(rows, n, width, cost, lesson->weights);
}

GBytes *kind_lesson_learn(struct kind_lesson *lesson)
{
	g_autoptr(GPtrArray) chosen = choose(lesson);
	GString *out = g_string_new(KIND_MODEL_HEADING "\n");

	lesson->n_columns = chosen->len;
	teach(lesson);
	g_string_append_printf(
		out, "bias %ld\n",
		lround(lesson->weights[lesson->n_columns + lesson->n_repositories - 1] * ONE_MIN));
	for (guint i = 0; i < chosen->len; i++) {
		long weight = lround(lesson->weights[i] * ONE_MIN);

		g_string_append_printf(out, "%s %ld\n", ((struct key *)chosen->pdata[i])->text,
				       weight);
	}
	return g_string_free_to_bytes(out);
}

void kind_lesson_count(const struct kind_lesson *lesson, guint repository, bool held_out, size_t *n,
		       size_t *repairs)
{
	*n = *repairs = 0;
	for (guint i = 0; i < lesson->rows->len; i++) {
		const struct row *row = &g_array_index(lesson->rows, struct row, i);

		if (row->repository == repository && row->held_out == held_out) {
			(*n)++;
			*repairs += row->repair;
		}
	}
}

void kind_lesson_try(const struct kind_lesson *lesson, guint repository, struct figures *out)
{
	g_autofree struct scored *scored = g_new(struct scored, MAX(lesson->rows->len, 1));
	g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(struct logistic_cell));
	size_t n = 0;

	for (guint i = 0; i < lesson->rows->len; i++) {
		struct row row = g_array_index(lesson->rows, struct row, i);
		struct logistic_row tried = { .positive = row.repair };

		if (row.repository != repository || !row.held_out)
			continue;
		row.repository = 0; /* as if nothing were known of where it is from */
		g_array_set_size(cells, 0);
		tried.n = add_cells(lesson, &row, cells);
		tried.cells = (const struct logistic_cell *)(const void *)cells->data;
		scored[n++] = (struct scored){
			1 / (1 + exp(-logistic_log_odds(
					 lesson->weights,
					 lesson->n_columns + lesson->n_repositories - 1, &tried))),
			row.repair,
		};
	}
	figures_compute(scored, n, out);
}
