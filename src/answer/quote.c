/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/quote.h"

#include <string.h>

#include "base/text.h"
#include "message/marker.h"

enum {
	LINES_LIMIT = 14,     /* pointed at; more is not read */
	AROUND = 3,	      /* lines before and behind one that was pointed at */
	BEGINNING = 8,	      /* lines quoted when nothing was pointed at */
	PARAGRAPH_LIMIT = 8,  /* lines of one that is quoted whole */
	LINE_LIMIT = 200,     /* bytes of a line */
	MESSAGE_LIMIT = 5000, /* lines looked at */
	PROOF_LEAST = 12,     /* bytes of a proof cut at "(...)" that still tell a line */
};

/* A changed line. */
struct changed_line {
	const struct diff_file *file;
	const struct diff_hunk *hunk;
	size_t line;	    /* in the hunk */
	size_t hunk_number; /* in the diff, from 1 */
};

struct quote {
	const struct patch *patch;
	GArray *lines;	     /* struct slice: of the message */
	GArray *folded;	     /* char *: the same as proofs are compared with */
	guint8 *wanted;	     /* by line */
	GHashTable *changed; /* folded line -> struct changed_line, its first; NULL: not looked for
				yet */
	GString *diff;	     /* quoted parts of the diff */
	size_t last_hunk;    /* quoted last, from 1 */
	size_t n_pointed;    /* lines wanted for proofs */
	bool tells;	     /* among them is more than tags */
};

static void free_text(void *text)
{
	g_free(*(char **)text);
}

/* The marker's lines, so that it is seen which commit it is about. */
static void want_marker(struct quote *quote)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	const struct marker *marker;

	markers_scan(quote->patch->message.body, markers);
	if (!markers->len)
		return;
	marker = &g_array_index(markers, struct marker, 0);
	for (guint i = 0; i < quote->lines->len; i++) {
		const struct slice *line = &g_array_index(quote->lines, struct slice, i);

		if (marker->line.start >= line->start &&
		    marker->line.start < line->start + line->length)
			quote->wanted[i] = 1;
	}
}

struct quote *quote_new(const struct patch *patch)
{
	struct quote *quote = g_new0(struct quote, 1);
	struct slice rest = slice_of(patch->message.body), line;

	quote->patch = patch;
	quote->lines = g_array_new(FALSE, FALSE, sizeof(struct slice));
	quote->folded = g_array_new(FALSE, FALSE, sizeof(char *));
	g_array_set_clear_func(quote->folded, free_text);
	quote->diff = g_string_new(NULL);
	while (quote->lines->len < MESSAGE_LIMIT && text_next_line(&rest, &line)) {
		struct slice trimmed = slice_trim(line);
		g_autofree char *text = slice_dup(trimmed);
		char *folded = text_one_line(text, 0);

		g_array_append_val(quote->lines, line);
		g_array_append_val(quote->folded, folded);
	}
	quote->wanted = g_new0(guint8, quote->lines->len + 1);
	want_marker(quote);
	return quote;
}

void quote_free(struct quote *quote)
{
	g_array_unref(quote->lines);
	g_array_unref(quote->folded);
	if (quote->changed)
		g_hash_table_unref(quote->changed);
	g_string_free(quote->diff, TRUE);
	g_free(quote->wanted);
	g_free(quote);
}

static const char *folded_at(const struct quote *quote, guint i)
{
	return g_array_index(quote->folded, char *, i);
}

static bool is_trailer(const struct quote *quote, guint index)
{
	const GArray *trailers = quote->patch->message.trailers;
	const struct slice *line = &g_array_index(quote->lines, struct slice, index);

	for (guint i = 0; trailers && i < trailers->len; i++) {
		const struct trailer *trailer = &g_array_index(trailers, struct trailer, i);

		if (line->start <= trailer->line.start &&
		    trailer->line.start < line->start + line->length)
			return true;
	}
	return false;
}

static void want(struct quote *quote, guint index)
{
	quote->n_pointed += !quote->wanted[index];
	quote->wanted[index] = 1;
}

/* The paragraph that the line stands in; of a long one what is around it. */
static void want_around(struct quote *quote, guint index)
{
	guint first = index, last = index;

	while (first > 0 && *folded_at(quote, first - 1) && !is_trailer(quote, first - 1))
		first--;
	while (last + 1 < quote->lines->len && *folded_at(quote, last + 1) &&
	       !is_trailer(quote, last + 1))
		last++;
	if (last - first >= PARAGRAPH_LIMIT) {
		first = MAX(first, index > AROUND ? index - AROUND : 0);
		last = MIN(last, index + AROUND);
	}
	for (guint i = first; i <= last; i++)
		want(quote, i);
}

static bool point_in_message(struct quote *quote, const char *proof)
{
	/* Titles of other commits are "(...)" in what rules read. */
	const char *cut = strstr(proof, "(...)");
	g_autofree char *start = cut ? g_strndup(proof, (gsize)(cut - proof)) : g_strdup(proof);
	size_t length = strlen(g_strchomp(start));

	if (!length || (cut && length < PROOF_LEAST))
		return false;
	for (guint i = 0; i < quote->lines->len; i++) {
		const char *line = folded_at(quote, i);

		if (strcmp(line, start) != 0 && (length < PROOF_LEAST || !strstr(line, start)))
			continue;
		if (is_trailer(quote, i)) {
			want(quote, i);
		} else {
			want_around(quote, i);
			quote->tells = true;
		}
		return true;
	}
	return false;
}

static void quote_line(GString *out, const char *prefix, struct slice line)
{
	g_autofree char *shown = text_mask_line(line, LINE_LIMIT);

	g_string_append(out, prefix);
	g_string_append(out, shown);
	g_strchomp(out->str);
	g_string_set_size(out, strlen(out->str));
	g_string_append_c(out, '\n');
}

static void quote_hunk(struct quote *quote, const struct diff_file *file,
		       const struct diff_hunk *hunk, size_t index)
{
	size_t first = index > AROUND ? index - AROUND : 0;
	size_t end = MIN(index + AROUND + 1, hunk->n_lines);

	quote_line(quote->diff, "> +++ b/", slice_of(diff_file_path(file)));
	if (first)
		g_string_append(quote->diff, "> [...]\n");
	for (size_t i = first; i < end; i++) {
		const struct diff_line line = diff_line_at(&quote->patch->diff, hunk, i);
		const char prefix[] = { '>', ' ', line.origin, '\0' };

		quote_line(quote->diff, prefix, line.text);
		quote->n_pointed++;
	}
}

static void add_changed(struct quote *quote, const struct diff_file *file,
			const struct diff_hunk *hunk, size_t index, size_t number)
{
	const struct diff_line line = diff_line_at(&quote->patch->diff, hunk, index);

	if (line.origin == ' ' || line.text.length > 4 * LINE_LIMIT)
		return;

	g_autofree char *text = slice_dup(line.text);
	g_autofree char *folded = text_one_line(text, 0);
	struct changed_line *changed;

	if (!*folded || g_hash_table_contains(quote->changed, folded))
		return;
	changed = g_new(struct changed_line, 1);
	*changed = (struct changed_line){ file, hunk, index, number };
	g_hash_table_insert(quote->changed, g_steal_pointer(&folded), changed);
}

/* Once for all proofs: of strangers' diffs and facts there may be many. */
static void find_changed(struct quote *quote)
{
	const struct diff *diff = &quote->patch->diff;
	size_t number = 0;

	quote->changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		for (size_t k = 0; k < file->n_hunks; k++) {
			const struct diff_hunk *hunk = diff_hunk_at(diff, file, k);

			number++;
			for (size_t n = 0; n < hunk->n_lines; n++)
				add_changed(quote, file, hunk, n, number);
		}
	}
}

static bool point_in_diff(struct quote *quote, const char *proof)
{
	const struct changed_line *changed;

	if (!quote->changed)
		find_changed(quote);
	changed = g_hash_table_lookup(quote->changed, proof);
	if (!changed)
		return false;
	quote->tells = true;
	if (quote->last_hunk != changed->hunk_number)
		quote_hunk(quote, changed->file, changed->hunk, changed->line);
	quote->last_hunk = changed->hunk_number;
	return true;
}

bool quote_point_at(struct quote *quote, const char *proof)
{
	g_autofree char *line = text_one_line(proof, 0);

	if (!*line || quote->n_pointed >= LINES_LIMIT)
		return false;
	return point_in_message(quote, line) || point_in_diff(quote, line);
}

/* What the patch is about, where no words of it are meant: the first that are no marker. */
static void want_beginning(guint8 *wanted, const struct quote *quote)
{
	guint i = 0, n = 0;

	while (i < quote->lines->len && (!*folded_at(quote, i) || quote->wanted[i]))
		i++;
	while (i < quote->lines->len && n++ < BEGINNING && *folded_at(quote, i) &&
	       !is_trailer(quote, i))
		wanted[i++] = 1;
}

char *quote_text(const struct quote *quote)
{
	GString *out = g_string_new(NULL);
	guint n = quote->lines->len;
	g_autofree guint8 *wanted = g_memdup2(quote->wanted, n + 1);
	bool blank = false, left_out = false, cut = false;

	if (!quote->tells)
		want_beginning(wanted, quote);
	for (guint i = 0; i < n; i++) {
		if (!wanted[i]) {
			blank = true;
			left_out = left_out || *folded_at(quote, i);
			continue;
		}
		if (left_out)
			g_string_append(out, "> [...]\n");
		else if (blank && out->len)
			g_string_append(out, ">\n");
		blank = left_out = false;
		quote_line(out, "> ", g_array_index(quote->lines, struct slice, i));
		cut = i + 1 < n && *folded_at(quote, i + 1) && !is_trailer(quote, i);
	}
	/* Not to stop within a paragraph as if it ended there. */
	if (out->len && (cut || quote->diff->len))
		g_string_append(out, "> [...]\n");
	g_string_append(out, quote->diff->str);
	if (!out->len) {
		g_autofree char *subject = text_one_line(quote->patch->message.subject, LINE_LIMIT);

		g_string_append_printf(out, "> %s\n", subject);
	}
	return g_string_free(out, FALSE);
}
