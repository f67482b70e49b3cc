/* SPDX-License-Identifier: GPL-2.0-or-later */
/* winnow decide --import: what other programs' files decided. */
#include <stdio.h>
#include <string.h>

#include "cmd/deciding.h"
#include "cmd/locate.h"
#include "decide/import.h"
#include "review/source.h"

/* Where decisions are kept and what they are about, without a review. */
struct import {
	const char *path, *tree; /* the file; the tree it is for, NULL: as it says */
	struct repo *repo;
	struct source source; /* of upstream, where one is configured */
	struct decisions *decisions;
	struct imported imported;
	char *who, *date;
	size_t n_new, n_known;
};

static void import_clear(struct import *import)
{
	if (import->decisions)
		decisions_free(import->decisions);
	imported_clear(&import->imported);
	source_clear(&import->source);
	repo_free(import->repo);
	g_free(import->who);
	g_free(import->date);
}

/* The whole id of what may be the beginning of one; false if nobody knows it. */
static bool complete_key(const struct import *import, struct decision *decision)
{
	const struct history *history = import->source.history;
	guint32 position;
	struct commit_id id;

	if (decision_key_is_valid(decision->key))
		return true;
	if (slice_hex_run(slice_of(decision->key)) != strlen(decision->key))
		return false;
	position = history ? history_find_prefix(history, decision->key, slice_of(""), NULL)
			   : HISTORY_NONE;
	if (position != HISTORY_NONE)
		id = history_at(history, position)->id;
	else if (!import->repo || repo_find_commit(import->repo, decision->key, &id) != REPO_ONE)
		return false;
	g_free(decision->key);
	decision->key = decision_key_of_commit(&id);
	return true;
}

/*
 * Whether what was decided here stays: what comes from elsewhere is not later for being read now,
 * but by its date.
 */
static bool stays(const struct decision *before, const struct decision *decision)
{
	return before && strcmp(before->tree, decision->tree) == 0 &&
	       (!decision->date || strcmp(decision->date, before->date) < 0);
}

static void tell(const struct import *import, const struct decision *decision,
		 const struct warn *warn, const char *what)
{
	if (decision->line)
		warn_tell(warn, "%s:%zu: %s", import->path, decision->line, what);
	else
		warn_tell(warn, "%s: %s", import->path, what);
}

/* What cannot be read in is told: the rest is none the worse for it. */
static void import_one(struct import *import, struct decision *decision, const struct warn *warn)
{
	const struct decision *before;
	g_autoptr(GError) wrong = NULL;

	if (!complete_key(import, decision)) {
		g_autofree char *unknown =
			g_strdup_printf("nobody knows the commit '%s'", decision->key);

		tell(import, decision, warn, unknown);
		return;
	}
	if (import->tree || !decision->tree) {
		g_free(decision->tree);
		decision->tree = g_strdup(import->tree ? import->tree : "*");
	}
	before = decisions_find(import->decisions, decision->key, decision->tree);
	if (stays(before, decision)) {
		import->n_known++;
		return;
	}
	if (!decision->who)
		decision->who = g_strdup(import->who);
	if (!decision->date)
		decision->date = g_strdup(import->date);
	if (decision->note)
		decision->note[slice_cut(slice_of(decision->note), DECISION_NOTE_LIMIT).length] = 0;
	if (decisions_put(import->decisions, decision, &wrong))
		import->n_new++;
	else
		tell(import, decision, warn, wrong->message);
}

static bool import_all(struct import *import, const struct warn *warn, GError **error)
{
	struct imported *imported = &import->imported;

	warn_tell_all(warn, imported->warnings, 0);
	for (guint i = 0; i < imported->list->len; i++)
		import_one(import, imported->list->pdata[i], warn);
	if (!deciding_save(import->decisions, import->repo, warn, error))
		return false;
	printf("%zu decision%s read into '%s'", import->n_new, import->n_new == 1 ? "" : "s",
	       decisions_path(import->decisions));
	if (import->n_known)
		printf("; %zu had been decided before", import->n_known);
	if (imported->n_open)
		printf("; %zu nobody had decided", imported->n_open);
	if (imported->n_paths)
		printf("; %zu path%s for --ignore", imported->n_paths,
		       imported->n_paths == 1 ? " is" : "s are");
	putchar('\n');
	return true;
}

/* Only where there is something to look up: an index may have to be built for it. */
static bool open_upstream(struct import *import, struct reviewing_options *options,
			  const struct warn *warn, GError **error)
{
	struct source_wish wish = {
		.warn = *warn,
		.progress = upstream_options_progress(&options->upstream),
	};

	for (guint i = 0; i < import->imported.list->len; i++) {
		const struct decision *decision = import->imported.list->pdata[i];

		if (!decision_key_is_valid(decision->key))
			return source_open(import->repo, &options->upstream.source, &wish,
					   &import->source, error);
	}
	return true;
}

bool deciding_import(const struct global_options *global, const char *path,
		     struct reviewing_options *options, const char *queue, const char *tree,
		     GError **error)
{
	_cleanup_(import_clear) struct import import = { .path = path, .tree = tree };
	struct warn warn = upstream_options_warn(&options->upstream);
	g_autofree char *to = NULL;
	g_autofree char *name = g_path_get_basename(path);
	gint64 now;

	if (!cmd_parse_now(options->now, &now, error) || !locate_repo(global, &import.repo, error) ||
	    !locate_decisions(import.repo, options->decisions, queue, &to, error))
		return false;
	import.who = decision_who(name);
	import.date = g_strdup(text_date(now).text);
	return import_read(path, &import.imported, error) &&
	       deciding_open(to, &warn, &import.decisions, error) &&
	       open_upstream(&import, options, &warn, error) && import_all(&import, &warn, error);
}
