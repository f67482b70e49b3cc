/* SPDX-License-Identifier: GPL-2.0-or-later */
/* paint - text for people: masked, and coloured where a terminal shows it. */

#ifndef WINNOW_WRITE_PAINT_H
#define WINNOW_WRITE_PAINT_H

#include <stdio.h>

#include "write/style.h"

/* Write text, made one safe line whatever it holds. */
void paint_text(const struct report_style *style, enum paint paint, const char *text, FILE *out);

/* The line under a finding that shows it: "    | text". Nothing if proof is NULL. */
void paint_proof(const struct report_style *style, const char *proof, FILE *out);

/* "1 patch", "3 patches". */
void paint_count(size_t n, const char *one, const char *many, FILE *out);

#endif
