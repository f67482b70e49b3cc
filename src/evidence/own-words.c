/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the author says in plain words about the patch and stable trees. */
#include "evidence/own-words.h"

#include <string.h>

#include "base/stems.h"
#include "base/text.h"
#include "message/sentences.h"

enum { READ_LIMIT = 64 << 10, SENTENCE_LIMIT = 300 };

#define NOT  "(?:not|n't)"
#define TREE "v?\\d+\\.\\d+(?:\\.\\d+)?"
#define HEDGES                                                                                     \
	"(?: "                                                                                     \
	"(?:itself|here|has|have|had|probably|also|already|likely|actually|really|apparently))*"
#define THE_CHANGE "(?:that|this|the) (?:commit|patch|change|one)"
/* What is not backported is the change that the words stand in, not "the old helper". */
#define NOT_OTHERS                                                                                 \
	"(?! "                                                                                     \
	"(?:the|an?|its|their|those|these|any(?! "                                                 \
	"(?:more|longer))|all|more|other|older|every|another|most|what)\\b"                        \
	"(?! (?:\\w+ )?(?:patch|change|commit|fix|fixes|series|one|this)\\b))"
#define BUG "(?:bug|issue|problem|race|leak|crash|mistake|error|flaw|overflow|hang|deadlock)"

/*
 * The first that fits a sentence counts; what follows a "(?!" are the ways to mean something else.
 * A pattern is tried on a sentence with one of its stems alone, for most have none: each of its
 * alternatives has one, where a word begins.
 */
static const struct {
	enum fact_kind kind;
	const char *says, *stems, *pattern;
} words[] = {
	{ FACT_WORDS_STABLE_ONLY, "by its author's words it is for stable trees alone",
	  "main|master|upstream|linus|newer|later|development|staging|only|solely|stable|back|"
	  "picked|just|simply|not present|not available|instead|apply|branch|tree|series",
	  "\\b(?:mainline|upstream|master|main|linus' tree|newer "
	  "(?:trees|kernels|versions|branches))"
	  "(?:,? (?:which|that))? (?:\\w+ )?(?:does " NOT "|doesn't|do " NOT "|don't) "
	  "(?:need|have|want|require|suffer|exhibit|contain)\\b|"
	  "\\b(?:only|solely) "
	  "(?:applicable|applies|needed|relevant|required|meant|intended|affects|"
	  "for|present) (?:\\w+ ){0,2}(?:" TREE "|(?:the )?-?stable\\b(?! (?:sort|abi|api)))|"
	  "\\bapplies only to (?:the )?(?:" TREE "|stable)|"
	  "\\bnot (?:applicable|needed|relevant|required|present|necessary) "
	  "(?:to|in|for|on|upstream"
	  " in) (?!other )(?:\\w+ )?(?:main|master|mainline|upstream|newer|later|the "
	  "development)\\b|"
	  "\\b(?:is|this is|a|as) (?:an? )?(?:stable|branch|backport|lts)-only\\b|"
	  "\\b(?:stable|branch)[- ]only (?:change|patch|fix|commit|branch)\\b|"
	  "\\b(?:(?:is|are|so|was) (?:\\w+ ){0,2}for|(?:patch|fix|change|commit|this) is) "
	  "(?:the )?stable only\\b|"
	  "\\bno (?:upstream|mainline|master) (?:commit|equivalent|counterpart|version)\\b|"
	  "\\b(?:there is )?no (?:corresponding|equivalent|matching) (?:upstream|mainline) "
	  "(?:commit|patch|change)\\b|"
	  "\\b(?:fix|fixes|correct|amend)(?: up)? (?:\\w+ )?(?:the |a |an |our |my )?(?:incomplete "
	  "|wrong |bad "
	  ")?back-?ports? of\\b|"
	  "\\b(?:when|while|during)(?: the)? back-?port(?:ing)?\\b.{0,160}\\b(?:neglected|"
	  "forg[eo]t(?:ten)?|missed|overlooked|"
	  "dropped|left out|lost|broke)|"
	  "\\b(?:missed|forgotten|lost|broken|accounted for|messed up|botched) "
	  "(?:in|by|with|during) "
	  "(?:the|that|this|my|our) back-?port|"
	  "\\bthis was fixed\\b.{0,160}\\b(?:can(?:not|'t)|can not) be back-?ported|"
	  "\\bstable (?:merge|back-?port|pick|application) "
	  "(?:error|mistake|problem|failure|fallout)\\b|"
	  "\\bstable commit\\b.{0,80}\\b(?:did|does)(?: not|n't) "
	  "(?:match|include|contain|follow)\\b|"
	  "\\b(?:needed|required|necessary|relevant|applicable|present|broken|a problem) only "
	  "(?:in|for|on|to) (?:this|these|the (?:stable|release))(?: \\w+)? "
	  "(?:tree|branch|series|branches|trees)\\b|"
	  "\\b(?:only|solely) (?:applicable|applies|needed|relevant|required|present|broken|a "
	  "problem) (?:in|for|on|to) (?:this|these)(?: \\w+)? "
	  "(?:tree|branch|series|branches|trees)\\b|"
	  "^for (?:the )?(?:-?stable\\S*|" TREE
	  "\\S*|this branch),? (?:we )?(?:just|only|simply)\\b|"
	  "\\bnot present in .{0,60}\\b(?:due to|because of|since|as|after) .{0,30}\\b(?:re-?work|"
	  "rewrit|refactor|redesign|restructur|overhaul)|"
	  "\\b(?:on|in) (?:the )?(?:upstream|mainline|master|main)\\b,? .{0,80}\\b(?:was|were|has "
	  "been|is|are|got) (?:\\w+ )?(?:removed|rewritten|dropped|reworked|replaced|fixed|solved|"
	  "addressed|handled|resolved)\\b.{0,20}\\b(?:by|as part "
	  "of|differently|another|different)\\b|"
	  "\\b(?:upstream|mainline|master)\\b.{0,60}\\b(?:has been|have been|was|were|got) "
	  "(?:\\w+ )?(?:overhauled|reworked|rewritten|refactored|restructured|redesigned)\\b|"
	  "\\b(?:is|are|was) not (?:in )?(?:upstream|mainline)\\b(?! yet) "
	  "(?:because|as|since|due)\\b|"
	  "\\bdoes(?: not|n't) apply (?:there|to (?:upstream|mainline|master|main)\\b)|"
	  "\\b(?:was|were|been|got) (?:back-?ported|picked) (?:\\w+ )?by (?:mistake|accident)\\b|"
	  "\\b(?:on|in|for) this (?:stable|release|lts|maintenance) (?:branch|tree|series)\\b|"
	  "\\binstead (?:on|in|for) this (?:branch|tree|release)\\b|"
	  "\\bnot available (?:in|on) this (?:release|branch|tree)\\b|"
	  "\\bfine (?:on|in|for) (?:staging|main|master|mainline|upstream)\\b|"
	  "\\b(?:code|function|file|driver|bug|problem|issue)\\b.{0,40}\\b(?:no longer "
	  "exists?|does " NOT
	  " exist|was removed|has been (?:removed|rewritten)|is gone) (?:in |from |on )?"
	  "(?:main|master|mainline|upstream)\\b" },
	{ FACT_WORDS_NOT_FOR_STABLE, "its message speaks against stable trees", "back|stable",
	  "\\bno (?:need|reason|point) (?:to|for|in) (?:\\w+ ){0,3}(?:back-?port\\w*|stable)"
	  "\\b" NOT_OTHERS "|"
	  /* "Which" is another change, what is in backports is there. */
	  "(?<!which )\\b(?:do|does|did|need|should|must|is|are|would)(?: not|n't) "
	  "(?!feasible|possible)(?:\\w+ ){0,4}(?<!in )"
	  "(?:back-?port(?:s|ed|ing)?)\\b(?! (?:to|for) (?:older|earlier)| cleanly)" NOT_OTHERS "|"
	  "\\bback-?port(?:s|ing)?\\b(?: \\w+){0,4} (?:is|are|seems?|looks?) (?:" NOT
	  " (?:\\w+ )?(?:needed|necessary|required|warranted|worth|useful|recommended)|unnecessary|"
	  "unneeded|overkill|pointless)|"
	  "\\bstable "
	  "(?:designation|tags?|nomination|marking|cc|treatment|inclusion|trees?|kernels?|"
	  "releases?|branch(?:es)?)\\b(?: \\w+){0,4} "
	  "(?:unnecessary|unneeded|unwarranted|overkill|" NOT
	  " (?:\\w+ ){0,2}(?:needed|necessary|required|warranted|justified|affected))|"
	  "\\b" NOT " (?:\\w+ ){0,2}(?:for|suitable for|material for|meant for|intended for|"
	  "needed (?:in|for)|candidate for|appropriate for|relevant (?:to|for)|qualif\\w+ "
	  "for|worth) "
	  "(?:the |any |a )?(?:-?stable\\b(?! (?:sort|abi|api|name|order|id))|back-?port\\w*)|"
	  "\\b" NOT " (?:really )?(?:a )?(?:stable|backport) (?:material|candidate|fodder)|"
	  "\\b(?:" NOT " (?:marked|tagged|cc'?d|nominated)|no cc) (?:\\w+ ){0,2}stable\\b|"
	  "\\bno stable (?:tag|backport|cc)\\b|"
	  "\\b(?:too (?:invasive|risky|big|large|intrusive)) for (?:\\w+ "
	  ")?(?:stable|back-?port\\w*)|"
	  "\\b(?:do|does|did|need|should|must)(?: not|n't) (?:need to |have to |want to )?"
	  "(?:go|be (?:applied|queued|taken|sent|added|picked)) (?:in)?to (?:the |any )?"
	  "-?stable\\b(?! (?:sort|abi|api))|"
	  "\\bplease (?:do not|don't) (?:\\w+ )?back-?port" },
	{ FACT_WORDS_NOBODY_HIT, "its message says that nobody is known to be hit",
	  "no |no-one|nobody|noone|real|actual|practical|user|bug|issue|problem|observed|seen|hit|"
	  "reported|trigger|notice|theoretical|hypothetical|happen|occur|reached|harmless|benign",
	  "^(?!(?:While|If|Unless|When|Other|(?:In|On|For|With) other)\\b)(?!.*\\b(?:until "
	  "now|used to "
	  "be|the (?:former|latter))\\b).*(?:"
	  "\\b(?:" NOT "|isn't|wasn't) (?:currently |really |actually |strictly )?(?:an? )?(?:real|"
	  "actual|practical|user[- ]visible)(?:[- ]world)? (?:bug|issue|problem|fix|regression)|"
	  "\\b(?:" NOT
	  "|isn't) (?:(?!be\\b)\\w+ )?an? (?:bug|issue|problem) (?:today|yet|now|currently|at "
	  "present|in practice|at the moment|right now)\\b|"
	  /* Not an error that is returned, nor what others "have no such" of. */
	  "\\b(?:there(?:'s| is| are| was| were| exists?)|exists?|know of) (?:\\w+ )?no such "
	  "(?:hardware|devices?|systems?|boards?|machines?|platforms?|cards?|chips?|users?|"
	  "configurations?|setups?)\\b(?! (?:on|in|with|for|as|found|available|error)\\b)|"
	  /* The users are the bug's, not those of a piece of code. */
	  "\\bno (?:known|existing|in-tree|real|reported) (?:\\w+ )?(?:cases?|users?|reports?|"
	  "reporters?|instances?|reproducers?|triggers?|failures?|occurrences?|systems?|hardware|"
	  "bugs?|issues?|problems?|exploits?|victims?)\\b"
	  "(?! (?:with|other than|except|before))(?<!user)(?<!users)|"
	  "\\bno (?:known|existing|in-tree|real|reported) (?:\\w+ )?users?\\b"
	  "(?!(?: \\w+){0,3} rel(?:y|ies|ied)\\b)(?! (?:of|for|with|other "
	  "than|except|before)\\b|[- ]space\\b)|"
	  "\\bno (?:practical|actual|visible|user[- ]visible|functional|observable|runtime|real) "
	  "(?:\\w+ )?(?:harm|bug|issue|problem)s?\\b(?! "
	  "(?:on|to|for) (?:other|platforms|existing|users of|non))|"
	  /* Of the bug or of the whole change: what else has no effect may be a part of it. */
	  "(?:^|[,;:(] *|\\b(?:so|and|but|with|there (?:is|are|was|were)|(?:^|\\b(?:the|this|a|an) "
	  ")"
	  "(?:\\w+ )?(?:it|bug|leak|race|issue|problem|patch|change|commit|error|overflow|fix) "
	  "(?:\\w+ )?(?:has|had|have)) )"
	  "no (?:practical|actual|visible|user[- ]visible|observable|runtime|real) "
	  "(?:\\w+ )?(?:impact|effects?|consequences?)\\b(?! "
	  "(?:on|to|for) (?:other|platforms|existing|users of|non))|"
	  "\\b(?:never|" NOT
	  ") (?:been |yet been )?(?:observed|seen|hit|reported|triggered|noticed) "
	  "(?:in (?:practice|the (?:wild|field)|real)|so far|by anyone)|"
	  "\\b(?:" NOT
	  " (?:yet )?been|never) (?:observed|seen|hit|reported|triggered|noticed) yet\\b|"
	  "\\bno ?(?:body|one|-one) (?:has |have )?(?:ever |yet )?(?:reported|hit|seen|noticed|"
	  "complained)\\b(?! (?:when|that|how|because|this "
	  "because)\\b)(?!.{0,60}\\b(?:until|(?:not?|n't)(?: \\w+){0,3} need))|"
	  "\\b(?:purely|only|merely|just|entirely) (?:a )?(?:theoretical|hypothetical)\\b|"
	  /* What remains after the patch is not what it is for. */
	  "(?<!leaves the |leaves a |leaving the |leaving a |remaining |opens a |introduces a )"
	  "\\btheoretical (?:bug|issue|problem|race|leak|possibility)|"
	  "\\b(?:can(?:not|'t)|can not|does(?: not|n't)|will(?: not|n't)|won't) (?:currently "
	  "|actually |"
	  "really )?(?:happen|trigger|occur|be (?:hit|triggered|reached)) (?:today|in practice|yet|"
	  "currently|at the moment|right now|with the current)|"
	  "\\b(?:harmless|benign) (?:in practice|today|at present|currently|for now|right now))" },
	{ FACT_WORDS_NO_CHANGE, "by its author's words nothing changes", "no |nfc|change|cosmetic",
	  "\\bno (?:(?:intended|intentional|expected|actual|real) "
	  ")?(?:functional(?:ity)?|behaviou?ral|"
	  "semantic|user[- ]visible|visible|logical|code|object code) (?:or \\w+ "
	  ")?(?:changes?|(?:impact|effect)\\b"
	  "(?!,? (?:because|since|as)\\b)|differences?|modifications?)\\b"
	  "(?! (?:is |are |were )?(?:required|needed|necessary)\\b)"
	  "(?! (?:is |are |were )?(?:\\w+ )?(?:beyond|except|other than|apart|besides|for (?:other|"
	  "non|existing|all other)|to other|on other|when|if|unless|without|until))|"
	  "\\bno changes? (?:in|of|to) (?:the )?(?:behaviou?r|functionality|semantics|generated "
	  "code)\\b"
	  "(?! (?:except|other|for other|when|if|unless))|"
	  "^\\W*NFCI?\\W*$|\\bNFCI?\\.?$|"
	  "\\b(?:does|do|should)(?: not|n't) change (?:any |the |existing "
	  ")?(?:behaviou?r|functionality|"
	  "semantics|generated code)\\b(?! (?:except|other|for|when|if|unless|of other|yet|at "
	  "least|"
	  "by itself|on its own)\\b)(?!,? but\\b)|"
	  "\\bnon-functional changes?\\b|\\b(?:is|are|change|patch|commit) (?:purely|only|merely) "
	  "cosmetic" },
	{ FACT_WORDS_TIDY, "by its author's words it is a clean-up",
	  "just |only|pure|mere|simpl|nothing ",
	  "\\b(?:just|only|merely|simply|purely|mere|pure|nothing (?:but|more than))(?: an?| some| "
	  "the)?(?: (?:small|minor|trivial|simple|code|style|stylistic|coding|cosmetic|comment|"
	  "little)){0,3} (?:clean-?ups?|clean(?:s|ing)? up|tidy(?:ing)?(?: up)?|refactor(?:ing|s)?|"
	  "reformat(?:ting|s)?|renam(?:e|es|ing)|(?:code )?style (?:change|fix|cleanup)e?s?|"
	  "cosmetics?)\\b(?! (?:after|on|when|if|and|the (?:resources|memory|allocated))\\b)(?! "
	  "\\+)|"
	  "\\b(?:clean-?up|cosmetic|refactor(?:ing)?|rename) only\\b" },
	{ FACT_WORDS_FOR_LATER, "by its author's words it is for what follows",
	  "prepar|will be |later|subsequent|follow|upcoming|users yet|next ",
	  "\\b(?:in|as|as a|a) preparation (?:for|to|of)\\b|"
	  "\\b(?:preparat(?:ory|ion)|prep) (?:patch|commit|work|step|clean-?up)s? (?:for|to)\\b|"
	  "\\bthis (?:patch |commit |change )?(?:only |just )?prepares (?:for|the|to)\\b|"
	  "\\b(?:will|is going to|shall) be (?:used|needed|required|called|extended) (?:by|in|for) "
	  "(?:an? |the |some |our )?(?:later|next|following|subsequent|follow-?up|upcoming|future|"
	  "coming)\\b|"
	  "\\b(?:no|without|has no|have no) (?:in-tree |current )?users yet\\b|"
	  "\\b(?:makes?|making) (?:it |things )?(?:easier|simpler|possible) (?:for|in) (?:the |a )?"
	  "(?:later|next|following|subsequent|follow-?up|upcoming|future) "
	  "(?:patch|commit|change)" },
	{ FACT_WORDS_BUG_OLDER, "by its author's words the bug is older",
	  "before|prior|without|older|pre-|predates|preexisting|since |forever|from day|from the",
	  "\\b" BUG "\\b" HEDGES
	  "(?: (?:exist(?:s|ed)?|(?:was|were|is|been) (?:there|present|around)))"
	  "(?: (?:even|already|long|also))* (?:(?:before|prior to) (?:that\\b|this\\b|then\\b|"
	  "commit\\b|" THE_CHANGE "|[0-9a-f]{7,})|without (?:that\\b|this\\b|" THE_CHANGE "))|"
	  "\\b" BUG "\\b(?: itself)? (?:pre-?dates|is (?:much |far |actually )?older than)\\b|"
	  "\\bpre-?existing " BUG "\\b|"
	  "\\b" BUG "\\b" HEDGES
	  " (?:exist(?:s|ed)?|(?:was|were|is|been) (?:there|present|around)) "
	  "(?:since (?:forever|day (?:one|1)|the (?:very )?(?:beginning|start|first "
	  "(?:day|version)))|"
	  "from (?:day (?:one|1)|the (?:very )?(?:beginning|start))|forever)\\b|"
	  "\\b(?:worth|wants?|deserves|needs|useful|good)\\b.{0,40}\\bback-?port\\w*\\b.{0,20}"
	  "\\b(?:even )?without " THE_CHANGE "\\b" },
};

/* The sentence is about another commit. */
static const char other_commit[] =
	"\\b(?:that|the (?:other|former|latter)) (?:one|commit|patch|part)\\b|"
	"\\bthis (?:one|patch|commit|change|fix) (?:must|should|has to|needs to|does)"
	"(?: be)?(?: back-?ported)?\\W*$";

/* To compile a pattern takes longer than to read a mail, in most of which no stem is. */
struct lazy_pattern {
	GRegex *regex; /* NULL: it was not needed yet */
	unsigned n_uses;
};

struct own_words {
	struct stems *stems; /* their kinds are indices of words */
	struct lazy_pattern patterns[G_N_ELEMENTS(words)];
	struct lazy_pattern other;
};

/* Machine code is made where it will be gained back. */
static bool finds(struct lazy_pattern *lazy, const char *pattern, const char *sentence)
{
	enum { MANY = 25 };
	bool many = ++lazy->n_uses == MANY;

	if (!lazy->regex || many) {
		g_clear_pointer(&lazy->regex, g_regex_unref);
		lazy->regex = g_regex_new(pattern, G_REGEX_CASELESS | (many ? G_REGEX_OPTIMIZE : 0),
					  0, NULL);
	}
	g_assert(lazy->regex);
	return g_regex_match(lazy->regex, sentence, 0, NULL);
}

struct own_words *own_words_new(void)
{
	struct own_words *own = g_new0(struct own_words, 1);

	own->stems = stems_new();
	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
		stems_add(own->stems, i, words[i].stems);
	return own;
}

void own_words_free(struct own_words *own)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		g_clear_pointer(&own->patterns[i].regex, g_regex_unref);
	g_clear_pointer(&own->other.regex, g_regex_unref);
	stems_free(own->stems);
	g_free(own);
}

/* What begins so takes back of the sentence before it what it says of harm. */
static bool is_taken_back(const GPtrArray *sentences, guint i)
{
	static const char *const turns[] = { "However",	    "But ",    "Nevertheless",
					     "Nonetheless", "Still, ", "Yet " };

	for (size_t k = 0; i + 1 < sentences->len && k < G_N_ELEMENTS(turns); k++)
		if (g_str_has_prefix(sentences->pdata[i + 1], turns[k]))
			return true;
	return false;
}

static void add_hearing(size_t k, const char *sentence, struct facts *out)
{
	const struct fact *missing = facts_missing_culprit(out);
	struct fact fact = { .kind = words[k].kind, .proof = g_strdup(sentence) };

	if (fact.kind == FACT_WORDS_BUG_OLDER && missing) {
		g_autofree char *name = fact_commit_name(&missing->id, missing->subject);

		fact.has_id = true;
		fact.id = missing->id;
		fact.by = g_strdup(missing->by);
		fact.subject = g_strdup(missing->subject);
		fact.says = g_strdup_printf("%s than %s, which %s names and is missing",
					    words[k].says, name, fact_named_by(missing));
	} else {
		fact.says = g_strdup(words[k].says);
	}
	facts_add(out, fact);
}

void collect_own_words(const struct view *view, struct facts *out)
{
	struct own_words *own = view->evidence->own_words;
	const struct message *message = &view->patch->message;
	g_autofree char *body = slice_dup(slice_cut(slice_of(message->own_body), READ_LIMIT));
	g_autofree char *text = g_strdup_printf("%s\n\n%s\n", message->own_subject, body);
	g_autoptr(GPtrArray) sentences = sentences_in(text);
	bool told[G_N_ELEMENTS(words)] = { false };

	for (guint i = 0; i < sentences->len; i++) {
		g_autofree char *sentence =
			slice_dup(slice_cut(slice_of(sentences->pdata[i]), SENTENCE_LIMIT));
		guint32 kinds = stems_kinds_in(own->stems, sentence);

		for (size_t k = 0; k < G_N_ELEMENTS(words); k++) {
			if (!(kinds & 1u << k) ||
			    !finds(&own->patterns[k], words[k].pattern, sentence) ||
			    (words[k].kind == FACT_WORDS_NOT_FOR_STABLE &&
			     finds(&own->other, other_commit, sentence)) ||
			    (words[k].kind == FACT_WORDS_NOBODY_HIT && is_taken_back(sentences, i)))
				continue;
			if (!told[k])
				add_hearing(k, sentence, out);
			told[k] = true;
			break;
		}
	}
}
