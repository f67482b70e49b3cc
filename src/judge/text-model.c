/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/text-model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"

enum {
	VERSION_DIGITS = 12,
	WORDS_SHOWN = 4,
	WORDS_BYTES = 58, /* a sentence quotes no more than 60 characters */
	STEPS = 400,	  /* that the largest weight is divided into */
	MICRO = 1000000,
};

static const char heading[] = "winnow text model 2\n";

/* As it stands in the file, whose numbers are little-endian. */
struct file {
	char heading[sizeof(heading) - 1];
	guint32 unit; /* millionths of log-odds, at most one */
	gint16 weights[FEATURE_BUCKETS];
};
G_STATIC_ASSERT(sizeof(struct file) == sizeof(heading) - 1 + 4 + 2 * FEATURE_BUCKETS);

struct text_model {
	double unit; /* log-odds of a weight of 1 */
	GMappedFile *map;
	const struct file *file; /* in map */
	struct file *own;	 /* where there is none */
};

struct text_model *text_model_new(const double *weights)
{
	struct text_model *model = g_new0(struct text_model, 1);
	double largest = 0;
	guint32 unit;

	for (int i = 0; i < FEATURE_BUCKETS; i++)
		largest = MAX(largest, fabs(weights[i]));
	unit = (guint32)MIN(ceil(largest / STEPS * MICRO), MICRO);
	model->unit = (double)unit / MICRO;
	model->file = model->own = g_new0(struct file, 1);
	memcpy(model->own->heading, heading, sizeof(model->own->heading));
	model->own->unit = GUINT32_TO_LE(unit);
	for (int i = 0; unit && i < FEATURE_BUCKETS; i++) {
		double steps = CLAMP(weights[i] / model->unit, G_MININT16, G_MAXINT16);

		model->own->weights[i] = GINT16_TO_LE((gint16)lround(steps));
	}
	return model;
}

void text_model_free(struct text_model *model)
{
	if (model->map)
		g_mapped_file_unref(model->map);
	g_free(model->own);
	g_free(model);
}

GBytes *text_model_write(const struct text_model *model)
{
	return g_bytes_new(model->file, sizeof(*model->file));
}

char *text_model_version(const struct text_model *model)
{
	g_autofree char *sum = g_compute_checksum_for_data(
		G_CHECKSUM_SHA256, (const guchar *)model->file, sizeof(*model->file));

	return g_strndup(sum, VERSION_DIGITS);
}

bool text_model_read(const char *path, struct text_model **out, GError **error)
{
	_cleanup_(text_model_freep) struct text_model *model = g_new0(struct text_model, 1);
	size_t length;

	if (!file_map(path, &model->map, error))
		return false;
	length = g_mapped_file_get_length(model->map);
	model->file = (const struct file *)g_mapped_file_get_contents(model->map);
	if (length < sizeof(model->file->heading) ||
	    memcmp(model->file->heading, heading, sizeof(model->file->heading)) != 0)
		return fail(error, WINNOW_ERROR_INPUT, "'%s' is no text model of version 2", path);
	if (length != sizeof(struct file))
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is damaged: it has %zu bytes, a text model %zu", path, length,
			    sizeof(struct file));
	if (GUINT32_FROM_LE(model->file->unit) > MICRO)
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is damaged: the unit of its weights is over 1", path);
	model->unit = (double)GUINT32_FROM_LE(model->file->unit) / MICRO;
	*out = g_steal_pointer(&model);
	return true;
}

static int weight_of(const struct text_model *model, guint32 bucket)
{
	return GINT16_FROM_LE(model->file->weights[bucket]);
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
		parts[i].weight = feature->value * model->unit * weight_of(model, feature->bucket);
		sum += parts[i].weight;
	}
	if (words)
		*words = strongest(parts, features->len, sum);
	return sum;
}
