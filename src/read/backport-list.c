/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/backport-list.h"

#include <string.h>

#include "base/commit-id.h"
#include "base/text.h"

struct backport_list {
	GArray *all;	       /* struct backport */
	GStringChunk *strings; /* of all */
};

/* A field without the blanks around it; NULL: it is not there, or empty. */
static const char *keep(struct backport_list *list, char *field)
{
	return field && *g_strstrip(field) ? g_string_chunk_insert_const(list->strings, field)
					   : NULL;
}

static void read_line(struct backport_list *list, struct slice line, size_t number,
		      GPtrArray *warnings)
{
	g_autofree char *text = slice_dup(line);
	g_auto(GStrv) fields = g_strsplit(text, ",", 3);
	guint n = g_strv_length(fields);
	const char *id = g_strstrip(fields[0]);
	size_t digits = slice_hex_run(slice_of(id));
	struct backport backport = { .line = number };

	if (digits < 7 || digits != strlen(id) || digits > COMMIT_ID_HEX) {
		g_ptr_array_add(warnings,
				g_strdup_printf("%zu: not a commit id: '%s'", number, id));
		return;
	}
	backport.id = keep(list, fields[0]);
	backport.owner = n > 1 ? keep(list, fields[1]) : NULL;
	backport.path = n > 2 ? keep(list, fields[2]) : NULL;
	g_array_append_val(list->all, backport);
}

struct backport_list *backport_list_parse(const char *text, GPtrArray *warnings)
{
	struct backport_list *list = g_new0(struct backport_list, 1);
	struct slice rest = slice_of(text), line;
	size_t number = 0;

	list->all = g_array_new(FALSE, FALSE, sizeof(struct backport));
	list->strings = g_string_chunk_new(4096);
	while (text_next_entry(&rest, &number, &line))
		read_line(list, line, number, warnings);
	return list;
}

void backport_list_free(struct backport_list *list)
{
	if (!list)
		return;
	g_array_unref(list->all);
	g_string_chunk_free(list->strings);
	g_free(list);
}

size_t backport_list_length(const struct backport_list *list)
{
	return list->all->len;
}

const struct backport *backport_list_at(const struct backport_list *list, size_t index)
{
	return &g_array_index(list->all, struct backport, index);
}
