/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/draft.h"

#include <string.h>

#include "base/text.h"
#include "read/mailbox.h"
#include "review/answer.h"
#include "review/copies.h"
#include "review/needless.h"
#include "answer/quote.h"
#include "answer/recipients.h"
#include "review/sentence.h"
#include "answer/wording.h"

enum { SENTENCES_LIMIT = 5 };

#define NAMES(X)                                                                                   \
	X(DATE, "date", false)                                                                     \
	X(SENDER, "sender", false)                                                                 \
	X(PLACE, "place", false)                                                                   \
	X(AUTHOR, "author", false)                                                                 \
	X(SUBJECT, "subject", false)                                                               \
	X(COMMIT, "commit", false)                                                                 \
	X(TREES, "trees", false)                                                                   \
	X(ONTO, "onto", false)                                                                     \
	X(REASONS, "reasons", false)                                                               \
	X(ASKS, "asks", false)                                                                     \
	X(BEFORE, "before", false)                                                                 \
	X(BEFORE_ID, "before-id", false)                                                           \
	X(BEFORE_HOW, "before-how", false)                                                         \
	X(AFTER, "after", false)                                                                   \
	X(AFTER_ID, "after-id", false)                                                             \
	X(AFTER_HOW, "after-how", false)                                                           \
	X(NAME, "name", false)                                                                     \
	X(QUOTE, "quote", true)                                                                    \
	X(BEFORE_LIST, "before-list", true)                                                        \
	X(AFTER_LIST, "after-list", true)                                                          \
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

struct draft_wordings {
	struct wording *answers[N_ANSWERS];
};

bool draft_wordings_read(const char *const *directories, struct draft_wordings **out,
			 GError **error)
{
	static const char *const files[] = {
		[ANSWER_DROP] = "reply-drop", [ANSWER_KEEP_WITH] = "reply-keep-with",
		[ANSWER_ASK] = "reply-ask",   [ANSWER_DOUBT] = "reply-doubt",
		[ANSWER_KEEP] = "reply-keep",
	};
	_cleanup_(draft_wordings_freep) struct draft_wordings *wordings =
		g_new0(struct draft_wordings, 1);

	for (int i = 0; i < N_ANSWERS; i++)
		if (!wording_read(directories, files[i], names, N_NAMES, &wordings->answers[i],
				  error))
			return false;
	*out = g_steal_pointer(&wordings);
	return true;
}

void draft_wordings_free(struct draft_wordings *wordings)
{
	for (int i = 0; i < N_ANSWERS; i++)
		if (wordings->answers[i])
			wording_free(wordings->answers[i]);
	g_free(wordings);
}

void draft_free(void *data)
{
	struct draft *draft = data;

	letter_clear(&draft->letter);
	g_free(draft->key);
	g_free(draft->subject);
	g_free(draft);
}

/* What is said of some copies only begins with their trees. */
struct saying {
	char *text;
	GPtrArray *members; /* const struct review * that it is said of */
};

static void saying_clear(void *data)
{
	struct saying *saying = data;

	g_free(saying->text);
	g_ptr_array_unref(saying->members);
}

static void add_sayings(const struct report *report, const struct review *review, const char *trees,
			GArray *out)
{
	g_autoptr(GArray) sentences = sentences_of(report, review, trees);

	for (guint i = 0; i < sentences->len; i++) {
		const char *text = g_array_index(sentences, struct sentence, i).text;
		struct saying *known = NULL;

		for (guint k = 0; k < out->len && !known; k++)
			if (strcmp(g_array_index(out, struct saying, k).text, text) == 0)
				known = &g_array_index(out, struct saying, k);
		if (!known) {
			struct saying saying = { g_strdup(text), g_ptr_array_new() };

			g_array_append_val(out, saying);
			known = &g_array_index(out, struct saying, out->len - 1);
		}
		g_ptr_array_add(known->members, (gpointer)review);
	}
}

/* "" when nobody would say anything. */
static char *reasons_of(const struct report *report, const struct copies *copies, const char *trees)
{
	g_autoptr(GArray) sayings = g_array_new(FALSE, FALSE, sizeof(struct saying));
	GString *out = g_string_new(NULL);

	g_array_set_clear_func(sayings, saying_clear);
	add_sayings(report, copies->lead, trees, sayings);
	/* How much the signs weigh differs a little from copy to copy: that is nothing to tell. */
	for (guint i = 0; i < copies->members->len && copies->lead->judgement.decided; i++)
		if (copies->members->pdata[i] != copies->lead)
			add_sayings(report, copies->members->pdata[i], trees, sayings);
	for (guint i = 0; i < MIN(sayings->len, (guint)SENTENCES_LIMIT); i++) {
		const struct saying *saying = &g_array_index(sayings, struct saying, i);
		g_autoptr(GPtrArray) versions = g_ptr_array_new();

		for (guint k = 0; k < saying->members->len; k++)
			copies_add_versions(saying->members->pdata[k], versions);
		g_autofree char *some = copies_trees(versions);

		g_string_append(out, out->len ? " " : "");
		if (copies->lead->judgement.decided &&
		    saying->members->len < copies->members->len && strcmp(some, trees) != 0)
			g_string_append_printf(out, "For %s: ", some);
		g_string_append(out, saying->text);
	}
	return g_string_free(out, FALSE);
}

static void point_at_reason(struct quote *quote, const struct review *review,
			    const struct reason *reason)
{
	if (reason->proof)
		(void)quote_point_at(quote, reason->proof);
	for (guint i = 0; i < reason->facts->len; i++) {
		const struct fact *fact =
			facts_at(&review->facts, g_array_index(reason->facts, size_t, i));

		if (fact->proof)
			(void)quote_point_at(quote, fact->proof);
	}
}

/* What is said of the lead. Where no line shows it, what is absent for one, the beginning has to.
 */
static char *quote_of(const struct report *report, const struct review *review, const char *trees)
{
	_cleanup_(quote_freep) struct quote *quote = quote_new(review->patch);
	g_autoptr(GArray) sentences = sentences_of(report, review, trees);

	for (guint i = 0; i < sentences->len; i++)
		point_at_reason(quote, review, g_array_index(sentences, struct sentence, i).reason);
	return quote_text(quote);
}

/* Commits that come along: one by itself, with how it applies, or more as a list. */
struct with {
	char **one, **one_id, **one_how, **list;
};

/* Those that go before the patch, or after it. */
static void name_with(const struct report *report, const struct review *review, bool after,
		      const struct with *out)
{
	const GArray *with = review->judgement.with;
	const struct commit_id *last = NULL;
	g_autoptr(GString) lines = g_string_new(NULL);
	g_autofree char *how = NULL;
	guint n = 0;

	for (guint i = 0; i < with->len; i++) {
		const struct commit_id *id = &g_array_index(with, struct commit_id, i);
		g_autofree char *name = fact_commit_name(id, review_subject_of(review, id));

		if (facts_put_after(&review->facts, id) != after)
			continue;
		g_free(how);
		how = sentence_how(report, review, id);
		g_string_append_printf(lines, "  %s\n", name);
		if (how)
			wording_wrap(how, "    ", 4, lines);
		last = id;
		n++;
	}
	if (n > 1) {
		*out->list = g_string_free(g_steal_pointer(&lines), FALSE);
	} else if (n) {
		*out->one = fact_commit_name(last, review_subject_of(review, last));
		*out->one_id = g_strdup(commit_id_short(last).text);
		*out->one_how = how ? sentence_of_clause(how) : NULL;
	}
}

static char *mail_date(const struct envelope *envelope)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset(envelope->zone * 60);
	g_autoptr(GDateTime) utc =
		envelope->date ? g_date_time_new_from_unix_utc(envelope->date) : NULL;
	g_autoptr(GDateTime) there = utc ? g_date_time_to_timezone(utc, zone) : NULL;

	return there ? g_date_time_format(there, "%a, %-d %b %Y %H:%M:%S %z") : NULL;
}

static char *name_of(const struct person *person)
{
	g_autofree char *name = text_one_line(person->name, 100);

	return *name ? g_steal_pointer(&name) : text_one_line(person->email, 100);
}

static char *sender_of(const struct envelope *envelope)
{
	g_autoptr(GArray) from = addresses_parse(envelope->from, NULL);

	return from->len ? name_of(&g_array_index(from, struct person, 0)) : NULL;
}

/* A commit's id, or "0001-x.patch", or "mail 2 of all.mbox" of files that hold several. */
static char *place_of(const struct patch *patch)
{
	g_autofree char *name = g_path_get_basename(patch->source);
	char *number = g_strrstr(name, MAILBOX_PLACE);

	if (patch->has_commit)
		return g_strdup(commit_id_short(&patch->commit).text);
	if (!number)
		return g_steal_pointer(&name);
	*number = '\0';
	number += strlen(MAILBOX_PLACE);
	return strcmp(number, "1") == 0 ? g_strdup(name)
					: g_strdup_printf("mail %s of %s", number, name);
}

static char *text_of(const struct report *report, const struct copies *copies,
		     const struct draft_options *options, const char *trees, const char *reasons)
{
	const struct review *review = copies->lead;
	const struct patch *patch = review->patch;
	const struct upstream *upstream = review->upstream;
	char *values[N_NAMES] = { 0 };
	const struct with before = { &values[NAME_BEFORE], &values[NAME_BEFORE_ID],
				     &values[NAME_BEFORE_HOW], &values[NAME_BEFORE_LIST] };
	const struct with after = { &values[NAME_AFTER], &values[NAME_AFTER_ID],
				    &values[NAME_AFTER_HOW], &values[NAME_AFTER_LIST] };
	char *text;

	if (patch->envelope) {
		values[NAME_DATE] = mail_date(patch->envelope);
		values[NAME_SENDER] = sender_of(patch->envelope);
	} else {
		values[NAME_PLACE] = place_of(patch);
	}
	values[NAME_AUTHOR] = name_of(&patch->author);
	values[NAME_SUBJECT] = text_one_line(patch->message.subject, 0);
	if (upstream->has_id)
		values[NAME_COMMIT] = fact_commit_name(&upstream->id, values[NAME_SUBJECT]);
	values[NAME_TREES] = g_strdup(trees);
	values[NAME_ONTO] = g_strdup(review_base_name(report, review));
	values[NAME_REASONS] = g_strdup(reasons);
	if (g_str_has_suffix(reasons, "?"))
		values[NAME_ASKS] = g_strdup("yes");
	values[NAME_NAME] = g_strdup(options->identity->from.name);
	values[NAME_QUOTE] = quote_of(report, review, trees);
	name_with(report, review, false, &before);
	name_with(report, review, true, &after);
	if (options->identity->signature)
		values[NAME_SIGNATURE] = g_strdup_printf("-- \n%s", options->identity->signature);
	text = wording_fill(options->wordings->answers[copies->answer],
			    (const char *const *)values);
	for (size_t i = 0; i < N_NAMES; i++)
		g_free(values[i]);
	return text;
}

/* "Re: Re: re: x" -> "x" */
static const char *without_re(const char *subject)
{
	while (g_ascii_strncasecmp(subject, "re:", 3) == 0) {
		subject += 3;
		while (*subject == ' ')
			subject++;
	}
	return subject;
}

static char *subject_of(const struct patch *patch, const GPtrArray *versions)
{
	if (patch->envelope) {
		g_autofree char *line = text_one_line(patch->envelope->subject, 0);

		return g_strdup_printf("Re: %s", without_re(line));
	}
	/* What a stable maintainer's own notices are called; "Re:" would claim a thread. */
	if (versions->len == 1)
		return g_strdup_printf("Patch \"%s\" for the %s-stable tree",
				       patch->message.subject, (char *)versions->pdata[0]);
	return g_strdup_printf("Patch \"%s\" for the stable trees", patch->message.subject);
}

static void set_thread(const struct patch *patch, struct letter *letter)
{
	const char *open = patch->envelope ? patch->envelope->references : NULL;

	if (!patch->envelope || !letter_is_id(patch->envelope->message_id))
		return;
	while (open && (open = strchr(open, '<'))) {
		const char *close = strchr(open, '>');
		g_autofree char *id = close ? g_strndup(open + 1, (gsize)(close - open - 1)) : NULL;

		if (id && letter_is_id(id) && strcmp(id, patch->envelope->message_id) != 0)
			g_ptr_array_add(letter->references, g_steal_pointer(&id));
		open = close;
	}
	letter->in_reply_to = g_strdup(patch->envelope->message_id);
	g_ptr_array_add(letter->references, g_strdup(letter->in_reply_to));
}

static void note(GPtrArray *notes, const struct review *review, const char *why)
{
	g_ptr_array_add(notes, g_strdup_printf("no draft for %zu (%s): %s", review->patch->position,
					       review->patch->message.subject, why));
}

/* Message ids that the identity has answered. */
static GHashTable *answered(const struct report *report, const struct draft_options *options)
{
	GHashTable *out = g_hash_table_new(g_str_hash, g_str_equal);
	const GPtrArray *replies = report->queue->replies;

	for (guint i = 0; i < replies->len && !options->answer_again; i++) {
		const struct reply *reply = replies->pdata[i];

		if (reply->ancestors->len && identity_owns(options->identity, reply->from.email))
			g_hash_table_add(out, reply->ancestors->pdata[0]);
	}
	return out;
}

static bool was_answered(const struct copies *copies, GHashTable *ids)
{
	for (guint i = 0; i < copies->members->len; i++)
		if (g_hash_table_contains(
			    ids, ((const struct review *)copies->members->pdata[i])->patch->source))
			return true;
	return false;
}

/* What is written only when it is asked for by name; that is noted. */
static bool is_needless(const struct report *report, const struct copies *copies, GPtrArray *notes)
{
	g_autofree char *why = copies_needless(report, copies);
	g_autofree char *told =
		why ? g_strdup_printf("%s; -p %zu writes one", why, copies->lead->patch->position)
		    : NULL;

	if (told)
		note(notes, copies->lead, told);
	return told != NULL;
}

struct draft *draft_begin(const struct report *report, const struct review *review,
			  const struct draft_options *options, GPtrArray *notes)
{
	const struct patch *patch = review->patch;
	struct draft *draft = g_new0(struct draft, 1);
	struct recipients recipients;

	letter_init(&draft->letter);
	recipients_init(&recipients, draft->letter.to, draft->letter.cc, options->identity);
	recipients_of(&recipients, patch, options->stable_list);
	if (recipients.n_bad)
		g_ptr_array_add(notes,
				g_strdup_printf("draft for %zu (%s): %zu of its recipients left "
						"out, they have no usable address",
						patch->position, patch->message.subject,
						recipients.n_bad));
	recipients_clear(&recipients);
	if (!draft->letter.to->len) {
		note(notes, review, "there is nobody to write to");
		draft_free(draft);
		return NULL;
	}
	draft->key = g_strdup(patch->source);
	draft->subject = g_strdup(patch->message.subject);
	draft->date = patch->sent_date;
	draft->letter.from = (struct person){ g_strdup(options->identity->from.name),
					      g_strdup(options->identity->from.email) };
	draft->letter.date = report->now;
	return draft;
}

static struct draft *draft_of(const struct report *report, const struct copies *copies,
			      const struct draft_options *options, GPtrArray *notes)
{
	const struct patch *patch = copies->lead->patch;
	g_autoptr(GPtrArray) versions = g_ptr_array_new();
	struct draft *draft;

	for (guint i = 0; i < copies->members->len; i++)
		copies_add_versions(copies->members->pdata[i], versions);

	g_autofree char *trees = copies_trees(versions);
	g_autofree char *reasons = reasons_of(report, copies, trees);

	if (!*reasons && copies->lead->judgement.verdict != VERDICT_KEEP) {
		note(notes, copies->lead, "its reasons are nothing one would write");
		return NULL;
	}
	draft = draft_begin(report, copies->lead, options, notes);
	if (!draft)
		return NULL;
	draft->letter.subject = subject_of(patch, versions);
	draft->letter.text = text_of(report, copies, options, trees, reasons);
	set_thread(patch, &draft->letter);
	return draft;
}

GPtrArray *drafts_new(const struct report *report, const struct draft_options *options,
		      GPtrArray *notes)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(draft_free);
	g_autoptr(GPtrArray) all = copies_find(report, options->named, options->verdicts);
	g_autoptr(GHashTable) ids = answered(report, options);
	g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < all->len; i++) {
		const struct copies *copies = all->pdata[i];
		struct draft *draft;

		if (was_answered(copies, ids)) {
			note(notes, copies->lead, "you have answered it");
			continue;
		}
		if (g_hash_table_contains(keys, copies->lead->patch->source)) {
			note(notes, copies->lead, "another draft answers the same mail");
			continue;
		}
		if (!options->named && is_needless(report, copies, notes))
			continue;
		draft = draft_of(report, copies, options, notes);
		if (draft) {
			g_hash_table_add(keys, draft->key);
			g_ptr_array_add(out, draft);
		}
	}
	return out;
}
