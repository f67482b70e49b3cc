/* SPDX-License-Identifier: GPL-2.0-or-later */
/* missing - what a branch lacks, as text for people and as JSON for programs. */

#ifndef WINNOW_WRITE_MISSING_H
#define WINNOW_WRITE_MISSING_H

#include <stdbool.h>
#include <stdio.h>

#include "review/inquiry.h"

bool missing_write_text(const struct missing_report *report, bool color, FILE *out);

/* Version 1, data/schema/missing-1.json. False if memory for it or the stream gave out. */
bool missing_write_json(const struct missing_report *report, bool color, FILE *out);

#endif
