/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records of vulnerabilities: the first line is the file's name, for that says which form it is.
 * What is told is one line that names the file, what is kept are names and ids.
 */
#include <stdint.h>
#include <string.h>

#include "base/commit-id.h"
#include "base/text.h"
#include "read/cve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_id(const char *id)
{
	size_t length = id ? strlen(id) : 7;

	g_assert_true(length >= 7 && length <= COMMIT_ID_HEX);
	g_assert_true(!id || slice_hex_run(slice_of(id)) == length);
}

static void check_record(const struct cve_record *record)
{
	g_assert_false(record->rejected);
	g_assert_true(g_str_has_prefix(record->name, "CVE-") ||
		      g_str_has_prefix(record->name, "XSA-"));
	g_assert_cmpuint(strspn(record->name + 4, "0123456789-"), ==, strlen(record->name + 4));
	g_assert_true(!record->title || g_utf8_validate(record->title, -1, NULL));
	g_assert_true(record->pairs->len > 0 && record->pairs->len <= CVE_PAIRS_LIMIT);
	for (guint i = 0; i < record->pairs->len; i++) {
		const struct cve_pair *pair = &g_array_index(record->pairs, struct cve_pair, i);

		g_assert_true(pair->breaking || pair->fixing);
		check_id(pair->breaking);
		check_id(pair->fixing);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
	g_autofree char *raw = g_strndup((const char *)data, end ? (gsize)(end - data) : 0);
	g_autofree char *name = g_strdup_printf("fuzz-%s", raw), *path = NULL;
	size_t skip = end ? (size_t)(end - data) + 1 : 0;
	struct cve_records *records;

	g_strdelimit(name, "/", '_');
	path = g_build_filename("fuzz", name + strlen("fuzz-"), NULL);
	records = cve_records_parse(path, (const char *)data + skip, size - skip, warnings);
	for (guint i = 0; i < warnings->len; i++)
		g_assert_null(strchr(warnings->pdata[i], '\n'));
	g_assert_cmpuint(warnings->len, <=, CVE_PROBLEMS_LIMIT + 1);
	for (size_t i = 0; i < cve_records_count(records); i++)
		check_record(cve_records_at(records, i));
	cve_records_free(records);
	return 0;
}
