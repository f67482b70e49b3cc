/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A review as a page. */
#include "write/format.h"

#include <string.h>

#include "base/html.h"
#include "base/text.h"
#include "match/horizon.h"
#include "review/changed.h"
#include "review/subsystem.h"
#include "write/page-parts.h"
#include "write/report-order.h"

enum { BRIEF_FROM = 1000 };

/* Worst first. */
static const enum verdict order[] = { VERDICT_DROP, VERDICT_ASK, VERDICT_KEEP_WITH, VERDICT_KEEP };

static void add_counts(struct page *page, guint n_entries)
{
	guint n_shown = g_hash_table_size(page->shown);
	size_t counts[N_VERDICTS];
	const char *before = ":";

	report_count(page->report, counts);
	g_string_append(page->out, "<p class=sum>");
	page_count(page, page->report->n_reviews, "patch", "patches");
	for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
		const char *name = verdict_name(order[i]);

		if (!counts[order[i]])
			continue;
		g_string_append_printf(page->out, "%s <span class=\"v v-%s\">%zu %s</span>", before,
				       name, counts[order[i]], name);
		before = ",";
	}
	if (n_shown < page->report->n_reviews)
		g_string_append_printf(page->out, "; %u of them shown", n_shown);
	if (n_entries < n_shown) {
		g_string_append(page->out, "; ");
		page_count(page, n_entries, "entry", "entries");
		g_string_append(page->out, ", for a change is told once");
	}
	g_string_append(page->out, "</p>\n");
}

static void add_target(struct page *page, const char *term, const char *name,
		       const struct commit_id *id)
{
	if (!name)
		return;
	g_string_append_printf(page->out, "<dt>%s<dd>", term);
	html_add(page->out, name);
	g_string_append(page->out, " (");
	page_commit(page, id, commit_id_short(id).text);
	g_string_append(page->out, ")\n");
}

/* Of several queues each has its own. */
static void add_bases(struct page *page)
{
	const struct report *report = page->report;

	if (report->n_bases <= 1)
		add_target(page, "On top of", report->base_name, &report->base);
	for (size_t i = 0; report->n_bases > 1 && i < report->n_bases; i++) {
		const struct report_base *base = report->bases[i];
		const char *queue = base->queue ? base->queue : "what is in no queue";
		g_autofree char *title = g_strdup_printf("On top of, %s", queue);
		g_autoptr(GString) term = g_string_new(NULL);

		html_add(term, title);
		add_target(page, term->str, base->name, &base->id);
	}
}

static void add_rules(struct page *page)
{
	const struct rules *rules = page->report->rules;
	g_autofree char *model = rules->model ? text_model_version(rules->model) : NULL;
	g_autofree char *version = rules_version(rules);

	g_string_append_printf(page->out, "<dt>Rules<dd>version %s, ",
			       version ? version : "not known");
	page_count(page, rules->list->len, "rule", "rules");
	if (model)
		g_string_append_printf(page->out, "; text model %s", model);
	else
		g_string_append(page->out, "; no text model");
	g_string_append_c(page->out, '\n');
}

/* How many patches have a fact of one of these kinds. */
static size_t count_with(const struct report *report, enum fact_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct facts *facts = &report->reviews[i].facts;
		bool found = false;

		for (size_t k = 0; k < facts_count(facts) && !found; k++)
			found = facts_at(facts, k)->kind == kind;
		n += found;
	}
	return n;
}

static void add_lack(struct page *page, size_t n, const char *what)
{
	if (!n)
		return;
	g_string_append(page->out, "<li>of ");
	page_count(page, n, "patch", "patches");
	g_string_append_printf(page->out, ": %s\n", what);
}

/* Silence about what was not looked up would pass for having found nothing. */
static void add_not_looked_up(struct page *page)
{
	const struct report *report = page->report;
	g_autofree char *warning = horizon_warning(&report->horizon);
	g_autofree char *unknown = report_not_looked_up(report);
	size_t before;

	g_string_append(page->out, "<dt>Not looked up<dd><ul>\n");
	before = page->out->len;
	if (unknown)
		html_add_element(page->out, "li", unknown);
	if (warning)
		html_add_element(page->out, "li", warning);
	if (report->history && report_has_base(report))
		add_lack(page, count_with(report, FACT_APPLIES_UNKNOWN),
			 "whether it applies could not be looked up");
	add_lack(page, count_with(report, FACT_PROBLEM), "a part could not be read");
	if (page->out->len == before)
		g_string_append(page->out, "<li>nothing: all that was asked for was\n");
	g_string_append(page->out, "</ul>\n");
}

static void add_head(struct page *page, guint n_entries)
{
	const struct report *report = page->report;

	add_counts(page, n_entries);
	g_string_append(page->out, "<dl class=head>\n");
	add_bases(page);
	add_target(page, "Branch", report->branch_name, &report->branch);
	if (report->history)
		page_tip(page, report->upstream_name, report->history);
	add_rules(page);
	page_term(page, "As of", text_date(report->now).text);
	add_not_looked_up(page);
	if (page->brief)
		page_term(page, "Not shown",
			  "messages of plain keeps, for length; --with-diffs shows them");
	g_string_append(page->out,
			"</dl>\n"
			"<noscript><p class=warn>All can be read as it is; deciding, "
			"filtering and exporting need the page's script.</p></noscript>\n"
			"</header>\n<main>\n");
}

/* The entries say themselves what of them did; what went has none. */
static void add_changed(struct page *page)
{
	const struct changed *changed = page->report->changed;

	if (!changed)
		return;
	g_string_append(page->out, "<section aria-labelledby=changed><h2 id=changed>");
	g_string_append(page->out, changed->only_new ? "New since " : "Changed since ");
	html_add(page->out, changed->since ? changed->since : "the earlier review");
	if (changed->only_new)
		g_string_append_printf(page->out, "</h2>\n<p>%zu new, no other is shown.</p>\n",
				       page->report->n_reviews);
	else
		g_string_append_printf(page->out,
				       "</h2>\n<p>%zu changed or new, %u gone, %zu as they were "
				       "and not shown.</p>\n",
				       page->report->n_reviews, changed->gone->len,
				       changed->n_same);
	if (changed->gone->len)
		g_string_append(page->out, "<ul class=plain>\n");
	for (guint i = 0; i < changed->gone->len; i++) {
		const struct earlier_patch *patch = changed->gone->pdata[i];

		g_string_append(page->out, "<li>gone: <code>");
		html_add(page->out, patch->source);
		g_string_append(page->out, "</code> ");
		html_add(page->out, patch->subject ? patch->subject : "");
		g_string_append_printf(page->out, " (was %s)\n", verdict_name(patch->verdict));
	}
	g_string_append(page->out, changed->gone->len ? "</ul></section>\n" : "</section>\n");
}

/* Where an entry needs, or repairs, what only comes after it. */
static void add_wrong_order(struct page *page)
{
	const struct report *report = page->report;
	bool any = false;

	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];

		for (size_t k = 0; k < facts_count(&review->facts); k++) {
			const struct fact *fact = facts_at(&review->facts, k);
			size_t at = review->patch->position;
			bool linked;

			if (!fact_is_disorder(fact))
				continue;
			if (!any)
				g_string_append(page->out, "<section aria-labelledby=order><h2 "
							   "id=order>Wrong order</h2>\n<ul "
							   "class=plain>\n");
			any = true;
			g_string_append(page->out, "<li>");
			linked = page_open_entry_link(page, at);
			g_string_append_printf(page->out, linked ? "%zu</a> " : "%zu ", at);
			html_add(page->out, review->patch->message.subject);
			g_string_append(page->out, ": ");
			html_add(page->out, fact->says);
			g_string_append_c(page->out, '\n');
		}
	}
	if (any)
		g_string_append(page->out, "</ul></section>\n");
}

static const struct review *first_of(const struct entry *entry)
{
	return ((const struct entry_part *)entry->parts->pdata[0])->reviews->pdata[0];
}

/* Under which heading an entry stands; the script groups in the same words. The caller frees. */
static char *group_of(const struct entry *entry, enum report_sort sort)
{
	if (sort == SORT_QUEUE)
		return g_strdup("in the order of the queue");
	if (sort == SORT_SUBSYSTEM)
		return subsystem_of_subject(first_of(entry)->patch->message.subject);
	if (page_is_anew(entry))
		return g_strdup("to decide again");
	if (page_is_settled(entry))
		return g_strdup("decided, unchanged");
	return g_strdup(verdict_name(first_of(entry)->judgement.verdict));
}

/* In the order of the style; of verdicts, what is done comes last. */
static GPtrArray *sort_entries(const GPtrArray *entries, const struct report *report,
			       const struct report_style *style)
{
	g_autoptr(GPtrArray) reviews = report_order(report, style);
	g_autoptr(GHashTable) first = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) done = g_ptr_array_new();
	GPtrArray *out = g_ptr_array_new();

	for (guint i = 0; i < entries->len; i++)
		g_hash_table_insert(first, (gpointer)first_of(entries->pdata[i]),
				    entries->pdata[i]);
	for (guint i = 0; i < reviews->len; i++) {
		struct entry *entry = g_hash_table_lookup(first, reviews->pdata[i]);

		if (!entry)
			continue;
		g_ptr_array_add(style->sort == SORT_SEVERITY && page_is_settled(entry) ? done : out,
				entry);
	}
	g_ptr_array_extend(out, done, NULL, NULL);
	return out;
}

static guint length_of_group(const GPtrArray *sorted, guint from, const char *name,
			     enum report_sort sort)
{
	guint n = 0;

	for (guint i = from; i < sorted->len; i++, n++) {
		g_autofree char *other = group_of(sorted->pdata[i], sort);

		if (strcmp(other, name) != 0)
			break;
	}
	return n;
}

/* What is left of the queue holds what is not shown, too. */
static void add_unseen(struct page *page)
{
	const struct changed *changed = page->report->changed;
	const struct report *report = changed ? changed->whole : page->report;
	bool any = false;

	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];

		if (review->judgement.verdict == VERDICT_DROP ||
		    g_hash_table_contains(page->shown, GSIZE_TO_POINTER(review->patch->position)))
			continue;
		g_string_append(page->out, any ? "&#10;" : " data-rest=\"");
		any = true;
		page_location(page, review->patch);
	}
	g_string_append(page->out, any ? "\"" : "");
}

/* The one order of who reads without the script. */
static void add_entries(struct page *page, const GPtrArray *entries)
{
	static const char *const names[] = {
		[SORT_SEVERITY] = "verdict", [SORT_QUEUE] = "queue", [SORT_SUBSYSTEM] = "subsystem"
	};
	enum report_sort sort = page->style->sort;
	g_autoptr(GPtrArray) sorted = sort_entries(entries, page->report, page->style);

	g_string_append_printf(page->out, "<div id=entries data-by=%s", names[sort]);
	add_unseen(page);
	g_string_append(page->out, ">\n");
	for (guint i = 0; i < sorted->len;) {
		g_autofree char *name = group_of(sorted->pdata[i], sort);
		guint n = length_of_group(sorted, i, name, sort);

		g_string_append(page->out, "<section class=group><h2>");
		html_add(page->out, name);
		g_string_append_printf(page->out, " <small>%u</small></h2>\n", n);
		for (guint end = i + n; i < end; i++)
			page_entry(page, sorted->pdata[i]);
		g_string_append(page->out, "</section>\n");
	}
	g_string_append(page->out, "</div>\n");
}

static void add_rest(struct page *page)
{
	const struct queue *queue = page->report->queue;

	if (queue->superseded->len) {
		g_string_append_printf(
			page->out, "<details class=fold><summary>Superseded: %u</summary><ul>\n",
			queue->superseded->len);
		for (guint i = 0; i < queue->superseded->len; i++) {
			const struct queue_superseded *one =
				&g_array_index(queue->superseded, struct queue_superseded, i);

			g_string_append_printf(page->out, "<li>by %zu: ", one->by->position);
			html_add(page->out, one->patch->message.subject);
			g_string_append_c(page->out, '\n');
		}
		g_string_append(page->out, "</ul></details>\n");
	}
	if (!queue->skipped->len)
		return;
	g_string_append_printf(page->out,
			       "<details class=fold><summary>No patches: %u</summary><ul>\n",
			       queue->skipped->len);
	for (guint i = 0; i < queue->skipped->len; i++) {
		const struct queue_skipped *one =
			&g_array_index(queue->skipped, struct queue_skipped, i);

		g_string_append_printf(page->out, "<li>%s: ", one->what);
		html_add(page->out, one->subject);
		g_string_append_c(page->out, '\n');
	}
	g_string_append(page->out, "</ul></details>\n");
}

static GHashTable *shown_of(const GPtrArray *entries)
{
	GHashTable *out = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < entries->len; i++) {
		const struct entry *entry = entries->pdata[i];

		for (guint k = 0; k < entry->parts->len; k++) {
			const GPtrArray *reviews =
				((const struct entry_part *)entry->parts->pdata[k])->reviews;

			for (guint n = 0; n < reviews->len; n++) {
				const struct review *review = reviews->pdata[n];

				g_hash_table_add(out, GSIZE_TO_POINTER(review->patch->position));
			}
		}
	}
	return out;
}

static GHashTable *queued_of(const struct report *report)
{
	GHashTable *out = g_hash_table_new(commit_id_hash, commit_id_hash_equal);

	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];

		if (review->patch->has_commit)
			g_hash_table_insert(out, (gpointer)&review->patch->commit,
					    GSIZE_TO_POINTER(review->patch->position));
		if (review->upstream->has_id && !g_hash_table_contains(out, &review->upstream->id))
			g_hash_table_insert(out, (gpointer)&review->upstream->id,
					    GSIZE_TO_POINTER(review->patch->position));
	}
	return out;
}

/* "v6.1..stable": the queue as it was named. */
static char *name_of(const struct report *report)
{
	g_autofree char *names = g_strjoinv(" ", (char **)report->names);

	return *names ? text_one_line(names, 100) : g_strdup("what the inbox holds");
}

/* The same for the same patches, as long as what is known of them is the same. */
static char *digest_of(const struct report *report)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];
		bool named = review->keys && review->keys->len;
		const char *const parts[] = { named ? review->keys->pdata[0]
						    : review->patch->source,
					      review->tree, review->seen };

		for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
			if (parts[k])
				g_checksum_update(sum, (const guchar *)parts[k],
						  (gssize)strlen(parts[k]) + 1);
	}
	return g_strndup(g_checksum_get_string(sum), 16);
}

/* What concerns several entries, above them all. */
static void (*const sections[])(struct page *page) = { add_changed, add_wrong_order };

bool report_write_html(const struct report *report, const struct report_style *style, FILE *out)
{
	g_autoptr(GPtrArray) entries = entries_find(report, style->verdicts);
	g_autoptr(GHashTable) shown = shown_of(entries);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *digest = digest_of(report);
	g_autofree char *name = name_of(report);
	g_autofree char *title = g_strdup_printf("Review of %s", name);
	g_autoptr(GHashTable) queued = queued_of(report);
	struct page page = { .out = text,
			     .style = style,
			     .report = report,
			     .shown = shown,
			     .queued = queued,
			     .brief = entries->len > BRIEF_FROM && !style->with_diffs };

	page_begin(&page, title);
	add_head(&page, entries->len);
	for (size_t i = 0; i < G_N_ELEMENTS(sections); i++)
		sections[i](&page);
	g_string_append(text, page_tools);
	g_string_append(text,
			"<p class=o>A bar behind a subject is how likely a maintainer would refuse "
			"the patch; where there is none, a rule decided.</p>\n");
	add_entries(&page, entries);
	add_rest(&page);
	return page_end(&page, title, digest, out);
}
