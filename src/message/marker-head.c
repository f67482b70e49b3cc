/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/marker-head.h"

#include <string.h>

#include "message/marker-forms.h"

enum { KEY_LIMIT = 40 }; /* bytes of "Key:" */

/* Above "commit <id>" in CentOS and RHEL. */
static const char *const head_keys[] = {
	"jira",	      "y jira",		 "z jira",	"o jira",     "bugzilla",
	"y bugzilla", "z bugzilla",	 "o bugzilla",	"bz",	      "cve",
	"mr",	      "conflicts",	 "conflict",	"tested",     "build info",
	"brew",	      "depends",	 "omitted fix", "references", "reference",
	"status",     "upstream status", "buglink",	"anbz",	      "category",
	"issue",
};

/* The same in CIQ's, where no colon follows. */
static const char *const head_words[] = {
	"jira",		  "cve",	   "cve bf",	    "cve pre",	      "bugfix",
	"feature",	  "commit author", "commit source", "subsystem sync", "rebuild history",
	"rebuild chglog", "upstream diff", "bf cve",
};

/* As git log prints them. */
static const char *const log_keys[] = { "author", "authordate", "date",
					"commit", "commitdate", "merge" };

static struct slice skip(struct slice text, size_t n)
{
	return (struct slice){ text.start + n, text.length - n };
}

static bool is_of_key(char c)
{
	return g_ascii_isalnum(c) || c == '-' || c == '_' || c == ' ';
}

/* Of "Key:" the words before the colon, not many, in *key; false if line begins otherwise. */
static bool split_key(struct slice line, struct slice *key)
{
	const char *colon = memchr(line.start, ':', MIN(line.length, KEY_LIMIT + 1));

	if (!colon || !g_ascii_isalpha(line.start[0]))
		return false;
	*key = (struct slice){ line.start, (size_t)(colon - line.start) };
	for (size_t i = 0; i < key->length; i++)
		if (!is_of_key(key->start[i]))
			return false;
	return true;
}

static bool is_among(struct slice key, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct slice rest = key;

		if (marker_skip_words(&rest, words[i]) && !slice_trim(rest).length)
			return true;
	}
	return false;
}

bool marker_is_key_line(struct slice line)
{
	struct slice key;
	size_t blanks = 0;

	if (!split_key(line, &key))
		return false;
	for (size_t i = 0; i < key.length; i++)
		blanks += key.start[i] == ' ';
	return blanks < 2;
}

bool marker_is_head_word(struct slice line)
{
	for (size_t i = 0; i < G_N_ELEMENTS(head_words); i++) {
		struct slice rest = line;

		if (g_ascii_islower(line.start[0]) == g_ascii_islower(head_words[i][0]) &&
		    marker_skip_words(&rest, head_words[i]) && rest.length && rest.start[0] == ' ')
			return true;
	}
	return false;
}

bool marker_is_head_key(struct slice line)
{
	struct slice key;

	return split_key(line, &key) && is_among(key, head_keys, G_N_ELEMENTS(head_keys));
}

bool marker_is_log_key(struct slice line)
{
	struct slice key;

	return split_key(line, &key) && is_among(key, log_keys, G_N_ELEMENTS(log_keys));
}

bool marker_is_sign_off(struct slice line)
{
	struct slice key;

	return split_key(line, &key) && key.length > 3 &&
	       g_ascii_strncasecmp(key.start + key.length - 3, "-by", 3) == 0;
}

bool marker_is_inclusion(struct slice line, enum marker_inclusion *inclusion)
{
	static const char *const upstream[] = { "mainline", "upstream", "linux", "linux-next",
						"torvalds" };
	struct slice word = marker_first_word(line);

	if (word.length == line.length ||
	    !slice_equal(slice_trim(skip(line, word.length)), "inclusion"))
		return false;
	*inclusion = marker_is_word(word, upstream, G_N_ELEMENTS(upstream)) ||
				     (word.length > 5 &&
				      memcmp(word.start + word.length - 5, "-next", 5) == 0)
			     ? MARKER_INCLUSION_UPSTREAM
			     : MARKER_INCLUSION_OTHER;
	return true;
}
