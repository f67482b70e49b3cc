/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/patch-line.h"

#include <string.h>

#include "base/content.h"
#include "base/text.h"
#include "write/fields.h"

enum { LEAST_SHOWN = 4 }; /* letters: less may stand anywhere */

/* The number of the first line that holds text; 0: none does. */
static size_t find_line(const struct content *content, const char *text)
{
	struct slice rest = { content->bytes, content->length }, line;
	size_t length = strlen(text);

	if (length < LEAST_SHOWN || strchr(text, '\n'))
		return 0;
	for (size_t n = 1; text_next_line(&rest, &line); n++)
		if (memmem(line.start, line.length, text, length))
			return n;
	return 0;
}

static size_t line_in_file(const struct review *review)
{
	g_autofree char *proof = fields_value("proof", review);
	struct content content;
	size_t line;

	if (!content_read(&content, review->patch->path, PATCH_BYTES_LIMIT, NULL))
		return 1;
	line = find_line(&content, proof);
	if (!line)
		line = find_line(&content, review->patch->message.subject);
	content_clear(&content);
	return MAX(line, 1);
}

struct patch_line patch_line_of(const struct review *review)
{
	const struct patch *patch = review->patch;
	const struct diff *diff = &patch->diff;

	if (patch->path)
		return (struct patch_line){ patch->path, line_in_file(review), false };
	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		if (file->n_hunks)
			return (struct patch_line){ diff_file_path(file),
						    MAX(diff_hunk_at(diff, file, 0)->new_start, 1),
						    true };
	}
	return (struct patch_line){ NULL, 1, false };
}
