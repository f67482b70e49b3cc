/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/place.h"
#include "base/text.h"
#include "index/corrections.h"
#include "message/fix-words.h"

void source_options_clear(struct source_options *options)
{
	g_free(options->upstream);
	g_free(options->upstream_repo);
	g_free(options->upstream_table);
	g_free(options->index);
	g_strfreev(options->corrections);
	g_strfreev(options->fix_words);
}

char *source_names_directory(const struct source_options *options)
{
	return options->no_index ? NULL : place_cache("winnow");
}

void source_clear(struct source *source)
{
	if (source->history)
		history_free(source->history);
	repo_free(source->upstream_repo);
	g_free(source->name);
	g_free(source->index_path);
	*source = (struct source){ 0 };
}

/*
 * One file for each repository, "linux-1f0aa21bc3d4.index" for .../linux/.git. The index has one
 * more for each branch that is not on the line of the first one: named by revision then, else NULL.
 * NULL: there is no place for it.
 */
static char *file_of(const struct repo *repo, const char *revision, const char *suffix)
{
	g_autofree char *directory = realpath(repo_directory(repo), NULL);
	const char *path = directory ? directory : repo_directory(repo);
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, path, -1);
	g_autofree char *name = g_path_get_basename(path);
	g_autofree char *file = NULL, *cache = place_cache("winnow");

	if (!cache)
		return NULL;
	if (strcmp(name, ".git") == 0) {
		g_autofree char *parent = g_path_get_dirname(path);

		g_free(name);
		name = g_path_get_basename(parent);
	}
	if (revision) {
		g_autofree char *of =
			g_compute_checksum_for_string(G_CHECKSUM_SHA256, revision, -1);

		file = g_strdup_printf("%s-%.12s-%.12s%s", name, sum, of, suffix);
	} else {
		file = g_strdup_printf("%s-%.12s%s", name, sum, suffix);
	}
	return g_build_filename(cache, file, NULL);
}

void source_keep_diffs(struct repo *repo, const struct source_options *options)
{
	g_autofree char *path = repo && !options->no_index ? file_of(repo, NULL, ".diffs") : NULL;

	if (path)
		repo_keep_diffs(repo, path);
}

char *source_severities_path(const struct source *source, const struct source_options *options)
{
	const struct repo *repo = source->history ? history_repo(source->history) : NULL;

	return repo && !options->no_index ? file_of(repo, NULL, ".severities") : NULL;
}

static bool read_corrections(struct history *history, const struct source_options *options,
			     const struct warn *warn, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	for (char **path = options->corrections; path && *path; path++)
		if (!corrections_read(*path, history, warnings, error))
			return false;
	warn_tell_all(warn, warnings, 0);
	return true;
}

static bool open_repo_history(struct repo *repo, struct source_options *options,
			      const struct source_wish *wish, const GPtrArray *words,
			      struct source *out, GError **error)
{
	g_autofree char *other = NULL;
	struct history_options history_options = {
		.is_cache = !options->index,
		.rebuild = wish->rebuild,
		.must_keep = wish->must_keep,
		.progress = wish->progress,
		.fix_words = words,
		.workers = wish->workers,
		.warn = wish->warn,
	};

	if (!options->no_index && options->index) {
		out->index_path = g_strdup(options->index);
	} else if (!options->no_index) {
		out->index_path = file_of(repo, NULL, ".index");
		other = file_of(repo, out->name, ".index");
		if (!other && wish->must_keep)
			return fail(error, WINNOW_ERROR_INPUT,
				    "there is no home directory to keep the index in (use --index, "
				    "or set HOME or XDG_CACHE_HOME)");
		if (!other)
			warn_tell(&wish->warn,
				  "there is no home directory to keep an index in (use --index, or "
				  "set HOME or XDG_CACHE_HOME): this run reads all of upstream");
	}
	history_options.index_path = out->index_path;
	history_options.other_path = other;
	if (!history_open_repo(repo, out->name, &history_options, &out->history, &out->update,
			       error))
		return false;
	g_free(out->index_path);
	out->index_path = g_strdup(history_index_path(out->history));
	return true;
}

static void take(char **setting, struct repo *repo, const char *key)
{
	if (!*setting)
		*setting = repo_config(repo, key);
}

static bool open_history(struct repo *repo, struct source_options *options,
			 const struct source_wish *wish, const GPtrArray *words, struct source *out,
			 GError **error)
{
	if (options->upstream_table) {
		out->name = g_strdup(options->upstream_table);
		return history_read_table(options->upstream_table, words, &out->history, error);
	}
	take(&options->upstream, repo, "winnow.upstream");
	take(&options->upstream_repo, repo, "winnow.upstreamRepo");
	if (!options->no_index)
		take(&options->index, repo, "winnow.index");
	if (options->upstream_repo &&
	    !repo_open(options->upstream_repo, &out->upstream_repo, error))
		return false;
	if (out->upstream_repo)
		source_keep_diffs(out->upstream_repo, options);
	repo = out->upstream_repo ? out->upstream_repo : repo;
	out->name = g_strdup(options->upstream	  ? options->upstream
			     : out->upstream_repo ? "HEAD"
						  : options->index);
	if (!out->name)
		return true;
	if (!options->upstream && !out->upstream_repo) {
		out->index_path = g_strdup(options->index);
		return history_open_index(options->index, &out->history, error);
	}
	if (!repo)
		return fail(error, WINNOW_ERROR_INPUT,
			    "no repository to find upstream '%s' in (use -C or --upstream-repo)",
			    out->name);
	return open_repo_history(repo, options, wish, words, out, error);
}

void source_take_words(struct repo *repo, struct source_options *options)
{
	if (!options->fix_words)
		options->fix_words = repo_config_list(repo, "winnow.fixWords");
}

bool source_open(struct repo *repo, struct source_options *options, const struct source_wish *wish,
		 struct source *out, GError **error)
{
	g_autoptr(GPtrArray) words = NULL;

	*out = (struct source){ 0 };
	if (!options->corrections)
		options->corrections = repo_config_list(repo, "winnow.corrections");
	source_take_words(repo, options);
	if (!fix_words_read(options->fix_words, &words, error) ||
	    !open_history(repo, options, wish, words, out, error))
		return false;
	return !out->history || read_corrections(out->history, options, &wish->warn, error);
}

/* Whether the history, found damaged, can be had by building its index anew. */
static bool can_rebuild(const struct source *source)
{
	bool damaged = false;

	return source->index_path && history_repo(source->history) &&
	       history_failure(source->history, &damaged) && damaged;
}

static bool fail_damaged(const struct source *source, GError **error)
{
	bool damaged = false;
	const char *why = history_failure(source->history, &damaged);
	const char *path = source->index_path ? source->index_path : source->name;

	return damaged ? fail(error, WINNOW_ERROR_SYSTEM,
			      "'%s' is damaged (%s): build it anew where its repository is "
			      "(winnow index)",
			      path, why)
		       : fail(error, WINNOW_ERROR_SYSTEM, "cannot read '%s': %s", path, why);
}

bool source_try(source_work *work, void *data, const struct warn *warn, GError **error)
{
	for (int attempt = 0;; attempt++) {
		const struct source *source = NULL;
		g_autoptr(GError) problem = NULL;
		bool ok = work(attempt > 0, data, &source, &problem);
		const char *failure =
			source && source->history ? history_failure(source->history, NULL) : NULL;

		if (!failure && !ok)
			g_propagate_error(error, g_steal_pointer(&problem));
		if (!failure)
			return ok;
		if (attempt > 0 || !can_rebuild(source))
			return fail_damaged(source, error);
		warn_tell(warn, "'%s' is damaged (%s): it is built anew", source->index_path,
			  failure);
	}
}
