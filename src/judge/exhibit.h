/* SPDX-License-Identifier: GPL-2.0-or-later */
/* exhibit - a patch and its facts as rules see them: named texts, numbers and counts of facts. */

#ifndef WINNOW_JUDGE_EXHIBIT_H
#define WINNOW_JUDGE_EXHIBIT_H

#include <stdbool.h>

#include <glib.h>

#include "evidence/fact.h"
#include "judge/kind-model.h"
#include "judge/text-model.h"
#include "read/patch.h"

/*
 * Text fields. Those that hold several values have one a line; '^' and '$' match at line ends.
 * "trailer:KEY" (any letter case) holds the values of that trailer.
 */
/* clang-format off */
#define EXHIBIT_TEXTS(X)                                                                           \
	X(MESSAGE, "message", "subject and body in the author's own words: without markers, "      \
			      "trailers, logs, and what others wrote")                          \
	X(SUBJECT, "subject", "the subject in the author's own words")                             \
	X(BODY, "body", "the body in the author's own words")                                      \
	X(LOG, "log", "lines of the message that a machine printed: a crash, a trace, a warning")  \
	X(PATH, "path", "files the diff touches, one a line")                                      \
	X(ADDED, "added", "lines the diff adds")                                                   \
	X(REMOVED, "removed", "lines the diff removes")                                            \
	X(AUTHOR, "author", "\"Name <address>\"")                                                  \
	X(TRAILERS, "trailers", "all trailers, one a line")                                        \
	X(FIXES, "fixes", "lines that name commits as fixed (Fixes:), as winnow-missing(1) reads them") \
	X(SERIES, "series", "subjects of the commits that continue its series and are missing")    \
	X(TAG, "tag", "what stands in brackets in the mail's subject: \"PATCH AUTOSEL 5.10 3/17\"")  \
	X(WORDS, "words", "what weighed most in the text model: \"clean up\", \"+mutex_lock\"")     \
	X(KIND, "kind", "the words that weighed most in the kind model: \"introduce\", \"support\"")
/* clang-format on */

enum exhibit_text {
#define X(name, word, meaning) EXHIBIT_##name,
	EXHIBIT_TEXTS(X)
#undef X
		N_EXHIBIT_TEXTS,
};

/* Bytes of a field that rules are shown. */
enum { EXHIBIT_TEXT_LIMIT = 1 << 20, EXHIBIT_SUBJECT_LIMIT = 2000 };

struct exhibit {
	char *texts[N_EXHIBIT_TEXTS]; /* NULL: empty */
	GHashTable *trailers;	      /* lower-case key -> GString of values, one a line */
	bool known[N_FACT_NUMBERS];
	gint64 numbers[N_FACT_NUMBERS];
	guint counts[N_FACT_KINDS][N_FACT_STATES];
	const struct facts *facts; /* NULL for an example */
	double model_score;	   /* of the text model, positive towards keep; 0 without one */
	double fix_probability;	   /* of the kind model; negative without one */
};

void exhibit_init(struct exhibit *exhibit);
void exhibit_clear(struct exhibit *exhibit);

/* What rules see of a patch; facts is borrowed. */
void exhibit_set_patch(struct exhibit *exhibit, const struct patch *patch,
		       const struct facts *facts);

/* What the text model says of patch; model may be NULL. */
void exhibit_set_model(struct exhibit *exhibit, const struct text_model *model,
		       const struct patch *patch);

/* What the kind model says of patch; model may be NULL. */
void exhibit_set_kind(struct exhibit *exhibit, const struct kind_model *model,
		      const struct patch *patch);

/* A commit message as committed: sets message, subject, body and trailers. */
void exhibit_set_message(struct exhibit *exhibit, const char *message);

/* The files that it touches, paths (char *); NULL: they are not known. */
void exhibit_set_paths(struct exhibit *exhibit, const GPtrArray *paths);

/* One more value of a trailer; key is in lower case. */
void exhibit_add_trailer(struct exhibit *exhibit, const char *key, const char *value);

/* A name that a condition may use: one of the following. */
enum exhibit_name_kind { EXHIBIT_NAME_NONE, EXHIBIT_NAME_NUMBER, EXHIBIT_NAME_FACT };
struct exhibit_name {
	enum exhibit_name_kind kind;
	enum fact_number number;
	enum fact_kind fact;
	enum fact_state state; /* FACT_STATE_NONE: in whatever state */
};

/* EXHIBIT_NAME_NONE if there is no such number or fact. */
struct exhibit_name exhibit_name_parse(const char *name);

/* Whether fact is one of those that name counts. */
bool exhibit_name_is_of(const struct exhibit_name *name, const struct fact *fact);

/* False when it is not known. */
bool exhibit_number(const struct exhibit *exhibit, const struct exhibit_name *name, gint64 *out);

/* -1 unless word names a text field other than "trailer:KEY". */
int exhibit_text_parse(const char *word);
const char *exhibit_text_name(enum exhibit_text text);
const char *exhibit_text_meaning(enum exhibit_text text);

#endif
