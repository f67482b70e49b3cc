/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/kind-model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "judge/kind-words.h"

enum {
	VERSION_DIGITS = 12,
	WORDS_SHOWN = 4,
	LEAST_SHOWN = 400, /* weight of a word that says something by itself */
	FILE_LIMIT = KIND_MODEL_LINES_LIMIT * 60,
};

static const double unit = 0.001; /* log-odds of a weight of 1 */

struct entry {
	const char *key;
	int weight;
	enum kind_part part;
};

struct kind_model {
	char *bytes;  /* keys are parts of it */
	GBytes *file; /* as it was read */
	int bias;
	GArray *entries; /* struct entry */
	GHashTable *by_key;
};

void kind_model_free(struct kind_model *model)
{
	g_free(model->bytes);
	g_bytes_unref(model->file);
	g_array_unref(model->entries);
	g_hash_table_unref(model->by_key);
	g_free(model);
}

/* "KEY N": cut in two at the last blank. */
static bool split(char *line, int *weight)
{
	char *blank = strrchr(line, ' '), *end;
	long value;

	if (!blank || (!g_ascii_isdigit(blank[1]) && blank[1] != '-'))
		return false;
	value = strtol(blank + 1, &end, 10);
	if (*end || end == blank + 1 || labs(value) > KIND_MODEL_WEIGHT_LIMIT)
		return false;
	*blank = '\0';
	*weight = (int)value;
	return true;
}

static enum kind_part part_of(const char *key)
{
	enum kind_part part = KIND_SUBJECT;

	while (kind_part_letter(part) != key[0])
		part++;
	return part;
}

static bool add_line(struct kind_model *model, char *line, size_t number)
{
	struct entry entry = { .key = line };
	const struct entry *last =
		model->entries->len
			? &g_array_index(model->entries, struct entry, model->entries->len - 1)
			: NULL;

	if (number == 1)
		return strcmp(line, KIND_MODEL_HEADING) == 0;
	if (!split(line, &entry.weight))
		return false;
	if (number == 2) {
		model->bias = entry.weight;
		return strcmp(line, "bias") == 0;
	}
	if (!kind_key_is_sound(line) || model->entries->len >= KIND_MODEL_LINES_LIMIT ||
	    (last && strcmp(last->key, line) >= 0))
		return false;
	entry.part = part_of(line);
	g_array_append_val(model->entries, entry);
	return true;
}

bool kind_model_read(const char *path, struct kind_model **out, GError **error)
{
	_cleanup_(kind_model_freep) struct kind_model *model = g_new0(struct kind_model, 1);
	size_t length = 0, number = 0;

	model->entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
	model->by_key = g_hash_table_new(g_str_hash, g_str_equal);
	if (!file_read_regular(path, FILE_LIMIT, true, &model->bytes, &length, error))
		return false;
	model->file = g_bytes_new(model->bytes, length);
	for (char *line = model->bytes, *next; *line; line = next) {
		char *end = line + strcspn(line, "\n");

		next = *end ? end + 1 : end;
		*end = '\0';
		if (!add_line(model, line, ++number))
			return fail(error, WINNOW_ERROR_INPUT, "%s:%zu: no line of '%s'", path,
				    number, KIND_MODEL_HEADING);
	}
	if (number < 2)
		return fail(error, WINNOW_ERROR_INPUT, "'%s' is no '%s'", path, KIND_MODEL_HEADING);
	for (guint i = 0; i < model->entries->len; i++) {
		struct entry *entry = &g_array_index(model->entries, struct entry, i);

		g_hash_table_insert(model->by_key, (void *)entry->key, entry);
	}
	*out = g_steal_pointer(&model);
	return true;
}

char *kind_model_version(const struct kind_model *model)
{
	g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, model->file);

	return g_strndup(sum, VERSION_DIGITS);
}

/* What a patch has of the model's entries. */
struct finding {
	const struct kind_model *model;
	guint8 *seen;	  /* of each, by its number */
	GPtrArray *found; /* const struct entry *, each once, as they came */
};

static void find(enum kind_part part, const char *key, void *data)
{
	struct finding *finding = data;
	const GArray *entries = finding->model->entries;
	struct entry *entry = g_hash_table_lookup(finding->model->by_key, key);
	size_t number;

	(void)part;
	if (!entry)
		return;
	number = (size_t)(entry - &g_array_index(entries, struct entry, 0));
	if (!finding->seen[number])
		g_ptr_array_add(finding->found, entry);
	finding->seen[number] = 1;
}

/* The same word of subject and body is next to each other. */
static int by_strength(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;

	if (abs(x->weight) != abs(y->weight))
		return abs(x->weight) > abs(y->weight) ? -1 : 1;
	return strcmp(x->key, y->key);
}

/* They weigh, but show nothing to who reads them. */
static bool is_grammar(const char *word)
{
	static const char *const words[] = {
		"also", "an",	"and",	"any",	"are",	"as",	 "be",	  "been",  "but",   "by",
		"can",	"do",	"for",	"from", "has",	"have",	 "if",	  "in",	   "is",    "it",
		"it's", "its",	"just", "no",	"not",	"of",	 "on",	  "or",	   "our",   "so",
		"some", "such", "that", "the",	"them", "then",	 "there", "these", "they",  "this",
		"to",	"was",	"we",	"were", "what", "which", "will",  "with",  "would",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

/* Of those in the direction of sum, the strongest words; sizes are none. */
static char *strongest(GPtrArray *found, double sum)
{
	GString *out = g_string_new(NULL);
	guint n = 0;

	g_ptr_array_sort(found, by_strength);
	for (guint i = 0; i < found->len && n < WORDS_SHOWN; i++) {
		const struct entry *entry = found->pdata[i];
		g_autofree char *quoted = g_strdup_printf("\"%s\"", entry->key + 2);

		if (entry->weight * sum <= 0 || abs(entry->weight) < LEAST_SHOWN ||
		    entry->part == KIND_SIZE || is_grammar(entry->key + 2) ||
		    strstr(out->str, quoted))
			continue;
		g_string_append_printf(out, "%s%s", n++ ? ", " : "", quoted);
	}
	return g_string_free(out, n == 0);
}

double kind_model_probability(const struct kind_model *model, const struct patch *patch,
			      char **words)
{
	g_autofree guint8 *seen = g_new0(guint8, model->entries->len);
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	struct finding finding = { model, seen, found };
	double sums[N_KIND_PARTS] = { 0 }, sum = model->bias * unit;
	guint n[N_KIND_PARTS] = { 0 };

	kind_words(patch, find, &finding);
	for (guint i = 0; i < found->len; i++) {
		const struct entry *entry = found->pdata[i];

		sums[entry->part] += entry->weight * unit;
		n[entry->part]++;
	}
	for (int part = 0; part < N_KIND_PARTS; part++)
		sum += sums[part] * kind_value((enum kind_part)part, n[part]);
	if (words)
		*words = strongest(found, sum);
	return 1 / (1 + exp(-sum));
}
