/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/line-diff.h"

#include "git/line-match.h"
#include "git/line-slide.h"

enum {
	CONTEXT = 3,
	BLOCK = 512,	    /* bytes that are compared at once */
	HEADING_BYTES = 80, /* of the line that tells where a hunk is */
};

struct hunks {
	struct lines older, newer;
	int n_head; /* lines that both begin with */
	struct diff_text *out;
	struct slice heading; /* of the last hunk that had one */
	const char *searched; /* up to here a heading was looked for */
};

/* Bytes that both begin with. */
static size_t common_start(struct slice a, struct slice b)
{
	size_t n = 0, most = MIN(a.length, b.length);

	while (n + BLOCK <= most && memcmp(a.start + n, b.start + n, BLOCK) == 0)
		n += BLOCK;
	while (n < most && a.start[n] == b.start[n])
		n++;
	return n;
}

static size_t common_end(struct slice a, struct slice b)
{
	const char *a_end = a.start + a.length, *b_end = b.start + b.length;
	size_t n = 0, most = MIN(a.length, b.length);

	while (n + BLOCK <= most && memcmp(a_end - n - BLOCK, b_end - n - BLOCK, BLOCK) == 0)
		n += BLOCK;
	while (n < most && a_end[-(gssize)n - 1] == b_end[-(gssize)n - 1])
		n++;
	return n;
}

/* The same in whole lines: what both begin with ends in a line end, unless they are the same. */
static size_t common_head(struct slice a, struct slice b)
{
	size_t n = common_start(a, b);
	const char *stop;

	if (n == a.length && n == b.length)
		return n;
	stop = memrchr(a.start, '\n', n);
	return stop ? (size_t)(stop + 1 - a.start) : 0;
}

/* Of what is behind the common head. */
static size_t common_tail(struct slice a, struct slice b)
{
	size_t n = common_end(a, b);
	const char *start = a.start + a.length - n;
	const char *stop;
	bool a_begins = n == a.length || start[-1] == '\n';
	bool b_begins = n == b.length || b.start[b.length - n - 1] == '\n';

	if (a_begins && b_begins)
		return n;
	stop = memchr(start, '\n', n);
	return stop ? n - (size_t)(stop + 1 - start) : 0;
}

static int count_lines(struct slice text)
{
	const char *end = text.start + text.length;
	int n = 0;

	for (const char *p = text.start; p < end; n++)
		p = line_end(p, end);
	return n;
}

/* Take the next change behind *i and *k, which stand before the same unchanged line. */
static bool next_edit(const struct hunks *hunks, int *i, int *k, struct line_edit *edit)
{
	while (*i < hunks->older.below.n || *k < hunks->newer.below.n) {
		*edit = (struct line_edit){ *i, *i, *k, *k };
		while (lines_is_changed(&hunks->older, edit->old_end))
			edit->old_end++;
		while (lines_is_changed(&hunks->newer, edit->new_end))
			edit->new_end++;
		*i = edit->old_end + 1;
		*k = edit->new_end + 1;
		if (edit->old_end > edit->old_start || edit->new_end > edit->new_start)
			return true;
	}
	return false;
}

/* In UTF-8, by its first byte; 0: none begins so. */
static size_t character_length(guchar first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc0 || first >= 0xf8)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* As libgit2 counts them: bytes that are no UTF-8 end it, forms longer than need be are fine. */
static size_t valid_length(struct slice text)
{
	size_t i = 0;

	while (i < text.length) {
		size_t n = character_length((guchar)text.start[i]);
		size_t k = 1;

		while (k < n && i + k < text.length && ((guchar)text.start[i + k] & 0xc0) == 0x80)
			k++;
		if (k < n || !n)
			break;
		i += n;
	}
	return i;
}

/* The last line above a hunk that begins as a definition does, else the one of the hunk before. */
static void find_heading(struct hunks *hunks, const char *start)
{
	const char *p = start;

	while (p > hunks->searched) {
		struct slice line = { line_before(hunks->older.text.start, p) };

		line.length = (size_t)(p - line.start);
		p = line.start;
		if (!g_ascii_isalpha(*p) && *p != '_' && *p != '$')
			continue;
		while (line_is_space(line.start[line.length - 1]))
			line.length--;
		line.length = MIN(line.length, HEADING_BYTES);
		line.length = valid_length(line);
		hunks->heading = line;
		break;
	}
	hunks->searched = start;
}

/* "-12,7" */
static void append_range(GString *out, char sign, int start, int n)
{
	/* Where there is none, the line before counts. */
	g_string_append_printf(out, " %c%d", sign, n ? start + 1 : start);
	if (n != 1)
		g_string_append_printf(out, ",%d", n);
}

static bool append_header(struct hunks *hunks, int old_start, int old_end, int new_start,
			  int new_end)
{
	g_autoptr(GString) header = g_string_new("@@");

	append_range(header, '-', hunks->n_head + old_start, old_end - old_start);
	append_range(header, '+', hunks->n_head + new_start, new_end - new_start);
	g_string_append(header, " @@");
	if (hunks->heading.length) {
		g_string_append_c(header, ' ');
		g_string_append_len(header, hunks->heading.start, (gssize)hunks->heading.length);
	}
	g_string_append_c(header, '\n');
	return diff_text_append(hunks->out, '\0', (struct slice){ header->str, header->len });
}

static bool append_lines(struct hunks *hunks, struct lines *lines, char sign, int start, int end)
{
	static const char no_newline[] = "\n\\ No newline at end of file\n";

	/* Between changes of which one went up beyond what this side knows. */
	if (start < end) {
		lines_find(lines, start);
		lines_find(lines, end - 1);
	}
	for (int i = start; i < end; i++) {
		struct slice line = lines_text(lines, i);

		if (!diff_text_append(hunks->out, sign, line))
			return false;
		if (line.start[line.length - 1] != '\n' &&
		    !diff_text_append(hunks->out, '\0',
				      (struct slice){ no_newline, sizeof(no_newline) - 1 }))
			return false;
	}
	return true;
}

static bool append_hunk(struct hunks *hunks, const struct line_edit *edits, guint n)
{
	const struct line_edit *last = &edits[n - 1];
	int before = 0, after = 0, shown;

	while (before < CONTEXT && lines_find(&hunks->older, edits->old_start - before - 1) &&
	       lines_find(&hunks->newer, edits->new_start - before - 1))
		before++;
	while (after < CONTEXT && lines_find(&hunks->older, last->old_end + after) &&
	       lines_find(&hunks->newer, last->new_end + after))
		after++;
	lines_find(&hunks->older, edits->old_start - before);
	find_heading(hunks, lines_at(&hunks->older, edits->old_start - before)->start);
	if (!append_header(hunks, edits->old_start - before, last->old_end + after,
			   edits->new_start - before, last->new_end + after))
		return false;
	shown = edits->new_start - before;
	for (guint i = 0; i < n; i++) {
		if (!append_lines(hunks, &hunks->newer, ' ', shown, edits[i].new_start) ||
		    !append_lines(hunks, &hunks->older, '-', edits[i].old_start,
				  edits[i].old_end) ||
		    !append_lines(hunks, &hunks->newer, '+', edits[i].new_start, edits[i].new_end))
			return false;
		shown = edits[i].new_end;
	}
	return append_lines(hunks, &hunks->newer, ' ', shown, last->new_end + after);
}

/* Where to begin with next_edit(). */
static int first_known(const struct hunks *hunks)
{
	return -MAX(hunks->older.above.n, hunks->newer.above.n);
}

/* Changes with so few lines between them that their contexts meet are one hunk. */
static bool append_hunks(struct hunks *hunks)
{
	g_autoptr(GArray) edits = g_array_new(FALSE, FALSE, sizeof(struct line_edit));
	int i = first_known(hunks), k = i;
	struct line_edit edit;
	int end = 0;

	while (next_edit(hunks, &i, &k, &edit)) {
		if (edits->len && edit.old_start - end > 2 * CONTEXT) {
			if (!append_hunk(hunks, (struct line_edit *)edits->data, edits->len))
				return false;
			g_array_set_size(edits, 0);
		}
		g_array_append_val(edits, edit);
		end = edit.old_end;
	}
	return !edits->len || append_hunk(hunks, (struct line_edit *)edits->data, edits->len);
}

static struct slice without_start(struct slice text, size_t n)
{
	return (struct slice){ text.start + n, text.length - n };
}

/* What differs is marked; hunks_clear() ends it. */
static void hunks_init(struct hunks *hunks, struct slice older, struct slice newer,
		       struct diff_text *out)
{
	size_t head = common_head(older, newer);
	size_t tail = common_tail(without_start(older, head), without_start(newer, head));
	struct slice common_start_text = { older.start, head };

	*hunks = (struct hunks){ .n_head = count_lines(common_start_text),
				 .out = out,
				 .searched = older.start };
	lines_init(&hunks->older, older, head, tail);
	lines_init(&hunks->newer, newer, head, tail);
	lines_match(&hunks->older, &hunks->newer, common_start_text,
		    without_start(older, older.length - tail));
	lines_slide(&hunks->older, &hunks->newer);
	lines_slide(&hunks->newer, &hunks->older);
}

static void hunks_clear(struct hunks *hunks)
{
	lines_clear(&hunks->older);
	lines_clear(&hunks->newer);
}

bool line_diff(struct slice older, struct slice newer, struct diff_text *out)
{
	struct hunks hunks;
	bool fits;

	hunks_init(&hunks, older, newer, out);
	fits = append_hunks(&hunks);
	hunks_clear(&hunks);
	return fits;
}

GArray *line_edits(struct slice older, struct slice newer)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct line_edit));
	struct hunks hunks;
	struct line_edit edit;
	int i, k;

	hunks_init(&hunks, older, newer, NULL);
	i = k = first_known(&hunks);
	while (next_edit(&hunks, &i, &k, &edit)) {
		edit.old_start += hunks.n_head;
		edit.old_end += hunks.n_head;
		edit.new_start += hunks.n_head;
		edit.new_end += hunks.n_head;
		g_array_append_val(out, edit);
	}
	hunks_clear(&hunks);
	return out;
}
