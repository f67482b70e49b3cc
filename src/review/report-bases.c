/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of a queue go on top of, as it is told. */
#include "review/report.h"

enum { BASES_TOLD = 20 };

const char *review_base_name(const struct report *report, const struct review *review)
{
	return review->base ? review->base->name : report->base_name;
}

bool report_has_base(const struct report *report)
{
	for (size_t i = 0; i < report->n_bases; i++)
		if (report->bases[i]->name)
			return true;
	return report->base_name != NULL;
}

/* Told in words, of which the first BASES_TOLD are enough. */
struct telling {
	GString *out;
	size_t n;
};

static bool has_room(struct telling *telling)
{
	if (telling->n++ >= BASES_TOLD)
		return false;
	if (telling->n > 1)
		g_string_append(telling->out, "; ");
	return true;
}

static char *told(struct telling *telling)
{
	if (telling->n > BASES_TOLD)
		g_string_append_printf(telling->out, "; and %zu more", telling->n - BASES_TOLD);
	if (telling->n)
		g_string_append_c(telling->out, '.');
	return g_string_free(telling->out, !telling->n);
}

char *report_bases(const struct report *report)
{
	struct telling telling = { g_string_new(NULL), 0 };

	for (size_t i = 0; i < report->n_bases; i++) {
		const struct report_base *base = report->bases[i];

		if (!base->name || (report->n_bases == 1 && !base->how) || !has_room(&telling))
			continue;
		if (report->n_bases > 1)
			g_string_append_printf(telling.out, "%s is put on ",
					       base->queue ? base->queue : "What is in no queue");
		else
			g_string_append(telling.out, "Put on ");
		g_string_append(telling.out, base->name);
		if (base->how)
			g_string_append_printf(telling.out, ", %s", base->how);
	}
	return told(&telling);
}

char *report_not_put(const struct report *report)
{
	struct telling telling = { g_string_new(NULL), 0 };

	for (size_t i = 0; report->n_bases > 1 && i < report->n_bases; i++) {
		const struct report_base *base = report->bases[i];

		if (base->name || !has_room(&telling))
			continue;
		g_string_append_printf(telling.out, "%s is not put on its base: %s",
				       base->queue ? base->queue : "What is in no queue",
				       base->problem ? base->problem : "no --onto was given");
	}
	return told(&telling);
}
