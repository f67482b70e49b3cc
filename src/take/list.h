/* SPDX-License-Identifier: GPL-2.0-or-later */
/* list - what was done to a queue that was taken, told. */

#ifndef WINNOW_TAKE_LIST_H
#define WINNOW_TAKE_LIST_H

#include <stdbool.h>
#include <stdio.h>

#include "take/take.h"

/* As lines for people. */
void list_write_text(const struct take_result *result, FILE *out);

/* As JSON, version 1: data/schema/take-1.json. False if memory for it or the stream gave out. */
bool list_write_json(const struct take_result *result, FILE *out);

#endif
