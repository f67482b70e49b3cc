/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/content.h"

#include "base/error.h"
#include "base/file.h"
#include "base/unpack.h"

bool content_of_bytes(struct content *content, const char *bytes, size_t length, size_t limit,
		      GError **error)
{
	GByteArray *unpacked = NULL;

	if (unpack_format(bytes, length)) {
		g_autoptr(GError) problem = NULL;

		if (!unpack(bytes, length, limit, &unpacked, &problem))
			/* A file that is cut off stays so. */
			return fail(error, WINNOW_ERROR_INPUT, "%s", problem->message);
		bytes = (const char *)unpacked->data;
		length = unpacked->len;
	}
	*content = (struct content){ bytes ? bytes : "", length, NULL, unpacked };
	return true;
}

bool content_read(struct content *content, const char *path, size_t limit, GError **error)
{
	g_autoptr(GMappedFile) map = NULL;

	if (!file_map(path, &map, error))
		return false;
	if (!content_of_bytes(content, g_mapped_file_get_contents(map),
			      g_mapped_file_get_length(map), limit, error)) {
		g_prefix_error(error, "cannot read '%s': ", path);
		return false;
	}
	if (!content->unpacked)
		content->map = g_steal_pointer(&map);
	return true;
}

void content_clear(struct content *content)
{
	g_clear_pointer(&content->map, g_mapped_file_unref);
	g_clear_pointer(&content->unpacked, g_byte_array_unref);
	content->bytes = NULL;
	content->length = 0;
}
