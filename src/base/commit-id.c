/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/commit-id.h"

#include <string.h>

struct commit_hex commit_id_hex(const struct commit_id *id)
{
	static const char digits[] = "0123456789abcdef";
	struct commit_hex hex;

	for (size_t i = 0; i < COMMIT_ID_SIZE; i++) {
		hex.text[2 * i] = digits[id->raw[i] >> 4];
		hex.text[2 * i + 1] = digits[id->raw[i] & 15];
	}
	hex.text[COMMIT_ID_HEX] = '\0';
	return hex;
}

struct commit_hex commit_id_short(const struct commit_id *id)
{
	struct commit_hex hex = commit_id_hex(id);

	hex.text[COMMIT_ID_SHORT] = '\0';
	return hex;
}

char *commit_id_name(const struct commit_id *id, const char *subject)
{
	if (!subject || !*subject)
		return g_strdup(commit_id_short(id).text);
	return g_strdup_printf("%s (\"%s\")", commit_id_short(id).text, subject);
}

bool commit_id_parse(const char *hex, struct commit_id *out)
{
	struct commit_id id;

	for (size_t i = 0; i < COMMIT_ID_HEX; i++) {
		int digit = g_ascii_xdigit_value(hex[i]);

		if (digit < 0)
			return false;
		id.raw[i / 2] = (i % 2) ? (guint8)(id.raw[i / 2] | digit) : (guint8)(digit << 4);
	}
	if (hex[COMMIT_ID_HEX])
		return false;
	*out = id;
	return true;
}

bool commit_id_equal(const struct commit_id *a, const struct commit_id *b)
{
	return memcmp(a->raw, b->raw, COMMIT_ID_SIZE) == 0;
}

int commit_id_compare(const struct commit_id *a, const struct commit_id *b)
{
	return memcmp(a->raw, b->raw, COMMIT_ID_SIZE);
}

bool commit_id_has_prefix(const struct commit_id *id, const char *prefix)
{
	struct commit_hex hex = commit_id_hex(id);
	size_t length = strlen(prefix);

	return length <= COMMIT_ID_HEX && g_ascii_strncasecmp(hex.text, prefix, length) == 0;
}

guint commit_id_hash(gconstpointer id)
{
	guint words[COMMIT_ID_SIZE / sizeof(guint)], hash = 0;

	/* All of it: ids that begin alike are made in no time, where they are only written down. */
	memcpy(words, ((const struct commit_id *)id)->raw, sizeof(words));
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		hash = (hash ^ hash >> 15) * 0x85ebca6bu + words[i];
	return hash;
}

gboolean commit_id_hash_equal(gconstpointer a, gconstpointer b)
{
	return commit_id_equal(a, b);
}
