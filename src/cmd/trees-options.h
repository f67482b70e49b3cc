/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trees-options - the options that name the maintained trees of a project. */

#ifndef WINNOW_CMD_TREES_OPTIONS_H
#define WINNOW_CMD_TREES_OPTIONS_H

#include <glib.h>

#include "trees/tree.h"

/* Entries that fill options; the array is the caller's to free with g_free(). */
GOptionEntry *trees_option_entries(struct trees_options *options);
void trees_options_clear(struct trees_options *options);

#endif
