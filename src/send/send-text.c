/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/send-text.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "read/address.h"
#include "send/deliver.h"

enum { ADDRESSES_SHOWN = 12 };

static void print_addresses(const char *header, GPtrArray *list, FILE *out)
{
	for (guint i = 0; i < list->len && i < ADDRESSES_SHOWN; i++) {
		const struct address *address = list->pdata[i];
		g_autofree char *name = text_one_line(address->name, 60);

		fprintf(out, "    %-9s%s%s<%s>\n", i ? "" : header, name, *name ? " " : "",
			address->spec);
	}
	if (list->len > ADDRESSES_SHOWN)
		fprintf(out, "    %-9sand %u more\n", "", list->len - ADDRESSES_SHOWN);
}

static struct text_date moment(gint64 seconds)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(seconds);
	g_autofree char *text = date ? g_date_time_format(date, "%Y-%m-%d %H:%M UTC") : NULL;
	struct text_date out;

	g_strlcpy(out.text, text ? text : "an impossible date", sizeof(out.text));
	return out;
}

static void print_state(const struct ledger_entry *entry, const char *address, FILE *out)
{
	g_autofree char *response = text_one_line(entry->response, 0);

	fprintf(out, "    %-9s%s, %s%s%s\n", delivery_name(entry->delivery), address,
		moment(entry->at).text, *response ? ": " : "", response);
}

/* What the ledger has of one mail; the number of its recipients to go to. */
static bool print_states(const struct outgoing *mail, struct ledger *ledger, FILE *out,
			 GError **error)
{
	size_t sent = 0;

	for (guint i = 0; i < mail->recipients->len; i++) {
		const char *address = mail->recipients->pdata[i];
		struct ledger_entry entry;

		if (!ledger_find(ledger, mail->message_id, address, &entry, error))
			return false;
		sent += entry.delivery == DELIVERY_ACCEPTED;
		if (entry.delivery != DELIVERY_NONE && entry.delivery != DELIVERY_ACCEPTED)
			print_state(&entry, address, out);
	}
	if (sent)
		fprintf(out, "    sent     to %zu of %u before\n", sent, mail->recipients->len);
	return true;
}

bool send_text_plan(GPtrArray *mails, struct ledger *ledger, FILE *out, GError **error)
{
	for (guint i = 0; i < mails->len; i++) {
		const struct outgoing *mail = mails->pdata[i];

		fprintf(out, "%u/%u %s\n", i + 1, mails->len,
			*mail->subject ? mail->subject : "(no subject)");
		print_addresses("To:", mail->to, out);
		print_addresses("Cc:", mail->cc, out);
		print_addresses("Bcc:", mail->bcc, out);
		if (!print_states(mail, ledger, out, error))
			return false;
	}
	return true;
}

void send_text_delivery(const char *message_id, const char *address, enum delivery delivery,
			const char *response, FILE *out)
{
	fprintf(out, "%-9s%s  <%s>%s%s\n", delivery_name(delivery), address, message_id,
		response && *response ? "  " : "", response ? response : "");
}

struct status {
	FILE *out;
	GHashTable *wanted; /* message ids; NULL: all */
	char *last_id;
};

static void print_entry(const char *message_id, const char *subject, const char *address,
			const struct ledger_entry *entry, void *data)
{
	struct status *status = data;

	if (status->wanted && !g_hash_table_contains(status->wanted, message_id))
		return;
	if (g_strcmp0(status->last_id, message_id) != 0) {
		fprintf(status->out, "<%s> %s\n", message_id, subject);
		g_free(status->last_id);
		status->last_id = g_strdup(message_id);
	}
	print_state(entry, address, status->out);
}

bool send_text_status(struct ledger *ledger, GPtrArray *mails, FILE *out, GError **error)
{
	g_autoptr(GHashTable) wanted = g_hash_table_new(g_str_hash, g_str_equal);
	char *text = NULL;
	size_t length = 0;
	/* Who reads a ledger keeps others from writing, and who reads this may take long. */
	FILE *memory = open_memstream(&text, &length);
	struct status status = { .out = memory, .wanted = mails ? wanted : NULL };
	bool ok;

	if (!memory)
		return fail_errno(error, "cannot print what was sent");

	for (guint i = 0; mails && i < mails->len; i++)
		g_hash_table_add(wanted, ((struct outgoing *)mails->pdata[i])->message_id);
	ok = ledger_each(ledger, print_entry, &status, error);
	g_free(status.last_id);
	if (fclose(memory) != 0)
		ok = ok && fail_errno(error, "cannot print what was sent");
	if (ok)
		fwrite(text, 1, length, out);
	free(text);
	return ok;
}

static void show_lines(const GString *bytes, FILE *out)
{
	struct slice rest = { bytes->str, bytes->len }, line;

	while (text_next_line(&rest, &line)) {
		g_autofree char *shown = text_mask_line(line, line.length);

		fprintf(out, "%s\n", shown);
	}
}

void send_text_wire(const struct outgoing *mail, const char *sender, const GPtrArray *recipients,
		    bool masked, FILE *out)
{
	GString *bytes = outgoing_stuffed(mail);
	const char *end = masked ? "\n" : "\r\n";

	for (guint i = 0; i < recipients->len; i += DELIVER_AT_ONCE) {
		fprintf(out, "MAIL FROM:<%s>%s", sender, end);
		for (guint k = i; k < MIN(i + DELIVER_AT_ONCE, recipients->len); k++)
			fprintf(out, "RCPT TO:<%s>%s", (char *)recipients->pdata[k], end);
		fprintf(out, "DATA%s", end);
		if (masked)
			show_lines(bytes, out);
		else
			fwrite(bytes->str, 1, bytes->len, out);
	}
	g_string_free(bytes, TRUE);
}
