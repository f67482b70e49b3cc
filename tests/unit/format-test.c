/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/format.h"

#include <string.h>

#include "base/text.h"
#include "message/message-id.h"
#include "message/reference.h"
#include "message/title.h"
#include "tap.h"

#define A   "1f0aa21bc3d4e5f60718293a4b5c6d7e8f901234"
#define B   "2e1bb32cd4e5f60718293a4b5c6d7e8f90123456"
#define A12 "1f0aa21bc3d4"
#define B12 "2e1bb32cd4e5"

/*
 * What an index was made with must be known by SCANNER_VERSION. These messages, ids and titles lead
 * to what the digests stand for; where they no longer do, raise that version, and put the new
 * digest and version here. The lists are not changed, only added to.
 */
#define VERSION		  9
#define REFERENCES_DIGEST "12d87a0ac6eb8afa05094fb8cd984f3b60db01845af5c417183d05e79531d71f"
#define SERIES_DIGEST	  "8a2310c410461095f08db669772c7289fb78657e89273c5400b856da78bfcd4d"
#define TITLES_DIGEST	  "e772c5aa16ea85d4d393eaad9de18dc7a38dac95cabb6c72db5428cfebd905d8"

static const char *const messages[] = {
	"Fixes: " A12 " (\"net: do it\")\nFixes: Fixes: " B12 "\nFixes: the leak of " A "\n",
	"Fixes:\n " A12 "\nFixes: " A12 ", " B12 " and " A "\nFixes: #1234567\n",
	"Fixes: https://git.example.org/linux/commit/?id=" A "\nFixes: v6.1-rc3-12-g" A12 "\n",
	"Fixes commit " A12 ".\nfixes " B12 "\nFixed: " A "\nFixes: a crash\n",
	"This reverts commit " A ", reversing\nchanges made to " B ".\n",
	"This partially reverts commit " A ".\nReverts commits " A12 " and " B12 ".\n",
	"See " A12 " (\"net: do\nit\"), 12345678 and 1f0aa21, not #1234567a, v6.1-3-g" B12 ".\n",
	"It was broken by " A12 ", as commit " B12 " was incomplete.\n",
	"Commit " A12 " introduced a regression; commit " B12 " introduced a helper.\n",
	"Follow-up for " A12 ".  It was fixed by " B12 ".\n\n    " B " broke it\n",
	"Since commit " A12 " it fails.\n- bisected to " B12 "\n> caused by " A "\n",
	"Commit " A12 " did not break it, and commit " B12 " forgot nothing.\n",
	"Stable-dep-of: " A12 "\nDepends-on: " B12 "\nRequires: " A "\nPrerequisite: " B "\n",
	"Cc: <stable@vger.example.org> # 3.3.x: 1f0aa21: sched: Check for idle\n",
	"It was broken by\n\ncommit " A "\nAuthor: Ann\n\n    net: do it\n\nand broken since " B
	"\n",
	"It looks like " A12 " caused a hang.\n\nThe fix " B12 " is needed, too.\n",
	"Link: https://lore.example.org/r/" A12 "@host\n(cherry picked from commit " A ")\n",
	"This reverts the patch below.\n\nFixes: " A12 " (\"net: count it\")\n",
	"This has nothing to do with " A12 ", which broke things.  Not " B12 " caused a hang.\n",
	"This reverts commits " A ",\n" B "\nand " A12 ".\n\nThis reverts commit " B12 " as " A
	" does.\n",
	"This is a follow-up to\n\n\t" A12 " (net: do it)\n\nand it partially reverts " B12 ".\n",
	"Ann's patch\n\n" A12 " net: do it\n\nintroduced a bug.\n\n    broken by " B12 "\n",
	A12 " exposed that it spins.  " B12 " only fixed the first one.\n",
	A12 " added an unneeded lock.  " B12 " tried to do it, but not here.\n",
	"Commit " A12 " moved it.  It is early.  This caused a hang.\n\nCommit " B12
	" fixed it.\n\nHowever, that change broke more.\n",
	"Commit " A12 " moved it.  This patch breaks it up.\n\nCommit " B12
	" did.\n\nWe saw.\n\nThis broke it.\n",
	"Also-fixes: " A12 "\nCaused-by: " B12 "\nFixes: " A ",\n       " B "\n",
	"A crash resulting in " A12 ".  It breaks the fix of " B12 ".\n",
	"With " A12 " it does not crash.\n\nIt was only partly fixed by " B12 ".\n",
};
static const char *const subjects[] = { "net: Revert \"net: do it\"", "net: revert do it" };

/* Where the mails were: the series is theirs. */
static const char *const mails[] = {
	"It counts.\n\nMessage-ID: <20220401123456.4711-3-ann@example.org>\n",
	"Message-Id: <1253876945-4711-12-git-send-email-ann@example.org>\n",
	"LKML-Reference: <1253876945-4711-2-git-send-email-ann@example.org>\n",
	"Link: https://lore.example.org/r/" A ".1648816496.git.ann@example.org\n",
	"Link: https://lore.example.org/all/20220401-slug-v2-3-0123456789ab@example.org/\n",
	"Link: https://lore.example.org/r/20220401123456.4711-3-ann@example.org [1]\n",
	"Link: https://lore.example.org/r/CAHk-wi1f0aa21@mail.example.org\n",
	("Link: https://lore.example.org/r/20220401123456.4711-1-ann@example.org\n"
	 "Link: https://lore.example.org/r/20220402123456.4711-2-ann@example.org\n"),
	"Nothing.\n",
};

static const char *const titles[] = {
	"net: do it",
	"net: do it.",
	"net: do it...",
	"net: do it (fixes #12)",
	"net: do it for the ...",
	"[PATCH 5.10 03/12] net: do it",
	"[media] net: do it",
	"UPSTREAM: net: do it",
	"net: do it (v2)",
	"net: Do it",
	"Revert \"net: do it\"",
	"[PATCH]",
	"",
};

static void add_references(GChecksum *sum, const char *subject, const char *body)
{
	static const char *const names[] = {
		[REFERENCE_FIXES] = "fixes",	     [REFERENCE_REVERTS] = "reverts",
		[REFERENCE_REAPPLIES] = "reapplies", [REFERENCE_MENTIONS] = "mentions",
		[REFERENCE_STABLE_DEP] = "dep",	     [REFERENCE_PREREQUISITE] = "needs",
		[REFERENCE_PICKED] = "picked",	     [REFERENCE_FIX_WORDS] = "words",
	};
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct reference));
	g_autoptr(GString) out = g_string_new(NULL);

	references_scan(subject, body, found);
	for (guint i = 0; i < found->len; i++) {
		const struct reference *reference = &g_array_index(found, struct reference, i);
		g_autofree char *raw = slice_dup(reference->title);
		g_autofree char *title = text_fold(raw);

		g_string_append_printf(out, "%s%s %s", i ? "\n" : "", names[reference->kind],
				       reference->hex);
		if (*title)
			g_string_append_printf(out, " {%s}", title);
	}
	g_checksum_update(sum, (const guchar *)out->str, (gssize)out->len + 1);
}

static void add_series(GChecksum *sum, const char *body)
{
	g_autofree char *id = message_id_of_commit(body);
	g_autofree char *series = NULL;
	g_autofree char *text = NULL;
	unsigned number = 0;

	if (id)
		message_id_series(id, &series, &number);
	text = g_strdup_printf("%s %u", series ? series : "-", number);
	g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
}

static void add_title(GChecksum *sum, const char *subject)
{
	g_autofree char *text = g_strdup_printf("%u", title_hash(subject));

	g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
}

int main(void)
{
	g_autoptr(GChecksum) references = g_checksum_new(G_CHECKSUM_SHA256);
	g_autoptr(GChecksum) series = g_checksum_new(G_CHECKSUM_SHA256);
	g_autoptr(GChecksum) hashes = g_checksum_new(G_CHECKSUM_SHA256);

	for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++)
		for (size_t k = 0; k < G_N_ELEMENTS(messages); k++)
			add_references(references, subjects[i], messages[k]);
	for (size_t i = 0; i < G_N_ELEMENTS(mails); i++)
		add_series(series, mails[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(titles); i++)
		add_title(hashes, titles[i]);
	tap_number("the version of the scanner is the one that the digests belong to", VERSION,
		   SCANNER_VERSION);
	tap_same("other references have another version", REFERENCES_DIGEST,
		 g_checksum_get_string(references));
	tap_same("other series have another version", SERIES_DIGEST, g_checksum_get_string(series));
	tap_same("other titles have another version", TITLES_DIGEST, g_checksum_get_string(hashes));
	return tap_done();
}
