/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/marker-list.h"

#include <string.h>

#include "message/marker-forms.h"
#include "message/marker-ids.h"

enum {
	HEAD_LINES = 3,	   /* that the sentence may be wrapped into */
	HEAD_WORDS = 20,   /* a longer one tells a story */
	ITEMS_LIMIT = 100, /* of one list */
};

enum part {
	PART_ORIGIN = 1 << 0, /* it is made from others */
	PART_SUM = 1 << 1,    /* of several at once */
	PART_TREE = 1 << 2,   /* upstream's */
	PART_WHAT = 1 << 3,   /* commits */
	PART_OTHER = 1 << 4,  /* it speaks of something else about them */
};

static const struct {
	const char *beginning;
	enum part part;
} parts[] = {
	{ "backport", PART_ORIGIN }, { "back-port", PART_ORIGIN }, { "cherry", PART_ORIGIN },
	{ "combin", PART_SUM },	     { "squash", PART_SUM },	   { "following", PART_SUM },
	{ "rollup", PART_SUM },	     { "roll-up", PART_SUM },	   { "collect", PART_SUM },
	{ "upstream", PART_TREE },   { "mainline", PART_TREE },	   { "master", PART_TREE },
	{ "linus", PART_TREE },	     { "commit", PART_WHAT },	   { "patch", PART_WHAT },
	{ "change", PART_WHAT },     { "not", PART_OTHER },	   { "no", PART_OTHER },
	{ "need", PART_OTHER },	     { "requir", PART_OTHER },	   { "depend", PART_OTHER },
	{ "prereq", PART_OTHER },    { "except", PART_OTHER },	   { "without", PART_OTHER },
	{ "because", PART_OTHER },   { "after", PART_OTHER },	   { "before", PART_OTHER },
	{ "since", PART_OTHER },     { "fix", PART_OTHER },	   { "br", PART_OTHER },
	{ "introduc", PART_OTHER },  { "caus", PART_OTHER },	   { "already", PART_OTHER },
	{ "miss", PART_OTHER },	     { "miss", PART_OTHER },	   { "unlike", PART_OTHER },
	{ "instead", PART_OTHER },   { "revert", PART_OTHER },	   { "see", PART_OTHER },
	{ "should", PART_OTHER },    { "could", PART_OTHER },	   { "please", PART_OTHER },
	{ "wrong", PART_OTHER },     { "incomplete", PART_OTHER }, { "earlier", PART_OTHER },
	{ "previous", PART_OTHER },  { "together", PART_OTHER },   { "when", PART_OTHER },
	{ "while", PART_OTHER },     { "if", PART_OTHER },	   { "applied", PART_OTHER },
	{ "applies", PART_OTHER },   { "also", PART_OTHER },	   { "partial", PART_OTHER },
	{ "similar", PART_OTHER },   { "different", PART_OTHER },  { "based", PART_OTHER },
};

static const char *const first_words[] = {
	"this",		"these",	 "it",	      "a",	    "an",	  "the",
	"backport",	"backports",	 "back-port", "back-ports", "backported", "back-ported",
	"combination",	"combines",	 "combined",  "squash",	    "squashed",	  "cherry-pick",
	"cherry-picks", "cherry-picked", "cherry",    "following",  "upstream",
};

/* The parts that the words of text are; *n counts the words. */
static unsigned parts_of(struct slice text, size_t *n)
{
	unsigned found = 0;
	char first;

	for (struct slice word; (text = slice_trim(text)).length; (*n)++) {
		word = marker_first_word(text);
		text = (struct slice){ text.start + word.length, text.length - word.length };
		while (word.length && strchr("(\"'", word.start[0]))
			word = (struct slice){ word.start + 1, word.length - 1 };
		first = word.length ? g_ascii_tolower(word.start[0]) : '\0';
		for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
			if (first != parts[i].beginning[0] ||
			    !slice_has_prefix_nocase(word, parts[i].beginning))
				continue;
			found |= parts[i].part;
			break;
		}
	}
	return found;
}

/* "* 1f0aa21bc3d4", "2. commit 1f0aa21bc3d4 net: do it" */
static bool take_item(struct slice line, GArray *ids)
{
	struct slice text = slice_trim(line);
	size_t digits = 0;
	guint before = ids->len;

	while (digits < text.length && digits < 3 && g_ascii_isdigit(text.start[digits]))
		digits++;
	if (digits && digits < text.length && strchr(".)", text.start[digits]))
		text = (struct slice){ text.start + digits + 1, text.length - digits - 1 };
	while (text.length && strchr("*-+ \t", text.start[0]))
		text = (struct slice){ text.start + 1, text.length - 1 };
	marker_skip_words(&text, "commit");
	text = slice_trim(text);
	if (slice_hex_run(text) < 8 || !marker_ids_take(&text, ids))
		return false;
	g_array_set_size(ids, before + 1);
	return true;
}

bool marker_list(struct slice line, struct slice rest, GArray *ids, size_t *n)
{
	struct slice first = marker_first_word(slice_trim(line)), head = line, next;
	size_t n_words = 0, n_head = 0, n_lines = 0, blank = 0;
	unsigned found;

	g_array_set_size(ids, 0);
	if (!marker_is_word(first, first_words, G_N_ELEMENTS(first_words)))
		return false;
	/* The sentence goes to the blank line or the first id; most have none and are not read. */
	do {
		if (++n_head > HEAD_LINES || !text_next_line(&rest, &next))
			return false;
		n_lines++;
		blank = !slice_trim(next).length;
	} while (!blank && !take_item(next, ids));
	head.length = (size_t)(next.start - line.start);
	if (blank && (!text_next_line(&rest, &next) || !take_item(next, ids)))
		return false;
	n_lines += blank;

	found = parts_of(head, &n_words);
	if (n_words > HEAD_WORDS || found & PART_OTHER || !(found & PART_WHAT) ||
	    !(found & (PART_ORIGIN | PART_SUM)) || !(found & (PART_ORIGIN | PART_TREE)))
		return false;
	while (ids->len < ITEMS_LIMIT && text_next_line(&rest, &next) && take_item(next, ids))
		n_lines++;
	*n = n_lines;
	return true;
}
