/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A project's own housekeeping, told by its files alone: whatever a release commit is called, it
 * changes numbers of versions and what is written about them.
 */
#include "evidence/parts.h"

#include <string.h>

#include "base/text.h"

/* Files of which every line is about a release or about who looks after it. */
static const char *const notes[] = {
	"version*",	"abi_version*",	  "meta",	    "news*",	     "changelog*",
	"changes*",	"release-notes*", "release_notes*", "releasenotes*", "release*.md",
	"release*.rst", "release*.txt",	  "maintainers*",   "support.md",    "security.md",
	"authors*",	"*.spec",	  "*.spec.in",	    "*.ebuild",	     ".pick_status.json",
};

static const char *const notes_directories[] = {
	"relnotes/",	  "rel_notes/",	 "release-notes/",
	"release_notes/", "changelogs/", "changelog.d/",
};

/* Files in which a version may stand among other things; code is not among them. */
static const char *const lists[] = {
	"makefile*",   "*.mk",	  "*.mk.in",	  "configure*", "meson.build", "meson_options.txt",
	"cmakelists*", "*.cmake", "*.yml",	  "*.yaml",	"*.toml",      "*.json",
	"*.cfg",       "*.ini",	  "*.properties", "setup.py",	"pom.xml",     "readme*",
	"install*",    "*.am",	  "*.m4",	  "*.rst",	"*.md",	       "*.txt",
	"dockerfile*", "control",
};

static bool matches_any(const char *name, const char *const *patterns, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (g_pattern_match_simple(patterns[i], name))
			return true;
	return false;
}

static bool is_code(const char *name)
{
	static const char *const code[] = { "*.c",  "*.cc", "*.cpp", "*.rs", "*.go",  "*.py",
					    "*.pl", "*.sh", "*.js",  "*.S",  "*.java" };

	return matches_any(name, code, G_N_ELEMENTS(code));
}

/* Of these a line may be for people alone. */
static const char *const prose[] = { "readme*", "install*", "*.rst", "*.md", "*.txt" };

static bool is_version_char(char c)
{
	return g_ascii_isalnum(c) || strchr("._+~-", c) != NULL;
}

/*
 * The line without the words that hold a digit, versions, tags, ids, dates, and without the blanks
 * between words; how far it is indented is part of it.
 */
static void append_skeleton(GString *out, struct slice line)
{
	const char *p = line.start, *end = p + line.length;

	while (p < end && g_ascii_isspace(*p))
		g_string_append_c(out, *p++);
	while (p < end) {
		const char *word = p;
		bool digit = false;

		while (p < end && *p && is_version_char(*p))
			digit |= g_ascii_isdigit(*p++);
		if (p == word) {
			if (!g_ascii_isspace(*p))
				g_string_append_c(out, *p);
			p++;
		} else if (!digit) {
			g_string_append_len(out, word, p - word);
		}
	}
	g_string_append_c(out, '\n');
}

/* A name drawn in large letters is of marks, with no word of two letters; or it is a blank line. */
static bool is_drawing(struct slice line)
{
	bool mark = !slice_trim(line).length;

	for (size_t i = 0; i < line.length; i++) {
		mark |= g_ascii_ispunct(line.start[i]);
		if (i && g_ascii_isalnum(line.start[i - 1]) && g_ascii_isalnum(line.start[i]))
			return false;
	}
	return mark;
}

static bool is_comment(struct slice line)
{
	line = slice_trim(line);
	return slice_has_prefix(line, "#") || slice_has_prefix(line, "dnl ");
}

/*
 * Whether each hunk puts in for what it takes out the same lines with other versions in them; what
 * build files remark about them aside, and what a text has drawn.
 */
static bool only_versions_change(const struct diff *diff, const struct diff_file *file,
				 bool is_prose)
{
	bool any = false;

	for (size_t h = 0; h < file->n_hunks; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);
		g_autoptr(GString) removed = g_string_new(NULL), added = g_string_new(NULL);

		for (size_t i = 0; i < hunk->n_lines; i++) {
			const struct diff_line *line = diff_line_at(diff, hunk, i);

			if (line->origin == ' ' || (!is_prose && is_comment(line->text)))
				continue;
			any = true;
			if (!is_prose || !is_drawing(line->text))
				append_skeleton(line->origin == '-' ? removed : added, line->text);
		}
		if (!g_string_equal(removed, added))
			return false;
	}
	return any;
}

static bool is_notes(const char *path, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(notes_directories); i++)
		if (strstr(path, notes_directories[i]))
			return true;
	return matches_any(name, notes, G_N_ELEMENTS(notes)) && !is_code(name);
}

static bool is_housekeeping(const struct diff *diff, const struct diff_file *file)
{
	g_autofree char *path = g_ascii_strdown(diff_file_path(file), -1);
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	if (is_notes(path, name))
		return true;
	if (file->binary || !file->old_path || !file->new_path || file->renamed)
		return false;
	return (matches_any(name, lists, G_N_ELEMENTS(lists)) ||
		g_str_has_prefix(name, "version")) &&
	       only_versions_change(diff, file, matches_any(name, prose, G_N_ELEMENTS(prose)));
}

void collect_housekeeping(const struct view *view, struct facts *out)
{
	const struct diff *diff = &view->patch->diff;
	size_t n = diff_n_files(diff);

	for (size_t i = 0; i < n; i++)
		if (!is_housekeeping(diff, diff_file_at(diff, i)))
			return;
	if (n)
		facts_add(out, (struct fact){
				       .kind = FACT_TRAIT_HOUSEKEEPING,
				       .proof = g_strdup(diff_file_path(diff_file_at(diff, 0))),
				       .says = g_strdup("only versions, tags and what is written "
							"about releases change"),
			       });
}
