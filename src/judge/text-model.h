/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text-model - how much a patch's words, tokens and paths speak for it, learned from decisions. */

#ifndef WINNOW_JUDGE_TEXT_MODEL_H
#define WINNOW_JUDGE_TEXT_MODEL_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "judge/features.h"

struct text_model;

/* Takes no notice of more than the weights: FEATURE_BUCKETS of them, positive towards keep. */
struct text_model *text_model_new(const double *weights);
void text_model_free(struct text_model *model);
DEFINE_CLEANUP(struct text_model *, text_model_free)

/*
 * Read a model file, see text_model_write(). *out is the caller's. Fails with WINNOW_ERROR_INPUT,
 * naming it, when it is broken.
 */
bool text_model_read(const char *path, struct text_model **out,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The bytes of a model file: a line that says what it is, the unit of a weight (32 bits, millionths
 * of log-odds), then a weight (16 bits, signed) for each bucket, all little-endian: mapped, not
 * read. What is read from it is model, rounded to the unit; the same weights give the same bytes.
 * The caller unrefs.
 */
GBytes *text_model_write(const struct text_model *model);

/* The first digits of the SHA-256 of such a file's bytes. The caller frees. */
char *text_model_version(const struct text_model *model);

/*
 * How much what patch says speaks for it; 0 when nothing of it is known. Not calibrated: the weight
 * of a rule does that. *words, unless words is NULL, becomes those that weighed most in the
 * direction of the score, quoted, the strongest first, the caller's; NULL if there are none.
 */
double text_model_score(const struct text_model *model, const struct patch *patch, char **words);

#endif
