/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/marker-forms.h"

#include <string.h>

#define ID "1f0aa21bc3d4e5f60718293a4b5c6d7e8f901234"

enum {
	LINE = MARKER_BRACKET | MARKER_BARE,
	ANY = MARKER_KEY | MARKER_BRACKET | MARKER_BARE,
	HEAD = MARKER_KEY | MARKER_HEADER,
};

/* clang-format off */
static const struct marker_form forms[] = {
	/* Linux stable, DPDK */
	{ "upstream commit", MARKER_UPSTREAM, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "[ Upstream commit " ID " ]\n" },
	{ "commit", MARKER_UPSTREAM, ANY, MARKER_VALUE_UPSTREAM,
	  "commit " ID " upstream.\n" },
	{ "a combination of upstream commit", MARKER_UPSTREAM, MARKER_BRACKET, MARKER_VALUE_IDS,
	  "[ A combination of upstream commits " ID " ]\n" },
	{ "this combines upstream commit", MARKER_UPSTREAM, MARKER_BRACKET, MARKER_VALUE_IDS,
	  "[ This combines upstream commits " ID " ]\n" },
	{ "original patch commit", MARKER_UPSTREAM, MARKER_KEY, MARKER_VALUE_IDS,
	  "original patch commit id: " ID "\n" },
	{ "original upstream commit", MARKER_UPSTREAM, MARKER_KEY, MARKER_VALUE_IDS,
	  "Original upstream commit: " ID "\n" },
	{ "from upstream commit", MARKER_UPSTREAM, LINE, MARKER_VALUE_IDS,
	  "(from upstream commit " ID ")\n" },
	{ "this is upstream commit", MARKER_UPSTREAM, LINE, MARKER_VALUE_IDS,
	  "This is upstream commit " ID ".\n" },
	{ "this is commit", MARKER_UPSTREAM, LINE, MARKER_VALUE_UPSTREAM,
	  "This is commit " ID " upstream.\n" },
	{ "upstream kernel commit", MARKER_UPSTREAM, ANY, MARKER_VALUE_IDS,
	  "Upstream kernel commit: " ID "\n" },
	{ "upstream linux commit", MARKER_UPSTREAM, ANY, MARKER_VALUE_IDS,
	  "[ Upstream linux commit " ID " ]\n" },
	{ "linux upstream commit", MARKER_UPSTREAM, ANY, MARKER_VALUE_IDS,
	  "Linux upstream commit " ID "\n" },
	{ "upstream git commit", MARKER_UPSTREAM, ANY, MARKER_VALUE_IDS,
	  "upstream git commit " ID "\n" },
	{ "upstream id", MARKER_UPSTREAM, HEAD, MARKER_VALUE_IDS,
	  "Upstream-Id: " ID "\n" },
	{ "upstream sha", MARKER_UPSTREAM, HEAD, MARKER_VALUE_IDS,
	  "Upstream-SHA: " ID "\n" },
	{ "upstream sha1", MARKER_UPSTREAM, HEAD, MARKER_VALUE_IDS,
	  "Upstream-SHA1: " ID "\n" },
	{ "upstream hash", MARKER_UPSTREAM, HEAD, MARKER_VALUE_IDS,
	  "Upstream-Hash: " ID "\n" },
	{ "from upstream", MARKER_UPSTREAM, LINE | MARKER_KEY, MARKER_VALUE_IDS,
	  "(from upstream " ID ")\n" },
	{ "from commit", MARKER_UPSTREAM, MARKER_BRACKET, MARKER_VALUE_IDS,
	  "[from commit " ID "]\n" },
	{ "x upstream commit", MARKER_UPSTREAM, HEAD, MARKER_VALUE_IDS,
	  "X-Upstream-Commit: " ID "\n" },
	{ "mainline", MARKER_UPSTREAM, HEAD, MARKER_VALUE_IDS,
	  "Mainline: https://example.org/net/commit/" ID "\n" },
	{ "mainline commit", MARKER_UPSTREAM, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "Mainline-commit: " ID "\n" },
	{ "commit upstream", MARKER_UPSTREAM, HEAD, MARKER_VALUE_IDS,
	  "Commit-upstream: " ID "\n" },
	/* CentOS Stream, RHEL, CIQ, openEuler; or nothing but this above the text */
	{ "commit", MARKER_UPSTREAM, MARKER_KEY | MARKER_BARE, MARKER_VALUE_BLOCK,
	  "JIRA: https://issues.example.org/browse/X-1\n\ncommit " ID "\nAuthor: Ann Ash <ann@example.org>\n" },
	{ "intel sig", MARKER_UPSTREAM, MARKER_KEY, MARKER_VALUE_PROSE,
	  "Intel-SIG: commit " ID " net: do it\n" },
	/* distributions' patch files */
	{ "upstream", MARKER_UPSTREAM, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "Upstream: https://git.example.org/net.git/commit/?id=" ID "\n" },
	{ "upstream status", MARKER_UPSTREAM, HEAD, MARKER_VALUE_STATUS, /* OpenEmbedded */
	  "Upstream-Status: Backport [https://example.org/net/commit/" ID "]\n" },
	{ "origin", MARKER_UPSTREAM, HEAD, MARKER_VALUE_ORIGIN, /* Debian, DEP-3 */
	  "Origin: backport, https://example.org/net/commit/" ID "\n" },
	{ "applied upstream", MARKER_UPSTREAM, HEAD, MARKER_VALUE_ORIGIN,
	  "Applied-Upstream: 1.2, https://example.org/net/commit/" ID "\n" },
	{ "retrieved from", MARKER_UPSTREAM, HEAD | MARKER_BRACKET, MARKER_VALUE_ORIGIN, /* Buildroot */
	  "[Retrieved from:\nhttps://example.org/net/commit/" ID "]\n" },
	{ "fetch from", MARKER_UPSTREAM, HEAD | MARKER_BRACKET, MARKER_VALUE_ORIGIN,
	  "Fetch from: https://example.org/net/commit/" ID ".patch\n" },
	{ "fetched from", MARKER_UPSTREAM, HEAD | MARKER_BRACKET, MARKER_VALUE_ORIGIN,
	  "Fetched from: https://example.org/net/commit/" ID "\n" },
	{ "downloaded from", MARKER_UPSTREAM, HEAD | MARKER_BRACKET, MARKER_VALUE_ORIGIN,
	  "Downloaded from:\nhttps://example.org/net/commit/" ID "\n" },
	{ "kubernetes commit", MARKER_BACKPORT, HEAD, MARKER_VALUE_IDS,
	  "Kubernetes-commit: " ID "\n" },
	{ "original commit", MARKER_BACKPORT, HEAD, MARKER_VALUE_IDS, /* coreboot */
	  "Original-Commit-Id: " ID "\n" },
	{ "git commit", MARKER_BACKPORT, HEAD, MARKER_VALUE_IDS, /* SUSE */
	  "Git-commit: " ID "\nPatch-mainline: v6.1\n" },
	{ "master commit", MARKER_BACKPORT, HEAD | MARKER_BRACKET, MARKER_VALUE_IDS, /* Xen */
	  "master commit: " ID "\nmaster date: 2024-01-02\n" },

	{ "main commit", MARKER_BACKPORT, HEAD | MARKER_BRACKET, MARKER_VALUE_IDS,
	  "main commit: " ID "\n" },
	{ "trunk commit", MARKER_BACKPORT, HEAD | MARKER_BRACKET, MARKER_VALUE_IDS,
	  "Trunk-commit: " ID "\n" },
	{ "from master commit", MARKER_BACKPORT, LINE, MARKER_VALUE_IDS, /* Open vSwitch */
	  "From master commit " ID ".\n" },

	{ "backported from", MARKER_BACKPORT, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "(backported from commit " ID " linux-next)\n" },
	{ "back ported from", MARKER_BACKPORT, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "(back-ported from commit " ID ")\n" },
	{ "backport from", MARKER_BACKPORT, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "[ backport from " ID " ]\n" },
	{ "backport of", MARKER_BACKPORT, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "Backport of commit " ID ".\n" },
	{ "back port of", MARKER_BACKPORT, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "Back-port of " ID "\n" },
	{ "backports", MARKER_BACKPORT, ANY, MARKER_VALUE_IDS,
	  "(backports commit " ID ")\n" },
	{ "backport", MARKER_BACKPORT, MARKER_KEY | MARKER_BRACKET, MARKER_VALUE_IDS,
	  "[backport " ID "]\n" },
	{ "this is a backport of", MARKER_BACKPORT, LINE, MARKER_VALUE_IDS,
	  "This is a backport of commit " ID ".\n" },
	{ "this is a stable backport of", MARKER_BACKPORT, LINE, MARKER_VALUE_IDS,
	  "This is a -stable backport of " ID "\n" },
	{ "this is a minimal backport of", MARKER_BACKPORT, LINE, MARKER_VALUE_IDS,
	  "[ This is a minimal backport of commit " ID " (\"net: do it\"). ]\n" },
	{ "this is the backport of", MARKER_BACKPORT, LINE, MARKER_VALUE_IDS,
	  "This is the backport of commit " ID ".\n" },
	{ "this commit is a backport of", MARKER_BACKPORT, LINE, MARKER_VALUE_IDS,
	  "This commit is a backport of " ID ".\n" },
	{ "this patch is a backport of", MARKER_BACKPORT, LINE, MARKER_VALUE_IDS,
	  "This patch is a backport of commit " ID ".\n" },
	{ "backported upstream commit", MARKER_BACKPORT, ANY, MARKER_VALUE_IDS,
	  "Backported upstream commit " ID ".\n" },
	{ "adapted from", MARKER_BACKPORT, ANY, MARKER_VALUE_IDS,
	  "(adapted from commit " ID " upstream)\n" },
	{ "modified from", MARKER_BACKPORT, ANY, MARKER_VALUE_IDS,
	  "(modified from commit " ID ")\n" },
	{ "rebased from", MARKER_BACKPORT, ANY, MARKER_VALUE_IDS,
	  "(rebased from commit " ID ")\n" },
	{ "ported from", MARKER_BACKPORT, ANY, MARKER_VALUE_IDS,
	  "(ported from " ID ")\n" },

	{ "cherry picked from", MARKER_CHERRY_PICK, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "(cherry picked from commit " ID ")\n" },
	{ "cherrypicked from", MARKER_CHERRY_PICK, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "(cherrypicked from commit " ID ")\n" },
	{ "cherrypick from", MARKER_CHERRY_PICK, ANY, MARKER_VALUE_IDS,
	  "(cherrypick from commit " ID ")\n" },
	{ "clean cherry pick from", MARKER_CHERRY_PICK, ANY, MARKER_VALUE_IDS,
	  "(clean cherry-pick from commit " ID ")\n" },
	{ "clean cherry pick of", MARKER_CHERRY_PICK, ANY, MARKER_VALUE_IDS,
	  "(clean cherry-pick of commit " ID ")\n" },
	{ "this is a cherry pick of", MARKER_CHERRY_PICK, LINE, MARKER_VALUE_IDS,
	  "This is a cherry-pick of " ID ".\n" },
	{ "cherry pick from", MARKER_CHERRY_PICK, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "(cherry-pick from commit " ID ")\n" },
	{ "cherry pick of", MARKER_CHERRY_PICK, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "(cherry-pick of " ID ")\n" },
	{ "cherry picked", MARKER_CHERRY_PICK, ANY, MARKER_VALUE_IDS,
	  "Cherry-picked: " ID "\n" },
	{ "cherry pick", MARKER_CHERRY_PICK, ANY, MARKER_VALUE_IDS,
	  "(cherry-pick " ID ")\n" },
	{ "manually cherry picked from", MARKER_CHERRY_PICK, ANY, MARKER_VALUE_IDS,
	  "(manually cherry picked from commit " ID ")\n" },
	{ "cherry picked and adapted from", MARKER_CHERRY_PICK, ANY, MARKER_VALUE_IDS,
	  "(cherry picked and adapted from commit " ID ")\n" },
	{ "picked from", MARKER_CHERRY_PICK, ANY | MARKER_HEADER, MARKER_VALUE_IDS,
	  "Picked-from: " ID "\n" },

	{ "alt commit", MARKER_ALSO, HEAD, MARKER_VALUE_IDS, /* SUSE */
	  "Alt-commit: " ID "\n" },

	{ "based on", MARKER_RELATED, ANY, MARKER_VALUE_PROSE,
	  "Based on upstream commit " ID "\n" },
	{ "vaguely based on", MARKER_RELATED, ANY, MARKER_VALUE_PROSE,
	  "Vaguely based on commit " ID "\n" },
	{ "same as", MARKER_RELATED, ANY, MARKER_VALUE_PROSE,
	  "Same as commit " ID " but for 5.4\n" },
	{ "fixed upstream in", MARKER_RELATED, ANY, MARKER_VALUE_PROSE,
	  "fixed upstream in commit " ID " in a different way\n" },
	{ "fixed upstream by", MARKER_RELATED, ANY, MARKER_VALUE_PROSE,
	  "[ fixed upstream by commit " ID ", larger ]\n" },
	{ "partially backported from", MARKER_RELATED, ANY, MARKER_VALUE_PROSE,
	  "(partially backported from commit " ID ")\n" },
	{ "partial backport of", MARKER_RELATED, ANY, MARKER_VALUE_PROSE,
	  "Partial backport of " ID "\n" },
	{ "partially cherry picked from", MARKER_RELATED, ANY, MARKER_VALUE_PROSE,
	  "(partially cherry picked from commit " ID ")\n" },
};
/* clang-format on */

enum { LETTERS = 'z' - 'a' + 1 };

/* The forms by the letter that they begin with; behind each letter's a NULL. */
static const struct marker_form *sorted[G_N_ELEMENTS(forms) + LETTERS];
static const struct marker_form **of_letter[LETTERS];

const struct marker_form *marker_forms(size_t *n)
{
	*n = G_N_ELEMENTS(forms);
	return forms;
}

static void sort_forms(void)
{
	size_t n = 0;

	for (int letter = 0; letter < LETTERS; letter++) {
		of_letter[letter] = &sorted[n];
		for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
			if (forms[i].words[0] == 'a' + letter)
				sorted[n++] = &forms[i];
		sorted[n++] = NULL;
	}
}

const struct marker_form *const *marker_forms_like(struct slice text)
{
	static const struct marker_form *const none[] = { NULL };
	static gsize done;

	if (g_once_init_enter(&done)) {
		sort_forms();
		g_once_init_leave(&done, 1);
	}
	if (!text.length || !g_ascii_isalpha(text.start[0]))
		return none;
	return of_letter[g_ascii_tolower(text.start[0]) - 'a'];
}

static bool is_joint(char c)
{
	return c == ' ' || c == '\t' || c == '-' || c == '_';
}

bool marker_skip_words(struct slice *text, const char *words)
{
	const char *p = text->start, *end = p + text->length;

	for (; *words; words++) {
		if (*words == ' ') {
			if (p == end || !is_joint(*p))
				return false;
			while (p < end && is_joint(*p))
				p++;
		} else if (p == end || g_ascii_tolower(*p++) != *words) {
			return false;
		}
	}
	if (p < end && g_ascii_isalnum(*p))
		return false;
	text->length = (size_t)(end - p);
	text->start = p;
	return true;
}

struct slice marker_first_word(struct slice text)
{
	size_t n = 0;

	while (n < text.length && !g_ascii_isspace(text.start[n]))
		n++;
	return (struct slice){ text.start, n };
}

bool marker_is_word(struct slice word, const char *const *words, size_t n)
{
	char first = word.length ? g_ascii_tolower(word.start[0]) : '\0';

	/* The letter spares most words the look at their length. */
	for (size_t i = 0; i < n; i++)
		if (words[i][0] == first && word.length == strlen(words[i]) &&
		    slice_has_prefix_nocase(word, words[i]))
			return true;
	return false;
}

bool marker_form_skip(const struct marker_form *form, struct slice *text)
{
	static const char *const names[] = { " ids", " id", " hash", " sha1", " sha" };
	struct slice rest = *text;

	/* Of most lines the second letter is another, after which no more need be read. */
	if (text->length < 2 ||
	    (!is_joint(text->start[1]) && g_ascii_tolower(text->start[1]) != form->words[1]))
		return false;
	if (!marker_skip_words(&rest, form->words)) {
		size_t length = strlen(form->words);

		/* "upstream commits" */
		if (rest.length <= length || g_ascii_tolower(rest.start[length]) != 's' ||
		    !g_str_has_suffix(form->words, "commit"))
			return false;
		rest.length = length;
		if (!marker_skip_words(&rest, form->words) || rest.length)
			return false;
		rest = (struct slice){ text->start + length + 1, text->length - length - 1 };
		if (rest.length && g_ascii_isalnum(rest.start[0]))
			return false;
	}
	if (g_str_has_suffix(form->words, "commit"))
		for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
			if (marker_skip_words(&rest, names[i]))
				break;
	*text = rest;
	return true;
}

bool marker_is_header(struct slice name)
{
	for (const struct marker_form *const *form = marker_forms_like(name); *form; form++) {
		struct slice rest = name;

		if ((*form)->dress & MARKER_HEADER && marker_form_skip(*form, &rest) &&
		    !rest.length)
			return true;
	}
	return false;
}
