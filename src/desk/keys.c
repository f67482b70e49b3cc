/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/keys.h"

#include <string.h>

#include "desk/acts.h"
#include "desk/draw.h"
#include "desk/key.h"
#include "desk/prompt.h"
#include "desk/viewer.h"

static void redraw(void *data)
{
	draw_desk(data);
}

static char *ask(struct ui *ui, const char *question, const char *initial)
{
	draw_desk(ui);
	return prompt(ui->screen, question, initial, redraw, ui);
}

static void move(void *data, int rows)
{
	desk_move(((struct ui *)data)->desk, rows);
}

/* argument: halves of a page */
static void page(void *data, int halves)
{
	struct ui *ui = data;

	desk_move(ui->desk, halves * (int)MAX(draw_list_height(ui) / 2, 1));
}

static void go_end(void *data, int end)
{
	struct ui *ui = data;

	desk_move_to(ui->desk, end ? G_MAXSIZE : 0);
}

/* The reasons: a page of them less a line; draw_desk() keeps it within them. */
static void scroll_pane(void *data, int way)
{
	struct ui *ui = data;
	size_t height = draw_pane_height(ui), step = height > 1 ? height - 1 : 1;

	if (!height)
		act_explain(ui, 0);
	else if (way > 0)
		ui->pane_top += step;
	else
		ui->pane_top -= MIN(ui->pane_top, step);
}

static void say_wrapped(struct ui *ui, bool wrapped, bool backwards)
{
	if (wrapped)
		ui_say(ui, backwards ? "on from the end" : "on from the beginning");
}

static void find(struct ui *ui, const char *text, bool backwards)
{
	g_autoptr(GError) error = NULL;
	bool wrapped = false;

	if (desk_search(ui->desk, text, backwards, &wrapped, &error))
		say_wrapped(ui, wrapped, backwards);
	else if (error)
		(void)ui_fail(ui, error);
	else
		ui_say(ui, "not found");
}

static void search(void *data, int argument)
{
	g_autofree char *text = ask(data, "/", "");

	(void)argument;
	if (text)
		find(data, text, false);
}

static void search_again(void *data, int backwards)
{
	find(data, "", backwards);
}

static void limit(void *data, int argument)
{
	struct ui *ui = data;
	g_autofree char *text = ask(ui, "limit to (~v drop, ~f drivers/net, ~u ... all): ", "");
	g_autoptr(GError) error = NULL;

	(void)argument;
	if (text && !desk_limit(ui->desk, text, &error))
		(void)ui_fail(ui, error);
}

static void sort(void *data, int argument)
{
	static const char *const says[] = {
		[SORT_SEVERITY] = "worst first",
		[SORT_QUEUE] = "as in the queue",
		[SORT_SUBSYSTEM] = "by subsystem, worst first",
	};
	struct ui *ui = data;
	enum report_sort next_sort = (enum report_sort)((desk_sorted(ui->desk) + 1) % N_SORTS);

	(void)argument;
	desk_sort(ui->desk, next_sort);
	ui_say(ui, "%s", says[next_sort]);
}

/* argument: enum desk_stop, negative - 1 for backwards */
static void next(void *data, int argument)
{
	struct ui *ui = data;
	bool backwards = argument < 0, wrapped = false;
	enum desk_stop stop = (enum desk_stop)(backwards ? -argument - 1 : argument);

	if (desk_next(ui->desk, stop, backwards, &wrapped))
		say_wrapped(ui, wrapped, backwards);
	else if (stop == DESK_UNDECIDED)
		ui_say(ui, "all that is shown is decided");
	else
		ui_say(ui, "nothing that is shown has changed since it was %s",
		       desk_options(ui->desk)->changed ? "reviewed or decided" : "decided");
}

static void tag(void *data, int argument)
{
	struct ui *ui = data;

	(void)argument;
	if (ui->for_tagged) {
		desk_untag(ui->desk);
		return;
	}
	desk_tag(ui->desk);
	desk_move(ui->desk, 1);
}

static void tag_series(void *data, int argument)
{
	struct ui *ui = data;
	size_t n = desk_length(ui->desk) ? desk_tag_series(ui->desk) : 0;

	(void)argument;
	if (n == 1)
		ui_say(ui, "it is alone: no other patch that is shown is of its series");
	else if (n)
		ui_say(ui, "%zu of one series; ; before a key is for all that are tagged", n);
}

static void tag_all(void *data, int argument)
{
	struct ui *ui = data;

	(void)argument;
	ui_say(ui, "%zu tagged; ; before a key is for all of them", desk_tag_all(ui->desk));
}

static void for_tagged(void *data, int argument)
{
	struct ui *ui = data;

	(void)argument;
	if (desk_counts(ui->desk)->tagged)
		ui->for_tagged = true;
	else
		ui_say(ui, "nothing is tagged: t tags a patch, T its series");
}

/* What came of an act. On to what is still to be decided, unless it was for the tagged ones. */
static void conclude(struct ui *ui, bool done, size_t n, const char *what, bool onward,
		     const GError *error)
{
	bool wrapped;

	if (!done && error)
		(void)ui_fail(ui, error);
	else if (!n)
		ui_say(ui, "nothing to do: not decided yet");
	else if (n == 1)
		ui_say(ui, "%s", what);
	else
		ui_say(ui, "%s: %zu patches", what, n);
	if (n && onward && !ui->for_tagged)
		(void)desk_next(ui->desk, DESK_UNDECIDED, false, &wrapped);
}

/* Which one it was, for the cursor goes on. */
static char *what_of(const struct ui *ui, const char *word)
{
	const struct row *row = desk_row(ui->desk);

	if (ui->for_tagged || !row)
		return g_strdup(word);
	return g_strdup_printf("%s: %zu %s", word, row->review->patch->position, row->subject);
}

static void decide(void *data, int word)
{
	struct ui *ui = data;
	g_autofree char *what = what_of(ui, decision_word_name((enum decision_word)word));
	g_autofree char *until = NULL;
	g_autoptr(GError) error = NULL;
	size_t n = 0;
	bool done;

	if (!desk_length(ui->desk))
		return;
	if (word == DECISION_WAIT) {
		until = ask(ui,
			    "wait until (a commit, version or date; empty: till it changes): ", "");
		if (!until)
			return;
	}
	done = desk_decide(ui->desk, (enum decision_word)word, until, ui->for_tagged, &n, &error);
	conclude(ui, done, n, what, true, error);
}

static void agree(void *data, int argument)
{
	struct ui *ui = data;
	const struct row *row = desk_row(ui->desk);
	g_autofree char *what =
		row ? what_of(ui, ui->for_tagged ? "as the verdicts say"
						 : verdict_name(row->review->judgement.verdict))
		    : NULL;
	g_autoptr(GError) error = NULL;
	size_t n = 0;
	bool done;

	(void)argument;
	if (!row)
		return;
	done = desk_agree(ui->desk, ui->for_tagged, &n, &error);
	conclude(ui, done, n, what, true, error);
}

static void retract(void *data, int argument)
{
	struct ui *ui = data;
	g_autofree char *what = what_of(ui, "not decided any more");
	g_autoptr(GError) error = NULL;
	size_t n = 0;
	bool done = desk_retract(ui->desk, ui->for_tagged, &n, &error);

	(void)argument;
	conclude(ui, done, n, what, false, error);
}

/* Put a note beside the decision on the row, or on the tagged ones. */
static void put_note(struct ui *ui)
{
	const struct row *row = desk_row(ui->desk);
	g_autofree char *text = ask(ui, "note: ", ui->for_tagged ? "" : row->decision->note);
	g_autoptr(GError) error = NULL;
	size_t n = 0;
	bool done;

	if (!text)
		return;
	done = desk_note(ui->desk, text, ui->for_tagged, &n, &error);
	conclude(ui, done, n, *text ? "noted" : "no note any more", false, error);
}

/* The word that a key decides; false: it decides nothing. */
static bool word_of_key(guint key, enum decision_word *word)
{
	static const char letters[N_DECISION_WORDS] = {
		[DECISION_KEEP] = 'K', [DECISION_KEEP_WITH] = 'X', [DECISION_DROP] = 'D',
		[DECISION_ASK] = 'A',  [DECISION_WAIT] = 'W',
	};

	for (int i = 0; i < N_DECISION_WORDS; i++)
		if (key == (guint)letters[i]) {
			*word = (enum decision_word)i;
			return true;
		}
	return false;
}

/* What is typed for a note must not be taken for keys: it is read first, then what it is about. */
static void decide_with_note(struct ui *ui)
{
	g_autofree char *text = ask(ui, "note: ", "");
	g_autofree char *what = NULL;
	g_autoptr(GError) error = NULL;
	enum decision_word word;
	guint key;
	size_t n = 0;
	bool done;

	if (!text)
		return;
	do { /* another size is no key */
		ui_say(ui, "decide it with this note: K X D A W; any other key leaves it alone");
		draw_desk(ui);
		screen_show(ui->screen, G_MAXSIZE, 0);
		key = screen_key(ui->screen);
	} while (key == KEY_CODE_RESIZE || key == KEY_CODE_NOTHING);
	if (!word_of_key(key, &word)) {
		ui_say(ui, "nothing was decided");
		return;
	}
	what = what_of(ui, decision_word_name(word));
	done = desk_decide(ui->desk, word, NULL, false, &n, &error) &&
	       desk_note(ui->desk, text, false, &n, &error);
	conclude(ui, done, n, what, true, error);
}

static void note(void *data, int argument)
{
	struct ui *ui = data;
	const struct row *row = desk_row(ui->desk);

	(void)argument;
	if (row && (ui->for_tagged || row->decision))
		put_note(ui);
	else if (row)
		decide_with_note(ui);
}

/* One is at the next patch already. */
static void note_last(void *data, int argument)
{
	struct ui *ui = data;
	size_t at = desk_cursor(ui->desk);

	(void)argument;
	if (desk_go_last(ui->desk)) {
		put_note(ui);
		desk_move_to(ui->desk, at);
	} else {
		ui_say(ui, "nothing that is shown was decided here yet");
	}
}

static void undo(void *data, int argument)
{
	struct ui *ui = data;
	g_autoptr(GError) error = NULL;
	size_t n = 0;

	(void)argument;
	if (!desk_undo(ui->desk, &n, &error))
		(void)ui_fail(ui, error);
	else if (n)
		ui_say(ui, n == 1 ? "undone" : "undone: %zu patches", n);
	else
		ui_say(ui, "nothing was done here that could be undone");
}

static void help(void *data, int argument)
{
	struct ui *ui = data;
	g_autoptr(GString) text = g_string_new(NULL);

	(void)argument;
	keys_help(text);
	viewer_show(ui->screen, "the keys", text->str, text->len, false);
}

static void refresh_screen(void *data, int argument)
{
	(void)argument;
	screen_redraw(((struct ui *)data)->screen);
}

/* Once more where something could not be saved. */
static void leave(void *data, int argument)
{
	struct ui *ui = data;
	g_autoptr(GError) error = NULL;
	g_autofree char *answer = NULL;

	(void)argument;
	ui->done = desk_is_saved(ui->desk) || desk_save(ui->desk, &error);
	if (ui->done)
		return;
	(void)ui_fail(ui, error);
	answer = ask(ui, "It cannot be saved. Leave, and lose it (yes/no)? ", "");
	ui->done = answer && strcmp(answer, "yes") == 0;
}

static const struct binding bindings[] = {
	{ NULL, "Moving" },
	{ "j Down", "the next patch", move, 1 },
	{ "k Up", "the one before", move, -1 },
	{ "^D", "half a page down", page, 1 },
	{ "^U", "half a page up", page, -1 },
	{ "PgDn ^F", "a page down", page, 2 },
	{ "PgUp ^B", "a page up", page, -2 },
	{ "g Home", "the first", go_end, 0 },
	{ "G End", "the last", go_end, 1 },
	{ "]", "the next undecided one", next, DESK_UNDECIDED },
	{ "[", "the undecided one before", next, -DESK_UNDECIDED - 1 },
	{ "}", "the next that has changed since it was decided, or is news of --changed", next,
	  DESK_CHANGED },
	{ "{", "the one before that has", next, -DESK_CHANGED - 1 },
	{ "/", "look for what a limit would show", search, 0 },
	{ ".", "the next such one", search_again, false },
	{ ",", "the one before", search_again, true },
	{ "l", "show only what fits a limit (below); \"all\" shows all again", limit, 0 },
	{ "o", "another order: worst first, as in the queue, by subsystem", sort, 0 },
	{ NULL, "Deciding, saved at once" },
	{ "K", "keep", decide, DECISION_KEEP },
	{ "X", "keep it with the commits listed, keep-with (KEEP+)", decide, DECISION_KEEP_WITH },
	{ "D", "drop", decide, DECISION_DROP },
	{ "A", "ask", decide, DECISION_ASK },
	{ "W", "wait: until a commit, version or date", decide, DECISION_WAIT },
	{ "Y", "as the verdict says", agree, 0 },
	{ "Z", "not decided any more", retract, 0 },
	{ "n", "a note beside the decision; without one it asks for that, too", note, 0 },
	{ "N", "a note beside what was decided last", note_last, 0 },
	{ "u", "undo what was done last", undo, 0 },
	{ "t", "tag it, or not any more", tag, 0 },
	{ "T", "tag all of its series", tag_series, 0 },
	{ "^T", "tag all that are shown", tag_all, 0 },
	{ ";", "the next key is for all that are tagged; ;t untags them", for_tagged, 0 },
	{ NULL, "Looking" },
	{ "Space", "on in the reasons", scroll_pane, 1 },
	{ "Backspace -", "back in them", scroll_pane, -1 },
	{ "Enter", "all that is known of it", act_explain, 0 },
	{ "d", "the patch beside upstream's commit, where they differ first", act_difference, 0 },
	{ "U", "upstream's commit", act_upstream, 0 },
	{ "F", "what followed, and what has to come along, with their diffs", act_followups, 0 },
	{ "M", "what was mailed about it, in $MAILER where that is set", act_thread, 0 },
	{ "r", "the answer to it, as a draft in the editor", act_draft, 0 },
	{ "s", "what is left: what stays, what goes, what is open", act_left, 0 },
	{ "?", "this help", help, 0 },
	{ "^L", "draw the screen anew", refresh_screen, 0 },
	{ "q", "leave", leave, 0 },
};

bool keys_press(struct ui *ui, guint code)
{
	const struct binding *binding = binding_find(bindings, G_N_ELEMENTS(bindings), code);
	bool was_for_tagged = ui->for_tagged;

	if (binding)
		binding->act(ui, binding->argument);
	if (was_for_tagged)
		ui->for_tagged = false;
	return binding;
}

void keys_help(GString *out)
{
	binding_help(bindings, G_N_ELEMENTS(bindings), out);
	g_string_append(out,
			"\nLimits; all terms beside each other have to fit, \"|\" parts others, "
			"\"!\" turns one round:\n");
	for (size_t i = 0; limit_term_name(i); i++)
		g_string_append_printf(out, "  %-18s %s\n", limit_term_name(i), limit_term_what(i));
	g_string_append_c(out, '\n');
	viewer_keys(out);
}

char *keys_check(void)
{
	return binding_check(bindings, G_N_ELEMENTS(bindings));
}
