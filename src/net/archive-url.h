/* SPDX-License-Identifier: GPL-2.0-or-later */
/* archive-url - where a thread can be had from a public-inbox, such as lore.kernel.org. */

#ifndef WINNOW_NET_ARCHIVE_URL_H
#define WINNOW_NET_ARCHIVE_URL_H

#include <stdbool.h>

#include <stdbool.h>

#include <glib.h>

/*
 * Set *out to the address that name asks for, the caller's to free: a Message-ID (with or without
 * <>) is that of its thread in archive, "https://lore.kernel.org/all"; the address of a mail or a
 * thread there, in whatever form people pass it on, is that of the thread; any other http or https
 * address is itself. WINNOW_ERROR_USAGE when it is neither, or has a password in it.
 */
bool archive_url(const char *name, const char *archive, char **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
