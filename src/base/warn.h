/* SPDX-License-Identifier: GPL-2.0-or-later */
/* warn - where warnings go; the front end says. */

#ifndef WINNOW_BASE_WARN_H
#define WINNOW_BASE_WARN_H

#include <glib.h>

/* Zero: nowhere. text is one clause without a full stop; it may hold anything that input held. */
struct warn {
	void (*tell)(const char *text, void *data);
	void *data;
};

void warn_tell(const struct warn *warn, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Each text (char *) from index first on; of very many the first ones, and how many there are. */
void warn_tell_all(const struct warn *warn, const GPtrArray *texts, guint first);

#endif
