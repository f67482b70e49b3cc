/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/notice.h"

#include <string.h>

#include "answer/wording.h"
#include "base/error.h"
#include "base/text.h"
#include "review/sentence.h"

enum { PATCH_SHOWN = 100 << 10 }; /* bytes; of a longer one only the message */

#define NAMES(X)                                                                                   \
	X(SUBJECT, "subject", false)                                                               \
	X(COMMIT, "commit", false)                                                                 \
	X(TREE, "tree", false)                                                                     \
	X(ONTO, "onto", false)                                                                     \
	X(QUEUED, "queued", false)                                                                 \
	X(FILE, "file", false)                                                                     \
	X(FAILURE, "failure", false)                                                               \
	X(NEED, "need", false)                                                                     \
	X(NONE, "none", false)                                                                     \
	X(REASONS, "reasons", false)                                                               \
	X(LIST, "list", false)                                                                     \
	X(NAME, "name", false)                                                                     \
	X(NEED_LIST, "need-list", true)                                                            \
	X(COMMANDS, "commands", true)                                                              \
	X(PATCH, "patch", true)                                                                    \
	X(SIGNATURE, "signature", true)

enum {
#define X(id, word, block) NAME_##id,
	NAMES(X)
#undef X
		N_NAMES,
};

static const struct wording_name names[] = {
#define X(id, word, block) [NAME_##id] = { word, block },
	NAMES(X)
#undef X
};

static const struct {
	const char *name;
	const char *template;
	const char *before, *between; /* of the subject: around the patch's, before the tree's */
	const char *verdicts;
} kinds[] = {
	[NOTICE_FAILED] = { "failed", "notice-failed", "FAILED: patch \"[PATCH] ",
			    "\" failed to apply to ", "keep,keep-with,drop,ask" },
	[NOTICE_ADDED] = { "added", "notice-added", "Patch \"", "\" has been added to the ",
			   "keep,keep-with" },
	[NOTICE_DROPPED] = { "dropped", "notice-dropped", "Patch \"",
			     "\" has been dropped from the ", "drop" },
};

bool notice_kind_parse(const char *name, enum notice_kind *out)
{
	for (size_t i = 0; i < N_NOTICE_KINDS; i++) {
		if (strcmp(name, kinds[i].name) != 0)
			continue;
		*out = (enum notice_kind)i;
		return true;
	}
	return false;
}

const char *notice_verdicts(enum notice_kind kind)
{
	return kinds[kind].verdicts;
}

bool notice_wording_read(const char *const *directories, enum notice_kind kind,
			 struct wording **out, GError **error)
{
	return wording_read(directories, kinds[kind].template, names, N_NAMES, out, error);
}

static const struct fact *find(const struct review *review, enum fact_kind kind)
{
	for (size_t i = 0; i < facts_count(&review->facts); i++)
		if (facts_at(&review->facts, i)->kind == kind)
			return facts_at(&review->facts, i);
	return NULL;
}

static bool is_need(const struct fact *fact)
{
	return fact->kind == FACT_PREREQUISITE_TEXTUAL || fact->kind == FACT_PREREQUISITE_SEMANTIC;
}

/* It would apply, behind another entry of the queue. */
static bool is_out_of_order(const struct review *review)
{
	for (size_t i = 0; i < facts_count(&review->facts); i++)
		if (is_need(facts_at(&review->facts, i)) &&
		    facts_at(&review->facts, i)->state == FACT_STATE_QUEUED_AFTER)
			return true;
	return false;
}

static bool is_there(const struct review *review)
{
	for (size_t i = 0; i < facts_count(&review->facts); i++)
		if (fact_is(facts_at(&review->facts, i), FACT_THERE))
			return true;
	return false;
}

/* Why no mail of that kind can be true of the review; NULL: one can. */
static const char *find_untruth(const struct review *review, enum notice_kind kind)
{
	bool fails = find(review, FACT_APPLIES_NOT) != NULL;

	switch (kind) {
	case NOTICE_FAILED:
		return !fails			 ? "nothing shows that it does not apply"
		       : is_there(review)	 ? "the tree has it already"
		       : is_out_of_order(review) ? "it applies behind another one of the queue"
						 : NULL;
	case NOTICE_ADDED:
		return fails ? "it does not apply" : NULL;
	default:
		return NULL;
	}
}

static int by_position(const void *a, const void *b)
{
	const struct fact *x = *(const struct fact *const *)a, *y = *(const struct fact *const *)b;

	return x->position < y->position ? -1 : x->position > y->position;
}

/* The commits with which it was proved to apply, in upstream's order; each once. */
static GPtrArray *needs_of(const struct review *review)
{
	GPtrArray *out = g_ptr_array_new();

	if (!find(review, FACT_PREREQUISITE_PROVED))
		return out;
	for (size_t i = 0; i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);
		bool known = false;

		for (guint k = 0; k < out->len; k++)
			known |= fact->has_id &&
				 commit_id_equal(&((const struct fact *)out->pdata[k])->id,
						 &fact->id);
		if (is_need(fact) && fact_is_absent(fact) && !known)
			g_ptr_array_add(out, (gpointer)fact);
	}
	g_ptr_array_sort(out, by_position);
	return out;
}

static char *commit_of(const struct review *review)
{
	return review->upstream->has_id
		       ? fact_commit_name(&review->upstream->id, review->patch->message.subject)
		       : NULL;
}

/* Whether it was put on a base that has a name of its own. */
static bool is_tried(const struct report *report, const struct review *review)
{
	return review_base_name(report, review) && !report->queue->has_base;
}

/* "the 5.10-stable tree" of the text and of the subject, where it has no article. */
static char *tree_of(const struct report *report, const struct review *review)
{
	if (review->tree && strcmp(review->tree, "*") != 0)
		return g_strdup_printf("%s-stable tree", review->tree);
	return is_tried(report, review)
		       ? g_strdup_printf("tree %s", review_base_name(report, review))
		       : g_strdup("stable tree");
}

/* A word of a command line as a shell takes it. */
static char *shell_word(const char *text)
{
	static const char plain[] = "-_./@:=+,";

	for (const char *p = text; *p; p++)
		if (!g_ascii_isalnum(*p) && !strchr(plain, *p))
			return g_shell_quote(text);
	return g_strdup(text);
}

static void append_fetch(const struct report *report, const struct review *review,
			 const struct notice_options *options, GString *out)
{
	const char *tree = review->tree && strcmp(review->tree, "*") != 0 ? review->tree : "";
	g_autofree char *onto = shell_word(review_base_name(report, review));
	g_auto(GStrv) parts = options->fetch ? g_strsplit(options->fetch, "{tree}", -1) : NULL;
	g_autofree char *fetch = parts ? g_strjoinv(tree, parts) : NULL;
	g_autofree char *line = fetch ? text_one_line(fetch, 0) : NULL;

	if (line)
		g_string_append_printf(out, "  git fetch %s\n  git checkout FETCH_HEAD\n", line);
	else
		g_string_append_printf(out, "  git checkout --detach %s\n", onto);
}

/* What shows that it does not apply, and what to do about it. NULL where there is no commit. */
static char *commands_of(const struct report *report, const struct review *review,
			 const struct notice_options *options, const GPtrArray *needs)
{
	const struct upstream *upstream = review->upstream;
	const char *list = options->draft->stable_list;
	GString *out;

	if (!upstream->has_id || !is_tried(report, review))
		return NULL;
	out = g_string_new(NULL);
	append_fetch(report, review, options, out);
	for (guint i = 0; i < needs->len; i++)
		g_string_append_printf(
			out, "  git cherry-pick -x -s %s\n",
			commit_id_hex(&((const struct fact *)needs->pdata[i])->id).text);
	g_string_append_printf(out, "  git cherry-pick -x -s %s\n",
			       commit_id_hex(&upstream->id).text);
	if (!needs->len)
		g_string_append(out, "  # resolve the conflicts, git add, build, test\n  git "
				     "cherry-pick --continue\n");
	else
		g_string_append(out, "  # build, test\n");
	if (list) {
		g_autofree char *to = shell_word(list);
		bool named = review->tree && strcmp(review->tree, "*") != 0;
		g_autofree char *prefix =
			named ? g_strdup_printf("PATCH %s", review->tree) : g_strdup("PATCH");
		g_autofree char *word = g_shell_quote(prefix);

		g_string_append_printf(out,
				       "  git send-email --to %s --subject-prefix %s HEAD~%u..\n",
				       to, word, needs->len + 1);
	}
	return g_string_free(out, FALSE);
}

/* The patch itself, from its author to its diff. */
static char *patch_text(const struct patch *patch)
{
	const char *body = patch->message.body + strspn(patch->message.body, "\n");
	GString *out = g_string_new(NULL);
	g_autofree char *author = text_one_line(patch->author.name, 0);
	g_autofree char *email = text_one_line(patch->author.email, 0);
	g_autofree char *subject = text_one_line(patch->message.subject, 0);

	g_string_append_printf(out,
			       "------------------ the patch ------------------\n\n"
			       "From: %s <%s>\nSubject: %s\n\n%s",
			       author, email, subject, body);
	if (out->str[out->len - 1] != '\n')
		g_string_append_c(out, '\n');
	g_string_append(out, "---\n");
	if (patch->diff.text && strlen(patch->diff.text) <= PATCH_SHOWN)
		g_string_append(out, patch->diff.text);
	else
		g_string_append(out, "(its diff is too long for this mail)\n");
	return g_string_free(out, FALSE);
}

static char *reasons_of(const struct report *report, const struct review *review, const char *tree)
{
	g_autoptr(GArray) sentences = NULL;
	GString *out;

	if (review->decision && *review->decision->note)
		return g_strdup(review->decision->note);
	if (review->judgement.verdict != VERDICT_DROP)
		return NULL;
	out = g_string_new(NULL);
	sentences = sentences_of(report, review, tree);
	for (guint i = 0; i < sentences->len; i++)
		g_string_append_printf(out, "%s%s", out->len ? " " : "",
				       g_array_index(sentences, struct sentence, i).text);
	return g_string_free(out, FALSE);
}

/* Where it fails; the fact's clause speaks of "the target", which its reader does not know. */
static char *failure_of(const struct fact *fact)
{
	if (!fact)
		return NULL;
	if (g_str_has_prefix(fact->says, "it changes "))
		return g_strdup_printf("it changes %s, which is not there", fact->proof);
	if (g_str_has_prefix(fact->says, "it makes "))
		return g_strdup_printf("it makes %s, which is there, and is another", fact->proof);
	return g_strdup(fact->proof);
}

static void set_needs(const struct review *review, const GPtrArray *needs, char **values)
{
	g_autoptr(GString) lines = g_string_new(NULL);

	for (guint i = 0; i < needs->len; i++) {
		const struct fact *fact = needs->pdata[i];
		g_autofree char *name = fact_commit_name(&fact->id, fact->subject);
		g_autofree char *line = text_one_line(name, 0);

		g_string_append_printf(lines, "  %s\n", line);
	}
	if (needs->len == 1) {
		const struct fact *fact = needs->pdata[0];

		values[NAME_NEED] = fact_commit_name(&fact->id, fact->subject);
	} else if (needs->len) {
		values[NAME_NEED_LIST] = g_string_free(g_steal_pointer(&lines), FALSE);
	} else if (find(review, FACT_PREREQUISITE_UNPROVED) ||
		   find(review, FACT_PREREQUISITE_MANY)) {
		values[NAME_NONE] = g_strdup("yes");
	}
}

static char *text_of(const struct report *report, const struct review *review,
		     const struct notice_options *options, const char *tree)
{
	const struct patch *patch = review->patch;
	const struct draft_options *draft = options->draft;
	const struct fact *failure = find(review, FACT_APPLIES_NOT);
	g_autoptr(GPtrArray) needs = needs_of(review);
	g_autofree char *the_tree = g_strdup_printf("the %s", tree);
	char *values[N_NAMES] = { 0 };
	char *text;

	values[NAME_SUBJECT] = text_one_line(patch->message.subject, 0);
	values[NAME_COMMIT] = commit_of(review);
	values[NAME_TREE] = g_strdup(the_tree);
	if (is_tried(report, review))
		values[NAME_ONTO] = g_strdup(review_base_name(report, review));
	if (patch->position > 1)
		values[NAME_QUEUED] = g_strdup("yes");
	if (!patch->has_commit && !patch->envelope)
		values[NAME_FILE] = g_path_get_basename(patch->source);
	values[NAME_FAILURE] = failure_of(failure);
	values[NAME_REASONS] = reasons_of(report, review, the_tree);
	values[NAME_LIST] = g_strdup(draft->stable_list);
	values[NAME_NAME] = g_strdup(draft->identity->from.name);
	values[NAME_COMMANDS] = commands_of(report, review, options, needs);
	values[NAME_PATCH] = patch_text(patch);
	set_needs(review, needs, values);
	if (draft->identity->signature)
		values[NAME_SIGNATURE] = g_strdup_printf("-- \n%s", draft->identity->signature);
	text = wording_fill(options->wording, (const char *const *)values);
	for (size_t i = 0; i < N_NAMES; i++)
		g_free(values[i]);
	return text;
}

static void add_notice(const struct report *report, const struct review *review,
		       const struct notice_options *options, GPtrArray *notes, GPtrArray *out)
{
	struct draft *draft = draft_begin(report, review, options->draft, notes);
	g_autofree char *tree = tree_of(report, review);
	g_autofree char *subject = text_one_line(review->patch->message.subject, 0);
	char *key;

	if (!draft)
		return;
	key = g_strdup_printf("%s %s %s", kinds[options->kind].name, tree, draft->key);
	g_free(draft->key);
	draft->key = key;
	draft->letter.subject = g_strconcat(kinds[options->kind].before, subject,
					    kinds[options->kind].between, tree, NULL);
	draft->letter.text = text_of(report, review, options, tree);
	g_ptr_array_add(out, draft);
}

bool notices_new(const struct report *report, const struct notice_options *options,
		 GPtrArray *notes, GPtrArray **out, GError **error)
{
	const struct draft_options *draft = options->draft;
	g_autoptr(GPtrArray) drafts = g_ptr_array_new_with_free_func(draft_free);

	if (options->kind == NOTICE_FAILED && !report_has_base(report))
		return fail(error, WINNOW_ERROR_USAGE,
			    "nothing was tried: which tree does it fail on? (use --onto)");
	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];
		bool named = draft->named && draft->named[i];
		const char *untruth;

		if (!named && (draft->named || !draft->verdicts[review->judgement.verdict]))
			continue;
		untruth = find_untruth(review, options->kind);
		if (!untruth)
			add_notice(report, review, options, notes, drafts);
		else if (named)
			return fail(error, WINNOW_ERROR_INPUT, "no '%s' mail for %zu (%s): %s",
				    kinds[options->kind].name, review->patch->position,
				    review->patch->message.subject, untruth);
	}
	*out = g_steal_pointer(&drafts);
	return true;
}
