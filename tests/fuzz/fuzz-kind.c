/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kind model: what is read of it judges a patch, the same twice. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "judge/kind-model.h"
#include "read/patch.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(data, size);
	_cleanup_(kind_model_freep) struct kind_model *model = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *words = NULL, *version = NULL;
	_cleanup_(patch_freep) struct patch *patch = patch_new("fuzz");
	double probability;

	if (!kind_model_read(path, &model, &error)) {
		g_assert_nonnull(strstr(error->message, path));
		return 0;
	}
	version = kind_model_version(model);
	patch_fill(patch, "[PATCH] heron: fix a leak of its table", "Ann Ash <ann@example.org>",
		   "It leaks when the add of a new one fails.\n---\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n"
		   "@@ -1 +1 @@\n-a\n+b\n", NULL, 1);
	probability = kind_model_probability(model, patch, &words);
	g_assert_true(probability >= 0 && probability <= 1 && !isnan(probability));
	g_assert_true(kind_model_probability(model, patch, NULL) == probability);
	return 0;
}
