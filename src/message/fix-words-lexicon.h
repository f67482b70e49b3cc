/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fix-words-lexicon - the classes of the words that tell of a fix. */

#ifndef WINNOW_MESSAGE_FIX_WORDS_LEXICON_H
#define WINNOW_MESSAGE_FIX_WORDS_LEXICON_H

#include <glib.h>

#include "base/text.h"

/* clang-format off */
#define CLASSES(X)                                                                                 \
	/* A verb that tells of its subject: ID broke. */                                          \
	X(BREAKS, "broke breaks forgot forgets missed misses overlooked overlooks neglected "      \
		"neglects botched regressed regresses caused causes omitted omits screwed "        \
		"messed misplaced wrecks wrecked")                                                 \
	/* One that tells of what follows "by" or "in": broken by ID. */                           \
	X(BROKEN, "broke broken breaks breaking caused missed overlooked forgotten forgot "        \
		"regressed omitted botched busted missing lost exaggerated exacerbated "         \
		"worsened")                                   \
	/* What tells only with a bug: ID introduced a leak, a leak introduced by ID. */           \
	X(INTRO, "introduced introduces introducing introduce added adds brought brings created "  \
		"creates creating cause caused causes causing contains contained had has "         \
		"triggers triggered exposed exposes uncovered revealed reveals led leads "         \
		"results resulted produced produces resulting leading triggering")                 \
	/* What is introduced when nothing else is said: "This was introduced by ID". */           \
	X(INTRO_SURE, "introduced caused triggered exposed")                                       \
	X(BUG, "bug bugs regression regressions issue issues problem problems leak leaks race "    \
		"races deadlock deadlocks crash crashes oops oopses panic panics warning "         \
		"warnings error errors failure failures typo typos mistake mistakes breakage "     \
		"breakages hang hangs overflow overflows underflow corruption lockup lockups "     \
		"misprint flaw flaws defect defects imbalance dereference dereferences deref "     \
		"use-after-free uaf off-by-one splat splats slowdown stall stalls "                \
		"vulnerability glitch inconsistency side-effect side-effects segfault "            \
		"segfaults hole thinko thinkos oversight double-free misbehavior misbehaviour")    \
	X(BUG_SURE, "regression regressions breakage breakages fallout fall-out fallouts typo "    \
		"typos thinko thinkos oversight oversights mistake mistakes bug bugs misprint "    \
		"blunder braino omission omissions flaw flaws error errors issue issues "          \
		"hole holes leak leaks race races deadlock deadlocks")          \
	/* Behind a bug's word: it is about reporting or handling bugs. */                         \
	X(OF_BUG, "code codes handling handler handlers path paths message messages reporting "    \
		"check checks checking return returns value values number numbers counter "        \
		"counters report reports log logging tracking test tests testing recovery "        \
		"injection status correction label handle detection pointer suite tracker case "   \
		"cases")                                                                           \
	X(CARELESS, "inadvertently accidentally unintentionally mistakenly erroneously wrongly "   \
		"incorrectly accidently unintendedly inadvertedly inadvertantly")                  \
	X(LACKING, "incomplete insufficient buggy wrong incorrect bogus flawed broken faulty "     \
		"inadequate")                                                                      \
	X(ENOUGH, "sufficient enough complete correct right good work working safe effective "     \
		"valid adequate")                                                                  \
	/* What this one is to ID: a follow-up for it. */                                          \
	X(FOLLOWS, "follow-up follow-ups followup followups fixup fix-up fixups amends amend "     \
		"amending completes complements correct corrects correction addendum fallout "     \
		"fall-out fallouts fix fixes fixing repair repairs repairing")                     \
	/* Where ID is called so itself: "the fix ID", "a follow-up ID". */                       \
	X(CALLED, "the a an this that our my his its their previous earlier recent latest later "  \
		"first second initial original another")                                           \
	X(REPAIRS, "fixes fixing corrects correcting repairs repairing amends amending "           \
		"complements completes")                                                           \
	/* What ID did, or was done in it: it is not what is repaired. */                          \
	X(MENDS, "fix fixes fixed fixing solved solves solve addressed addresses address "         \
		"resolved resolves repaired repairs corrected corrects reverted reverts avoids "   \
		"avoided prevents prevented")                                                      \
	X(MENDED, "fixed solved addressed resolved repaired corrected reverted avoided prevented " \
		"handled")                                                                     \
	X(DENIES, "not no never without doesn't didn't don't isn't wasn't aren't weren't hasn't "  \
		"haven't won't cannot can't couldn't wouldn't neither nor avoid avoids avoiding "  \
		"prevent prevents preventing nothing")                                             \
	X(SUPPOSES, "would could might may can should will if unless whether shall")               \
	/* These may stand between a word and its id. */                                           \
	X(SMALL, "commit commits the a an this that my our mine upstream mainline recent "         \
		"recently earlier previous previously patch patches change changes changeset "     \
		"cset revision rev r git hash sha sha1 kernel in by with of from to for on at "    \
		"and or both also his its c/s s c as linux new old merge original since after "    \
		"during via up somehow actually originally apparently probably likely first")      \
	X(LINK, "in by with since from of after at to on as via during following")                 \
	X(LINK_TO, "to for of on")                                                                 \
	/* A follow-up does not link by these: "fix in ID" is ID's. */                             \
	X(LINK_AWAY, "in by with since from after at via during following")                        \
	/* "In ID it was forgotten", not "from ID it was forgotten". */                            \
	X(LINK_IN, "in with since after during by while following")                                \
	X(IS, "is was are were be been being got proved became seems left remains wasn't isn't "   \
		"aren't weren't")                                                                  \
	X(BUT, "but however unfortunately though although sadly alas yet")                         \
	X(SINCE, "since after with following as")                                                  \
	/* Before an id: it is an example, a state before, or taken back. */                       \
	X(OTHERWISE, "like see cf before until till than per reverting revert reverts similar "    \
		"similarly requires needs depends need require unlike prior analogous "            \
		"equivalent identical same compared according thanks")                             \
	X(ALIKE, "same similar similarly like")                                                    \
	X(HAS, "has have had")                                                                     \
	X(DID, "did does didn't doesn't")                                                          \
	/* "did not crash" */                                                                      \
	X(HARMLESS, "change affect break cause introduce touch matter mean alter need happen "     \
		"crash hang regress leak oops fail panic deadlock stall warn complain trigger "    \
		"expose worsen segfault freeze explode hurt seem have")                                           \
	X(NOBODY, "nobody none never no-one noone")                                                \
	/* "which is not the one that broke it" */                                                 \
	X(CULPRIT, "one what cause culprit reason responsible guilty fault blame")                 \
	/* What has nothing to do with it. */                                                      \
	X(RELATED, "nothing related connected")                                 \
	X(UNRELATED, "unrelated unconnected independent independently orthogonal")                 \
	/* "parts of ID" that a revert takes back, or that ID mended */                            \
	X(PART, "partially partly partial part parts half portion portions bits some most "        \
		"majority")                                                                        \
	X(REVERSION, "revert reverts reverting reversion reversal undo undoes undoing")            \
	/* Done in part these leave nothing to be mended. */                                       \
	X(MENDS_NOT, "reverted reverts")                                                          \
	X(EXPOSES, "exposed exposes uncovered uncovers revealed reveals")                          \
	/* What a commit named before is called. */                                                \
	X(COMMIT, "commit commits change changes patch patches changeset rework conversion "       \
		"cleanup refactoring refactor optimization rewrite commit's")                      \
	/* Before that; "this" one is as often the patch at hand. */                               \
	X(THAT, "that those the said my these this")                                               \
	X(IT, "this that it which")                                                                \
	X(OPENS, "additionally also then so and hence thus therefore besides moreover as it "      \
		"turns out a result consequence of that turned")                                   \
	X(WAS, "was were wasn't weren't did didn't had")                                           \
	X(BETWEEN, "also has have had in turn then later only commit now obviously course of")     \
	X(ASSUMES, "assumed assumes")                                                              \
	X(TRIED, "tried tries attempted attempts meant supposed intended intends wanted aimed "    \
		"trying attempting sought")                                                        \
	/* "introduced a noisy message": it is bad by how it is called. */                         \
	X(BAD, "noisy wrong incorrect bogus spurious unwanted needless unneeded unnecessary stray "\
		"superfluous redundant bad invalid unintended undesired undesirable harmful "      \
		"nasty silly stupid broken faulty buggy unused misleading dangling infinite "      \
		"circular harmless")                                                               \
	X(ARTICLE, "a an the some two several few new another additional more many")               \
	/* "but there is another one" */                                                           \
	X(MORE, "another still remaining remained remains")                                        \
	X(FLATLY, "not never isn't wasn't aren't weren't hasn't haven't")                          \
	/* "partly fixed by ID" */                                                                 \
	X(PARTLY, "partially partly incompletely insufficiently almost half")                      \
	X(DUE, "due because owing")                                                                \
	X(FAILS, "fails fail failed failing crashes crashed hangs panics oopses segfaults broken " \
		"broke breaks stopped stops")                                                      \
	X(BISECT, "bisect bisected bisecting bisection bisects")                                   \
	X(WORKS, "work works working worked functional compile compiles compiling boot boots "     \
		"booting build builds possible")                                                   \
	X(AIMS, "to for which that so when where if")                                              \
	X(VAGUE, "this that it was were is both been has had likely probably apparently "          \
		"originally seems which to be and these they bug problem issue first")
/* clang-format on */

enum fix_words_class {
#define X(name, list) CLASS_##name,
	CLASSES(X)
#undef X
};

#define X(name, list) static const guint64 name = (guint64)1 << CLASS_##name;
CLASSES(X)
#undef X

/* Add the lists to what is summed up. */
void fix_words_add_lexicon(GChecksum *sum);

/* Those of word, in whatever case it is written; 0 for most. */
guint64 fix_words_classes(struct slice word);

#endif
