/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/summary.h"

#include <string.h>

#include "base/text.h"
#include "review/answer.h"
#include "review/copies.h"
#include "review/sentence.h"
#include "review/subsystem.h"

enum { CHANGED_LIMIT = 256 << 10 }; /* bytes that keywords are looked for in */

#define BODY_MARK "\001\n" /* no template can hold it */

enum {
	NAME_PATCHES,
	NAME_TREES,
	NAME_COUNTS,
	NAME_SUBSYSTEM,
	NAME_DATE,
	NAME_LIMITS,
	NAME_BODY,
	NAME_SIGNATURE,
	N_NAMES,
};

const struct wording_name summary_names[] = {
	[NAME_PATCHES] = { "patches", false }, [NAME_TREES] = { "trees", false },
	[NAME_COUNTS] = { "counts", false },   [NAME_SUBSYSTEM] = { "subsystem", false },
	[NAME_DATE] = { "date", false },       [NAME_LIMITS] = { "limits", false },
	[NAME_BODY] = { "body", true },	       [NAME_SIGNATURE] = { "signature", true },
};
const size_t n_summary_names = N_NAMES;

static void item_free(void *data)
{
	struct summary_item *item = data;

	g_free(item->number);
	g_free(item->title);
	g_free(item->address);
	g_ptr_array_unref(item->lines);
	g_ptr_array_unref(item->copies);
	g_free(item);
}

static void group_free(void *data)
{
	struct summary_group *group = data;

	g_free(group->name);
	g_ptr_array_unref(group->items);
	g_free(group);
}

static void section_free(void *data)
{
	struct summary_section *section = data;

	g_ptr_array_unref(section->groups);
	g_free(section);
}

static void summary_free(void *data)
{
	struct summary *summary = data;

	g_free(summary->subsystem);
	g_free(summary->trees);
	g_ptr_array_unref(summary->reviews);
	g_ptr_array_unref(summary->sections);
	g_free(summary);
}

/* What keywords are looked for in: what was said, and the lines that change. */
static char *changed_text(const struct patch *patch)
{
	GString *out = g_string_new(patch->message.subject);

	g_string_append_printf(out, "\n%s\n", patch->message.body);
	for (size_t i = 0; i < diff_n_lines(&patch->diff) && out->len < CHANGED_LIMIT; i++) {
		struct diff_line line = diff_line_of(&patch->diff, i);

		if (line.origin == ' ')
			continue;
		g_string_append_c(out, line.origin);
		g_string_append_len(out, line.text.start, (gssize)line.text.length);
		g_string_append_c(out, '\n');
	}
	g_string_truncate(out, MIN(out->len, (gsize)CHANGED_LIMIT));
	return g_string_free(out, FALSE);
}

static char *subsystem_of(const struct review *review, const struct maintainers *maintainers,
			  const struct subsystem **people)
{
	const struct diff *diff = &review->patch->diff;
	g_autoptr(GPtrArray) paths = g_ptr_array_new();

	*people = NULL;
	for (size_t i = 0; i < diff_n_files(diff); i++)
		g_ptr_array_add(paths, (gpointer)diff_file_path(diff_file_at(diff, i)));
	if (maintainers) {
		g_autofree char *changed = changed_text(review->patch);

		*people = maintainers_find(maintainers, paths, changed);
	}
	return *people ? g_strdup((*people)->name)
		       : subsystem_of_subject(review->patch->message.subject);
}

static struct summary_item *item_of(const struct review *review)
{
	struct summary_item *item = g_new0(struct summary_item, 1);

	item->number = g_strdup_printf("%zu", review->patch->position);
	item->title = text_one_line(review->patch->message.subject, 0);
	item->lines = g_ptr_array_new_with_free_func(g_free);
	item->copies = g_ptr_array_new_with_free_func(g_free);
	return item;
}

static char *address_of(const struct links *links, const struct review *review)
{
	char *out = link_address(links->mail_url, patch_message_id(review->patch));

	return out || !review->upstream->has_id
		       ? out
		       : link_address(links->commit_url, commit_id_hex(&review->upstream->id).text);
}

/* The reason that a person would give first. */
static char *reason_of(const struct report *report, const struct review *review)
{
	g_autoptr(GPtrArray) versions = g_ptr_array_new();

	copies_add_versions(review, versions);

	g_autofree char *trees = copies_trees(versions);
	g_autoptr(GArray) sentences = sentences_of(report, review, trees);

	if (sentences->len)
		return g_strdup(g_array_index(sentences, struct sentence, 0).text);
	if (judgement_question(&review->judgement))
		return sentence_of_clause(judgement_question(&review->judgement));
	return g_strdup("Only small signs, none of which says much alone.");
}

/* What must come along; of what the reason names only what is left to tell. */
static void add_with(const struct report *report, const struct review *review,
		     struct summary_item *item)
{
	const GArray *with = review->judgement.with;

	for (guint i = 0; i < with->len; i++) {
		const struct commit_id *id = &g_array_index(with, struct commit_id, i);
		const struct commit_hex hex = commit_id_short(id);
		bool after = facts_put_after(&review->facts, id);
		bool told = strstr(item->lines->pdata[0], hex.text);
		g_autofree char *name =
			told ? g_strdup(hex.text)
			     : fact_commit_name(id, review_subject_of(review, id));
		enum severity severity = review_severity_of(review, id);
		g_autofree char *how = sentence_how(report, review, id);

		if (told && with->len == 1) {
			if (how)
				g_ptr_array_add(item->lines, sentence_of_clause(how));
			return;
		}
		if (told && !severity && !how)
			continue;
		g_ptr_array_add(item->lines,
				g_strdup_printf("%s%s%s: %s%s%s", after ? "after it" : "before it",
						severity ? ", " : "",
						severity ? severity_name(severity) : "", name,
						how ? "; " : "", how ? how : ""));
	}
}

/* A section with its groups by name; filled through add_item(). */
struct building {
	struct summary_section *section;
	GHashTable *groups; /* name -> struct summary_group */
	GHashTable *items;  /* what is the same of the same change -> struct summary_item */
};

static void building_init(struct building *building, const char *title)
{
	building->section = g_new0(struct summary_section, 1);
	building->section->title = title;
	building->section->groups = g_ptr_array_new_with_free_func(group_free);
	building->groups = g_hash_table_new(g_str_hash, g_str_equal);
	building->items = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static int by_name(const void *a, const void *b)
{
	const struct summary_group *const *x = a, *const *y = b;

	return g_strcmp0((*x)->name, (*y)->name);
}

/* "improve it (5.17, 5.16 at 2 and 5.10 at 4)"; one tree alone goes without saying. */
static void name_copies(struct summary_item *item)
{
	g_autofree char *title = item->title;
	g_autofree char *copies = sentence_list(item->copies);

	item->title = item->copies->len > 1 ? g_strdup_printf("%s (%s)", title, copies)
					    : g_steal_pointer(&title);
}

/* Into summary, unless nothing is in it. */
static void building_finish(struct building *building, struct summary *summary)
{
	for (guint i = 0; i < building->section->groups->len; i++) {
		const struct summary_group *group = building->section->groups->pdata[i];

		for (guint k = 0; k < group->items->len; k++)
			name_copies(group->items->pdata[k]);
	}
	g_ptr_array_sort(building->section->groups, by_name);
	if (building->section->groups->len)
		g_ptr_array_add(summary->sections, building->section);
	else
		section_free(building->section);
	g_hash_table_unref(building->groups);
	g_hash_table_unref(building->items);
}

static struct summary_group *group_of(struct building *building, const char *name)
{
	struct summary_group *group = g_hash_table_lookup(building->groups, name ? name : "");

	if (!group) {
		group = g_new0(struct summary_group, 1);
		group->name = g_strdup(name);
		group->items = g_ptr_array_new_with_free_func(item_free);
		g_ptr_array_add(building->section->groups, group);
		g_hash_table_insert(building->groups, group->name ? group->name : (char *)"",
				    group);
	}
	return group;
}

/* Takes item over. Copies of a change for several trees of which the same is said are one item. */
static void add_item(struct building *building, const char *group, const struct review *review,
		     struct summary_item *item)
{
	const GPtrArray *versions = review->patch->versions;
	g_autofree char *trees = versions->len ? sentence_list(versions) : NULL;
	g_autofree char *key =
		g_strdup_printf("%s\n%u\n%s", group ? group : "", review->change,
				item->lines->len ? (const char *)item->lines->pdata[0] : "");
	struct summary_item *known = g_hash_table_lookup(building->items, key);

	if (known && trees) {
		g_ptr_array_add(known->copies, g_strdup_printf("%s at %s", trees, item->number));
		item_free(item);
		return;
	}
	if (trees)
		g_ptr_array_add(item->copies, g_steal_pointer(&trees));
	g_hash_table_insert(building->items, g_steal_pointer(&key), item);
	g_ptr_array_add(group_of(building, group)->items, item);
}

static const char *group_name(const struct summary *summary, char *const *subsystems,
			      const struct review *review)
{
	return summary->subsystem ? NULL : subsystems[review->patch->position - 1];
}

/* Where it is listed: what winnow reply would not propose to drop is not listed as such. */
static enum verdict listed(const struct report *report, const struct review *review)
{
	if (review->judgement.verdict == VERDICT_DROP && answer_of(report, review) != ANSWER_DROP)
		return VERDICT_ASK;
	return review->judgement.verdict;
}

/* Those first without which something worse is missing. */
static int by_severity(const void *a, const void *b)
{
	const struct review *const *x = a, *const *y = b;

	return (int)review_severity(*y) - (int)review_severity(*x);
}

static void add_verdict(const struct report *report, struct summary *summary,
			char *const *subsystems, const struct links *links, enum verdict verdict,
			const char *title)
{
	struct building building;

	building_init(&building, title);
	for (guint i = 0; i < summary->reviews->len; i++) {
		const struct review *review = summary->reviews->pdata[i];
		struct summary_item *item;

		if (listed(report, review) != verdict)
			continue;
		item = item_of(review);
		if (verdict != VERDICT_KEEP) {
			g_ptr_array_add(item->lines, reason_of(report, review));
			add_with(report, review, item);
			item->address = address_of(links, review);
		}
		add_item(&building,
			 verdict == VERDICT_KEEP ? NULL : group_name(summary, subsystems, review),
			 review, item);
	}
	building_finish(&building, summary);
}

static bool is_missing_followup(const struct fact *fact)
{
	return fact_is(fact, FACT_ACTS) && fact->state == FACT_STATE_MISSING;
}

/* A fix that has a number is told with it, and once. */
static bool is_told_by_number(const struct facts *facts, const struct fact *fact)
{
	return (fact->kind == FACT_FOLLOWUP_FIX || fact->kind == FACT_FOLLOWUP_FIX_WORDS) &&
	       facts_have(facts, FACT_CVE_FOLLOWUP, &fact->id);
}

static void add_facts(struct summary *summary, bool wanted(const struct fact *), const char *title)
{
	struct building building;

	building_init(&building, title);
	for (guint i = 0; i < summary->reviews->len; i++) {
		const struct review *review = summary->reviews->pdata[i];
		struct summary_item *item = NULL;

		for (size_t k = 0; k < facts_count(&review->facts); k++) {
			const struct fact *fact = facts_at(&review->facts, k);

			if (!wanted(fact) || is_told_by_number(&review->facts, fact))
				continue;
			item = item ? item : item_of(review);
			g_ptr_array_add(item->lines, sentence_of_clause(fact->says));
		}
		if (item)
			add_item(&building, NULL, review, item);
	}
	building_finish(&building, summary);
}

static char *trees_of(const GPtrArray *reviews)
{
	g_autoptr(GPtrArray) versions = g_ptr_array_new();

	for (guint i = 0; i < reviews->len; i++)
		copies_add_versions(reviews->pdata[i], versions);
	return copies_trees(versions);
}

static void build(const struct report *report, struct summary *summary, char *const *subsystems,
		  const struct links *links)
{
	/* The verdicts of each change that were counted, as bits. */
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	/* It is stable: what is no keep-with stays as it stands. */
	g_ptr_array_sort(summary->reviews, by_severity);
	for (guint i = 0; i < summary->reviews->len; i++) {
		const struct review *review = summary->reviews->pdata[i];
		enum verdict verdict = listed(report, review);
		void *change = GUINT_TO_POINTER(review->change);
		guint known = GPOINTER_TO_UINT(g_hash_table_lookup(seen, change));

		summary->counts[verdict]++;
		summary->changes[verdict] += !(known & 1u << verdict);
		g_hash_table_insert(seen, change, GUINT_TO_POINTER(known | 1u << verdict));
	}
	summary->trees = trees_of(summary->reviews);
	add_verdict(report, summary, subsystems, links, VERDICT_DROP, "To drop");
	add_verdict(report, summary, subsystems, links, VERDICT_KEEP_WITH,
		    "Only together with others");
	add_verdict(report, summary, subsystems, links, VERDICT_ASK, "To check");
	add_facts(summary, fact_is_disorder, "Wrong order");
	add_facts(summary, is_missing_followup, "Missing follow-ups");
	add_verdict(report, summary, subsystems, links, VERDICT_KEEP, "Fine");
}

static struct summary *new_summary(const char *subsystem, const struct subsystem *people)
{
	struct summary *summary = g_new0(struct summary, 1);

	summary->subsystem = g_strdup(subsystem);
	summary->people = people;
	summary->reviews = g_ptr_array_new();
	summary->sections = g_ptr_array_new_with_free_func(section_free);
	return summary;
}

static int by_subsystem(const void *a, const void *b)
{
	const struct summary *const *x = a, *const *y = b;

	return g_strcmp0((*x)->subsystem, (*y)->subsystem);
}

GPtrArray *summaries_new(const struct report *report, const struct maintainers *maintainers,
			 bool split, const struct links *links)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(summary_free);
	g_autoptr(GHashTable) by_name_table = g_hash_table_new(g_str_hash, g_str_equal);
	g_auto(GStrv) subsystems = g_new0(char *, report->n_reviews + 1);

	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct subsystem *people = NULL;
		struct summary *summary;

		subsystems[i] = subsystem_of(&report->reviews[i], maintainers, &people);
		summary = g_hash_table_lookup(by_name_table, split ? subsystems[i] : "");
		if (!summary) {
			summary = new_summary(split ? subsystems[i] : NULL, split ? people : NULL);
			g_hash_table_insert(by_name_table, split ? summary->subsystem : (char *)"",
					    summary);
			g_ptr_array_add(out, summary);
		}
		g_ptr_array_add(summary->reviews, &report->reviews[i]);
	}
	for (guint i = 0; i < out->len; i++)
		build(report, out->pdata[i], subsystems, links);
	g_ptr_array_sort(out, by_subsystem);
	for (guint i = out->len; split && i > 0; i--) {
		const struct summary *summary = out->pdata[i - 1];

		if (summary->counts[VERDICT_KEEP] == summary->reviews->len)
			g_ptr_array_remove_index(out, i - 1);
	}
	return out;
}

/* "14 to drop (5 changes)" */
static void count(const struct summary *summary, enum verdict verdict, const char *what,
		  GString *out)
{
	size_t n = summary->counts[verdict], changes = summary->changes[verdict];

	if (n)
		g_string_append_printf(out, "%s%zu %s", out->len ? ", " : "", n, what);
	if (changes < n)
		g_string_append_printf(out, " (%zu change%s)", changes, changes == 1 ? "" : "s");
}

char *summary_counts(const struct summary *summary)
{
	GString *out = g_string_new(NULL);

	count(summary, VERDICT_DROP, "to drop", out);
	count(summary, VERDICT_KEEP_WITH, "only with others", out);
	count(summary, VERDICT_ASK, "to check", out);
	if (!out->len)
		g_string_append(out, "nothing to object to");
	return g_string_free(out, FALSE);
}

char *summary_write(const struct report *report, const struct summary *summary,
		    const struct wording *wording, const char *signature, char **html)
{
	size_t n = summary->reviews->len, fine = summary->counts[VERDICT_KEEP];
	g_autofree char *patches = g_strdup_printf("%zu patch%s", n, n == 1 ? "" : "es");
	g_autofree char *counts = summary_counts(summary);
	g_autoptr(GString) all = g_string_new(counts);
	g_autofree char *below = signature ? g_strdup_printf("-- \n%s", signature) : NULL;
	g_autofree char *not_put = report_not_put(report);
	g_autofree char *bases = report_bases(report);
	g_autofree char *put = g_strdup_printf("%s%s%s", bases ? bases : "",
					       bases && not_put ? " " : "", not_put ? not_put : "");
	struct text_date date = text_date(report->now);

	if (fine && fine < n)
		count(summary, VERDICT_KEEP, "fine", all);

	const char *values[N_NAMES] = {
		[NAME_PATCHES] = patches,
		[NAME_TREES] = summary->trees,
		[NAME_COUNTS] = all->str,
		[NAME_SUBSYSTEM] = summary->subsystem,
		[NAME_DATE] = date.text,
		[NAME_LIMITS] = !report->history
					? "What upstream did later and what the tree has were not "
					  "looked up."
				: !report_has_base(report) ? "What the tree has was not looked up."
							   : put,
		[NAME_BODY] = BODY_MARK,
		[NAME_SIGNATURE] = below,
	};
	g_autofree char *around = wording_fill(wording, values);
	char *mark = strstr(around, BODY_MARK);
	const char *after = mark ? mark + strlen(BODY_MARK) : "";
	GString *out;

	if (mark)
		*mark = '\0';
	out = g_string_new(around);
	if (mark)
		summary_text(summary, out);
	g_string_append(out, after);
	if (html) {
		GString *page = g_string_new(NULL);

		summary_html(summary, around, after, page);
		*html = g_string_free(page, FALSE);
	}
	return g_string_free(out, FALSE);
}
