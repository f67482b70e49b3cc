/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An entry of a review: one line, and under it what was found, a part for each outcome. */
#include "write/page-parts.h"

#include <string.h>

#include "base/html.h"
#include "decide/decision.h"
#include "review/brief.h"
#include "review/subsystem.h"
#include "base/text.h"

enum {
	FACTS_SHOWN = 6, /* under one reason; the fold has all */
};

static const struct review *first_of(const struct entry_part *part)
{
	return part->reviews->pdata[0];
}

/* "<1", "97", ">99": nothing is certain. */
static const char *percent_of(double probability, char *text, size_t size)
{
	double percent = 100 * probability;

	if (percent < 1)
		return "&lt;1";
	if (percent > 99)
		return "&gt;99";
	g_snprintf(text, size, "%.0f", percent);
	return text;
}

static void add_line(struct page *page, const struct review *review)
{
	const struct judgement *judgement = &review->judgement;
	char percent[16];

	g_string_append_printf(page->out, "<summary><b>%s</b> <i>%zu</i> <h3>",
			       verdict_name(judgement->verdict), review->patch->position);
	html_add(page->out,
		 *review->patch->message.subject ? review->patch->message.subject : "(no subject)");
	if (!judgement->decided)
		page_bar(page, judgement->drop_probability,
			 percent_of(judgement->drop_probability, percent, sizeof(percent)));
	if (review->decision) {
		g_string_append_printf(page->out, " <span class=done>%s by ",
				       decision_word_name(review->decision->word));
		html_add(page->out, review->decision->who);
		g_string_append(page->out, "</span>");
	}
	g_string_append(page->out, "</h3>");
	if (judgement->verdict != VERDICT_KEEP) {
		g_autofree char *brief = review_brief(review, false);

		g_string_append(page->out, " <span class=why>");
		html_add(page->out, brief);
		g_string_append(page->out, "</span>");
	}
	g_string_append(page->out, "</summary>\n");
}

/* Also what the facts of the match and of its age say. */
static void add_age(struct page *page, const struct review *review)
{
	const struct history *history = page->report->history;
	guint32 at = review->upstream->position;
	gint64 date = history && review->upstream->looked_up && at != HISTORY_NONE
			      ? history_at(history, at)->mainline_date
			      : 0;

	if (date)
		g_string_append_printf(page->out, "; in mainline since <time>%s</time>",
				       text_date(date).text);
}

static void add_origin(struct page *page, const struct review *review)
{
	const struct upstream *upstream = review->upstream;
	const struct patch *patch = review->patch;
	g_autofree char *trees = patch_trees(patch);

	g_string_append_printf(page->out, "<p class=o>%s",
			       review->judgement.class == CLASS_UNKNOWN
				       ? "a change"
				       : class_name(review->judgement.class));
	if (*patch->author.name) {
		g_string_append(page->out, " by ");
		html_add(page->out, patch->author.name);
	}
	if (upstream->has_id) {
		g_string_append(page->out, "; upstream ");
		page_commit(page, &upstream->id, commit_id_short(&upstream->id).text);
	}
	if (upstream->how == UPSTREAM_NONE && upstream->looked_up)
		g_string_append(page->out, "; no upstream commit");
	else if (upstream->looked_up && upstream->position != HISTORY_NONE)
		g_string_append_printf(page->out, " (%s%s)", upstream_how_name(upstream->how),
				       upstream->certain ? "" : ", not certain");
	else if (upstream->has_id)
		g_string_append(page->out, " (by its marker, not looked up)");
	add_age(page, review);
	if (*trees) {
		g_string_append(page->out, "; for ");
		html_add(page->out, trees);
	}
	if (!patch->has_commit) {
		g_string_append(page->out, "; ");
		if (patch->envelope)
			page_mail(page, patch->source);
		else
			html_add(page->out, patch->file ? patch->file : patch->source);
	} else if (!upstream->has_id || !commit_id_equal(&upstream->id, &patch->commit)) {
		g_string_append(page->out, "; here ");
		page_commit(page, &patch->commit, commit_id_short(&patch->commit).text);
	}
	g_string_append(page->out, "</p>\n");
}

static void add_with(struct page *page, const struct review *review)
{
	const GArray *with = review->judgement.with;

	if (!with->len)
		return;
	g_string_append(page->out, "<ul class=w>\n");
	for (guint i = 0; i < with->len; i++) {
		const struct commit_id *id = &g_array_index(with, struct commit_id, i);
		enum severity severity = review_severity_of(review, id);

		g_string_append(page->out, "<li>");
		page_commit_name(page, id, review_subject_of(review, id));
		if (severity)
			g_string_append_printf(page->out, ": %s", severity_name(severity));
		g_string_append_c(page->out, '\n');
	}
	g_string_append(page->out, "</ul>\n");
}

/* Not what stands in the sentence above it, or in the heading. */
static void add_proof(struct page *page, const struct review *review, const char *says,
		      const char *proof)
{
	if (proof && !strstr(says, proof) && strcmp(proof, review->patch->message.subject) != 0)
		page_proof(page, proof);
}

static void add_fact_proof(struct page *page, const struct review *review, const char *says,
			   const struct fact *fact)
{
	add_proof(page, review, says, fact->proof);
	if (fact->mail) {
		g_string_append(page->out, " in ");
		page_mail(page, fact->mail);
	}
}

static void add_reason(struct page *page, const struct review *review, const struct reason *reason)
{
	enum verdict verdict = review->judgement.verdict, decides = reason->rule->decides;
	bool decided = decides != VERDICT_NONE && decides == verdict;
	const char *sign = decided		     ? "⇒"
			   : decides != VERDICT_NONE ? "·"
			   : reason->weight > 0	     ? "+"
			   : reason->weight < 0	     ? "−"
						     : "·";

	g_string_append_printf(page->out, "<li><b%s>%s</b>", decided ? "" : " class=d", sign);
	page_says(page, reason->says,
		  reason->facts->len
			  ? facts_at(&review->facts, g_array_index(reason->facts, size_t, 0))
			  : NULL);
	add_proof(page, review, reason->says, reason->proof);
	for (guint i = 0; i < reason->facts->len && i < FACTS_SHOWN; i++) {
		const struct fact *fact =
			facts_at(&review->facts, g_array_index(reason->facts, size_t, i));

		if (i) { /* the sentence says the first */
			g_string_append(page->out, i == 1 ? "<ul><li>" : "<li>");
			page_says(page, fact->says, fact);
		}
		add_fact_proof(page, review, i ? fact->says : reason->says, fact);
	}
	if (reason->facts->len > FACTS_SHOWN)
		g_string_append_printf(page->out, "<li>and %u more, below",
				       reason->facts->len - FACTS_SHOWN);
	g_string_append(page->out, reason->facts->len > 1 ? "</ul>\n" : "\n");
}

/* entry NULL: all that matter; else those that its first part does not have. */
static void add_reasons(struct page *page, const struct entry *entry, const struct review *review)
{
	const GArray *reasons = review->judgement.reasons;
	bool any = false;

	for (guint i = 0; i < reasons->len; i++) {
		const struct reason *reason = &g_array_index(reasons, struct reason, i);

		if (!entry_tells(&review->judgement, reason) ||
		    (entry && !entry_is_new(entry, reason)))
			continue;
		g_string_append(page->out, any ? "" : "<ul class=r>\n");
		any = true;
		add_reason(page, review, reason);
	}
	g_string_append(page->out, any ? "</ul>\n" : "");
}

/* The version that a column is for; NULL: none is said. */
static const char *version_of(const struct review *review)
{
	const GPtrArray *versions = review->patch->versions;

	return versions->len ? versions->pdata[0] : NULL;
}

static int by_version(const void *a, const void *b)
{
	const struct review *const *x = a, *const *y = b;
	const char *left = version_of(*x), *right = version_of(*y);
	int order = left && right ? patch_compare_versions(left, right)
				  : (right != NULL) - (left != NULL);

	if (order)
		return order;
	return (*x)->patch->position < (*y)->patch->position ? -1 : 1;
}

/* One change for several trees is one row, a column a version. */
static void add_table(struct page *page, const struct entry *entry)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();

	for (guint i = 0; i < entry->parts->len; i++) {
		const struct entry_part *part = entry->parts->pdata[i];

		for (guint k = 0; k < part->reviews->len; k++)
			g_ptr_array_add(all, part->reviews->pdata[k]);
	}
	if (all->len < 2)
		return;
	g_ptr_array_sort(all, by_version);
	g_string_append(page->out, "<div class=scroll tabindex=0 role=group aria-label=\"By "
				   "version\"><table><thead><tr>");
	for (guint i = 0; i < all->len; i++) {
		const struct review *review = all->pdata[i];
		g_autofree char *trees = patch_trees(review->patch);

		g_string_append(page->out, "<th scope=col>");
		html_add(page->out, *trees ? trees : "no version");
	}
	g_string_append(page->out, "</thead><tbody><tr>");
	for (guint i = 0; i < all->len; i++) {
		const struct review *review = all->pdata[i];
		const char *verdict = verdict_name(review->judgement.verdict);

		g_string_append_printf(page->out, "<td><span class=\"v v-%s\">%s</span>", verdict,
				       verdict);
		if (review == first_of(entry->parts->pdata[0]))
			g_string_append_printf(page->out, " at %zu", review->patch->position);
		else
			g_string_append_printf(page->out, " at <span id=p%zu>%zu</span>",
					       review->patch->position, review->patch->position);
	}
	g_string_append(page->out, "</tbody></table></div>\n");
}

/* "keep at 370 (5.10), 371 (5.4)" */
static void add_locations(struct page *page, const struct entry_part *part)
{
	const char *verdict = verdict_name(first_of(part)->judgement.verdict);

	g_string_append_printf(page->out, "<p><span class=\"v v-%s\">%s</span> at ", verdict,
			       verdict);
	for (guint i = 0; i < part->reviews->len; i++) {
		const struct patch *patch = ((const struct review *)part->reviews->pdata[i])->patch;
		g_autofree char *trees = patch_trees(patch);

		g_string_append_printf(page->out, "%s%zu", i ? ", " : "", patch->position);
		if (*trees) {
			g_string_append(page->out, " (");
			html_add(page->out, trees);
			g_string_append_c(page->out, ')');
		}
	}
	g_string_append(page->out, "</p>\n");
}

void page_location(struct page *page, const struct patch *patch)
{
	g_string_append_printf(page->out, "%zu ", patch->position);
	html_add_value(page->out, patch->has_commit ? commit_id_hex(&patch->commit).text
				  : patch->file	    ? patch->file
						    : patch->source);
}

/* "KEY TREE SEEN", a line for each patch that can be told from others. */
static void add_keys(struct page *page, const struct entry_part *part)
{
	bool any = false;

	for (guint i = 0; i < part->reviews->len; i++) {
		const struct review *review = part->reviews->pdata[i];

		if (!review->keys || !review->keys->len)
			continue;
		g_string_append(page->out, any ? "&#10;" : " data-k=\"");
		any = true;
		html_add_value(page->out, review->keys->pdata[0]);
		g_string_append_c(page->out, ' ');
		html_add_value(page->out, review->tree);
		g_string_append_printf(page->out, " %s", review->seen ? review->seen : "");
	}
	g_string_append(page->out, any ? "\"" : "");
}

/* What a decision about it, and the list of what is left, need. */
static void open_part(struct page *page, const struct entry_part *part)
{
	g_string_append_printf(page->out, "<div class=part data-d=%s data-l=\"",
			       verdict_name(first_of(part)->judgement.verdict));
	for (guint i = 0; i < part->reviews->len; i++) {
		const struct patch *patch = ((const struct review *)part->reviews->pdata[i])->patch;

		g_string_append(page->out, i ? "&#10;" : "");
		page_location(page, patch);
	}
	g_string_append(page->out, "\"");
	add_keys(page, part);
	g_string_append(page->out, ">\n");
}

/* What was decided, and what is new since. */
static void add_decision(struct page *page, const struct review *review)
{
	g_autofree char *says = review->decision ? decision_says(review->decision, false) : NULL;

	if (says) {
		g_string_append_printf(
			page->out, "<p><b>%s</b>: ", decision_word_name(review->decision->word));
		html_add(page->out, says);
		g_string_append(page->out, "</p>\n");
	}
	if (review->news) {
		g_string_append(page->out, "<p class=q>");
		html_add(page->out, review->news);
		g_string_append(page->out, "</p>\n");
	}
}

static void add_part(struct page *page, const struct entry *entry, guint i)
{
	const struct entry_part *part = entry->parts->pdata[i];
	const struct review *review = first_of(part);
	const char *question = judgement_question(&review->judgement);

	open_part(page, part);
	if (i)
		add_locations(page, part);
	add_decision(page, review);
	add_with(page, review);
	if (!i && question) {
		g_string_append(page->out, "<p class=q>");
		html_add(page->out, question);
		g_string_append(page->out, "</p>\n");
	}
	add_reasons(page, i ? entry : NULL, review);
	g_string_append(page->out, "</div>\n");
}

bool page_is_settled(const struct entry *entry)
{
	for (guint i = 0; i < entry->parts->len; i++) {
		const struct entry_part *part = entry->parts->pdata[i];

		for (guint k = 0; k < part->reviews->len; k++)
			if (!review_is_settled(part->reviews->pdata[k]))
				return false;
	}
	return true;
}

bool page_is_anew(const struct entry *entry)
{
	for (guint i = 0; i < entry->parts->len; i++) {
		const struct entry_part *part = entry->parts->pdata[i];

		for (guint k = 0; k < part->reviews->len; k++)
			if (((const struct review *)part->reviews->pdata[k])->decided_anew)
				return true;
	}
	return false;
}

static const char *state_of(const struct entry *entry)
{
	return page_is_settled(entry) ? " settled" : page_is_anew(entry) ? " anew" : "";
}

void page_entry(struct page *page, const struct entry *entry)
{
	const struct review *review = first_of(entry->parts->pdata[0]);
	enum verdict verdict = review->judgement.verdict;
	g_autofree char *subsystem = subsystem_of_subject(review->patch->message.subject);
	g_autoptr(GString) picture = g_string_new(NULL);
	struct page aside = *page;
	bool drawn;

	aside.out = picture;
	drawn = page_picture(&aside, review);
	g_string_append_printf(page->out, "<article id=p%zu class=\"%s%s\" data-s=\"",
			       review->patch->position, verdict_name(verdict), state_of(entry));
	html_add_value(page->out, subsystem);
	g_string_append_printf(page->out, "\"><details%s>",
			       verdict == VERDICT_KEEP || page_is_settled(entry) ? "" : " open");
	add_line(page, review);
	g_string_append(page->out, drawn ? "<div><div class=drawn><div>\n" : "<div>\n");
	add_origin(page, review);
	add_table(page, entry);
	for (guint i = 0; i < entry->parts->len; i++)
		add_part(page, entry, i);
	if (drawn) {
		g_string_append(page->out, "</div>\n");
		g_string_append_len(page->out, picture->str, (gssize)picture->len);
		g_string_append(page->out, "</div>\n");
	}
	page_fold(page, entry, review);
	g_string_append(page->out, "</div></details></article>\n");
}
