/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Chosen by the figures, on objections whose scope was labelled by hand: "all" comes first, then
 * a bound that is said, then any version or "this tree" that is named; who says nothing of trees
 * means all of them.
 */
#include "evidence/thread-scope.h"

#include <string.h>

#include "base/text.h"
#include "read/patch.h"

enum {
	READ_LIMIT = 1500,   /* bytes, as in thread-words.c */
	VERSIONS_LIMIT = 64, /* that one reply names */
};

/* "5.4", "v5.4.y", "5.10.X"; not "5.4.1.2" nor "15.4". */
#define VERSION "\\bv?(?<v>[3-9]\\.\\d{1,2})(?:\\.(?:\\d+|[xy]))?\\b(?!\\.\\d)"
#define KERNEL	"(?:linux |kernels? |the )?"
#define EARLIER "(?:older|earlier|below|lower|before|previous|prior)"
#define ARRIVING                                                                                   \
	"(?:introduced|added|appeared|went|landed|merged|supported|available|relevant|"            \
	"included|present|new|came|made it|go|started|only|needed)"

static const char up_to[] = VERSION "(?:[-. ]stable)?(?: kernels?| trees?)?,?[ (]+(?:and|or|&) "
				    "(?:anything |all |everything )?" EARLIER "\\b";

static const char below[] = "\\b" EARLIER "(?: releases?| kernels?)?(?: than| to)? " KERNEL VERSION;

static const char arrived[] =
	"\\b" ARRIVING
	"\\b(?: \\w+){0,3} (?:in|into|from|since|with|for|by|to|after) " KERNEL VERSION "|" VERSION
	"(?:-rc\\d)?(?:\\+| and (?:newer|later|up)\\b)";

static const char everywhere[] =
	"\\b(?:all|any|every)\\b(?: (?:of|the|other|your|supported|current)){0,3} "
	"(?:-?stable|backports?|(?:autosel )?(?:branch|tree|kernel|release|queue|version)"
	"(?:e?s)?\\b)(?!.{0,12}\\b" EARLIER "\\b)|"
	"\\beverywhere\\b|\\bto anything\\b(?! " EARLIER "\\b)|\\bfrom both\\b";

/* It has the last word only where no bound is said. */
static const char generally[] =
	"\\bstable (?:kernels|trees|branches|releases)\\b|\\bboth\\b.{0,20}" VERSION;

static const char here[] =
	"\\b(?:older|earlier|previous|that old|this old|old (?:kernel|tree|branch)\\w*|"
	"(?:this|that|these) (?:kernel|tree|branch|version|release)s?|(?:from|in|for|drop) here|"
	"here too|present in|not present|does(?:n't| not) exist|isn't in|not in the tree)\\b";

static const char version[] = VERSION;

struct scope_words {
	GRegex *up_to, *below, *arrived, *everywhere, *generally, *here, *version;
};

static GRegex *compile(const char *pattern)
{
	g_autoptr(GError) error = NULL;
	GRegex *regex = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_DUPNAMES, 0, &error);

	g_assert_no_error(error);
	return regex;
}

struct scope_words *scope_words_new(void)
{
	struct scope_words *words = g_new0(struct scope_words, 1);

	words->up_to = compile(up_to);
	words->below = compile(below);
	words->arrived = compile(arrived);
	words->everywhere = compile(everywhere);
	words->generally = compile(generally);
	words->here = compile(here);
	words->version = compile(version);
	return words;
}

void scope_words_free(struct scope_words *words)
{
	g_regex_unref(words->up_to);
	g_regex_unref(words->below);
	g_regex_unref(words->arrived);
	g_regex_unref(words->everywhere);
	g_regex_unref(words->generally);
	g_regex_unref(words->here);
	g_regex_unref(words->version);
	g_free(words);
}

static bool set(struct thread_scope *scope, enum thread_reach reach, const char *bound)
{
	scope->reach = reach;
	g_strlcpy(scope->version, bound ? bound : "", sizeof(scope->version));
	return true;
}

/* The first version in what regex finds that is newer than above; NULL above: the first. */
static bool bound(const GRegex *regex, const char *text, const char *above, enum thread_reach reach,
		  struct thread_scope *out)
{
	g_autoptr(GMatchInfo) match = NULL;
	bool found = g_regex_match_full(regex, text, -1, 0, 0, &match, NULL);

	for (int i = 0; found && i < VERSIONS_LIMIT; i++) {
		g_autofree char *named = g_match_info_fetch_named(match, "v");

		if (named && *named && (!above || patch_compare_versions(named, above) > 0))
			return set(out, reach, named);
		found = g_match_info_next(match, NULL);
	}
	return false;
}

/* The newest of what text names and of own; NULL if text names none. */
static char *newest_named(const struct scope_words *words, const char *text, const char *own)
{
	g_autoptr(GMatchInfo) match = NULL;
	bool found = g_regex_match_full(words->version, text, -1, 0, 0, &match, NULL);
	char *newest = NULL;

	for (int i = 0; found && i < VERSIONS_LIMIT; i++) {
		g_autofree char *named = g_match_info_fetch_named(match, "v");

		if (!newest)
			newest = g_strdup(own ? own : named);
		if (patch_compare_versions(named, newest) > 0) {
			g_free(newest);
			newest = g_steal_pointer(&named);
		}
		found = g_match_info_next(match, NULL);
	}
	return newest;
}

/* The newer end of "7.0-6.6", and the tree of "6.12.43"; the caller frees. */
static char *newer_end(const char *range)
{
	g_auto(GStrv) ends = g_strsplit(range, "-", 2);
	const char *newer, *dot;

	if (!ends[0])
		return g_strdup("");
	newer = ends[1] && patch_compare_versions(ends[1], ends[0]) > 0 ? ends[1] : ends[0];
	dot = strchr(newer, '.');
	dot = dot ? strchr(dot + 1, '.') : NULL;
	return dot ? g_strndup(newer, (gsize)(dot - newer)) : g_strdup(newer);
}

/* NULL if there is none. */
static char *newest_of(const GPtrArray *versions)
{
	char *newest = NULL;

	for (guint i = 0; versions && i < versions->len; i++) {
		g_autofree char *end = newer_end(versions->pdata[i]);

		if (newest && patch_compare_versions(end, newest) <= 0)
			continue;
		g_free(newest);
		newest = g_steal_pointer(&end);
	}
	return newest;
}

struct thread_scope thread_scope_read(const struct scope_words *words, const char *text,
				      const GPtrArray *versions)
{
	struct thread_scope scope = { .reach = THREAD_REACH_ALL };
	g_autofree char *own = newest_of(versions);
	g_autofree char *start = slice_dup(slice_cut(slice_of(text), READ_LIMIT));
	g_autofree char *line = text_fold(start);

	if (g_regex_match_full(words->everywhere, line, -1, 0, 0, NULL, NULL) ||
	    bound(words->up_to, line, NULL, THREAD_REACH_UP_TO, &scope) ||
	    bound(words->below, line, NULL, THREAD_REACH_BELOW, &scope) ||
	    bound(words->arrived, line, own, THREAD_REACH_BELOW, &scope) ||
	    g_regex_match_full(words->generally, line, -1, 0, 0, NULL, NULL))
		return scope;

	g_autofree char *named = newest_named(words, line, own);

	if (named)
		set(&scope, THREAD_REACH_UP_TO, named);
	else if (own && g_regex_match_full(words->here, line, -1, 0, 0, NULL, NULL))
		set(&scope, THREAD_REACH_UP_TO, own);
	return scope;
}

bool thread_scope_covers(const struct thread_scope *scope, const GPtrArray *versions)
{
	g_autofree char *newest = newest_of(versions);
	int order;

	if (scope->reach == THREAD_REACH_ALL)
		return true;
	if (!newest)
		return false;
	order = patch_compare_versions(newest, scope->version);
	return scope->reach == THREAD_REACH_BELOW ? order < 0 : order <= 0;
}
