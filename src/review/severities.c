/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/severities.h"

#include <string.h>

#include "base/disk-cache.h"
#include "base/version.h"
#include "judge/rule.h"
#include "judge/severity.h"
#include "review/commit-severity.h"

enum { KEPT_BYTES = 4 << 20 }; /* some tens of thousands of sentences */

struct severities {
	struct history *history;
	const char *const *directories;
	size_t n;
	const struct warn *warn;
	struct rules *rules;	  /* NULL: none had to be judged yet */
	struct disk_cache *cache; /* NULL: nothing is kept */
	char *digest;		  /* of the rules; NULL likewise */
};

struct severities *severities_new(struct history *history, const char *const *directories,
				  char *path, size_t n, const struct warn *warn)
{
	struct severities *severities = g_new0(struct severities, 1);
	g_autofree char *file = path;
	g_autofree char *made_by =
		g_strdup_printf("winnow %s, severities %d", program_version, SEVERITY_VERSION);

	*severities = (struct severities){
		.history = history, .directories = directories, .n = n, .warn = warn
	};
	if (file)
		severities->digest = rules_digest(directories);
	if (severities->digest)
		severities->cache = disk_cache_open(file, made_by, KEPT_BYTES);
	return severities;
}

void severities_free(struct severities *severities)
{
	if (!severities)
		return;
	if (severities->rules)
		rules_free(severities->rules);
	disk_cache_unref(severities->cache);
	g_free(severities->digest);
	g_free(severities);
}

/* All that the answer depends on. */
static GString *key_of(const struct severities *severities, guint32 position,
		       const guint culprits[N_FACT_STATES])
{
	const struct history_commit *commit = history_at(severities->history, position);
	GString *key = g_string_new_len((const char *)commit->id.raw, COMMIT_ID_SIZE);

	g_string_append(key, severities->digest);
	for (int i = 0; i < N_FACT_STATES; i++)
		g_string_append_printf(key, " %u", culprits[i]);
	return key;
}

/* A letter from 'a' on for it, the sentence behind that. False: it is none of ours. */
static bool read_value(GBytes *value, enum severity *out, char **says)
{
	gsize length;
	const char *text = g_bytes_get_data(value, &length);

	if (!length || text[0] < 'a' || text[0] >= 'a' + N_SEVERITIES ||
	    !g_utf8_validate(text + 1, (gssize)length - 1, NULL))
		return false;
	*out = (enum severity)(text[0] - 'a');
	*says = length > 1 ? g_strndup(text + 1, length - 1) : NULL;
	return true;
}

static void keep(struct severities *severities, const GString *key, enum severity severity,
		 const char *says)
{
	g_autofree char *text = g_strdup_printf("%c%s", 'a' + (int)severity, says ? says : "");
	g_autoptr(GBytes) value = g_bytes_new(text, strlen(text));

	disk_cache_add(severities->cache, key->str, key->len, value);
}

static bool load_rules(struct severities *severities, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);

	if (severities->rules)
		return true;
	if (!rules_load_severities(severities->directories, problems, &severities->rules, error))
		return false;
	rules_expect(severities->rules, severities->n);
	return true;
}

bool severities_find(struct severities *severities, guint32 position,
		     const guint culprits[N_FACT_STATES], enum severity *out, char **says,
		     GError **error)
{
	g_autoptr(GString) key = severities->cache ? key_of(severities, position, culprits) : NULL;
	g_autoptr(GBytes) kept = key ? disk_cache_get(severities->cache, key->str, key->len) : NULL;
	bool whole;

	if (kept && read_value(kept, out, says))
		return true;
	if (!load_rules(severities, error))
		return false;
	*out = commit_severity(severities->history, severities->rules, position, culprits, says,
			       &whole, severities->warn);
	if (key && whole)
		keep(severities, key, *out, *says);
	return true;
}
