/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/labels.h"

#include <string.h>

#include "base/commit-id.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

enum {
	ID_DIGITS_MIN = 7, /* fewer are no commit id */
	WORD_LIMIT = 1000, /* bytes of an id or a list of reasons */
};

struct labels {
	GPtrArray *list;      /* struct label * */
	GHashTable *by_id;    /* id, lower case where it is a commit's -> index + 1 */
	GArray *prefix_sizes; /* size_t: lengths of commit ids that are not whole */
};

static void label_free(void *data)
{
	struct label *label = data;

	g_free(label->id);
	g_ptr_array_unref(label->reasons);
	g_free(label);
}

void labels_free(struct labels *labels)
{
	g_ptr_array_unref(labels->list);
	g_hash_table_unref(labels->by_id);
	g_array_unref(labels->prefix_sizes);
	g_free(labels);
}

struct labels *labels_new(void)
{
	struct labels *labels = g_new0(struct labels, 1);

	labels->list = g_ptr_array_new_with_free_func(label_free);
	labels->by_id = g_hash_table_new(g_str_hash, g_str_equal);
	labels->prefix_sizes = g_array_new(FALSE, FALSE, sizeof(size_t));
	return labels;
}

static bool is_commit_id(struct slice word)
{
	return word.length >= ID_DIGITS_MIN && word.length <= COMMIT_ID_HEX &&
	       slice_hex_run(word) == word.length;
}

/* Message ids may stand in <>; commit ids count in any letter case. */
static char *id_of(struct slice word)
{
	if (is_commit_id(word))
		return g_ascii_strdown(word.start, (gssize)word.length);
	if (word.length > 2 && word.start[0] == '<' && word.start[word.length - 1] == '>')
		return g_strndup(word.start + 1, word.length - 2);
	return slice_dup(word);
}

static void split_reasons(struct slice words, GPtrArray *out)
{
	g_autofree char *text = slice_dup(words);
	g_auto(GStrv) parts = g_strsplit(text, ",", -1);

	for (char **part = parts; *part; part++)
		if (**part && strcmp(*part, "-") != 0)
			g_ptr_array_add(out, g_strdup(*part));
}

/* NULL when the line is a label; otherwise what is wrong with it. */
static const char *parse_line(struct slice line, struct label *label)
{
	struct slice id = slice_next_word(&line, '\0'), verdict = slice_next_word(&line, '\0'),
		     reasons = slice_next_word(&line, '\0');

	if (!verdict.length)
		return "a label is \"ID VERDICT [REASONS]\"";
	if (id.length > WORD_LIMIT || reasons.length > WORD_LIMIT)
		return "a word is too long";
	if (slice_trim(line).length)
		return "more than three words (reasons are separated by commas)";
	label->drop = slice_equal(verdict, "drop");
	if (!label->drop && !slice_equal(verdict, "keep") && !slice_equal(verdict, "keep-with"))
		return "the verdict is none of drop, keep, keep-with";
	label->id = id_of(id);
	split_reasons(reasons, label->reasons);
	return NULL;
}

static void note_length(struct labels *labels, const char *id)
{
	size_t length = strlen(id);

	if (!is_commit_id(slice_of(id)) || length == COMMIT_ID_HEX)
		return;
	for (guint i = 0; i < labels->prefix_sizes->len; i++)
		if (g_array_index(labels->prefix_sizes, size_t, i) == length)
			return;
	g_array_append_val(labels->prefix_sizes, length);
}

static void add_problem(GPtrArray *problems, const char *path, size_t number, const char *what)
{
	g_autofree char *raw = g_strdup_printf("%s:%zu: %s", path, number, what);
	g_autofree char *utf8 = text_to_utf8(raw, strlen(raw), NULL);

	g_ptr_array_add(problems, text_one_line(utf8, 0));
}

/* Takes over label, whose id has none yet. */
static void append(struct labels *labels, struct label *label)
{
	g_ptr_array_add(labels->list, label);
	g_hash_table_insert(labels->by_id, label->id, GSIZE_TO_POINTER(labels->list->len));
	note_length(labels, label->id);
}

bool labels_add(struct labels *labels, const char *id, bool drop, size_t line)
{
	struct label *label;

	if (g_hash_table_contains(labels->by_id, id))
		return false;
	label = g_new0(struct label, 1);
	label->id = g_strdup(id);
	label->drop = drop;
	label->reasons = g_ptr_array_new_with_free_func(g_free);
	label->line = line;
	append(labels, label);
	return true;
}

static void read_line(struct labels *labels, const char *path, size_t number, struct slice line,
		      GPtrArray *problems)
{
	struct label *label = g_new0(struct label, 1);
	const char *wrong;

	label->reasons = g_ptr_array_new_with_free_func(g_free);
	label->line = number;
	wrong = parse_line(line, label);
	if (!wrong && g_hash_table_contains(labels->by_id, label->id))
		wrong = "the file has a label for this id already";
	if (wrong) {
		add_problem(problems, path, number, wrong);
		label_free(label);
		return;
	}
	append(labels, label);
}

bool labels_read(const char *path, GPtrArray *problems, struct labels **out, GError **error)
{
	_cleanup_(labels_freep) struct labels *labels = labels_new();
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	guint before = problems->len;
	size_t length = 0, number = 0;
	struct slice rest, line;

	if (!file_read(path, FILE_LIST_LIMIT, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	rest = slice_of(text);
	while (text_next_line(&rest, &line)) {
		number++;
		line = slice_trim(line);
		if (line.length && line.start[0] != '#')
			read_line(labels, path, number, line, problems);
	}
	if (problems->len > before)
		return fail(error, WINNOW_ERROR_INPUT, "%s%s", (char *)problems->pdata[before],
			    problems->len > before + 1 ? " (and more)" : "");
	if (!labels->list->len)
		return fail(error, WINNOW_ERROR_INPUT, "'%s' holds no label", path);
	*out = g_steal_pointer(&labels);
	return true;
}

size_t labels_count(const struct labels *labels)
{
	return labels->list->len;
}

const struct label *labels_at(const struct labels *labels, size_t i)
{
	return labels->list->pdata[i];
}

static bool look_up(const struct labels *labels, const char *id, size_t *out)
{
	size_t index = GPOINTER_TO_SIZE(g_hash_table_lookup(labels->by_id, id));

	if (index)
		*out = index - 1;
	return index > 0;
}

bool labels_find(const struct labels *labels, const char *source, const char *upstream, size_t *out)
{
	if (look_up(labels, source, out))
		return true;
	if (!upstream)
		return false;
	if (look_up(labels, upstream, out))
		return true;
	for (guint i = 0; i < labels->prefix_sizes->len; i++) {
		g_autofree char *prefix =
			g_strndup(upstream, g_array_index(labels->prefix_sizes, size_t, i));

		if (look_up(labels, prefix, out))
			return true;
	}
	return false;
}
