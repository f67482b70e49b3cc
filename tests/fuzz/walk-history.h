/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk-history - ask a history everything that the program asks one. */

#ifndef WINNOW_FUZZ_WALK_HISTORY_H
#define WINNOW_FUZZ_WALK_HISTORY_H

#include <stdbool.h>

#include "index/history.h"

/* honest: made by ourselves, so that what it says of one thing holds for another. */
void walk_history(struct history *history, bool honest);

#endif
