/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rule-load - what the readers of rule files share: the files, the location at hand, the problems.
 */

#ifndef WINNOW_JUDGE_RULE_LOAD_H
#define WINNOW_JUDGE_RULE_LOAD_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "judge/rule.h"

struct json_t; /* jansson's: a library is included by sources, not by headers */
struct json_places;

enum { RULE_NESTING_LIMIT = 32 }; /* groups, uses of names, rules that wait for rules */

struct rule_file {
	char *path;
	char *text;
	struct json_places *places; /* of text */
	struct json_t *root;
};

/* All files while they are read: a name may be defined in a later one. */
struct rule_load {
	struct rules *rules;
	GPtrArray *problems;	 /* char *, the caller's */
	GPtrArray *files;	 /* struct rule_file *, in order */
	GHashTable *definitions; /* name -> struct definition *, rule-condition.c's */
	GHashTable *ids;	 /* id -> struct rule * in force; NULL: it was switched off */
	GHashTable *at;		 /* const struct rule * -> one more than where it is in the list */
	GPtrArray *entries;	 /* struct rule_entry *: every rule that was read */
	GPtrArray *replaced;	 /* struct rule *: not in force, and kept until all are checked */
	bool severities_only;	 /* other rules are not looked at */
	unsigned chain;		 /* definitions that are being read within each other */
};

/* A rule and where it stands. */
struct rule_entry {
	struct rule *rule;
	const struct rule_file *file;
	size_t index;
	struct json_t *object;
	const char *id; /* as it is there */
};

/* Where a reader is: steps lead from the file's object to the value at hand. */
struct rule_cursor {
	struct rule_load *load;
	const struct rule_file *file;
	const char *steps[2 * RULE_NESTING_LIMIT + 16];
	size_t n_steps;
	const char *name; /* of the rule or definition; NULL: in none */
};

/* At a file's object. */
void rule_cursor_init(struct rule_cursor *cursor, struct rule_load *load,
		      const struct rule_file *file);
/* step is borrowed until it is left again: a key, or "[2]". */
void rule_cursor_enter(struct rule_cursor *cursor, const char *step);
void rule_cursor_leave(struct rule_cursor *cursor);

/* At the rule that entry is of; step is room for its last step. */
enum { RULE_STEP_SIZE = 24 };
void rule_cursor_at_entry(struct rule_cursor *cursor, struct rule_load *load,
			  const struct rule_entry *entry, char *step);

/* Note what is wrong at the value at hand, or at its key; false, always. */
bool rule_problem(const struct rule_cursor *cursor, const char *key, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/* The same of a file as a whole, as one line. */
void rule_problem_add(GPtrArray *problems, const char *text);

/* Tells every key of object that is none of keys (NULL-terminated). */
bool rule_known_keys(const struct rule_cursor *cursor, struct json_t *object,
		     const char *const *keys);

/* rule-condition.c: take the definitions of file; then, when all files have theirs, read them. */
void rule_definitions_collect(struct rule_load *load, const struct rule_file *file);
void rule_definitions_read(struct rule_load *load);

/* The condition at hand, NULL after a problem. */
struct condition *rule_condition_read(struct rule_cursor *cursor, struct json_t *value);

/* rule-words.c: the sentences of the rule at hand; what only its condition shows of them. */
bool rule_words_read(struct rule_cursor *cursor, struct json_t *object, struct rule *rule);
bool rule_words_check(struct rule_cursor *cursor, const struct rule *rule);

/* rule-read.c: all that file holds but its definitions. */
void rule_file_read(struct rule_load *load, const struct rule_file *file);

/* rule-unless.c: which rules each one waits for; false if one could wait for ever. */
bool rule_unless_read(struct rule_load *load);

/* rule-examples.c: count the examples of the rule at hand; try those of all that were read. */
bool rule_examples_count(struct rule_cursor *cursor, struct json_t *object, struct rule *rule);
void rule_examples_try(struct rule_load *load);

#endif
