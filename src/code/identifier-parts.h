/* SPDX-License-Identifier: GPL-2.0-or-later */
/* identifier-parts - the languages that identifier.c reads; nobody else's business. */

#ifndef WINNOW_CODE_IDENTIFIER_PARTS_H
#define WINNOW_CODE_IDENTIFIER_PARTS_H

#include "code/identifier.h"
#include "code/token.h"

/* How sure it is that a name is defined. */
enum definition {
	DEFINITION_NONE,
	DEFINITION_MAYBE,    /* in doubt */
	DEFINITION_LOCAL,    /* a variable or parameter of a function: no member, whatever else */
	DEFINITION_DECLARED, /* by its place behind a type, or as a macro's argument */
	DEFINITION_CERTAIN,  /* #define, a value of an enum, a struct with its members */
};

/* Lines of one file, and what is to be done with the names in those that are added. */
struct identifier_text {
	enum source_kind kind;
	const struct source_line *lines;
	size_t n;
	struct slice section; /* what they stand in, as a hunk has it */
	bool whole;	      /* they are the file from its beginning */

	/* Symbols of Kconfig come without CONFIG_. */
	void (*use)(struct slice name, enum identifier_kind kind, const struct source_line *line,
		    int guard, void *data);
	void (*define)(struct slice name, enum definition definition,
		       const struct source_line *line, void *data);
	/* The guard for name within outer. */
	int (*guard)(struct slice name, int outer, void *data);
	void *data;
};

void identifiers_of_c(const struct identifier_text *text);
void identifiers_of_kconfig(const struct identifier_text *text);
void identifiers_of_makefile(const struct identifier_text *text);

#endif
