/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory - how much of it something takes, by what was asked for: the same on every machine. */

#ifndef WINNOW_BASE_MEMORY_H
#define WINNOW_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* Bytes, 0 of NULL; of an array with what GLib keeps in reserve, a power of two. */
size_t memory_of_string(const char *text);
size_t memory_of_array(const GArray *array);
/* And what it points to. */
size_t memory_of_strings(const GPtrArray *strings);

/*
 * A size as git's configuration has it: "100", "64k", "512M", "1g". False, *out untouched, for
 * anything else: 0, and more than a size_t holds, too.
 */
bool memory_parse(const char *text, size_t *out);

/* In words: "1 GiB", "100 bytes"; of what is not whole the next smaller unit. The caller frees. */
char *memory_in_words(size_t bytes);

#endif
