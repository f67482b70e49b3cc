/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/deliver.h"

#include <string.h>

#include "base/error.h"

struct run {
	struct ledger *ledger;
	struct smtp *smtp;
	const struct deliver_options *options;
	struct deliver_tally *tally;
};

/* Recipients of one mail that are offered it together. */
struct batch {
	struct run *run;
	const struct outgoing *mail;
	char **recipients;
	size_t n;
	GError *error; /* why the ledger could not be written */
};

static enum delivery delivery_of(enum smtp_outcome outcome)
{
	static const enum delivery meanings[] = {
		[SMTP_UNTRIED] = DELIVERY_NONE,	   [SMTP_ACCEPTED] = DELIVERY_ACCEPTED,
		[SMTP_REFUSED] = DELIVERY_REFUSED, [SMTP_DEFERRED] = DELIVERY_DEFERRED,
		[SMTP_UNKNOWN] = DELIVERY_OFFERED,
	};

	return meanings[outcome];
}

/* What was not tried leaves what is known as it is. */
static bool note(struct batch *batch, const struct smtp_result *results)
{
	struct ledger_note notes[DELIVER_AT_ONCE];
	size_t n = 0;

	for (size_t i = 0; i < batch->n; i++) {
		enum smtp_outcome outcome = results[i].outcome;

		if (outcome == SMTP_UNTRIED)
			continue;
		/* The response to RCPT says nothing about the mail. */
		notes[n++] = (struct ledger_note){
			batch->recipients[i],
			delivery_of(outcome),
			outcome == SMTP_UNKNOWN ? NULL : results[i].response,
		};
	}
	return !n || ledger_write(batch->run->ledger, batch->mail, notes, n,
				  batch->run->options->now, &batch->error);
}

/* The last moment before the mail may be delivered. */
static bool offering(const struct smtp_result *results, void *data)
{
	return note(data, results);
}

static void tell(const struct batch *batch, const struct smtp_result *results)
{
	const struct deliver_options *options = batch->run->options;

	for (size_t i = 0; i < batch->n; i++) {
		enum smtp_outcome outcome = results[i].outcome;

		batch->run->tally->sent += outcome == SMTP_ACCEPTED;
		if (outcome != SMTP_UNTRIED)
			options->told(batch->mail, batch->recipients[i], delivery_of(outcome),
				      outcome == SMTP_UNKNOWN ? NULL : results[i].response,
				      options->data);
	}
}

static bool send_batch(struct batch *batch, GError **error)
{
	struct smtp_result results[DELIVER_AT_ONCE] = { 0 };
	const struct deliver_options *options = batch->run->options;
	const char *sender = options->sender ? options->sender : batch->mail->sender;
	bool ok = smtp_send(batch->run->smtp, sender, batch->recipients, batch->n,
			    batch->mail->bytes, offering, batch, results, error);
	enum smtp_login login = smtp_login(batch->run->smtp);
	bool noted = !batch->error && note(batch, results);

	if (options->logged_in && login != SMTP_LOGIN_UNTRIED)
		options->logged_in(login == SMTP_LOGIN_GOOD, options->data);
	tell(batch, results);
	smtp_results_clear(results, batch->n);
	if (noted)
		return ok;
	if (!ok)
		g_clear_error(error);
	g_propagate_error(error, batch->error);
	return false;
}

bool deliver_find_open(const struct outgoing *mail, struct ledger *ledger, const bool *also,
		       GPtrArray *open, GError **error)
{
	for (guint i = 0; i < mail->recipients->len; i++) {
		struct ledger_entry entry;

		if (!ledger_find(ledger, mail->message_id, mail->recipients->pdata[i], &entry,
				 error))
			return false;
		if (entry.delivery == DELIVERY_NONE || entry.delivery == DELIVERY_DEFERRED ||
		    (also && also[entry.delivery]))
			g_ptr_array_add(open, mail->recipients->pdata[i]);
	}
	return true;
}

/* Offer the mail to all who are still open. */
static bool send_mail(struct run *run, const struct outgoing *mail, GError **error)
{
	g_autoptr(GPtrArray) open = g_ptr_array_new();

	if (!deliver_find_open(mail, run->ledger, NULL, open, error))
		return false;
	for (guint i = 0; i < open->len; i += DELIVER_AT_ONCE) {
		struct batch batch = { .run = run,
				       .mail = mail,
				       .recipients = (char **)open->pdata + i,
				       .n = MIN(open->len - i, (guint)DELIVER_AT_ONCE) };

		if (!send_batch(&batch, error))
			return false;
	}
	return true;
}

bool deliver_count(GPtrArray *mails, struct ledger *ledger, size_t counts[static DELIVERY_KINDS],
		   GError **error)
{
	size_t found[DELIVERY_KINDS] = { 0 };

	for (guint i = 0; i < mails->len; i++) {
		const struct outgoing *mail = mails->pdata[i];

		for (guint k = 0; k < mail->recipients->len; k++) {
			struct ledger_entry entry;

			if (!ledger_find(ledger, mail->message_id, mail->recipients->pdata[k],
					 &entry, error))
				return false;
			found[entry.delivery]++;
		}
	}
	memcpy(counts, found, sizeof(found));
	return true;
}

/* How it stands with everybody now. */
static bool take_stock(struct run *run, GPtrArray *mails, GError **error)
{
	struct deliver_tally *tally = run->tally;
	size_t counts[DELIVERY_KINDS];

	if (!deliver_count(mails, run->ledger, counts, error))
		return false;
	tally->refused = counts[DELIVERY_REFUSED];
	tally->unknown = counts[DELIVERY_OFFERED];
	tally->left = counts[DELIVERY_NONE] + counts[DELIVERY_DEFERRED];
	tally->already = counts[DELIVERY_ACCEPTED] - MIN(tally->sent, counts[DELIVERY_ACCEPTED]);
	return true;
}

/* All mails once. A server that cannot be talked to ends the round, not the run. */
static bool send_round(struct run *run, GPtrArray *mails, GError **trouble, GError **error)
{
	g_clear_error(trouble);
	for (guint i = 0; i < mails->len; i++) {
		g_autoptr(GError) problem = NULL;

		if (send_mail(run, mails->pdata[i], &problem))
			continue;
		if (!g_error_matches(problem, WINNOW_ERROR, WINNOW_ERROR_RETRY)) {
			g_propagate_error(error, g_steal_pointer(&problem));
			return false;
		}
		*trouble = g_steal_pointer(&problem);
		break;
	}
	return take_stock(run, mails, error);
}

bool deliver(GPtrArray *mails, struct ledger *ledger, struct smtp *smtp,
	     const struct deliver_options *options, struct deliver_tally *tally, GError **error)
{
	struct run run = { ledger, smtp, options, tally };
	g_autoptr(GError) trouble = NULL;
	unsigned wait = options->wait_s;

	*tally = (struct deliver_tally){ 0 };
	if (!take_stock(&run, mails, error))
		return false;
	for (unsigned attempt = 1; tally->left; attempt++) {
		if (!send_round(&run, mails, &trouble, error)) {
			g_autoptr(GError) again = NULL;

			(void)!take_stock(&run, mails, &again);
			return false;
		}
		if (!tally->left || attempt >= options->attempts)
			break;
		options->waiting(wait, trouble ? trouble->message : "not all was taken",
				 options->data);
		g_usleep((gulong)wait * G_USEC_PER_SEC);
		wait = MIN(wait * 2, 3600u);
	}
	if (tally->left && trouble) {
		g_propagate_error(error, g_steal_pointer(&trouble));
		return false;
	}
	return true;
}
