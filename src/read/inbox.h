/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inbox - the mails of a public-inbox within a span of time, one after the other. */

#ifndef WINNOW_READ_INBOX_H
#define WINNOW_READ_INBOX_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

struct inbox {
	const char *path; /* as archive_open() takes it */
	gint64 since;	  /* seconds since the epoch; G_MININT64: all there is */
	gint64 now;	  /* what arrived more than a day later is left out */
	bool progress;
	bool told; /* what is left out is known by now */
};

/* bytes live during the call. arrived is when the list had it; location names the commit. */
typedef void inbox_visitor(const char *bytes, size_t length, gint64 arrived, const char *location,
			   void *data);

/*
 * Visit the mails, the oldest first. What is left out is told in warnings (char *), at most
 * INBOX_WARNINGS of it by name. Fails with WINNOW_ERROR_INPUT when the inbox cannot be read.
 */
enum { INBOX_WARNINGS = 10 };
bool inbox_each(const struct inbox *inbox, GPtrArray *warnings, inbox_visitor *visit, void *data,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
