/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/text-model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"

enum {
	WORDS_SHOWN = 4,
	WORDS_BYTES = 58, /* a sentence quotes no more than 60 characters */
	FILE_LIMIT = 4 << 20,
	WEIGHT_LIMIT = 1 << 20, /* units */
};

static const char heading[] = "winnow text model 1";
static const double unit_limit = 1; /* log-odds */
static const double steps = 400;    /* that the largest weight is divided into */

struct text_model {
	double unit; /* log-odds of a weight of 1 */
	int weights[FEATURE_BUCKETS];
};

struct text_model *text_model_new(const double *weights)
{
	struct text_model *model = g_new0(struct text_model, 1);
	double largest = 0;

	for (int i = 0; i < FEATURE_BUCKETS; i++)
		largest = MAX(largest, fabs(weights[i]));
	/* Read back from the file the unit must be the same: few digits. */
	model->unit = ceil(largest / steps * 1e6) / 1e6;
	for (int i = 0; model->unit > 0 && i < FEATURE_BUCKETS; i++)
		model->weights[i] = (int)lround(weights[i] / model->unit);
	return model;
}

void text_model_free(struct text_model *model)
{
	g_free(model);
}

char *text_model_write(const struct text_model *model)
{
	GString *out = g_string_new(NULL);
	char unit[G_ASCII_DTOSTR_BUF_SIZE];

	g_ascii_formatd(unit, sizeof(unit), "%.6f", model->unit);
	g_string_append_printf(out, "%s\nunit %s\n", heading, unit);
	for (int i = 0; i < FEATURE_BUCKETS; i++)
		if (model->weights[i])
			g_string_append_printf(out, "%x %d\n", i, model->weights[i]);
	return g_string_free(out, FALSE);
}

/* A number that fills text up to its end. */
static bool parse_number(struct slice text, int base, gint64 limit, gint64 *out)
{
	g_autofree char *copy = slice_dup(text);
	char *end = NULL;
	gint64 value = g_ascii_strtoll(copy, &end, base);

	if (!text.length || *end || g_ascii_isspace(copy[0]) || value > limit || value < -limit)
		return false;
	*out = value;
	return true;
}

static const char *parse_weight(struct text_model *model, struct slice line, gint64 *last)
{
	const char *blank = memchr(line.start, ' ', line.length);
	struct slice bucket = { line.start, blank ? (size_t)(blank - line.start) : 0 };
	gint64 index = 0, weight = 0;
	struct slice rest;

	if (!blank)
		return "not \"BUCKET WEIGHT\"";
	rest = (struct slice){ blank + 1, line.length - bucket.length - 1 };
	if (!parse_number(bucket, 16, FEATURE_BUCKETS - 1, &index) || index < 0)
		return "no such bucket";
	if (index <= *last)
		return "the buckets are not in order";
	if (!parse_number(rest, 10, WEIGHT_LIMIT, &weight))
		return "the weight is no whole number";
	*last = index;
	model->weights[index] = (int)weight;
	return NULL;
}

static const char *parse_line(struct text_model *model, size_t number, struct slice line,
			      gint64 *last)
{
	g_autofree char *text = NULL;
	char *end = NULL;

	if (number == 1)
		return slice_equal(line, heading) ? NULL : "not a text model of version 1";
	if (number > 2)
		return parse_weight(model, line, last);
	text = slice_dup(line);
	if (!g_str_has_prefix(text, "unit "))
		return "no \"unit NUMBER\"";
	model->unit = g_ascii_strtod(text + strlen("unit "), &end);
	if (*end || end == text + strlen("unit ") || !(model->unit >= 0) ||
	    model->unit > unit_limit)
		return "the unit is no number from 0 to 1";
	return NULL;
}

bool text_model_read(const char *path, struct text_model **out, GError **error)
{
	_cleanup_(text_model_freep) struct text_model *model = g_new0(struct text_model, 1);
	g_autofree char *bytes = NULL;
	size_t length = 0, number = 0;
	gint64 last = -1;
	struct slice rest, line;

	if (!file_read(path, &bytes, &length, error))
		return false;
	if (length > FILE_LIMIT)
		return fail(error, WINNOW_ERROR_INPUT, "%s: longer than %d bytes", path,
			    FILE_LIMIT);
	rest = (struct slice){ bytes, length };
	while (text_next_line(&rest, &line)) {
		const char *wrong = parse_line(model, ++number, line, &last);

		if (wrong)
			return fail(error, WINNOW_ERROR_INPUT, "%s:%zu: %s", path, number, wrong);
	}
	if (number < 2)
		return fail(error, WINNOW_ERROR_INPUT, "%s:%zu: the file ends too early", path,
			    number + 1);
	*out = g_steal_pointer(&model);
	return true;
}

/* One feature and what it added. */
struct part_of_sum {
	double weight;
	const struct feature *feature;
};

static int by_weight(const void *a, const void *b)
{
	const struct part_of_sum *x = a, *y = b;

	if (fabs(x->weight) != fabs(y->weight))
		return fabs(x->weight) > fabs(y->weight) ? -1 : 1;
	return x->feature < y->feature ? -1 : 1; /* of one list */
}

static bool is_listed(const GPtrArray *texts, const char *text)
{
	for (guint i = 0; i < texts->len; i++)
		if (g_ascii_strcasecmp(texts->pdata[i], text) == 0)
			return true;
	return false;
}

/* Of those in the direction of the sum, the strongest; a word that is of two parts once. */
static char *strongest(struct part_of_sum *parts, size_t n, double sum)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	GString *out = g_string_new(NULL);

	qsort(parts, n, sizeof(*parts), by_weight);
	for (size_t i = 0; i < n && texts->len < WORDS_SHOWN; i++) {
		char *text;

		if (parts[i].weight * sum <= 0)
			continue;
		text = feature_text(parts[i].feature);
		if (is_listed(texts, text) ||
		    (texts->len && out->len + strlen(text) + strlen(", \"\"") > WORDS_BYTES)) {
			g_free(text);
			continue;
		}
		g_string_append_printf(out, "%s\"%s\"", texts->len ? ", " : "", text);
		g_ptr_array_add(texts, text);
	}
	return g_string_free(out, texts->len == 0);
}

double text_model_score(const struct text_model *model, const struct patch *patch, char **words)
{
	g_autoptr(GArray) features = features_of(patch);
	g_autofree struct part_of_sum *parts = g_new(struct part_of_sum, MAX(features->len, 1));
	double sum = 0;

	for (guint i = 0; i < features->len; i++) {
		const struct feature *feature = &g_array_index(features, struct feature, i);

		parts[i].feature = feature;
		parts[i].weight = feature->value * model->unit * model->weights[feature->bucket];
		sum += parts[i].weight;
	}
	if (words)
		*words = strongest(parts, features->len, sum);
	return sum;
}
