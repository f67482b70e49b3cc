/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mails: an mbox, a maildir, a single mail, standard input. */
#include "read/queue-kinds.h"

#include <stdio.h>
#include <string.h>

#include "read/mailbox.h"
#include "read/unplaced.h"

/* A mail and when its turn is. */
struct turn {
	struct patch *patch;
	gint64 date;  /* when its mailing, or it alone, was begun */
	size_t index; /* as it stood */
};

static int by_turn(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;
	bool same_mailing = g_strcmp0(x->patch->thread, y->patch->thread) == 0;

	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	if (same_mailing && x->patch->number != y->patch->number)
		return x->patch->number < y->patch->number ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* The earliest date among the numbered mails of each thread; a thread may hold several mailings. */
static GHashTable *begin_of_mailings(const struct turn *turns, size_t n)
{
	GHashTable *begin = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

	for (size_t i = 0; i < n; i++) {
		const struct patch *patch = turns[i].patch;
		gint64 *known;

		if (!patch->number)
			continue;
		known = g_hash_table_lookup(begin, patch->thread);
		if (!known)
			g_hash_table_insert(begin, patch->thread,
					    g_memdup2(&patch->sent_date, sizeof(patch->sent_date)));
		else
			*known = MIN(*known, patch->sent_date);
	}
	return begin;
}

/*
 * Mails arrive in any order. Mailings apply in the order they were sent, the mails of one in the
 * order of their numbers. Where a mail has no date all stay as they are.
 */
void queue_order_mails(struct queue *queue, size_t first)
{
	size_t n = queue->patches->len - first;
	g_autofree struct turn *turns = g_new(struct turn, n);
	g_autoptr(GHashTable) begin = NULL;

	for (size_t i = 0; i < n; i++) {
		turns[i].patch = queue->patches->pdata[first + i];
		turns[i].index = i;
		if (!turns[i].patch->sent_date)
			return;
	}
	begin = begin_of_mailings(turns, n);
	for (size_t i = 0; i < n; i++) {
		const struct patch *patch = turns[i].patch;
		const gint64 *date =
			patch->number ? g_hash_table_lookup(begin, patch->thread) : NULL;

		turns[i].date = date ? *date : patch->sent_date;
	}
	if (n)
		qsort(turns, n, sizeof(*turns), by_turn);
	for (size_t i = 0; i < n; i++)
		queue->patches->pdata[first + i] = turns[i].patch;
}

/* A mail as any thread may have read it. */
struct mail_read {
	char *location;
	char *source;
	char *subject;
	GPtrArray *patches;  /* struct patch *: its own, then those attached */
	GPtrArray *unread;   /* as a struct mail has it */
	const char *skipped; /* what it is, where it is no patch; NULL: it is one */
	struct reply *reply; /* NULL: it is none that counts */
};

static void take_attached(struct patch *patch, void *data)
{
	g_ptr_array_add(data, patch);
}

static void *read_mail(const char *bytes, size_t length, const char *location, void *data)
{
	const struct queue *queue = data;
	struct mail_read *read = g_new0(struct mail_read, 1);
	struct mail mail;
	const char *source;
	size_t n_attached;
	bool own;

	mail_parse(&mail, bytes, length);
	source = mail.message_id ? mail.message_id : location;
	read->patches = g_ptr_array_new();
	/* A broken mail may have been a patch; what has neither subject nor diff was none. */
	own = mail.kind == MAIL_PATCH || (mail.problems->len && *mail.subject);
	if (own) {
		struct patch *patch = queue_patch_of_mail(&mail, source);

		queue_keep_raw(queue, patch, bytes, length);
		g_ptr_array_add(read->patches, patch);
	}
	n_attached = queue_each_attached(&mail, source, own, take_attached, read->patches);
	/* It was to hold a patch, and whatever is attached is none. */
	if (!own && !n_attached && mail.attached->len && mail.kind == MAIL_OTHER &&
	    strstr(mail.subject, "[PATCH")) {
		g_ptr_array_add(read->patches, queue_patch_of_mail(&mail, source));
		own = true;
	}
	if (!own && (!n_attached || mail.kind == MAIL_REPLY)) {
		read->skipped = mail_kind_name(mail.kind);
		if (mail.kind == MAIL_REPLY)
			read->reply = reply_new(&mail, source);
	}
	read->location = g_strdup(location);
	read->source = g_strdup(source);
	read->subject = g_strdup(mail.subject);
	read->unread = g_ptr_array_ref(mail.unread);
	mail_clear(&mail);
	return read;
}

static void take_mail(void *taken, void *data)
{
	struct mail_read *read = taken;
	struct queue *queue = data;

	for (guint i = 0; i < read->patches->len; i++)
		queue_add(queue, read->patches->pdata[i], read->location);
	for (guint i = 0; i < read->unread->len; i++)
		queue_warn(queue, "%s: not read: %s", read->location,
			   (char *)read->unread->pdata[i]);
	if (read->skipped)
		queue_skip(queue, read->source, read->subject, read->skipped);
	if (read->reply)
		g_ptr_array_add(queue->replies, read->reply);
	g_ptr_array_unref(read->patches);
	g_ptr_array_unref(read->unread);
	g_free(read->location);
	g_free(read->source);
	g_free(read->subject);
	g_free(read);
}

static void visit_unreadable(const char *why, void *data)
{
	queue_warn(data, "%s", why);
}

static struct mailbox_visitor visitor_of(struct queue *queue)
{
	return (struct mailbox_visitor){
		.read = read_mail,
		.take = take_mail,
		.unreadable = visit_unreadable,
		.data = queue,
		.workers = queue->workers,
	};
}

/* What is to be done when all mails of a source, the entries from first on, are read. */
static void finish(struct queue *queue, size_t first, const char *name)
{
	struct unplaced unplaced = { 0 };

	for (size_t i = first; i < queue->patches->len; i++)
		unplaced_note(&unplaced, queue->patches->pdata[i], true);
	unplaced_warn(&unplaced, queue, name, "reviewed as for any, the first is");
	queue_order_mails(queue, first);
}

bool queue_read_mbox(struct queue *queue, const char *path, GError **error)
{
	const struct mailbox_visitor visitor = visitor_of(queue);
	size_t first = queue->patches->len;

	if (!mailbox_read_file(path, &visitor, error))
		return false;
	finish(queue, first, path);
	return true;
}

bool queue_read_stdin(struct queue *queue, GError **error)
{
	const struct mailbox_visitor visitor = visitor_of(queue);
	size_t first = queue->patches->len;

	if (!mailbox_read_stdin(&visitor, error))
		return false;
	finish(queue, first, "standard input");
	return true;
}

bool queue_read_maildir(struct queue *queue, const char *directory, GError **error)
{
	const struct mailbox_visitor visitor = visitor_of(queue);
	size_t first = queue->patches->len;

	if (!mailbox_read_maildir(directory, &visitor, error))
		return false;
	finish(queue, first, directory);
	return true;
}
