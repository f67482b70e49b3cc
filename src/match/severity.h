/* SPDX-License-Identifier: GPL-2.0-or-later */
/* severity - how bad it is to lack a commit: the words and their order. */

#ifndef WINNOW_MATCH_SEVERITY_H
#define WINNOW_MATCH_SEVERITY_H

#include <stdbool.h>

/* The higher the worse. */
/* clang-format off */
#define SEVERITIES(X)                                                                              \
	X(COSMETIC, "cosmetic")	    /* comments, style, tests, what a checker says, other systems */ \
	X(FUNCTIONAL, "functional") /* whatever else does not work as it should */                   \
	X(BUILD, "build")	    /* it does not build */                                          \
	X(REGRESSION, "regression") /* a fault that what the tree took brought into it */            \
	X(CRASH, "crash")	    /* a crash, a hang, lost or corrupted data */                    \
	X(SECURITY, "security")
/* clang-format on */

enum severity {
	SEVERITY_UNKNOWN, /* nobody asked */
#define X(name, word) SEVERITY_##name,
	SEVERITIES(X)
#undef X
		N_SEVERITIES,
};

const char *severity_name(enum severity severity); /* "unknown" for SEVERITY_UNKNOWN */

/* One of the words above, but "unknown". */
bool severity_parse(const char *name, enum severity *out);

/* All of them, the worst first, as "security, crash, ...". */
#define SEVERITY_WORDS "security, crash, regression, build, functional, cosmetic"

#endif
