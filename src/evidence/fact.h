/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fact - one finding about a patch, with its proof. */

#ifndef WINNOW_EVIDENCE_FACT_H
#define WINNOW_EVIDENCE_FACT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/commit-id.h"
#include "match/target.h"

/*
 * Every kind there is: its name in rules and JSON, whether it comes in states, what it means. Those
 * with states can be asked for as "KIND.STATE" ("followup.fix.missing").
 */
/* clang-format off */
#define FACT_KINDS(X)                                                                              \
	X(UPSTREAM_MATCH, "upstream.match", false, "the patch's upstream commit")                  \
	X(UPSTREAM_NONE, "upstream.none", false, "no upstream commit was found")                   \
	X(UPSTREAM_NOT_LOOKED_UP, "upstream.not-looked-up", false, "no upstream was given")        \
	X(UPSTREAM_BEYOND, "upstream.beyond", false, "the marker's commit is younger than upstream is here") \
	X(UPSTREAM_UNCERTAIN, "upstream.uncertain", false, "the match may be wrong")               \
	X(UPSTREAM_SUBJECT_ONLY, "upstream.subject-only", false, "subject and author agree, the change does not") \
	X(UPSTREAM_BAD_MARKER, "upstream.bad-marker", false, "the marker does not lead to a mainline commit") \
	X(UPSTREAM_OTHER_SUBJECT, "upstream.other-subject", false, "the marker's commit has another subject") \
	X(UPSTREAM_RELATED, "upstream.related", false, "based on a commit, not the same change")   \
	X(UPSTREAM_DIFF_SAME, "upstream.diff-same", false, "the same change as upstream's")        \
	X(UPSTREAM_DIFF_DIFFERS, "upstream.diff-differs", false, "not the same change as upstream's") \
	X(UPSTREAM_DIFF_STRAY, "upstream.diff-stray", false, "it makes or deletes a file that upstream's commit does not") \
	X(UPSTREAM_DIFF_OTHER_LINES, "upstream.diff-other-lines", false, "none of the lines that upstream's commit replaces is one that it replaces") \
	X(UPSTREAM_DIFF_EMPTY, "upstream.diff-empty", false, "it changes no file at all") \
	X(UPSTREAM_AGE, "upstream.age", false, "how long mainline has had the commit")             \
	X(FOLLOWUP_FIX, "followup.fix", true, "a later commit fixes this one (Fixes:)")            \
	X(FOLLOWUP_FIX_WORDS, "followup.fix-words", true, "a later commit's words say that it fixes this one") \
	X(FOLLOWUP_REVERT, "followup.revert", true, "a later commit reverts this one")             \
	X(FOLLOWUP_SPENT, "followup.spent", false, "the later revert says that it is needed no longer") \
	X(FOLLOWUP_REAPPLY, "followup.reapply", true, "a later commit applies it again")           \
	X(FOLLOWUP_MENTION, "followup.mention", true, "a later commit names this one")             \
	X(FOLLOWUP_SERIES, "followup.series", true, "the next commit of the same author in the same place") \
	X(SERIES_COMPANION, "series.companion", true, "another commit of the same series")         \
	X(SERIES_WHOLE, "series.whole", false, "one of a series that the target has or gets whole") \
	X(SERIES_PARTIAL, "series.partial", false, "one of a series of which it lacks some")       \
	X(SERIES_ALONE, "series.alone", false, "the only one of its series that it gets")          \
	X(PREREQUISITE_DECLARED, "prerequisite.declared", true, "the patch says it needs this commit") \
	X(PREREQUISITE_UNKNOWN, "prerequisite.unknown", false, "it says it needs a commit nobody knows") \
	X(PREREQUISITE_SEMANTIC, "prerequisite.semantic", true, "it uses a name that this commit brought and the target lacks") \
	X(PREREQUISITE_NAME_WEAK, "prerequisite.name-weak", true, "the same, but it may build without") \
	X(PREREQUISITE_NAME_LOST, "prerequisite.name-lost", false, "it uses a name that the target has lost or renamed") \
	X(PREREQUISITE_NAME_LEFT, "prerequisite.name-left", false, "it uses a name that its upstream commit defines and it does not") \
	X(PREREQUISITE_NAME_UNKNOWN, "prerequisite.name-unknown", false, "it uses a name that is nowhere in the target") \
	X(PREREQUISITE_TEXTUAL, "prerequisite.textual", true, "it applies only on top of this commit") \
	X(PREREQUISITE_PROVED, "prerequisite.proved", false, "on top of the commits it needs it applies") \
	X(PREREQUISITE_UNPROVED, "prerequisite.unproved", false, "no commits were found that make it apply") \
	X(PREREQUISITE_MANY, "prerequisite.many", false, "it needs more commits than anybody would take") \
	X(PREREQUISITE_REVERTED, "prerequisite.reverted", false, "upstream took back a commit that it needs") \
	X(PREREQUISITE_FOLLOWUP, "prerequisite.followup", true, "a later commit fixes what it needs")  \
	X(ROLE_NEEDED, "role.needed", true, "a queued patch needs this one")                       \
	X(ROLE_BUILT_ON, "role.built-on", true, "a queued patch of the same author goes on at its lines") \
	X(ROLE_DEPENDENCY, "role.dependency", true, "it is there for the sake of this commit")     \
	X(PRESENCE_ALREADY, "presence.already", true, "the target has this change")                \
	X(PRESENCE_ALREADY_DIFFERS, "presence.already-differs", false, "the target has that commit, but by another change") \
	X(PRESENCE_ALREADY_APPLIES, "presence.already-applies", false, "the target has this change, and yet it applies") \
	X(PRESENCE_REPAIRED, "presence.repaired", true, "the commit whose bug the patch fixes (Fixes:)") \
	X(PRESENCE_REPAIRED_UNKNOWN, "presence.repaired-unknown", false, "a Fixes: tag that leads nowhere") \
	X(PRESENCE_PAIR_DIFFERS, "presence.pair-differs", false, "a queued revert is not the inverse of it") \
	X(PRESENCE_CODE, "presence.code", true, "whether the lines it changes are in the target")  \
	X(PRESENCE_CODE_FOREIGN, "presence.code-foreign", true, "nothing of the code it changes is in the target") \
	X(PRESENCE_CULPRIT_REPAIRS, "presence.culprit-repairs", false, "what its Fixes: names is missing, and itself a repair of what is there") \
	X(PRESENCE_ASKED_FOR, "presence.asked-for", false, "its author asked for this tree, though what its Fixes: names is missing") \
	X(PRESENCE_TAKEN_BACK, "presence.taken-back", true, "the commit that the patch reverts")   \
	X(APPLIES_CLEANLY, "applies.cleanly", false, "it applies to the target where it says")      \
	X(APPLIES_MOVED, "applies.moved", false, "it applies elsewhere in its files, whole")       \
	X(APPLIES_FUZZY, "applies.fuzzy", false, "it applies without some of the lines around it") \
	X(APPLIES_ALREADY, "applies.already", false, "what it makes is there, what it changes is not") \
	X(APPLIES_NOT, "applies.not", false, "a part of it does not apply to the target")          \
	X(APPLIES_BY_HAND, "applies.by-hand", false, "a part does not apply, but the lines it changes are there, and the bug is or stable was asked for") \
	X(APPLIES_UNKNOWN, "applies.unknown", false, "whether it applies could not be looked up")  \
	X(TRAIT_COMMENTS_ONLY, "trait.comments-only", false, "only comments change")               \
	X(TRAIT_WHITESPACE_ONLY, "trait.whitespace-only", false, "only white space changes")       \
	X(TRAIT_IDENTIFIER_RENAME, "trait.identifier-rename", false, "only names change")          \
	X(TRAIT_FILE_RENAME, "trait.file-rename", false, "only file names change")                 \
	X(TRAIT_HOUSEKEEPING, "trait.housekeeping", false, "only versions, notes about releases, tables or CI change") \
	X(TRAIT_BINARY, "trait.binary", false, "a binary file changes")                            \
	X(TRAIT_ADAPTED, "trait.adapted", false, "the backporter noted a change of his own")       \
	X(TRAIT_GENERATED_TEXT, "trait.generated-text", false, "a machine's explanation came with it") \
	X(WORDS_STABLE_ONLY, "words.stable-only", false, "its author says that it is for stable trees alone") \
	X(WORDS_NOT_FOR_STABLE, "words.not-for-stable", false, "its author says that it is not for stable trees") \
	X(WORDS_NOBODY_HIT, "words.nobody-hit", false, "its author says that nobody is hit by it") \
	X(WORDS_NO_CHANGE, "words.no-change", false, "its author says that nothing changes") \
	X(WORDS_BUG_OLDER, "words.bug-older", false, "its author says that the bug is older than what brought it to light") \
	X(PROCESS_OTHER_TREES, "process.other-trees", false, "its author asked for other trees than this") \
	X(PROCESS_ADJUST, "process.adjust", false, "its author says that it needs adjusting for this tree") \
	X(PROCESS_IGNORED, "process.ignored", false, "its files are on an ignore list")            \
	X(PROCESS_LEFT_OUT, "process.left-out", false, "it is on a list of commits to leave out") \
	X(THREAD_DROP, "thread.drop", false, "somebody answered that it should not go in")         \
	X(THREAD_DROPPED, "thread.dropped", false, "whoever proposed it has dropped it")           \
	X(THREAD_ELSEWHERE, "thread.elsewhere", false, "somebody objected to it for another tree") \
	X(THREAD_SOME, "thread.some", false, "somebody objected to it for trees of which this may be one") \
	X(THREAD_NEEDS, "thread.needs", true, "somebody answered that it needs this commit, too")  \
	X(THREAD_REVERTED, "thread.reverted", false, "somebody answered that it was reverted")     \
	X(THREAD_REGRESSION, "thread.regression", false, "somebody saw it break something")         \
	X(THREAD_TESTED, "thread.tested", false, "somebody tested it")                              \
	X(THREAD_ACK, "thread.ack", false, "somebody agreed to it")                                \
	X(THREAD_QUESTION, "thread.question", false, "somebody asked a question")                  \
	X(THREAD_EARLY, "thread.early", false, "somebody spoke against stable trees before mainline took it") \
	X(THREAD_MAINLINE, "thread.mainline", false, "somebody agreed to it or tested it on its way into mainline") \
	X(THREAD_PENDING_FIX, "thread.pending-fix", false, "a fix of it was posted that mainline does not have") \
	X(PROBLEM, "problem", false, "part of the patch could not be read")
/* clang-format on */

enum fact_kind {
#define X(name, word, has_states, meaning) FACT_##name,
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
	FACT_STATE_REVERTED, /* upstream took that commit back; of a need: its patch should be
				dropped */
	FACT_STATE_MOOT, /* missing, and of no use: its code is not there, all that it makes is, or
			    it changes none */
	FACT_STATE_UNKNOWN,
	N_FACT_STATES,
};

/* Strings are the fact's and valid UTF-8; proof and says are one line each, unmasked. */
struct fact {
	enum fact_kind kind;
	enum fact_state state;
	bool has_id;
	struct commit_id id;
	guint32 position; /* of a follow-up or prerequisite in upstream's history; 0: not known */
	size_t entry; /* position in the queue of the entry it is about, where there is one; 0: none
		       */
	char *subject; /* of the commit id; NULL if not known */
	char *proof;   /* the line or place that shows it; NULL when says is all there is */
	char *mail;    /* id of the mail that says it, as struct reply's; NULL: no mail does */
	char *says;    /* the finding as a clause: "7dcfe50f58d2 fixes it and is missing" */
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
	X(AGE_DAYS, "age_days", "days the commit had been in mainline; unknown compares as false")
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

/* Append one; the strings are taken over and become valid one-line texts. */
void facts_add(struct facts *facts, struct fact fact);
/*
 * Note what rests on queue entries that do not stay, those of which is_gone() says so: a patch that
 * needs this one gets FACT_STATE_REVERTED, the commit whose bug it repairs FACT_STATE_MISSING, or
 * FACT_STATE_UNKNOWN where that is what it takes back. False if there was nothing left to change.
 */
bool facts_withdraw(struct facts *facts, bool (*is_gone)(const struct fact *fact, void *data),
		    void *data);

void facts_set_number(struct facts *facts, enum fact_number which, gint64 value);

/* Whether a fact of one of the kinds from first to last is about the commit id. */
bool facts_name(const struct facts *facts, enum fact_kind first, enum fact_kind last,
		const struct commit_id *id);

/* The first commit that a Fixes: tag names and the target lacks; NULL if there is none. */
const struct fact *facts_missing_culprit(const struct facts *facts);

size_t facts_count(const struct facts *facts);
const struct fact *facts_at(const struct facts *facts, size_t i);

const char *fact_kind_name(enum fact_kind kind);
const char *fact_kind_meaning(enum fact_kind kind);
bool fact_kind_has_states(enum fact_kind kind);
const char *fact_state_name(enum fact_state state);
const char *fact_number_name(enum fact_number number);
const char *fact_number_meaning(enum fact_number number);
enum fact_state fact_state_of(enum presence presence);

/* "7dcfe50f58d2 ("subject")", the way people write it. The caller frees. */
char *fact_commit_name(const struct commit_id *id, const char *subject);

#endif
