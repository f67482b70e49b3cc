/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cves - the vulnerabilities that upstream's commits brought and fixed, by records of them. */

#ifndef WINNOW_MATCH_CVES_H
#define WINNOW_MATCH_CVES_H

#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "index/history.h"
#include "read/cve.h"

/* A commit as a record names it. */
struct cve_commit {
	const char *hex;  /* as written; NULL: it is not said */
	guint32 position; /* in upstream; HISTORY_NONE: not said, or not upstream's */
};

/* From where it came to where it went. */
struct cve_tie {
	struct cve_commit breaking, fixing;
	const struct cve_pair *pair; /* what says so */
};

/*
 * A vulnerability. What brought it where the record tells only that is tied to each fix of
 * upstream's; of a fix that is tied to what brought it there is no tie without.
 */
struct cve {
	const struct cve_record *record;
	GArray *ties; /* struct cve_tie */
};

struct cves;

/* Borrows records and history. The caller's. */
struct cves *cves_new(const struct cve_records *records, const struct history *history);
void cves_free(struct cves *cves);
DEFINE_CLEANUP(struct cves *, cves_free)

/* In the order of the records; one whose commits upstream does not have may be of another tree. */
size_t cves_count(const struct cves *cves);
const struct cve *cves_at(const struct cves *cves, size_t i);

/*
 * The vulnerabilities (const struct cve *) that the upstream commit at position, or a twin of it,
 * fixes; that it brought. NULL: none, or cves is NULL. Borrowed.
 */
const GPtrArray *cves_fixed_by(const struct cves *cves, guint32 position);
const GPtrArray *cves_brought_by(const struct cves *cves, guint32 position);

/* "CVE-2024-1001, CVE-2024-1002": their names. The caller frees. */
char *cves_names(const GPtrArray *some);

#endif
