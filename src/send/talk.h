/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * talk - what the commands and responses of one mail's transaction say became of each recipient.
 * It knows nothing of connections: whoever has one passes on what is said and heard.
 */

#ifndef WINNOW_SEND_TALK_H
#define WINNOW_SEND_TALK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"
#include "send/secrets.h"
#include "send/smtp.h"

/* What a server may say of one mail; past it nothing is believed that it says. */
enum { TALK_LIMIT = 1 << 20 };

/* The command that the next response is to. */
enum talk_stage {
	TALK_GREETING,
	TALK_LOGIN,
	TALK_MAIL,
	TALK_RECIPIENT,
	TALK_DATA,
	TALK_END, /* of the mail */
};

struct talk {
	const struct secrets *secrets;
	struct smtp_result *results; /* borrowed, n of them */
	size_t n;
	enum talk_stage stage;
	size_t recipient; /* how many RCPT were said */
	size_t heard;	  /* bytes */
	bool answered;	  /* the command of this stage */
	bool logged_in;	  /* a command behind the login was said */
	bool ended;	  /* the whole mail was given, and its end */
	bool quit;	  /* QUIT was said; the stage is the one before */
	bool over;	  /* and there was a response to it */
	bool *offered;	  /* n of them: to whom */
	int login_code;	  /* of the last step of it; 0: no step was made */
	int code;	  /* of the last response about the mail, or before it */
	char *last_line;  /* that one's, as one line without secrets */
};

/* secrets, which are masked, and results, which must be zeroed, are borrowed. */
void talk_init(struct talk *talk, const struct secrets *secrets, struct smtp_result *results,
	       size_t n);
void talk_clear(struct talk *talk);

/* Commands, which may be cut off anywhere or left out, and responses, whole lines. */
void talk_say(struct talk *talk, struct slice lines);
void talk_hear(struct talk *talk, struct slice lines);

/* The mail's bytes are all given: whoever may get it is SMTP_UNKNOWN from now on. */
void talk_offer(struct talk *talk);

/* The line that ends it is next. */
void talk_end_mail(struct talk *talk);

/*
 * The server says that it did not take the mail. It is believed only when the response to QUIT is
 * one to QUIT, so QUIT must be next.
 */
bool talk_must_quit(const struct talk *talk);

/* No more is heard: who was not offered a whole mail got none. */
void talk_conclude(struct talk *talk);

#endif
