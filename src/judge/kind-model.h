/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kind-model - how likely a patch repairs something, by what thousands of commits say of
 * themselves.
 *
 * A file of text, which kind-fit.h makes: a heading, "bias N", then a line "KEY N" for each word or
 * size (kind-words.h) in byte order, N in thousandths of log-odds, positive towards a repair.
 */

#ifndef WINNOW_JUDGE_KIND_MODEL_H
#define WINNOW_JUDGE_KIND_MODEL_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "read/patch.h"

#define KIND_MODEL_HEADING "winnow kind model 1"

struct kind_model;

enum {
	KIND_MODEL_LINES_LIMIT = 20000,
	KIND_MODEL_WEIGHT_LIMIT = 1000000, /* of an N, either way */
};

/*
 * Read a model file. *out is the caller's. Fails with WINNOW_ERROR_INPUT, naming file and line,
 * when it is broken.
 */
bool kind_model_read(const char *path, struct kind_model **out,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void kind_model_free(struct kind_model *model);
DEFINE_CLEANUP(struct kind_model *, kind_model_free)

/* The first digits of the SHA-256 of its file. The caller frees. */
char *kind_model_version(const struct kind_model *model);

/*
 * The probability that patch repairs something, were it a commit of the first repository that the
 * model was taught by. *words, unless words is NULL, becomes the words that weighed most in the
 * direction of the score, quoted, the strongest first, the caller's; NULL if there are none.
 */
double kind_model_probability(const struct kind_model *model, const struct patch *patch,
			      char **words);

#endif
