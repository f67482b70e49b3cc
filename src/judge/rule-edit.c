/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule-edit.h"

#include <stdbool.h>
#include <string.h>

#include "judge/json-location.h"
#include "judge/rule-format.h"

/* Whether the string at p, an id without escapes, is id. */
static bool is_string(const char *p, const char *id)
{
	size_t length = strlen(id);

	return p && *p == '"' && strncmp(p + 1, id, length) == 0 && p[length + 1] == '"';
}

static const char *find_weight(const char *text, const char *id)
{
	for (size_t i = 0;; i++) {
		g_autofree char *step = g_strdup_printf("[%zu]", i);
		const char *const rule[] = { "rules", step, NULL };
		const char *const name[] = { "rules", step, "id", NULL };
		const char *const weight[] = { "rules", step, "weight", NULL };

		if (!json_find(text, rule))
			return NULL;
		if (is_string(json_find(text, name), id))
			return json_find(text, weight);
	}
}

char *rule_edit_number(const char *text, const char *id, double value)
{
	const char *const bias[] = { "bias", NULL };
	const char *at = id ? find_weight(text, id) : json_find(text, bias);
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	if (!at)
		return NULL;
	g_ascii_formatd(number, sizeof(number), "%.2f", value);
	if (strcmp(number, "-0.00") == 0)
		strcpy(number, "0.00");
	return g_strdup_printf("%.*s%s%s", (int)(at - text), text, number,
			       at + strspn(at, "+-.0123456789eE"));
}

char *rule_edit_layout(const char *before, const char *after)
{
	char *formatted;

	if (rule_format_is(before, strlen(before)) &&
	    rule_format(after, strlen(after), &formatted, NULL))
		return formatted;
	return g_strdup(after);
}
