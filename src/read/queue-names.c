/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files of a directory somebody keeps patches in, and what is told of the others. */
#include "read/queue-kinds.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unpack.h"

enum {
	PEEK_BYTES = 16 << 10, /* a message is rarely as long */
	TOLD_LIMIT = 5,
	NAME_WIDTH = 60,
};

static const char *const endings[] = { ".patch", ".diff", ".eml", ".mbox", ".mbx" };

/* What may stand behind: nothing, or how it is packed, be it in a way that is only known by name.
 */
static bool is_packing(const char *rest)
{
	static const char *const all[] = { "", ".gz", ".xz", ".zst", ".bz2" };

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		if (strcmp(rest, all[i]) == 0)
			return true;
	return false;
}

static bool is_named_as_patch(const char *name)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		const char *ending = g_strrstr(lower, endings[i]);

		if (*name != '.' && ending && is_packing(ending + strlen(endings[i])))
			return true;
	}
	return false;
}

/* What editors, patch(1) and git leave beside files. */
static bool is_leftover(const char *name)
{
	static const char *const rests[] = { "~", ".orig", ".rej", ".swp", ".bak" };

	for (size_t i = 0; i < G_N_ELEMENTS(rests); i++)
		if (g_str_has_suffix(name, rests[i]))
			return true;
	return *name == '.';
}

enum queue_name queue_name_kind(const char *directory, const char *name)
{
	g_autofree char *path = g_build_filename(directory, name, NULL);
	g_autofree char *bytes = g_malloc(PEEK_BYTES + 1);
	ssize_t length;

	if (is_leftover(name) || g_file_test(path, G_FILE_TEST_IS_DIR))
		return QUEUE_NAME_NONE;
	if (is_named_as_patch(name))
		return QUEUE_NAME_PATCH;
	length = file_peek(path, bytes, PEEK_BYTES);
	if (length < 0)
		return QUEUE_NAME_OTHER;
	bytes[length] = '\0';
	return mail_begins(bytes, (size_t)length) || unpack_format(bytes, (size_t)length) ||
			       diff_find_start(bytes)
		       ? QUEUE_NAME_PATCH
		       : QUEUE_NAME_OTHER;
}

void queue_warn_names(struct queue *queue, const char *directory, const GPtrArray *names,
		      const char *what)
{
	g_autoptr(GString) list = g_string_new(NULL);

	if (!names->len)
		return;
	for (guint i = 0; i < MIN(names->len, (guint)TOLD_LIMIT); i++) {
		g_autofree char *name = text_one_line(names->pdata[i], NAME_WIDTH);

		g_string_append_printf(list, "%s%s", i ? ", " : "", name);
	}
	if (names->len > TOLD_LIMIT)
		g_string_append_printf(list, " and %u more", names->len - TOLD_LIMIT);
	queue_warn(queue, "%s: %u file%s %s: %s", directory, names->len, names->len == 1 ? "" : "s",
		   what, list->str);
}
