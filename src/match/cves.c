/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/cves.h"

#include <string.h>

#include "base/text.h"

struct cves {
	const struct history *history;
	GPtrArray *all;	     /* struct cve * */
	GHashTable *fixed;   /* key_of() -> GPtrArray of struct cve * */
	GHashTable *brought; /* likewise */
};

static void cve_free(void *data)
{
	struct cve *cve = data;

	g_array_unref(cve->ties);
	g_free(cve);
}

static gpointer key_of(const struct history *history, guint32 position)
{
	return GUINT_TO_POINTER(history_first_twin(history, position) + 1);
}

static struct cve_commit commit_of(const struct history *history, const char *hex)
{
	return (struct cve_commit){
		.hex = hex,
		.position =
			hex ? history_find_prefix(history, hex, slice_of(""), NULL) : HISTORY_NONE,
	};
}

/* Two that are not said are the same, too. */
static bool is_same(const struct history *history, const struct cve_commit *a,
		    const struct cve_commit *b)
{
	if (!a->hex || !b->hex || a->position != b->position)
		return a->hex == b->hex ||
		       (a->position != HISTORY_NONE && b->position != HISTORY_NONE &&
			history_first_twin(history, a->position) ==
				history_first_twin(history, b->position));
	return a->position != HISTORY_NONE ||
	       strncmp(a->hex, b->hex, MIN(strlen(a->hex), strlen(b->hex))) == 0;
}

/* Whether another tie says as much and more; of two alike the second is told. */
static bool is_told(const struct history *history, const GArray *ties, guint own)
{
	const struct cve_tie *this = &g_array_index(ties, struct cve_tie, own);

	for (guint i = 0; i < ties->len; i++) {
		const struct cve_tie *other = &g_array_index(ties, struct cve_tie, i);
		bool same_fix = is_same(history, &this->fixing, &other->fixing);
		bool same_bug = is_same(history, &this->breaking, &other->breaking);

		if (i == own)
			continue;
		if ((same_fix && same_bug && i < own) ||
		    (same_fix && !this->breaking.hex && other->breaking.hex) ||
		    (same_bug && !this->fixing.hex && other->fixing.hex))
			return true;
	}
	return false;
}

/* What is said to have brought it, and not what fixed it, is tied to each fix. */
static void join_lone(GArray *ties)
{
	guint n = ties->len;

	for (guint i = 0; i < n; i++) {
		struct cve_tie lone = g_array_index(ties, struct cve_tie, i);

		if (lone.fixing.hex || lone.pair->unfixed || lone.breaking.position == HISTORY_NONE)
			continue;
		for (guint k = 0; k < n && ties->len < 2 * CVE_PAIRS_LIMIT; k++) {
			lone.fixing = g_array_index(ties, struct cve_tie, k).fixing;
			if (lone.fixing.position != HISTORY_NONE)
				g_array_append_val(ties, lone);
		}
	}
}

static void drop_told(const struct history *history, GArray *ties)
{
	g_autofree bool *told = g_new0(bool, ties->len);

	for (guint i = 0; i < ties->len; i++)
		told[i] = is_told(history, ties, i);
	for (guint i = ties->len; i > 0; i--)
		if (told[i - 1])
			g_array_remove_index(ties, i - 1);
}

static struct cve *cve_new(const struct cve_record *record, const struct history *history)
{
	struct cve *cve = g_new0(struct cve, 1);
	bool known = false;

	cve->record = record;
	cve->ties = g_array_sized_new(FALSE, FALSE, sizeof(struct cve_tie), record->pairs->len);
	for (guint i = 0; i < record->pairs->len; i++) {
		const struct cve_pair *pair = &g_array_index(record->pairs, struct cve_pair, i);
		struct cve_tie tie = {
			.breaking = commit_of(history, pair->breaking),
			.fixing = commit_of(history, pair->fixing),
			.pair = pair,
		};

		known = known || tie.breaking.position != HISTORY_NONE ||
			tie.fixing.position != HISTORY_NONE;
		g_array_append_val(cve->ties, tie);
	}
	/* Most of a distribution's records are about other programs. */
	if (known && cve->ties->len > 1) {
		join_lone(cve->ties);
		drop_told(history, cve->ties);
	}
	return cve;
}

static void enter(const struct cves *cves, GHashTable *where, guint32 position, struct cve *cve)
{
	gpointer key;
	GPtrArray *some;

	if (position == HISTORY_NONE)
		return;
	key = key_of(cves->history, position);
	some = g_hash_table_lookup(where, key);
	if (!some) {
		some = g_ptr_array_new();
		g_hash_table_insert(where, key, some);
	}
	/* They come one vulnerability after the other. */
	if (!some->len || some->pdata[some->len - 1] != cve)
		g_ptr_array_add(some, cve);
}

static void list_free(void *data)
{
	g_ptr_array_unref(data);
}

struct cves *cves_new(const struct cve_records *records, const struct history *history)
{
	struct cves *cves = g_new0(struct cves, 1);

	cves->history = history;
	cves->all = g_ptr_array_new_with_free_func(cve_free);
	cves->fixed = g_hash_table_new_full(NULL, NULL, NULL, list_free);
	cves->brought = g_hash_table_new_full(NULL, NULL, NULL, list_free);
	for (size_t i = 0; i < cve_records_count(records); i++) {
		struct cve *cve = cve_new(cve_records_at(records, i), history);

		g_ptr_array_add(cves->all, cve);
		for (guint k = 0; k < cve->ties->len; k++) {
			const struct cve_tie *tie = &g_array_index(cve->ties, struct cve_tie, k);

			enter(cves, cves->fixed, tie->fixing.position, cve);
			enter(cves, cves->brought, tie->breaking.position, cve);
		}
	}
	return cves;
}

void cves_free(struct cves *cves)
{
	if (!cves)
		return;
	g_hash_table_unref(cves->fixed);
	g_hash_table_unref(cves->brought);
	g_ptr_array_unref(cves->all);
	g_free(cves);
}

size_t cves_count(const struct cves *cves)
{
	return cves->all->len;
}

const struct cve *cves_at(const struct cves *cves, size_t i)
{
	return cves->all->pdata[i];
}

const GPtrArray *cves_fixed_by(const struct cves *cves, guint32 position)
{
	return cves && position != HISTORY_NONE
		       ? g_hash_table_lookup(cves->fixed, key_of(cves->history, position))
		       : NULL;
}

const GPtrArray *cves_brought_by(const struct cves *cves, guint32 position)
{
	return cves && position != HISTORY_NONE
		       ? g_hash_table_lookup(cves->brought, key_of(cves->history, position))
		       : NULL;
}

char *cves_names(const GPtrArray *some)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; some && i < some->len; i++) {
		const struct cve *cve = some->pdata[i];

		g_string_append_printf(out, "%s%s", i ? ", " : "", cve->record->name);
	}
	return g_string_free(out, FALSE);
}
