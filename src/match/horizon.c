/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/horizon.h"

#include "base/text.h"
#include "match/release.h"

/* Patches with a marker, younger than upstream's end, of which so many lead nowhere. */
enum { STALE_ONE_IN = 4 };

static gint64 date_of(struct repo *repo, const struct patch *patch, gint64 now)
{
	struct commit commit;
	gint64 date = now;

	if (patch->sent_date)
		return patch->sent_date;
	if (!patch->has_commit || !repo || !repo_read_commit(repo, &patch->commit, &commit, NULL))
		return date;
	date = commit.commit_date;
	commit_clear(&commit);
	return date;
}

static size_t count_unknown(const struct upstream *upstream)
{
	size_t n = 0;

	for (guint i = 0; i < upstream->notes->len; i++)
		n += g_array_index(upstream->notes, struct upstream_note, i).kind ==
		     UPSTREAM_NOTE_UNKNOWN;
	return n;
}

static char *name_of_end(const struct history *history, const struct history_commit *end)
{
	_cleanup_(releases_freep) struct releases *releases = releases_new(history);
	const char *release = releases_first_with(releases, (guint32)history_length(history) - 1);

	return g_strdup(release ? release : commit_id_short(&end->id).text);
}

void horizon_find(const struct history *history, struct repo *repo, const struct queue *queue,
		  const struct upstream *upstreams, gint64 now, struct horizon *out)
{
	size_t length = history ? history_length(history) : 0;
	size_t n = queue_length(queue), n_marked = 0, n_entries = 0;
	const struct history_commit *end;

	*out = (struct horizon){ 0 };
	if (!length || history_kind(history) != HISTORY_REPOSITORY)
		return;
	end = history_at(history, (guint32)length - 1);
	out->end_date = end->commit_date;
	out->beyond = g_new0(guint8, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct patch *patch = queue_at(queue, i);
		size_t unknown =
			upstreams[i].how == UPSTREAM_MARKER ? 0 : count_unknown(&upstreams[i]);

		if (!unknown && upstreams[i].how != UPSTREAM_MARKER)
			continue;
		/* The older ones, made while it was up to date, say nothing about that. */
		if (date_of(repo, patch, now) <= out->end_date)
			continue;
		n_marked++;
		if (!unknown)
			continue;
		out->beyond[i] = 1;
		out->n_beyond += unknown;
		n_entries++;
	}
	out->stale = n_entries && n_entries * STALE_ONE_IN >= n_marked;
	if (n_entries)
		out->end = name_of_end(history, end);
	else
		horizon_clear(out);
}

void horizon_clear(struct horizon *horizon)
{
	g_free(horizon->end);
	g_free(horizon->beyond);
	*horizon = (struct horizon){ 0 };
}

char *horizon_clause(const struct horizon *horizon)
{
	return g_strdup_printf("upstream, which ends at %s (%s)", horizon->end,
			       text_date(horizon->end_date).text);
}

char *horizon_warning(const struct horizon *horizon)
{
	g_autofree char *upstream = NULL;
	bool one = horizon->n_beyond == 1;

	if (!horizon->n_beyond)
		return NULL;
	upstream = horizon_clause(horizon);
	return g_strdup_printf("%zu %s that %s, lacks: git fetch?", horizon->n_beyond,
			       one ? "marker names a commit" : "markers name commits", upstream);
}
