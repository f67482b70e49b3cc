/* SPDX-License-Identifier: GPL-2.0-or-later */
/* binding - tables of keys: what each is called, what it does, and the function that does it. */

#ifndef WINNOW_DESK_BINDING_H
#define WINNOW_DESK_BINDING_H

#include <stddef.h>

#include <glib.h>

struct binding {
	const char *keys; /* names, parted by blanks; NULL: what is the heading of those below */
	const char *what;
	void (*act)(void *data, int argument);
	int argument;
};

/* The one that code is a key of; NULL: none. */
const struct binding *binding_find(const struct binding *table, size_t n, guint code);

/* Append help: "  j Down       the next patch". */
void binding_help(const struct binding *table, size_t n, GString *out);

/* The first name that is no key or is there twice; NULL: the table is good. The caller frees. */
char *binding_check(const struct binding *table, size_t n);

#endif
