/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kind-fit - the kind model, taught by commits that say of themselves whether they are repairs.
 *
 * A commit is called a repair where it has a Fixes: tag or asks for stable trees. What the model
 * keeps is single words that many commits of two repositories have, no name of a person among them.
 */

#ifndef WINNOW_JUDGE_KIND_FIT_H
#define WINNOW_JUDGE_KIND_FIT_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "judge/figures.h"
#include "read/patch.h"

struct kind_lesson;

enum { KIND_REPOSITORIES_MAX = 16 };

/* n_repositories, the number of repositories that patches come from, is up to the maximum. */
struct kind_lesson *kind_lesson_new(guint n_repositories);
void kind_lesson_free(struct kind_lesson *lesson);
DEFINE_CLEANUP(struct kind_lesson *, kind_lesson_free)

/* Note one patch of that repository. held_out: it is to be tried on, not learned from. */
void kind_lesson_add(struct kind_lesson *lesson, guint repository, bool held_out,
		     const struct patch *patch);

/* The lines of a model file, the same for the same patches in the same order; the caller unrefs. */
GBytes *kind_lesson_learn(struct kind_lesson *lesson);

/* How many patches of repository are noted, and how many of them are repairs. */
void kind_lesson_count(const struct kind_lesson *lesson, guint repository, bool held_out, size_t *n,
		       size_t *repairs);

/* How well what was learned tells those held out of repository. */
void kind_lesson_try(const struct kind_lesson *lesson, guint repository, struct figures *out);

#endif
