/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text model. One that can be read is written and read again the same. */
#include <stdint.h>
#include <string.h>

#include "judge/text-model.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool read_bytes(const void *data, size_t size, struct text_model **out)
{
	const char *path = fuzz_file(data, size);
	g_autoptr(GError) error = NULL;

	if (text_model_read(path, out, &error))
		return true;
	g_assert_true(g_str_has_prefix(error->message, path) ||
		      strstr(error->message, path) != NULL);
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text_model *model = NULL, *again = NULL;
	g_autoptr(GBytes) bytes = NULL;

	if (!read_bytes(data, size, &model))
		return 0;
	bytes = text_model_write(model);
	g_assert_true(read_bytes(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &again));
	text_model_free(model);
	text_model_free(again);
	return 0;
}
