/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * secrets - what must not come back: a server may repeat user and password in its words, which are
 * shown and kept in the ledger.
 */

#ifndef WINNOW_SEND_SECRETS_H
#define WINNOW_SEND_SECRETS_H

#include "base/cleanup.h"
#include "base/text.h"

struct secrets;

/* Both may be NULL: then nothing is one. */
struct secrets *secrets_new(const char *user, const char *password);

/* Wipes them. */
void secrets_free(struct secrets *secrets);
DEFINE_CLEANUP(struct secrets *, secrets_free)

/*
 * text with "***" in place of user and password, as they are, in base64 (within a longer one, such
 * as AUTH PLAIN has, too; then all of it), and percent-encoded, in capitals or not; the user only
 * where it is a word. The caller frees.
 */
char *secrets_mask(const struct secrets *secrets, struct slice text);

#endif
