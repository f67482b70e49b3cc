/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rule - named tests from rule files, with a weight or a decision and a sentence. */

#ifndef WINNOW_JUDGE_RULE_H
#define WINNOW_JUDGE_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "judge/condition.h"
#include "judge/kind-model.h"
#include "judge/text-model.h"
#include "match/severity.h"

/* What a change is. Order breaks ties: the first wins. */
/* clang-format off */
#define CLASSES(X)                                                                                 \
	X(REVERT, "revert")                                                                        \
	X(DEVICE_ID, "device-id")                                                                  \
	X(DOCS, "docs")                                                                            \
	X(TEST, "test")                                                                            \
	X(FIX, "fix")                                                                              \
	X(REFACTOR, "refactor")                                                                    \
	X(PREREQUISITE, "prerequisite")                                                            \
	X(FEATURE, "feature")
/* clang-format on */

enum class {
	CLASS_UNKNOWN, /* nothing said what it is */
#define X(name, word) CLASS_##name,
	CLASSES(X)
#undef X
		N_CLASSES,
};

enum verdict {
	VERDICT_NONE, /* in a rule: it weighs, it does not decide */
	VERDICT_KEEP,
	VERDICT_KEEP_WITH,
	VERDICT_DROP,
	VERDICT_ASK,
	N_VERDICTS,
};

const char *class_name(enum class class);	/* "unknown" for CLASS_UNKNOWN */
const char *verdict_name(enum verdict verdict); /* "keep-with"; "" for VERDICT_NONE */

/* One of the words that verdict_name() has, but "". */
bool verdict_parse(const char *name, enum verdict *out);

/* "drop,ask" sets what it names in verdicts, by enum verdict. False: *wrong, the caller's, is none.
 */
bool verdicts_parse(const char *words, bool *verdicts, char **wrong);

/* In an answer: left out with its brackets where the match shows nothing to who reads it. */
#define RULE_QUOTED_MATCH " (\"{match}\")"

enum { RULES_VERSION_DIGITS = 12 };

enum { RULE_MATCH_SHOWN = 60 }; /* characters of a match quoted in a sentence */

/*
 * What a weight is times besides: by how much a number of the patch is over what is usual, or its
 * logarithm over that of what is usual, each plus 1. 0 where the number is not known.
 */
struct rule_times {
	bool is; /* else the weight counts once */
	bool logarithm;
	struct exhibit_name number;
	double usual;
	double most; /* a larger number counts as this; 0: as it is */
};

struct rule {
	char *id;
	enum severity severity; /* UNKNOWN: it is about patches, weighs or decides; else that
				   alone, of what is lacking */
	enum class class;	/* CLASS_UNKNOWN: it says nothing about that */
	double weight;		/* log-odds, positive towards keep; 0 when it decides */
	bool learn;		/* rules fit sets its weight */
	bool times_model;	/* what it adds is its weight times the text model's score */
	struct rule_times times;
	enum verdict decides;	/* VERDICT_NONE: its weight counts */
	char *family;		/* the reason to refuse that it stands for; NULL: none */
	char *says;		/* sentence with {match}, {fact} or a number's name in braces */
	char *brief; /* the same in a few words, with {match}, {commit} or {entry}; NULL: says */
	/*
	 * What an answer by mail says for it: whole sentences, with {by}, {commit}, {commits},
	 * {proof}, {missing}, {there} and {trees} besides. NULL: a rule that decides is told by says, one
	 * that weighs not at all; nor is anything of a rule that is unsaid.
	 */
	char *answer;
	bool unsaid;
	bool quiet; /* nobody can use what it says: only explain and JSON tell it */
	struct condition *when;
	GArray *tells;	   /* struct exhibit_name: facts it shows beside those that counted */
	GPtrArray *unless; /* const struct rule *: where one of them applies it does not */
	char *path;	   /* file it came from */
	size_t line;
	size_t n_hits, n_misses; /* examples, for the listing */
};

struct rules {
	GPtrArray *list;	      /* struct rule * about patches, in file and text order */
	GPtrArray *severities;	      /* those that say how bad it is, the worst first */
	GPtrArray *definitions;	      /* struct condition *: those that conditions use by name */
	double bias;		      /* log-odds that a patch nothing is known of is kept */
	double drop_at, ask_at;	      /* drop probabilities from which the verdict is drop, ask */
	char *bias_path;	      /* the file that says the bias; NULL: none does */
	double drop_worth, ask_worth; /* what the thresholds follow from; 0: not said */
	struct text_model *model;     /* NULL: rules that are times the model do not apply */
	struct kind_model *kind;      /* NULL: nothing is known of fix_percent */
	bool many;		      /* they are tried on many, see rules_expect() */
	GString *text;		      /* of their files, in the order read, a NUL behind each */
};

struct rule *rule_new(void); /* without id, sentence and condition */
void rule_free(void *rule);

/*
 * Read every *.json of the directories, in name order; a rule of a later directory replaces the one
 * of the same id. All files are read whatever is wrong with one; problems (char *,
 * "file:line:column: rule: what") is appended to and every rule's examples are run when
 * check_examples, a replaced one's, too. *out is the caller's. Fails with WINNOW_ERROR_INPUT if
 * there was any problem.
 */
bool rules_load(const char *const *directories, bool check_examples, GPtrArray *problems,
		struct rules **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same of those that say how bad something is alone, which is a fraction of the work: what is
 * wrong with others is not seen, and that there are none is no failure.
 */
bool rules_load_severities(const char *const *directories, GPtrArray *problems, struct rules **out,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * What all files of the directories say, as a SHA-256 in hexadecimal, without a look at what it
 * means: rules of the same digest are the same rules. NULL where a file cannot be read. The caller
 * frees.
 */
char *rules_digest(const char *const *directories);

/* Append the rule files of directory to paths (char *, freed by it), in the order they are read in.
 */
bool rules_files(const char *directory, GPtrArray *paths, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* First digits of the SHA-256 of their files; NULL: they are of none. The caller frees. */
char *rules_version(const struct rules *rules);

/* How many exhibits they will be tried on, about: for what is the fastest then, no result. */
void rules_expect(struct rules *rules, size_t n_exhibits);

/* Let rules use model, which becomes theirs. */
void rules_set_model(struct rules *rules, struct text_model *model);
void rules_set_kind(struct rules *rules, struct kind_model *model);
struct rules *rules_new(void); /* none, with which everything is kept */
void rules_free(struct rules *rules);
DEFINE_CLEANUP(struct rules *, rules_free)

/* What the weight of a rule that applies is times: 1 for most. */
double rule_factor(const struct rule *rule, const struct exhibit *exhibit);

/* The sentence for a hit. The caller frees. */
char *rule_sentence(const struct rule *rule, const struct exhibit *exhibit,
		    const struct condition_hit *hit);

#endif
