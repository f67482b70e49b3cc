/* SPDX-License-Identifier: GPL-2.0-or-later */
/* settle - verdicts that rest on other verdicts of the same queue. */

#ifndef WINNOW_REVIEW_SETTLE_H
#define WINNOW_REVIEW_SETTLE_H

#include "review/report.h"

/*
 * Withdraw the reasons that rest on a patch which should itself be dropped, and judge again what
 * they stood under, until nothing changes.
 */
void settle(struct report *report);

#endif
