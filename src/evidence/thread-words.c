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

/* Asked for in so many words. */
static const char *const requests[] = {
	"\\b(?:please|pls|kindly|can you|could you|i'd|i would|you can|let's|lets|better(?: to)?|"
	"safe to|suggest(?: to)?|propose(?: to)?|prefer (?:to|if)|should|must|want to|"
	"request(?: to)?|ask you to|i think we (?:can|should))\\b(?: (?!not\\b)\\w+){0,3} "
	"(?:drop(?:ped|ping)?|exclude|discard|withdraw|unqueue|be removed|be reverted|"
	"remove this|skip this|hold (?:off|this)|revert this)\\b"
	"(?= (?:a (?:bit|little|while)|for now|until|this|it|that|them|both|all|these|the "
	"(?:patch|commit|backport|series)|from)\\b|"
	"[.!,:]|$)(?! the cc)(?!.{0,60}\\?)",

	"(?<!not )(?<!n't )(?<!why )\\bdrop (?:this|it|that|these|both|all|them|from|"
	"the (?:patch|commit|backport|series))\\b(?! if you)(?! part)(?!.{0,60}\\?)",

	"\\b(?:please|pls) (?:hold|revert|remove this|skip)\\b|"
	"\\b(?:please|pls) (?:do not|don't) (?:\\w+ "
	")?(?:back-?port|apply|take|queue|include|add|pick|use|"
	"merge)\\b|\\b(?:do not|don't) try to (?:add|apply|back-?port|take|queue)\\b|"
	"\\b(?:best|better|prefer(?:red|able|ably)?|wiser|safer|suggest|recommend|advise) (?:to )?"
	"\\*?not\\*?(?: to)? "
	"(?:back-?port|apply|tak|queu|includ|add|pick|us|merg|hav)(?:e|ing)?\\b|"
	"\\bdo not pull any\\b|\\bremoval of this\\b",

	"(?-i)(?:^|[.!,;:)-] )(?:NACK|NAK)\\b|\\bNacked-by\\b|\\bNA?CK(?:ed)? (?:from|by)\\b",

	/* A request is one with a question mark, too. */
	"\\b(?:could|can|would|will) you (?:(?:please|kindly|also|just|perhaps) ){0,2}"
	"(?:drop|remove|exclude|skip|discard|revert|unqueue|postpone|delay) (?:this|it|that|them|"
	"both|these|the (?:patch|commit|backport|series))\\b(?! part| line| hunk)|"
	"\\b(?:please|pls|kindly|best|better|rather|let's|should)(?: to| just)? (?:postpone|delay|"
	"defer)\\b|\\b(?:is|be|seems?|looks?|feels?|sounds?|bit|too|quite|rather|still|"
	"somewhat) premature\\b(?! (?:free|end|exit|return|release|terminat))|"
	"^premature\\b",
};

/* What speaks against it. */
static const char *const objections[] = {
	"\\b(?:should(?: not|n't)|can(?:not|'t)|must not|"
	"does(?: not|n't) (?:need|have|make|belong)|"
	"do(?: not|n't) (?:need|want|think (?:we|this|it|that|there|these|those|the)\\b(?: "
	"\\w+){0,6} "
	"(?:need|should|belong|suitable|fits?|worth|backport\\w*)|"
	"backport|apply|take|queue|include|add)|"
	"isn't|is not|(?<!reason )(?<!why )not|no need|no (?:point|reason(?! not)|sense))\\b"
	"(?! (?:tag|see|added|backported|sure|existing))"
	"(?:(?! unless| objection| until) [\\w'/.-]+){0,6} "
	"(?:stable|-stable|back-?port(?:s|ed|ing)?|autosel)\\b(?!/)(?!.{0,30}\\bobject)"
	"(?! (?:it |this )?(?:to|for|in) (?:older|earlier)\\b)",

	"\\b" NOT "\\b(?: really| actually| strictly| even| a| an| any| real| actual| bug| meant|"
	" intended| suitable| good| great| ideal| proper){0,6} (?:bug ?-?fix|fix(?! "
	"the)|bug|suitable|appropriate|needed|"
	"required|necessary|relevant|applicable|worth|intended(?! (?:to )?be "
	"used)|meant|eligible|stable material|"
	"material|candidate)\\b(?!.{0,12}\\?)",

	"\\b(?:isn't|aren't|wasn't)(?: really| actually| strictly| even| a| an| any| real| actual|"
	" bug| meant| intended| suitable| good| great| ideal| proper){0,6} (?:bug "
	"?-?fix|fix|bug|suitable|appropriate|needed|"
	"required|necessary|relevant|applicable|worth|intended(?! (?:to )?be "
	"used)|meant|eligible|material|"
	"candidate)\\b",

	"\\b(?:no (?:point|reason|sense|actual bug|bug here|users)\\b(?! not)|pointless|"
	"(?:does|do)(?: not|n't) make (?:\\w+ ){0,4}sense|makes no sense|out of scope|"
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
	"\\b(?:won't|will not|does(?: not|n't)) (?:really |actually |even )?fix "
	"(?:any|an?\\b|real|actual)",

	"\\bwhy (?:is|are|was|were|does|do|did|would|should|we'd|you'd)\\b(?! not\\b|n't)(?: "
	"(?!not\\b)[\\w'-]+){0,7} "
	"(?:stable|back-?port\\w*)\\b|"
	"\\bwhy we'd (?:want|back-?port|take|need)\\b",

	"\\b(?:wasn't|was not|not) (?:\\w+ly )?(?:tagged|marked) for stable(?:,? because|: )|"
	"\\bdisruptive\\b.{0,60}\\b(?:stable|back-?port\\w*)\\b|"
	"\\bback-?porting (?:this|it)\\b.{0,60}\\b(?:nonsense|wrong|bad "
	"idea|mistake|dangerous|makes no)\\b|"
	"\\bonly (?:exist(?:s|ed)?|appear(?:s|ed)|came|there|added|introduced|present|available|"
	"landed|merged|supported)\\b(?: \\w+){0,2} (?:since|in|from|with|after|as of)(?: the| "
	"linux|"
	" kernel)? " TREE "|"
	"\\b(?:does(?: not|n't) exist|(?:is|are|was|were)(?: not|n't) (?:even |yet "
	")?(?:present|available|"
	"supported|included|in))(?: in| on| by)?(?: the| linux| kernel)? " TREE "\\b(?!.{0,12}\\?)",

	"\\b(?:in no way|by no means|hardly|far from(?: being)?|nothing like)(?: an?| any| really)?"
	"(?: real| actual| bug)? (?:bug ?-?fix|fix|bug|needed|necessary|suitable)\\b|"
	"\\b(?:do(?: not|n't)|can(?:not|'t)|fail to) (?:really |quite )?see (?:any|a|the|much|why|"
	"what)\\b(?: (?:real|good|point|reason|need|sense|benefit|value|use|in|of|to|for|we|this|"
	"it|that|the|should|would|be|is|having|needs?)){0,7} (?:stable|-stable|back-?port\\w*)\\b|"
	"\\b(?:silly|odd|strange|weird|wrong|bad|questionable|inappropriate|unsuitable|useless|"
	"unnecessary)(?: \\w+){0,2} (?:to|for|in|as) (?:be )?(?:a )?(?:stable|-stable|"
	"back-?port\\w*)\\b|"
	"\\b(?:this|it|that)(?: (?:one|patch|commit|change|backport))? (?:is|looks|seems) "
	"(?:indeed |clearly |just |simply )?(?:buggy|bogus)\\b",

	/* Who asks so thinks that it is not. */
	"\\bare you sure (?:that )?(?:this|it|that|these)\\b(?: [\\w'-]+){0,5} (?:stable|-stable|"
	"back-?port\\w*)\\b|"
	"\\bhow (?:does|is|would|did|can|do) (?:this|it|that|these)\\b(?: [\\w'-]+){0,4} (?:stable|"
	"-stable|back-?port\\w*)\\b",
};

/*
 * What in the same sentence makes less of an objection: it holds while something else is lacking.
 */
static const char on_condition[] =
	"\\b(?:on (?:its|their) own|in isolation|taken alone)\\b|\\bif\\b.{0,40}\\bonly\\b";

/* A choice is not a request. */
static const char choice[] = "\\beither\\b.{0,80}\\bor\\b";

/* The same anywhere: whoever objects leaves it to others. */
static const char mildly[] =
	"\\b(?:do(?: not|n't)|would(?: not|n't)) (?:really )?mind\\b|"
	"\\b(?:no|won't do any|will not do any|do(?:es)?(?: not|n't) do any|can't|cannot)"
	"(?: big| real| much| great)? harm\\b|\\bharmless to (?:pick|take|have|apply|include)\\b";

/* In the same sentence: what it speaks against is not this patch. */
static const char wanted[] = "\\bplease (?:(?!not\\b)\\w+ "
			     "){0,3}?(?:back-?port|queue|apply|take|pick|include) (?:this|it)\\b|"
			     "\\bis (?:also )?(?:needed|required) (?:for|by) (?:an)?other\\b";

static const char dropped[] =
	"\\b(?:i|we|now|have|i've|we've) (?:just |now |both )?dropped\\b|"
	"\\bdropped(?: (?:this|it|them|both|from|now|for)\\b|[.,!]|$)|"
	"(?<!can )(?<!not )(?<!to )\\bdrop (?:it|this|them|these|both|that)\\b(?! if "
	"you)(?!.{0,60}\\?)|"
	"\\b(?:i'll drop|will drop (?:it|this|them|these|both|that)|now gone|removed from)\\b";

static const char *const needs[] = {
	"\\b(?:needs?|requires?|depends? on|dependency on|unless you|prereq\\w*|together "
	"with|along with|"
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
	"makes sense for stable|no objections?|fine (?:with|by) me|ok(?:ay)? (?:for|with|to|"
	"(?:pull|tak|apply|pick|queu|includ|add|back-?port|hav)\\w*ing)|"
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

enum { N_OBJECTIONS = G_N_ELEMENTS(requests) + G_N_ELEMENTS(objections) };

struct thread_words {
	GRegex *regressions[G_N_ELEMENTS(regressions)], *tested, *objections[N_OBJECTIONS],
		*needs[G_N_ELEMENTS(needs)];
	GRegex *dropped, *reverted, *ack;
	GRegex *on_condition, *choice, *mildly, *wanted;
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

	for (size_t i = 0; i < N_OBJECTIONS; i++)
		words->objections[i] = compile(i < G_N_ELEMENTS(requests)
						       ? requests[i]
						       : objections[i - G_N_ELEMENTS(requests)]);
	for (size_t i = 0; i < G_N_ELEMENTS(needs); i++)
		words->needs[i] = compile(needs[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(regressions); i++)
		words->regressions[i] = compile(regressions[i]);
	words->tested = compile(tested);
	words->dropped = compile(dropped);
	words->reverted = compile(reverted);
	words->ack = compile(ack);
	words->on_condition = compile(on_condition);
	words->choice = compile(choice);
	words->mildly = compile(mildly);
	words->wanted = compile(wanted);
	return words;
}

void thread_words_free(struct thread_words *words)
{
	for (size_t i = 0; i < N_OBJECTIONS; i++)
		g_regex_unref(words->objections[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(needs); i++)
		g_regex_unref(words->needs[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(regressions); i++)
		g_regex_unref(words->regressions[i]);
	g_regex_unref(words->tested);
	g_regex_unref(words->dropped);
	g_regex_unref(words->reverted);
	g_regex_unref(words->ack);
	g_regex_unref(words->on_condition);
	g_regex_unref(words->choice);
	g_regex_unref(words->mildly);
	g_regex_unref(words->wanted);
	g_free(words);
}

static bool ends_sentence(const char *p)
{
	return (*p == '.' || *p == '!' || *p == '?') && (p[1] == ' ' || !p[1]);
}

/* The sentence around [start, end) of text. */
static struct slice whole_sentence(const char *text, int start, int end)
{
	const char *first = text + start, *last = text + end;

	while (first > text && !(first[-1] == ' ' && first - 2 >= text && ends_sentence(first - 2)))
		first--;
	while (*last && !ends_sentence(last))
		last++;
	return (struct slice){ first, (size_t)(last - first) + (*last != '\0') };
}

/* The same to be shown; one that is cut ends in "...". */
static char *sentence(const char *text, int start, int end)
{
	struct slice whole = whole_sentence(text, start, end);
	struct slice cut = slice_cut(whole, SENTENCE_LIMIT);
	g_autofree char *shown = slice_dup(slice_trim(cut));

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

static bool is_said_in(const GRegex *regex, struct slice text)
{
	return g_regex_match_full(regex, text.start, (gssize)text.length, 0, 0, NULL, NULL);
}

/*
 * THREAD_SAYS_DROP, THREAD_SAYS_DOUBT when all objections are ones with conditions, or by somebody
 * who does not insist, else THREAD_SAYS_NOTHING. *where is set unless it is that.
 */
static enum thread_says find_objection(const struct thread_words *words, const char *line,
				       char **where)
{
	enum thread_says says = THREAD_SAYS_NOTHING;
	bool mild = is_said_in(words->mildly, slice_of(line));

	for (size_t i = 0; i < N_OBJECTIONS && says != THREAD_SAYS_DROP; i++) {
		bool request = i < G_N_ELEMENTS(requests), doubt;
		g_autoptr(GMatchInfo) match = NULL;
		int start = 0, end = 0;
		struct slice said;

		if (!g_regex_match_full(words->objections[i], line, -1, 0, 0, &match, NULL) ||
		    !g_match_info_fetch_pos(match, 0, &start, &end))
			continue;
		said = whole_sentence(line, start, end);
		doubt = is_said_in(words->choice, said) ||
			(!request && (mild || is_said_in(words->on_condition, said)));
		if (is_said_in(words->wanted, said) || (doubt && says == THREAD_SAYS_DOUBT))
			continue;
		g_free(*where);
		*where = sentence(line, start, end);
		says = doubt ? THREAD_SAYS_DOUBT : THREAD_SAYS_DROP;
	}
	return says;
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
	g_autofree char *objection = NULL;
	enum thread_says objects;
	const char *question;

	*hex = '\0';
	if (by_proposer)
		return finds(words->dropped, line, line, where, NULL) ? THREAD_SAYS_DROPPED
								      : THREAD_SAYS_NOTHING;
	objects = find_objection(words, line, &objection);
	if (objects != THREAD_SAYS_DROP &&
	    finds_any(words->needs, G_N_ELEMENTS(needs), plain, line, where, hex))
		return THREAD_SAYS_NEEDS;
	if (objects != THREAD_SAYS_NOTHING) {
		if (where)
			*where = g_steal_pointer(&objection);
		return objects;
	}
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
