/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queue - the patches under review in apply order, whatever they were read from. */

#ifndef WINNOW_READ_QUEUE_H
#define WINNOW_READ_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"
#include "git/repo.h"
#include "git/selection.h"
#include "read/inbox.h"
#include "read/mail.h"
#include "read/patch.h"
#include "read/reply.h"

/* A mail or commit that stands in the queue but proposes nothing. */
struct queue_skipped {
	char *source;
	char *subject;
	const char *what; /* "reply", "cover letter", "merge commit"; static */
};

/* An older version of what is under review. */
struct queue_superseded {
	struct patch *patch;	/* without a position */
	const struct patch *by; /* the newest one, in the queue */
};

struct allowance;

/* Patches that go on top of each other and of a base of their own: those of one quilt directory. */
struct queue_stack {
	char *path;    /* the directory */
	char *series;  /* the file that it is read from, by its real path */
	char *name;    /* as it is told: valid UTF-8, one line */
	char *version; /* that its name says, "6.1", or another name of a tree; NULL: none */
};

struct queue {
	GPtrArray *stacks;   /* struct queue_stack *; empty: all goes on one base, as one stack does
			      */
	GPtrArray *patches;  /* struct patch *, the queue's own; positions 1, 2, ... */
	GArray *skipped;     /* struct queue_skipped */
	GArray *superseded;  /* struct queue_superseded */
	GPtrArray *replies;  /* struct reply *: those of the skipped that reply to something */
	GPtrArray *posts;    /* struct post *, see post.h: patch mails that are not under review */
	GPtrArray *warnings; /* char *: "queue-5.10/series:3: ...", for stderr */
	bool keep_raw;	     /* as the option says */
	struct workers *workers;     /* likewise, while it is read */
	struct allowance *allowance; /* while it is read; NULL: patches are not counted */
	size_t max_memory; /* as the option says; what is held for them may take as much */
	bool has_base;	   /* the queue itself says what it goes on top of: a range */
	struct commit_id base;
};

struct queue_options {
	struct workers *workers; /* that read commits and mails ahead; NULL: none do */
	struct repo *repo;	 /* where ranges and ids are looked up; NULL if there is none */
	const struct selection *selection; /* its commits, whatever names say; NULL: names do */
	const struct inbox *inbox;	   /* the queue where no names are given; NULL: none */
	const GPtrArray *fix_words;	   /* the project's own, see fix-words.h; NULL: none */
	bool progress;
	bool keep_raw;	   /* keep the bytes of each patch: see struct patch */
	size_t max_memory; /* bytes for its patches, see allowance.h; 0: ALLOWANCE_DEFAULT */
};

/*
 * Read the queue that names describe, trying in this order: "-" (mails on standard input), an
 * existing directory (quilt series, directories "queue-*" of these, or maildir), existing files
 * (series, mbox, mail, list of commit ids), a range "A..B", commit ids. Several names of one kind
 * follow each other, but those with a series, where there is more than one or anything else, each
 * are a stack of their own.
 * Without names it is what options->inbox proposes for stable trees.
 * A part that cannot be read becomes a patch with problems or a warning; the rest is read. So do
 * the largest patches where all of them take more memory than they may.
 * *out is the caller's. Fails with WINNOW_ERROR_INPUT when a name leads nowhere or the queue holds
 * no patch at all.
 */
bool queue_open(const char *const *names, const struct queue_options *options, struct queue **out,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The directory that a queue named so is: that of its series, or of its queues; NULL: it is none.
 * The caller frees *out. Fails when it is a directory that cannot be read.
 */
bool queue_directory(const char *name, char **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A queue without patches, for what is asked of a tree alone. */
struct queue *queue_new(void);
void queue_free(struct queue *queue);
DEFINE_CLEANUP(struct queue *, queue_free)

size_t queue_length(const struct queue *queue);
const struct patch *queue_at(const struct queue *queue, size_t i);

#endif
