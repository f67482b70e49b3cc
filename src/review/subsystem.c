/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/subsystem.h"

#include <string.h>

#include "base/text.h"

/* "s390/pci: improve it" is of "s390/pci". */
char *subsystem_of_subject(const char *subject)
{
	const char *colon = strchr(subject, ':');
	size_t length = colon ? (size_t)(colon - subject) : 0;
	g_autofree char *prefix = g_strndup(subject, length);

	if (!length || length > 40 || strchr(prefix, ' ') || strchr(prefix, '"'))
		return g_strdup("other");
	return text_one_line(prefix, 0);
}
