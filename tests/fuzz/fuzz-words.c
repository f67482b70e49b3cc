/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is read out of single lines and words of a message: versions, titles, ids of mails,
 * nominations, markers and what a sentence says of the commit that it names. The first line is the
 * subject.
 */
#include <string.h>

#include "message/fix-words.h"
#include "message/marker.h"
#include "message/message-id.h"
#include "message/message.h"
#include "message/nomination.h"
#include "message/prose.h"
#include "message/sentences.h"
#include "message/title.h"
#include "message/version.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { IDS_LIMIT = 50 };

static bool lies_in(struct slice part, struct slice whole)
{
	return !part.length || (part.start >= whole.start &&
				part.start + part.length <= whole.start + whole.length);
}

static void check_subject(const char *subject, const char *other)
{
	g_autofree char *folded = text_fold(subject);
	g_autofree char *second = text_fold(other);
	struct slice title = title_of(folded);

	g_free(subject_bare(folded));
	g_assert_true(lies_in(title, slice_of(folded)));
	g_assert_true(title_equal(folded, folded));
	if (title_equal(folded, second))
		g_assert_cmpuint(title_hash(folded), ==, title_hash(second));
	g_assert_true(title_nearness(folded, folded) == TITLE_EXACT);
	title_nearness(folded, second);
	title_begins(folded, second);
	g_assert_true(subject_same_title(folded, folded));
	subject_same_title(folded, second);
}

static void check_words(const char *text)
{
	g_autofree char *series = NULL;
	unsigned number;
	bool resent;

	g_free(nomination_tree(text));
	g_free(nomination_tree_of_branch(text));
	g_free(version_of_word(text));
	g_ptr_array_unref(versions_of_tag(text));
	tag_means_stable(text, true);
	tag_revision(text, &resent);
	message_id_series(text, &series, &number);
}

static void check_nomination(const struct message *message)
{
	static const char *const trees[] = { "5.10", "22.11", "2.6.32", "50" };

	nomination_is_there(message);
	for (size_t i = 0; i < G_N_ELEMENTS(trees); i++) {
		struct nomination nomination = { 0 };

		if (nomination_of(message, trees[i], &nomination) == NOMINATION_SILENT)
			g_assert_null(nomination.asked);
		nomination_clear(&nomination);
	}
}

static void check_ids(const char *body)
{
	struct slice text = slice_of(body);
	size_t seen = 0;

	for (const char *p = body; *p && seen < IDS_LIMIT; p++) {
		struct slice id = { p, slice_hex_run(slice_of(p)) }, proof = { 0 }, sentence;
		struct slice behind[3];
		struct prose_token tokens[PROSE_TOKENS_LIMIT];

		if (id.length < 7)
			continue;
		seen++;
		sentence = prose_sentence(text, id);
		g_assert_true(lies_in(sentence, text));
		g_assert_cmpuint(prose_read(sentence, id, tokens), <=, PROSE_TOKENS_LIMIT);
		g_assert_cmpuint(prose_following(text, id, behind, G_N_ELEMENTS(behind)), <=, 3);
		if (fix_words_tell(text, id, NULL, &proof))
			g_assert_true(lies_in(proof, text));
		p += id.length - 1;
	}
}

static void check_lines(const char *body)
{
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(struct slice));
	g_autoptr(GPtrArray) sentences = sentences_in(body);

	g_free(message_id_of_commit(body));
	marker_lines(body, lines);
	for (guint i = 0; i < lines->len; i++) {
		struct slice line = g_array_index(lines, struct slice, i);

		g_assert_true(lies_in(line, slice_of(body)));
		marker_is_header(line);
	}
	for (guint i = 0; i < sentences->len; i++)
		g_assert_null(strchr(sentences->pdata[i], '\n'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = text_to_utf8((const char *)data, size, NULL);
	const char *body = strchrnul(text, '\n');
	g_autofree char *subject = g_strndup(text, (gsize)(body - text));
	g_autofree char *from = NULL;
	struct message message;

	body += *body == '\n';
	message_parse(&message, subject, body, &from);
	check_subject(subject, message.subject);
	check_subject(subject, body);
	check_words(subject);
	check_nomination(&message);
	check_ids(body);
	check_lines(body);
	message_clear(&message);
	return 0;
}
