/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * identifier - the names that source text uses and those that it defines, told apart by what stands
 * around them, without compiling. C and what goes with it: assembler and device trees (constants
 * and headers only), Kconfig, Makefiles (configuration symbols only).
 */

#ifndef WINNOW_CODE_IDENTIFIER_H
#define WINNOW_CODE_IDENTIFIER_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/text.h"
#include "code/language.h"
#include "read/diff.h"

/* How a name is used, from the surest sign that it must exist to the weakest. */
enum identifier_kind {
	IDENTIFIER_HEADER,   /* #include: "linux/of.h", as written without leading "../" */
	IDENTIFIER_CALL,     /* f(...), a macro's or a function's */
	IDENTIFIER_MEMBER,   /* ->x, .x, or .x = in an initialiser */
	IDENTIFIER_CONSTANT, /* in capitals: a macro or an enum's value */
	IDENTIFIER_TYPE,     /* struct x, x_t, or what a declaration begins with */
	IDENTIFIER_CONFIG,   /* CONFIG_X. The code builds without, but is switched off */
	IDENTIFIER_WORD,     /* anything else: a variable, a function's address, a label */
};

/* "header", "call", "member", "constant", "type", "config", "word". */
const char *identifier_kind_name(enum identifier_kind kind);

/* Not in an #ifdef: the guard of a use, and of an outermost guard. */
enum { IDENTIFIER_UNGUARDED = -1 };

/* A name that must be defined where the text around it is compiled. */
struct identifier_guard {
	const char *name;
	int outer; /* the guard around it */
};

struct identifier_use {
	const char *name; /* of a Kconfig symbol with CONFIG_ in front */
	enum identifier_kind kind;
	struct slice line;  /* the added line that shows it; points into the diff */
	const char *path;   /* its file; the diff's */
	size_t line_number; /* in the new file, from 1 */
	int guard;	    /* index of the innermost guard */
};

/* Strings are its own where not said otherwise; it borrows the diff. */
struct identifiers {
	GArray *uses;	     /* struct identifier_use, one for each name and its surest kind */
	GArray *guards;	     /* struct identifier_guard */
	GHashTable *defined; /* const char *: what added lines define, or may */
	GHashTable *members; /* of these, what may be a struct's member */
	GStringChunk *strings;
};

/*
 * The names that a diff's added lines use, and those that they define: functions, macros and their
 * parameters, variables, parameters, labels, members, values of enums, types, names that DEFINE_x()
 * and the like make, Kconfig symbols, headers that it adds (their paths). What it defines itself is
 * not among the uses. Left out are comments (also such as began before the hunk), strings, numbers,
 * keywords, what a macro pastes together, what only asks whether a name is defined. When in doubt a
 * name counts as defined. A member is used although a
 * variable of that name is defined. Never fails; *out must be cleared.
 */
void identifiers_read(const struct diff *diff, struct identifiers *out);
void identifiers_clear(struct identifiers *identifiers);

/*
 * The line of text, a whole file, that defines name, of whatever kind but a header, and best: where
 * it is *certain it does so by #define, in an enum or as a struct with its members, else by where
 * it stands. An empty slice if none does. Points into text.
 */
struct slice identifier_find_definition(const char *path, struct slice text, const char *name,
					bool *certain);

/*
 * Every name in text, wherever it stands, comments and strings as well: for the question whether
 * there is anything of that name. Symbols of Kconfig get a CONFIG_ in front. A name is given as its
 * hash; the same name may come often.
 */
typedef void identifier_hash_visitor(guint64 hash, void *data);
void identifiers_each_hash(enum source_kind kind, struct slice text, identifier_hash_visitor *visit,
			   void *data);

/* Never 0. Those of paths are of another kind than those of names. */
guint64 identifier_hash(const char *name);

/*
 * Every way to name the file at path in an #include: "include/linux/of.h", "linux/of.h", "of.h"; of
 * "of.h.in" the same.
 */
void identifiers_each_path_hash(const char *path, identifier_hash_visitor *visit, void *data);

/* One way to name a file, as in IDENTIFIER_HEADER. */
guint64 identifier_path_hash(const char *header);

#endif
