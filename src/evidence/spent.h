/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spent - whether a revert takes back what had done its work, not what was wrong. */

#ifndef WINNOW_EVIDENCE_SPENT_H
#define WINNOW_EVIDENCE_SPENT_H

/*
 * The sentence of a revert's message that says that what it takes back is needed no longer: an
 * older tree may need it still. NULL: it says no such thing. The caller frees.
 */
char *spent_sentence(const char *message);

#endif
