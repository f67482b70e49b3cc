/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fact - one finding about a patch, with its proof. */

#ifndef WINNOW_EVIDENCE_FACT_H
#define WINNOW_EVIDENCE_FACT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/commit-id.h"
#include "match/severity.h"
#include "match/target.h"

/* What a kind of fact is to others: they ask for this, and list no kinds. */
enum fact_role {
	FACT_STATED = 1 << 0, /* it comes in states, and can be asked for as "KIND.STATE" */
	FACT_BEFORE = 1 << 1, /* its commit goes before the patch; queued after, it is an error */
	FACT_AFTER = 1 << 2,  /* its commit is a follow-up: it goes after the patch */
	FACT_ALONG = 1 << 3,  /* its commit may have to come along: what a keep-with lists */
	FACT_ACTS = 1 << 4,   /* its commit repairs the patch, or takes it back or up again */
	FACT_CONTINUES = 1 << 5, /* its commit goes on with what the patch began */
	FACT_THERE = 1 << 6,	 /* the target has what the patch brings */
	FACT_CULPRIT = 1 << 7,	 /* its commit brought the bug that the patch repairs */
	FACT_UNDONE = 1 << 8,	 /* its commit is what the patch takes back */
	FACT_USER = 1 << 9,  /* an entry of the queue needs the patch, or goes on at its lines */
	FACT_ECHO = 1 << 10, /* it was said in the thread; about a commit it was looked up */
	FACT_OBJECTION = 1 << 11, /* somebody said that the patch should not go in */
	FACT_AGE = 1 << 12,	  /* it shows the number age_days */
	FACT_TELLING = 1 << 13,	  /* who decided without knowing it would want to hear of it */
};

/* Every kind there is: its name in rules and JSON, its roles, what it means. */
/* clang-format off */
#define FACT_KINDS(X)                                                                              \
	X(UPSTREAM_MATCH, "upstream.match", FACT_TELLING, "the patch's upstream commit")                      \
	X(UPSTREAM_NONE, "upstream.none", 0, "no upstream commit was found")                       \
	X(UPSTREAM_REMOVED, "upstream.removed", FACT_TELLING, "upstream has no longer the files that it changes") \
	X(UPSTREAM_NOT_LOOKED_UP, "upstream.not-looked-up", 0, "no upstream was given")            \
	X(UPSTREAM_BEYOND, "upstream.beyond", 0, "the marker's commit is younger than upstream is here") \
	X(UPSTREAM_UNCERTAIN, "upstream.uncertain", 0, "the match may be wrong")                   \
	X(UPSTREAM_SUBJECT_ONLY, "upstream.subject-only", 0, "subject and author agree, the change does not") \
	X(UPSTREAM_BAD_MARKER, "upstream.bad-marker", 0, "the marker does not lead to a mainline commit") \
	X(UPSTREAM_OTHER_SUBJECT, "upstream.other-subject", 0, "the marker's commit has another subject") \
	X(UPSTREAM_RELATED, "upstream.related", 0, "based on a commit, not the same change")       \
	X(UPSTREAM_DIFF_SAME, "upstream.diff-same", 0, "the same change as upstream's")            \
	X(UPSTREAM_DIFF_DIFFERS, "upstream.diff-differs", FACT_TELLING, "not the same change as upstream's")  \
	X(UPSTREAM_DIFF_STRAY, "upstream.diff-stray", 0, "it makes or deletes a file that upstream's commit does not") \
	X(UPSTREAM_DIFF_OTHER_LINES, "upstream.diff-other-lines", 0, "none of the lines that upstream's commit replaces is one that it replaces") \
	X(UPSTREAM_DIFF_EMPTY, "upstream.diff-empty", 0, "it changes no file at all")              \
	X(UPSTREAM_NOMINATED, "upstream.nominated", 0, "its upstream commit asks for stable trees, and the patch's message does not") \
	X(UPSTREAM_AGE, "upstream.age", FACT_AGE, "how long mainline has had the commit")          \
	X(FOLLOWUP_FIX, "followup.fix", FACT_STATED | FACT_AFTER | FACT_ALONG | FACT_ACTS | FACT_TELLING,         \
	  "a later commit fixes this one (Fixes:)")                                                \
	X(FOLLOWUP_FIX_WORDS, "followup.fix-words", FACT_STATED | FACT_AFTER | FACT_ALONG | FACT_ACTS | FACT_TELLING, \
	  "a later commit's words say that it fixes this one")                                     \
	X(FOLLOWUP_REVERT, "followup.revert", FACT_STATED | FACT_AFTER | FACT_ALONG | FACT_ACTS | FACT_TELLING,   \
	  "a later commit reverts this one")                                                       \
	X(FOLLOWUP_SPENT, "followup.spent", 0, "the later revert says that it is needed no longer") \
	X(FOLLOWUP_REAPPLY, "followup.reapply", FACT_STATED | FACT_AFTER | FACT_ALONG | FACT_ACTS | FACT_TELLING, \
	  "a later commit applies it again")                                                       \
	X(FOLLOWUP_MENTION, "followup.mention", FACT_STATED | FACT_AFTER | FACT_ALONG | FACT_TELLING,             \
	  "a later commit names this one")                                                         \
	X(FOLLOWUP_SERIES, "followup.series", FACT_STATED | FACT_AFTER | FACT_ALONG | FACT_CONTINUES, \
	  "the next commit of the same author in the same place")                                  \
	X(SERIES_COMPANION, "series.companion", FACT_STATED | FACT_ALONG,                          \
	  "another commit of the same series")                                                     \
	X(SERIES_WHOLE, "series.whole", 0, "one of a series that the target has or gets whole")    \
	X(SERIES_PARTIAL, "series.partial", 0, "one of a series of which it lacks some")           \
	X(SERIES_ALONE, "series.alone", 0, "the only one of its series that it gets")              \
	X(PREREQUISITE_DECLARED, "prerequisite.declared", FACT_STATED | FACT_BEFORE | FACT_ALONG | FACT_TELLING,  \
	  "the patch says it needs this commit")                                                   \
	X(PREREQUISITE_UNKNOWN, "prerequisite.unknown", 0, "it says it needs a commit nobody knows") \
	X(PREREQUISITE_SEMANTIC, "prerequisite.semantic", FACT_STATED | FACT_BEFORE | FACT_ALONG | FACT_TELLING,  \
	  "it uses a name that this commit brought and the target lacks")                          \
	X(PREREQUISITE_NAME_WEAK, "prerequisite.name-weak", FACT_STATED | FACT_BEFORE | FACT_ALONG, \
	  "the same, but it may build without")                                                    \
	X(PREREQUISITE_NAME_LOST, "prerequisite.name-lost", 0, "it uses a name that the target has lost or renamed") \
	X(PREREQUISITE_NAME_LEFT, "prerequisite.name-left", 0, "it uses a name that its upstream commit defines and it does not") \
	X(PREREQUISITE_NAME_UNKNOWN, "prerequisite.name-unknown", 0, "it uses a name that is nowhere in the target") \
	X(PREREQUISITE_TEXTUAL, "prerequisite.textual", FACT_STATED | FACT_BEFORE | FACT_ALONG,    \
	  "it applies only on top of this commit")                                                 \
	X(PREREQUISITE_PROVED, "prerequisite.proved", 0, "on top of the commits it needs it applies") \
	X(PREREQUISITE_UNPROVED, "prerequisite.unproved", 0, "no commits were found that make it apply") \
	X(PREREQUISITE_MANY, "prerequisite.many", 0, "it needs more commits than anybody would take") \
	X(PREREQUISITE_REVERTED, "prerequisite.reverted", FACT_TELLING, "upstream took back a commit that it needs") \
	X(PREREQUISITE_FOLLOWUP, "prerequisite.followup", FACT_STATED | FACT_BEFORE | FACT_ALONG,  \
	  "a later commit fixes what it needs")                                                    \
	X(ROLE_NEEDED, "role.needed", FACT_STATED | FACT_USER, "a queued patch needs this one")    \
	X(ROLE_BUILT_ON, "role.built-on", FACT_STATED | FACT_USER,                                 \
	  "a queued patch of the same author goes on at its lines")                                \
	X(ROLE_DEPENDENCY, "role.dependency", FACT_STATED, "it is there for the sake of this commit") \
	X(PRESENCE_ALREADY, "presence.already", FACT_STATED | FACT_THERE | FACT_TELLING,                          \
	  "the target has this change")                                                            \
	X(PRESENCE_OWN, "presence.own", FACT_STATED | FACT_THERE | FACT_TELLING,                   \
	  "the target has this very commit, or one of the same subject, author and change")        \
	X(PRESENCE_UNDONE, "presence.undone", FACT_TELLING, "the target had this change and took it back by a commit of its own") \
	X(PRESENCE_ALREADY_DIFFERS, "presence.already-differs", 0, "the target has that commit, but by another change") \
	X(PRESENCE_ALREADY_APPLIES, "presence.already-applies", 0, "the target has this change, and yet it applies") \
	X(PRESENCE_REPAIRED, "presence.repaired", FACT_STATED | FACT_BEFORE | FACT_CULPRIT | FACT_TELLING,        \
	  "the commit whose bug the patch fixes (Fixes:)")                                         \
	X(PRESENCE_REPAIRED_UNKNOWN, "presence.repaired-unknown", 0, "a Fixes: tag that leads nowhere") \
	X(PRESENCE_PAIR_DIFFERS, "presence.pair-differs", 0, "a queued revert and what it takes back do not cancel out") \
	X(PRESENCE_CODE, "presence.code", FACT_STATED | FACT_TELLING, "whether the lines it changes are in the target") \
	X(PRESENCE_CODE_FOREIGN, "presence.code-foreign", FACT_STATED, "nothing of the code it changes is in the target") \
	X(PRESENCE_CULPRIT_REPAIRS, "presence.culprit-repairs", 0, "what its Fixes: names is missing, and itself a repair of what is there") \
	X(PRESENCE_ASKED_FOR, "presence.asked-for", 0, "its author asked for this tree, though what its Fixes: names is missing") \
	X(PRESENCE_TAKEN_BACK, "presence.taken-back", FACT_STATED | FACT_UNDONE | FACT_TELLING,                   \
	  "the commit that the patch reverts")                                                     \
	X(APPLIES_CLEANLY, "applies.cleanly", FACT_TELLING, "it applies to the target where it says")         \
	X(APPLIES_MOVED, "applies.moved", FACT_TELLING, "it applies elsewhere in its files, whole")           \
	X(APPLIES_FUZZY, "applies.fuzzy", FACT_TELLING, "it applies without some of the lines around it")     \
	X(APPLIES_ALREADY, "applies.already", FACT_THERE | FACT_TELLING, "what it makes is there, what it changes is not") \
	X(APPLIES_NOT, "applies.not", FACT_TELLING, "a part of it does not apply to the target")              \
	X(APPLIES_BY_HAND, "applies.by-hand", FACT_TELLING, "a part does not apply, but the lines it changes are there, and the bug is or stable was asked for") \
	X(APPLIES_UNKNOWN, "applies.unknown", 0, "whether it applies could not be looked up")      \
	X(TRAIT_COMMENTS_ONLY, "trait.comments-only", 0, "only comments change")                   \
	X(TRAIT_WHITESPACE_ONLY, "trait.whitespace-only", 0, "only white space changes")           \
	X(TRAIT_IDENTIFIER_RENAME, "trait.identifier-rename", 0, "only names change")              \
	X(TRAIT_FILE_RENAME, "trait.file-rename", 0, "only file names change")                     \
	X(TRAIT_HOUSEKEEPING, "trait.housekeeping", 0, "only versions, notes about releases, tables or CI change") \
	X(TRAIT_BINARY, "trait.binary", 0, "a binary file changes")                                \
	X(TRAIT_ADAPTED, "trait.adapted", 0, "the backporter noted a change of his own")           \
	X(TRAIT_GENERATED_TEXT, "trait.generated-text", 0, "a machine's explanation came with it") \
	X(WORDS_STABLE_ONLY, "words.stable-only", 0, "its author says that it is for stable trees alone") \
	X(WORDS_NOT_FOR_STABLE, "words.not-for-stable", 0, "its author says that it is not for stable trees") \
	X(WORDS_NOBODY_HIT, "words.nobody-hit", 0, "its author says that nobody is hit by it")     \
	X(WORDS_NO_CHANGE, "words.no-change", 0, "its author says that nothing changes")           \
	X(WORDS_TIDY, "words.tidy", 0, "its author says that it is a clean-up and no more")        \
	X(WORDS_FOR_LATER, "words.for-later", 0, "its author says that it is for the sake of what follows") \
	X(WORDS_BUG_OLDER, "words.bug-older", 0, "its author says that the bug is older than what brought it to light") \
	X(PROCESS_OTHER_TREES, "process.other-trees", 0, "its author asked for other trees than this") \
	X(PROCESS_ADJUST, "process.adjust", 0, "its author says that it needs adjusting for this tree") \
	X(PROCESS_IGNORED, "process.ignored", 0, "its files are on an ignore list")                \
	X(PROCESS_LEFT_OUT, "process.left-out", 0, "it is on a list of commits to leave out")      \
	X(THREAD_DROP, "thread.drop", FACT_ECHO | FACT_OBJECTION | FACT_TELLING,                                  \
	  "somebody replied that it should not go in")                                            \
	X(THREAD_DROPPED, "thread.dropped", FACT_TELLING, "whoever proposed it has dropped it")               \
	X(THREAD_ELSEWHERE, "thread.elsewhere", FACT_ECHO, "somebody objected to it for another tree") \
	X(THREAD_SOME, "thread.some", FACT_ECHO, "somebody objected to it for trees of which this may be one") \
	X(THREAD_NEEDS, "thread.needs", FACT_STATED | FACT_BEFORE | FACT_ALONG | FACT_ECHO | FACT_TELLING,        \
	  "somebody replied that it needs this commit, too")                                      \
	X(THREAD_DOUBT, "thread.doubt", FACT_ECHO | FACT_TELLING, "somebody objected to it with a condition, or without insisting") \
	X(THREAD_REVERTED, "thread.reverted", FACT_ECHO | FACT_TELLING, "somebody replied that it was reverted") \
	X(THREAD_REGRESSION, "thread.regression", FACT_ECHO | FACT_TELLING, "somebody saw it break something")    \
	X(THREAD_TESTED, "thread.tested", 0, "somebody tested it")                                 \
	X(THREAD_ACK, "thread.ack", 0, "somebody agreed to it")                                    \
	X(THREAD_QUESTION, "thread.question", FACT_ECHO, "somebody asked a question")              \
	X(THREAD_EARLY, "thread.early", 0, "somebody spoke against stable trees before mainline took it") \
	X(THREAD_MAINLINE, "thread.mainline", 0, "somebody agreed to it or tested it on its way into mainline") \
	X(THREAD_PENDING_FIX, "thread.pending-fix", FACT_TELLING, "a fix of it was posted that mainline does not have") \
	X(SIBLING_TOOK, "sibling.took", 0, "other trees of the project took it")                   \
	X(SIBLING_TOOK_BACK, "sibling.took-back", FACT_TELLING, "another tree of the project took it and took it back") \
	X(SIBLING_DROPPED, "sibling.dropped", 0, "it was decided not to take it into another tree of the project") \
	X(SIBLING_TOOK_FIX, "sibling.took-fix", 0, "other trees took a fix of it that is missing") \
	X(SIBLING_NEWER_LACKS, "sibling.newer-lacks", FACT_TELLING, "a newer tree of the project has the bug and lacks it") \
	X(PEOPLE_OBJECTOR, "people.objector", 0, "somebody on it objected to earlier picks")           \
	X(CVE_FIXES, "cve.fixes", FACT_TELLING, "by a record, it fixes a vulnerability that has a number") \
	X(CVE_BUG, "cve.bug", FACT_STATED, "the commit that brought the vulnerability that it fixes, by its record") \
	X(CVE_FOLLOWUP, "cve.followup", FACT_STATED | FACT_AFTER | FACT_ALONG | FACT_ACTS | FACT_TELLING, \
	  "a later commit fixes a vulnerability that came with this one, or fixes this one and has a number") \
	X(PROBLEM, "problem", 0, "part of the patch could not be read")
/* clang-format on */

enum fact_kind {
#define X(name, word, roles, meaning) FACT_##name,
	FACT_KINDS(X)
#undef X
		N_FACT_KINDS,
};

enum fact_state {
	FACT_STATE_NONE, /* the kind has no states */
	FACT_STATE_BASE,
	FACT_STATE_BRANCH,
	FACT_STATE_QUEUED_BEFORE,
	FACT_STATE_QUEUED_AFTER,
	FACT_STATE_MISSING,
	FACT_STATE_REVERTED, /* upstream took that commit back, or the queue does that brings it */
	FACT_STATE_TO_DROP,  /* an entry of the queue, which should itself be dropped */
	FACT_STATE_MOOT, /* missing, and of no use: its code is not there, all that it makes is, or
			    it changes none, or nothing that anybody would miss */
	FACT_STATE_LEFT_OUT, /* missing, and on a list of what people do not want to hear of */
	FACT_STATE_UNKNOWN,
	N_FACT_STATES,
};

/* Strings are the fact's and valid UTF-8; proof and says are one line each, unmasked. */
struct fact {
	enum fact_kind kind;
	enum fact_state state;
	bool has_id;
	struct commit_id id;
	guint32 position;	/* in upstream, of what may come along; HISTORY_NONE: not known */
	bool later;		/* of what goes on either side: upstream had it after the patch's */
	enum severity severity; /* how bad it is to lack its commit; UNKNOWN: nobody asked, as of
				   all but missing fixes and reverts of the patch */
	bool chained;		/* its commit follows another than the patch's: object */
	struct commit_id object;
	bool tried;	/* of what may come along: whether it applies to the tree was tried */
	char *conflict; /* where it then does not: "net/a.c:120, hunk 2 of 3"; NULL: it applies, or
			   nobody knows */
	size_t entry; /* position in the queue of the entry it is about, where there is one; 0: none
		       */
	char *subject; /* of the commit id; NULL if not known */
	char *proof;   /* the line or location that shows it; NULL when says is all there is */
	char *by;   /* of a missing culprit: what names it, "the record of CVE-2024-1001"; NULL: the
		       patch's Fixes: */
	char *mail; /* id of the mail that says it, as struct reply's; NULL: no mail does */
	char *says; /* the finding as a clause: "7dcfe50f58d2 fixes it and is missing" */
};

/* Named quantities of the patch and its diff, which rules compare. */
/* clang-format off */
#define FACT_NUMBERS(X)                                                                            \
	X(LINES_ADDED, "lines_added", "lines the diff adds")                                       \
	X(LINES_REMOVED, "lines_removed", "lines the diff removes")                                \
	X(LINES_CHANGED, "lines_changed", "lines added and removed")                               \
	X(LINES_WITH_CONTEXT, "lines_with_context", "lines of all hunks, context included")        \
	X(FILES_CHANGED, "files_changed", "files the diff touches")                                \
	X(HUNKS, "hunks", "places the diff touches")                                               \
	X(PREREQUISITES, "prerequisites", "commits it applies only on top of; unknown compares as false") \
	X(PREREQUISITE_LINES, "prerequisite_lines", "lines of those commits that are no fixes by their tags; unknown compares as false") \
	X(SERIES_SIZE, "series_size", "commits of its series; unknown compares as false")          \
	X(TREES, "trees_proposed", "trees that mails of one time propose it for; not known but for mails")   \
	X(SAME_AUTHOR, "same_author", "other changes by its author, mailed within two days of it") \
	X(SAME_PREFIX, "same_prefix", "other changes whose subjects begin likewise (\"net: x: \"), mailed within three days of it") \
	X(OBJECTORS, "objectors", "in 1,000, how likely one of the people on it objects, by what they did with earlier picks; not known without an archive") \
	X(SIGNED_OFF, "signed_off", "lines of Signed-off-by:")                                     \
	X(AGE_DAYS, "age_days", "days the commit had been in mainline; unknown compares as false") \
	X(FIX_PERCENT, "fix_percent", "how likely it repairs something, by the kind model; without one it compares as false")
/* clang-format on */

enum fact_number {
#define X(name, word, meaning) FACT_NUMBER_##name,
	FACT_NUMBERS(X)
#undef X
		N_FACT_NUMBERS,
};

struct facts {
	GArray *list; /* struct fact */
	bool known[N_FACT_NUMBERS];
	gint64 numbers[N_FACT_NUMBERS];
};

void facts_init(struct facts *facts);
void facts_clear(struct facts *facts);

/* Append those of from, which is left empty, as they are. */
void facts_move(struct facts *from, struct facts *to);

/*
 * Append one; the strings are taken over and become valid one-line texts. Its position is kept if
 * it names a commit that may come along (FACT_ALONG), and has then to be set.
 */
void facts_add(struct facts *facts, struct fact fact);
/*
 * Note what rests on queue entries that do not stay, those of which is_gone() says so: a patch that
 * needs this one gets FACT_STATE_TO_DROP, the commit whose bug it repairs FACT_STATE_MISSING, or
 * FACT_STATE_UNKNOWN where that is what it takes back. False if there was nothing left to change.
 */
bool facts_withdraw(struct facts *facts, bool (*is_gone)(const struct fact *fact, void *data),
		    void *data);

void facts_set_number(struct facts *facts, enum fact_number which, gint64 value);

/* Whether a fact of that kind, or of one with that role, is about the commit id. */
bool facts_have(const struct facts *facts, enum fact_kind kind, const struct commit_id *id);
bool facts_name(const struct facts *facts, enum fact_role role, const struct commit_id *id);

/*
 * Whether the commit id, which comes along with the patch, goes after it: a follow-up does, and
 * what it needs does not; of the others those that upstream had later.
 */
bool facts_put_after(const struct facts *facts, const struct commit_id *id);

/* The fact that says what came of trying the commit id, which comes along; NULL: nobody tried. */
const struct fact *facts_tried(const struct facts *facts, const struct commit_id *id);

/* The first commit that a Fixes: tag names and the target lacks; NULL if there is none. */
const struct fact *facts_missing_culprit(const struct facts *facts);

/* Of a missing culprit, or a fact about one: "its Fixes:", or which record names it. */
const char *fact_named_by(const struct fact *culprit);

size_t facts_count(const struct facts *facts);
const struct fact *facts_at(const struct facts *facts, size_t i);

bool fact_kind_is(enum fact_kind kind, enum fact_role role);
bool fact_is(const struct fact *fact, enum fact_role role);

/* Whether it names a commit that the base lacks, be it that the branch has it by now. */
bool fact_is_absent(const struct fact *fact);

/* Whether the patch needs, or repairs, what only comes after it in the queue: the wrong order. */
bool fact_is_disorder(const struct fact *fact);

const char *fact_kind_name(enum fact_kind kind);
const char *fact_kind_meaning(enum fact_kind kind);
bool fact_kind_has_states(enum fact_kind kind);
const char *fact_state_name(enum fact_state state);
const char *fact_number_name(enum fact_number number);
const char *fact_number_meaning(enum fact_number number);
enum fact_state fact_state_of(enum presence_state presence);

/* "7dcfe50f58d2 ("subject")", the way people write it. The caller frees. */
char *fact_commit_name(const struct commit_id *id, const char *subject);

#endif
