/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/sweep.h"

#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "base/workers.h"
#include "git/commit-text.h"
#include "git/object-dirs.h"
#include "git/pack.h"

enum {
	STRETCH_BITS = 19, /* a job is half a megabyte of a pack: some 1,500 commits */
	SAMPLES = 16,	   /* objects of a stretch that are looked at, whether it has commits */
	AHEAD = 64,	   /* jobs whose parts may wait to be taken */
};

/* A stretch of a pack, in which objects are. */
struct stretch {
	guint pack;	  /* into paths */
	guint32 first, n; /* into the numbers of that pack */
};

struct sweep {
	const struct walk *walk;
	GPtrArray *paths;   /* char *, of the packs' indexes */
	GPtrArray *numbers; /* guint32 *, a pack's objects: in the order of stretches */
	GArray *stretches;  /* struct stretch */
};

/* A thread's own. */
struct reader {
	struct inflater *inflater;
	struct pack_reader reader;
	GPtrArray *packs; /* struct pack * */
};

/* What comes of a job. */
struct swept {
	const struct walk *walk;
	void *part;
	size_t n; /* commits */
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

static void swept_free(void *data)
{
	struct swept *swept = data;

	if (swept->part)
		swept->walk->part_free(swept->part);
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

static void visit(const struct walk *walk, const struct commit_id *id, const struct object *object,
		  void *part)
{
	struct commit commit;

	commit_text_parse(id, (struct slice){ object->data, object->length }, &commit);
	walk->visit(&commit, part);
	commit_clear(&commit);
}

/* The job i: the commits of a stretch. */
static void *sweep_stretch(size_t i, void *tool, void *data)
{
	const struct sweep *sweep = data;
	const struct stretch *stretch = &g_array_index(sweep->stretches, struct stretch, i);
	const guint32 *numbers = (guint32 *)sweep->numbers->pdata[stretch->pack] + stretch->first;
	struct reader *reader = tool;
	struct pack *pack = reader->packs->pdata[stretch->pack];
	const struct pack_index *index = pack_index_of(pack);
	g_autofree struct place *places = g_new(struct place, stretch->n);
	struct swept *swept = g_new0(struct swept, 1);

	swept->walk = sweep->walk;
	swept->part = sweep->walk->part_new(sweep->walk->data);
	if (!index)
		return swept; /* it is gone meanwhile */
	for (guint32 k = 0; k < stretch->n; k++)
		places[k] = (struct place){
			numbers[k] < index->n ? pack_index_offset(index, numbers[k]) : 0, numbers[k]
		};
	qsort(places, stretch->n, sizeof(*places), by_offset);
	for (guint32 k = 0; k < stretch->n; k++) {
		struct object object = { 0 };
		struct commit_id id;

		if (places[k].number >= index->n ||
		    pack_type(&reader->reader, pack, places[k].number) != OBJECT_COMMIT ||
		    !pack_read(&reader->reader, pack, places[k].number, true, &object, NULL))
			continue;
		pack_index_id(index, places[k].number, &id);
		if (object.length >= COMMIT_TEXT_MIN) {
			visit(sweep->walk, &id, &object, swept->part);
			swept->n++;
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

static void take(const struct walk *walk, struct swept *swept)
{
	for (size_t i = 0; walk->progress && i < swept->n; i++)
		progress_step(walk->progress);
	walk->part_take(g_steal_pointer(&swept->part), walk->data);
	swept_free(swept);
}

void sweep_commits(struct repo *repo, const struct walk *walk)
{
	g_autofree char *objects = g_build_filename(repo_directory(repo), "objects", NULL);
	g_autoptr(GPtrArray) paths = object_packs_of_all(objects);
	g_autoptr(GPtrArray) numbers = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch));
	struct sweep sweep = { walk, paths, numbers, stretches };
	struct reader *own = reader_new(&sweep);
	struct row_work work = {
		.ahead = AHEAD,
		.data = &sweep,
		.tool_new = reader_new,
		.tool_free = reader_free,
		.tool = own,
		.make = sweep_stretch,
		.drop = swept_free,
	};
	struct row *row;

	g_ptr_array_set_size(numbers, (gint)paths->len);
	for (guint i = 0; i < paths->len; i++)
		add_pack(&sweep, own, i);
	work.n = stretches->len;
	row = row_new(walk->workers, &work);
	for (size_t i = 0; i < work.n; i++)
		take(walk, row_take(row, i));
	row_free(row);
	reader_free(own);
}
