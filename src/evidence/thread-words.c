/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people's words come to. The expressions are what maintainers use, see winnow-review(1). */
#include "evidence/thread-words.h"

#include <string.h>

#include "base/text.h"

enum {
	READ_LIMIT = 1500, /* bytes: people say it at once, or discuss something else */
	SENTENCE_LIMIT = 200,
};

#define NOT  "(?:not|n't)"
#define TREE "v?[3-9]\\.\\d+"

static const char *const objections[] = {
	"\\b(?:please|pls|kindly|can you|could you|i'd|i would|you can|let's|lets|better(?: to)?|"
	"safe to|suggest(?: to)?|propose(?: to)?|prefer (?:to|if)|should|must|want to|"
	"request(?: to)?|ask you to|i think we (?:can|should))\\b(?: (?!not\\b)\\w+){0,3} "
	"(?:drop(?:ped|ping)?|exclude|discard|withdraw|unqueue|be removed|be reverted|"
	"remove this|skip this|hold (?:off|this)|revert this)\\b"
	"(?= (?:this|it|that|them|both|all|these|the (?:patch|commit|backport|series)|from)\\b|"
	"[.!,:]|$)(?! the cc)(?!.{0,60}\\?)",

	"(?<!not )(?<!n't )(?<!why )\\bdrop (?:this|it|that|these|both|all|them|from|"
	"the (?:patch|commit|backport|series))\\b(?! if you)(?! part)(?!.{0,60}\\?)",

	"\\b(?:please|pls) (?:hold|revert|remove this|skip)\\b|"
	"\\b(?:please|pls) (?:do not|don't) (?:\\w+ "
	")?(?:back-?port|apply|take|queue|include|add|pick|"
	"merge)\\b|"
	"\\bdo not pull any\\b|\\bremoval of this\\b",

	"\\b(?:should(?: not|n't)|can(?:not|'t)|must not|"
	"does(?: not|n't) (?:need|have|make|belong)|"
	"do(?: not|n't) (?:need|want|think (?:we|this|it|that|there)\\b(?: \\w+){0,6} "
	"(?:need|should|belong|suitable|fits?|worth|backport\\w*)|"
	"backport|apply|take|queue|include|add)|"
	"isn't|is not|(?<!reason )(?<!why )not|no need|no (?:point|reason(?! not)|sense))\\b"
	"(?! (?:tag|see|added|backported|sure|existing))"
	"(?:(?! unless| objection| until) [\\w'/.-]+){0,6} "
	"(?:stable|-stable|back-?port(?:s|ed|ing)?|autosel)\\b(?!.{0,30}\\bobject)"
	"(?! (?:it |this )?(?:to|for|in) (?:older|earlier)\\b)",

	"(?-i)(?:^|[.!] )(?:NACK|NAK)\\b|\\bNacked-by\\b|\\bNA?CK(?:ed)? (?:from|by)\\b",

	"\\b" NOT "\\b(?: really| actually| strictly| even| a| an| any| real| actual| bug| meant|"
	" intended| suitable){0,6} (?:bug ?-?fix|fix(?! the)|bug|suitable|appropriate|needed|"
	"required|necessary|relevant|applicable|worth|intended(?! (?:to )?be "
	"used)|meant|eligible|stable material|"
	"material|candidate)\\b(?!.{0,12}\\?)",

	"\\b(?:isn't|aren't|wasn't)(?: really| actually| strictly| even| a| an| any| real| actual|"
	" bug| meant| intended| suitable){0,6} (?:bug ?-?fix|fix|bug|suitable|appropriate|needed|"
	"required|necessary|relevant|applicable|worth|intended(?! (?:to )?be "
	"used)|meant|eligible|material|"
	"candidate)\\b",

	"\\b(?:no (?:point|reason|sense|actual bug|bug here|users)\\b(?! not)|pointless|"
	"(?:does|do)(?: not|n't) make (?:\\w+ )?sense|makes no sense|out of scope|"
	"too (?:invasive|risky|big|intrusive|large)|recommend against|rather not|"
	"i(?:'m| am) against|(?<!n't )(?<!not )object to)",

	"\\b(?:only|not) (?:\\w+ ){0,4}(?:needed|go|applicable|relevant|for|valid|required|"
	"make sense|makes sense|useful|be applied) (?:\\w+ ){0,3}(?:in|to|into|for|on|with|after) "
	"(?:the )?" TREE "|\\bnot anything earlier|"
	"\\bshould(?: only|n't| not) (?:go|be (?:applied|backported|in|picked|picking))",

	"\\balready (?:been )?(?:applied|in|part of|queued|merged|backported)\\b.{0,40}"
	"(?:stable|\\b" TREE ")",

	"\\bwe (?:do not|don't|should not|shouldn't) (?:really )?(?:need|want|take|be|have)\\b|"
	"\\bi don't (?:think|believe) (?:we|this|it|that)\\b(?:(?!\\bfix the\\b).){0,40}"
	"\\b(?:need|should|fix|stable|backport\\w*)\\b",

	"(?<!no )\\bdoubt\\b(?! if "
	"you).{0,40}\\b(?:necessary|needed|stable|"
	"back-?port\\w*)\\b|"
	"\\b(?:would(?: not|n't)|'d not) (?:\\w+ "
	")?(?:back-?port|bother|take|apply|queue|pick|include)\\b|"
	"\\bwe \\*?not\\*? (?:bring|back-?port|take|apply|pick|include)\\b|"
	"\\bcan(?:not|'t) (?:take|apply|backport) this\\b|"
	"\\bdo(?: not|n't) think (?:we|this|it|that|there)\\b(?: [\\w()'/.-]+){0,6} "
	"(?:warrants?|qualif\\w+|justif\\w+|meets?)\\b",

	"\\b(?:rather than|instead of|and not|but not) (?:a |an |any |as )?"
	"(?:real |actual |bug ?-?|proper )*(?:fix|fixes|fixing|bug)\\b(?! the| it| that)|"
	"\\b(?:pure(?:ly)?|just|only|merely|simply)(?: an?| some)?(?: \\w+){0,2} "
	"(?:clean-?ups?|cosmetic\\w*|white ?space|(?:code |coding )?style|refactor\\w*)\\b|"
	"\\b(?:won't|will not|does(?: not|n't)) (?:really |actually |even )?fix (?:any|a\\b)",

	"\\bwhy (?:is|are|was|were|does|do|did|would|should|we'd|you'd)\\b(?! not\\b|n't)(?: "
	"(?!not\\b)[\\w'-]+){0,7} "
	"(?:stable|back-?port\\w*)\\b|"
	"\\bwhy we'd (?:want|back-?port|take|need)\\b",

	"\\b(?:wasn't|was not|not) (?:\\w+ly )?(?:tagged|marked) for stable(?:,? because|: )|"
	"\\bdisruptive\\b.{0,60}\\b(?:stable|back-?port\\w*)\\b|"
	"\\bback-?porting (?:this|it)\\b.{0,60}\\b(?:nonsense|wrong|bad "
	"idea|mistake|dangerous|makes no)\\b|"
	"\\b(?:does(?: not|n't) exist|(?:is|are|was|were)(?: not|n't) (?:even |yet "
	")?(?:present|available|"
	"supported|included|in))(?: in| on| by)?(?: the| linux| kernel)? " TREE "\\b(?!.{0,12}\\?)",
};

static const char dropped[] =
	"\\b(?:i|we|now|have|i've|we've) (?:just |now |both )?dropped\\b|"
	"\\bdropped(?: (?:this|it|them|both|from|now|for)\\b|[.,!]|$)|"
	"(?<!can )(?<!not )(?<!to )\\bdrop (?:it|this|them|these|both|that)\\b(?! if "
	"you)(?!.{0,60}\\?)|"
	"\\b(?:i'll drop|will drop (?:it|this|them|these|both|that)|now gone|removed from)\\b";

static const char *const needs[] = {
	"\\b(?:needs?|requires?|depends? on|unless you|prereq\\w*|together with|along with|"
	"(?:also|please) (?:pick|need|take|backport|apply|include|queue|add|grab)\\w*|"
	"follow(?:-| )?up|fixed (?:by|in)|fix for (?:it|this)|without)\\b.{0,160}?"
	"\\b(?<id>[0-9a-f]{7,40})\\b",
	"\\b(?<id>[0-9a-f]{9,40})\\b.{0,120}\\b(?:as well|too|is (?:also )?(?:needed|required)|on "
	"top)\\b",
};

static const char reverted[] =
	"\\b(?:was|been|is being|gets?|got|will be|has been|have) reverted\\b|"
	"\\breverted (?:in|by|upstream)\\b|\\brevert (?:is|has been) (?:queued|sent|pending)\\b";

static const char ack[] =
	"\\b(?:acked-by|acked-for-stable|reviewed-by|looks? (?:good|fine|ok)|lgtm|"
	"makes sense for stable|no objections?|fine (?:with|by) me|ok(?:ay)? (?:for|with|to)|"
	"(?:good|fine|makes sense) to backport|please (?:keep|do) (?:it|this|so))\\b";

/* Somebody saw it break something, or found it by bisection. */
static const char *const regressions[] = {
	"#regzbot introduced|\\bbisected\\b|"
	"\\bbisect(?:ion|ing)? (?:point|lead|led|show|say|said|found|blame)\\w*",
	"\\b(?:this|that|the) (?:\\w+ )?(?:patch|commit|change|backport)\\b"
	"(?: (?!not\\b|fix\\w*\\b|for\\b|to\\b)\\w+){0,3} "
	"(?:breaks|broke|causes|caused|causing|introduces|introduced|triggers|triggered|regresses|"
	"regressed)\\b",
	"(?<!no )(?<!not a )(?<!fixes a )(?<!fix a )(?<!any )\\bregression "
	"(?:on|in|with|for|after|caused|"
	"introduced|here|since)\\b(?!.{0,40}\\bfix)",
};

static const char tested[] = "\\btested-by:|(?<!not )(?<!n't )(?<!be )\\btested "
			     "(?:this|it|ok|fine|successfully|with|on)\\b(?! if)";

struct thread_words {
	GRegex *regressions[G_N_ELEMENTS(regressions)], *tested,
		*objections[G_N_ELEMENTS(objections)], *needs[G_N_ELEMENTS(needs)];
	GRegex *dropped, *reverted, *ack;
};

static GRegex *compile(const char *pattern)
{
	g_autoptr(GError) error = NULL;
	GRegex *regex = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_DUPNAMES, 0, &error);

	g_assert_no_error(error);
	return regex;
}

struct thread_words *thread_words_new(void)
{
	struct thread_words *words = g_new0(struct thread_words, 1);

	for (size_t i = 0; i < G_N_ELEMENTS(objections); i++)
		words->objections[i] = compile(objections[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(needs); i++)
		words->needs[i] = compile(needs[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(regressions); i++)
		words->regressions[i] = compile(regressions[i]);
	words->tested = compile(tested);
	words->dropped = compile(dropped);
	words->reverted = compile(reverted);
	words->ack = compile(ack);
	return words;
}

void thread_words_free(struct thread_words *words)
{
	for (size_t i = 0; i < G_N_ELEMENTS(objections); i++)
		g_regex_unref(words->objections[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(needs); i++)
		g_regex_unref(words->needs[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(regressions); i++)
		g_regex_unref(words->regressions[i]);
	g_regex_unref(words->tested);
	g_regex_unref(words->dropped);
	g_regex_unref(words->reverted);
	g_regex_unref(words->ack);
	g_free(words);
}

static bool ends_sentence(const char *p)
{
	return (*p == '.' || *p == '!' || *p == '?') && (p[1] == ' ' || !p[1]);
}

/* The sentence around [start, end) of text; one that is cut ends in "...". */
static char *sentence(const char *text, int start, int end)
{
	const char *first = text + start, *last = text + end;
	struct slice whole, cut;
	g_autofree char *shown = NULL;

	while (first > text && !(first[-1] == ' ' && first - 2 >= text && ends_sentence(first - 2)))
		first--;
	while (*last && !ends_sentence(last))
		last++;
	whole = (struct slice){ first, (size_t)(last - first) + (*last != '\0') };
	cut = slice_cut(whole, SENTENCE_LIMIT);
	shown = slice_dup(slice_trim(cut));
	return g_strconcat(shown, cut.length < whole.length ? "..." : "", NULL);
}

/*
 * Whether regex is found in searched; the sentence is text's, which is as long. A pattern that
 * gives up on a text is not found.
 */
static bool finds(const GRegex *regex, const char *searched, const char *text, char **where,
		  char *hex)
{
	g_autoptr(GMatchInfo) match = NULL;
	int start = 0, end = 0;

	if (!g_regex_match_full(regex, searched, -1, 0, 0, &match, NULL) ||
	    !g_match_info_fetch_pos(match, 0, &start, &end))
		return false;
	if (where)
		*where = sentence(text, start, end);
	if (hex) {
		g_autofree char *id = g_match_info_fetch_named(match, "id");

		g_strlcpy(hex, id ? id : "", COMMIT_ID_HEX + 1);
	}
	return true;
}

static bool finds_any(GRegex *const *regexes, size_t n, const char *searched, const char *text,
		      char **where, char *hex)
{
	for (size_t i = 0; i < n; i++)
		if (finds(regexes[i], searched, text, where, hex))
			return true;
	return false;
}

/* An archive's address of a commit, which ends in its id: ".../commit/?id=0123456789ab". */
static bool leads_to_commit(struct slice word)
{
	size_t n = word.length;

	while (n && g_ascii_isxdigit(word.start[n - 1]))
		n--;
	return word.length - n >= 7 && n &&
	       (word.start[n - 1] == '=' || word.start[n - 1] == '/') &&
	       g_strstr_len(word.start, (gssize)n, "commit");
}

/*
 * The same text, as long, with message ids, addresses, dates and numbers blanked: digits in them
 * are no commit ids and question marks no questions.
 */
static char *without_addresses(const char *line)
{
	char *copy = g_strdup(line), *p = copy;

	while (*p) {
		size_t n = strcspn(p, " ");
		struct slice word = { p, n };
		bool is_address = memchr(p, '@', n) ||
				  (g_strstr_len(p, (gssize)n, "://") && !leads_to_commit(word));

		if (is_address || (n < COMMIT_ID_HEX && strspn(p, "0123456789.,:;()#") >= n))
			memset(p, '_', n);
		p += n;
		p += strspn(p, " ");
	}
	return copy;
}

/* A question mark behind a word, not one within an address; NULL if there is none. */
static const char *question_mark(const char *line)
{
	for (const char *p = strchr(line, '?'); p; p = strchr(p + 1, '?'))
		if (!p[1] || strchr(" ?!.)\"'", p[1]))
			return p;
	return NULL;
}

/* Capitals in "7ABCDEF" and blanks aside: one line, of the length that is read. */
static char *as_read(const char *text)
{
	struct slice cut = slice_cut(slice_of(text), READ_LIMIT);
	g_autofree char *copy = slice_dup(cut);
	g_autofree char *line = text_fold(copy);

	return g_strconcat(line, text[cut.length] ? "..." : "", NULL);
}

enum thread_says thread_words_read(const struct thread_words *words, const char *text,
				   bool by_proposer, char **where, char *hex)
{
	g_autofree char *line = as_read(text);
	g_autofree char *plain = without_addresses(line);
	const char *question;

	*hex = '\0';
	if (by_proposer)
		return finds(words->dropped, line, line, where, NULL) ? THREAD_SAYS_DROPPED
								      : THREAD_SAYS_NOTHING;
	if (finds_any(words->objections, G_N_ELEMENTS(objections), line, line, where, NULL))
		return THREAD_SAYS_DROP;
	if (finds_any(words->needs, G_N_ELEMENTS(needs), plain, line, where, hex))
		return THREAD_SAYS_NEEDS;
	if (finds(words->reverted, line, line, where, NULL))
		return THREAD_SAYS_REVERTED;
	if (finds_any(words->regressions, G_N_ELEMENTS(regressions), line, line, where, NULL))
		return THREAD_SAYS_REGRESSION;
	if (finds(words->tested, line, line, where, NULL))
		return THREAD_SAYS_TESTED;
	if (finds(words->ack, line, line, where, NULL))
		return THREAD_SAYS_ACK;
	question = question_mark(plain);
	if (!question)
		return THREAD_SAYS_NOTHING;
	if (where)
		*where = sentence(line, (int)(question - plain), (int)(question - plain));
	return THREAD_SAYS_QUESTION;
}
