/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/marker.h"

#include <string.h>

#include "tap.h"

#define A     "1f0aa21bc3d4e5f60718293a4b5c6d7e8f901234"
#define B     "2e1bb32cd4e5f60718293a4b5c6d7e8f90123456"
#define C     "3d2cc43de5f60718293a4b5c6d7e8f9012345678"
#define SHORT "4c3dd54ef607"

/* Expected: kind and id of each marker, the one to believe first; "?" for one without an id. */
static const struct {
	const char *name, *body, *expected;
} cases[] = {
	{ "the usual form", "commit " A " upstream.\n\nIt leaks.\n", "upstream A" },
	{ "without the dot", "commit " A " upstream\n", "upstream A" },
	{ "capital letters", "Commit " A " Upstream.\n", "upstream A" },
	{ "all capitals", "COMMIT " A " UPSTREAM\n", "upstream A" },
	{ "indented", "    commit " A " upstream.\n", "upstream A" },
	{ "a tab before", "\tcommit " A " upstream.\n", "upstream A" },
	{ "blank lines before", "\n\n\ncommit " A " upstream.\n", "upstream A" },
	{ "CRLF", "commit " A " upstream.\r\n\r\nIt leaks.\r\n", "upstream A" },
	{ "no line end", "commit " A " upstream.", "upstream A" },
	{ "in brackets", "[ Upstream commit " A " ]\n", "upstream A" },
	{ "in tight brackets", "[Upstream commit " A "]\n", "upstream A" },
	{ "lower case, lopsided", "[upstream commit " A " ]\n", "upstream A" },
	{ "with a colon", "[ upstream commit: " A " ]\n", "upstream A" },
	{ "a colon, no brackets", "upstream commit: " A "\n", "upstream A" },
	{ "commit ... upstream in brackets", "[ commit " A " upstream ]\n", "upstream A" },
	{ "the same, tight", "[commit " A " upstream]\n", "upstream A" },
	{ "Commit: ... upstream", "Commit: " A " upstream\n", "upstream A" },
	{ "as of a release", "commit " A " upstream (as of v2.6.34-git13)\n", "upstream A" },
	{ "bare, first line", "commit " A "\n\nIt leaks.\n", "upstream A" },
	{ "bare, capital, first line", "Commit " A "\n\nIt leaks.\n", "upstream A" },
	{ "an id in capitals", "commit 1F0AA21BC3D4E5F60718293A4B5C6D7E8F901234 upstream.\n",
	  "upstream A" },
	{ "a short id", "commit " SHORT " upstream.\n", "upstream " SHORT },
	{ "not in the first line", "It leaks.\n\ncommit " A " upstream.\n", "upstream A" },

	{ "two in brackets", "[ Upstream commits " A " and " B " ]\n", "upstream A, upstream B" },
	{ "two before upstream", "commit " A " and " B " upstream\n", "upstream A, upstream B" },
	{ "two with a dot", "commit " A " and " B " upstream.\n", "upstream A, upstream B" },
	{ "commits, plural", "commits " A " and " B " upstream.\n", "upstream A, upstream B" },
	{ "the word repeated", "commit " A " and commit " B " upstream.\n",
	  "upstream A, upstream B" },
	{ "three", "[ Upstream commits " A ", " B " and " C " ]\n",
	  "upstream A, upstream B, upstream C" },
	{ "two lines", "commit " A " upstream.\ncommit " B " upstream.\n",
	  "upstream A, upstream B" },

	{ "cherry picked", "It leaks.\n\n(cherry picked from commit " A ")\n", "cherry A" },
	{ "cherry-picked", "It leaks.\n\n(cherry-picked from commit " A ")\n", "cherry A" },
	{ "picked again and again: the first is mainline's",
	  "(cherry picked from commit " A ")\n(cherry picked from commit " B ")\n",
	  "cherry A, cherry B" },
	{ "backported", "(backported from commit " A ")\n", "backport A" },
	{ "backported from upstream", "(backported from commit " A " upstream)\n", "backport A" },
	{ "backport of", "backport of " A "\n", "backport A" },
	{ "backport of, capital", "Backport of " A ".\n", "backport A" },
	{ "SUSE", "Git-commit: " A "\nPatch-mainline: v5.10\n", "backport A" },
	{ "SUSE: the other name of what upstream has twice",
	  "Alt-commit: " B "\nGit-commit: " A "\n", "backport A, also B" },
	{ "Xen", "master commit: " A "\nmaster date: 2020-01-02\n", "backport A" },
	{ "upstream is believed before cherry-picked, wherever it stands",
	  "(cherry picked from commit " B ")\n\ncommit " A " upstream.\n", "upstream A, cherry B" },
	{ "backported is believed before cherry-picked",
	  "(cherry picked from commit " B ")\n(backported from commit " A ")\n",
	  "backport A, cherry B" },

	{ "based on", "Based on " A "\n", "related A" },
	{ "based on a commit", "Based on commit " A ".\n", "related A" },
	{ "based on upstream", "Based on upstream commit " A ".\n", "related A" },
	{ "vaguely based on", "Vaguely based on " A "\n", "related A" },
	{ "vaguely, a commit", "[ Vaguely based on commit " A " ]\n", "related A" },
	{ "same as", "Same as " A "\n", "related A" },
	{ "same as a commit", "Same as commit " A " but for 5.4\n", "related A" },
	{ "fixed otherwise", "fixed upstream in commit " A " in a different way\n", "related A" },
	{ "related ones come last", "Based on " B "\ncommit " A " upstream.\n",
	  "upstream A, related B" },

	{ "a subject in place of the id", "[ Upstream commit net: do not leak ]\n", "upstream ?" },

	{ "no body", "", "" },
	{ "prose: what a commit did", "Since commit " A " upstream servers answer twice.\n", "" },
	{ "prose: upstream broke it", "commit " A " upstream broke suspend\n", "" },
	{ "prose: a commit broke it", "commit " A " broke suspend.\n", "" },
	{ "prose: first line goes on", "commit " A " (\"net: do it\") broke suspend.\n", "" },
	{ "prose: the sentence is wrapped behind the id",
	  "Commit " A "\n(\"net: do it\") broke suspend.\n", "" },
	{ "prose: bare, but not the first line", "It leaks since\ncommit " A "\nand more so.\n",
	  "" },
	{ "prose: an upstream commit did it", "Upstream commit " A " introduced a leak.\n", "" },
	{ "prose: no id", "commit the transaction upstream.\n", "" },
	{ "prose: an id that is none", "commit 123 upstream.\n", "" },
	{ "a word that begins like one", "commit " A "xyz upstream.\n", "" },
	{ "longer than an id", "commit " A A " upstream.\n", "" },
	{ "a Fixes: tag", "Fixes: " SHORT " (\"net: do it\")\n", "" },
	{ "a revert", "This reverts commit " A ".\n", "" },
	{ "commitment", "commitment " A " upstream\n", "" },
};

static const char *name_of_kind(enum marker_kind kind)
{
	static const char *const names[] = {
		[MARKER_UPSTREAM] = "upstream",
		[MARKER_BACKPORT] = "backport",
		[MARKER_CHERRY_PICK] = "cherry",
		[MARKER_ALSO] = "also",
		[MARKER_RELATED] = "related",
	};

	return names[kind];
}

static const char *name_of_id(const char *hex)
{
	if (!*hex)
		return "?";
	return strcmp(hex, A) == 0   ? "A"
	       : strcmp(hex, B) == 0 ? "B"
	       : strcmp(hex, C) == 0 ? "C"
				     : hex;
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
		g_autoptr(GString) actual = g_string_new(NULL);

		markers_scan(cases[i].body, markers);
		for (guint k = 0; k < markers->len; k++) {
			const struct marker *marker = &g_array_index(markers, struct marker, k);

			g_string_append_printf(actual, "%s%s %s", k ? ", " : "",
					       name_of_kind(marker->kind), name_of_id(marker->hex));
		}
		tap_same(cases[i].name, cases[i].expected, actual->str);
	}
	tap_ok(!marker_is_line(slice_of("commit " A), MARKER_PLACE_PARAGRAPH, slice_of("")),
	       "a bare id is a marker at first only");
	tap_ok(marker_is_line(slice_of("commit " A), MARKER_PLACE_FIRST, slice_of("\nText.\n")),
	       "a bare id is a marker at first");
	tap_ok(!marker_is_line(slice_of("commit " A), MARKER_PLACE_FIRST, slice_of("broke it.\n")),
	       "a bare id is none when the sentence goes on");
	return tap_done();
}
