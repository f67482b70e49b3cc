/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/cve-parts.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/commit-id.h"

enum {
	ID_DIGITS_MIN = 7,
	TITLE_LIMIT = 200, /* characters */
	SHOWN_LIMIT = 60,  /* characters of what is wrong */
};

struct cve_records {
	GPtrArray *all;	       /* struct cve_record *, in the order they came, sorted in the end */
	GHashTable *by_name;   /* the same */
	GStringChunk *strings; /* of all */
	size_t n_problems;
	bool too_many;
};

static void record_free(void *data)
{
	struct cve_record *record = data;

	g_array_unref(record->pairs);
	g_free(record);
}

struct cve_records *cve_records_new(void)
{
	struct cve_records *records = g_new0(struct cve_records, 1);

	records->all = g_ptr_array_new_with_free_func(record_free);
	records->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	records->strings = g_string_chunk_new(64 << 10);
	return records;
}

void cve_records_free(struct cve_records *records)
{
	if (!records)
		return;
	g_hash_table_unref(records->by_name);
	g_ptr_array_unref(records->all);
	g_string_chunk_free(records->strings);
	g_free(records);
}

size_t cve_records_count(const struct cve_records *records)
{
	return records->all->len;
}

const struct cve_record *cve_records_at(const struct cve_records *records, size_t i)
{
	return records->all->pdata[i];
}

char *cve_pair_location(const struct cve_pair *pair)
{
	return g_strdup_printf("%s:%zu", pair->path, pair->line);
}

const char *cve_keep_path(struct cve_records *records, const char *path)
{
	g_autofree char *utf8 = text_to_utf8(path, strlen(path), NULL);

	return g_string_chunk_insert(records->strings, utf8);
}

static size_t digits_of(struct slice text, size_t from)
{
	size_t n = 0;

	while (from + n < text.length && g_ascii_isdigit(text.start[from + n]))
		n++;
	return n;
}

struct slice cve_name_in_front(struct slice text)
{
	size_t n = 0;

	if (slice_has_prefix(text, "CVE-") && digits_of(text, 4) == 4 && text.length > 9 &&
	    text.start[8] == '-') {
		size_t number = digits_of(text, 9);

		n = number >= 4 && number <= 19 ? 9 + number : 0;
	} else if (slice_has_prefix(text, "XSA-")) {
		size_t number = digits_of(text, 4);

		n = number >= 1 && number <= 9 ? 4 + number : 0;
	}
	return (struct slice){ text.start, n };
}

bool cve_is_name(struct slice text)
{
	return text.length && cve_name_in_front(text).length == text.length;
}

void cve_tell(struct cve_file *file, const char *what)
{
	if (file->records->n_problems++ < CVE_PROBLEMS_LIMIT)
		g_ptr_array_add(file->warnings, text_one_line(what, 0));
}

void cve_complain(struct cve_file *file, size_t line, const char *format, ...)
{
	g_autofree char *what = NULL, *raw = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	raw = line ? g_strdup_printf("%s:%zu: %s", file->path, line, what)
		   : g_strdup_printf("%s: %s", file->path, what);
	cve_tell(file, raw);
}

struct cve_record *cve_take_record(struct cve_file *file, struct slice name, size_t line)
{
	struct cve_records *records = file->records;
	g_autofree char *key = slice_dup(name);
	struct cve_record *record = g_hash_table_lookup(records->by_name, key);

	if (record)
		return record;
	if (records->all->len >= CVE_RECORDS_LIMIT) {
		if (!records->too_many)
			cve_complain(file, line,
				     "more than %d vulnerabilities: from here on new "
				     "ones are left out",
				     CVE_RECORDS_LIMIT);
		records->too_many = true;
		return NULL;
	}
	record = g_new0(struct cve_record, 1);
	record->name = g_string_chunk_insert(records->strings, key);
	record->pairs = g_array_new(FALSE, FALSE, sizeof(struct cve_pair));
	g_ptr_array_add(records->all, record);
	g_hash_table_insert(records->by_name, (char *)record->name, record);
	return record;
}

void cve_set_title(struct cve_file *file, struct cve_record *record, const char *title)
{
	g_autofree char *line = record->title || !title ? NULL : text_one_line(title, TITLE_LIMIT);

	if (line && *line)
		record->title = g_string_chunk_insert(file->records->strings, line);
}

static bool is_nothing(struct slice id)
{
	for (size_t i = 0; i < id.length; i++)
		if (id.start[i] != '0')
			return slice_equal(id, "-");
	return true;
}

/* *out is the id in lower case, the records'; NULL where nothing is said. */
static bool keep_id(struct cve_file *file, struct slice id, size_t line, const char **out)
{
	char hex[COMMIT_ID_HEX + 1] = "";

	*out = NULL;
	if (is_nothing(id))
		return true;
	if (id.length < ID_DIGITS_MIN || id.length > COMMIT_ID_HEX ||
	    slice_hex_run(id) != id.length) {
		g_autofree char *copy = slice_dup(slice_cut(id, 4 * SHOWN_LIMIT));
		g_autofree char *shown = text_one_line(copy, SHOWN_LIMIT);

		cve_complain(file, line, "not a commit id: '%s'", shown);
		return false;
	}
	for (size_t i = 0; i < id.length; i++)
		hex[i] = g_ascii_tolower(id.start[i]);
	*out = g_string_chunk_insert_const(file->records->strings, hex);
	return true;
}

/* Ids are kept once each, so that equal ones are one. */
static bool has_pair(const struct cve_record *record, const struct cve_pair *pair)
{
	for (guint i = 0; i < record->pairs->len; i++) {
		const struct cve_pair *one = &g_array_index(record->pairs, struct cve_pair, i);

		if (one->breaking == pair->breaking && one->fixing == pair->fixing)
			return true;
	}
	return false;
}

static void keep_pair(struct cve_file *file, struct cve_record *record, struct cve_pair pair)
{
	pair.path = file->path;
	if ((!pair.breaking && !pair.fixing) || has_pair(record, &pair))
		return;
	if (record->pairs->len == CVE_PAIRS_LIMIT) {
		cve_complain(file, pair.line,
			     "%s names more than %d pairs of commits: those from "
			     "here on are left out",
			     record->name, CVE_PAIRS_LIMIT);
		return;
	}
	g_array_append_val(record->pairs, pair);
}

bool cve_add_pair(struct cve_file *file, struct cve_record *record, struct slice breaking,
		  struct slice fixing, size_t line)
{
	struct cve_pair pair = { .line = line };

	if (!keep_id(file, breaking, line, &pair.breaking) ||
	    !keep_id(file, fixing, line, &pair.fixing))
		return false;
	keep_pair(file, record, pair);
	return true;
}

bool cve_add_unfixed(struct cve_file *file, struct cve_record *record, struct slice breaking,
		     size_t line)
{
	struct cve_pair pair = { .line = line, .unfixed = true };

	if (!keep_id(file, breaking, line, &pair.breaking))
		return false;
	keep_pair(file, record, pair);
	return true;
}

static gint64 number_of(const char *digits)
{
	return g_ascii_strtoll(digits, NULL, 10);
}

/* "CVE-2024-9" before "CVE-2024-10". */
static int in_order(const void *a, const void *b)
{
	const struct cve_record *x = *(const struct cve_record *const *)a;
	const struct cve_record *y = *(const struct cve_record *const *)b;
	gint64 first = number_of(x->name + 4), second = number_of(y->name + 4);

	if (x->name[0] != y->name[0])
		return x->name[0] - y->name[0];
	if (first == second && x->name[0] == 'C') {
		first = number_of(x->name + 9);
		second = number_of(y->name + 9);
	}
	return first != second ? (first < second ? -1 : 1) : strcmp(x->name, y->name);
}

/* What nobody calls a vulnerability any more, or names no commit, is none. */
void cve_records_settle(struct cve_records *records, GPtrArray *warnings)
{
	for (guint i = records->all->len; i > 0; i--) {
		const struct cve_record *record = records->all->pdata[i - 1];

		if (record->rejected || !record->pairs->len)
			g_ptr_array_remove_index_fast(records->all, i - 1);
	}
	g_hash_table_remove_all(records->by_name);
	g_ptr_array_sort(records->all, in_order);
	if (records->n_problems > CVE_PROBLEMS_LIMIT)
		g_ptr_array_add(warnings,
				g_strdup_printf("records of vulnerabilities: %zu more that cannot "
						"be read",
						records->n_problems - CVE_PROBLEMS_LIMIT));
}
