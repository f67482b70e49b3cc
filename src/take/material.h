/* SPDX-License-Identifier: GPL-2.0-or-later */
/* material - the text of a patch as it is handed on: what stands above its diff, and the diff. */

#ifndef WINNOW_TAKE_MATERIAL_H
#define WINNOW_TAKE_MATERIAL_H

#include <stdbool.h>

#include <glib.h>

#include "git/repo.h"
#include "read/patch.h"

struct material {
	GString *head;	   /* a mail's headers or whatever else a file had, message, "---" */
	GBytes *diff;	   /* what stands from there on, as bytes; no line begins a mail */
	unsigned strip;	   /* leading parts of the diff's names to drop; 1 as a rule */
	struct repo *repo; /* of commit; NULL: it is made from no commit */
	struct commit_id commit;
	char *author, *email; /* valid UTF-8; "" where not known */
	char *subject;	      /* without tags */
	char *message;	      /* subject and all below it, as a commit has it */
	gint64 date;	      /* the author's; 0: not known */
	int zone;	      /* its: minutes east of UTC */
};

enum material_form {
	MATERIAL_FILE, /* a file of a queue as it is, whatever stands at its top */
	MATERIAL_MAIL, /* what git am reads */
};

/*
 * Of a queue's entry, whose raw was kept unless it is a commit of repo (may be NULL else). Fails
 * with WINNOW_ERROR_INPUT for what cannot be read, or cannot be handed on.
 */
bool material_of_patch(const struct patch *patch, struct repo *repo, enum material_form form,
		       struct material *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Of a commit, whose message is to be changed by adapt (NULL: as it is): what it returns, which
 * ends in "\n", is taken over.
 */
typedef char *material_adapt(const struct commit *commit, const void *data);
bool material_of_commit(struct repo *repo, const struct commit_id *id, material_adapt *adapt,
			const void *data, struct material *out,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

void material_clear(struct material *material);

/*
 * Put line, in brackets as backporters write, masked for names may be in it, below the message:
 * with its trailers where it ends in some, else as a paragraph.
 */
void material_note(struct material *material, const char *line);

/* The same for any message that ends in "\n". */
void message_append_line(GString *message, gsize end, const char *line);

#endif
