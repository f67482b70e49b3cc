/* SPDX-License-Identifier: GPL-2.0-or-later */
/* server - one on this machine that says what the input says. */

#ifndef WINNOW_FUZZ_SERVER_H
#define WINNOW_FUZZ_SERVER_H

#include <stdbool.h>

#include "support.h"

/*
 * Begin to serve on a port of 127.0.0.1, which is returned; once for the whole process. Nothing
 * that is said leads to another machine: proxies that are nowhere are set.
 */
unsigned server_port(void);

/*
 * From now on, what is said to the next connections: to each the pieces of its part of says, which
 * lines of "%%" part, those of its pieces lines of "%". greets: the first piece is said before
 * anything is heard. A piece follows whatever the client says; behind the last the connection ends.
 */
void server_says(struct slice says, bool greets);

#endif
