/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/line-match.h"

#include "git/line-paths.h"

enum {
	MANY_LIMIT = 1024,	/* matches of a line that are many, in the longest of files */
	NEIGHBOURS_LIMIT = 100, /* lines on either side that say whether one of those counts */
	FEW_PART = 4,		/* of these lines, one with many matches to so many of all */
	SIEVE_BITS = 12,
};

/* All lines of one text. */
struct kind {
	guint64 hash;
	struct slice line;
	int n[2], n_around; /* in the middle of the older and the newer, in head and tail */
};

struct kinds {
	const guint64 *key; /* two words */
	struct kind *at;
	int n;
	guint32 *slots; /* number of a kind plus one; 0: free. By hash. */
	gsize mask;
	guint64 sieve[1 << (SIEVE_BITS -
			    6)]; /* whether lines of such an end and length are there */
};

static guint64 word_at(const char *p)
{
	guint64 word;

	memcpy(&word, p, sizeof(word));
	return word;
}

/*
 * SipHash-1-3 (Aumasson, Bernstein, 2012) with a key that nobody knows: whoever writes a file could
 * else make lines that all have one hash. No result hangs on it, kinds are numbered as they come.
 */
static void sip_round(guint64 v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = (v[1] << 13 | v[1] >> 51) ^ v[0];
	v[3] = (v[3] << 16 | v[3] >> 48) ^ v[2];
	v[0] = v[0] << 32 | v[0] >> 32;
	v[2] += v[1];
	v[0] += v[3];
	v[1] = (v[1] << 17 | v[1] >> 47) ^ v[2];
	v[3] = (v[3] << 21 | v[3] >> 43) ^ v[0];
	v[2] = v[2] << 32 | v[2] >> 32;
}

static void sip_word(guint64 v[4], guint64 word)
{
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
}

static guint64 hash_of(const guint64 key[2], struct slice line)
{
	guint64 v[4] = {
		key[0] ^ G_GUINT64_CONSTANT(0x736f6d6570736575),
		key[1] ^ G_GUINT64_CONSTANT(0x646f72616e646f6d),
		key[0] ^ G_GUINT64_CONSTANT(0x6c7967656e657261),
		key[1] ^ G_GUINT64_CONSTANT(0x7465646279746573),
	};
	guint64 rest = 0;
	size_t i = 0;

	for (; i + 8 <= line.length; i += 8)
		sip_word(v, word_at(line.start + i));
	memcpy(&rest, line.start + i, line.length - i);
	sip_word(v, rest ^ (guint64)line.length << 56);
	v[2] ^= 0xff;
	for (i = 0; i < 3; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* The same for the whole run. */
static const guint64 *run_key(void)
{
	static guint64 key[2];
	static gsize is_set;

	if (g_once_init_enter(&is_set)) {
		for (int i = 0; i < 2; i++)
			key[i] = (guint64)g_random_int() << 32 | g_random_int();
		g_once_init_leave(&is_set, 1);
	}
	return key;
}

/* Where a line is in the sieve: by its length and its last bytes, those before its line end most.
 */
static guint sieve_of(struct slice line)
{
	guint64 end = 0;

	if (line.length >= 8)
		end = word_at(line.start + line.length - 8);
	else
		memcpy(&end, line.start, line.length);
	return (guint)(((end ^ line.length) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)) >>
		       (64 - SIEVE_BITS));
}

static void kinds_init(struct kinds *kinds, int n_lines)
{
	gsize n_slots = 16;

	while (n_slots < 2 * (gsize)n_lines)
		n_slots *= 2;
	*kinds = (struct kinds){ .key = run_key(), .mask = n_slots - 1 };
	kinds->at = g_new(struct kind, n_lines);
	kinds->slots = g_new0(guint32, n_slots);
}

static void kinds_clear(struct kinds *kinds)
{
	g_free(kinds->at);
	g_free(kinds->slots);
}

/* The slot that has the kind of line, or would. */
static guint32 *kinds_slot(const struct kinds *kinds, struct slice line, guint64 hash)
{
	gsize i = hash & kinds->mask;

	for (; kinds->slots[i]; i = (i + 1) & kinds->mask) {
		const struct kind *kind = &kinds->at[kinds->slots[i] - 1];

		if (kind->hash == hash && line_equal(kind->line, line))
			break;
	}
	return &kinds->slots[i];
}

/* Say which kind each line in the middle is of, and count it. */
static void kinds_add(struct kinds *kinds, const struct lines *lines, int side, guint32 *numbers)
{
	for (int i = 0; i < lines->n_middle; i++) {
		struct slice line = lines_text(lines, i);
		guint64 hash = hash_of(kinds->key, line);
		guint32 *slot = kinds_slot(kinds, line, hash);

		if (!*slot) {
			kinds->at[kinds->n] = (struct kind){ .hash = hash, .line = line };
			*slot = (guint32)++kinds->n;
		}
		numbers[i] = *slot - 1;
		kinds->at[numbers[i]].n[side]++;
	}
}

static bool have_common(const struct kinds *kinds)
{
	for (int i = 0; i < kinds->n; i++)
		if (kinds->at[i].n[0] && kinds->at[i].n[1])
			return true;
	return false;
}

/* Count those in text, of which few are any of kinds. How many lines there are. */
static int kinds_count(struct kinds *kinds, struct slice text)
{
	const char *end = text.start + text.length;
	int n = 0;

	for (const char *p = text.start; p < end; n++) {
		struct slice line = { p, (size_t)(line_end(p, end) - p) };
		guint bit = sieve_of(line);

		p += line.length;
		if (kinds->sieve[bit / 64] >> bit % 64 & 1) {
			guint32 *slot = kinds_slot(kinds, line, hash_of(kinds->key, line));

			if (*slot)
				kinds->at[*slot - 1].n_around++;
		}
	}
	return n;
}

static void kinds_fill_sieve(struct kinds *kinds)
{
	for (int i = 0; i < kinds->n; i++) {
		guint bit = sieve_of(kinds->at[i].line);

		kinds->sieve[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
	}
}

static void mark_all(struct lines *lines)
{
	for (int i = 0; i < lines->n_middle; i++)
		lines->below.at[i].changed = true;
}

/* How many lines of the other text are like one of this. */
enum matches { NO_MATCH, MATCHES, MANY_MATCHES };

/* From line i in one direction, up to the first with few matches, and not far. */
static void look(const guint8 *matches, int i, int step, int last, int *n_none, int *n_many)
{
	for (int n = 0; n < NEIGHBOURS_LIMIT && i != last; n++) {
		i += step;
		if (matches[i] == MATCHES)
			return;
		++*(matches[i] == NO_MATCH ? n_none : n_many);
	}
}

/*
 * Whether a line with many matches, a brace as a rule, stands among lines without any: what it
 * matches is chance then.
 */
static bool is_chance(const guint8 *matches, int i, int n)
{
	int n_none = 0, n_many = 0, n_above;

	look(matches, i, -1, 0, &n_none, &n_many);
	n_above = n_none;
	if (!n_above)
		return false;
	look(matches, i, 1, n - 1, &n_none, &n_many);
	if (n_none == n_above)
		return false;
	/* The line itself counts on both sides. */
	n_many += 2;
	return n_many * FEW_PART < n_many + n_none;
}

/* Lines of one middle that the search is about: their numbers, and where they are. */
struct kept {
	guint32 *numbers;
	int *at;
	bool *taken;
	int n;
};

/* The others are changed whatever the search finds. n_all: lines of the text. */
static void keep(struct kept *kept, struct lines *lines, const struct kinds *kinds, int side,
		 const guint32 *numbers, int n_all)
{
	int many = MIN(line_paths_root(n_all), MANY_LIMIT);
	g_autofree guint8 *matches = g_new(guint8, lines->n_middle);

	*kept = (struct kept){ .numbers = g_new(guint32, lines->n_middle),
			       .at = g_new(int, lines->n_middle),
			       .taken = g_new0(bool, lines->n_middle) };
	for (int i = 0; i < lines->n_middle; i++) {
		const struct kind *kind = &kinds->at[numbers[i]];
		int n = kind->n[!side] + kind->n_around;

		matches[i] = n == 0 ? NO_MATCH : n < many ? MATCHES : MANY_MATCHES;
	}
	for (int i = 0; i < lines->n_middle; i++) {
		if (matches[i] == NO_MATCH ||
		    (matches[i] == MANY_MATCHES && is_chance(matches, i, lines->n_middle))) {
			lines->below.at[i].changed = true;
			continue;
		}
		kept->numbers[kept->n] = numbers[i];
		kept->at[kept->n++] = i;
	}
}

static struct line_numbers numbers_of(const struct kept *kept)
{
	return (struct line_numbers){ kept->numbers, kept->taken, kept->n };
}

static void kept_finish(struct kept *kept, struct lines *lines)
{
	for (int i = 0; i < kept->n; i++)
		lines->below.at[kept->at[i]].changed = kept->taken[i];
	g_free(kept->numbers);
	g_free(kept->at);
	g_free(kept->taken);
}

static void match_common(struct lines *older, struct lines *newer, struct kinds *kinds,
			 guint32 *numbers[2], struct slice head, struct slice tail)
{
	struct kept old_kept, new_kept;
	struct line_numbers old_numbers, new_numbers;
	int n_common;

	kinds_fill_sieve(kinds);
	n_common = kinds_count(kinds, head) + kinds_count(kinds, tail);
	keep(&old_kept, older, kinds, 0, numbers[0], n_common + older->n_middle);
	keep(&new_kept, newer, kinds, 1, numbers[1], n_common + newer->n_middle);
	old_numbers = numbers_of(&old_kept);
	new_numbers = numbers_of(&new_kept);
	line_paths_find(&old_numbers, &new_numbers);
	kept_finish(&old_kept, older);
	kept_finish(&new_kept, newer);
}

void lines_match(struct lines *older, struct lines *newer, struct slice head, struct slice tail)
{
	g_autofree guint32 *old_numbers = NULL, *new_numbers = NULL;
	struct kinds kinds;

	if (!older->n_middle || !newer->n_middle) {
		mark_all(older);
		mark_all(newer);
		return;
	}
	old_numbers = g_new(guint32, older->n_middle);
	new_numbers = g_new(guint32, newer->n_middle);
	kinds_init(&kinds, older->n_middle + newer->n_middle);
	kinds_add(&kinds, older, 0, old_numbers);
	kinds_add(&kinds, newer, 1, new_numbers);
	/* Most changes have no line in common at all: which of them would count does not matter. */
	if (have_common(&kinds)) {
		match_common(older, newer, &kinds, (guint32 *[]){ old_numbers, new_numbers }, head,
			     tail);
	} else {
		mark_all(older);
		mark_all(newer);
	}
	kinds_clear(&kinds);
}
