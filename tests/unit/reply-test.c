/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reply: whose words are its writer's, who is a machine, what they come to, for which trees. */
#include "read/reply.h"

#include <string.h>

#include "evidence/thread-scope.h"
#include "evidence/thread-words.h"
#include "tap.h"

static const struct {
	const char *name, *text, *own;
} texts[] = {
	{ "plain", "Please drop it.", "Please drop it." },
	{ "quoted with >", "> Drop it.\nNo.", "No." },
	{ "quoted with |", "| Drop it.\n|\n| Now.\nNo.", "No." },
	{ "quoted with a name", "Ann> Drop it.\nBen.Birch> Now.\nNo.", "No." },
	{ "quoted with initials, twice", "AA>> Drop it.\nAA>\nNo.", "No." },
	{ "introduced", "On Mon, Ann wrote:\n> Drop it.\nNo.", "No." },
	{ "introduced otherwise", "Quoting Ann Ash (2024-01-01 00:00:00)\n> x\nNo.", "No." },
	{ "introduced in Italian", "Il 01/01/24 00:00, Ann ha scritto:\n> x\nNo.", "No." },
	{ "a pointer is no quotation", "ptr->next is NULL.", "ptr->next is NULL." },
	{ "nor is a comparison", "a > b here", "a > b here" },
	{ "nor a name glued to text", "foo>bar here", "foo>bar here" },
	{ "nor what a shell prints", "2> /dev/null", "2> /dev/null" },
};

static const struct {
	const char *name, *from;
	bool automatic, machine;
} senders[] = {
	{ "a person", "Ann Ash <ann@example.org>", false, false },
	{ "a person called Talbot", "Jo Talbot <talbot@example.org>", false, false },
	{ "a person called Robota", "Ro Robota <robota@example.org>", false, false },
	{ "a robot by name", "kernel test robot <x@example.org>", false, true },
	{ "a robot by address", "Test Results <lkp@example.org>", false, true },
	{ "syzbot", "syzbot <syzbot+0123456789ab@example.org>", false, true },
	{ "a tracker", "pr-tracker-bot@example.org", false, true },
	{ "patchwork's", "patchwork-bot+netdevbpf@example.org", false, true },
	{ "nobody to answer", "CI <no-reply@example.org>", false, true },
	{ "an automated sender", "automated mailer <x@example.org>", false, true },
	{ "by its own word", "Ann Ash <ann@example.org>", true, true },
};

static const char *const saying_names[] = {
	[THREAD_SAYS_NOTHING] = "nothing",   [THREAD_SAYS_DROP] = "drop",
	[THREAD_SAYS_DROPPED] = "dropped",   [THREAD_SAYS_NEEDS] = "needs",
	[THREAD_SAYS_REVERTED] = "reverted", [THREAD_SAYS_REGRESSION] = "regression",
	[THREAD_SAYS_TESTED] = "tested",     [THREAD_SAYS_ACK] = "ack",
	[THREAD_SAYS_QUESTION] = "question",
};

/* Expected: the kind, and the id for "needs". */
static const struct {
	const char *text, *says;
} words[] = {
	{ "Does it apply?", "question" },
	{ "Does it apply (at all?)", "question" },
	{ "See https://example.org/?id=3 and http://example.org/a?b .", "nothing" },
	{ "See https://example.org/what? and then.", "nothing" },
	{ "It needs 0123456789ab, too.", "needs 0123456789ab" },
	{ "It needs https://git.example.org/linux/commit/?id=0123456789ab too.",
	  "needs 0123456789ab" },
	{ "This depends on <20240102030405.4711-3-ann@example.org>.", "nothing" },
	{ "This depends on https://lore.example.org/r/20240102030405.4711-3-ann@example.org .",
	  "nothing" },
	{ "It needs https://example.org/all/0123456789abcdef0123456789abcdef/ first.", "nothing" },
	{ "Please also apply what I sent on 20240102.", "nothing" },
	{ "I bisected it to this one.", "regression" },
	{ "#regzbot introduced: 0123456789ab", "regression" },
	{ "This patch breaks booting here.", "regression" },
	{ "The commit causes a hang.", "regression" },
	{ "This patch fixes what broke booting.", "nothing" },
	{ "There is no regression with it.", "nothing" },
	{ "Tested-by: Ann Ash <ann@example.org>", "tested" },
	{ "I tested this on my board.", "tested" },
	{ "Not tested on hardware.", "nothing" },
	{ "Acked-by: Ann Ash <ann@example.org>", "ack" },
};

/* versions: those of the patch answered; expected: "all", "<= 5.4", "< 5.4". */
static const struct {
	const char *text, *versions, *scope;
} scopes[] = {
	{ "Please drop this.", "5.10", "all" },
	{ "Please drop it from everywhere.", "5.10", "all" },
	{ "Not for any stable tree, 5.10 or not.", "5.10", "all" },
	{ "Please drop this for 5.4 and older.", "5.10", "<= 5.4" },
	{ "NACK for 5.15 (and earlier)", "5.15", "<= 5.15" },
	{ "no point on anything older than 5.14", "5.13", "< 5.14" },
	{ "The bug was introduced in v5.19-rc1.", "5.18", "< 5.19" },
	{ "This was only supported from 5.4+.", "4.19", "< 5.4" },
	{ "Not needed for 4.14, the problem was introduced in 4.19.", "4.14", "< 4.19" },
	{ "This is not needed in 5.10.", "5.10", "<= 5.10" },
	{ "Drop it from 5.16 and 5.17.", "5.16", "<= 5.17" },
	{ "Please drop from here too.", "4.4", "<= 4.4" },
	{ "Please drop from here too.", NULL, "all" },
	{ "It does not exist in this kernel.", "6.12.43", "<= 6.12" },
	{ "Not for older kernels.", "7.0-6.6", "<= 7.0" },
};

static const struct {
	enum thread_reach reach;
	const char *bound, *versions;
	bool covers;
} covers[] = {
	{ THREAD_REACH_ALL, "", "5.10", true },
	{ THREAD_REACH_ALL, "", NULL, true },
	{ THREAD_REACH_UP_TO, "5.10", "5.10", true },
	{ THREAD_REACH_UP_TO, "5.10", "5.4", true },
	{ THREAD_REACH_UP_TO, "5.4", "5.10", false },
	{ THREAD_REACH_BELOW, "5.10", "5.10", false },
	{ THREAD_REACH_BELOW, "5.10", "5.9", true },
	{ THREAD_REACH_UP_TO, "5.10", NULL, false },
	{ THREAD_REACH_UP_TO, "6.12", "6.12.43", true },
	{ THREAD_REACH_UP_TO, "6.6", "7.0-6.6", false },
};

static GPtrArray *versions_of(const char *version)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	if (version)
		g_ptr_array_add(out, g_strdup(version));
	return out;
}

static struct reply *reply_of(const char *from, const char *text, bool automatic)
{
	struct mail mail = { .subject = (char *)"Re: [PATCH] x",
			     .from = (char *)from,
			     .text = (char *)text,
			     .automatic = automatic };

	return reply_new(&mail, "x");
}

static void test_words(void)
{
	_cleanup_(thread_words_freep) struct thread_words *read = thread_words_new();

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autofree char *where = NULL;
		char hex[COMMIT_ID_HEX + 1];
		enum thread_says says = thread_words_read(read, words[i].text, false, &where, hex);
		g_autofree char *actual =
			g_strdup_printf("%s%s%s", saying_names[says], *hex ? " " : "", hex);

		tap_same(words[i].text, words[i].says, actual);
	}
}

/* What is quoted is a whole sentence, or says that it is not. */
static void test_quotes(void)
{
	_cleanup_(thread_words_freep) struct thread_words *read = thread_words_new();
	g_autofree char *words_40 = g_strnfill(40, 'x'), *filler = g_strnfill(1484, 'x');
	g_autofree char *long_one =
		g_strdup_printf("Please drop this, %s %s %s %s %s. I saw it.", words_40, words_40,
				words_40, words_40, words_40);
	g_autofree char *late = g_strdup_printf("%s. Drop this, as I said", filler);
	const struct {
		const char *text, *start, *end;
	} quotes[] = {
		{ "Hi. Please drop this one. Ann", "Please drop this one.", "drop this one." },
		{ "Please drop this", "Please drop this", "drop this" },
		{ long_one, "Please drop this, xx", "xx..." },
		{ late, "Drop this", "..." },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(quotes); i++) {
		g_autofree char *where = NULL;
		char hex[COMMIT_ID_HEX + 1];

		thread_words_read(read, quotes[i].text, false, &where, hex);
		tap_ok(where && g_str_has_prefix(where, quotes[i].start) &&
			       g_str_has_suffix(where, quotes[i].end),
		       quotes[i].start);
	}
}

static void test_scopes(void)
{
	_cleanup_(scope_words_freep) struct scope_words *read = scope_words_new();
	static const char *const signs[] = { "all", "<= ", "< " };

	for (size_t i = 0; i < G_N_ELEMENTS(scopes); i++) {
		g_autoptr(GPtrArray) versions = versions_of(scopes[i].versions);
		struct thread_scope scope = thread_scope_read(read, scopes[i].text, versions);
		g_autofree char *actual = g_strconcat(signs[scope.reach], scope.version, NULL);

		tap_same(scopes[i].text, scopes[i].scope, actual);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(covers); i++) {
		g_autoptr(GPtrArray) versions = versions_of(covers[i].versions);
		struct thread_scope scope = { .reach = covers[i].reach };
		g_autofree char *name =
			g_strdup_printf("%s%s and %s", signs[covers[i].reach], covers[i].bound,
					covers[i].versions ? covers[i].versions : "no version");

		g_strlcpy(scope.version, covers[i].bound, sizeof(scope.version));
		tap_ok(thread_scope_covers(&scope, versions) == covers[i].covers, name);
	}
}

/* A header of 1 MB that looks like ids takes no time to speak of. */
static void test_references(void)
{
	g_autofree char *header = g_strnfill(1 << 20, '<');
	struct mail mail = {
		.subject = (char *)"", .from = (char *)"", .text = (char *)"", .references = header
	};
	gint64 start = g_get_monotonic_time();
	struct reply *reply = reply_new(&mail, "x");

	tap_number("no id in 1 MB of '<'", 0, reply->ancestors->len);
	tap_ok(g_get_monotonic_time() - start < 20 * G_USEC_PER_SEC, "and soon");
	reply_free(reply);
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct reply *reply = reply_of("Ann", texts[i].text, false);

		tap_same(texts[i].name, texts[i].own, reply->text);
		reply_free(reply);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(senders); i++) {
		struct reply *reply = reply_of(senders[i].from, "", senders[i].automatic);

		tap_ok(reply->by_machine == senders[i].machine, senders[i].name);
		reply_free(reply);
	}
	test_words();
	test_quotes();
	test_scopes();
	test_references();
	return tap_done();
}
