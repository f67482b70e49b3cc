/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cve - records of vulnerabilities: for each name the commits that brought the bug and the commits
 * that fixed it, out of the files of those who keep such records.
 */

#ifndef WINNOW_READ_CVE_H
#define WINNOW_READ_CVE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

enum {
	CVE_JSON_LIMIT = 8 << 20,  /* bytes of a file in JSON, which takes many times that */
	CVE_TEXT_LIMIT = 64 << 20, /* of any other */
	CVE_FILES_LIMIT = 1000000, /* looked at, of all paths together */
	CVE_DEPTH_LIMIT = 16,	   /* of directories within each other */
	CVE_RECORDS_LIMIT = 1000000,
	CVE_PAIRS_LIMIT = 100,	 /* of one record */
	CVE_PROBLEMS_LIMIT = 20, /* told one by one */
};

/* From where the bug came to where it went. Strings are the records'. */
struct cve_pair {
	const char *breaking; /* 7 to 40 digits in lower case; NULL: it is not said */
	const char *fixing;   /* likewise */
	bool unfixed;	      /* it is said that what breaking brought is not fixed */
	const char *path;     /* the file that says so, and where */
	size_t line;
};

struct cve_record {
	const char *name;  /* "CVE-2024-12345", "XSA-123" */
	const char *title; /* NULL: it has none; as it was read */
	GArray *pairs;	   /* struct cve_pair, in the order they were read */
	bool rejected;	   /* taken back by those who gave the name */
};

struct cve_records;

/*
 * Read the files and directories at paths. Of a directory those count whose name is that of a
 * vulnerability, with .json, .sha1, .vulnerable, .dyad or nothing behind it, and those called
 * "list"; links and names with a dot in front are passed over. What cannot be read is told in
 * warnings (char *, one line each, "file:line: what") and left out. *out is the caller's. Fails
 * with WINNOW_ERROR_INPUT when a path is not there, or when nothing could be read at all.
 */
bool cve_records_read(char *const *paths, GPtrArray *warnings, struct cve_records **out,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same of one file's text, as if it stood in a file of that name: for tests. NULL: it holds no
 * record.
 */
struct cve_records *cve_records_parse(const char *path, const char *bytes, size_t length,
				      GPtrArray *warnings);

void cve_records_free(struct cve_records *records);
DEFINE_CLEANUP(struct cve_records *, cve_records_free)

/* By name: the kind, then the year, then the number. Those that were rejected are not among them.
 */
size_t cve_records_count(const struct cve_records *records);
const struct cve_record *cve_records_at(const struct cve_records *records, size_t i);

/* "file:line". The caller frees. */
char *cve_pair_location(const struct cve_pair *pair);

#endif
