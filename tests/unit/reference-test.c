/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/reference.h"

#include <string.h>

#include "base/text.h"
#include "tap.h"

#define A   "1f0aa21bc3d4e5f60718293a4b5c6d7e8f901234"
#define B   "2e1bb32cd4e5f60718293a4b5c6d7e8f90123456"
#define A12 "1f0aa21bc3d4"
#define B12 "2e1bb32cd4e5"

/* Expected: kind, id as written, title in braces; one a line. */
static const struct {
	const char *name, *subject, *body, *expected;
} cases[] = {
	{ "Fixes, the usual form", "", "Fixes: " A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, a title that quotes", "", "Fixes: " A12 " (\"Revert \"net: do it\"\")\n",
	  "fixes " A12 " {Revert \"net: do it\"}" },
	{ "Fixes, a whole id", "", "Fixes: " A "\n", "fixes " A },
	{ "Fixes, six digits", "", "Fixes: 1f0aa2 (\"net: do it\")\n",
	  "fixes 1f0aa2 {net: do it}" },
	{ "Fixes, digits only", "", "Fixes: 123456789012 (\"net: do it\")\n",
	  "fixes 123456789012 {net: do it}" },
	{ "Fixes, the word commit", "", "Fixes: commit " A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, lower case", "", "fixes: " A12 "\n", "fixes " A12 },
	{ "Fixes, an id in capitals", "", "Fixes: 1F0AA21BC3D4\n", "fixes " A12 },
	{ "Fixes, indented", "", "    Fixes: " A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, in angle brackets", "", "Fixes: <" A12 ">\n", "fixes " A12 },
	{ "Fixes, no blank before the title", "", "Fixes: " A12 "(\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, single quotes", "", "Fixes: " A12 " ('net: do it')\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, a list", "", "Fixes: " A12 ", " B12 "\n", "fixes " A12 "\nfixes " B12 },
	{ "Fixes, a list with titles", "", "Fixes: " A12 " (\"net: a\"), " B12 " (\"net: b\")\n",
	  "fixes " A12 " {net: a}\nfixes " B12 " {net: b}" },
	{ "Fixes, a URL", "", "Fixes: https://git.example.org/linux/c/" A12 "\n", "fixes " A12 },
	{ "Fixes, a URL with a query", "", "Fixes: https://git.example.org/?p=l;h=" A "\n",
	  "fixes " A },
	/* Such an id is told of twice: of two ties the stronger one counts. */
	{ "Fixes, the id in the next line", "", "Fixes:\n " A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}\nwords " A12 " {net: do it}" },
	{ "Fixes, a wrapped title", "", "Fixes: " A12 " (\"net: do\n it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, the title in the next line", "", "Fixes: " A12 "\n(\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, CRLF", "", "Fixes: " A12 " (\"net: do it\")\r\n", "fixes " A12 " {net: do it}" },
	{ "Fixes, a title alone", "", "Fixes: (\"net: do it\")\n", "fixes  {net: do it}" },
	{ "Fixes, an id in the title is the title's", "", "Fixes: " A12 " (\"undo " B12 "\")\n",
	  "fixes " A12 " {undo " B12 "}" },
	{ "Fixes, an issue number", "", "Fixes: #1234\n", "" },
	{ "Fixes, a long issue number", "", "Fixes: #1234567\n", "" },
	{ "Fixes, five digits", "", "Fixes: 1f0aa\n", "" },
	{ "Fixes, words", "", "Fixes: a crash at boot\n", "" },
	{ "Fixes, 41 digits", "", "Fixes: " A "0\n", "" },
	{ "prose that fixes", "", "This fixes the crash.\n", "" },
	{ "Fixes, doubled", "", "Fixes: Fixes: " A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, words before it", "", "Fixes: the leak of " A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, words before two", "", "Fixes: regressions from " A12 ", " B12 "\n",
	  "fixes " A12 "\nfixes " B12 },
	{ "Fixes, words and a number", "", "Fixes: a crash on 12345678 boards\n", "" },
	{ "Fixes, words and a bug's number", "", "Fixes: bug #1234567a\n", "" },
	{ "Fixes, as git describe has it", "", "Fixes: v6.1-rc3-12-g" A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, as GCC has it", "", "Fixes: r14-9692-g" A12 "\n", "fixes " A12 },
	{ "Fixes, a changeset", "", "Fixes: c/s " A12 "\n", "fixes " A12 },
	{ "Fixes commit", "", "Fixes commit " A12 " (\"net: do it\").\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes without a colon", "", "Fixes " A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fix and Fixed", "", "Fix: " A12 "\nFixed: " B12 "\n", "fixes " A12 "\nfixes " B12 },
	{ "Fixes, blanks between two", "", "Fixes: " A12 " " B12 "\n",
	  "fixes " A12 "\nfixes " B12 },
	{ "Fixes, other marks between two", "", "Fixes: " A12 "; " B12 " & " A "\n",
	  "fixes " A12 "\nfixes " B12 "\nfixes " A },
	{ "Fixes, a list whose titles nobody quoted", "",
	  "Fixes: " A12 " (net: a), " B12 " (net: b)\n", "fixes " A12 "\nfixes " B12 },
	{ "Fixes, a URL and the title", "",
	  "Fixes: https://git.example.org/linux/commit/" A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "Fixes, a URL in angle brackets", "", "Fixes: <https://git.example.org/c/1f0aa21>\n",
	  "fixes 1f0aa21" },
	{ "Fixes, a URL with more behind the id", "",
	  "Fixes: https://git.example.org/c/?id=" A "&h=next#n12\n", "fixes " A },
	{ "Fixes, a URL of a patch", "", "Fixes: https://git.example.org/c/" A12 ".patch\n",
	  "fixes " A12 },
	{ "Fixes, words and a URL", "",
	  "Fixes: what https://git.example.org/linux/commit/" A12 " broke\n", "fixes " A12 },
	{ "Fixes, two URLs", "",
	  "Fixes: https://git.example.org/c/" A12 ", https://git.example.org/c/" B12 "\n",
	  "fixes " A12 "\nfixes " B12 },
	{ "Fixes, an issue's URL", "", "Fixes: https://git.example.org/issues/1234567\n", "" },
	{ "Fixes, a mail's URL", "", "Fixes: https://lore.example.org/r/" A12 "@example.org\n",
	  "" },

	{ "Fixes, a list over lines", "",
	  "Fixes: " A12 " (\"net: a\"),\n       " B12 " (\"net: b\") and\n       " A "\n" B "\n",
	  "fixes " A12 " {net: a}\nfixes " B12 " {net: b}\nfixes " A "\nmentions " B12
	  " {net: b}\nmentions " A "\nmentions " B },
	{ "Fixes, a comma and another tag", "", "Fixes: " A12 ",\nLink: " B12 "\n", "fixes " A12 },
	{ "tags beside Fixes", "", "Also-fixes: " A12 " (\"net: do it\")\nCaused-by: " B12 "\n",
	  "words " A12 " {net: do it}\nwords " B12 },
	{ "who or what did it is no commit", "",
	  "Caused-by: a race\nRegressed-by: Ann Ash <ann@example.org>\nFixes-commit: #1234567\n",
	  "" },
	{ "how it came is no tag", "", "Introduced-by-mail: " A12 "\n\nPartially fixes " B12 "\n",
	  "mentions " A12 "\nwords " B12 },

	{ "a revert", "", "This reverts commit " A ".\n", "reverts " A },
	{ "a revert with the title", "", "This reverts commit " A12 " (\"net: do it\").\n",
	  "reverts " A12 " {net: do it}" },
	{ "a revert, the id in the next line", "", "This reverts commit\n" A ".\n",
	  "reverts " A "\nmentions " A },
	{ "two reverts", "", "This reverts commits " A12 " and " B12 ".\n",
	  "reverts " A12 "\nreverts " B12 },
	{ "a reverted merge", "", "This reverts commit " A ", reversing changes made to " B ".\n",
	  "reverts " A },
	{ "a reverted merge the way git wraps it", "",
	  "This reverts commit " A ", reversing\nchanges made to " B ".\n",
	  "reverts " A "\nmentions " B },
	{ "a partial revert takes nothing back", "", "This partially reverts commit " A ".\n",
	  "words " A },
	{ "another one's revert", "", "A later one reverts commit " A ".\n", "mentions " A },
	{ "two reverts over a line end", "",
	  "This reverts commit " A12 " (\"net: do it\") and\ncommit " B12
	  " (\"net: count\nit\") that was to mend it.\n",
	  "reverts " A12 " {net: do it}\nreverts " B12 " {net: count it}\nmentions " B12
	  " {net: count it}" },
	{ "two reverts, the first title over a line end", "",
	  "This reverts commits " A12 " (\"net: do\nit\"), " B12 ".\n",
	  "reverts " A12 " {net: do it}\nreverts " B12 "\nmentions " B12 },
	{ "reverts, one a line", "", "This reverts commits\n" A12 "\n" B12 "\n\nand why.\n",
	  "reverts " A12 "\nreverts " B12 "\nmentions " A12 "\nmentions " B12 },
	{ "reverts, one an item", "", "This reverts commits\n- " A12 "\n- " B12 "\n\nand why.\n",
	  "reverts " A12 "\nreverts " B12 "\nmentions " A12 "\nmentions " B12 },
	{ "a commit that a revert mends", "",
	  "This reverts commit " A12 " because it spoils " B12 ".\n", "reverts " A12 },
	{ "what comes behind a revert", "", "This reverts commit " A12 ".\n" B12 " is next.\n",
	  "reverts " A12 "\nmentions " B12 },
	{ "a reason behind a revert", "",
	  "This reverts commit " A12 ", as\ncommit " B12 " needs it.\n",
	  "reverts " A12 "\nmentions " B12 },
	{ "a revert by its subject alone", "Revert \"net: do it\"", "", "reverts  {net: do it}" },
	{ "a revert of a revert", "Revert \"Revert \"net: do it\"\"", "",
	  "reverts  {Revert \"net: do it\"}" },
	{ "reapply", "Reapply \"net: do it\"", "", "reapplies  {net: do it}" },
	{ "a revert with its subsystem", "net: Revert \"net: do it\"", "",
	  "reverts  {net: do it}" },
	{ "a revert by subject and body", "Revert \"net: do it\"", "This reverts commit " A ".\n",
	  "reverts  {net: do it}\nreverts " A },
	{ "a revert by its subject and a tag of that title", "net: revert do it",
	  "It hangs.\n\nFixes: " A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}\nreverts " A12 " {net: do it}" },
	{ "of the tags that of its title", "Revert: net: do it",
	  "Fixes: " B12 " (\"disk: do it\")\nFixes: " A12 " (\"net: do it\")\n",
	  "fixes " B12 " {disk: do it}\nfixes " A12 " {net: do it}\nreverts " A12 " {net: do it}" },
	{ "a tag of another title is no revert", "net: revert to polling",
	  "Fixes: " A12 " (\"net: do it\")\n", "fixes " A12 " {net: do it}" },
	{ "nor is a part of it", "net: revert part of do it", "Fixes: " A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}" },
	{ "a revert of the patch below", "net: revert the mask",
	  "This reverts patch below since it hangs.\n\nFixes: " A12 " (\"net: do it\")\n",
	  "fixes " A12 " {net: do it}\nreverts " A12 " {net: do it}" },
	{ "of the patches below: which?", "net: revert the mask",
	  "This reverts the patches below.\n\nFixes: " A12 "\nFixes: " B12 "\n",
	  "fixes " A12 "\nfixes " B12 },
	{ "another one reverts the patch below", "net: revert the mask",
	  "The next one reverts the patch below.\n\nFixes: " A12 "\n", "fixes " A12 },
	{ "a subject that only says revert", "net: revert to polling", "", "" },
	{ "an unfinished revert", "Revert \"", "", "" },

	{ "a mention with its title", "", "See commit " A12 " (\"net: do it\").\n",
	  "mentions " A12 " {net: do it}" },
	{ "since commit", "", "Faster since commit " A12 ".\n", "mentions " A12 },
	{ "as git describe has it", "", "It came with v6.1-rc3-12-g" A12 ".\n", "mentions " A12 },
	{ "as GCC has it", "", "See r14-9692-g" A12 "\n", "mentions " A12 },
	{ "what a running kernel calls itself", "", "Not tainted 6.1.0-rc3-12-g" A12 " #1\n", "" },
	{ "a g within a word", "", "See flag" A12 " and x-g" A12 "\n", "" },
	{ "a base", "", "base-commit: " A "\nprerequisite-patch-id: " B "\n", "" },

	{ "by its words", "", "It was broken by " A12 " (\"net: do it\").\n",
	  "words " A12 " {net: do it}" },
	{ "by its words, over a line end", "", "It was broken\nby " A12 ".\n", "words " A12 },
	{ "by its words, one of two", "", "It was broken by " A12 ".  See " B12 ", too.\n",
	  "words " A12 "\nmentions " B12 },
	{ "by its words, as git describe has it", "", "A regression from v6.1-3-g" A12 ".\n",
	  "words " A12 },
	{ "words in a log are no words", "", "    broken by " A12 "\n", "mentions " A12 },
	{ "by its words, the id on a line of its own", "",
	  "This is a follow-up to\n\n\t" A12 " (net: do it)\n\nand mends the build.\n",
	  "words " A12 },
	{ "in parentheses", "", "It was slow (" A12 ").\n", "mentions " A12 },
	{ "in brackets", "", "It was slow [" A12 "].\n", "mentions " A12 },
	{ "backquoted", "", "It was `" A12 "` that did it.\n", "mentions " A12 },
	{ "at the line start", "", A12 " did it.\n", "mentions " A12 },
	{ "before a comma", "", "After " A12 ", it is slow.\n", "mentions " A12 },
	{ "before a dot", "", "It came with " A12 ".\n", "mentions " A12 },
	{ "seven digits", "", "It came with 1f0aa21.\n", "mentions 1f0aa21" },
	{ "a wrapped title", "", "See " A12 " (\"net: do\nit\").\n",
	  "mentions " A12 " {net: do it}" },
	{ "decimal after commit", "", "See commit 12345678.\n", "mentions 12345678" },
	{ "six digits", "", "It came with 1f0aa2.\n", "" },
	{ "a date", "", "Seen on 20220401.\n", "" },
	{ "an address", "", "Oops at 0x1f0aa21bc3d4\n", "" },
	{ "an identifier", "", "In fn_1f0aa21bc3d4() it hangs.\n", "" },
	{ "an issue", "", "See #1234567a\n", "" },
	{ "a link", "", "Link: https://lore.example.org/r/" A12 "@host\n", "" },
	{ "what it closes", "", "Closes: https://bugs.example.org/" A12 "\n", "" },
	{ "where it was picked from", "", "(cherry picked from commit " A ")\n", "picked " A },
	{ "the same with a hyphen", "", "(cherry-picked from commit " A12 ")\n", "picked " A12 },
	{ "where it was backported from", "", "(backported from commit " A ")\n", "picked " A },
	{ "picked from no id", "", "(cherry picked from commit of next)\n", "" },
	{ "derived from it", "", "It is derived from commit " A12 ".\n", "mentions " A12 },

	{ "Stable-dep-of", "", "Stable-dep-of: " A12 " (\"net: do it\")\n",
	  "dep " A12 " {net: do it}" },
	{ "Cc stable with what it needs", "",
	  "Cc: <stable@vger.example.org> # 3.3.x: 1f0aa21: sched: Check for idle\n",
	  "needs 1f0aa21 {sched: Check for idle}" },
	{ "Cc stable with a version", "", "Cc: stable@vger.example.org # 5.10+\n", "" },
	{ "Cc stable with an id alone", "", "Cc: stable@vger.example.org # 5.10: " A12 "\n",
	  "needs " A12 },
	{ "Depends-on", "", "Depends-on: " A12 " (\"net: do it\")\n",
	  "needs " A12 " {net: do it}" },
	{ "Depends-On, two", "", "Depends-On: " A12 ", " B12 "\n", "needs " A12 "\nneeds " B12 },
	{ "Requires", "", "Requires: commit " A12 "\n", "needs " A12 },
	{ "Prerequisite", "", "Prerequisite: " A12 "\n", "needs " A12 },
	{ "Prerequisites", "", "Prerequisites: " A12 " (net: a), " B12 "\n",
	  "needs " A12 "\nneeds " B12 },
	{ "Depends-on something else", "", "Depends-on: patch 3/5\nRequires: a compiler\n", "" },
	{ "Depends-on a change", "", "Depends-on: I1f0aa21bc3d4e5f60718\n", "" },
	{ "Cc of somebody", "", "Cc: " A12 "@example.org\n", "" },
};

static const struct {
	const char *title, *subject;
	bool expected;
} titles[] = {
	{ "net: do it", "net: do it", true },
	{ "net: do\n it", "net: do it", true },
	{ "  net:  do it ", "net: do it", true },
	{ "net: do it", "net: do it now", false },
	{ "net: do it for the ...", "net: do it for the sake of it", true },
	{ "net: undo it for ...", "net: do it for the sake of it", false },
	{ "...", "net: do it", false },
	{ "", "net: do it", false },
};

static char *render(const GArray *references)
{
	static const char *const names[] = {
		[REFERENCE_FIXES] = "fixes",	     [REFERENCE_REVERTS] = "reverts",
		[REFERENCE_REAPPLIES] = "reapplies", [REFERENCE_MENTIONS] = "mentions",
		[REFERENCE_STABLE_DEP] = "dep",	     [REFERENCE_PREREQUISITE] = "needs",
		[REFERENCE_PICKED] = "picked",	     [REFERENCE_FIX_WORDS] = "words",
	};
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);
		g_autofree char *raw = slice_dup(reference->title);
		g_autofree char *title = text_fold(raw);

		g_string_append_printf(out, "%s%s %s", i ? "\n" : "", names[reference->kind],
				       reference->hex);
		if (*title)
			g_string_append_printf(out, " {%s}", title);
	}
	return g_string_free(out, FALSE);
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct reference));
		g_autofree char *actual = NULL;

		references_scan(cases[i].subject, cases[i].body, found);
		actual = render(found);
		tap_same(cases[i].name, cases[i].expected, actual);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(titles); i++) {
		g_autofree char *name =
			g_strdup_printf("\"%s\" is %s\"%s\"", titles[i].title,
					titles[i].expected ? "" : "not ", titles[i].subject);
		g_autofree char *line = text_fold(name);

		tap_ok(reference_title_matches(slice_of(titles[i].title), titles[i].subject) ==
			       titles[i].expected,
		       line);
	}

	/* One message names thousands: the first ones are enough. */
	g_autoptr(GString) many = g_string_new(NULL);
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct reference));

	for (int i = 0; i < 5000; i++)
		g_string_append_printf(many, "See commit a%011d.\n", i);
	references_scan("", many->str, found);
	tap_number("the number of references is bounded", REFERENCES_LIMIT, found->len);
	return tap_done();
}
