/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A history read from a Git repository. */
#include "base/progress.h"
#include "match/history-build.h"
#include "read/message.h"

struct reading {
	struct history *history;
	struct progress progress;
};

static bool visit(const struct commit *commit, void *data)
{
	struct reading *reading = data;
	const char *body;
	g_autofree char *subject = message_split(commit->message, &body);
	struct history_entry entry = {
		.id = commit->id,
		.parents = commit->parents,
		.n_parents = commit->n_parents,
		.subject = subject,
		.body = body,
		.author_name = commit->author_name,
		.author_email = commit->author_email,
		.author_date = commit->author_date,
		.commit_date = commit->commit_date,
	};

	history_add(reading->history, &entry);
	progress_step(&reading->progress);
	return true;
}

bool history_read_repo(struct repo *repo, const char *revision, bool progress, struct history **out,
		       GError **error)
{
	_cleanup_(history_freep) struct history *history = history_new(HISTORY_REPOSITORY, repo);
	struct reading reading = { .history = history };
	struct commit_id tip;
	bool ok;

	if (!repo_resolve(repo, revision, &tip, error))
		return false;
	progress_begin(&reading.progress, progress, "reading upstream", 0);
	ok = repo_walk(repo, &tip, NULL, 0, visit, &reading, error);
	progress_end(&reading.progress);
	if (!ok)
		return false;
	history_finish(history, true);
	*out = g_steal_pointer(&history);
	return true;
}
