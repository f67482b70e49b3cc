/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/drafts.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "read/mailbox.h"

struct drafts_reading {
	struct drafts *drafts;
	const struct outgoing_defaults *defaults;
	bool maildir;	  /* is being read */
	GHashTable *seen; /* message id -> struct outgoing *, both borrowed */
};

static void free_mail(void *mail)
{
	outgoing_free(mail);
}

static void add_problem(struct drafts_reading *reading, const char *text)
{
	g_ptr_array_add(reading->drafts->problems, g_strdup(text));
}

/* "cur/1700000000.x:2,DT": deleted, but still there. */
static bool is_trashed(const char *location)
{
	const char *flags = g_str_has_prefix(location, "cur/") ? strstr(location, ":2,") : NULL;

	return flags && strchr(flags, 'T');
}

static void visit_mail(const char *bytes, size_t length, const char *location, void *data)
{
	struct drafts_reading *reading = data;
	_cleanup_(outgoing_freep) struct outgoing *mail = NULL;
	g_autoptr(GError) error = NULL;
	const struct outgoing *twin;

	if (is_trashed(location))
		return;
	if (reading->maildir && !outgoing_is_marked(bytes, length)) {
		reading->drafts->others++;
		return;
	}
	if (!outgoing_new(bytes, length, location, reading->defaults, &mail, &error)) {
		add_problem(reading, error->message);
		return;
	}
	twin = g_hash_table_lookup(reading->seen, mail->message_id);
	if (twin) {
		g_autofree char *text = g_strdup_printf("%s: the same Message-ID as %s: <%s>",
							location, twin->location, mail->message_id);

		/* A copy is no news; two mails of one id are. */
		if (!g_string_equal(twin->bytes, mail->bytes))
			add_problem(reading, text);
		return;
	}
	g_hash_table_insert(reading->seen, mail->message_id, mail);
	g_ptr_array_add(reading->drafts->mails, g_steal_pointer(&mail));
}

static void visit_unreadable(const char *why, void *data)
{
	add_problem(data, why);
}

static bool read_name(const char *name, const struct mailbox_visitor *visitor, GError **error)
{
	if (strcmp(name, "-") == 0)
		return mailbox_read_stdin(visitor, error);
	if (!g_file_test(name, G_FILE_TEST_IS_DIR))
		return mailbox_read_file(name, visitor, error);
	if (!mailbox_is_maildir(name))
		return fail(error, WINNOW_ERROR_INPUT, "'%s' is a directory, but no maildir", name);
	return mailbox_read_maildir(name, visitor, error);
}

bool drafts_read(char *const *names, size_t n, const struct outgoing_defaults *defaults,
		 struct drafts *out, GError **error)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	struct drafts drafts = { .mails = g_ptr_array_new_with_free_func(free_mail),
				 .problems = g_ptr_array_new_with_free_func(g_free) };
	struct drafts_reading reading = { .drafts = &drafts, .defaults = defaults, .seen = seen };
	const struct mailbox_visitor visitor = { .mail = visit_mail,
						 .unreadable = visit_unreadable,
						 .data = &reading };

	for (size_t i = 0; i < n; i++) {
		reading.maildir = g_file_test(names[i], G_FILE_TEST_IS_DIR);
		if (!read_name(names[i], &visitor, error)) {
			drafts_clear(&drafts);
			return false;
		}
	}
	*out = drafts;
	return true;
}

static void refuse(struct drafts *drafts, guint index, const char *why)
{
	const struct outgoing *mail = drafts->mails->pdata[index];

	g_ptr_array_add(drafts->problems, g_strdup_printf("%s: %s", mail->location, why));
	g_ptr_array_remove_index(drafts->mails, index);
}

void drafts_refuse_crowds(struct drafts *drafts, unsigned limit)
{
	for (guint i = drafts->mails->len; i > 0; i--) {
		const struct outgoing *mail = drafts->mails->pdata[i - 1];
		g_autofree char *why = NULL;

		if (mail->recipients->len <= limit)
			continue;
		why = g_strdup_printf("%u recipients, more than --max-recipients=%u",
				      mail->recipients->len, limit);
		refuse(drafts, i - 1, why);
	}
}

bool drafts_refuse_changed(struct drafts *drafts, struct ledger *ledger, GError **error)
{
	for (guint i = drafts->mails->len; i > 0; i--) {
		const struct outgoing *mail = drafts->mails->pdata[i - 1];
		bool other;

		if (!ledger_has_other(ledger, mail->message_id, mail->content, &other, error))
			return false;
		if (other)
			refuse(drafts, i - 1,
			       "changed since it was sent: a changed mail needs another "
			       "Message-ID");
	}
	return true;
}

bool drafts_refuse_answered(struct drafts *drafts, struct ledger *ledger, GError **error)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < drafts->mails->len;) {
		const struct outgoing *mail = drafts->mails->pdata[i];
		g_autofree char *sender = g_ascii_strdown(mail->sender, -1);
		g_autofree char *why = NULL;
		bool own, other, first;

		if (!ledger_find_answers(ledger, mail, &own, &other, error))
			return false;
		first = !mail->answered ||
			g_hash_table_add(seen, g_strdup_printf("%s %s", mail->answered, sender));
		if (own || (first && !other)) {
			i++;
			continue;
		}
		why = g_strdup_printf("<%s> has an answer already; --resend sends this one, too",
				      mail->answered);
		refuse(drafts, i, why);
	}
	return true;
}

void drafts_clear(struct drafts *drafts)
{
	if (drafts->mails)
		g_ptr_array_unref(drafts->mails);
	if (drafts->problems)
		g_ptr_array_unref(drafts->problems);
	*drafts = (struct drafts){ 0 };
}
