/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A project's own housekeeping, told by its files alone: whatever a release commit is called, it
 * changes numbers of versions and what is written about them; tables are taken whole from
 * elsewhere, and each branch is tested in its own way.
 */
#include "evidence/parts.h"

#include <string.h>

#include "base/text.h"

/* Files of which every line is about a release. */
static const char *const notes[] = {
	"version*",	     "abi_version*", "meta",	       "news*",
	"changelog*",	     "changes*",     "release-notes*", "release_notes*",
	"releasenotes*",     "release*.md",  "release*.rst",   "release*.txt",
	".pick_status.json",
};

/* Of whom to turn to. */
static const char *const people[] = { "maintainers*", "authors*",   "credits",
				      ".mailmap",     "support.md", "security.md" };

/* A distribution's, with a log of releases in it. */
static const char *const packaging[] = { "*.spec", "*.spec.in", "*.ebuild" };

static const char *const notes_directories[] = {
	"relnotes/",	  "rel_notes/",	 "release-notes/",
	"release_notes/", "changelogs/", "changelog.d/",
};

/* Of these no line is code: they are taken as a whole from where they are kept. */
static const char *const tables[] = { "*.hwdb", "pci.ids", "usb.ids", "*.po", "*.pot" };

/* By their paths: what tests the project and goes to nobody else. */
static const char *const ci[] = {
	".github/*",	".gitlab-ci*",	      ".gitlab/*",	   ".ci*",	   "ci/*",
	"automation/*", ".travis*",	      ".cirrus*",	   ".semaphore/*", ".packit*",
	"mkosi*",	".clusterfuzzlite/*", "*azure-pipelines*", "appveyor*",	   ".appveyor*",
	"jenkinsfile",
};

/* By their paths: what a tool wrote down of a release's interfaces, to hold the next one to it. */
static const char *const interfaces[] = { "abi/*.dump", "abi/*.abi", "abi/.gitignore" };

/* Headers that say which version it is. */
static const char *const version_headers[] = { "*version.h", "*version.h.in", "*version-macros.h*",
					       "*version_macros.h*" };

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
 * To versions the words of the line that hold a digit: versions, tags, ids, dates. To skeleton the
 * rest, without the blanks between words; how far it is indented is part of it.
 */
static void take_apart(struct slice line, GString *skeleton, GString *versions)
{
	const char *p = line.start, *end = p + line.length;

	while (p < end && g_ascii_isspace(*p))
		g_string_append_c(skeleton, *p++);
	while (p < end) {
		const char *word = p;
		bool digit = false;

		while (p < end && *p && is_version_char(*p))
			digit |= g_ascii_isdigit(*p++);
		if (p == word) {
			if (!g_ascii_isspace(*p))
				g_string_append_c(skeleton, *p);
			p++;
		} else {
			g_string_append_len(digit ? versions : skeleton, word, p - word);
		}
	}
	g_string_append_c(skeleton, '\n');
	g_string_append_c(versions, '\n');
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
 * build files remark about them aside, and what a text has drawn. Blanks alone are no version.
 */
static bool only_versions_change(const struct diff *diff, const struct diff_file *file,
				 bool is_prose)
{
	bool any = false;

	for (size_t h = 0; h < file->n_hunks; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);
		g_autoptr(GString) removed = g_string_new(NULL), added = g_string_new(NULL);
		g_autoptr(GString) old = g_string_new(NULL), new = g_string_new(NULL);

		for (size_t i = 0; i < hunk->n_lines; i++) {
			const struct diff_line line = diff_line_at(diff, hunk, i);
			bool is_old = line.origin == '-';

			if (line.origin == ' ' || (!is_prose && is_comment(line.text)))
				continue;
			if (is_prose && is_drawing(line.text))
				any |= slice_trim(line.text).length > 0;
			else
				take_apart(line.text, is_old ? removed : added,
					   is_old ? old : new);
		}
		if (!g_string_equal(removed, added))
			return false;
		any |= !g_string_equal(old, new);
	}
	return any;
}

/* Whether it is all "#define X_1_4" and the like. */
static bool only_directives_change(const struct diff *diff, const struct diff_file *file)
{
	bool any = false;

	for (size_t h = 0; h < file->n_hunks; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

		for (size_t i = 0; i < hunk->n_lines; i++) {
			const struct diff_line line = diff_line_at(diff, hunk, i);
			struct slice text = slice_trim(line.text);

			if (line.origin == ' ' || !text.length)
				continue;
			if (text.start[0] != '#')
				return false;
			any = true;
		}
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

enum housekeeping {
	VERSIONS,
	PEOPLE,
	PACKAGING,
	TABLES,
	INTERFACES,
	CI,
	NONE, /* it is not housekeeping */
};

static enum housekeeping kind_of(const struct diff *diff, const struct diff_file *file)
{
	g_autofree char *path = g_ascii_strdown(diff_file_path(file), -1);
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	bool is_prose = matches_any(name, prose, G_N_ELEMENTS(prose));

	if (is_notes(path, name))
		return VERSIONS;
	if (matches_any(name, people, G_N_ELEMENTS(people)) && !is_code(name))
		return PEOPLE;
	if (matches_any(name, packaging, G_N_ELEMENTS(packaging)))
		return PACKAGING;
	if (matches_any(name, tables, G_N_ELEMENTS(tables)))
		return TABLES;
	if (matches_any(path, interfaces, G_N_ELEMENTS(interfaces)))
		return INTERFACES;
	if (matches_any(path, ci, G_N_ELEMENTS(ci)))
		return CI;
	if (file->binary || !file->old_path || !file->new_path || file->renamed)
		return NONE;
	if (matches_any(name, version_headers, G_N_ELEMENTS(version_headers)) &&
	    only_directives_change(diff, file))
		return VERSIONS;
	return (matches_any(name, lists, G_N_ELEMENTS(lists)) ||
		g_str_has_prefix(name, "version")) &&
			       only_versions_change(diff, file, is_prose)
		       ? VERSIONS
		       : NONE;
}

/* "versions, tags and what is written about releases": what there is of each. The caller frees. */
static char *say(const bool there[NONE])
{
	static const char *const words[NONE] = {
		[VERSIONS] = "versions, tags and what is written about releases",
		[PEOPLE] = "what is written about maintainers, authors and support",
		[PACKAGING] = "how it is packaged",
		[TABLES] = "tables of devices and translations",
		[INTERFACES] = "dumps of the binary interface",
		[CI] = "the project's own CI",
	};
	GString *out = g_string_new("it only changes ");
	bool any = false;

	for (int kind = 0; kind < NONE; kind++) {
		if (!there[kind])
			continue;
		g_string_append_printf(out, "%s%s", any ? ", and " : "", words[kind]);
		any = true;
	}
	return g_string_free(out, FALSE);
}

void collect_housekeeping(const struct view *view, struct facts *out)
{
	const struct diff *diff = &view->patch->diff;
	size_t n = diff_n_files(diff);
	bool there[NONE] = { false };

	for (size_t i = 0; i < n; i++) {
		enum housekeeping kind = kind_of(diff, diff_file_at(diff, i));

		if (kind == NONE)
			return;
		there[kind] = true;
	}
	if (n)
		facts_add(out, (struct fact){
				       .kind = FACT_TRAIT_HOUSEKEEPING,
				       .proof = g_strdup(diff_file_path(diff_file_at(diff, 0))),
				       .says = say(there),
			       });
}
