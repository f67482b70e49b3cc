/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/features.h"

#include <math.h>
#include <string.h>

enum {
	WORD_BYTES_MIN = 2,
	WORD_BYTES_MAX = 40, /* longer runs are data */
	ID_DIGITS_MIN = 7,   /* a word of so many hexadecimal digits is somebody's id */
	PARTS_LIMIT = 64,    /* of a path, from its beginning */
};

/* Features of one patch being gathered. */
struct gathering {
	guint serial;
	GArray *list;
	GHashTable *names; /* words of people's names, lower case */
	size_t n_part;
};

/* FNV-1a over the lower-case bytes: the same everywhere, unlike GLib's, which promises nothing. */
static guint32 hash_bytes(guint32 hash, struct slice bytes)
{
	for (size_t i = 0; i < bytes.length; i++)
		hash = (hash ^ (guint8)g_ascii_tolower(bytes.start[i])) * 16777619u;
	return hash;
}

static guint32 bucket_of(enum feature_part part, struct slice a, struct slice b)
{
	guint32 hash = (2166136261u ^ (guint32)part) * 16777619u;

	hash = hash_bytes(hash, a);
	if (b.length) {
		hash = (hash ^ ' ') * 16777619u;
		hash = hash_bytes(hash, b);
	}
	hash ^= hash >> 15; /* the low bits of FNV alone are poor */
	hash *= 0x85ebca6bu;
	return (hash ^ hash >> 13) % FEATURE_BUCKETS;
}

static void add_pair(struct gathering *gathering, enum feature_part part, struct slice a,
		     struct slice b)
{
	struct feature feature = { .part = part, .a = a, .b = b };

	if (gathering->n_part++ >= FEATURES_LIMIT)
		return;
	feature.bucket = bucket_of(part, a, b);
	feature.value = 1;
	feature.serial = gathering->serial++;
	g_array_append_val(gathering->list, feature);
}

static const struct slice nothing = { "", 0 };

static bool is_word_char(char c)
{
	return g_ascii_isalnum(c) || c == '_' || (c & 0x80);
}

/* The next run of word characters in *rest; what is between it and the last one in *gap. */
static bool next_word(struct slice *rest, struct slice *word, struct slice *gap)
{
	size_t skipped = 0, n = 0;

	while (skipped < rest->length && !is_word_char(rest->start[skipped]))
		skipped++;
	*gap = (struct slice){ rest->start, skipped };
	while (skipped + n < rest->length &&
	       (is_word_char(rest->start[skipped + n]) ||
		(rest->start[skipped + n] == '\'' && n && skipped + n + 1 < rest->length &&
		 g_ascii_isalpha(rest->start[skipped + n + 1]))))
		n++;
	*word = (struct slice){ rest->start + skipped, n };
	rest->start += skipped + n;
	rest->length -= skipped + n;
	return n > 0;
}

/* No ids, numbers, names or bits of data. */
static bool counts_as_word(const struct gathering *gathering, struct slice word)
{
	char lower[WORD_BYTES_MAX + 1];

	if (word.length < WORD_BYTES_MIN || word.length > WORD_BYTES_MAX ||
	    g_ascii_isdigit(word.start[0]))
		return false;
	if (word.length >= ID_DIGITS_MIN && slice_hex_run(word) == word.length)
		return false;
	for (size_t i = 0; i < word.length; i++)
		lower[i] = g_ascii_tolower(word.start[i]);
	lower[word.length] = '\0';
	return !g_hash_table_contains(gathering->names, lower);
}

/* Words that are grammar: alone, or two of them, they say nothing. "not" and "no" do. */
static bool is_grammar(struct slice word)
{
	static const char *const words[] = {
		"an",	"and",	"are", "as",   "at",   "be",   "been",	"but",	"by",
		"for",	"from", "had", "has",  "have", "if",   "in",	"is",	"it",
		"its",	"of",	"on",  "or",   "so",   "than", "that",	"the",	"then",
		"this", "to",	"was", "were", "we",   "when", "which", "with",
	};

	char first = g_ascii_tolower(*word.start);

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (first == *words[i] && word.length == strlen(words[i]) &&
		    g_ascii_strncasecmp(word.start, words[i], word.length) == 0)
			return true;
	return false;
}

/* A pair goes over blanks and single line ends, not over the end of a clause. */
static bool joins(struct slice gap)
{
	size_t lines = 0;

	for (size_t i = 0; i < gap.length; i++) {
		lines += gap.start[i] == '\n';
		if (!g_ascii_isspace(gap.start[i]) && gap.start[i] != '-' && gap.start[i] != '/')
			return false;
	}
	return lines < 2;
}

/* An address or a file name is one thing: what hangs on '@' is nobody's word. */
static bool beside_at(struct slice gap, struct slice rest)
{
	return (gap.length && gap.start[gap.length - 1] == '@') ||
	       (rest.length && rest.start[0] == '@');
}

static void add_words(struct gathering *gathering, enum feature_part part, struct slice text)
{
	struct slice word, gap, last = nothing;
	bool grammar, last_is_grammar = false;

	while (next_word(&text, &word, &gap)) {
		if (!joins(gap))
			last = nothing;
		if (!counts_as_word(gathering, word) || beside_at(gap, text)) {
			last = nothing;
			continue;
		}
		grammar = is_grammar(word);
		if (!grammar)
			add_pair(gathering, part, word, nothing);
		if (last.length && !(last_is_grammar && grammar))
			add_pair(gathering, part, last, word);
		last = word;
		last_is_grammar = grammar;
	}
}

static void add_tokens(struct gathering *gathering, const struct diff *diff, char origin,
		       enum feature_part part)
{
	for (size_t i = 0; i < diff_n_lines(diff); i++) {
		const struct diff_line line = diff_line_of(diff, i);
		struct slice rest = line.text, word, gap;

		while (line.origin == origin && next_word(&rest, &word, &gap))
			if (word.length >= WORD_BYTES_MIN && word.length <= WORD_BYTES_MAX &&
			    !g_ascii_isdigit(word.start[0]))
				add_pair(gathering, part, word, nothing);
	}
}

/* "a/b/c.h": a, a/b, and c.h's ".h" and "c.h". */
static void add_path(struct gathering *gathering, const char *path)
{
	const char *name = strrchr(path, '/'), *dot;
	size_t parts = 0;

	for (const char *p = strchr(path, '/'); p && parts++ < PARTS_LIMIT; p = strchr(p + 1, '/'))
		add_pair(gathering, FEATURE_PATH, (struct slice){ path, (size_t)(p - path) },
			 nothing);
	name = name ? name + 1 : path;
	dot = strrchr(name, '.');
	add_pair(gathering, FEATURE_PATH, slice_of(name), nothing);
	if (dot)
		add_pair(gathering, FEATURE_PATH, slice_of(dot), nothing);
}

static int by_bucket(const void *a, const void *b)
{
	const struct feature *x = a, *y = b;

	if (x->bucket != y->bucket)
		return x->bucket < y->bucket ? -1 : 1;
	return x->serial < y->serial ? -1 : 1;
}

/* From index on: each bucket once, and all of them together of length 1. */
static void finish_part(struct gathering *gathering, guint from)
{
	struct feature *all;
	guint n = from;

	gathering->n_part = 0;
	if (gathering->list->len == from)
		return;
	all = &g_array_index(gathering->list, struct feature, 0);
	qsort(all + from, gathering->list->len - from, sizeof(*all), by_bucket);
	for (guint i = from; i < gathering->list->len; i++)
		if (i == from || all[i].bucket != all[n - 1].bucket)
			all[n++] = all[i];
	g_array_set_size(gathering->list, n);
	for (guint i = from; i < n; i++)
		all[i].value = (float)(1 / sqrt(n - from));
}

static void add_names(GHashTable *names, struct slice text)
{
	struct slice word, gap;

	while (next_word(&text, &word, &gap))
		if (word.length >= WORD_BYTES_MIN && word.length <= WORD_BYTES_MAX)
			g_hash_table_add(names, g_ascii_strdown(word.start, (gssize)word.length));
}

/* Of the author and of every "...-by: Name <address>". */
static GHashTable *names_of(const struct patch *patch)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const GArray *trailers = patch->message.trailers;

	add_names(names, slice_of(patch->author.name));
	for (guint i = 0; trailers && i < trailers->len; i++) {
		const struct trailer *trailer = &g_array_index(trailers, struct trailer, i);
		struct slice name = trailer->value;
		const char *open = memchr(name.start, '<', name.length);

		if (trailer->key.length < 3 ||
		    g_ascii_strncasecmp(trailer->key.start + trailer->key.length - 3, "-by", 3) !=
			    0)
			continue;
		if (open)
			name.length = (size_t)(open - name.start);
		add_names(names, name);
	}
	return names;
}

GArray *features_of(const struct patch *patch)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct feature));
	g_autoptr(GHashTable) names = names_of(patch);
	struct gathering gathering = { .list = list, .names = names };
	guint from = 0;

	add_words(&gathering, FEATURE_SUBJECT, slice_of(patch->message.own_subject));
	finish_part(&gathering, from);
	from = list->len;
	add_words(&gathering, FEATURE_BODY, slice_of(patch->message.own_subject));
	add_words(&gathering, FEATURE_BODY, slice_of(patch->message.own_body));
	finish_part(&gathering, from);
	from = list->len;
	add_tokens(&gathering, &patch->diff, '+', FEATURE_ADDED);
	finish_part(&gathering, from);
	from = list->len;
	add_tokens(&gathering, &patch->diff, '-', FEATURE_REMOVED);
	finish_part(&gathering, from);
	from = list->len;
	for (size_t i = 0; i < diff_n_files(&patch->diff); i++)
		add_path(&gathering, diff_file_path(diff_file_at(&patch->diff, i)));
	finish_part(&gathering, from);
	return list;
}

/* Each step of a size is a feature: what is larger has those of the smaller, too. */
static void add_size(struct gathering *gathering, size_t size, enum feature_part part)
{
	static const char steps[] = "0123456789abcdef";

	for (size_t i = 0; size && steps[i]; i++, size >>= 1)
		add_pair(gathering, part, (struct slice){ steps + i, 1 }, nothing);
}

static size_t count_lines(const struct diff *diff, char origin)
{
	size_t n = 0;

	for (size_t i = 0; i < diff_n_lines(diff); i++)
		n += diff_line_of(diff, i).origin == origin;
	return n;
}

static void add_plain_words(struct gathering *gathering, struct slice text)
{
	struct slice word, gap;

	while (next_word(&text, &word, &gap))
		if (word.length >= WORD_BYTES_MIN && word.length <= WORD_BYTES_MAX)
			add_pair(gathering, FEATURE_BODY, word, nothing);
}

GArray *features_plain(const struct patch *patch)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct feature));
	struct gathering gathering = { .list = list };
	const struct diff *diff = &patch->diff;

	add_plain_words(&gathering, slice_of(patch->message.subject));
	add_plain_words(&gathering, slice_of(patch->message.body));
	gathering.n_part = 0;
	add_tokens(&gathering, diff, '+', FEATURE_ADDED);
	gathering.n_part = 0;
	add_tokens(&gathering, diff, '-', FEATURE_REMOVED);
	gathering.n_part = 0;
	for (size_t i = 0; i < diff_n_files(diff); i++)
		add_path(&gathering, diff_file_path(diff_file_at(diff, i)));
	add_size(&gathering, count_lines(diff, '+'), FEATURE_ADDED);
	add_size(&gathering, count_lines(diff, '-'), FEATURE_REMOVED);
	add_size(&gathering, diff_n_files(diff), FEATURE_PATH);
	finish_part(&gathering, 0);
	return list;
}

char *feature_text(const struct feature *feature)
{
	static const char *const prefixes[] = {
		[FEATURE_SUBJECT] = "",	 [FEATURE_BODY] = "", [FEATURE_ADDED] = "+",
		[FEATURE_REMOVED] = "-", [FEATURE_PATH] = "",
	};

	return g_strdup_printf("%s%.*s%s%.*s", prefixes[feature->part], (int)feature->a.length,
			       feature->a.start, feature->b.length ? " " : "",
			       (int)feature->b.length, feature->b.start);
}
