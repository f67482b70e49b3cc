/* SPDX-License-Identifier: GPL-2.0-or-later */
/* identity - who writes: name, address and signature, as git's configuration has them. */

#ifndef WINNOW_ANSWER_IDENTITY_H
#define WINNOW_ANSWER_IDENTITY_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "git/repo.h"
#include "read/patch.h"

struct identity {
	struct person from;
	GHashTable *own;   /* lower-case addresses that are his */
	char *signature;   /* without "-- "; NULL: none */
	char *stable_list; /* winnow.stableList; NULL: not set */
};

/*
 * From sendemail.from, else user.name and user.email; the signature from the file that
 * winnow.signature names, else ~/.signature. repo may be NULL: the user's configuration then.
 * Fails with WINNOW_ERROR_INPUT without a usable address or when the file cannot be read.
 */
bool identity_read(struct repo *repo, struct identity **out,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void identity_free(struct identity *identity);
DEFINE_CLEANUP(struct identity *, identity_free)

bool identity_owns(const struct identity *identity, const char *address);

#endif
