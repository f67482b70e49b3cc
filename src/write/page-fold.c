/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is folded into an entry: the facts that no reason tells, the files, the message, the diff.
 */
#include "write/page-parts.h"

#include <string.h>

#include "base/html.h"
#include "base/text.h"

enum {
	FILES_SHOWN = 30,
	LINE_LIMIT = 1000, /* bytes */
	MESSAGE_LIMIT = 64 << 10,
	DIFF_LIMIT = 256 << 10,
};

/* Whether a reason above tells it already. */
static bool is_told(const struct judgement *judgement, size_t fact)
{
	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);

		if (!entry_tells(judgement, reason))
			continue;
		for (guint k = 0; k < reason->facts->len; k++)
			if (g_array_index(reason->facts, size_t, k) == fact)
				return k < 6;
	}
	return false;
}

static void add_message(struct page *page, const struct patch *patch)
{
	struct slice rest = slice_trim(slice_of(patch->message.body)), line;
	size_t end = page->out->len + MESSAGE_LIMIT;

	g_string_append(page->out, "<pre class=m>");
	while (page->out->len <= end && text_next_line(&rest, &line)) {
		html_add_line(page->out, line, LINE_LIMIT);
		g_string_append_c(page->out, '\n');
	}
	g_string_append(page->out, rest.length ? "... (it is longer)</pre>\n" : "</pre>\n");
}

/* The line above has the upstream commit and its date. */
static bool is_in_origin(const struct review *review, const struct fact *fact)
{
	return (fact->kind == FACT_UPSTREAM_MATCH && review->upstream->certain) ||
	       fact_is(fact, FACT_AGE);
}

/* Plain keeps of a long page come without. */
static bool has_message(const struct page *page, const struct review *review)
{
	return !page->brief || review->judgement.verdict != VERDICT_KEEP;
}

/* Whether the sentence has all of its proof, or the message below does. */
static bool says_as_much(const struct page *page, const struct review *review,
			 const struct fact *fact)
{
	const char *tag = strstr(fact->proof, ": ");

	return strstr(fact->says, fact->proof) || (tag && strstr(fact->says, tag + 2)) ||
	       (has_message(page, review) && strstr(review->patch->message.body, fact->proof));
}

static bool has_told(const struct review *review, const struct fact *fact)
{
	for (size_t i = 0; review && i < facts_count(&review->facts); i++)
		if (strcmp(facts_at(&review->facts, i)->says, fact->says) == 0)
			return true;
	return false;
}

/* Those that before (NULL: nobody) does not have, too; false: there is none. */
static bool add_facts(struct page *page, const struct review *review, const struct review *before)
{
	bool any = false;

	g_string_append(page->out, "<ul>\n");
	for (size_t i = 0; i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);
		size_t entry;

		if (is_told(&review->judgement, i) || is_in_origin(review, fact) ||
		    has_told(before, fact))
			continue;
		any = true;
		g_string_append(page->out, "<li>");
		page_says(page, fact->says, fact);
		entry = page_entry_of(page, fact);
		if (page_open_entry_link(page, entry))
			g_string_append_printf(page->out, " → %zu</a>", entry);
		if (fact->proof && !says_as_much(page, review, fact))
			page_proof(page, fact->proof);
		if (fact->mail) {
			g_string_append(page->out, " in ");
			page_mail(page, fact->mail);
		}
		g_string_append_c(page->out, '\n');
	}
	g_string_append(page->out, "</ul>\n");
	return any;
}

static void add_files(struct page *page, const struct diff *diff)
{
	size_t n = diff_n_files(diff);

	g_string_append(page->out, "<ul>\n");
	for (size_t i = 0; i < MIN(n, (size_t)FILES_SHOWN); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		g_string_append(page->out, "<li>");
		html_add(page->out, diff_file_path(file));
		g_string_append_printf(page->out, " +%zu −%zu\n", file->lines_added,
				       file->lines_removed);
	}
	if (n > FILES_SHOWN)
		g_string_append_printf(page->out, "<li>and %zu more\n", n - FILES_SHOWN);
	g_string_append(page->out, "</ul>\n");
}

static const char *element_of(char origin)
{
	return origin == '+' ? "ins" : origin == '-' ? "del" : NULL;
}

/* As it was parsed: each file, its hunks, runs of lines that came or went. */
static void add_hunk(struct page *page, const struct diff *diff, const struct diff_hunk *hunk,
		     size_t end)
{
	const char *open = NULL;

	g_string_append_printf(page->out, "@@ -%zu,%zu +%zu,%zu @@", hunk->old_start,
			       hunk->old_count, hunk->new_start, hunk->new_count);
	html_add_line(page->out, hunk->section, LINE_LIMIT);
	g_string_append_c(page->out, '\n');
	for (size_t i = 0; i < hunk->n_lines && page->out->len <= end; i++) {
		const struct diff_line line = diff_line_at(diff, hunk, i);
		const char *element = element_of(line.origin);

		if (element != open && open)
			g_string_append_printf(page->out, "</%s>", open);
		if (element != open && element)
			g_string_append_printf(page->out, "<%s>", element);
		open = element;
		g_string_append_c(page->out, line.origin);
		html_add_line(page->out, line.text, LINE_LIMIT);
		g_string_append_c(page->out, '\n');
	}
	if (open)
		g_string_append_printf(page->out, "</%s>", open);
}

static void add_diff(struct page *page, const struct diff *diff)
{
	size_t end = page->out->len + DIFF_LIMIT;

	g_string_append(page->out, "<details class=fold><summary>Diff</summary><pre tabindex=0>");
	for (size_t i = 0; i < diff_n_files(diff) && page->out->len <= end; i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		g_string_append(page->out, "--- ");
		html_add(page->out, file->old_path ? file->old_path : "/dev/null");
		g_string_append(page->out, "\n+++ ");
		html_add(page->out, file->new_path ? file->new_path : "/dev/null");
		g_string_append(page->out, file->binary ? "\n(binary)\n" : "\n");
		for (size_t k = 0; k < file->n_hunks && page->out->len <= end; k++)
			add_hunk(page, diff, diff_hunk_at(diff, file, k), end);
	}
	g_string_append(page->out, page->out->len > end ? "\n... (it is longer)\n" : "");
	g_string_append(page->out, "</pre></details>\n");
}

void page_fold(struct page *page, const struct entry *entry, const struct review *review)
{
	const struct patch *patch = review->patch;
	size_t n = diff_n_files(&patch->diff);
	bool told = has_message(page, review);

	g_string_append(page->out, "<details class=fold><summary>Facts, ");
	page_count(page, n, "file", "files");
	g_string_append(page->out, told ? ", message</summary>\n" : "</summary>\n");
	add_facts(page, review, NULL);
	for (guint i = 1; i < entry->parts->len; i++) {
		const struct entry_part *part = entry->parts->pdata[i];
		const struct review *other = part->reviews->pdata[0];
		g_autofree char *trees = patch_trees(other->patch);
		size_t start = page->out->len;

		g_string_append_printf(page->out, "<p>besides at %zu%s", other->patch->position,
				       *trees ? ", for " : "");
		html_add(page->out, trees);
		g_string_append(page->out, ":</p>\n");
		if (!add_facts(page, other, review))
			g_string_truncate(page->out, start);
	}
	if (n)
		add_files(page, &patch->diff);
	if (told)
		add_message(page, patch);
	g_string_append(page->out, "</details>\n");
	if (page->style->with_diffs && n)
		add_diff(page, &patch->diff);
}
