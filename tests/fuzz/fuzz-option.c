/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What options and settings are written in: moments, colours, texts with {names}, limits of the
 * desk, comparisons and patterns of rules.
 */
#include <string.h>

#include "base/color.h"
#include "base/placeholder.h"
#include "base/since.h"
#include "desk/limit.h"
#include "judge/condition.h"
#include "judge/rule-format.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_moment(const char *text)
{
	gint64 at = 7;

	if (!since_parse(text, 1700000000, &at))
		g_assert_cmpint(at, ==, 7);
}

static void check_color(const char *text)
{
	struct color color = { "untouched" };
	enum color_when when;

	if (!color_parse(text, &color))
		g_assert_cmpstr(color.code, ==, "untouched");
	else if (*color.code)
		g_assert_true(g_str_has_prefix(color.code, "\033[") &&
			      g_str_has_suffix(color.code, "m"));
	color_parse_when(text, &when);
}

static void check_placeholders(const char *text)
{
	struct slice rest = slice_of(text), piece;
	enum placeholder_piece kind;
	size_t left = rest.length;

	while (placeholder_next(&rest, &kind, &piece)) {
		g_assert_cmpuint(rest.length, <, left);
		left = rest.length;
	}
	g_assert_cmpuint(rest.length, ==, 0);
}

static void check_limit(const char *text)
{
	struct limit *limit = NULL;
	g_autoptr(GError) error = NULL;

	if (limit_parse(text, &limit, &error) && limit)
		limit_free(limit);
	else if (error)
		g_assert_null(strchr(error->message, '\n'));
}

static void check_condition(const char *text)
{
	struct condition *condition = NULL;
	g_autoptr(GError) comparison = NULL;
	g_autoptr(GError) pattern = NULL;

	if (condition_new_comparison(text, &condition, &comparison))
		condition_free(condition);
	if (condition_new_match("subject", text, &condition, &pattern))
		condition_free(condition);
	condition_is_field(text);
}

static void check_layout(const char *text, size_t length)
{
	g_autofree char *once = NULL, *twice = NULL;

	if (!rule_format(text, length, &once, NULL))
		return;
	g_assert_true(rule_format(once, strlen(once), &twice, NULL));
	g_assert_cmpstr(once, ==, twice);
	g_assert_true(rule_format_is(once, strlen(once)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = text_to_utf8((const char *)data, size, NULL);

	check_moment(text);
	check_color(text);
	check_placeholders(text);
	check_limit(text);
	check_condition(text);
	check_layout((const char *)data, size);
	return 0;
}
