/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What learning rests on: groups and folds, features, the text model's file, people's words. */
#include <string.h>

#include <glib/gstdio.h>

#include "evidence/thread-words.h"
#include "judge/folds.h"
#include "judge/text-model.h"
#include "tap.h"

static struct patch *made(const char *from, const char *subject, const char *body)
{
	struct patch *patch = patch_new("x");

	patch->has_commit = true;
	patch_fill(patch, subject, from, body,
		   g_strdup("diff --git a/lib/ab.c b/lib/ab.c\n--- a/lib/ab.c\n+++ b/lib/ab.c\n"
			    "@@ -1 +1 @@\n-old_name(1);\n+new_name(2);\n"),
		   1);
	return patch;
}

/* Persons and Link: trailers, then the group by its first one. */
static const struct {
	const char *from, *link;
	size_t group;
} people[] = {
	{ "Ann <ann@a>", "https://x/r/20190320102537.2043-4-user@a", 0 },
	{ "Ben <ben@a>", "https://x/r/20190320102537.2043-5-user@a", 0 }, /* her series */
	{ "Eve <eve@a>", "https://x/r/20240102-slug-v2-3-0f1e@a", 2 },
	{ "Eve <eve@b>", "https://x/r/20240102-slug-v3-3-0f1e@a", 2 }, /* her name */
	{ "E. E. <eve@B>", "https://x/r/none@a", 2 },		       /* her address */
	{ "Dan <dan@a>", "https://x/r/20240102-slug-v3-4-aaaa@a/", 2 },
	{ "Fay <fay@a>", "https://x/r/20190320102537@a", 6 },
};

static void test_groups(void)
{
	enum { N = G_N_ELEMENTS(people) };
	struct patch *patches[N];
	size_t groups[N];

	for (size_t i = 0; i < N; i++) {
		g_autofree char *body = g_strdup_printf("Words.\n\nLink: %s\n", people[i].link);

		patches[i] = made(people[i].from, "x: y", body);
	}
	folds_group((const struct patch *const *)patches, N, groups);
	for (size_t i = 0; i < N; i++) {
		tap_number(people[i].from, (gint64)people[i].group, (gint64)groups[i]);
		patch_free(patches[i]);
	}
}

/* Twenty groups of two, every fifth group objected to: folds hold whole groups, and equal shares.
 */
static void test_folds(void)
{
	enum { N = 40, FOLDS = 4 };
	size_t groups[N], cases[FOLDS] = { 0 }, positives[FOLDS] = { 0 };
	bool positive[N], wanted[N], whole = true, even = true;
	unsigned folds[N];

	for (size_t i = 0; i < N; i++) {
		groups[i] = i / 2 * 2;
		positive[i] = i / 2 % 5 == 0;
		wanted[i] = true;
	}
	folds_deal(groups, positive, wanted, N, FOLDS, folds);
	for (size_t i = 0; i < N; i++) {
		whole &= folds[i] == folds[groups[i]];
		cases[folds[i]]++;
		positives[folds[i]] += positive[i];
	}
	for (int k = 0; k < FOLDS; k++)
		even &= cases[k] == N / FOLDS && positives[k] == 2;
	tap_ok(whole, "a group is in one fold");
	tap_ok(even, "the folds have equal shares");
}

/* One by one in the order of dates, those that are not wanted left out and alone. */
static void test_turns(void)
{
	static const gint64 dates[] = { 50, 10, 0, 30, 30, 20 };
	static const bool wanted[] = { true, true, true, true, true, false };
	static const unsigned turns[] = { 1, 1, 0, 2, 0, 9 };
	unsigned folds[] = { 9, 9, 9, 9, 9, 9 };

	folds_deal_in_turn(dates, wanted, G_N_ELEMENTS(dates), 3, folds);
	tap_ok(memcmp(folds, turns, sizeof(turns)) == 0, "folds in the order of time");
}

static bool has_feature(const GArray *features, const char *text)
{
	for (guint i = 0; i < features->len; i++) {
		g_autofree char *other = feature_text(&g_array_index(features, struct feature, i));

		if (strcmp(other, text) == 0)
			return true;
	}
	return false;
}

static const struct {
	const char *text;
	bool there;
} features[] = {
	{ "clean", true },
	{ "clean up", true },
	{ "up", true },
	{ "list walk", true },
	/* over a line end */ { "walk helper", false }, /* a full stop */
	{ "+new_name", true },
	{ "-old_name", true },
	{ "lib", true },
	{ "ab.c", true },
	{ ".c", true },
	{ "ann", false }, /* her name */
	{ "Ann", false },
	{ "Tester", false },
	{ "deadbeefcafe", false },
	{ "other", false },
	/* another commit's title */ { "example", false }, /* an address */
	{ "Signed", false },
	{ "42", false },
};

static void test_features(void)
{
	struct patch *patch =
		made("Ann Ash <ann@example.org>", "lib: clean up the list",
		     "Ann says the list\nwalk. Helper of 42, see deadbeefcafe (\"other\"),\n"
		     "or mail ann@example.org.\n\nTested-by: T. Tester <t@x>\n"
		     "Signed-off-by: Ann Ash <ann@example.org>\n");
	g_autoptr(GArray) found = features_of(patch);

	for (size_t i = 0; i < G_N_ELEMENTS(features); i++)
		tap_number(features[i].text, features[i].there,
			   has_feature(found, features[i].text));
	patch_free(patch);
}

/* A mail without a subject, a file of a series that is not there. */
static void test_nothing(void)
{
	struct patch *patch = made("Ann <ann@x>", "", "");
	g_autoptr(GArray) found = features_of(patch);

	tap_ok(!has_feature(found, "clean up"), "of no words no feature");
	patch_free(patch);
}

static void test_model(void)
{
	struct patch *patch = made("Ann <ann@x>", "lib: clean up", "Words.\n");
	g_autoptr(GArray) found = features_of(patch);
	g_autofree double *weights = g_new0(double, FEATURE_BUCKETS);
	g_autofree char *path = NULL, *words = NULL;
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GBytes) again = NULL;
	g_autoptr(GError) error = NULL;
	struct text_model *model, *read = NULL;
	int file = g_file_open_tmp("model-XXXXXX", &path, NULL);

	for (guint i = 0; i < found->len; i++) {
		const struct feature *feature = &g_array_index(found, struct feature, i);
		g_autofree char *name = feature_text(feature);

		weights[feature->bucket] = strcmp(name, "clean up") == 0 ? -1 : 0.01;
	}
	model = text_model_new(weights);
	bytes = text_model_write(model);
	g_file_set_contents(path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes),
			    NULL);
	tap_ok(text_model_read(path, &read, &error), "a model that was written can be read");
	again = text_model_write(read);
	tap_ok(g_bytes_equal(bytes, again), "and is the same");
	tap_ok(text_model_score(read, patch, &words) < 0, "its score goes by the strongest");
	tap_same("which is named", "\"clean up\"", words);
	text_model_free(model);
	text_model_free(read);
	patch_free(patch);
	close(file);
	g_unlink(path);
}

static const struct {
	const char *text;
	enum thread_says says;
	const char *hex;
} sayings[] = {
	{ "Please drop this patch.", THREAD_SAYS_DROP, "" },
	{ "I would propose to drop it from the stable queues.", THREAD_SAYS_DROP, "" },
	{ "This isn't really a bug fix.", THREAD_SAYS_DROP, "" },
	{ "This isn't material for stable.", THREAD_SAYS_DROP, "" },
	{ "This should not be backported to stable.", THREAD_SAYS_DROP, "" },
	{ "NAK", THREAD_SAYS_DROP, "" },
	{ "It was already merged for 4.19.7.", THREAD_SAYS_DROP, "" },
	{ "Only needed in 5.10 and later.", THREAD_SAYS_DROP, "" },
	{ "Looks good, and it is short.", THREAD_SAYS_ACK, "" },
	{ "We did not tag it for stable.", THREAD_SAYS_NOTHING, "" },
	{ "Please also pick 0123456789ab (\"x: y\").", THREAD_SAYS_NEEDS, "0123456789ab" },
	{ "You want 0123456789abcdef as well.", THREAD_SAYS_NEEDS, "0123456789abcdef" },
	{ "Reviewed-by: A B <a@b>", THREAD_SAYS_ACK, "" },
	{ "Too much for an old tree, NACK", THREAD_SAYS_DROP, "" },
	{ "I did not NACK it.", THREAD_SAYS_NOTHING, "" },
	{ "It builds on two commits that 5.4 lacks, please do not use it there.", THREAD_SAYS_DROP, "" },
	{ "Every tree has it, so don't try to add it a second time.", THREAD_SAYS_DROP, "" },
	{ "Could you please drop this patch?", THREAD_SAYS_DROP, "" },
	{ "Can you kindly remove it from the queue?", THREAD_SAYS_DROP, "" },
	{ "Could you drop me a line?", THREAD_SAYS_QUESTION, "" },
	{ "Please postpone this one until 6.9 is out.", THREAD_SAYS_DROP, "" },
	{ "You may want to hold off a little.", THREAD_SAYS_DROP, "" },
	{ "It would be best *not* to take it.", THREAD_SAYS_DROP, "" },
	{ "That seems premature.", THREAD_SAYS_DROP, "" },
	{ "It fixes a premature free.", THREAD_SAYS_NOTHING, "" },
	{ "This is in no way a bugfix.", THREAD_SAYS_DROP, "" },
	{ "I cannot see any reason to backport it.", THREAD_SAYS_DROP, "" },
	{ "I do not think those helpers are suitable for stable.", THREAD_SAYS_DROP, "" },
	{ "What an odd thing to backport.", THREAD_SAYS_DROP, "" },
	{ "It does not make that much sense in old trees.", THREAD_SAYS_DROP, "" },
	{ "The helper only exists since 6.2.", THREAD_SAYS_DROP, "" },
	{ "Are you sure that this is stable material?", THREAD_SAYS_DROP, "" },
	{ "How does it qualify for stable?", THREAD_SAYS_DROP, "" },
	{ "How was it found?", THREAD_SAYS_QUESTION, "" },
	{ "Thanks, can you have a look?", THREAD_SAYS_QUESTION, "" },
	{ "This one is buggy.", THREAD_SAYS_DROP, "" },
	{ "On its own this does not make sense to backport.", THREAD_SAYS_DOUBT, "" },
	{ "Either take both of them, or drop this.", THREAD_SAYS_DOUBT, "" },
	{ "Not a bug fix, but I do not mind if you take it.", THREAD_SAYS_DOUBT, "" },
	{ "There is no point in having it in stable, though no harm either.", THREAD_SAYS_DOUBT, "" },
	{ "Please backport this to 5.4, too: what it fixes is already queued for 5.4.", THREAD_SAYS_NOTHING, "" },
	{ "The one before is needed, and it is not in stable/linux-6.7.y yet.", THREAD_SAYS_NOTHING, "" },
	{ "I am okay taking it for 6.12.", THREAD_SAYS_ACK, "" },
	{ "Which trees is it for?", THREAD_SAYS_QUESTION, "" },
	{ "Thanks.", THREAD_SAYS_NOTHING, "" },
	{ "", THREAD_SAYS_NOTHING, "" },
};

static void test_words(void)
{
	struct thread_words *words = thread_words_new();

	for (size_t i = 0; i < G_N_ELEMENTS(sayings); i++) {
		g_autofree char *where = NULL;
		char hex[COMMIT_ID_HEX + 1];

		tap_number(sayings[i].text, sayings[i].says,
			   thread_words_read(words, sayings[i].text, false, &where, hex));
		tap_same("the commit it names", sayings[i].hex, hex);
	}
	thread_words_free(words);
}

int main(void)
{
	test_groups();
	test_folds();
	test_turns();
	test_features();
	test_nothing();
	test_model();
	test_words();
	return tap_done();
}
