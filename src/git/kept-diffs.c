/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/kept-diffs.h"

#include <string.h>

#include "base/zstd.h"
#include "git/diff-attributes.h"

/*
 * How long the diff is, little end first; its files' paths, each with a NUL behind it; what
 * diff_attributes() said of them; the diff, compressed. GVariant reads any bytes as some value.
 */
#define VALUE_TYPE "(uayayay)"

enum { LENGTH, NAMES, ATTRIBUTES, DIFF };

/* The bytes of an array of them in value, borrowed from it. */
static const char *bytes_at(GVariant *value, gsize which, gsize *length)
{
	g_autoptr(GVariant) child = g_variant_get_child_value(value, which);

	return g_variant_get_fixed_array(child, length, 1);
}

/* Whether so many attributes may be asked for: anybody may have written them. */
static bool are_bounded(const GPtrArray *paths)
{
	size_t n = 0;

	for (guint i = 0; i < paths->len; i++) {
		size_t length = strlen(paths->pdata[i]);

		n += length + 1;
		if (length > KEPT_PATH_LIMIT || n > KEPT_NAMES_LIMIT)
			return false;
	}
	return true;
}

static GPtrArray *split_names(const char *p, gsize length)
{
	GPtrArray *out = g_ptr_array_new();
	const char *end = length ? p + length : p;

	for (const char *stop; p < end && (stop = memchr(p, '\0', (size_t)(end - p))); p = stop + 1)
		g_ptr_array_add(out, (char *)p);
	return out;
}

static bool are_attributes(GVariant *value, struct git_repository *git)
{
	gsize n_names, n_then;
	const char *names = bytes_at(value, NAMES, &n_names);
	const char *then = bytes_at(value, ATTRIBUTES, &n_then);
	g_autoptr(GPtrArray) paths = split_names(names, n_names);
	g_autoptr(GString) now = g_string_new(NULL);

	return are_bounded(paths) && diff_attributes(git, paths, now) && now->len == n_then &&
	       (!n_then || memcmp(now->str, then, n_then) == 0);
}

static bool unpack(GVariant *value, size_t limit, GString *out)
{
	g_autoptr(GByteArray) text = NULL;
	guint32 written;
	gsize packed, length;
	const char *bytes = bytes_at(value, DIFF, &packed);

	g_variant_get_child(value, LENGTH, "u", &written);
	length = GUINT32_FROM_LE(written);
	if (length > MIN(limit, KEPT_DIFF_LIMIT) ||
	    !zstd_unpack(bytes, packed, length, &text, NULL) || text->len != length)
		return false;
	g_string_append_len(out, (const char *)text->data, (gssize)text->len);
	return true;
}

bool kept_diffs_get(struct disk_cache *kept, struct git_repository *git, const struct commit_id *id,
		    size_t limit, GString *out)
{
	g_autoptr(GBytes) bytes = disk_cache_get(kept, id->raw, COMMIT_ID_SIZE);
	g_autoptr(GVariant) value = NULL;

	if (!bytes)
		return false;
	value = g_variant_ref_sink(
		g_variant_new_from_bytes(G_VARIANT_TYPE(VALUE_TYPE), bytes, FALSE));
	return are_attributes(value, git) && unpack(value, limit, out);
}

static GVariant *bytes_variant(const void *bytes, gsize length)
{
	return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes, length, 1);
}

void kept_diffs_add(struct disk_cache *kept, struct git_repository *git, const struct commit_id *id,
		    const GPtrArray *paths, const GString *diff)
{
	g_autoptr(GString) attributes = g_string_new(NULL), names = g_string_new(NULL);
	g_autoptr(GByteArray) packed = NULL;
	g_autoptr(GVariant) value = NULL;
	g_autoptr(GBytes) bytes = NULL;

	if (!disk_cache_is_ours(kept) || diff->len > KEPT_DIFF_LIMIT || !are_bounded(paths) ||
	    !diff_attributes(git, paths, attributes) || !zstd_pack(diff->str, diff->len, &packed))
		return;
	for (guint i = 0; i < paths->len; i++)
		g_string_append_len(names, paths->pdata[i], (gssize)strlen(paths->pdata[i]) + 1);
	value = g_variant_ref_sink(g_variant_new("(u@ay@ay@ay)", GUINT32_TO_LE((guint32)diff->len),
						 bytes_variant(names->str, names->len),
						 bytes_variant(attributes->str, attributes->len),
						 bytes_variant(packed->data, packed->len)));
	bytes = g_variant_get_data_as_bytes(value);
	disk_cache_add(kept, id->raw, COMMIT_ID_SIZE, bytes);
}
