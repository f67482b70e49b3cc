/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was mailed about a patch: the mail that proposed it, and what people replied. */
#include <string.h>

#include "answer/mailbox.h"
#include "base/error.h"
#include "desk/texts.h"
#include "read/posts.h"

/* Ids of the mails that proposed this change, here and before. */
static GHashTable *proposals_of(const struct report *report, const struct review *review)
{
	GHashTable *out = g_hash_table_new(g_str_hash, g_str_equal);
	const GPtrArray *posts = report->queue->posts;

	if (review->patch->envelope && review->patch->envelope->message_id)
		g_hash_table_add(out, review->patch->envelope->message_id);
	for (guint i = 0; posts && i < posts->len; i++) {
		const struct post *post = posts->pdata[i];

		if (post->same == review->patch && post->patch->envelope &&
		    post->patch->envelope->message_id)
			g_hash_table_add(out, post->patch->envelope->message_id);
	}
	return out;
}

static bool concerns(const struct reply *reply, const struct review *review, GHashTable *proposals)
{
	for (guint i = 0; i < reply->ancestors->len; i++)
		if (g_hash_table_contains(proposals, reply->ancestors->pdata[i]))
			return true;
	return reply->about == review->patch;
}

static int by_date(const void *a, const void *b)
{
	const struct reply *const *x = a, *const *y = b;

	if ((*x)->date != (*y)->date)
		return (*x)->date < (*y)->date ? -1 : 1;
	return strcmp((*x)->id, (*y)->id);
}

/* In the order in which they came; NULL: none did. */
static GPtrArray *replies_to(const struct report *report, const struct review *review,
			     GError **error)
{
	g_autoptr(GHashTable) proposals = proposals_of(report, review);
	g_autoptr(GPtrArray) out = g_ptr_array_new();
	const GPtrArray *replies = report->queue->replies;

	for (guint i = 0; replies && i < replies->len; i++)
		if (concerns(replies->pdata[i], review, proposals))
			g_ptr_array_add(out, replies->pdata[i]);
	g_ptr_array_sort(out, by_date);
	if (out->len || review->patch->envelope)
		return g_steal_pointer(&out);
	fail(error, WINNOW_ERROR_INPUT,
	     "it is no mail, and no mail about it is at hand: see --inbox and --thread");
	return NULL;
}

bool texts_thread(const struct report *report, const struct review *review, struct paper *paper,
		  GError **error)
{
	g_autoptr(GPtrArray) replies = replies_to(report, review, error);
	const struct patch *patch = review->patch;

	if (!replies)
		return false;
	if (patch->envelope) {
		paper_print(paper, PAINT_BOLD, "%s", patch->envelope->subject);
		paper_print(paper, PAINT_PLAIN, "From: %s\nDate: %s",
			    patch->sender ? patch->sender : "?",
			    text_date(patch->envelope->date).text);
		paper_print(paper, PAINT_PLAIN, "%s", "");
		paper_lines(paper, PAINT_PLAIN, 0, patch->message.body);
	}
	for (guint i = 0; i < replies->len; i++) {
		const struct reply *reply = replies->pdata[i];

		paper_print(paper, PAINT_PLAIN, "%s", "");
		paper_print(paper, PAINT_BOLD, "%s <%s>, %s%s", reply->from.name, reply->from.email,
			    text_date(reply->date).text,
			    reply->by_machine ? " (by a machine)" : "");
		paper_print(paper, PAINT_DIM, "<%s>", reply->id);
		paper_lines(paper, PAINT_PLAIN, 4, reply->text);
	}
	if (!replies->len)
		paper_print(paper, PAINT_DIM, "\nNobody has replied, as far as is known here.");
	return true;
}

/* One safe header; NULL and "" are none. */
static void put_header(GString *mbox, const char *name, const char *before, const char *value,
		       const char *after)
{
	g_autofree char *safe = text_one_line(value ? value : "", 900);

	if (*safe)
		g_string_append_printf(mbox, "%s: %s%s%s\n", name, before, safe, after);
}

static void put_date(GString *mbox, gint64 date)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(date);

	if (utc)
		g_string_append_printf(mbox, "Date: %s, %d %s %d %02d:%02d:%02d +0000\n",
				       days[g_date_time_get_day_of_week(utc) - 1],
				       g_date_time_get_day_of_month(utc),
				       months[g_date_time_get_month(utc) - 1],
				       g_date_time_get_year(utc), g_date_time_get_hour(utc),
				       g_date_time_get_minute(utc), g_date_time_get_second(utc));
}

static void begin_mail(GString *mbox)
{
	g_string_append(mbox, "From winnow Thu Jan  1 00:00:00 1970\n");
}

static void end_headers(GString *mbox)
{
	g_string_append(mbox, "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
			      "Content-Transfer-Encoding: 8bit\n\n");
}

static void put_patch(GString *mbox, const struct patch *patch)
{
	begin_mail(mbox);
	put_header(mbox, "From", "", patch->sender, "");
	put_header(mbox, "To", "", patch->envelope->to, "");
	put_header(mbox, "Cc", "", patch->envelope->cc, "");
	put_header(mbox, "Subject", "", patch->envelope->subject, "");
	put_header(mbox, "Message-ID", "<", patch->envelope->message_id, ">");
	put_header(mbox, "References", "", patch->envelope->references, "");
	put_date(mbox, patch->envelope->date);
	end_headers(mbox);
	mailbox_quote(mbox, slice_of(patch->message.body));
	g_string_append(mbox, "---\n");
	mailbox_quote(mbox, slice_of(patch->diff.text));
	g_string_append_c(mbox, '\n');
}

static void put_reply(GString *mbox, const struct reply *reply)
{
	g_autofree char *from = g_strdup_printf("%s <%s>", reply->from.name, reply->from.email);
	g_autofree char *subject = g_strdup_printf("Re: %s", reply->subject);

	begin_mail(mbox);
	put_header(mbox, "From", "", from, "");
	put_header(mbox, "Subject", "", subject, "");
	put_header(mbox, "Message-ID", "<", reply->id, ">");
	if (reply->ancestors->len)
		put_header(mbox, "In-Reply-To", "<", reply->ancestors->pdata[0], ">");
	put_date(mbox, reply->date);
	end_headers(mbox);
	mailbox_quote(mbox, slice_of(reply->text));
	g_string_append_c(mbox, '\n');
}

bool texts_thread_mbox(const struct report *report, const struct review *review, GString *mbox,
		       GError **error)
{
	g_autoptr(GPtrArray) replies = replies_to(report, review, error);

	if (!replies)
		return false;
	if (review->patch->envelope)
		put_patch(mbox, review->patch);
	for (guint i = 0; i < replies->len; i++)
		put_reply(mbox, replies->pdata[i]);
	return true;
}
