/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/talk.h"

#include <string.h>

#include "base/text.h"
#include "tap.h"

enum { RECIPIENTS = 2 };

/*
 * ">" is what libcurl says that it said, "<" what it heard, "." the end of the mail. What had to
 * wait on the line is not told, be it a whole command or the end of it.
 */
static const struct {
	const char *name, *talk, *expected;
} cases[] = {
	{ "all is told",
	  ">MAIL FROM:<a>\n<250 ok\n>RCPT TO:<b>\n<250 ok\n>RCPT TO:<c>\n<250 ok\n>DATA\n<354 "
	  "go\n.\n<250 kept\n>QUIT\n<221 bye\n",
	  "accepted (250 kept), accepted (250 kept)" },
	{ "the first recipient is not told",
	  ">MAIL FROM:<a>\n<250 ok\n>\n<550 who\n>RCPT TO:<c>\n<250 ok\n>DATA\n<354 go\n.\n<250 "
	  "kept\n",
	  "refused (550 who), accepted (250 kept)" },
	{ "the second is not",
	  ">MAIL FROM:<a>\n<250 ok\n>RCPT TO:<b>\n<250 ok\n>RCP\n<550 who\n>DATA\n<354 go\n.\n<250 "
	  "kept\n",
	  "accepted (250 kept), refused (550 who)" },
	{ "neither is",
	  ">MAIL FROM:<a>\n<250 ok\n>\n<250 ok\n>\n<550 who\n>DATA\n<354 go\n.\n<250 kept\n",
	  "accepted (250 kept), refused (550 who)" },
	{ "DATA is not: 354 is no response to a recipient",
	  ">MAIL FROM:<a>\n<250 ok\n>RCPT TO:<b>\n<250 ok\n>RCPT TO:<c>\n<250 ok\n>DA\n<354 "
	  "go\n.\n<250 kept\n",
	  "accepted (250 kept), accepted (250 kept)" },
	{ "DATA is not, and is refused",
	  ">MAIL FROM:<a>\n<250 ok\n>RCPT TO:<b>\n<250 ok\n>RCPT TO:<c>\n<250 ok\n>\n<451 later\n",
	  "deferred (451 later), deferred (451 later)" },
	{ "nor QUIT",
	  ">MAIL FROM:<a>\n<250 ok\n>RCPT TO:<b>\n<250 ok\n>RCPT TO:<c>\n<250 ok\n>\n<354 "
	  "go\n.\n<250 kept\n<221 bye\n",
	  "accepted (250 kept), accepted (250 kept)" },
	{ "MAIL is not: all is known from the first recipient on, but not whose the responses are",
	  ">\n<250 ok\n>RCPT TO:<b>\n<550 who\n>RCPT TO:<c>\n<250 ok\n>DATA\n<354 go\n.\n<250 "
	  "kept\n",
	  "unknown, unknown" },
	{ "nothing is", ">\n<250 ok\n>\n<250 ok\n>\n<250 ok\n>\n<354 go\n.\n<250 kept\n",
	  "unknown, unknown" },
	{ "the sender is refused, and QUIT is not told", ">MAIL FROM:<a>\n<550 no\n>\n<221 bye\n",
	  "refused (550 no), refused (550 no)" },
	{ "the line breaks behind DATA",
	  ">MAIL FROM:<a>\n<250 ok\n>\n<250 ok\n>\n<250 ok\n>\n<354 go\n", "untried, untried" },
};

static const char *const outcomes[] = {
	[SMTP_UNTRIED] = "untried",   [SMTP_ACCEPTED] = "accepted", [SMTP_REFUSED] = "refused",
	[SMTP_DEFERRED] = "deferred", [SMTP_UNKNOWN] = "unknown",
};

static char *outcome_of(const char *script)
{
	_cleanup_(secrets_freep) struct secrets *secrets = secrets_new(NULL, NULL);
	struct smtp_result results[RECIPIENTS] = { 0 };
	struct slice rest = slice_of(script), line;
	GString *out = g_string_new(NULL);
	struct talk talk;

	talk_init(&talk, secrets, results, RECIPIENTS);
	while (text_next_line(&rest, &line)) {
		const struct slice words = { line.start + 1, line.length - 1 };

		if (*line.start == '>') {
			talk_say(&talk, words);
		} else if (*line.start == '<') {
			talk_hear(&talk, words);
		} else {
			talk_offer(&talk);
			talk_end_mail(&talk);
		}
	}
	talk_conclude(&talk);
	for (size_t i = 0; i < RECIPIENTS; i++) {
		g_string_append_printf(out, "%s%s", i ? ", " : "", outcomes[results[i].outcome]);
		if (results[i].response && results[i].outcome != SMTP_UNKNOWN)
			g_string_append_printf(out, " (%s)", results[i].response);
	}
	talk_clear(&talk);
	smtp_results_clear(results, RECIPIENTS);
	return g_string_free(out, FALSE);
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *actual = outcome_of(cases[i].talk);

		tap_same(cases[i].name, cases[i].expected, actual);
	}
	return tap_done();
}
