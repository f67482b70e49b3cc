/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include <glib.h>

enum { DEPTH = 1000, HEAP_KIB = 1024 };

struct pattern {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	bool spent; /* it takes too long */
};

struct pattern *pattern_new(const char *text)
{
	int number;
	PCRE2_SIZE offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
					 PCRE2_EXTENDED | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C,
					 &number, &offset, NULL);
	struct pattern *pattern;

	if (!code)
		return NULL;
	pattern = g_new0(struct pattern, 1);
	pattern->code = code;
	pattern->data = pcre2_match_data_create(1, NULL);
	pattern->context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(pattern->context, PATTERN_STEPS);
	pcre2_set_depth_limit(pattern->context, DEPTH);
	pcre2_set_heap_limit(pattern->context, HEAP_KIB);
	return pattern;
}

void pattern_free(struct pattern *pattern)
{
	pcre2_match_context_free(pattern->context);
	pcre2_match_data_free(pattern->data);
	pcre2_code_free(pattern->code);
	g_free(pattern);
}

/* What it matched from start on; false: nothing, or it was too much. */
static bool match(struct pattern *pattern, const char *text, size_t length, size_t start)
{
	int status = pcre2_match(pattern->code, (PCRE2_SPTR)text, length, start, 0, pattern->data,
				 pattern->context);

	if (status < 0 && status != PCRE2_ERROR_NOMATCH)
		pattern->spent = true;
	return status >= 0;
}

/*
 * All lines at once, which is far faster, to see whether and where to look; then that line alone,
 * for a blank or a class in the pattern may have taken a line end.
 */
bool pattern_matches(struct pattern *pattern, const char *text, size_t length)
{
	size_t start = 0;

	while (!pattern->spent && start <= length && match(pattern, text, length, start)) {
		size_t at = pcre2_get_ovector_pointer(pattern->data)[0];
		const char *before = at ? memrchr(text, '\n', at) : NULL;
		const char *line = before ? before + 1 : text;
		const char *end = memchr(text + at, '\n', length - at);
		size_t width = (size_t)((end ? end : text + length) - line);

		if (match(pattern, line, width, 0))
			return true;
		if (!end)
			return false;
		start = (size_t)(end + 1 - text);
	}
	return false;
}
