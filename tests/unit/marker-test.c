/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/marker.h"

#include <string.h>

#include "message/marker-forms.h"
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

	{ "a key's list, wrapped", "original patch commit ids: " A " and\n" B "\n",
	  "upstream A, upstream B" },

	{ "a list",
	  "This backports the following upstream commits as one:\n\t" A "\n\t" B "\n\nBy hand.\n",
	  "backport A, backport B" },
	{ "a list below a blank line, with titles",
	  "This is a backport of the mainline patches\n\n * " A " (\"net: a\")\n * " B " net: b\n",
	  "backport A, backport B" },
	{ "a numbered list, a wrapped sentence",
	  "A combination of these\nupstream commits:\n1. commit " A "\n2. commit " B "\n",
	  "backport A, backport B" },
	{ "a list of one", "Backport of mainline commit:\n\n" A "\n", "backport A" },
	{ "a list of what it needs", "This backport needs the following commits:\n" A "\n", "" },
	{ "a list of what broke it", "The following upstream commits broke it:\n" A "\n", "" },
	{ "a list in a sentence that goes on",
	  "It is so since\nthis backport of upstream commits\n" A "\n", "" },
	{ "a list of no commits", "This backports the following:\n" A "\n", "" },
	{ "a list of others' work", "The following patches are by\n" A "\n", "" },

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

	{ "wrapped in brackets",
	  "(cherry picked from commit " A "\n https://git.example.org/net main)\n", "cherry A" },
	{ "wrapped between two ids", "[ Upstream commits " A "\n  and " B " ]\n",
	  "upstream A, upstream B" },
	{ "titles between two ids",
	  "[ Upstream commits " A " (\"net: do it\") and " B " (\"net: go on\") ]\n",
	  "upstream A, upstream B" },
	{ "a note behind", "(cherry picked from commit " A ") [ben: context]\n", "cherry A" },
	{ "never closed", "(cherry picked from commit " A "\nSigned-off-by: Ann\n", "cherry A" },
	{ "within brackets a tree", "(backported from commit " A " net-next)\n", "backport A" },
	{ "as git describe prints it", "(cherry picked from commit r14-9692-g" A ")\n",
	  "cherry A" },
	{ "an id named twice",
	  "commit " A " upstream.\n\n(cherry picked from commit 1f0aa21bc3d4)\n", "upstream A" },
	{ "named twice, the long one last",
	  "commit 1f0aa21bc3d4 upstream.\n\n[ Upstream commit " A " ]\n", "upstream A" },
	{ "below the text, a paragraph of its own", "It leaks.\n\nBackport of " A "\n\nMore.\n",
	  "backport A" },
	{ "a backport for a tree", "Backport of commit " A " for 5.10.\n", "backport A" },
	{ "a sentence that ends", "Backport of commit " A ".\nthe lock is ours.\n", "backport A" },
	{ "below a trailer", "It leaks.\n\nCc: Ben\nmaster commit: " A "\n", "backport A" },

	{ "a key right below the text",
	  "The other half\nwould not hold here.\nmaster commit: " A "\n", "backport A" },
	{ "prose: a key's words within a sentence", "It came with\nmaster commit: " A "\n", "" },

	{ "Gerrit's search names a commit of its own server",
	  "(cherry picked from https://review.example.org/q/commit:" A ")\n", "" },
	{ "a commit's address", "[Upstream commit: https://example.org/net/commit/" A "]\n",
	  "upstream A" },
	{ "an address with a branch", "Upstream: https://example.org/net/commit/?h=dead&id=" A "\n",
	  "upstream A" },
	{ "an address of a mail",
	  "Upstream: https://lore.example.org/r/20240304100000." SHORT "-1-ann@example.org\n", "" },
	{ "OpenEmbedded: an address on the next line",
	  "Upstream-Status: Backport\n [https://example.org/net/commit/" A "]\n", "upstream A" },
	{ "OpenEmbedded: an id", "Upstream-Status: Backport from " A " (v6.1)\n", "upstream A" },
	{ "OpenEmbedded: two",
	  "Upstream-Status: Backport [https://example.org/net/commit/" A
	  " & https://example.org/net/commit/" B "]\n",
	  "upstream A, upstream B" },
	{ "OpenEmbedded: only sent",
	  "Upstream-Status: Submitted [https://example.org/net/pull/1/commits/" A "]\n", "" },
	{ "DEP-3: an id", "Origin: backport, commit:" A "\n", "upstream A" },
	{ "DEP-3: continued", "Origin: upstream,\n https://example.org/net/commit/" A "\n",
	  "upstream A" },
	{ "DEP-3: a vendor's", "Origin: vendor, https://example.org/net/commit/" A "\n", "" },
	{ "DEP-3: a version, a date", "Origin: upstream, 20240304\n", "" },
	{ "SUSE: in part", "Git-commit: " A " (partial)\n", "backport A" },

	{ "CentOS: two, and what their messages say is theirs",
	  "JIRA: https://issues.example.org/X-1\nConflicts: in the\n  headers\n\n"
	  "commit " A "\nAuthor: Ann\nDate:   Mon\n\n    net: do it\n\n    It broke by\n\n"
	  "    commit " C "\n    Author: Ben\n\n    (cherry picked from commit " C ")\n\n"
	  "commit " B "\nMerge: 1 2\nAuthor: Ann\n\n    net: go on\n",
	  "upstream A, upstream B" },
	{ "CentOS: with a tag", "Bugzilla: 1\n\ncommit " A " (tag: v6.1)\nAuthor: Ann\n",
	  "upstream A" },
	{ "a statement with a remark", "This is a backport of " A " upstream, without the test.\n",
	  "backport A" },
	{ "a title is none of that", "commit " A " (\"net: do it\")\n\nbroke it.\n", "" },
	{ "a quoted commit is no head",
	  "commit " A " upstream.\n\nCommit " B "\nAuthor: Ben\n\n    net: do it\n\nbroke it.\n",
	  "upstream A" },
	{ "a quoted commit above the text",
	  "commit " A "\nAuthor: Ben\n\n    net: do it\n\nbroke it.\n", "" },
	{ "CentOS's head, prose, a quoted commit",
	  "JIRA: https://issues.example.org/X-1\n\nIt is slow since\n\ncommit " A "\nAuthor: Ben\n",
	  "" },
	{ "CIQ",
	  "jira VULN-12\ncve CVE-2024-1\ncommit-author Ann <ann@example.org>\ncommit " A
	  "\nupstream-diff context\n\nIt leaks.\n",
	  "upstream A" },
	{ "openEuler: mainline",
	  "mainline inclusion\nfrom mainline-v6.1\ncommit " A "\ncategory: bugfix\nCVE: NA\n\n"
	  "--------\n\nIt leaks.\n",
	  "upstream A" },
	{ "openEuler: a tree on its way", "net-next inclusion\ncommit " A "\ncategory: bugfix\n",
	  "upstream A" },
	{ "openEuler: the stable tree's commit is another",
	  "stable inclusion\nfrom stable-v5.10.150\ncommit " B "\ncategory: bugfix\n\n"
	  "--------\n\ncommit " A " upstream.\n\nIt leaks.\n",
	  "upstream A" },

	{ "openEuler: a blank line before the commit",
	  "mainline inclusion\nfrom mainline-v6.1\n\ncommit " A "\ncategory: bugfix\n\n"
	  "--------\n\ncommit " B "\n\nbroke it.\n",
	  "upstream A" },
	{ "OpenEmbedded: an address on the next line, not indented",
	  "Upstream-Status: Backport\n[https://example.org/net/commit/" A "]\nSigned-off-by: Ann\n",
	  "upstream A" },
	{ "Buildroot: the address on the next line",
	  "Backported from upstream commit:\nhttps://example.org/net/commit/" A "\n",
	  "backport A" },
	{ "a key whose value is the next line", "Upstream commit:\n" A "\n\nIt leaks.\n",
	  "upstream A" },
	{ "a key, and prose in the next line", "Upstream:\nnone, see " A "\n", "" },
	{ "a title before upstream", "commit " SHORT " (\"net: do it\") upstream.\n",
	  "upstream " SHORT },
	{ "prose: a title before upstream",
	  "commit " SHORT " (\"net: do it\") upstream broke suspend.\n", "" },
	{ "of a branch", "commit " A " in master.\n", "upstream A" },
	{ "prose: a branch", "commit " A " in master broke it.\n", "" },
	{ "prose: this is not it", "This is commit " A " upstream, which broke it.\n", "" },
	{ "a line for each of two", "[ Upstream commits\n  " A "\n  " B " ]\n",
	  "upstream A, upstream B" },
	{ "nothing but upstream", "upstream " A "\n", "upstream A" },
	{ "prose: upstream did it", "Upstream " A " did it better.\n", "" },
	{ "prose: the original commit", "The original commit " A " was right.\n", "" },

	{ "prose: before and behind", "The\nbackport of commit " A " left a lock out.\n", "" },
	{ "prose: it begins a paragraph",
	  "Backport of " SHORT " to this tree lost the check, put\nit in.\n", "" },
	{ "prose: it goes on in the next line", "This is a backport of " A "\nthat lost a lock.\n",
	  "" },
	{ "prose: wrapped behind upstream", "commit " A " upstream\nbroke suspend.\n", "" },
	{ "prose: fixed by", "It was fixed there by\n\n    commit " A " upstream.\n\nOurs is it.\n",
	  "" },
	{ "prose: introduced by:", "The leak is from:\n\nUpstream commit " A "\n", "" },
	{ "prose: in a note", "[ ann: the\n  backport of commit " A " needed this ]\n", "" },
	{ "prose: brackets in a sentence",
	  "It came with 1234567890\n(backport of " A ") which forgets a lock.\n", "" },
	{ "prose: brackets between", "The change\n(backport of " A ")\nforgets a lock.\n", "" },
	{ "prose: a sentence in brackets", "[ Upstream commit " A " broke suspend ]\n", "" },
	{ "prose: a clause in brackets", "(backported from commit " A ", which broke it)\n", "" },
	{ "prose: a key that is none", "Upstream commit: " A " made it worse.\n", "" },
	{ "prose: a remark on origin", "Origin: it came with " A "\n", "" },
	{ "quoted", "> commit " A " upstream.\n", "" },

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
		[MARKER_UPSTREAM] = "upstream",	 [MARKER_BACKPORT] = "backport",
		[MARKER_CHERRY_PICK] = "cherry", [MARKER_ALSO] = "also",
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

static char *scanned(const char *body)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	GString *actual = g_string_new(NULL);

	markers_scan(body, markers);
	for (guint k = 0; k < markers->len; k++) {
		const struct marker *marker = &g_array_index(markers, struct marker, k);

		g_string_append_printf(actual, "%s%s %s", k ? ", " : "", name_of_kind(marker->kind),
				       name_of_id(marker->hex));
	}
	return g_string_free(actual, FALSE);
}

/* A form's words within a sentence, where they mark nothing. */
static char *prose_of(const char *words)
{
	return g_strdup_printf("It is\n%s " A " that left a lock out,\nso take it.\n", words);
}

int main(void)
{
	size_t n_forms;
	const struct marker_form *forms = marker_forms(&n_forms);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *actual = scanned(cases[i].body);

		tap_same(cases[i].name, cases[i].expected, actual);
	}
	for (size_t i = 0; i < n_forms; i++) {
		g_autofree char *prose = prose_of(forms[i].words);
		g_autofree char *actual = scanned(prose);
		g_autofree char *example = scanned(forms[i].example);
		g_autofree char *expected = g_strdup_printf("%s A", name_of_kind(forms[i].kind));

		tap_same(forms[i].example, expected, example);
		tap_same(prose, "", actual);
	}
	/* Thousands of them, and lines that look like more of one: bounded, in linear time. */
	g_autoptr(GString) many = g_string_new("");
	g_autoptr(GString) open = g_string_new("");
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct marker));

	for (int i = 0; i < 20000; i++) {
		g_string_append_printf(many, "commit a%011d upstream.\n", i);
		g_string_append(open, "[ backport of ((( the commit, (and\n");
	}
	markers_scan(many->str, found);
	tap_number("the number of markers is bounded", 200, found->len);
	g_array_set_size(found, 0);
	markers_scan(open->str, found);
	tap_number("brackets without end", 0, found->len);
	return tap_done();
}
