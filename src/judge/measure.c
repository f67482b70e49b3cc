/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/measure.h"

#include <stdlib.h>
#include <string.h>

#include "judge/family.h"

const double measure_bins[MEASURE_BINS] = { 0, 0.01, 0.02, 0.05, 0.10, 0.20, 0.35, 0.50 };

/* The family of the reason against the patch that weighs most and has one; NULL: none. */
static const char *first_family(const struct judgement *judgement)
{
	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);

		if (reason->rule->family && reason_is_against(reason))
			return reason->rule->family;
	}
	return NULL;
}

static bool is_flagged(const struct judgement *judgement)
{
	return judgement->verdict == VERDICT_DROP || judgement->verdict == VERDICT_ASK;
}

static bool is_of(const struct measure_case *one, enum family_where where)
{
	return one->label->reasons->len && family_where(one->label->reasons->pdata[0]) == where;
}

/* All that was kept, and the objections that are seen there; FAMILY_OTHER stands for all of them.
 */
static void figures_of(const struct measure_case *cases, size_t n, enum family_where where,
		       struct figures *out)
{
	g_autofree struct scored *scored = g_new(struct scored, n);
	size_t used = 0;

	for (size_t i = 0; i < n; i++)
		if (!cases[i].label->drop || where == FAMILY_OTHER || is_of(&cases[i], where))
			scored[used++] = (struct scored){ cases[i].judgement->drop_probability,
							  cases[i].label->drop };
	figures_compute(scored, used, out);
}

/* All of each year. */
static void figures_in_time(const struct measure_case *cases, size_t n, struct measure *out)
{
	g_autofree struct scored *scored = g_new(struct scored, n);
	g_autofree int *years = g_new(int, n);
	int first = G_MAXINT, last = 0;

	for (size_t i = 0; i < n; i++) {
		years[i] = figures_year_of(cases[i].patch->sent_date);
		first = years[i] ? MIN(first, years[i]) : first;
		last = MAX(last, years[i]);
	}
	for (int year = MAX(first, last - FIGURES_YEARS_MAX + 1); year <= last; year++) {
		struct figures_year *row = &out->years[out->n_years];
		size_t used = 0;

		for (size_t i = 0; i < n; i++)
			if (years[i] == year)
				scored[used++] =
					(struct scored){ cases[i].judgement->drop_probability,
							 cases[i].label->drop };
		if (!used)
			continue;
		row->year = year;
		figures_compute(scored, used, &row->figures);
		out->n_years++;
	}
}

static void count_verdict(const struct measure_case *one, struct measure *out)
{
	double p = one->judgement->drop_probability;
	int bin = MEASURE_BINS - 1;

	while (p < measure_bins[bin])
		bin--;
	out->bins[bin].n++;
	out->bins[bin].objected += one->label->drop;
	out->bin_means[bin] += p;
	out->asked.n += one->asked;
	out->asked.objected += one->asked && one->label->drop;
	out->verdicts[one->judgement->verdict].n++;
	out->verdicts[one->judgement->verdict].objected += one->label->drop;
}

static void count_reason(const struct measure_case *one, struct measure *out)
{
	const GPtrArray *reasons = one->label->reasons;
	const char *family = first_family(one->judgement);
	bool flagged = is_flagged(one->judgement), agreed, first, near = false, group = false;

	if (!one->label->drop || !reasons->len || strcmp(reasons->pdata[0], "no_reason_given") == 0)
		return;
	agreed = family &&
		 g_ptr_array_find_with_equal_func((GPtrArray *)reasons, family, g_str_equal, NULL);
	first = family && strcmp(reasons->pdata[0], family) == 0;
	for (guint i = 0; family && i < reasons->len; i++)
		near |= family_near(family, reasons->pdata[i]);
	for (guint i = 0; i < reasons->len; i++)
		group |= judgement_group(one->judgement) == family_group(reasons->pdata[i]);
	out->reasons_group += group;
	out->flagged_group += flagged && group;
	out->reasons_near += near;
	out->flagged_near += flagged && near;
	out->reasons_known++;
	out->reasons_said += family != NULL;
	out->reasons_agreed += agreed;
	out->reasons_agreed_first += first;
	out->flagged_known += flagged;
	out->flagged_agreed += flagged && agreed;
	out->flagged_agreed_first += flagged && first;
}

static int by_probability(const void *a, const void *b)
{
	const struct measure_case *x = a, *y = b;
	double p = x->judgement->drop_probability, q = y->judgement->drop_probability;

	if (p != q)
		return p > q ? -1 : 1;
	return x->label->line < y->label->line ? -1 : x->label->line > y->label->line;
}

void measure(struct measure_case *cases, size_t n, struct measure *out)
{
	*out = (struct measure){ 0 };
	figures_of(cases, n, FAMILY_OTHER, &out->all);
	figures_of(cases, n, FAMILY_IN_PATCH, &out->in_patch);
	figures_of(cases, n, FAMILY_IN_TREES, &out->in_trees);
	figures_in_time(cases, n, out);
	if (n)
		qsort(cases, n, sizeof(*cases), by_probability);
	for (size_t i = 0; i < n; i++) {
		count_verdict(&cases[i], out);
		count_reason(&cases[i], out);
		if (!cases[i].label->drop && out->n_wronged < MEASURE_MISSES)
			out->wronged[out->n_wronged++] = &cases[i];
		if (cases[n - 1 - i].label->drop && out->n_missed < MEASURE_MISSES)
			out->missed[out->n_missed++] = &cases[n - 1 - i];
	}
	for (int bin = 0; bin < MEASURE_BINS; bin++)
		if (out->bins[bin].n)
			out->bin_means[bin] /= (double)out->bins[bin].n;
}
