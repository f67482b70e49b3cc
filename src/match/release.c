/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/release.h"

#include <string.h>

struct release {
	guint32 position;
	char *name;
};

struct releases {
	const struct history *history;
	GArray *list; /* struct release, rising; NULL: not yet read */
};

static void release_clear(void *data)
{
	g_free(((struct release *)data)->name);
}

static int by_position_and_name(const void *a, const void *b)
{
	const struct release *x = a, *y = b;

	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return strcmp(x->name, y->name);
}

bool release_is_version(const char *name)
{
	for (const char *p = name; (p = strchr(p, '.')); p++)
		if (p > name && g_ascii_isdigit(p[-1]) && g_ascii_isdigit(p[1]))
			return true;
	return false;
}

static void add_tag(const char *name, const struct commit_id *commit, void *data)
{
	struct releases *releases = data;
	struct release release = { .position = history_find(releases->history, commit) };

	/* All that stands before a commit of the mainline is in it; of others that is not so. */
	if (release.position == HISTORY_NONE ||
	    !history_at(releases->history, release.position)->on_line || !release_is_version(name))
		return;
	release.name = g_strdup(name);
	g_array_append_val(releases->list, release);
}

struct releases *releases_new(const struct history *history)
{
	struct releases *releases = g_new0(struct releases, 1);

	releases->history = history;
	return releases;
}

void releases_free(struct releases *releases)
{
	if (releases->list)
		g_array_unref(releases->list);
	g_free(releases);
}

static void read_tags(struct releases *releases)
{
	releases->list = g_array_new(FALSE, FALSE, sizeof(struct release));
	g_array_set_clear_func(releases->list, release_clear);
	if (releases->history && history_repo(releases->history))
		repo_each_tag(history_repo(releases->history), add_tag, releases);
	g_array_sort(releases->list, by_position_and_name);
}

const char *releases_first_with(struct releases *releases, guint32 position)
{
	if (!releases->list)
		read_tags(releases);
	for (guint i = 0; i < releases->list->len; i++) {
		const struct release *release = &g_array_index(releases->list, struct release, i);

		if (release->position >= position)
			return release->name;
	}
	return NULL;
}

/* "v6.11" of "6.11", as no candidate for it is called. */
static bool is_release_of(const char *name, const char *version)
{
	size_t length = strlen(name), wanted = strlen(version);
	const char *end = name + length - MIN(wanted, length);

	return wanted && length >= wanted && strcmp(end, version) == 0 &&
	       (end == name || (!g_ascii_isdigit(end[-1]) && end[-1] != '.'));
}

bool releases_had(struct releases *releases, const char *version, gint64 date)
{
	if (!releases->list)
		read_tags(releases);
	for (guint i = 0; i < releases->list->len; i++) {
		const struct release *release = &g_array_index(releases->list, struct release, i);

		if (is_release_of(release->name, version) &&
		    history_at(releases->history, release->position)->commit_date <= date)
			return true;
	}
	return false;
}
