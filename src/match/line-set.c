/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/line-set.h"

#include "match/hunk.h"

enum {
	BITS_OF_A_LINE = 16, /* of which one is set: so many lines seem to be there that are not */
	FEWEST_BITS = 64,
};

struct line_set {
	guint refs;
	GArray *lines;
	guint64 *bits;	/* NULL: not asked yet */
	unsigned width; /* of an index into them */
};

struct line_set *line_set_new(GArray *lines)
{
	struct line_set *set = g_new0(struct line_set, 1);

	set->refs = 1;
	set->lines = g_array_ref(lines);
	return set;
}

struct line_set *line_set_ref(struct line_set *set)
{
	set->refs++;
	return set;
}

void line_set_unref(struct line_set *set)
{
	if (!set || --set->refs)
		return;
	g_array_unref(set->lines);
	g_free(set->bits);
	g_free(set);
}

/* The upper bits of a product are the ones that all bits of the hash went into. */
static size_t index_of(const struct line_set *set, struct slice line)
{
	return slice_key_hash(&line) * 0x9e3779b97f4a7c15u >> (64 - set->width);
}

static void fill(struct line_set *set, size_t *work)
{
	size_t wanted = MAX((size_t)set->lines->len * BITS_OF_A_LINE, FEWEST_BITS);

	set->width = g_bit_storage(wanted - 1);
	set->bits = g_new0(guint64, ((size_t)1 << set->width) / 64);
	for (guint i = 0; i < set->lines->len; i++) {
		struct slice line = g_array_index(set->lines, struct file_line, i).text;
		size_t at = index_of(set, line);

		set->bits[at / 64] |= (guint64)1 << at % 64;
		*work += 1 + line.length / HUNK_BYTES_A_LINE;
	}
}

bool line_set_may_have(struct line_set *set, struct slice line, size_t *work)
{
	size_t at;

	if (!set->bits)
		fill(set, work);
	*work += 1 + line.length / HUNK_BYTES_A_LINE;
	at = index_of(set, line);
	return set->bits[at / 64] >> at % 64 & 1;
}
