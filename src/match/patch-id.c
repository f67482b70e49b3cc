/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/patch-id.h"

#include <string.h>

static void add_without_space(GChecksum *checksum, struct slice line)
{
	char buffer[512];
	gssize used = 0;

	for (size_t i = 0; i < line.length; i++) {
		if (g_ascii_isspace(line.start[i]))
			continue;
		buffer[used++] = line.start[i];
		if (used == sizeof(buffer)) {
			g_checksum_update(checksum, (const guchar *)buffer, used);
			used = 0;
		}
	}
	if (used)
		g_checksum_update(checksum, (const guchar *)buffer, used);
}

bool patch_id_of_file(const struct diff_file *file, struct commit_id *out)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA1);
	struct slice rest = file->text, line;
	gsize length = COMMIT_ID_SIZE;

	if (file->binary)
		return false;
	while (text_next_line(&rest, &line)) {
		if (slice_has_prefix(line, "@@ ") || slice_has_prefix(line, "index ") ||
		    slice_has_prefix(line, "similarity ") || slice_has_prefix(line, "dissimilarity ") ||
		    slice_has_prefix(line, "\\"))
			continue;
		add_without_space(checksum, line);
	}
	g_checksum_get_digest(checksum, out->raw, &length);
	return true;
}

bool patch_id(const struct diff *diff, struct commit_id *out)
{
	struct commit_id sum = { { 0 } };

	for (size_t i = 0; i < diff_n_files(diff); i++) {
		struct commit_id file;
		unsigned carry = 0;

		if (!patch_id_of_file(diff_file_at(diff, i), &file))
			return false;
		for (size_t k = 0; k < COMMIT_ID_SIZE; k++) {
			carry += (unsigned)sum.raw[k] + file.raw[k];
			sum.raw[k] = (guint8)carry;
			carry >>= 8;
		}
	}
	if (!diff_n_files(diff))
		return false;
	*out = sum;
	return true;
}
