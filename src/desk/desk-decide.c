/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is decided at the desk: each act is a step that is saved at once and can be undone. */
#include "desk/desk.h"

#include "base/error.h"
#include "desk/desk-parts.h"
#include "review/decided.h"

static const char *key_of(const struct row *row)
{
	const GPtrArray *keys = row->review->keys;

	return keys && keys->len ? keys->pdata[0] : NULL;
}

/* What other trees decided is not touched: it is theirs. */
static const char *tree_of(const struct row *row)
{
	return row->review->tree;
}

bool desk_is_saved(const struct desk *desk)
{
	return desk->saved;
}

bool desk_save(struct desk *desk, GError **error)
{
	desk->saved = decisions_save(desk->options.decisions, error);
	return desk->saved;
}

/* Its first key decides, but it may have been written under another. */
static const struct decision *find(const struct desk *desk, const struct row *row)
{
	const struct decision *found = NULL;

	for (guint k = 0; row->review->keys && k < row->review->keys->len && !found; k++)
		found = decisions_find(desk->options.decisions, row->review->keys->pdata[k],
				       tree_of(row));
	return found;
}

/* On a row, and those of the same entry that stand elsewhere in the queue. */
static void show(struct desk *desk, guint like)
{
	guint i = like;

	do {
		struct row *row = &desk->rows[i];
		const struct decision *found = find(desk, row);

		i = desk->next_alike[i];
		if (row != &desk->rows[like] && row->changed && found && row->decision &&
		    decision_compare(found, row->decision) == 0)
			continue;
		g_clear_pointer(&row->decision, decision_free);
		row->decision = found ? decision_copy(found) : NULL;
		row->changed = false;
	} while (i != like);
}

static void remember(struct desk *desk, guint i, bool wrote)
{
	const struct row *row = &desk->rows[i];
	struct undo undo = { desk->step, i, NULL, row->changed, wrote };

	undo.before = row->decision ? decision_copy(row->decision) : NULL;
	g_array_append_val(desk->undo, undo);
}

static bool check_key(const struct row *row, GError **error)
{
	return key_of(row) || fail(error, WINNOW_ERROR_INPUT,
				   "%zu: nothing of it could be read that a decision could name",
				   row->review->patch->position);
}

/* What an act makes of a row. */
struct act {
	bool retract;
	bool agree; /* the word of the verdict */
	enum decision_word word;
	enum decision_until until;
	char *until_what;
	const char *note; /* NULL: the one there is */
	bool note_alone;
};

static enum decision_word word_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_KEEP:
		return DECISION_KEEP;
	case VERDICT_KEEP_WITH:
		return DECISION_KEEP_WITH;
	case VERDICT_DROP:
		return DECISION_DROP;
	default:
		return DECISION_ASK;
	}
}

/* A note stays with what it was written to; what was seen is what is known now. */
static bool act_on(struct desk *desk, const struct act *act, guint i, GError **error)
{
	struct row *row = &desk->rows[i];
	const struct decision *before = row->decision;
	struct decisions *decisions = desk->options.decisions;
	struct decision decision = {
		.word = act->agree ? word_of(row->review->judgement.verdict) : act->word,
		.date = (char *)desk->options.date,
		.who = (char *)desk->options.who,
		.until = act->until,
		.until_what = act->until_what,
		.note = (char *)(act->note ? act->note
				 : before  ? before->note
					   : NULL),
		.seen = row->review->seen,
	};

	if (!check_key(row, error))
		return false;
	if (act->note_alone) {
		decision.key = before->key;
		decision.tree = before->tree;
		decision.word = before->word;
		decision.until = before->until;
		decision.until_what = before->until_what;
		decision.seen = row->changed ? before->seen : decision.seen;
	}
	if (decision.note && !*decision.note)
		decision.note = NULL;
	if (act->retract)
		(void)decisions_remove(decisions, before->key, before->tree);
	else if (act->note_alone ? !decisions_put(decisions, &decision, error)
				 : !decided_put(decisions, row->review, &decision,
						desk->options.report->now, error))
		return false;
	show(desk, i);
	return true;
}

static bool is_meant(const struct desk *desk, const struct act *act, guint i)
{
	return desk->rows[i].decision || (!act->retract && !act->note_alone);
}

static bool act_on_rows(struct desk *desk, const struct act *act, bool tagged, size_t *n,
			GError **error)
{
	g_autoptr(GArray) meant = desk_meant(desk, tagged);

	*n = 0;
	desk->step++;
	for (guint k = 0; k < meant->len; k++) {
		guint i = g_array_index(meant, guint, k);

		if (!is_meant(desk, act, i))
			continue;
		remember(desk, i, !act->retract);
		if (!act_on(desk, act, i, error)) {
			g_array_set_size(desk->undo, desk->undo->len - 1);
			desk->saved = decisions_save(desk->options.decisions, NULL);
			return false;
		}
		++*n;
	}
	return !*n || desk_save(desk, error);
}

static bool act_on_all(struct desk *desk, const struct act *act, bool tagged, size_t *n,
		       GError **error)
{
	bool done = act_on_rows(desk, act, tagged, n, error);

	desk_recount(desk);
	return done;
}

bool desk_decide(struct desk *desk, enum decision_word word, const char *until, bool tagged,
		 size_t *n, GError **error)
{
	struct act act = { 0 };
	struct decision what = { 0 };
	bool done;

	*n = 0;
	if (until && *until && !decision_until_parse(until, &what.until, &what.until_what))
		return fail(error, WINNOW_ERROR_INPUT, "'%s' is no commit, version or date", until);
	decided_settle_until(desk->options.report, &what);
	act.word = word;
	act.until = what.until;
	act.until_what = what.until_what;
	done = act_on_all(desk, &act, tagged, n, error);
	g_free(what.until_what);
	return done;
}

bool desk_agree(struct desk *desk, bool tagged, size_t *n, GError **error)
{
	struct act act = { .agree = true };

	return act_on_all(desk, &act, tagged, n, error);
}

bool desk_retract(struct desk *desk, bool tagged, size_t *n, GError **error)
{
	struct act act = { .retract = true };

	return act_on_all(desk, &act, tagged, n, error);
}

bool desk_note(struct desk *desk, const char *note, bool tagged, size_t *n, GError **error)
{
	struct act act = { .note = note, .note_alone = true };

	return act_on_all(desk, &act, tagged, n, error);
}

bool desk_go_last(struct desk *desk)
{
	const struct undo *last =
		desk->undo->len ? &g_array_index(desk->undo, struct undo, desk->undo->len - 1)
				: NULL;

	if (!last || !desk->rows[last->row].decision)
		return false;
	desk_go(desk, last->row);
	return desk_row(desk) == &desk->rows[last->row];
}

static bool take_back(struct desk *desk, const struct undo *last, GError **error)
{
	struct row *row = &desk->rows[last->row];
	const struct decision *before = last->before, *now = row->decision;

	if (last->wrote && now && (!before || decision_compare(before, now) != 0))
		(void)decisions_remove(desk->options.decisions, now->key, now->tree);
	if (before && !decisions_put(desk->options.decisions, before, error))
		return false;
	show(desk, last->row);
	row->changed = last->changed;
	return true;
}

/* *at is the row that was so last. */
static bool undo_step(struct desk *desk, size_t *n, guint *at, GError **error)
{
	guint step = 0;

	*n = 0;
	while (desk->undo->len) {
		const struct undo *last =
			&g_array_index(desk->undo, struct undo, desk->undo->len - 1);

		if (*n && last->step != step)
			break;
		step = last->step;
		if (!take_back(desk, last, error))
			return false;
		*at = last->row;
		g_array_set_size(desk->undo, desk->undo->len - 1);
		++*n;
	}
	return true;
}

bool desk_undo(struct desk *desk, size_t *n, GError **error)
{
	guint at = 0;
	bool done = undo_step(desk, n, &at, error);

	desk_recount(desk);
	if (*n)
		desk_go(desk, at);
	return done && (!*n || desk_save(desk, error));
}
