/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/terminal.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "send/drafts.h"
#include "cmd/locate.h"
#include "send/sendemail.h"
#include "send/credential.h"
#include "send/deliver.h"
#include "send/ledger.h"
#include "send/send-text.h"

static const char summary[] =
	"Send drafts: shown first, after one question, to each recipient once.";

static const char help[] = "DRAFT is a mail, an mbox, a maildir or '-' (standard input). The "
			   "server and the rest come\n"
			   "from the settings of git send-email, sendemail.* in git's "
			   "configuration, the password from\n"
			   "git's credential helpers. What was sent is kept in a ledger: the same "
			   "command again sends\n"
			   "what is missing, and nothing twice.\n"
			   "\n"
			   "  winnow send ~/Mail/drafts\n"
			   "  winnow send --dry-run summary.mbox\n"
			   "\n"
			   "Exit status: 0 all was sent, 2 something never will be, 75 something "
			   "was not yet, or it is\n"
			   "not known.\n";

enum { ATTEMPTS = 4, WAIT_S = 10, TIMEOUT_S = 300, MAX_RECIPIENTS = 500 };

struct send_options {
	gboolean yes, dry_run, status, resend, assume_sent, retry_refused, trust_ledger, quiet;
	char *identity, *ledger, *now;
	int attempts, wait_s, timeout_s, max_recipients;
	gint64 now_s;
};

struct sending {
	const struct send_options *options;
	struct sendemail settings;
	struct drafts drafts;
	char *ledger_path;
	struct credential credential;
	bool asked_helpers; /* the password is theirs: they are told whether it was good */
};

static void options_clear(struct send_options *options)
{
	g_free(options->identity);
	g_free(options->ledger);
	g_free(options->now);
}

static void sending_clear(struct sending *sending)
{
	sendemail_clear(&sending->settings);
	drafts_clear(&sending->drafts);
	credential_clear(&sending->credential);
	g_free(sending->ledger_path);
}

static void say(const char *text)
{
	g_autofree char *shown = text_one_line(text, 0);

	fprintf(stderr, "winnow: %s\n", shown);
}

static void tell_problems(const struct sending *sending, guint from)
{
	for (guint i = from; i < sending->drafts.problems->len; i++) {
		g_autofree char *text =
			g_strdup_printf("not sent: %s", (char *)sending->drafts.problems->pdata[i]);

		say(text);
	}
}

static void tell_others(const struct drafts *drafts)
{
	g_autofree char *text = g_strdup_printf("left alone: %zu mail%s without " OUTGOING_MARK
						" (a file is named to send it whoever wrote it)",
						drafts->others, drafts->others == 1 ? "" : "s");

	if (drafts->others)
		say(text);
}

/*
 * The line comes from the terminal; where standard input is the mails, from the one that the
 * process belongs to. NULL: there is nobody to ask.
 */
static FILE *open_terminal(char *const *names)
{
	for (; *names; names++)
		if (strcmp(*names, "-") == 0)
			return fopen("/dev/tty", "re");
	return isatty(STDIN_FILENO) ? fdopen(dup(STDIN_FILENO), "r") : NULL;
}

static bool confirm(const struct sending *sending, char *const *names, size_t n, GError **error)
{
	FILE *terminal;
	char line[16] = "";
	bool yes;

	if (sending->options->yes)
		return true;
	terminal = open_terminal(names);
	if (!terminal)
		return fail(error, WINNOW_ERROR_USAGE,
			    "send: there is no terminal to ask at: --yes sends without a question");
	fprintf(stderr, "Send to %zu recipient%s by %s? [y/N] ", n, n == 1 ? "" : "s",
		sending->settings.server);
	fflush(stderr);
	yes = fgets(line, sizeof(line), terminal) && (*line == 'y' || *line == 'Y');
	fclose(terminal);
	return yes || fail(error, WINNOW_ERROR_INPUT, "nothing was sent");
}

static void told(const struct outgoing *mail, const char *recipient, enum delivery delivery,
		 const char *response, void *data)
{
	(void)data;
	send_text_delivery(mail->message_id, recipient, delivery, response, stdout);
	fflush(stdout);
}

static void told_waiting(unsigned seconds, const char *why, void *data)
{
	const struct sending *sending = data;
	g_autofree char *text = g_strdup_printf("%s: trying again in %u s", why, seconds);

	if (!sending->options->quiet)
		say(text);
}

static void told_locked(const char *path, void *data)
{
	g_autofree char *text =
		g_strdup_printf("waiting for another winnow to be done with '%s'", path);

	(void)data;
	say(text);
}

static void tell_wide(const char *path)
{
	g_autofree char *text = g_strdup_printf("others may read or write '%s', which has the "
						"addresses of Bcc: chmod 600",
						path);

	if (ledger_others_may(path))
		say(text);
}

static void logged_in(bool good, void *data)
{
	struct sending *sending = data;

	if (!sending->asked_helpers)
		return;
	if (good)
		credential_approve(&sending->credential);
	else
		credential_reject(&sending->credential);
	sending->asked_helpers = false;
}

/* Under the same names as git send-email, which leaves out a port that nobody set. */
static bool find_password(struct sending *sending, const struct global_options *global,
			  const char *server, GError **error)
{
	if (!sending->settings.user || sending->settings.password)
		return true;
	sending->credential = (struct credential){
		.directory = g_strdup(global->directory),
		.protocol = g_strdup("smtp"),
		.host = g_strdup(sending->settings.port || sending->settings.encryption == SMTP_TLS
					 ? server
					 : sending->settings.server),
		.username = g_strdup(sending->settings.user),
	};
	sending->asked_helpers = credential_fill(&sending->credential, error);
	return sending->asked_helpers;
}

/* What the user says of deliveries that are not known, or were refused. */
static bool apply_decisions(const struct sending *sending, struct ledger *ledger, GError **error)
{
	const struct send_options *options = sending->options;

	for (guint i = 0; i < sending->drafts.mails->len; i++) {
		const struct outgoing *mail = sending->drafts.mails->pdata[i];

		for (guint k = 0; k < mail->recipients->len; k++) {
			struct ledger_note note = { .address = mail->recipients->pdata[k] };
			struct ledger_entry entry;

			if (!ledger_find(ledger, mail->message_id, note.address, &entry, error))
				return false;
			if (entry.delivery == DELIVERY_OFFERED && options->assume_sent) {
				note.delivery = DELIVERY_ACCEPTED;
				note.response = "assumed";
			} else if (!(entry.delivery == DELIVERY_OFFERED && options->resend) &&
				   !(entry.delivery == DELIVERY_REFUSED &&
				     options->retry_refused)) {
				continue;
			}
			if (!ledger_write(ledger, mail, &note, 1, options->now_s, error))
				return false;
		}
	}
	return true;
}

static bool send_drafts(struct sending *sending, const struct global_options *global,
			struct ledger *ledger, struct deliver_tally *tally, GError **error)
{
	const struct deliver_options options = {
		.sender = sending->settings.envelope_sender,
		.attempts = (unsigned)sending->options->attempts,
		.wait_s = (unsigned)sending->options->wait_s,
		.now = sending->options->now_s,
		.told = told,
		.waiting = told_waiting,
		.logged_in = logged_in,
		.data = sending,
	};
	struct smtp_settings settings = {
		.host = sending->settings.server,
		.port = sending->settings.port,
		.encryption = sending->settings.encryption,
		.user = sending->settings.user,
		.mechanisms = sending->settings.mechanisms,
		.certificates = sending->settings.certificates,
		.domain = sending->settings.domain,
		.timeout_s = (unsigned)sending->options->timeout_s,
	};
	_cleanup_(smtp_freep) struct smtp *smtp = NULL;
	size_t counts[DELIVERY_KINDS];

	if (!apply_decisions(sending, ledger, error) ||
	    !deliver_count(sending->drafts.mails, ledger, counts, error))
		return false;
	/* No password is asked for when there is nothing to send. */
	if (counts[DELIVERY_NONE] + counts[DELIVERY_DEFERRED] &&
	    (!smtp_new(&settings, &smtp, error) ||
	     !find_password(sending, global, smtp_server(smtp), error)))
		return false;
	settings.password = sending->settings.password ? sending->settings.password
						       : sending->credential.password;
	return deliver(sending->drafts.mails, ledger, smtp, &options, tally, error);
}

static void tell_unknown(const struct sending *sending, const struct deliver_tally *tally)
{
	g_autofree char *text =
		g_strdup_printf("for %zu recipient%s it is not known whether the server took the "
				"mail: look whether "
				"it has arrived, then say --assume-sent or --resend",
				tally->unknown, tally->unknown == 1 ? "" : "s");

	(void)sending;
	if (tally->unknown)
		say(text);
}

static void tell_tally(const struct sending *sending, const struct deliver_tally *tally)
{
	printf("%zu sent", tally->sent);
	if (tally->already)
		printf(", %zu sent before", tally->already);
	if (tally->refused)
		printf(", %zu refused", tally->refused);
	if (tally->left)
		printf(", %zu not yet", tally->left);
	if (tally->unknown)
		printf(", %zu unknown", tally->unknown);
	if (sending->drafts.problems->len)
		printf(", %u draft%s not fit to be sent", sending->drafts.problems->len,
		       sending->drafts.problems->len == 1 ? "" : "s");
	putchar('\n');
	tell_unknown(sending, tally);
}

/* What a later run may still do goes first: that is what a script acts on. */
static enum status status_of(const struct sending *sending, const struct deliver_tally *tally)
{
	if (tally->left || tally->unknown)
		return STATUS_RETRY;
	return tally->refused || sending->drafts.problems->len ? STATUS_FAILED : STATUS_OK;
}

/* What must not go because of what went before. */
static bool refuse_sent(struct sending *sending, struct ledger *ledger, GError **error)
{
	return drafts_refuse_changed(&sending->drafts, ledger, error) &&
	       (sending->options->resend ||
		drafts_refuse_answered(&sending->drafts, ledger, error));
}

/* Show, ask; then, as the only one who sends, look again and send. */
static bool send_all(struct sending *sending, const struct global_options *global,
		     char *const *names, enum status *status, GError **error)
{
	_cleanup_(ledger_freep) struct ledger *seen = NULL;
	_cleanup_(ledger_freep) struct ledger *ledger = NULL;
	const struct send_options *options = sending->options;
	size_t counts[DELIVERY_KINDS], open;
	struct deliver_tally tally = { 0 };
	guint n_problems;
	bool ok;

	if (!sendemail_check_server(&sending->settings, error) ||
	    !ledger_open(sending->ledger_path, sending->options->trust_ledger, &seen, error) ||
	    !refuse_sent(sending, seen, error) ||
	    !deliver_count(sending->drafts.mails, seen, counts, error))
		return false;
	tell_problems(sending, 0);
	n_problems = sending->drafts.problems->len;
	if ((!options->quiet || !options->yes) &&
	    !send_text_plan(sending->drafts.mails, seen, stderr, error))
		return false;
	open = counts[DELIVERY_NONE] + counts[DELIVERY_DEFERRED] +
	       (options->resend ? counts[DELIVERY_OFFERED] : 0) +
	       (options->retry_refused ? counts[DELIVERY_REFUSED] : 0);
	if (open && !confirm(sending, names, open, error))
		return false;
	ledger_freep(&seen);
	seen = NULL;
	if (!ledger_open_to_write(sending->ledger_path, options->trust_ledger, told_locked, NULL,
				  &ledger, error) ||
	    !refuse_sent(sending, ledger, error))
		return false;
	tell_problems(sending, n_problems);
	tell_wide(sending->ledger_path);
	ok = send_drafts(sending, global, ledger, &tally, error);
	if (ok || tally.sent || tally.left)
		tell_tally(sending, &tally);
	*status = status_of(sending, &tally);
	return ok;
}

/* What would go; nothing is asked but the ledger, and that is not made. */
static bool dry_run(struct sending *sending, enum status *status, GError **error)
{
	_cleanup_(ledger_freep) struct ledger *ledger = NULL;
	const bool also[DELIVERY_KINDS] = {
		[DELIVERY_OFFERED] = sending->options->resend,
		[DELIVERY_REFUSED] = sending->options->retry_refused,
	};

	if (!ledger_open(sending->ledger_path, sending->options->trust_ledger, &ledger, error) ||
	    !refuse_sent(sending, ledger, error))
		return false;
	for (guint i = 0; i < sending->drafts.mails->len; i++) {
		const struct outgoing *mail = sending->drafts.mails->pdata[i];
		const char *sender = sending->settings.envelope_sender;
		g_autoptr(GPtrArray) open = g_ptr_array_new();

		if (!deliver_find_open(mail, ledger, also, open, error))
			return false;
		send_text_wire(mail, sender ? sender : mail->sender, open, terminal_is_one(),
			       stdout);
	}
	tell_problems(sending, 0);
	*status = sending->drafts.problems->len ? STATUS_FAILED : STATUS_OK;
	return true;
}

static bool show_status(const struct sending *sending, bool all, GError **error)
{
	_cleanup_(ledger_freep) struct ledger *ledger = NULL;

	return ledger_open(sending->ledger_path, sending->options->trust_ledger, &ledger, error) &&
	       send_text_status(ledger, all ? NULL : sending->drafts.mails, stdout, error);
}

static bool check_options(struct send_options *options, int argc, GError **error)
{
	if (!cmd_parse_now(options->now, &options->now_s, error))
		return false;
	if (argc < 2 && !options->status)
		return fail(error, WINNOW_ERROR_USAGE, "send: no DRAFT (see winnow send --help)");
	if (options->resend && options->assume_sent)
		return fail(error, WINNOW_ERROR_USAGE, "either --resend or --assume-sent");
	if (options->dry_run && options->status)
		return fail(error, WINNOW_ERROR_USAGE, "either --dry-run or --status");
	if (options->attempts < 1 || options->wait_s < 0 || options->timeout_s < 1 ||
	    options->max_recipients < 1)
		return fail(error, WINNOW_ERROR_USAGE,
			    "--attempts, --timeout and --max-recipients are at least 1, --wait 0");
	return true;
}

static bool run_send(struct sending *sending, const struct global_options *global,
		     char *const *names, enum status *status, GError **error)
{
	const struct send_options *options = sending->options;
	_cleanup_(repo_freep) struct repo *repo = NULL;
	struct outgoing_defaults defaults = { .now = options->now_s };

	if (!locate_repo(global, &repo, error) ||
	    !sendemail_read(repo, options->identity, &sending->settings, error))
		return false;
	defaults.from = sending->settings.from;
	sending->ledger_path = options->ledger ? g_strdup(options->ledger) : ledger_default_path();
	if (!sending->ledger_path)
		return fail(
			error, WINNOW_ERROR_INPUT,
			"there is no home directory for the ledger (use --ledger, or set HOME or "
			"XDG_STATE_HOME)");
	if (!drafts_read(names, g_strv_length((char **)names), &defaults, &sending->drafts, error))
		return false;
	if (options->status)
		return show_status(sending, !*names, error);
	tell_others(&sending->drafts);
	drafts_refuse_crowds(&sending->drafts, (unsigned)options->max_recipients);
	if (!sending->drafts.mails->len && !sending->drafts.problems->len)
		return fail(error, WINNOW_ERROR_INPUT, "there is no draft in what was named");
	return options->dry_run ? dry_run(sending, status, error)
				: send_all(sending, global, names, status, error);
}

bool cmd_send(struct global_options *global, int argc, char **argv, enum status *status,
	      GError **error)
{
	_cleanup_(options_clear) struct send_options options = {
		.attempts = ATTEMPTS,
		.wait_s = WAIT_S,
		.timeout_s = TIMEOUT_S,
		.max_recipients = MAX_RECIPIENTS,
	};
	GOptionEntry entries[] = {
		{ "yes", 'y', 0, G_OPTION_ARG_NONE, &options.yes, "Ask nothing", NULL },
		{ "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options.dry_run,
		  "Print what would go to the server, and do nothing", NULL },
		{ "status", 0, 0, G_OPTION_ARG_NONE, &options.status,
		  "Print what the ledger knows, of the drafts or of all mails", NULL },
		{ "resend", 0, 0, G_OPTION_ARG_NONE, &options.resend,
		  "Send where it is not known whether it was sent, and second answers", NULL },
		{ "assume-sent", 0, 0, G_OPTION_ARG_NONE, &options.assume_sent,
		  "Take it for sent where it is not known", NULL },
		{ "retry-refused", 0, 0, G_OPTION_ARG_NONE, &options.retry_refused,
		  "Try those again whom the server refused for good", NULL },
		{ "trust-ledger", 0, 0, G_OPTION_ARG_NONE, &options.trust_ledger,
		  "Go by a ledger that may lack what was sent", NULL },
		{ "identity", 0, 0, G_OPTION_ARG_STRING, &options.identity,
		  "Settings of sendemail.NAME first (sendemail.identity)", "NAME" },
		{ "attempts", 0, 0, G_OPTION_ARG_INT, &options.attempts,
		  "How often to try at most, 4", "N" },
		{ "wait", 0, 0, G_OPTION_ARG_INT, &options.wait_s,
		  "Before the second attempt, 10; then twice as long each time", "SECONDS" },
		{ "timeout", 0, 0, G_OPTION_ARG_INT, &options.timeout_s,
		  "For each response of the server, 300", "SECONDS" },
		{ "max-recipients", 0, 0, G_OPTION_ARG_INT, &options.max_recipients,
		  "Refuse a draft to more people, 500", "N" },
		{ "ledger", 0, 0, G_OPTION_ARG_FILENAME, &options.ledger,
		  "The ledger in place of the one in ~/.local/state/winnow", "FILE" },
		{ "now", 0, 0, G_OPTION_ARG_STRING, &options.now,
		  "The date of drafts that have none, and of the ledger", "DATE" },
		{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet,
		  "With --yes: do not show the drafts first", NULL },
		G_OPTION_ENTRY_NULL,
	};
	_cleanup_(sending_clear) struct sending sending = { .options = &options };
	bool helped = false;

	if (!cmd_parse(global, entries, NULL, "[OPTION...] DRAFT...", summary, help, &argc, &argv,
		       &helped, error) ||
	    helped)
		return helped;
	return check_options(&options, argc, error) &&
	       run_send(&sending, global, argv + 1, status, error);
}
