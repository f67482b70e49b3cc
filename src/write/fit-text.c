/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/measure.h"

#include <math.h>

#include "base/text.h"

static const char *const contenders[] = {
	[FIT_PLAIN] = "bag of words",
	[FIT_MODEL] = "text model",
	[FIT_RULES] = "rules",
	[FIT_BOTH] = "rules and model",
};

/* Standard deviation over the folds of one figure. */
static double spread(const struct figures *folds, unsigned n, double (*of)(const struct figures *))
{
	double sum = 0, squares = 0;

	for (unsigned k = 0; k < n; k++) {
		sum += of(&folds[k]);
		squares += of(&folds[k]) * of(&folds[k]);
	}
	return sqrt(MAX(0, squares / n - sum / n * (sum / n)));
}

static double auc_of(const struct figures *figures)
{
	return figures->auc;
}

static double precision_of(const struct figures *figures)
{
	return figures->average_precision;
}

static void write_figures(const struct figures *figures, FILE *out)
{
	fprintf(out, "%.3f  %.3f  %.2f  %.2f  %3.0f %3.0f %3.0f %%", figures->auc,
		figures->average_precision, figures->precision_top[0], figures->precision_top[1],
		100 * figures->recall_share[0], 100 * figures->recall_share[1],
		100 * figures->recall_share[2]);
}

static double percent(const struct measure_count *count)
{
	return count->n ? 100.0 * (double)count->objected / (double)count->n : 0;
}

static void write_contenders(const struct fit_result *result, FILE *out)
{
	fprintf(out,
		"\n%u folds of whole groups   AUC    AP   P@50  P@100  found in 5, 10, 20 %%\n",
		result->n_folds);
	for (int c = 0; c < N_FIT_CONTENDERS; c++) {
		fprintf(out, "%-22s ", contenders[c]);
		write_figures(&result->pooled[c], out);
		fprintf(out, "\n%22s +-%.3f +-%.3f over folds; AUC/AP:", "",
			spread(result->by_fold[c], result->n_folds, auc_of),
			spread(result->by_fold[c], result->n_folds, precision_of));
		for (unsigned k = 0; k < result->n_folds; k++)
			fprintf(out, " %.3f/%.3f", result->by_fold[c][k].auc,
				result->by_fold[c][k].average_precision);
		fputc('\n', out);
	}
}

static void write_range(const char *name, const struct figures *figures, FILE *out)
{
	fprintf(out, "%-22s ", name);
	write_figures(figures, out);
	fputc('\n', out);
}

/* What is known before a year, tried on that year: all such years together, then each. */
static void write_years(const struct fit_years *years, FILE *out)
{
	if (!years->n_years)
		return;
	fprintf(out, "\nyears by all before     AUC    AP   P@50  P@100  found in 5, 10, 20 %%\n");
	for (int c = 0; c < N_FIT_CONTENDERS; c++) {
		write_range(contenders[c], &years->pooled[c], out);
		write_range("   95 % from", &years->ranges[c].low, out);
		write_range("         to", &years->ranges[c].high, out);
	}
	fprintf(out,
		"ask threshold: %zu patches of %zu, %zu of them objected to, %.1f %% (%.1f to "
		"%.1f)\n",
		years->asked.n, years->pooled[FIT_BOTH].n, years->asked.objected,
		percent(&years->asked), 100 * years->ranges[FIT_BOTH].precision_from[0],
		100 * years->ranges[FIT_BOTH].precision_from[1]);
	for (unsigned k = 0; k < years->n_years; k++) {
		const struct figures_year *year = &years->years[k];

		fprintf(out, "%4d: %5zu %4zu objected ", year->year, year->figures.n,
			year->figures.positives);
		write_figures(&year->figures, out);
		fputc('\n', out);
	}
}

/* Rules and model, apart by where the maintainer's reason lies. */
static void write_places(const struct fit_result *result, FILE *out)
{
	fputs("reasons in the patch   ", out);
	write_figures(&result->in_patch, out);
	fputs("\nreasons in the trees   ", out);
	write_figures(&result->in_trees, out);
	fputc('\n', out);
}

static void write_verdicts(const struct fit_result *result, FILE *out)
{
	fprintf(out,
		"\nout of fold: %zu from the drop threshold on, %.0f %% objected to; %zu from the "
		"ask "
		"threshold on, %.0f %%\n",
		result->over_drop.n, percent(&result->over_drop), result->over_ask.n,
		percent(&result->over_ask));
	for (int bin = 0; bin < MEASURE_BINS; bin++)
		fprintf(out, "  from %3.0f %%: %6zu patches, %5.1f %% objected to\n",
			100 * measure_bins[bin], result->bins[bin].n, percent(&result->bins[bin]));
}

static void write_kept(const struct fit_result *result, FILE *out)
{
	if (!result->kept[FIT_BOTH].n)
		return;
	fprintf(out, "\nkept aside: %zu patches, %zu objected to\n", result->kept[FIT_BOTH].n,
		result->kept[FIT_BOTH].positives);
	for (int c = 0; c < N_FIT_CONTENDERS; c++) {
		fprintf(out, "%-22s ", contenders[c]);
		write_figures(&result->kept[c], out);
		fputc('\n', out);
	}
}

static void write_rules(const struct fit_result *result, FILE *out)
{
	fputs("\nweight   mean  spread   applies  objected to\n", out);
	for (size_t r = 0; r < result->n_rules; r++) {
		const struct fit_rule *rule = &result->rules[r];
		double share =
			rule->support ? 100.0 * (double)rule->objected / (double)rule->support : 0;

		fprintf(out, "%+6.2f %+6.2f  %6.2f %9zu %5zu %5.1f %%  %s%s\n", rule->weight,
			rule->mean, rule->spread, rule->support, rule->objected, share,
			rule->rule->id, rule->stable ? "" : " (not stable)");
	}
	fprintf(out, "%+6.2f times the text model's score; %+.2f bias\n", result->model_weight,
		result->bias);
}

void fit_write_text(const struct fit_result *result, FILE *out)
{
	fprintf(out, "%zu patches of %zu groups (author and series), %zu of them kept aside\n",
		result->n_learned + result->n_kept, result->n_groups, result->n_kept);
	write_contenders(result, out);
	write_places(result, out);
	write_verdicts(result, out);
	write_years(&result->in_time, out);
	write_kept(result, out);
	write_rules(result, out);
}
