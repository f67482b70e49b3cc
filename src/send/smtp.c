/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/smtp.h"

#include <stdio.h>
#include <string.h>

#include <curl/curl.h>

#include "base/error.h"
#include "base/text.h"
#include "send/secrets.h"
#include "send/talk.h"

enum { CONNECT_S = 30 };

/* One mail on its way. */
struct transfer {
	struct talk talk;
	const GString *bytes;
	size_t sent;
	smtp_offering *offering;
	void *data;
	bool stopped; /* by offering */
};

struct smtp {
	CURL *curl;
	char *server;
	char *url;
	const struct smtp_settings *settings;
	enum smtp_login login;
	char problem[CURL_ERROR_SIZE];
};

void smtp_results_clear(struct smtp_result *results, size_t n)
{
	for (size_t i = 0; i < n; i++)
		g_free(results[i].response);
}

void smtp_free(struct smtp *smtp)
{
	curl_easy_cleanup(smtp->curl);
	g_free(smtp->server);
	g_free(smtp->url);
	g_free(smtp);
}

const char *smtp_server(const struct smtp *smtp)
{
	return smtp->server;
}

enum smtp_login smtp_login(const struct smtp *smtp)
{
	return smtp->login;
}

static bool is_name(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-._:[]";

	return *text && strspn(text, letters) == strlen(text);
}

/* git's list of mechanisms as libcurl wants it; NULL: a word that is none. */
static char *login_options(const char *mechanisms)
{
	g_auto(GStrv) words = g_strsplit_set(mechanisms, " ,", -1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (char **word = words; *word; word++) {
		if (!**word)
			continue;
		if (strspn(*word,
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") !=
		    strlen(*word))
			return NULL;
		g_string_append_printf(out, "%sAUTH=%s", out->len ? ";" : "", *word);
	}
	return g_strdup(out->str);
}

static void set_security(struct smtp *smtp)
{
	const struct smtp_settings *settings = smtp->settings;
	CURL *curl = smtp->curl;

	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(
		curl, CURLOPT_USE_SSL,
		(long)(settings->encryption == SMTP_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	if (settings->certificates && g_file_test(settings->certificates, G_FILE_TEST_IS_DIR)) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, NULL);
		curl_easy_setopt(curl, CURLOPT_CAPATH, settings->certificates);
	} else if (settings->certificates) {
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
		curl_easy_setopt(curl, CURLOPT_CAINFO, settings->certificates);
	}
}

bool smtp_new(const struct smtp_settings *settings, struct smtp **out, GError **error)
{
	_cleanup_(smtp_freep) struct smtp *smtp = g_new0(struct smtp, 1);
	g_autofree char *options =
		settings->mechanisms ? login_options(settings->mechanisms) : NULL;
	bool literal = strchr(settings->host, ':') && settings->host[0] != '[';
	unsigned port = settings->port;

	if (!is_name(settings->host) || (settings->domain && !is_name(settings->domain)))
		return fail(error, WINNOW_ERROR_USAGE, "'%s' is no name of a machine",
			    is_name(settings->host) ? settings->domain : settings->host);
	if (settings->mechanisms && !options)
		return fail(error, WINNOW_ERROR_USAGE, "'%s' are no names of mechanisms",
			    settings->mechanisms);
	if (!port)
		port = settings->encryption == SMTP_TLS ? 465 : 25;
	smtp->settings = settings;
	smtp->server = g_strdup_printf(literal ? "[%s]:%u" : "%s:%u", settings->host, port);
	smtp->url =
		g_strdup_printf("%s://%s/%s", settings->encryption == SMTP_TLS ? "smtps" : "smtp",
				smtp->server, settings->domain ? settings->domain : "");
	smtp->curl = curl_easy_init();
	if (!smtp->curl)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot set up libcurl");
	curl_easy_setopt(smtp->curl, CURLOPT_URL, smtp->url);
	curl_easy_setopt(smtp->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(smtp->curl, CURLOPT_ERRORBUFFER, smtp->problem);
	curl_easy_setopt(smtp->curl, CURLOPT_PROXY, ""); /* none that the environment speaks of */
	curl_easy_setopt(smtp->curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(smtp->curl, CURLOPT_CONNECTTIMEOUT,
			 (long)MIN(settings->timeout_s, (unsigned)CONNECT_S));
	curl_easy_setopt(smtp->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)settings->timeout_s);
	curl_easy_setopt(smtp->curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(smtp->curl, CURLOPT_LOW_SPEED_TIME, (long)settings->timeout_s);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
	curl_easy_setopt(smtp->curl, CURLOPT_UPLOAD, 1L);
	if (options)
		curl_easy_setopt(smtp->curl, CURLOPT_LOGIN_OPTIONS, options);
	set_security(smtp);
	*out = g_steal_pointer(&smtp);
	return true;
}

/*
 * libcurl tells a program which recipients failed neither by its result nor otherwise: the commands
 * and responses are followed as they pass. Nothing of them is kept but responses about the mail.
 */
static int follow(CURL *curl, curl_infotype type, char *bytes, size_t length, void *data)
{
	struct transfer *transfer = data;
	const struct slice lines = { bytes, length };

	if (type == CURLINFO_HEADER_OUT)
		talk_say(&transfer->talk, lines);
	else if (type == CURLINFO_HEADER_IN)
		talk_hear(&transfer->talk, lines);
	if (talk_must_quit(&transfer->talk))
		curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
	return 0;
}

/*
 * The mail's bytes. Only after it has said that there are no more does libcurl send the dot: this
 * is the last moment at which it is certain that the mail has not been delivered.
 */
static size_t give(char *buffer, size_t size, size_t n, void *data)
{
	struct transfer *transfer = data;
	size_t length = MIN(size * n, transfer->bytes->len - transfer->sent);

	if (!length) {
		talk_offer(&transfer->talk);
		if (!transfer->offering(transfer->talk.results, transfer->data)) {
			transfer->stopped = true;
			return CURL_READFUNC_ABORT;
		}
		talk_end_mail(&transfer->talk);
		return 0;
	}
	memcpy(buffer, transfer->bytes->str + transfer->sent, length);
	transfer->sent += length;
	return length;
}

/* It comes here often, whatever happens on the line; what is no 0 ends the talk. */
static int watch(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct transfer *transfer = data;

	(void)a, (void)b, (void)c, (void)d;
	return transfer->talk.heard > TALK_LIMIT;
}

static void note_login(struct smtp *smtp, const struct talk *talk, CURLcode code)
{
	if (!smtp->settings->user)
		return;
	if (code == CURLE_LOGIN_DENIED && talk->login_code / 100 == 5)
		smtp->login = SMTP_LOGIN_BAD;
	else if (talk->logged_in && talk->login_code / 100 == 2)
		smtp->login = SMTP_LOGIN_GOOD;
}

static const char *reason(const struct smtp *smtp, CURLcode code)
{
	return *smtp->problem ? smtp->problem : curl_easy_strerror(code);
}

/* Why there was no talk about the mail. */
static bool fail_talk(const struct smtp *smtp, const struct talk *talk, CURLcode code,
		      GError **error)
{
	bool for_good = talk->code / 100 == 5 && talk->stage <= TALK_MAIL;

	if (talk->heard > TALK_LIMIT)
		return fail(error, WINNOW_ERROR_RETRY, "%s says more than %d bytes", smtp->server,
			    TALK_LIMIT);
	switch (code) {
	case CURLE_LOGIN_DENIED:
		if (!talk->login_code)
			return fail(error, WINNOW_ERROR_SYSTEM,
				    "%s offers no way to log in that is known here or allowed by "
				    "sendemail.smtpAuth",
				    smtp->server);
		return fail(error,
			    talk->login_code / 100 == 4 ? WINNOW_ERROR_RETRY : WINNOW_ERROR_SYSTEM,
			    "%s refuses user and password (%d)", smtp->server, talk->login_code);
	case CURLE_USE_SSL_FAILED:
		return fail(error, talk->code / 100 == 4 ? WINNOW_ERROR_RETRY : WINNOW_ERROR_SYSTEM,
			    "%s does not offer STARTTLS", smtp->server);
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
		return fail(error, WINNOW_ERROR_SYSTEM,
			    "the certificate of %s cannot be trusted: %s", smtp->server,
			    reason(smtp, code));
	case CURLE_SSL_CACERT_BADFILE:
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot read certificates: %s",
			    reason(smtp, code));
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
	case CURLE_OUT_OF_MEMORY:
	case CURLE_FAILED_INIT:
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot talk to %s: %s", smtp->server,
			    reason(smtp, code));
	default:
		break;
	}
	if (talk->code / 100 >= 4)
		return fail(error, for_good ? WINNOW_ERROR_SYSTEM : WINNOW_ERROR_RETRY,
			    "%s says: %s", smtp->server, talk->last_line);
	/* For these libcurl has a number at best. */
	if (code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR || code == CURLE_GOT_NOTHING)
		return fail(error, WINNOW_ERROR_RETRY, "the connection to %s broke", smtp->server);
	return fail(error, WINNOW_ERROR_RETRY, "cannot talk to %s: %s", smtp->server,
		    reason(smtp, code));
}

static bool settled_anything(const struct talk *talk)
{
	for (size_t i = 0; i < talk->n; i++)
		if (talk->results[i].outcome != SMTP_UNTRIED)
			return true;
	return false;
}

/* Also libcurl may repeat what it heard. */
static void mask_problem(struct smtp *smtp, const struct secrets *secrets)
{
	g_autofree char *text = secrets_mask(secrets, slice_of(smtp->problem));

	g_strlcpy(smtp->problem, text, sizeof(smtp->problem));
}

static CURLcode perform(struct smtp *smtp, const char *sender, char *const *recipients,
			struct transfer *transfer)
{
	const struct smtp_settings *settings = smtp->settings;
	struct curl_slist *list = NULL;
	CURL *curl = smtp->curl;
	CURLcode code;

	for (size_t i = 0; i < transfer->talk.n; i++)
		list = curl_slist_append(list, recipients[i]);
	smtp->problem[0] = '\0';
	smtp->login = SMTP_LOGIN_UNTRIED;
	if (settings->user) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, settings->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, settings->password);
	}
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, list);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, follow);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* for follow(); nothing is printed */
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transfer);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 0L);
	code = curl_easy_perform(curl);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, NULL);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 0L);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 1L);
	curl_slist_free_all(list);
	return code;
}

bool smtp_send(struct smtp *smtp, const char *sender, char *const *recipients, size_t n,
	       const GString *bytes, smtp_offering *offering, void *data,
	       struct smtp_result *results, GError **error)
{
	const struct smtp_settings *settings = smtp->settings;
	_cleanup_(secrets_freep) struct secrets *secrets =
		secrets_new(settings->user, settings->password);
	struct transfer transfer = {
		.bytes = bytes,
		.offering = offering,
		.data = data,
	};
	struct talk *talk = &transfer.talk;
	CURLcode code;
	bool ok;

	talk_init(talk, secrets, results, n);
	code = perform(smtp, sender, recipients, &transfer);
	mask_problem(smtp, secrets);
	note_login(smtp, talk, code);
	talk_conclude(talk);
	ok = transfer.stopped || settled_anything(talk) || fail_talk(smtp, talk, code, error);
	talk_clear(talk);
	return ok;
}
