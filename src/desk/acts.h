/* SPDX-License-Identifier: GPL-2.0-or-later */
/* acts - what keys do that takes more than a move: texts, mails, drafts. */

#ifndef WINNOW_DESK_ACTS_H
#define WINNOW_DESK_ACTS_H

#include "desk/ui.h"

/* Functions of the key table; data is the struct ui. */
void act_difference(void *data, int argument);
void act_upstream(void *data, int argument);
void act_followups(void *data, int argument);
void act_thread(void *data, int argument);
void act_draft(void *data, int argument);
void act_left(void *data, int argument);
void act_explain(void *data, int argument);

#endif
