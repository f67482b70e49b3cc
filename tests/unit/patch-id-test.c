/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/patch-id.h"

#include "tap.h"

/*
 * The ids were computed with git 2.39.5: git patch-id --stable. Not here: a file without hunks
 * before another, which git adds to that one's headers and which counts by itself with us.
 */
static const struct {
	const char *name, *text, *expected;
} cases[] = {
	{ "one file",
	  "diff --git a/net/a.c b/net/a.c\n"
	  "index 1f0aa21..2e1bb32 100644\n"
	  "--- a/net/a.c\n"
	  "+++ b/net/a.c\n"
	  "@@ -1,3 +1,3 @@ int f(void)\n"
	  " a b\n"
	  "-c\td\n"
	  "+e  f\n"
	  " g\n",
	  "fdefd264257aee1da882f5a293051cfa85aaea6e" },
	{ "two files",
	  "diff --git a/net/a.c b/net/a.c\n"
	  "index 1f0aa21..2e1bb32 100644\n"
	  "--- a/net/a.c\n"
	  "+++ b/net/a.c\n"
	  "@@ -1,3 +1,3 @@ int f(void)\n"
	  " a b\n"
	  "-c\td\n"
	  "+e  f\n"
	  " g\n"
	  "diff --git a/net/b.c b/net/b.c\n"
	  "index 1f0aa21..2e1bb32 100644\n"
	  "--- a/net/b.c\n"
	  "+++ b/net/b.c\n"
	  "@@ -1,3 +1,3 @@ int f(void)\n"
	  " a b\n"
	  "-c\td\n"
	  "+e  f\n"
	  " g\n",
	  "914d19dcc3fb5e4b41dd880d7c0b9fc1b7392fc8" },
	{ "two files, the other order",
	  "diff --git a/net/b.c b/net/b.c\n"
	  "index 1f0aa21..2e1bb32 100644\n"
	  "--- a/net/b.c\n"
	  "+++ b/net/b.c\n"
	  "@@ -1,3 +1,3 @@ int f(void)\n"
	  " a b\n"
	  "-c\td\n"
	  "+e  f\n"
	  " g\n"
	  "diff --git a/net/a.c b/net/a.c\n"
	  "index 1f0aa21..2e1bb32 100644\n"
	  "--- a/net/a.c\n"
	  "+++ b/net/a.c\n"
	  "@@ -1,3 +1,3 @@ int f(void)\n"
	  " a b\n"
	  "-c\td\n"
	  "+e  f\n"
	  " g\n",
	  "914d19dcc3fb5e4b41dd880d7c0b9fc1b7392fc8" },
	{ "two hunks",
	  "diff --git a/net/a.c b/net/a.c\n"
	  "index 1f0aa21..2e1bb32 100644\n"
	  "--- a/net/a.c\n"
	  "+++ b/net/a.c\n"
	  "@@ -1,3 +1,3 @@ int f(void)\n"
	  " a b\n"
	  "-c\td\n"
	  "+e  f\n"
	  " g\n"
	  "@@ -90 +90 @@\n"
	  "-x\n"
	  "+y\n",
	  "32ecd010f35da9f09adcd56ca38309cca4717981" },
	{ "without an index line",
	  "diff --git a/a.c b/a.c\n"
	  "--- a/a.c\n"
	  "+++ b/a.c\n"
	  "@@ -1,3 +1,3 @@ int f(void)\n"
	  " a b\n"
	  "-c\td\n"
	  "+e  f\n"
	  " g\n",
	  "4c582bd8264edd4efe9d9d37c23e802f72d0b1e7" },
	{ "a new file",
	  "diff --git a/n.c b/n.c\n"
	  "new file mode 100644\n"
	  "index 0000000..1f0aa21\n"
	  "--- /dev/null\n"
	  "+++ b/n.c\n"
	  "@@ -0,0 +1 @@\n"
	  "+a\n",
	  "246db9a627c9e7836ecf6d26b111fbcd4a275ffd" },
	{ "a deleted file",
	  "diff --git a/n.c b/n.c\n"
	  "deleted file mode 100644\n"
	  "index 1f0aa21..0000000\n"
	  "--- a/n.c\n"
	  "+++ /dev/null\n"
	  "@@ -1 +0,0 @@\n"
	  "-a\n",
	  "9b682c43489860ffad0d4e1c290dde5cc37b3e9b" },
	{ "a mode and a line",
	  "diff --git a/s b/s\n"
	  "old mode 100644\n"
	  "new mode 100755\n"
	  "index 1f0aa21..2e1bb32\n"
	  "--- a/s\n"
	  "+++ b/s\n"
	  "@@ -1 +1 @@\n"
	  "-a\n"
	  "+b\n",
	  "596a07242d62ef4f2de8167cce58b0c381c66707" },
	{ "a rename and a line",
	  "diff --git a/o.c b/n.c\n"
	  "similarity index 90%\n"
	  "rename from o.c\n"
	  "rename to n.c\n"
	  "index 1f0aa21..2e1bb32 100644\n"
	  "--- a/o.c\n"
	  "+++ b/n.c\n"
	  "@@ -1,3 +1,3 @@ int f(void)\n"
	  " a b\n"
	  "-c\td\n"
	  "+e  f\n"
	  " g\n",
	  "06bd010bc23cdf2553c5827100c5212ab87f12ee" },
	{ "a rename alone",
	  "diff --git a/o.c b/n.c\n"
	  "similarity index 100%\n"
	  "rename from o.c\n"
	  "rename to n.c\n",
	  "08f5d33313b90f80e9d23a868912b8dea219738e" },
	{ "no newline at the end",
	  "diff --git a/a.c b/a.c\n"
	  "index 1f0aa21..2e1bb32 100644\n"
	  "--- a/a.c\n"
	  "+++ b/a.c\n"
	  "@@ -1 +1 @@\n"
	  "-a\n"
	  "\\ No newline at end of file\n"
	  "+b\n"
	  "\\ No newline at end of file\n",
	  "df9938f67bbfaec3d39e4f6dac1b8d83b6a5fbb8" },
	{ "a signature",
	  "diff --git a/a.c b/a.c\n"
	  "index 1f0aa21..2e1bb32 100644\n"
	  "--- a/a.c\n"
	  "+++ b/a.c\n"
	  "@@ -1,3 +1,3 @@ int f(void)\n"
	  " a b\n"
	  "-c\td\n"
	  "+e  f\n"
	  " g\n"
	  "-- \n"
	  "2.40.0\n",
	  "4c582bd8264edd4efe9d9d37c23e802f72d0b1e7" },
	{ "words before it",
	  "Words.\n"
	  "---\n"
	  " a.c | 2 +-\n"
	  "\n"
	  "diff --git a/a.c b/a.c\n"
	  "index 1f0aa21..2e1bb32 100644\n"
	  "--- a/a.c\n"
	  "+++ b/a.c\n"
	  "@@ -1,3 +1,3 @@ int f(void)\n"
	  " a b\n"
	  "-c\td\n"
	  "+e  f\n"
	  " g\n",
	  "4c582bd8264edd4efe9d9d37c23e802f72d0b1e7" },
};

int main(void)
{
	struct diff diff;
	struct commit_id id;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		bool has_id;

		diff_parse(&diff, g_strdup(cases[i].text), 1);
		has_id = patch_id(&diff, &id);
		tap_same(cases[i].name, cases[i].expected, has_id ? commit_id_hex(&id).text : NULL);
		diff_clear(&diff);
	}
	diff_parse(&diff, g_strdup("Words.\n"), 1);
	tap_ok(!patch_id(&diff, &id), "no diff has no id");
	diff_clear(&diff);
	diff_parse(&diff,
		   g_strdup("diff --git a/x b/x\nindex 1f0aa21..2e1bb32 100644\n"
			    "Binary files a/x and b/x differ\n"),
		   1);
	tap_ok(!patch_id(&diff, &id), "a binary diff has no id");
	diff_clear(&diff);
	return tap_done();
}
