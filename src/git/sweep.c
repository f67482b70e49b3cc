/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/sweep.h"

#include <stdlib.h>
#include <string.h>

#include "base/workers.h"
#include "git/commit-text.h"
#include "git/object-dirs.h"
#include "git/pack.h"

enum {
	STRETCH_BITS = 19,     /* a job is half a megabyte of a pack: some 1,500 commits */
	SAMPLES = 16,	       /* objects of a stretch that are looked at, whether it has commits */
	AHEAD = 16,	       /* jobs whose commits may wait to be taken */
	TEXT_LIMIT = 64 << 10, /* bytes of a commit that comes by itself */
	SWEPT_LIMIT = 4 << 20, /* that a job unpacks: packed they may be a thousandth of that */
};

/* A stretch of a pack, in which objects are. */
struct stretch {
	guint pack;	  /* into paths */
	guint32 first, n; /* into the numbers of that pack */
};

/* The commits of a stretch. */
struct swept {
	GString *text; /* of all, one behind the other */
	GArray *ids;   /* struct commit_id */
	GArray *ends;  /* size_t: where each one's text ends */
};

struct reader;

struct sweep {
	GPtrArray *paths;   /* char *, of the packs' indexes */
	GPtrArray *numbers; /* guint32 *, a pack's objects: in the order of stretches */
	GArray *stretches;  /* struct stretch */
	struct reader *own;
	struct row *row;
	size_t next;	     /* stretch to be taken */
	struct swept *swept; /* what was taken; NULL: nothing */
};

/* A thread's own. */
struct reader {
	struct inflater *inflater;
	struct pack_reader reader;
	GPtrArray *packs; /* struct pack * */
};

static void pack_destroy(void *pack)
{
	pack_free(pack);
}

static void *reader_new(void *data)
{
	const struct sweep *sweep = data;
	struct reader *reader = g_new0(struct reader, 1);

	reader->inflater = inflater_new();
	pack_reader_init(&reader->reader, reader->inflater);
	reader->packs = g_ptr_array_new_with_free_func(pack_destroy);
	for (guint i = 0; i < sweep->paths->len; i++)
		g_ptr_array_add(reader->packs, pack_new(sweep->paths->pdata[i]));
	return reader;
}

static void reader_free(void *data)
{
	struct reader *reader = data;

	pack_reader_clear(&reader->reader);
	inflater_free(reader->inflater);
	g_ptr_array_unref(reader->packs);
	g_free(reader);
}

static struct swept *swept_new(void)
{
	struct swept *swept = g_new0(struct swept, 1);

	swept->text = g_string_sized_new(2U << STRETCH_BITS);
	swept->ids = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	swept->ends = g_array_new(FALSE, FALSE, sizeof(size_t));
	return swept;
}

static void swept_free(void *data)
{
	struct swept *swept = data;

	if (!swept)
		return;
	g_string_free(swept->text, TRUE);
	g_array_unref(swept->ids);
	g_array_unref(swept->ends);
	g_free(swept);
}

/* An object of a stretch. */
struct place {
	guint64 offset;
	guint32 number;
};

static int by_offset(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

/* The job i: the commits of a stretch. */
static void *sweep_stretch(size_t i, void *tool, void *data)
{
	const struct sweep *sweep = data;
	const struct stretch *stretch = &g_array_index(sweep->stretches, struct stretch, i);
	const guint32 *numbers = (guint32 *)sweep->numbers->pdata[stretch->pack] + stretch->first;
	struct reader *reader = tool;
	struct pack *pack = reader->packs->pdata[stretch->pack];
	/* It was opened before there were threads, and is only read: a map of a thread's own counts
	 * as its memory. */
	const struct pack_index *index = pack_index_of(sweep->own->packs->pdata[stretch->pack]);
	const struct pack_index *own = pack_index_of(pack);
	g_autofree struct place *places = g_new(struct place, stretch->n);
	struct swept *swept = swept_new();
	size_t unpacked = 0;

	if (!own || own->n != index->n)
		return swept; /* it is gone meanwhile */
	for (guint32 k = 0; k < stretch->n; k++)
		places[k] = (struct place){ pack_index_offset(index, numbers[k]), numbers[k] };
	qsort(places, stretch->n, sizeof(*places), by_offset);
	/* What is left out is read when something leads to it. */
	for (guint32 k = 0; k < stretch->n && unpacked < SWEPT_LIMIT; k++) {
		struct object object = { 0 };
		struct commit_id id;

		if (k && places[k].offset == places[k - 1].offset)
			continue; /* one of the two names is false */
		if (pack_type(&reader->reader, pack, places[k].number) != OBJECT_COMMIT ||
		    !pack_read(&reader->reader, pack, places[k].number, true, &object, NULL))
			continue;
		pack_index_id(index, places[k].number, &id);
		unpacked += object.length;
		if (object.length >= COMMIT_TEXT_MIN && object.length <= TEXT_LIMIT) {
			g_string_append_len(swept->text, object.data, (gssize)object.length);
			g_array_append_val(swept->ids, id);
			g_array_append_val(swept->ends, swept->text->len);
		}
		object_clear(&object);
	}
	return swept;
}

/* Whether some of the objects from first on are commits. */
static bool has_commits(struct reader *reader, struct pack *pack, const guint32 *numbers, guint32 n)
{
	for (guint32 i = 0; i < n; i += MAX(n / SAMPLES, 1))
		if (pack_type(&reader->reader, pack, numbers[i]) == OBJECT_COMMIT)
			return true;
	return false;
}

/* The stretches of a pack up to the first one without commits. */
static void add_pack(struct sweep *sweep, struct reader *reader, guint which)
{
	struct pack *pack = reader->packs->pdata[which];
	const struct pack_index *index = pack_index_of(pack);
	guint64 end = 0;
	guint32 *numbers, *starts;
	size_t n_stretches;

	if (!index || index->n >= G_MAXUINT32)
		return;
	for (size_t i = 0; i < index->n; i++)
		end = MAX(end, pack_index_offset(index, i));
	n_stretches = (size_t)(end >> STRETCH_BITS) + 1;
	if (n_stretches > index->n + 1)
		n_stretches = 0; /* offsets of a damaged one, or blobs of megabytes: no commits */
	starts = g_new0(guint32, n_stretches + 1);
	numbers = g_new(guint32, index->n);
	g_ptr_array_index(sweep->numbers, which) = numbers;
	for (size_t i = 0; n_stretches && i < index->n; i++)
		starts[(pack_index_offset(index, i) >> STRETCH_BITS) + 1]++;
	for (size_t i = 0; i < n_stretches; i++)
		starts[i + 1] += starts[i];
	for (size_t i = 0; n_stretches && i < index->n; i++)
		numbers[starts[pack_index_offset(index, i) >> STRETCH_BITS]++] = (guint32)i;
	/* Each start is its stretch's end by now. */
	for (size_t i = 0; i < n_stretches; i++) {
		guint32 first = i ? starts[i - 1] : 0;
		struct stretch stretch = { which, first, starts[i] - first };

		if (!has_commits(reader, pack, numbers + first, stretch.n))
			break;
		g_array_append_val(sweep->stretches, stretch);
	}
	g_free(starts);
}

static int by_length(const void *a, const void *b)
{
	const struct pack_index *x = pack_index_of(*(struct pack *const *)a);
	const struct pack_index *y = pack_index_of(*(struct pack *const *)b);
	size_t m = x ? x->n : 0, n = y ? y->n : 0;

	return m != n ? (m > n) - (m < n)
		      : strcmp(pack_path(*(struct pack *const *)a),
			       pack_path(*(struct pack *const *)b));
}

/* What came last is in the smallest, and leads to what is in the others. */
static void sort_packs(struct sweep *sweep)
{
	GPtrArray *packs = sweep->own->packs;

	g_ptr_array_sort(packs, by_length);
	for (guint i = 0; i < packs->len; i++) {
		g_free(sweep->paths->pdata[i]);
		sweep->paths->pdata[i] = g_strdup(pack_path(packs->pdata[i]));
	}
}

struct sweep *sweep_new(struct repo *repo, struct workers *workers)
{
	g_autofree char *objects = g_build_filename(repo_directory(repo), "objects", NULL);
	struct sweep *sweep = g_new0(struct sweep, 1);
	struct row_work work = {
		.ahead = AHEAD,
		.data = sweep,
		.tool_new = reader_new,
		.tool_free = reader_free,
		.make = sweep_stretch,
		.drop = swept_free,
	};

	sweep->paths = object_packs_of_all(objects);
	sweep->numbers = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_set_size(sweep->numbers, (gint)sweep->paths->len);
	sweep->stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch));
	work.tool = sweep->own = reader_new(sweep);
	sort_packs(sweep);
	for (guint i = 0; i < sweep->paths->len; i++)
		add_pack(sweep, sweep->own, i);
	work.n = sweep->stretches->len;
	sweep->row = row_new(workers, &work);
	return sweep;
}

void sweep_free(struct sweep *sweep)
{
	row_free(sweep->row);
	swept_free(sweep->swept);
	reader_free(sweep->own);
	g_ptr_array_unref(sweep->paths);
	g_ptr_array_unref(sweep->numbers);
	g_array_unref(sweep->stretches);
	g_free(sweep);
}

bool sweep_has(const struct sweep *sweep, const struct commit_id *id)
{
	const GPtrArray *packs = sweep->own->packs;

	for (guint i = 0; i < packs->len; i++) {
		const struct pack_index *index = pack_index_of(packs->pdata[i]);
		size_t ignored;

		if (index && pack_index_find(index, id, &ignored))
			return true;
	}
	return false;
}

bool sweep_next(struct sweep *sweep)
{
	g_clear_pointer(&sweep->swept, swept_free);
	if (sweep->next == sweep->stretches->len)
		return false;
	sweep->swept = row_take(sweep->row, sweep->next++);
	return true;
}

size_t sweep_length(const struct sweep *sweep)
{
	return sweep->swept->ids->len;
}

const struct commit_id *sweep_id(const struct sweep *sweep, size_t i)
{
	return &g_array_index(sweep->swept->ids, struct commit_id, i);
}

struct slice sweep_text(const struct sweep *sweep, size_t i)
{
	size_t start = i ? g_array_index(sweep->swept->ends, size_t, i - 1) : 0;

	return (struct slice){ sweep->swept->text->str + start,
			       g_array_index(sweep->swept->ends, size_t, i) - start };
}
