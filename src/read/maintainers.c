/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/maintainers.h"

#include <fnmatch.h>
#include <stdbool.h>
#include <string.h>

#include "base/pattern.h"
#include "base/text.h"

enum {
	SECTIONS_LIMIT = 20000,
	PATTERNS_LIMIT = 100000,
	EXPRESSIONS_LIMIT = 1000,
	PATTERN_LENGTH = 256,	 /* longer ones are no path, nor an expression */
	STARS_LIMIT = 4,	 /* more could take fnmatch() long */
	PEOPLE_LIMIT = 64 << 10, /* bytes of addresses in a section */
};

/* An F: or X: line. */
struct path_pattern {
	char *text; /* without a trailing '/' */
	guint section;
	bool excludes; /* X: */
	bool below;    /* all that is below a directory, "drivers/net/" */
	bool wild;
	guint slashes;
	guint literal; /* characters that are no wildcard: how closely it says it */
};

/* An N: or K: line. */
struct expression {
	struct pattern *pattern;
	guint section;
	bool of_content; /* K: */
};

struct maintainers {
	GArray *sections;    /* struct subsystem */
	GArray *patterns;    /* struct path_pattern */
	GArray *expressions; /* struct expression */
	GHashTable *found;   /* path -> section + 1: many patches touch the same files */
};

static void subsystem_clear(void *data)
{
	struct subsystem *subsystem = data;

	g_free(subsystem->name);
	g_string_free(subsystem->people, TRUE);
	g_string_free(subsystem->lists, TRUE);
}

static void path_pattern_clear(void *data)
{
	g_free(((struct path_pattern *)data)->text);
}

static void expression_clear(void *data)
{
	pattern_free(((struct expression *)data)->pattern);
}

static guint count(const char *text, const char *set)
{
	guint n = 0;

	for (; *text; text++)
		n += strchr(set, *text) != NULL;
	return n;
}

static void add_pattern(struct maintainers *maintainers, struct slice value, bool excludes)
{
	struct path_pattern pattern = { .section = maintainers->sections->len - 1,
					.excludes = excludes };

	if (!value.length || value.length > PATTERN_LENGTH ||
	    maintainers->patterns->len >= PATTERNS_LIMIT)
		return;
	pattern.below = value.start[value.length - 1] == '/';
	pattern.text = g_strndup(value.start, value.length - pattern.below);
	pattern.wild = strpbrk(pattern.text, "*?[\\") != NULL;
	pattern.slashes = count(pattern.text, "/");
	pattern.literal = (guint)strlen(pattern.text) - count(pattern.text, "*?");
	if (!pattern.literal || count(pattern.text, "*") > STARS_LIMIT) {
		g_free(pattern.text); /* THE REST, or no path */
		return;
	}
	g_array_append_val(maintainers->patterns, pattern);
}

static void add_expression(struct maintainers *maintainers, struct slice value, bool of_content)
{
	struct expression expression = { .section = maintainers->sections->len - 1,
					 .of_content = of_content };
	g_autofree char *text = NULL;

	if (!value.length || value.length > PATTERN_LENGTH ||
	    maintainers->expressions->len >= EXPRESSIONS_LIMIT)
		return;
	text = slice_dup(value);
	expression.pattern = pattern_new(text);
	if (expression.pattern)
		g_array_append_val(maintainers->expressions, expression);
}

/* The address in "Ann Ash <ann@example.org>" or "list@example.org (moderated for non-subscribers)".
 */
static void add_address(GString *out, struct slice value)
{
	const char *comment = memchr(value.start, '<', value.length)
				      ? NULL
				      : memchr(value.start, ' ', value.length);

	if (comment)
		value.length = (size_t)(comment - value.start);
	if (value.length && out->len + value.length < PEOPLE_LIMIT)
		g_string_append_printf(out, "%s%.*s", out->len ? ", " : "", (int)value.length,
				       value.start);
}

/* "list@example.org (subscribers-only)": it would send the mail back. */
static bool is_closed_list(struct slice value)
{
	static const char word[] = "subscribers-only";

	return memmem(value.start, value.length, word, strlen(word)) != NULL;
}

static void add_entry(struct maintainers *maintainers, char tag, struct slice value)
{
	struct subsystem *subsystem = &g_array_index(maintainers->sections, struct subsystem,
						     maintainers->sections->len - 1);

	switch (tag) {
	case 'M':
	case 'R':
		add_address(subsystem->people, value);
		break;
	case 'L':
		if (!is_closed_list(value))
			add_address(subsystem->lists, value);
		break;
	case 'F':
	case 'X':
		add_pattern(maintainers, value, tag == 'X');
		break;
	case 'N':
	case 'K':
		add_expression(maintainers, value, tag == 'K');
		break;
	default:
		break;
	}
}

struct maintainers *maintainers_parse(const char *bytes, size_t length)
{
	struct maintainers *maintainers = g_new0(struct maintainers, 1);
	g_autofree char *text = text_to_utf8(bytes, MIN(length, (size_t)MAINTAINERS_LIMIT), NULL);
	struct slice rest = slice_of(text), line, name = { NULL, 0 };
	bool inside = false;

	maintainers->sections = g_array_new(FALSE, FALSE, sizeof(struct subsystem));
	g_array_set_clear_func(maintainers->sections, subsystem_clear);
	maintainers->patterns = g_array_new(FALSE, FALSE, sizeof(struct path_pattern));
	g_array_set_clear_func(maintainers->patterns, path_pattern_clear);
	maintainers->expressions = g_array_new(FALSE, FALSE, sizeof(struct expression));
	g_array_set_clear_func(maintainers->expressions, expression_clear);
	maintainers->found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	while (text_next_line(&rest, &line)) {
		bool tagged = line.length > 2 && g_ascii_isupper(line.start[0]) &&
			      line.start[1] == ':' && g_ascii_isspace(line.start[2]);

		if (!tagged) {
			name = slice_trim(line);
			inside = false;
			continue;
		}
		/* A section is a name with tags right below it. */
		if (!inside && name.length && maintainers->sections->len < SECTIONS_LIMIT) {
			g_autofree char *raw = slice_dup(name);
			struct subsystem subsystem = { text_one_line(raw, 100), g_string_new(NULL),
						       g_string_new(NULL) };

			g_array_append_val(maintainers->sections, subsystem);
			inside = true;
		}
		if (inside)
			add_entry(maintainers, line.start[0],
				  slice_trim((struct slice){ line.start + 2, line.length - 2 }));
	}
	return maintainers;
}

void maintainers_free(struct maintainers *maintainers)
{
	g_array_unref(maintainers->sections);
	g_array_unref(maintainers->patterns);
	g_array_unref(maintainers->expressions);
	g_hash_table_unref(maintainers->found);
	g_free(maintainers);
}

/* The first directories of path that a pattern of so many slashes can name; NULL if it has fewer.
 */
static char *cut_path(const char *path, guint slashes)
{
	const char *end = path;

	for (guint i = 0; i <= slashes; i++) {
		end = strchr(i ? end + 1 : end, '/');
		if (!end)
			return NULL;
	}
	return g_strndup(path, (gsize)(end - path));
}

/* As the kernel's get_maintainer does: "dir/" is all below it, "dir/na" what begins so in dir. */
static bool matches(const struct path_pattern *pattern, const char *path)
{
	size_t length = strlen(pattern->text);

	if (!pattern->wild) {
		if (strncmp(path, pattern->text, length) != 0)
			return false;
		return pattern->below ? path[length] == '/'
				      : !path[length] || path[length] == '/' ||
						!strchr(path + length, '/');
	}
	if (pattern->below) {
		g_autofree char *directory = cut_path(path, pattern->slashes);

		return directory && fnmatch(pattern->text, directory, FNM_PATHNAME) == 0;
	}
	return fnmatch(pattern->text, path, FNM_PATHNAME) == 0;
}

static bool is_excluded(const struct maintainers *maintainers, guint section, const char *path)
{
	for (guint i = 0; i < maintainers->patterns->len; i++) {
		const struct path_pattern *pattern =
			&g_array_index(maintainers->patterns, struct path_pattern, i);

		if (pattern->excludes && pattern->section == section && matches(pattern, path))
			return true;
	}
	return false;
}

/* The first whose expression matches, and that does not leave path (NULL: none is asked of) out; as
 * section_of(). */
static guint section_by_expression(const struct maintainers *maintainers, const char *path,
				   const char *text)
{
	for (guint i = 0; i < maintainers->expressions->len; i++) {
		const struct expression *expression =
			&g_array_index(maintainers->expressions, struct expression, i);

		if (expression->of_content == !path &&
		    pattern_matches(expression->pattern, text, strlen(text)) &&
		    !(path && is_excluded(maintainers, expression->section, path)))
			return expression->section + 1;
	}
	return 0;
}

/* From 1; 0: nobody's. */
static guint section_of(const struct maintainers *maintainers, const char *path)
{
	guint best = 0, closest = 0;

	for (guint i = 0; i < maintainers->patterns->len; i++) {
		const struct path_pattern *pattern =
			&g_array_index(maintainers->patterns, struct path_pattern, i);

		if (!pattern->excludes && pattern->literal > closest && matches(pattern, path) &&
		    !is_excluded(maintainers, pattern->section, path)) {
			best = pattern->section + 1;
			closest = pattern->literal;
		}
	}
	return best ? best : section_by_expression(maintainers, path, path);
}

const struct subsystem *maintainers_find(const struct maintainers *maintainers,
					 const GPtrArray *paths, const char *changed)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);
	guint best = 0, most = 0;

	for (guint i = 0; i < paths->len; i++) {
		const char *path = paths->pdata[i];
		gpointer known;
		guint section, n;

		if (!g_hash_table_lookup_extended(maintainers->found, path, NULL, &known)) {
			known = GUINT_TO_POINTER(section_of(maintainers, path));
			g_hash_table_insert(maintainers->found, g_strdup(path), known);
		}
		section = GPOINTER_TO_UINT(known);
		if (!section)
			continue;
		n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, known)) + 1;
		g_hash_table_insert(counts, known, GUINT_TO_POINTER(n));
		if (n > most) { /* of two with as many the first */
			most = n;
			best = section;
		}
	}
	if (!best && changed)
		best = section_by_expression(maintainers, NULL, changed);
	return best ? &g_array_index(maintainers->sections, struct subsystem, best - 1) : NULL;
}
