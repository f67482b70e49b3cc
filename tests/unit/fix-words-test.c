/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/fix-words.h"

#include <string.h>

#include "tap.h"

#define ID    "1f0aa21bc3d4"
#define OTHER "2e1bb32cd4e5"

/* Sentences, all about ID, and whether they say that this one repairs it. */
static const struct {
	const char *text;
	bool expected;
} cases[] = {
	/* What it did. */
	{ "Commit " ID " broke resume on boards without a battery.", true },
	{ "Commit " ID " (\"net: add a queue\") broke resume.", true },
	{ "Commit " ID " (\"net: add\na queue\") unfortunately broke resume.", true },
	{ ID " breaks the build with old compilers", true },
	{ "Commit " ID " caused a hang when the last user went away.", true },
	{ "Commit " ID " introduced a regression.", true },
	{ "Commit " ID " introduced a subtle memory leak in the error path.", true },
	{ "Commit " ID " introduces an off-by-one in the loop.", true },
	{ "Commit " ID " has a typo.", true },
	{ "The rework in commit " ID " led to a deadlock.", true },
	{ "Commit " ID " forgot to free the ring.", true },
	{ "Commit " ID " missed one caller.", true },
	{ "Commit " ID " overlooked that the lock may sleep.", true },
	{ "Commit " ID " accidentally dropped the check.", true },
	{ "Commit " ID ", which moved the lock, inadvertently left a window open.", true },
	{ "Commit " ID " was incomplete.", true },
	{ "The fix in commit " ID " is not sufficient: the other path leaks, too.", true },
	{ "Commit " ID " wasn't enough.", true },
	{ "Commit " ID " did not update the other caller.", true },
	{ "Commit " ID " changed the first caller but didn't convert the second.", true },
	{ "Commit " ID " failed to take the lock.", true },
	{ "Commit " ID " moved the table, but left its users behind.", true },
	{ "Commits " ID " and " OTHER " broke the build.", true },
	{ "In commit " ID " I forgot to initialise the list.", true },
	{ "In " ID " (\"net: add a queue\") we missed the unlock.", true },
	{ "Commit " ID " changed the order of the locks.  This caused a deadlock.", true },
	{ "Commit " ID " fixed the leak, but broke the error path.", true },

	/* What was done by it. */
	{ "The build was broken by commit " ID ".", true },
	{ "This bug was introduced by " ID " (\"net: add a queue\").", true },
	{ "Fix a memory leak introduced in commit " ID ".", true },
	{ "Fix the unused variable introduced by commit " ID ".", true },
	{ "Introduced in commit " ID ".", true },
	{ "Caused by: " ID, true },
	{ "Broken by the switch to hashed tables in commit " ID ".", true },
	{ "It has been broken since commit " ID ".", true },
	{ "Since commit " ID " the driver fails to probe.", true },
	{ "After commit " ID ", wake-up no longer works.", true },
	{ "This is a regression from commit " ID ".", true },
	{ "Fix the fallout of commit " ID ".", true },
	{ "Fallout from " ID, true },
	{ "There is a typo in commit " ID " that swaps both.", true },
	{ "This was an oversight of mine in commit " ID ".", true },
	{ "One caller was missed in commit " ID ".", true },
	{ "The entry was mistakenly removed by " ID ".", true },
	{ "A build failure due to commit " ID ".", true },
	{ "He bisected it to commit " ID ".", true },

	{ "Suspend is broken when a cable is plugged since commit " ID ".", true },
	{ "Commit " ID " has broken the other users.", true },
	{ "It was rare, but is exacerbated by commit " ID ".", true },
	{ "It looks as if this one,\n\ncommit " ID "\nAuthor: Ann Ash <ann@example.org>\n"
	  "Date:   Mon May 2 10:00:00 2022 +0000\n\n    net: add a queue\n\n"
	  "has caused a hang.",
	  true },
	{ "The crash was introduced by:\n\n  commit " ID "\n      net: add a queue\n", true },
	{ "The build is broken since\n\ncommit " ID "\n\nDo it otherwise.", true },

	/* A commit shown by itself within a sentence. */
	{ "This is a follow-up to\n\n\t" ID " (net: add a queue)\n\nand mends the build.\n", true },
	{ "The previous change added in:\n\n commit " ID "\n    net: add a queue\n\n"
	  "was not checking all of the conditions.",
	  true },
	{ "Ann's patch\n\n" ID " net: add a queue\n\nintroduced a bug.  It is mended here.", true },
	{ "Her patch\n    " ID " net: add a queue\nforgot the lock.", true },
	{ "The hang was caused by\n\n    commit " ID "\n    net: add a queue\n", true },
	{ "The model is\n\n    " ID " net: fix what was broken\n\nand this is the same.", false },
	{ "It broke.\n\n    " ID " net: add a queue\n\nis the model.", false },
	{ "Seen so:\n\n    broken by " ID "\n\nand more.", false },
	{ "Seen so:\n    # git log\n    " ID " net: fix what was broken\n", false },
	{ "Ann's patch is the model:\n\n" ID " net: add a queue\n\nIt introduced a helper.",
	  false },

	/* Taken back in part, mended in part. */
	{ "This partially reverts commit " ID ".", true },
	{ "This is a partial reversion of an earlier change (commit " ID ").", true },
	{ "Revert parts of commit " ID " (\"net: add a queue\").", true },
	{ "Commit " ID " exposed that the lock is taken twice.", true },
	{ "Commit " ID " fixed up most of the places where it spins.", true },
	{ "Commit " ID " only fixed the first of them.", true },
	{ "Commit " ID " fixed the readers.  But there is another case.", true },
	{ "Commit " ID " introduced a noisy message.", true },
	{ "Commit " ID " added an unnecessary lock.", true },
	{ "Commit " ID " assumes that the ring is never empty.", true },
	{ "Commit " ID " tried to limit the stack.  Unfortunately, it is not changed at all.",
	  true },
	{ "Commit " ID " was meant to limit it, but does nothing of the kind.", true },
	{ "It was partially reverted by commit " ID ".", false },
	{ "Commit " ID " added a check for unnecessary locks.", false },
	{ "Commit " ID " fixed the most important place.", false },
	{ "Commit " ID " fixed the only user of it.", false },
	{ "Commit " ID " tried the same for readers.", false },

	/* Said in a sentence of its own. */
	{ "Commit " ID " moved the write.  It is done earlier now.  This caused a hang.", true },
	{ "Since commit " ID " the flag is set.\n\nThis caused memory corruptions on resume.",
	  true },
	{ "Commit " ID " moved the write.\n\nUnfortunately it missed that slaves run there.",
	  true },
	{ "Commit " ID " fixed two problems: first, a loop.  Second, a leak.  The commit also\n"
	  "introduced a regression in that it broke readers.",
	  true },
	{ "Commit " ID " fixed the loop.  However, that change broke readers.", true },
	{ "Commit " ID " fixed the loop.  However, this caused a leak.", true },
	{ "Commit " ID " made it faster.  As it turns out, this breaks old boards.", true },
	{ "Commit " ID " made it faster.  This however breaks old boards.", true },
	{ "Commit " ID " removed the bit.  This was incorrect.", true },
	{ "Commit " ID " binds to all of them.  This fails on old boards.", true },
	{ "Commit " ID " made it faster.  It does so by a table.  This patch broke old boards.",
	  true },
	{ "Commit " ID " fixed false matches.  People use them.\n\n"
	  "Instead of reverting the commit in question, check for it.",
	  true },
	{ "Commit " ID " fixed the loop.  This caused a hang.", false },
	{ "Commit " ID " added a queue.  This patch breaks the loop up into two.", false },
	{ "Commit " ID " added a queue.  This commit does not handle the second one.", false },
	{ "Commit " ID " added a queue.  It works.  It is fast.  It is fine.  This broke it.",
	  false },
	{ "Commit " ID " added a queue.\n\nIt works.\n\nThis broke it.", false },
	{ "Commit " ID " added a queue.  See " OTHER ".  This broke it.", false },
	{ "Commit " ID " added a queue.  This doesn't hurt.", false },
	{ "Commit " ID " added a queue.  That was broken in a rework.", false },
	{ "Commit " ID " added a queue.  It is not failing.", false },
	{ "Commit " ID " added a queue.  This is needed because ours broke.", false },
	{ "Like commit " ID " did.  This broke it.", false },
	{ "This has nothing to do with commit " ID ".  That commit broke resume.", false },
	{ "Commit " ID " added a queue.\n\n    This broke it.\n", false },
	{ "Commit " ID " added a queue.\n> This broke it.\n", false },
	{ "Commit " ID " added a queue.  The caller broke it.", false },

	/* What this one is to it. */
	{ "Follow-up for " ID, true },
	{ "Follow-up for: " ID, true },
	{ "Follow-up to commit " ID " (\"net: add a queue\").", true },
	{ "This is a followup of " ID ".", true },
	{ "Follow up for " ID ".", true },
	{ "Fixup for commit " ID ".", true },
	{ "Amends: " ID, true },
	{ "This fixes commit " ID ".", true },
	{ "Fixes for " OTHER " and " ID ".", true },
	{ "- two things\n- a follow-up for " ID "\n- more", true },
	{ "It is fixed here.\n\nAs found out, commit " ID "\nbroke it.", true },
	{ "COMMIT " ID " BROKE IT", true },

	{ "It looks like commit " ID " caused a hang.", true },
	{ "This closes a hole in (" ID " net: add a queue) where it may sleep.", true },
	{ "Amend the earlier fix for " ID ".", true },

	/* The other direction. */
	{ "The fix " ID " is needed, too.", false },
	{ "The follow up commits " OTHER ", " ID " went in meanwhile.", false },
	{ "With the previous fixup commit " ID " all is well.", false },
	{ "It broke.\n\ncommit " ID "\nAuthor: Ann Ash <ann@example.org>\n\n    net: broke it\n\n"
	  "is the model.",
	  false },
	{ "The failing test was fixed after commit " ID ".", false },
	{ "Commit " ID " introduced read_queue(), use it here.", false },
	{ "Commit " ID " introduced a helper for this, so use it.", false },
	{ "Commit " ID " introduced a check to avoid a deadlock.", false },
	{ "Commit " ID " introduced new error codes.", false },
	{ "Commit " ID " added an error message.", false },
	{ "Use the helper introduced by commit " ID ".", false },
	{ "The helper that was added in commit " ID " does it.", false },
	{ "Since commit " ID " (\"net: add a queue\") it is always set.", false },
	{ "Since commit " ID " the check is no longer needed.", false },
	{ "After commit " ID " nobody uses it.", false },
	{ "Commit " ID " fixed this for readers, do the same for writers.", false },
	{ "Commit " ID " fixed a regression, and here is the test for it.", false },
	{ "Commit " ID " fixed a bug which broke resume; test that.", false },
	{ "The leak was fixed by commit " ID ".", false },
	{ "It was broken, and fixed again in " ID ".", false },
	{ "Commit " OTHER " fixed a regression introduced by commit " ID ".", false },
	{ "Like commit " ID " did for readers, which missed writers.", false },
	{ "Similar to commit " ID ", this avoids a broken state.", false },
	{ "For the same reason as commit " ID ", don't accidentally copy it.", false },
	{ "See commit " ID " for how it broke.", false },
	{ "Before commit " ID " it broke now and then.", false },
	{ "Revert commit " ID " as it broke the build.", false },
	{ "Add a regression test for commit " ID ".", false },
	{ "This depends on commit " ID ".", false },
	{ "The rework breaks the fix of commit " ID ".", false },
	{ "He reported a crash, resulting in commit " ID ".", false },
	{ "It began in commit " ID ", but only commit " OTHER " passed it on.", false },

	/* Denied, or only supposed. */
	{ "Commit " ID " did not break it.", false },
	{ "Commit " ID " did not introduce a regression.", false },
	{ "This was not broken by commit " ID ".", false },
	{ "It is no regression from commit " ID ".", false },
	{ "Commit " ID " would have caused a leak without the lock.", false },
	{ "Commit " ID " might have introduced a race.", false },
	{ "It works without the bug in commit " ID ".", false },
	{ "This has nothing to do with commit " ID ", which broke things.", false },
	{ "This is unrelated to commit " ID ", which broke resume.", false },
	{ "This is not related to " ID " (\"net: add a queue\"), which caused a hang.", false },
	{ "It is not commit " ID " that broke it.", false },
	{ "It wasn't commit " ID " which caused the hang.", false },
	{ "Neither commit " ID " nor " OTHER " broke it.", false },
	{ "Commit " ID " is not what broke it.", false },
	{ "Commit " ID " is not the one that caused the regression.", false },
	{ "Commit " ID " never broke anything.", false },
	{ "The kernel with commit " ID " applied did not crash.", false },
	{ "With commit " ID " the board does not hang.", false },
	{ "Commit " ID " did not regress, and does not leak.", false },
	{ "With commit " ID " it no longer crashes.", false },
	{ "Since commit " ID " nobody has seen it fail.", false },
	{ "I see no regressions since commit " ID ".", false },
	{ "It was broken by " OTHER " rather than by commit " ID ".", false },
	{ "It was broken by " OTHER ", not by commit " ID ".", false },
	{ "It was broken by " OTHER " instead of " ID ".", false },
	{ "The bug is not in commit " ID ".", false },
	{ "This isn't a fix for commit " ID ".", false },
	{ "The kernel with commit " ID " applied did not boot.", true },
	{ "Commit " ID " did not consider the second port.", true },
	{ "The leak was not fully fixed by commit " ID ".", true },
	{ "Commit " ID " did not completely fix it.", true },
	{ "It was partly reverted by commit " ID ".", false },
	{ "The panic that it was to prevent is fixed by commit " ID ".", false },
	{ "It does not compile because commit " ID " introduced a typo.", true },

	/* Other people's words, and other sentences. */
	{ "Commit " ID " (\"net: fix what broke the build\") is the model.", false },
	{ "Commit " ID " (net: fix broken build) is the model.", false },
	{ "See \"it broke\" of " ID ".", false },
	{ "It broke.  See commit " ID ".", false },
	{ "It broke.\n\nSee commit " ID ".", false },
	{ "See commit " ID ".\n\nIt broke.", false },
	{ "- it broke\n- see commit " ID "\n- it failed", false },
	{ "> It was broken by\nSee commit " ID, false },
	{ "    broken by\nCommit " ID, false },
	{ "Broken-since: 1.0\nSee " ID, false },
	{ "[ann: fixed what broke]\nSee " ID, false },
	{ "See commit " ID "\nRegression-tested-by: Ann Ash <ann@example.org>", false },
	{ "It looks as in the regression tests of " ID ".", false },
	{ ID, false },
};

static const struct {
	const char *word, *text;
	bool expected;
} own_cases[] = {
	{ "straightens out", "This straightens out commit " ID ".", true },
	{ "straightens out", "This STRAIGHTENS OUT what " ID " did.", true },
	{ "straightens out", "This straightens outer parts of " ID ".", false },
	{ "straightens out", "It straightens out. See " ID ".", false },
	{ "", "See " ID ".", false },
};

static bool told(const char *text, const GPtrArray *own, struct slice *proof)
{
	const char *at = strstr(text, ID);

	return fix_words_tell(slice_of(text), (struct slice){ at, strlen(ID) }, own, proof);
}

int main(void)
{
	struct slice proof = { NULL, 0 };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *name = text_one_line(cases[i].text, 0);
		g_autofree char *line =
			g_strdup_printf("%s: %s", cases[i].expected ? "told" : "not told", name);

		tap_ok(told(cases[i].text, NULL, &proof) == cases[i].expected, line);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(own_cases); i++) {
		g_autoptr(GPtrArray) own = g_ptr_array_new();
		g_autofree char *name = g_strdup_printf("a word of one's own, %s: %s",
							own_cases[i].expected ? "told" : "not told",
							own_cases[i].text);

		g_ptr_array_add(own, (char *)own_cases[i].word);
		tap_ok(told(own_cases[i].text, own, &proof) == own_cases[i].expected, name);
	}

	tap_ok(told("One.\n\nThis was broken\nby commit " ID " of May.\nMore.", NULL, &proof),
	       "over a line end");
	g_autofree char *lines = slice_dup(proof);

	tap_same("its proof are the lines from the word to the id",
		 "This was broken\nby commit " ID " of May.", lines);

	tap_ok(told("Commit " ID " moved it.\nMore.  This caused\na hang.", NULL, &proof), "later");
	g_autofree char *near = slice_dup(proof);

	tap_same("its proof are the lines from the id on",
		 "Commit " ID " moved it.\nMore.  This caused", near);

	g_autoptr(GString) far = g_string_new("Commit " ID " moved it.  It is");

	for (int i = 0; i < 50; i++)
		g_string_append(far, " long and");
	g_string_append(far, " long.\nThis caused a hang.\n");
	tap_ok(told(far->str, NULL, &proof), "far behind");
	g_autofree char *said = slice_dup(proof);

	tap_same("its proof is then what tells alone", "This caused a hang.", said);

	/* Whatever it is, it ends soon. */
	g_autoptr(GString) endless = g_string_new(ID);

	for (int i = 0; i < 100000; i++)
		g_string_append(endless, " (\"a b");
	tap_ok(!told(endless->str, NULL, &proof), "an endless sentence");
	return tap_done();
}
