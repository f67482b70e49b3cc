/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "decide/import.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "decide/decisions.h"
#include "decide/import-parts.h"

enum {
	BYTES_LIMIT = 64 << 20,
	COMMIT_DIGITS_MIN = 7,
};

static void free_decision(void *decision)
{
	decision_free(decision);
}

void imported_clear(struct imported *imported)
{
	if (imported->list) {
		g_ptr_array_unref(imported->list);
		g_ptr_array_unref(imported->warnings);
	}
	*imported = (struct imported){ 0 };
}

bool import_is_commit(const char *text)
{
	size_t length = strlen(text);

	return length >= COMMIT_DIGITS_MIN && length <= COMMIT_ID_HEX &&
	       slice_hex_run(slice_of(text)) == length;
}

void import_add(struct imported *out, const char *commit, const char *tree, enum decision_word word,
		char *note, size_t line)
{
	struct decision *decision = g_new0(struct decision, 1);

	decision->key = g_ascii_strdown(commit, -1);
	decision->tree = g_strdup(tree);
	decision->word = word;
	decision->note = note;
	decision->line = line;
	g_ptr_array_add(out->list, decision);
}

bool import_state(const char *letter, enum decision_word *out)
{
	static const struct {
		const char *letter;
		enum decision_word word;
	} states[] = {
		{ "n", DECISION_DROP },
		{ "u", DECISION_ASK },
		{ "w", DECISION_WAIT },
		{ "y", DECISION_KEEP },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
		if (strcmp(letter, states[i].letter) == 0) {
			*out = states[i].word;
			return true;
		}
	}
	return false;
}

/* What stands in quotes behind "notes"; NULL if nothing does. */
static char *quoted_note(struct slice text)
{
	g_autofree char *copy = slice_dup(text);
	char *start = strstr(copy, "notes");
	GString *out;

	start = start ? strchr(start, '"') : NULL;
	if (!start)
		return NULL;
	out = g_string_new(NULL);
	for (char *c = start + 1; *c && *c != '"'; c++) {
		if (*c == '\\' && c[1])
			c++;
		g_string_append_c(out, *c);
	}
	return g_string_free(out, FALSE);
}

/* "COMMIT state y notes "..."", as a patchbot keeps them. */
static bool read_state(struct imported *out, const char *commit, struct slice rest, size_t number)
{
	struct slice word = slice_next_word(&rest, '#');
	g_autofree char *letter = NULL;
	enum decision_word decided;

	if (slice_equal(word, "notes")) {
		out->n_open++;
		return true;
	}
	if (!slice_equal(word, "state"))
		return false;
	letter = slice_dup(slice_next_word(&rest, '#'));
	if (!import_state(letter, &decided))
		return false;
	import_add(out, commit, NULL, decided, quoted_note(rest), number);
	return true;
}

/* "COMMIT drop reason,reason", a label. */
static bool read_label(struct imported *out, const char *commit, struct slice rest, size_t number)
{
	g_autofree char *word = slice_dup(slice_next_word(&rest, '#'));
	enum decision_word decided;
	struct slice reasons = slice_trim(rest);

	if (!decision_word_parse(word, &decided))
		return false;
	import_add(out, commit, NULL, decided,
		   reasons.length && !slice_equal(reasons, "-") ? slice_dup(reasons) : NULL,
		   number);
	return true;
}

static bool is_version(const char *text)
{
	return g_ascii_isdigit(*text) && strchr(text, '.') &&
	       strspn(text, "0123456789.") == strlen(text);
}

static bool read_line(struct imported *out, struct slice line, size_t number)
{
	struct slice rest = line;
	g_autofree char *first = slice_dup(slice_next_word(&rest, '#'));
	g_autofree char *version = is_version(first) ? g_strdup(first) : NULL;
	struct slice reason;

	if (version) {
		g_free(first);
		first = slice_dup(slice_next_word(&rest, '#'));
	}
	if (!import_is_commit(first)) {
		/* Everything else in such a list is a path. */
		out->n_paths += !version && !slice_trim(rest).length;
		out->n_paths += !version && slice_has_prefix(slice_trim(rest), "#");
		return !version &&
		       (!slice_trim(rest).length || slice_has_prefix(slice_trim(rest), "#"));
	}
	if (read_state(out, first, rest, number) || read_label(out, first, rest, number))
		return true;
	reason = slice_trim(rest);
	if (reason.length && reason.start[0] != '#')
		return false;
	while (reason.length && reason.start[0] == '#') {
		reason.start++;
		reason.length--;
	}
	reason = slice_trim(reason);
	import_add(out, first, version, DECISION_DROP, reason.length ? slice_dup(reason) : NULL,
		   number);
	return true;
}

static void read_lines(const char *path, const char *text, struct imported *out)
{
	struct slice rest = slice_of(text), line;

	for (size_t number = 1; text_next_line(&rest, &line); number++) {
		line = slice_trim(line);
		if (line.length && line.start[0] != '#' && !read_line(out, line, number))
			g_ptr_array_add(out->warnings,
					g_strdup_printf("%s:%zu: no decision about a commit", path,
							number));
	}
}

static bool read_decisions(const char *path, struct imported *out, GError **error)
{
	struct decisions *decisions = NULL;

	if (!decisions_open(path, out->warnings, &decisions, error))
		return false;
	for (size_t i = 0; i < decisions_count(decisions); i++)
		g_ptr_array_add(out->list, decision_copy(decisions_at(decisions, i)));
	decisions_free(decisions);
	return true;
}

static bool read_any(const char *path, const char *text, size_t length, struct imported *out,
		     GError **error)
{
	struct slice trimmed = slice_trim((struct slice){ text, length });
	g_autofree char *utf8 = NULL;

	if (trimmed.length && (trimmed.start[0] == '[' || trimmed.start[0] == '{'))
		return import_json(path, text, length, out, error);
	utf8 = text_to_utf8(text, length, NULL);
	if (g_str_has_prefix(utf8, "# winnow decisions ") || strstr(utf8, "\n# winnow decisions "))
		return read_decisions(path, out, error);
	read_lines(path, utf8, out);
	return true;
}

bool import_read(const char *path, struct imported *out, GError **error)
{
	struct imported imported = {
		.list = g_ptr_array_new_with_free_func(free_decision),
		.warnings = g_ptr_array_new_with_free_func(g_free),
	};
	g_autofree char *bytes = NULL;
	size_t length = 0;
	bool ok;

	ok = file_read_given(path, BYTES_LIMIT, &bytes, &length, error) &&
	     read_any(path, bytes, length, &imported, error);
	if (ok && !imported.list->len && !imported.n_open)
		ok = fail(error, WINNOW_ERROR_INPUT, "'%s' decides nothing", path);
	if (!ok) {
		imported_clear(&imported);
		return false;
	}
	*out = imported;
	return true;
}
