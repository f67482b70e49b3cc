/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/version.h"

#include <stdlib.h>
#include <string.h>

enum {
	WORDS_LIMIT = 500, /* of a tag */
	REVISIONS_LIMIT = 1000000,
};

/* What stands before a tree's number, "linux-6.1"; digits may follow, "android14-6.1". */
static const char *const prefixes[] = {
	"linux",  "stable",  "lts",    "longterm", "for",   "olk",     "patch",	   "patches",
	"kernel", "autosel", "branch", "backport", "queue", "origin",  "releases", "android",
	"cip",	  "rt",	     "anck",   "anolis",   "maint", "staging",
};

/* And behind it: "6.1.y", "6.1-stable", "6.1.y-cip28-rt13". */
static const char *const suffixes[] = {
	"y",  "x",   "z",     "stable", "lts",	    "longterm", "cip",
	"rt", "ckt", "queue", "only",	"backport", "review",	"staging",
};

static const char *const stable_words[] = {
	"stable", "autosel", "manualsel", "backport", "backports", "lts", "longterm",
};

static bool is_one_of(const char *word, size_t length, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(list[i]) == length && g_ascii_strncasecmp(word, list[i], length) == 0)
			return true;
	return false;
}

static bool is_separator(char c)
{
	return c == '-' || c == '_' || c == '/';
}

/* "5.10" at word; 0 if there is none. */
static size_t number_length(const char *word)
{
	size_t n = 0;
	bool dot = false;

	if (!g_ascii_isdigit(word[0]))
		return 0;
	while (g_ascii_isdigit(word[n]) || (word[n] == '.' && g_ascii_isdigit(word[n + 1]))) {
		dot = dot || word[n] == '.';
		n++;
	}
	return dot ? n : 0;
}

struct name {
	size_t start, length; /* of the number */
	bool v;		      /* it alone stands before the number */
	bool named;	      /* something around it is what only trees are called by */
};

/* Where the number begins, behind prefixes: "linux-", "stable/linux-", "v", "PATCH". */
static size_t skip_prefixes(const char *word, struct name *name)
{
	size_t at = 0;

	while (g_ascii_isalpha(word[at])) {
		size_t letters = 0, digits = 0;

		while (g_ascii_isalpha(word[at + letters]))
			letters++;
		if (letters == 1 && (word[at] == 'v' || word[at] == 'V') &&
		    number_length(word + at + 1)) {
			name->v = true;
			return at + 1;
		}
		/* "PATCHv6.1" */
		if (letters == 6 && g_ascii_strncasecmp(word + at, "patchv", 6) == 0) {
			at += 5;
			continue;
		}
		if (!is_one_of(word + at, letters, prefixes, G_N_ELEMENTS(prefixes)))
			return at;
		name->named |= letters != 5 || g_ascii_strncasecmp(word + at, "patch", 5) != 0;
		at += letters;
		while (g_ascii_isdigit(word[at + digits]))
			digits++;
		if (is_separator(word[at + digits]))
			at += digits + 1;
	}
	return at;
}

static bool has_number(const char *word)
{
	while (*word && !number_length(word))
		word++;
	return *word;
}

static bool ends_in_suffixes(const char *p, bool *branch)
{
	*branch = false;
	while (*p) {
		size_t letters = 0, digits = 0;

		if (*p == '+' && !p[1])
			return true;
		if (*p != '.' && !is_separator(*p))
			return false;
		p++;
		while (g_ascii_isalpha(p[letters]))
			letters++;
		while (g_ascii_isdigit(p[letters + digits]))
			digits++;
		/* Who writes "6.1.y" means a branch, whatever follows. */
		if (letters == 1 && !digits && strchr("xyXY", *p) && p[-1] == '.') {
			*branch = true;
			if (!p[1] || is_separator(p[1]))
				return !has_number(p + 1);
		}
		if (!is_one_of(p, letters, suffixes, G_N_ELEMENTS(suffixes)))
			return false;
		p += letters + digits;
	}
	return true;
}

/* "foo-6.1.y": where the number begins, behind any name at all. */
static size_t last_number(const char *word)
{
	for (size_t i = strlen(word); i > 1; i--)
		if (is_separator(word[i - 1]) &&
		    number_length(word + i + (word[i] == 'v' || word[i] == 'V')))
			return i + (word[i] == 'v' || word[i] == 'V');
	return 0;
}

static bool read_name(const char *word, struct name *name)
{
	bool branch;

	*name = (struct name){ 0 };
	name->start = skip_prefixes(word, name);
	name->length = number_length(word + name->start);
	if (!name->length) {
		name->start = last_number(word);
		name->length = name->start ? number_length(word + name->start) : 0;
		return name->length &&
		       ends_in_suffixes(word + name->start + name->length, &branch) && branch &&
		       (name->named = true);
	}
	if (!ends_in_suffixes(word + name->start + name->length, &branch))
		return false;
	name->named |= word[name->start + name->length] != '\0';
	return true;
}

/* "v5.10", but also the second revision of the third "v3.2": a series is seldom in its fifth. */
static bool is_likely_tree(const char *number)
{
	const char *dot = strchr(number, '.');

	return (g_ascii_isdigit(dot[1]) && g_ascii_isdigit(dot[2])) ||
	       (dot == number + 1 && number[0] >= '5');
}

static char *version_of(const char *word, bool certain)
{
	struct name name, other;
	g_autofree char *number = NULL;

	if (!read_name(word, &name)) {
		g_auto(GStrv) ends = g_strsplit(word, "-", 3);

		if (!ends[0] || !ends[1] || ends[2] || !read_name(ends[0], &name) ||
		    !read_name(ends[1], &other))
			return NULL;
		return g_strdup_printf("%.*s-%.*s", (int)name.length, ends[0] + name.start,
				       (int)other.length, ends[1] + other.start);
	}
	number = g_strndup(word + name.start, name.length);
	if (name.v && !name.named && !certain && !is_likely_tree(number))
		return NULL;
	return g_steal_pointer(&number);
}

char *version_of_word(const char *word)
{
	return version_of(word, true);
}

/* "03/17" */
static bool is_number_in_series(const char *word)
{
	size_t n = strspn(word, "0123456789");

	return n && word[n] == '/' && g_ascii_isdigit(word[n + 1]) &&
	       !word[n + 1 + strspn(word + n + 1, "0123456789")];
}

static bool is_revision(const char *word)
{
	return (word[0] == 'v' || word[0] == 'V') && g_ascii_isdigit(word[1]) &&
	       !word[1 + strspn(word + 1, "0123456789")];
}

static char **words_of(const char *tag)
{
	return g_strsplit_set(tag, " \t,;&|+(){}:", WORDS_LIMIT);
}

static bool means_stable(const char *word)
{
	return is_one_of(word, strlen(word), stable_words, G_N_ELEMENTS(stable_words));
}

/* Whether "v3.2" among words is a tree. */
static bool is_certain(char **words)
{
	for (char **word = words; *word; word++)
		if (is_revision(*word) || means_stable(*word))
			return true;
	return false;
}

GPtrArray *versions_of_tag(const char *tag)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) words = words_of(tag);
	bool certain = is_certain(words);

	for (char **word = words; *word; word++) {
		g_auto(GStrv) parts = NULL;
		char *whole = is_number_in_series(*word) ? NULL : version_of(*word, certain);

		if (whole) {
			g_ptr_array_add(out, whole);
			continue;
		}
		if (is_number_in_series(*word))
			continue;
		parts = g_strsplit(*word, "/", WORDS_LIMIT); /* "5.10/5.15" */
		for (char **part = parts; *part && parts[1]; part++) {
			char *version = version_of(*part, certain);

			if (version)
				g_ptr_array_add(out, version);
		}
	}
	return out;
}

/* "openEuler-1.0-LTS", but neither "6.1-rc3" nor the revision "v2.1". */
static bool holds_number(const char *word)
{
	for (const char *p = word; *p; p++) {
		size_t n = number_length(p);

		if (!n)
			continue;
		if (p == word + 1 && (*word == 'v' || *word == 'V'))
			return false;
		return !strstr(p + n, "rc");
	}
	return false;
}

bool tag_means_stable(const char *tag, bool numbered)
{
	g_auto(GStrv) words = words_of(tag);

	for (char **word = words; *word; word++)
		if (holds_number(*word) || (!numbered && means_stable(*word)))
			return true;
	return false;
}

/* "v2", "PATCHv3", "V2.1", "take3": 2000, 3000, 2001; 0 if word is none of them. */
static unsigned revision_of(const char *word, bool certain)
{
	static const char *const prefixes_of_it[] = { "patch", "-", "/", "v", "take", "try", "#" };
	const char *p = word;
	g_autofree char *tree = version_of(word, certain);
	char *end = NULL;
	unsigned long major, minor = 0;
	bool counts = false;

	if (tree)
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(prefixes_of_it); i++) {
		size_t n = strlen(prefixes_of_it[i]);

		if (g_ascii_strncasecmp(p, prefixes_of_it[i], n) == 0) {
			p += n;
			counts |= i > 2;
		}
	}
	if (!counts || !g_ascii_isdigit(*p))
		return 0;
	major = strtoul(p, &end, 10);
	if (*end == '.' && g_ascii_isdigit(end[1]))
		minor = strtoul(end + 1, &end, 10);
	return *end ? 0 : (unsigned)(MIN(major, REVISIONS_LIMIT) * 1000 + MIN(minor, 999));
}

unsigned tag_revision(const char *tag, bool *resent)
{
	static const char *const again[] = { "resend", "resent", "re-send", "repost", "resubmit" };
	g_auto(GStrv) words = words_of(tag);
	unsigned revision = 0;
	bool certain = is_certain(words);

	*resent = false;
	for (char **word = words; *word; word++) {
		*resent |= is_one_of(*word, strlen(*word), again, G_N_ELEMENTS(again));
		revision = MAX(revision, revision_of(*word, certain));
		/* "take 3" */
		if ((g_ascii_strcasecmp(*word, "take") == 0 ||
		     g_ascii_strcasecmp(*word, "try") == 0) &&
		    word[1] && g_ascii_isdigit(word[1][0]) &&
		    !word[1][strspn(word[1], "0123456789")])
			revision = MAX(revision,
				       (unsigned)MIN(strtoul(word[1], NULL, 10), REVISIONS_LIMIT) *
					       1000);
	}
	return revision ? revision : 1000;
}

bool version_is_of(const char *base, const char *version)
{
	size_t length = strlen(version);

	for (const char *p = base; (p = strstr(p, version)); p++)
		if ((p == base || (!g_ascii_isdigit(p[-1]) && p[-1] != '.')) &&
		    !g_ascii_isdigit(p[length]))
			return true;
	return false;
}
