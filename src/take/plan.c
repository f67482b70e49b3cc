/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/plan.h"

#include <string.h>

#include "message/nomination.h"
#include "review/brief.h"

enum { DEPTH_LIMIT = 64 }; /* entries moved for the sake of one, each before the next */

void piece_free(void *data)
{
	struct piece *piece = data;

	g_free(piece->subject);
	g_free(piece->reason);
	g_free(piece->proof);
	g_free(piece);
}

static void omission_clear(void *data)
{
	struct omission *omission = data;

	g_free(omission->reason);
	g_free(omission->proof);
}

void parting_free(void *data)
{
	struct parting *parting = data;

	g_free(parting->reason);
	g_free(parting->proof);
	g_free(parting);
}

void plan_clear(struct plan *plan)
{
	if (plan->pieces)
		g_ptr_array_unref(plan->pieces);
	if (plan->omissions)
		g_array_unref(plan->omissions);
	if (plan->wishes)
		g_array_unref(plan->wishes);
	*plan = (struct plan){ 0 };
}

char *plan_key_omit(const struct review *review)
{
	return g_strdup_printf("omit %zu", review->patch->position);
}

char *plan_key_add(const struct commit_id *id)
{
	return g_strdup_printf("add %s", commit_id_hex(id).text);
}

char *plan_key_move(const struct review *review)
{
	return g_strdup_printf("move %zu", review->patch->position);
}

/* An entry that has to go before another one, and the fact of its that says so. */
struct demand {
	const struct review *review;
	const struct fact *fact;
};

struct planning {
	const struct report *report;
	const struct plan_options *options;
	GHashTable *undone;
	struct plan *out;
	bool *left_out, *emitted, *open; /* by entry */
	GHashTable *added;		 /* ids, as plan_key_add() has them */
	GHashTable *behind;		 /* entry -> GArray of struct demand: what goes before it */
	GHashTable *last_user;		 /* those of companions -> the last entry that has it + 1 */
};

static bool is_undone(const struct planning *planning, char *key)
{
	bool undone = g_hash_table_contains(planning->undone, key);

	g_free(key);
	return undone;
}

void plan_reason(const struct review *review, char **reason, char **proof)
{
	const struct reason *first = review_first_reason(review);
	const struct fact *fact =
		first && first->facts && first->facts->len
			? facts_at(&review->facts, g_array_index(first->facts, size_t, 0))
			: NULL;

	if (review->decision) {
		*reason = decision_says(review->decision, true);
		*proof = NULL;
		return;
	}
	*reason = first ? g_strdup(first->says) : NULL;
	*proof = !first		? NULL
		 : first->proof ? g_strdup(first->proof)
		 : fact		? g_strdup(fact->proof)
				: NULL;
}

/* The tree that is built on, if some entries are for it by its name; NULL else. The caller frees.
 */
static char *named_tree(const struct report *report)
{
	g_autofree char *tree = report->base_name ? nomination_tree(report->base_name) : NULL;

	for (size_t i = 0; tree && i < report->n_reviews; i++)
		if (patch_is_for(report->reviews[i].patch, tree))
			return g_steal_pointer(&tree);
	return NULL;
}

/* Of mails for several trees those for others have no business on this one. */
static bool is_for_other(const struct patch *patch, const char *tree)
{
	return tree && patch->versions->len && !patch_is_for(patch, tree);
}

/* Why it goes whatever its verdict; NULL: it need not. */
static const struct parting *parting_of(const struct planning *planning,
					const struct review *review)
{
	GHashTable *partings = planning->options->partings;

	return partings ? g_hash_table_lookup(partings, review->patch->source) : NULL;
}

static void leave_out(struct planning *planning)
{
	g_autofree char *tree = named_tree(planning->report);

	for (size_t i = 0; i < planning->report->n_reviews; i++) {
		const struct review *review = &planning->report->reviews[i];
		const struct parting *parting = parting_of(planning, review);
		struct omission omission = { .review = review };

		if (is_for_other(review->patch, tree)) {
			g_autofree char *trees = patch_trees(review->patch);

			planning->left_out[i] = true;
			omission.reason = g_strdup_printf("it is for %s, not for %s", trees, tree);
			g_array_append_val(planning->out->omissions, omission);
			continue;
		}
		if ((!parting && !planning->options->without[review->judgement.verdict]) ||
		    is_undone(planning, plan_key_omit(review)))
			continue;
		planning->left_out[i] = true;
		if (parting) {
			omission.reason = g_strdup(parting->reason);
			omission.proof = g_strdup(parting->proof);
		} else {
			plan_reason(review, &omission.reason, &omission.proof);
		}
		g_array_append_val(planning->out->omissions, omission);
	}
}

/* Which entry has to come before this one, by what the fact says of both; 0: none. */
static size_t entry_before(const struct fact *fact)
{
	return fact_is_disorder(fact) ? fact->entry : 0;
}

/* Which entry this one has to come before; 0: none. */
static size_t entry_behind(const struct fact *fact)
{
	bool needs = fact->kind == FACT_ROLE_NEEDED && fact->state == FACT_STATE_QUEUED_BEFORE;

	return needs ? fact->entry : 0;
}

static void add_piece(struct planning *planning, struct piece piece)
{
	g_ptr_array_add(planning->out->pieces, g_memdup2(&piece, sizeof(piece)));
}

/* The first fact of the review that names the commit as one that comes along. */
static const struct fact *fact_of(const struct review *review, const struct commit_id *id)
{
	for (size_t i = 0; i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);

		if (fact->has_id && fact_is(fact, FACT_ALONG) && commit_id_equal(&fact->id, id))
			return fact;
	}
	return NULL;
}

static void add_commit(struct planning *planning, const struct review *review,
		       const struct commit_id *id, enum piece_kind kind)
{
	const struct fact *fact = fact_of(review, id);
	struct wish wish = { *id, review };

	g_array_append_val(planning->out->wishes, wish);
	if (is_undone(planning, plan_key_add(id)) ||
	    !g_hash_table_add(planning->added, plan_key_add(id)))
		return;
	add_piece(planning, (struct piece){ .kind = kind,
					    .review = review,
					    .id = *id,
					    .subject = g_strdup(review_subject_of(review, id)),
					    .reason = fact ? g_strdup(fact->says) : NULL,
					    .proof = fact ? g_strdup(fact->proof) : NULL });
}

static bool has_fact(const struct review *review, enum fact_kind kind)
{
	for (size_t i = 0; i < facts_count(&review->facts); i++)
		if (facts_at(&review->facts, i)->kind == kind)
			return true;
	return false;
}

/* What has to come along, in the order to apply it (struct commit_id): before it, or behind. */
static GArray *comes_along(const struct planning *planning, const struct review *review, bool after)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	bool proved = has_fact(review, FACT_PREREQUISITE_PROVED);

	if (planning->options->partings)
		return out;
	for (guint i = 0; i < review->judgement.with->len; i++) {
		const struct commit_id *id =
			&g_array_index(review->judgement.with, struct commit_id, i);

		if (facts_put_after(&review->facts, id) == after)
			g_array_append_vals(out, id, 1);
	}
	if (review->judgement.verdict == VERDICT_KEEP_WITH &&
	    (!after || !planning->options->with_fixes))
		return out;
	for (size_t i = 0; i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);
		bool needed = fact->kind == FACT_PREREQUISITE_TEXTUAL ||
			      fact->kind == FACT_PREREQUISITE_SEMANTIC;
		bool fixes = fact->kind == FACT_FOLLOWUP_FIX ||
			     fact->kind == FACT_FOLLOWUP_FIX_WORDS ||
			     fact->kind == FACT_CVE_FOLLOWUP || fact->kind == FACT_FOLLOWUP_REVERT;

		if (fact_is_absent(fact) &&
		    (after ? fixes && planning->options->with_fixes : needed && proved))
			g_array_append_vals(out, &fact->id, 1);
	}
	return out;
}

static const struct review *review_at(const struct planning *planning, size_t entry)
{
	return &planning->report->reviews[entry - 1];
}

static void emit(struct planning *planning, const struct review *review, const struct fact *why,
		 int depth);

/* Whatever of the queue has to come before it, and stands behind it. */
static void emit_before(struct planning *planning, const struct review *review, int depth)
{
	const GArray *demands;

	for (size_t i = 0; i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);
		size_t entry = entry_before(fact);

		if (entry)
			emit(planning, review_at(planning, entry), fact, depth + 1);
	}
	demands = g_hash_table_lookup(planning->behind, GSIZE_TO_POINTER(review->patch->position));
	for (guint i = 0; demands && i < demands->len; i++) {
		const struct demand *demand = &g_array_index(demands, struct demand, i);

		emit(planning, demand->review, demand->fact, depth + 1);
	}
}

static void note_demands(struct planning *planning)
{
	for (size_t i = 0; i < planning->report->n_reviews; i++) {
		const struct review *review = &planning->report->reviews[i];

		for (size_t k = 0; k < facts_count(&review->facts); k++) {
			struct demand demand = { review, facts_at(&review->facts, k) };
			gpointer entry = GSIZE_TO_POINTER(entry_behind(demand.fact));
			GArray *demands = g_hash_table_lookup(planning->behind, entry);

			if (!entry)
				continue;
			if (!demands) {
				demands = g_array_new(FALSE, FALSE, sizeof(struct demand));
				g_hash_table_insert(planning->behind, entry, demands);
			}
			g_array_append_val(demands, demand);
		}
	}
}

/* The companions whose last user this is. */
static void emit_companions(struct planning *planning, const struct review *review)
{
	g_autoptr(GArray) after = comes_along(planning, review, true);

	for (guint i = 0; i < after->len; i++) {
		const struct commit_id *id = &g_array_index(after, struct commit_id, i);
		g_autofree char *key = plan_key_add(id);

		if (GPOINTER_TO_SIZE(g_hash_table_lookup(planning->last_user, key)) ==
		    review->patch->position)
			add_commit(planning, review, id, PIECE_COMPANION);
	}
}

/* why: it goes before an entry that it stood behind; NULL: it stays where it is. */
static void emit(struct planning *planning, const struct review *review, const struct fact *why,
		 int depth)
{
	size_t i = review->patch->position - 1;
	g_autoptr(GArray) before = NULL;

	if (planning->left_out[i] || planning->emitted[i] || planning->open[i] ||
	    depth > DEPTH_LIMIT || (why && is_undone(planning, plan_key_move(review))))
		return;
	planning->open[i] = true;
	emit_before(planning, review, depth);
	before = comes_along(planning, review, false);
	for (guint k = 0; k < before->len; k++)
		add_commit(planning, review, &g_array_index(before, struct commit_id, k),
			   PIECE_PREREQUISITE);
	planning->emitted[i] = true;
	add_piece(planning, (struct piece){ .kind = PIECE_ENTRY,
					    .review = review,
					    .moved = why != NULL,
					    .reason = why ? g_strdup(why->says) : NULL,
					    .proof = why ? g_strdup(why->proof) : NULL });
	emit_companions(planning, review);
}

static void note_last_users(struct planning *planning)
{
	for (size_t i = 0; i < planning->report->n_reviews; i++) {
		const struct review *review = &planning->report->reviews[i];
		g_autoptr(GArray) after = NULL;

		if (planning->left_out[i])
			continue;
		after = comes_along(planning, review, true);
		for (guint k = 0; k < after->len; k++) {
			struct wish wish = { g_array_index(after, struct commit_id, k), review };

			g_array_append_val(planning->out->wishes, wish);
			g_hash_table_replace(planning->last_user, plan_key_add(&wish.id),
					     GSIZE_TO_POINTER(review->patch->position));
		}
	}
}

void plan_make(const struct report *report, const struct plan_options *options, GHashTable *undone,
	       struct plan *out)
{
	struct planning planning = {
		.report = report,
		.options = options,
		.undone = undone,
		.out = out,
		.left_out = g_new0(bool, report->n_reviews + 1),
		.emitted = g_new0(bool, report->n_reviews + 1),
		.open = g_new0(bool, report->n_reviews + 1),
		.added = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.behind = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref),
		.last_user = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};

	out->pieces = g_ptr_array_new_with_free_func(piece_free);
	out->omissions = g_array_new(FALSE, FALSE, sizeof(struct omission));
	g_array_set_clear_func(out->omissions, omission_clear);
	out->wishes = g_array_new(FALSE, FALSE, sizeof(struct wish));
	leave_out(&planning);
	note_demands(&planning);
	note_last_users(&planning);
	for (size_t i = 0; i < report->n_reviews; i++)
		emit(&planning, &report->reviews[i], NULL, 0);
	g_hash_table_unref(planning.added);
	g_hash_table_unref(planning.behind);
	g_hash_table_unref(planning.last_user);
	g_free(planning.left_out);
	g_free(planning.emitted);
	g_free(planning.open);
}
