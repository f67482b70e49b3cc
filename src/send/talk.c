/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/talk.h"

#include <string.h>

enum { RESPONSE_LIMIT = 200 /* characters of the server's words that are kept */ };

void talk_init(struct talk *talk, const struct secrets *secrets, struct smtp_result *results,
	       size_t n)
{
	*talk = (struct talk){
		.secrets = secrets,
		.results = results,
		.n = n,
		.offered = g_new0(bool, n),
	};
}

void talk_clear(struct talk *talk)
{
	g_free(talk->offered);
	g_free(talk->last_line);
}

static void settle(struct smtp_result *result, enum smtp_outcome outcome, const char *response)
{
	result->outcome = outcome;
	g_free(result->response);
	result->response = g_strdup(response);
}

/* All recipients that the server has taken so far, or all there are. */
static void settle_all(struct talk *talk, enum smtp_outcome only, enum smtp_outcome outcome)
{
	for (size_t i = 0; i < talk->n; i++)
		if (talk->results[i].outcome == only)
			settle(&talk->results[i], outcome, talk->last_line);
}

/* What is neither yes nor no says nothing, and the mail may have been taken. */
static enum smtp_outcome outcome_at_end(int response_class)
{
	switch (response_class) {
	case 2:
		return SMTP_ACCEPTED;
	case 4:
		return SMTP_DEFERRED;
	case 5:
		return SMTP_REFUSED;
	default:
		return SMTP_UNKNOWN;
	}
}

/*
 * Another 2xx than 221 is one more response to the mail: of two that contradict each other neither
 * is known to be true.
 */
static void hear_parting(struct talk *talk, int code)
{
	talk->over = true;
	if (code / 100 != 2 || code == 221)
		return;
	for (size_t i = 0; i < talk->n; i++)
		if (talk->offered[i] && talk->results[i].outcome != SMTP_ACCEPTED)
			settle(&talk->results[i], SMTP_UNKNOWN, NULL);
}

/*
 * libcurl tells of a command only what the line took at once: the rest of one that had to wait
 * passes in silence, and so may all of it. What comes next is known all the same.
 */
static void pass_over_unsaid(struct talk *talk)
{
	if (!talk->answered || talk->quit)
		return;
	switch (talk->stage) {
	case TALK_MAIL:
		talk->quit = talk->code / 100 != 2;
		if (talk->quit)
			break;
		talk->stage = TALK_RECIPIENT;
		talk->recipient = 1;
		break;
	case TALK_RECIPIENT:
		if (talk->recipient < talk->n)
			talk->recipient++;
		else
			talk->stage = TALK_DATA;
		break;
	default:
		break;
	}
}

/* Those who were offered it. */
static void settle_offered(struct talk *talk, enum smtp_outcome outcome)
{
	for (size_t i = 0; i < talk->n; i++)
		if (talk->offered[i] && talk->results[i].outcome == SMTP_UNKNOWN)
			settle(&talk->results[i], outcome, talk->last_line);
}

/* A whole response to the command of this stage. */
static void respond(struct talk *talk)
{
	int response_class = talk->code / 100;
	enum smtp_outcome bad = response_class == 5 ? SMTP_REFUSED : SMTP_DEFERRED;

	switch (talk->stage) {
	case TALK_LOGIN:
		talk->login_code = talk->code;
		break;
	case TALK_MAIL:
		/* Of this mail: its sender, its size; but 530, log in first, is said of us. */
		if (response_class == 5 && talk->code != 530)
			settle_all(talk, SMTP_UNTRIED, bad);
		break;
	case TALK_RECIPIENT:
		if (talk->recipient <= talk->n)
			settle(&talk->results[talk->recipient - 1],
			       response_class == 2 ? SMTP_UNKNOWN : bad, talk->last_line);
		break;
	case TALK_DATA:
		if (response_class != 3)
			settle_all(talk, SMTP_UNKNOWN, bad);
		break;
	case TALK_END:
		settle_offered(talk, outcome_at_end(response_class));
		break;
	default:
		break;
	}
}

/* As libcurl sees it, which goes on with the next command then. */
static bool is_last_of_response(struct slice line)
{
	return line.length >= 3 && g_ascii_isdigit(line.start[0]) &&
	       g_ascii_isdigit(line.start[1]) && g_ascii_isdigit(line.start[2]) &&
	       (line.length == 3 || line.start[3] == ' ');
}

static void hear_line(struct talk *talk, struct slice line)
{
	g_autofree char *text = NULL;
	int code;

	if (talk->over || !is_last_of_response(line))
		return;
	code = (line.start[0] - '0') * 100 + (line.start[1] - '0') * 10 + line.start[2] - '0';
	pass_over_unsaid(talk);
	if (talk->quit) {
		hear_parting(talk, code);
		return;
	}
	talk->code = code;
	text = secrets_mask(talk->secrets, line);
	g_free(talk->last_line);
	/* What is said to a password might have it in it in ways that nobody thought of. */
	talk->last_line = talk->stage == TALK_LOGIN ? g_strdup_printf("%d", code)
						    : text_one_line(text, RESPONSE_LIMIT);
	respond(talk);
	talk->answered = true;
}

void talk_hear(struct talk *talk, struct slice lines)
{
	struct slice line;

	talk->heard += lines.length;
	while (text_next_line(&lines, &line))
		hear_line(talk, line);
}

static void enter(struct talk *talk, enum talk_stage stage)
{
	talk->stage = stage;
	talk->answered = false;
}

static void say_line(struct talk *talk, struct slice line)
{
	if (slice_equal(line, "QUIT")) {
		talk->quit = true;
	} else if (slice_has_prefix(line, "MAIL FROM:")) {
		enter(talk, TALK_MAIL);
		talk->logged_in = true;
	} else if (slice_has_prefix(line, "RCPT TO:")) {
		/* Without MAIL it is not known how many were left out in front of it. */
		talk->recipient = talk->stage < TALK_MAIL ? talk->n + 1 : talk->recipient + 1;
		enter(talk, TALK_RECIPIENT);
	} else if (slice_equal(line, "DATA")) {
		enter(talk, TALK_DATA);
	} else if (slice_has_prefix(line, "AUTH ")) {
		enter(talk, TALK_LOGIN);
	}
}

void talk_say(struct talk *talk, struct slice lines)
{
	struct slice line;

	while (text_next_line(&lines, &line))
		say_line(talk, line);
}

void talk_offer(struct talk *talk)
{
	for (size_t i = 0; i < talk->n; i++) {
		talk->offered[i] = talk->results[i].outcome == SMTP_UNKNOWN;
		/* What was said of it was not heard, and a mail is being taken. */
		if (talk->results[i].outcome == SMTP_UNTRIED)
			settle(&talk->results[i], SMTP_UNKNOWN, NULL);
	}
}

void talk_end_mail(struct talk *talk)
{
	enter(talk, TALK_END);
	talk->ended = true;
}

bool talk_must_quit(const struct talk *talk)
{
	return talk->stage == TALK_END && talk->code / 100 >= 4;
}

void talk_conclude(struct talk *talk)
{
	if (talk->ended)
		return;
	for (size_t i = 0; i < talk->n; i++)
		if (talk->results[i].outcome == SMTP_UNKNOWN)
			settle(&talk->results[i], SMTP_UNTRIED, NULL);
}
