/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a public-inbox proposes for stable trees. */
#include "read/queue-kinds.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

static const gint64 day = 24 * 60 * 60;

struct reading {
	struct queue *queue;
	GHashTable *known; /* message ids that are in it: lists get mails twice */
};

static bool has_version(struct slice text)
{
	for (size_t i = 1; i + 1 < text.length; i++)
		if (text.start[i] == '.' && g_ascii_isdigit(text.start[i - 1]) &&
		    g_ascii_isdigit(text.start[i + 1]))
			return true;
	return false;
}

/*
 * Whether the headers, which are all that is looked at, may be a proposal's: most mails are none,
 * and taking one apart takes a hundred times as long. Encoded subjects may be anything.
 */
static bool may_propose(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;
	bool in_subject = false, patch = false, version = false;

	while (text_next_line(&rest, &line) && line.length) {
		if (line.start[0] != ' ' && line.start[0] != '\t')
			in_subject = slice_has_prefix_nocase(line, "Subject:");
		if (in_subject && g_strstr_len(line.start, (gssize)line.length, "=?"))
			return true;
		patch |= in_subject && g_strstr_len(line.start, (gssize)line.length, "PATCH");
		version |= (in_subject && has_version(line)) ||
			   slice_has_prefix_nocase(line, "X-stable-base:");
	}
	return patch && version;
}

/* By the clock of who sent it, unless that is none; the list's is better than nothing. */
static void set_date(struct patch *patch, gint64 arrived)
{
	if (patch->sent_date <= 0 || patch->sent_date > arrived + day)
		patch->sent_date = arrived;
	if (!patch->thread)
		patch->thread = g_strdup(patch->source);
}

static void visit(const char *bytes, size_t length, gint64 arrived, const char *place, void *data)
{
	struct reading *reading = data;
	_cleanup_(patch_freep) struct patch *patch = NULL;
	struct mail mail;

	if (!may_propose(bytes, length))
		return;
	mail_parse(&mail, bytes, length);
	if (mail.kind == MAIL_PATCH)
		patch = queue_patch_of_mail(&mail, mail.message_id ? mail.message_id : place);
	mail_clear(&mail);
	if (!patch || !patch->versions->len || g_hash_table_contains(reading->known, patch->source))
		return;
	set_date(patch, arrived);
	g_hash_table_add(reading->known, patch->source);
	queue_add(reading->queue, g_steal_pointer(&patch), place);
}

bool queue_read_inbox(struct queue *queue, const struct inbox *inbox, GError **error)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	struct reading reading = { queue, known };
	size_t first = queue->patches->len;

	if (!inbox_each(inbox, queue->warnings, visit, &reading, error))
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
