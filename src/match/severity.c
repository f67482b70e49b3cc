/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/severity.h"

#include <string.h>

static const char *const names[] = { [SEVERITY_UNKNOWN] = "unknown",
#define X(name, word) [SEVERITY_##name] = word,
				     SEVERITIES(X)
#undef X
};

const char *severity_name(enum severity severity)
{
	return names[severity];
}

bool severity_parse(const char *name, enum severity *out)
{
	for (int severity = SEVERITY_UNKNOWN + 1; severity < N_SEVERITIES; severity++)
		if (strcmp(name, names[severity]) == 0) {
			*out = (enum severity)severity;
			return true;
		}
	return false;
}
