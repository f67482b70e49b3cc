/* SPDX-License-Identifier: GPL-2.0-or-later */
/* assembly - the patches of a plan put on the base one by one, each made to fit exactly. */

#ifndef WINNOW_TAKE_ASSEMBLY_H
#define WINNOW_TAKE_ASSEMBLY_H

#include <stdbool.h>

#include <glib.h>

#include "review/report.h"
#include "review/run.h"
#include "take/material.h"
#include "take/plan.h"

/* One patch as it is handed on. */
struct part {
	struct material material;
	char *name;   /* of its file, one that nobody else has: "net-fix-it.patch" */
	char *entry;  /* the entry that it is, as entry_short_name() calls it; NULL: it was added */
	bool touched; /* it is not, byte for byte, what it was made from */
};

enum change_kind {
	CHANGE_LEFT_OUT,
	CHANGE_ADDED,
	CHANGE_MOVED,
	CHANGE_REFRESHED,
	CHANGE_NOT, /* it should have been changed, and could not be */
	N_CHANGE_KINDS,
};

/* Something that is not as the queue had it. Strings are valid UTF-8, one line each, unmasked. */
struct change {
	enum change_kind kind;
	char *name; /* of the patch: the queue's, or the part's; NULL: it has none */
	bool has_id;
	struct commit_id id; /* upstream's */
	char *subject;
	char *reason, *proof; /* NULL: no more is known */
};

/* That a part was added for the sake of an entry, or of another one that was added. */
struct use {
	struct commit_id id;
	char *entry; /* NULL: added */
	struct commit_id added;
};

struct assembly {
	GPtrArray *parts;   /* struct part *, in order */
	GPtrArray *changes; /* struct change *, in the order of their kinds, then of the parts */
	GArray *uses;	    /* struct use, of the parts that were added */
	bool binary;	    /* some part holds what patch(1) cannot apply */
};

struct assembly_options {
	struct plan_options plan;
	enum material_form form;
	bool without_failed; /* leave out what does not apply, instead of failing */
	struct repo *repo;   /* the base's */
};

/*
 * Make *out of a review whose base must be known. Fails with WINNOW_ERROR_INPUT when an entry that
 * stays does not apply. *out must be cleared with assembly_clear().
 */
bool assembly_make(const struct run *review, const struct assembly_options *options,
		   struct assembly *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assembly_clear(struct assembly *assembly);

/* A file name made of a subject: "net-fix-it.patch"; one that is not in names, and then is. */
char *part_name(const char *subject, GHashTable *names);

/* What an entry is called, as changes name it: its file, or its commit. The caller frees. */
char *entry_short_name(const struct review *review);

/* By kind; within one as they came. */
void changes_order(GPtrArray *changes);

void change_clear(struct change *change);
void change_free(void *change);

/* Of an entry of the queue, without a reason. */
struct change change_of_review(enum change_kind kind, const struct review *review);

#endif
