/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/compare.h"

#include "tap.h"

static const struct {
	const char *less, *more;
} versions[] = {
	{ "5.4", "5.10" },
	{ "2.6.32", "2.6.33" },
	{ "v9", "v10" },
	{ "22.11", "22.11-staging" },
	{ "20.02", "20.11" },
	{ "4.9", "5" },
	{ "", "1" },
	{ "a9", "b1" },
	{ "99999999999999999998", "99999999999999999999" },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
		tap_ok(compare_versions(versions[i].less, versions[i].more) < 0, versions[i].less);
		tap_ok(compare_versions(versions[i].more, versions[i].less) > 0, versions[i].more);
		tap_number(versions[i].less, 0,
			   compare_versions(versions[i].less, versions[i].less));
	}
	return tap_done();
}
