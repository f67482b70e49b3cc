/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/spent.h"

#include <stdbool.h>
#include <string.h>

#include <glib.h>

#include "base/text.h"
#include "message/sentences.h"

enum { READ_LIMIT = 16 << 10, SENTENCE_LIMIT = 300 };

static const char spent[] =
	"\\bno longer (?:\\w+ ){0,3}(?:needed|necessary|required|relevant|useful)\\b|"
	"\\bnot (?:\\w+ )?(?:needed|necessary|required) "
	"(?:any ?more|any longer|after|since|now)\\b|"
	"\\b(?:un(?:needed|necessary)|obsolete) (?:now|after|since)\\b|"
	"\\b(?:issue|problem|bug|cause|failure|crash|warning|regression)s?\\b.{0,30}"
	"\\b(?:is|are|was|were|been|got|seems? to be) (?:now |already |since |finally |properly )*"
	"(?:fixed|solved|resolved|addressed|gone)\\b|"
	"\\b(?:obsoleted|superseded) by\\b|"
	"\\b(?:revert|drop|remove)\\b.{0,20}\\bwork-?around\\b";

/* What is yet to come has not done it. */
static const char awaited[] = "\\b(?:until|unless|once|before|if|when|whether)\\b";

static bool fits(const char *pattern, const char *sentence)
{
	return g_regex_match_simple(pattern, sentence, G_REGEX_CASELESS, 0);
}

char *spent_sentence(const char *message)
{
	const char *body = strchrnul(message, '\n');
	g_autofree char *text = g_strndup(body, READ_LIMIT);
	g_autoptr(GPtrArray) sentences = sentences_in(text);

	for (guint i = 0; i < sentences->len; i++) {
		g_autofree char *sentence =
			slice_dup(slice_cut(slice_of(sentences->pdata[i]), SENTENCE_LIMIT));

		if (fits(spent, sentence) && !fits(awaited, sentence))
			return g_steal_pointer(&sentence);
	}
	return NULL;
}
