/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a public-inbox proposes for stable trees. */
#include "read/queue-kinds.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "read/unplaced.h"

static const gint64 day = 24 * 60 * 60;

struct inbox_reading {
	struct queue *queue;
	GHashTable *known; /* message ids that are in it: lists get mails twice */
	struct unplaced lost;
};

enum { MARKER_WITHIN = 2000 }; /* bytes of a text, which begins with it */

static bool has_version(struct slice text)
{
	for (size_t i = 1; i + 1 < text.length; i++)
		if (text.start[i] == '.' && g_ascii_isdigit(text.start[i - 1]) &&
		    g_ascii_isdigit(text.start[i + 1]))
			return true;
	return false;
}

static bool contains(struct slice text, const char *word)
{
	return g_strstr_len(text.start, (gssize)text.length, word) != NULL;
}

/*
 * Whether the headers, and a glance at the text, may be a proposal's: most mails are none, and
 * taking one apart takes a hundred times as long. Encoded subjects may be anything.
 */
static bool may_propose(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;
	bool in_subject = false, patch = false, stable = false, files = false, to_stable = false;

	while (text_next_line(&rest, &line) && line.length) {
		if (line.start[0] != ' ' && line.start[0] != '\t')
			in_subject = slice_has_prefix_nocase(line, "Subject:");
		if (in_subject && contains(line, "=?"))
			return true;
		patch |= in_subject && (contains(line, "PATCH") || contains(line, "["));
		stable |= (in_subject && (has_version(line) || contains(line, "AUTOSEL") ||
					  contains(line, "stable") || contains(line, "STABLE"))) ||
			  slice_has_prefix_nocase(line, "X-stable-base:");
		files |= slice_has_prefix_nocase(line, "Content-Type: multipart/mixed");
		to_stable |= contains(line, "stable@");
	}
	if (files && (stable || to_stable))
		return true;
	rest.length = MIN(rest.length, (size_t)MARKER_WITHIN);
	return (patch && (stable || contains(rest, "pstream"))) ||
	       (stable && (contains(rest, "8<") || contains(rest, ">8")));
}

/* By the clock of who sent it, unless that is none; the list's is better than nothing. */
static void set_date(struct patch *patch, gint64 arrived)
{
	if (patch->sent_date <= 0 || patch->sent_date > arrived + day)
		patch->sent_date = arrived;
	if (!patch->thread)
		patch->thread = g_strdup(patch->source);
}

struct taking {
	struct inbox_reading *reading;
	gint64 arrived;
	const char *location;
};

static void take(struct patch *proposed, void *data)
{
	_cleanup_(patch_freep) struct patch *patch = proposed;
	struct taking *taking = data;
	struct inbox_reading *reading = taking->reading;

	if (!g_hash_table_add(reading->known, g_strdup(patch->source)))
		return;
	if (!patch->versions->len) {
		unplaced_note(&reading->lost, patch, false);
		return;
	}
	set_date(patch, taking->arrived);
	queue_add(reading->queue, g_steal_pointer(&patch), taking->location);
}

static void visit(const char *bytes, size_t length, gint64 arrived, const char *location,
		  void *data)
{
	struct inbox_reading *reading = data;
	struct taking taking = { reading, arrived, location };
	struct mail mail;
	const char *source;

	if (!may_propose(bytes, length))
		return;
	mail_parse(&mail, bytes, length);
	source = mail.message_id ? mail.message_id : location;
	if (mail.kind == MAIL_PATCH) {
		struct patch *patch = queue_patch_of_mail(&mail, source);

		queue_keep_raw(reading->queue, patch, bytes, length);
		take(patch, &taking);
	}
	if (!queue_each_attached(&mail, source, mail.kind == MAIL_PATCH, take, &taking) &&
	    mail.kind != MAIL_REPLY)
		for (guint i = 0; i < mail.unread->len; i++)
			unplaced_add(&reading->lost, mail.subject);
	mail_clear(&mail);
}

bool queue_read_inbox(struct queue *queue, const struct inbox *inbox, GError **error)
{
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct inbox_reading reading = { queue, known, { 0 } };
	bool ok;
	size_t first = queue->patches->len;

	ok = inbox_each(inbox, queue->warnings, visit, &reading, error);
	unplaced_warn(&reading.lost, queue, inbox->path, "left out, the first is");
	if (!ok)
		return false;
	queue_order_mails(queue, first);
	if (queue->patches->len == first)
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' proposes nothing for a stable tree%s%s: no [PATCH] of it names a "
			    "version",
			    inbox->path, inbox->since == G_MININT64 ? "" : " since ",
			    inbox->since == G_MININT64 ? "" : text_date(inbox->since).text);
	return true;
}
