/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/scissors.h"

#include <string.h>

#include <glib.h>

#include "base/text.h"
#include "read/diff.h"

/* git's is_scissors_line(): mostly dashes and blanks, scissors among them. */
static bool is_scissors(struct slice line)
{
	size_t perforation = 0, gap = 0, scissors = 0;
	bool within = false;

	line = slice_trim(line);
	for (size_t i = 0; i < line.length; i++) {
		const char *p = line.start + i;

		if (g_ascii_isspace(*p)) {
			perforation += within;
			gap += within;
		} else if (*p == '-') {
			within = true;
			perforation++;
		} else if (i + 1 < line.length && ((strchr("<>", p[0]) && strchr("8%", p[1])) ||
						   (strchr("8%", p[0]) && strchr("<>", p[1])))) {
			within = true;
			perforation += 2;
			scissors += 2;
			i++;
		} else {
			within = false;
		}
	}
	return scissors && line.length >= 8 && line.length < perforation * 3 &&
	       gap * 2 < perforation;
}

static bool begins_with_head(struct slice rest)
{
	struct slice line;

	while (text_next_line(&rest, &line))
		if (slice_trim(line).length)
			return slice_has_prefix(line, "From: ") ||
			       slice_has_prefix(line, "Subject: ");
	return false;
}

bool scissors_find(const char *text, bool reply, const char **above, const char **below)
{
	const char *diff = NULL;
	struct slice rest = slice_of(text), line;
	bool found = false;

	/* Most mails hold neither: the diff is looked for when there is need. */
	if (!strstr(text, "8<") && !strstr(text, ">8") && !strstr(text, "%<") &&
	    !strstr(text, ">%"))
		return false;
	diff = diff_find_start(text);
	while (diff && text_next_line(&rest, &line) && line.start < diff) {
		if (!is_scissors(line))
			continue;
		if (!begins_with_head(rest) &&
		    !(reply && g_strstr_len(rest.start, diff - rest.start, "\nSigned-off-by: ")))
			continue;
		*above = line.start;
		*below = rest.start;
		found = true;
	}
	return found;
}
