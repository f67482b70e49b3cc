/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The desk without a terminal: where one is, what is shown, tagged, decided and undone. */
#include "desk/desk.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "desk/keys.h"
#include "tap.h"

enum { N = 6 };

/* Reviews 2 and 3 are of one series, 5 is the commit of 1 once more. */
struct table {
	struct patch *patches[N];
	struct upstream upstreams[N];
	struct review reviews[N];
	struct report report;
	char *directory, *path;
	struct decisions *decisions;
	struct desk *desk;
};

static struct commit_id id_of(char digit)
{
	g_autofree char *hex = g_strnfill(COMMIT_ID_HEX, digit);
	struct commit_id id;

	g_assert_true(commit_id_parse(hex, &id));
	return id;
}

static void fill(struct table *table, size_t i, const char *subject, char digit,
		 enum verdict verdict)
{
	struct review *review = &table->reviews[i];
	g_autofree char *name = g_strdup_printf("%04zu-patch", i + 1);

	table->patches[i] = patch_new(name);
	patch_fill(table->patches[i], subject, "A U Thor <author@example.org>", "", g_strdup(""),
		   1);
	table->patches[i]->position = i + 1;
	table->upstreams[i].has_id = true;
	table->upstreams[i].id = id_of(digit);
	review->patch = table->patches[i];
	review->upstream = &table->upstreams[i];
	review->judgement.verdict = verdict;
	review->judgement.reasons = g_array_new(FALSE, FALSE, sizeof(struct reason));
	review->keys = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(review->keys, decision_key_of_commit(&table->upstreams[i].id));
	review->tree = g_strdup("6.12");
	review->seen = g_strdup("-");
	facts_init(&review->facts);
}

static struct desk *open_desk(struct table *table)
{
	struct desk_options options = {
		.report = &table->report, .who = "ann", .sort = SORT_QUEUE, .date = "2026-11-28"
	};
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	g_assert_true(decisions_open(table->path, warnings, &table->decisions, NULL));
	for (size_t i = 0; i < N; i++)
		table->reviews[i].decision =
			decisions_find(table->decisions, table->reviews[i].keys->pdata[0], "6.12");
	options.decisions = table->decisions;
	return table->desk = desk_new(&options);
}

static void close_desk(struct table *table)
{
	desk_free(table->desk);
	decisions_free(table->decisions);
}

static void begin(struct table *table)
{
	struct fact companion = { .kind = FACT_SERIES_COMPANION,
				  .has_id = true,
				  .id = id_of('3'),
				  .says = g_strdup("s") };

	*table = (struct table){ .directory = g_dir_make_tmp("desk-test-XXXXXX", NULL) };
	table->path = g_build_filename(table->directory, ".winnow-decisions", NULL);
	fill(table, 0, "net: one", '1', VERDICT_KEEP);
	fill(table, 1, "net: two", '2', VERDICT_DROP);
	fill(table, 2, "net: three", '3', VERDICT_KEEP);
	fill(table, 3, "usb: four", '4', VERDICT_ASK);
	fill(table, 4, "net: one", '1', VERDICT_KEEP);
	fill(table, 5, "usb: six", '6', VERDICT_KEEP_WITH);
	facts_add(&table->reviews[1].facts, companion);
	table->report.reviews = table->reviews;
	table->report.n_reviews = N;
	table->report.now = 1795824000; /* 2026-11-28 */
	open_desk(table);
}

static void end(struct table *table)
{
	close_desk(table);
	for (size_t i = 0; i < N; i++) {
		g_array_unref(table->reviews[i].judgement.reasons);
		g_ptr_array_unref(table->reviews[i].keys);
		g_free(table->reviews[i].tree);
		g_free(table->reviews[i].seen);
		facts_clear(&table->reviews[i].facts);
		patch_free(table->patches[i]);
	}
	g_unlink(table->path);
	g_rmdir(table->directory);
	g_free(table->path);
	g_free(table->directory);
}

/* What stands beside the rows that are shown: "1 keep, 2, 3 drop!". */
static char *rows(const struct desk *desk)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < desk_length(desk); i++) {
		const struct row *row = desk_at(desk, i);

		g_string_append_printf(out, "%s%zu%s%s%s%s", i ? ", " : "",
				       row->review->patch->position, row->tagged ? "*" : "",
				       row->decision ? " " : "",
				       row->decision ? decision_word_name(row->decision->word) : "",
				       row->changed ? "!" : "");
	}
	return g_string_free(out, FALSE);
}

static void shows(const char *name, const struct desk *desk, const char *expected)
{
	g_autofree char *actual = rows(desk);

	tap_same(name, expected, actual);
}

static size_t at(const struct desk *desk)
{
	const struct row *row = desk_row(desk);

	return row ? row->review->patch->position : 0;
}

static bool limit(struct table *table, const char *text)
{
	g_autoptr(GError) error = NULL;

	return desk_limit(table->desk, text, &error);
}

static bool search(struct table *table, const char *text, bool backwards, bool *wrapped)
{
	g_autoptr(GError) error = NULL;

	*wrapped = false;
	return desk_search(table->desk, text, backwards, wrapped, &error);
}

static size_t decide(struct table *table, enum decision_word word, const char *until, bool tagged)
{
	size_t n = 0;

	return desk_decide(table->desk, word, until, tagged, &n, NULL) ? n : 1000 + n;
}

static void test_moves(void)
{
	struct table table;
	bool wrapped;

	begin(&table);
	shows("as in the queue", table.desk, "1, 2, 3, 4, 5, 6");
	desk_move(table.desk, -5);
	tap_number("not before the first", 1, (gint64)at(table.desk));
	desk_move(table.desk, 2);
	tap_number("two on", 3, (gint64)at(table.desk));
	desk_move(table.desk, 100);
	tap_number("not behind the last", 6, (gint64)at(table.desk));
	desk_move_to(table.desk, 2);
	tap_ok(limit(&table, "usb"), "a limit");
	shows("what fits it", table.desk, "4, 6");
	tap_number("one goes to the next", 4, (gint64)at(table.desk));
	tap_same("it is told", "usb", desk_limited(table.desk));
	tap_ok(!limit(&table, "~v never"), "a wrong one");
	shows("changes nothing", table.desk, "4, 6");
	tap_ok(limit(&table, "~s nothing") && !desk_row(table.desk), "nothing fits");
	tap_number("nothing can be decided", 0, (gint64)decide(&table, DECISION_DROP, NULL, false));
	tap_ok(limit(&table, "") && !desk_limited(table.desk), "all again");
	desk_move_to(table.desk, 0);
	tap_ok(search(&table, "six", false, &wrapped) && !wrapped, "looked for");
	tap_number("found", 6, (gint64)at(table.desk));
	tap_ok(!search(&table, "seven", false, &wrapped), "not there");
	tap_number("one stays", 6, (gint64)at(table.desk));
	tap_ok(search(&table, "net", false, &wrapped) && wrapped, "from the beginning again");
	tap_ok(search(&table, "", false, &wrapped), "the same again");
	tap_number("the next", 2, (gint64)at(table.desk));
	tap_ok(search(&table, "", true, &wrapped) && search(&table, "", true, &wrapped) && wrapped,
	       "backwards round the end");
	tap_number("the last that has it", 5, (gint64)at(table.desk));
	end(&table);
}

static void test_decisions(void)
{
	struct table table;
	bool wrapped;
	size_t n;

	begin(&table);
	tap_number("one is kept", 1, (gint64)decide(&table, DECISION_KEEP, NULL, false));
	shows("and the same commit once more", table.desk, "1 keep, 2, 3, 4, 5 keep, 6");
	tap_number("decided", 2, (gint64)desk_counts(table.desk)->decided);
	desk_move_to(table.desk, 1);
	tap_number("a series", 2, (gint64)desk_tag_series(table.desk));
	tap_number("is dropped at once", 2, (gint64)decide(&table, DECISION_DROP, NULL, true));
	shows("both", table.desk, "1 keep, 2* drop, 3* drop, 4, 5 keep, 6");
	tap_ok(desk_next(table.desk, DESK_UNDECIDED, false, &wrapped), "on");
	tap_number("to what is open", 4, (gint64)at(table.desk));
	tap_ok(desk_agree(table.desk, false, &n, NULL) && n == 1, "as the verdict says");
	tap_ok(desk_note(table.desk, "who uses it?", false, &n, NULL) && n == 1, "a note");
	tap_same("stands there", "who uses it?", desk_row(table.desk)->decision->note);
	tap_number("waits for nonsense", 1000,
		   (gint64)decide(&table, DECISION_WAIT, "until when", false));
	tap_number("waits for a date", 1,
		   (gint64)decide(&table, DECISION_WAIT, "2027-01-01", false));
	tap_same("the note stays", "who uses it?", desk_row(table.desk)->decision->note);

	close_desk(&table);
	open_desk(&table);
	shows("all there the next time", table.desk, "1 keep, 2 drop, 3 drop, 4 wait, 5 keep, 6");
	tap_ok(desk_undo(table.desk, &n, NULL) && !n, "nothing to undo there");
	desk_move_to(table.desk, 1);
	tap_ok(desk_retract(table.desk, false, &n, NULL) && n == 1, "taken back");
	desk_move_to(table.desk, 5);
	tap_ok(desk_retract(table.desk, false, &n, NULL) && !n, "what was not decided is not");
	tap_ok(desk_note(table.desk, "no", false, &n, NULL) && !n, "and takes no note");
	end(&table);
}

static void test_undo(void)
{
	struct table table;
	g_autofree char *before = NULL, *after = NULL;
	size_t n;

	begin(&table);
	(void)decide(&table, DECISION_KEEP, NULL, false);
	g_assert_true(g_file_get_contents(table.path, &before, NULL, NULL));
	(void)decide(&table, DECISION_DROP, NULL, false);
	desk_move_to(table.desk, 1);
	(void)desk_tag_series(table.desk);
	(void)decide(&table, DECISION_DROP, NULL, true);
	desk_move_to(table.desk, 1);
	tap_ok(desk_retract(table.desk, false, &n, NULL) && n, "retracted");
	desk_move_to(table.desk, 5);
	tap_ok(desk_undo(table.desk, &n, NULL) && n == 1, "that is undone");
	tap_number("one goes there", 2, (gint64)at(table.desk));
	shows("it is decided again", table.desk, "1 drop, 2* drop, 3* drop, 4, 5 drop, 6");
	tap_ok(desk_undo(table.desk, &n, NULL) && n == 2, "a step of several");
	shows("all of them", table.desk, "1 drop, 2*, 3*, 4, 5 drop, 6");
	tap_ok(desk_undo(table.desk, &n, NULL) && n == 1, "the one before");
	shows("as it was", table.desk, "1 keep, 2*, 3*, 4, 5 keep, 6");
	g_assert_true(g_file_get_contents(table.path, &after, NULL, NULL));
	tap_same("so is the file", before, after);
	tap_ok(desk_undo(table.desk, &n, NULL) && n == 1, "the first");
	shows("nothing is decided", table.desk, "1, 2*, 3*, 4, 5, 6");
	desk_untag(table.desk);
	shows("nor tagged", table.desk, "1, 2, 3, 4, 5, 6");
	end(&table);
}

static void test_changed(void)
{
	struct table table;
	bool wrapped;
	size_t n;

	begin(&table);
	desk_move_to(table.desk, 3);
	(void)decide(&table, DECISION_KEEP, NULL, false);
	close_desk(&table);
	table.reviews[3].decided_anew = true;
	open_desk(&table);
	shows("it has changed", table.desk, "1, 2, 3, 4 keep!, 5, 6");
	tap_number("that is not decided", 0, (gint64)desk_counts(table.desk)->decided);
	tap_ok(desk_next(table.desk, DESK_CHANGED, false, &wrapped), "gone to");
	tap_number("it", 4, (gint64)at(table.desk));
	tap_number("decided again", 1, (gint64)decide(&table, DECISION_DROP, NULL, false));
	shows("it stands", table.desk, "1, 2, 3, 4 drop, 5, 6");
	tap_ok(desk_undo(table.desk, &n, NULL), "undone");
	shows("it has changed again", table.desk, "1, 2, 3, 4 keep!, 5, 6");
	table.reviews[3].decided_anew = false;
	end(&table);
}

static void test_failure(void)
{
	struct table table;
	g_autoptr(GError) error = NULL;
	size_t n = 0;

	begin(&table);
	g_assert_cmpint(g_mkdir(table.path, 0700), ==, 0); /* nothing can be written there */
	tap_ok(!desk_decide(table.desk, DECISION_DROP, NULL, false, &n, &error), "cannot be saved");
	tap_ok(error && n == 1 && !desk_is_saved(table.desk), "is told");
	shows("but stays decided", table.desk, "1 drop, 2, 3, 4, 5 drop, 6");
	g_assert_cmpint(g_rmdir(table.path), ==, 0);
	tap_ok(desk_save(table.desk, NULL) && desk_is_saved(table.desk), "the next try saves it");
	close_desk(&table);
	open_desk(&table);
	shows("it lasts", table.desk, "1 drop, 2, 3, 4, 5 drop, 6");
	end(&table);
}

static void test_order(void)
{
	struct table table;

	begin(&table);
	desk_move_to(table.desk, 3);
	desk_sort(table.desk, SORT_SEVERITY);
	shows("the worst first", table.desk, "2, 4, 6, 1, 3, 5");
	tap_number("one stays where one is", 4, (gint64)at(table.desk));
	tap_number("the order is told", SORT_SEVERITY, desk_sorted(table.desk));
	desk_sort(table.desk, SORT_QUEUE);
	shows("as it was", table.desk, "1, 2, 3, 4, 5, 6");
	tap_ok(limit(&table, "~s nothing"), "nothing fits");
	desk_sort(table.desk, SORT_SEVERITY);
	desk_tag(table.desk);
	tap_number("nothing is tagged", 0, (gint64)desk_counts(table.desk)->tagged);
	tap_ok(limit(&table, "all"), "all again");
	shows("in the new order", table.desk, "2, 4, 6, 1, 3, 5");
	tap_number("at what came first", 1, (gint64)at(table.desk));
	end(&table);
}

/* Whatever is tagged at once, and where the last act was. */
static void test_all(void)
{
	struct table table;
	size_t n;

	begin(&table);
	tap_ok(!desk_go_last(table.desk), "nothing was done");
	tap_number("all are tagged", N, (gint64)desk_tag_all(table.desk));
	tap_ok(desk_agree(table.desk, true, &n, NULL) && n == N, "as their verdicts say");
	shows("each", table.desk, "1* keep, 2* drop, 3* keep, 4* ask, 5* keep, 6* keep-with");
	tap_ok(desk_note(table.desk, "for all", true, &n, NULL) && n == N, "a note");
	tap_same("is with each", "for all", desk_at(table.desk, 5)->decision->note);
	tap_ok(desk_note(table.desk, "", true, &n, NULL) && n == N, "none");
	tap_same("nor it is", NULL, desk_at(table.desk, 5)->decision->note);
	desk_untag(table.desk);
	desk_move_to(table.desk, 3);
	tap_number("one of them again", 1, (gint64)decide(&table, DECISION_DROP, NULL, false));
	desk_move_to(table.desk, 0);
	tap_ok(desk_go_last(table.desk), "back to it");
	tap_number("there", 4, (gint64)at(table.desk));
	tap_ok(limit(&table, "net") && !desk_go_last(table.desk), "unless it is not shown");
	tap_ok(limit(&table, "all") && desk_go_last(table.desk), "it is");
	tap_ok(desk_retract(table.desk, false, &n, NULL) && n == 1, "taken back");
	tap_ok(!desk_go_last(table.desk), "then it was no decision");
	end(&table);
}

/* What nothing is known of cannot be named in the file; the same entry may stand there twice. */
static void test_keys(void)
{
	struct table table;
	g_autoptr(GError) error = NULL;
	size_t n = 0;

	begin(&table);
	g_ptr_array_set_size(table.reviews[1].keys, 0);
	tap_ok(desk_tag_all(table.desk) &&
		       !desk_decide(table.desk, DECISION_KEEP, NULL, true, &n, &error),
	       "one has no key");
	tap_same("it is told", "2: nothing of it could be read that a decision could name",
		 error ? error->message : NULL);
	shows("what went before it stays", table.desk, "1* keep, 2*, 3*, 4*, 5* keep, 6*");
	tap_number("is counted", 1, (gint64)n);
	tap_ok(desk_undo(table.desk, &n, NULL) && n == 1, "and can be undone");
	shows("it is", table.desk, "1*, 2*, 3*, 4*, 5*, 6*");
	g_ptr_array_add(table.reviews[1].keys, decision_key_of_commit(&table.upstreams[1].id));
	desk_untag(table.desk);

	(void)decide(&table, DECISION_KEEP, NULL, false);
	close_desk(&table);
	table.reviews[0].decided_anew = table.reviews[4].decided_anew = true;
	open_desk(&table);
	shows("both have changed", table.desk, "1 keep!, 2, 3, 4, 5 keep!, 6");
	tap_ok(desk_note(table.desk, "looked", false, &n, NULL) && n == 1, "a note on the first");
	shows("decides nothing for the other", table.desk, "1 keep, 2, 3, 4, 5 keep!, 6");
	table.reviews[0].decided_anew = table.reviews[4].decided_anew = false;
	end(&table);
}

int main(void)
{
	g_autofree char *wrong = keys_check();

	tap_same("each key of the table is one, once", NULL, wrong);
	test_moves();
	test_decisions();
	test_undo();
	test_changed();
	test_failure();
	test_order();
	test_all();
	test_keys();
	return tap_done();
}
