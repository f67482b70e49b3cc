/* SPDX-License-Identifier: GPL-2.0-or-later */
/* keys - the keys of the desk, and what each does. */

#ifndef WINNOW_DESK_KEYS_H
#define WINNOW_DESK_KEYS_H

#include "desk/binding.h"
#include "desk/ui.h"

/* Do what the key with that code does; false, nothing is done: it does nothing. */
bool keys_press(struct ui *ui, guint code);

/* All keys and the terms of limits, as triage_keys() has them. */
void keys_help(GString *out);

/* As binding_check(), of all keys. The caller frees. */
char *keys_check(void);

#endif
