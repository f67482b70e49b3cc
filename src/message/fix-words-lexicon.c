/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/fix-words-lexicon.h"

#include <string.h>

enum { WORD_LIMIT = 24 }; /* bytes: no word of the lists is longer */

static const char *const lists[] = {
#define X(name, list) list,
	CLASSES(X)
#undef X
};

void fix_words_add_lexicon(GChecksum *sum)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
		g_checksum_update(sum, (const guchar *)lists[i], (gssize)strlen(lists[i]) + 1);
}

/* Built once; the same for ever after. */
static GHashTable *lexicon(void)
{
	static GHashTable *table;

	G_STATIC_ASSERT(G_N_ELEMENTS(lists) <= 64); /* the bits of a mask */

	if (g_once_init_enter(&table)) {
		GHashTable *new = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

		for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
			g_auto(GStrv) words = g_strsplit(lists[i], " ", -1);

			for (char **word = words; *word; word++) {
				guint64 *known = g_hash_table_lookup(new, *word);

				if (!known) {
					known = g_new0(guint64, 1);
					g_hash_table_insert(new, g_strdup(*word), known);
				}
				*known |= (guint64)1 << i;
			}
		}
		g_once_init_leave(&table, new);
	}
	return table;
}

guint64 fix_words_classes(struct slice word)
{
	char lower[WORD_LIMIT + 1];
	const guint64 *classes;

	if (word.length > WORD_LIMIT)
		return 0;
	for (size_t i = 0; i < word.length; i++)
		lower[i] = g_ascii_tolower(word.start[i]);
	lower[word.length] = '\0';
	classes = g_hash_table_lookup(lexicon(), lower);
	return classes ? *classes : 0;
}
