/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/unpack.h"

#include <string.h>

#include "base/error.h"
#include "base/gzip.h"
#include "base/xz.h"
#include "base/zstd.h"

struct format {
	const char *name;
	const char *magic;
	size_t magic_length;
	bool (*unpack)(const void *bytes, size_t length, size_t limit, GByteArray **out,
		       GError **error);
	const char *command; /* that undoes it where there is no function */
};

#define MAGIC(bytes) (bytes), sizeof(bytes) - 1

/* The longer ones first where one begins as another does. */
static const struct format formats[] = {
	{ "gzip", MAGIC("\x1f\x8b"), gzip_unpack, NULL },
	{ "xz", MAGIC("\xfd\x37zXZ\0"), xz_unpack, NULL },
	{ "zstd", MAGIC("\x28\xb5\x2f\xfd"), zstd_unpack, NULL },
	{ "bzip2", MAGIC("BZh91AY&SY"), NULL, "bunzip2" },
	{ "lz4", MAGIC("\x04\x22\x4d\x18"), NULL, "lz4 -d" },
	{ "lzip", MAGIC("LZIP\x01"), NULL, "lzip -d" },
	{ "zip", MAGIC("PK\x03\x04"), NULL, "unzip" },
};

static const struct format *format_of(const void *bytes, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (length >= formats[i].magic_length &&
		    memcmp(bytes, formats[i].magic, formats[i].magic_length) == 0)
			return &formats[i];
	return NULL;
}

const char *unpack_format(const void *bytes, size_t length)
{
	const struct format *format = format_of(bytes, length);

	return format ? format->name : NULL;
}

bool unpack(const void *bytes, size_t length, size_t limit, GByteArray **out, GError **error)
{
	const struct format *format = format_of(bytes, length);

	g_assert(format);
	if (format->unpack)
		return format->unpack(bytes, length, limit, out, error);
	return fail(error, WINNOW_ERROR_INPUT, "it is packed with %s: unpack it with '%s' first",
		    format->name, format->command);
}
