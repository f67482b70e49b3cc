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

/*
 * The header lines that git writes, made from what they say: quilt and diff(1) leave some out.
 * A new file whose mode is not told is an ordinary one.
 */
static char *canonical_header(const struct diff_file *file)
{
	const char *old_path = file->old_path ? file->old_path : file->new_path;
	const char *new_path = file->new_path ? file->new_path : file->old_path;
	GString *header = g_string_new(NULL);

	g_string_append_printf(header, "diff --git a/%s b/%s", old_path, new_path);
	if (!file->old_path)
		g_string_append_printf(header, "new file mode %o",
				       file->new_mode ? file->new_mode : 0100644);
	else if (!file->new_path)
		g_string_append_printf(header, "deleted file mode %o",
				       file->old_mode ? file->old_mode : 0100644);
	else if (file->old_mode != file->new_mode)
		g_string_append_printf(header, "old mode %o new mode %o", file->old_mode,
				       file->new_mode);
	if (file->renamed || file->copied) {
		const char *verb = file->renamed ? "rename" : "copy";

		g_string_append_printf(header, "%s from %s %s to %s", verb, old_path, verb,
				       new_path);
	}
	if (file->n_hunks) {
		g_string_append_printf(header, "--- %s%s", file->old_path ? "a/" : "",
				       file->old_path ? old_path : "/dev/null");
		g_string_append_printf(header, "+++ %s%s", file->new_path ? "b/" : "",
				       file->new_path ? new_path : "/dev/null");
	}
	return g_string_free(header, FALSE);
}

static bool patch_id_of_file(const struct diff *diff, const struct diff_file *file,
			     struct commit_id *out)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA1);
	g_autofree char *header = canonical_header(file);
	gsize length = COMMIT_ID_SIZE;

	if (file->binary)
		return false;
	add_without_space(checksum, slice_of(header));
	for (size_t h = 0; h < file->n_hunks; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

		for (size_t i = 0; i < hunk->n_lines; i++) {
			const struct diff_line line = diff_line_at(diff, hunk, i);

			if (line.origin != ' ')
				g_checksum_update(checksum, (const guchar *)&line.origin, 1);
			add_without_space(checksum, line.text);
		}
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

		if (!patch_id_of_file(diff, diff_file_at(diff, i), &file))
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
