/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names as numbers of 64 bits: what a whole tree holds fits into memory. */
#include "code/identifier.h"

#include <string.h>

#include "code/token.h"

enum { PARTS_LIMIT = 64 }; /* of a path; nobody writes more in an #include */

/* What a name begins with: of different kinds, that no path is taken for a name. */
static const guint64 name_seed = 0x9e3779b97f4a7c15u, path_seed = 0xc2b2ae3d27d4eb4fu;

static guint64 stir(guint64 hash, char c)
{
	return (hash ^ (guint8)c) * 0x9fb21c651e98df25u;
}

static guint64 stir_all(guint64 hash, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = stir(hash, text[i]);
	return hash;
}

/* Multiplying carries upwards only; the upper half is what tables go by. */
static guint64 finish(guint64 hash)
{
	hash ^= hash >> 32;
	hash *= 0xd6e8feb86659fd93u;
	hash ^= hash >> 32;
	return hash ? hash : 1;
}

guint64 identifier_hash(const char *name)
{
	return finish(stir_all(name_seed, name, strlen(name)));
}

guint64 identifier_path_hash(const char *header)
{
	return finish(stir_all(path_seed, header, strlen(header)));
}

/* Where the last PARTS_LIMIT parts of path begin. */
static const char *last_parts(const char *path, size_t length)
{
	size_t slashes = 0;

	for (const char *p = path + length; p > path; p--)
		if (p[-1] == '/' && ++slashes == PARTS_LIMIT)
			return p;
	return path;
}

void identifiers_each_path_hash(const char *path, identifier_hash_visitor *visit, void *data)
{
	size_t length = strlen(path);

	if (length > 3 && strcmp(path + length - 3, ".in") == 0)
		length -= 3;
	for (const char *part = last_parts(path, length); part < path + length;) {
		const char *slash = memchr(part, '/', (size_t)(path + length - part));

		visit(finish(stir_all(path_seed, part, (size_t)(path + length - part))), data);
		if (!slash)
			break;
		part = slash + 1;
	}
}

/* Kconfig's symbols may begin with a digit, and what has no capital is none. */
static void each_symbol(struct slice text, identifier_hash_visitor *visit, void *data)
{
	const guint64 seed = stir_all(name_seed, "CONFIG_", strlen("CONFIG_"));

	for (size_t i = 0; i < text.length; i++) {
		guint64 hash = seed;
		bool has_capital = false;

		for (; i < text.length && token_continues_name(text.start[i]); i++) {
			hash = stir(hash, text.start[i]);
			has_capital |= g_ascii_isupper(text.start[i]) != 0;
		}
		if (has_capital)
			visit(finish(hash), data);
	}
}

void identifiers_each_hash(enum source_kind kind, struct slice text, identifier_hash_visitor *visit,
			   void *data)
{
	const char *p = text.start, *end = p + text.length;

	if (kind == SOURCE_NONE)
		return;
	if (kind == SOURCE_KCONFIG)
		each_symbol(text, visit, data);
	while (p < end) {
		guint64 hash = name_seed;

		if (g_ascii_isdigit(*p)) {
			while (p < end && token_continues_name(*p))
				p++;
			continue;
		}
		if (!token_begins_name(*p)) {
			p++;
			continue;
		}
		while (p < end && token_continues_name(*p))
			hash = stir(hash, *p++);
		visit(finish(hash), data);
	}
}
