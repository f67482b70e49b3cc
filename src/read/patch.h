/* SPDX-License-Identifier: GPL-2.0-or-later */
/* patch - one entry of a queue, as read. Constant from then on, and to be read by any thread. */

#ifndef WINNOW_READ_PATCH_H
#define WINNOW_READ_PATCH_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"
#include "read/diff.h"
#include "read/envelope.h"
#include "read/mail-head.h"
#include "message/message.h"
#include "message/reference.h"

enum { REVISION_FIRST = 1000 }; /* what a patch is that does not say */

/* Longer mails, files and diffs are not patches anybody reads: they are reported, not parsed. */
enum { PATCH_BYTES_LIMIT = 16 << 20 };

struct person {
	char *name, *email; /* never NULL; "" when not known */
};

struct patch {
	size_t position; /* in the queue, from 1 */
	guint stack;	 /* of the queue's stacks, from 1; 0: it is in none of them */
	char *source;	 /* message id, file name or commit id */
	char *file; /* what its queue calls the file that is this patch alone; NULL if none is */
	char *path; /* that file, as it was opened; any bytes, as file names may be. NULL likewise
		     */
	char *tag;  /* "PATCH AUTOSEL 5.10 03/17"; NULL if none */
	struct person author;
	struct message message;
	struct diff diff;
	GPtrArray *versions; /* char *: "5.10", "7.0-6.6"; empty when not said */
	GArray *stretches;   /* struct stretch: the same, to look versions up in */
	gint64 sent_date;    /* when a mail proposed it; 0 for files and commits */
	unsigned number;     /* n of n/m in the tag; 0 if none */
	unsigned total;	     /* m; 0 if none */
	unsigned revision;   /* of itself: 2000 for "v2", 2001 for "v2.1" */
	bool resent;	     /* "RESEND" */
	char *sender;	     /* "Name <address>" of the mail; NULL if it is none */
	char *thread;	     /* message id that the mail's thread hangs from; NULL if no mail */
	struct envelope *envelope; /* of the mail; NULL likewise */
	bool has_commit;	   /* it is a commit, not a mail or file */
	struct commit_id commit;
	bool has_origin; /* git format-patch made the file from this commit, of whatever tree */
	struct commit_id origin;
	char *head; /* markers from the header of the mail or file; NULL if there are none */
	GArray *references;  /* struct reference, what its message names; slices point into it */
	GPtrArray *problems; /* char *: what could not be read; such a patch needs a look */
	GBytes *raw; /* the mail or file it was read from, if the queue keeps it; NULL: not kept */
	unsigned strip;	     /* leading parts that its diff's names were to lose */
	bool reversed;	     /* it stands for the patch it was read from in reverse */
	unsigned raw_strip;  /* reversed: strip as it is of raw */
	bool told_elsewhere; /* they come of what is told once for all (repo_lack()) */
};

struct patch *patch_new(const char *source);
void patch_free(struct patch *patch);
DEFINE_CLEANUP(struct patch *, patch_free)

/*
 * Fill in message, author, diff and what follows from them.
 * subject may carry tags; from is "Name <address>" and gives way to an in-body "From:"; text is the
 * body; its diff stands behind the message in text, or apart in diff_text (then the patch's own).
 * All must be valid UTF-8.
 */
void patch_fill(struct patch *patch, const char *subject, const char *from, const char *text,
		char *diff_text, unsigned strip);

/*
 * Have it be what takes back the patch that it was filled with: diff, subject and message, which
 * names the commit of that one where it says which it is. raw stays what was read.
 */
void patch_reverse(struct patch *patch);

/* What the mail's or file's header says of where it is from. To be called before patch_fill(). */
void patch_set_head(struct patch *patch, const struct mail_head *head);

/* Look for what its message names again, with a project's own words (fix-words.h). */
void patch_find_references(struct patch *patch, const GPtrArray *fix_words);

/* Call an entry of which nothing could be read by name. Instead of patch_fill(). */
void patch_set_name(struct patch *patch, const char *name);

/* Whether its message says which commit of upstream it was made from. */
bool patch_is_backport(const struct patch *patch);

/* Bytes of memory that are kept for it, see base/memory.h: of the same patch always as many. */
size_t patch_memory(const struct patch *patch);

/*
 * Give back the diff and the raw bytes, or where they are gone or small the message but for its
 * subject; why becomes a problem of it. False: nothing of it is worth that.
 */
bool patch_shed(struct patch *patch, const char *why);

void patch_problem(struct patch *patch, const char *format, ...) G_GNUC_PRINTF(2, 3);

/*
 * Whether two entries can stand in one queue for one tree: their versions overlap, or one says
 * none; they are of one stack; and as mails they are at most PATCH_QUEUE_DAYS apart, for an archive
 * holds many queues.
 */
enum { PATCH_QUEUE_DAYS = 14 };
bool patch_shares_queue(const struct patch *a, const struct patch *b);

/* As strcmp() does, number by number: 5.10 is after 5.9, "7.0-6.6" where 7.0 is. */
int patch_compare_versions(const char *a, const char *b);

/* Whether one of its versions is or overlaps version. */
bool patch_is_for(const struct patch *patch, const char *version);

/*
 * What people call it by: its file's name, or the first digits of its commit; of a mail the trees
 * that it is for, which may be "". The caller frees.
 */
char *patch_name(const struct patch *patch);

/* The id of the mail that it was; NULL: it was none, or that had none. */
const char *patch_message_id(const struct patch *patch);

/* Its versions, joined by blanks; "" if none is said. The caller frees. */
char *patch_trees(const struct patch *patch);

/* Have it be for no tree that it says. */
void patch_drop_versions(struct patch *patch);

enum { PATCH_VERSIONS_LIMIT = 64 };

/* Add version ("5.10", "6.12.y") unless it is none, known already or one too many. */
void patch_add_version(struct patch *patch, const char *version);

/* "Name <address>", "address" or "Name". Both parts must be freed with person_clear(). */
struct person person_parse(const char *text);
void person_clear(struct person *person);

/* One of the two agrees: people have several addresses, and names are written in several ways. */
bool person_equal(const struct person *a, const char *name, const char *email);

#endif
