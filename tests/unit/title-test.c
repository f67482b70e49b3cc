/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/title.h"

#include "tap.h"

#define T "lib: keep the first frame"

/* How near the second is to the first. */
static const struct {
	const char *a, *b;
	enum title_nearness expected;
} cases[] = {
	{ T, T, TITLE_EXACT },
	{ T, "[7.x] " T, TITLE_EXACT },
	{ T, "[stable/9.0] [Backport] " T, TITLE_EXACT },
	{ "[SCSI] " T, T, TITLE_EXACT },
	{ T, "Lib: keep the first frame", TITLE_SAME },
	{ T, T ".", TITLE_SAME },
	{ T " ...", T, TITLE_SAME },

	{ T, T " (#1234)", TITLE_SAME },
	{ T " (#1234)", T " (#1250)", TITLE_SAME },
	{ T " (#1234)", T " (#1234) (#1250)", TITLE_NUMBER },
	{ T " (#1234)", "[7.x] " T " (#1234) (#1250)", TITLE_NUMBER },
	{ T " (#1234)", T " (backport #1234)", TITLE_NUMBER },
	{ T " (#1234)", T " (#1234, #1250)", TITLE_NUMBER },
	{ "gh-7: keep it (GH-12)", "[3.9] gh-7: keep it (GH-12) (#13)", TITLE_NUMBER },
	{ T " (!12)", T " (cherry picked from !12)", TITLE_NUMBER },
	{ T " (#1234).", T, TITLE_SAME },
	{ T " (#1234)", T " (#12345)", TITLE_SAME },
	{ T " (fixes #12)", T, TITLE_SAME },
	{ T " (fixes #12, closes #13)", T " (#1234)", TITLE_SAME },
	{ T " (fixes it)", T, TITLE_OTHER },
	{ T " (fixes 12)", T, TITLE_OTHER },
	{ T " (part 1)", T " (part 2)", TITLE_OTHER },
	{ T " (1234)", T, TITLE_OTHER },
	{ T " (see #1234)", T, TITLE_OTHER },
	{ T " #1234", T, TITLE_OTHER },

	{ T, "UPSTREAM: " T, TITLE_SAME },
	{ T, "BACKPORT: FROMGIT: " T, TITLE_SAME },
	{ T, "FROMLIST(v3): " T, TITLE_SAME },
	{ T, "UBUNTU: SAUCE: " T, TITLE_SAME },
	{ T, "[Backport] cros: " T, TITLE_SAME },
	{ T, "backport: " T, TITLE_SAME },
	{ "ANDROID: binder: keep it", "binder: keep it", TITLE_SAME },
	{ "android: keep it", "keep it", TITLE_OTHER },
	{ "UPSTREAMED: " T, T, TITLE_OTHER },
	{ "UPSTREAM " T, T, TITLE_OTHER },

	{ "UPSTREAM:", "upstream", TITLE_OTHER },
	{ "UPSTREAM: ", "", TITLE_OTHER },
	{ "[7.x]", "", TITLE_OTHER },
	{ "(#12)", "(#13)", TITLE_OTHER },
	{ ".", "", TITLE_OTHER },
	{ "", "", TITLE_EXACT },
	{ T, "lib: keep the last frame", TITLE_OTHER },
	{ "Version 1.2", "Version 12", TITLE_OTHER },
};

static const char *const names[] = {
	[TITLE_OTHER] = "another",
	[TITLE_SAME] = "the same",
	[TITLE_NUMBER] = "the same, with a number",
	[TITLE_EXACT] = "exactly the same",
};

int main(void)
{
	g_autoptr(GString) many = g_string_new(T);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *name =
			g_strdup_printf("\"%s\" and \"%s\"", cases[i].a, cases[i].b);

		tap_same(name, names[cases[i].expected],
			 names[title_nearness(cases[i].a, cases[i].b)]);
		tap_same(name, names[cases[i].expected],
			 names[title_nearness(cases[i].b, cases[i].a)]);
		if (cases[i].expected != TITLE_OTHER)
			tap_ok(title_hash(cases[i].a) == title_hash(cases[i].b), name);
	}
	tap_ok(title_begins("lib: keep the f...", "UPSTREAM: " T " (#12)"), "cut with dots");
	tap_ok(!title_begins("lib: keep the l...", T), "cut with dots, another");
	tap_ok(subject_same_title("UPSTREAM: SCSI: mend it (#1)", "[SCSI] mend it"),
	       "retyped in a mail");

	/* Numbers without end: in linear time. */
	for (int i = 0; i < 200000; i++)
		g_string_append_printf(many, " (#%d)", i);
	tap_same("many numbers", names[TITLE_SAME], names[title_nearness(many->str, T)]);
	tap_same("many numbers twice", names[TITLE_NUMBER],
		 names[title_nearness(many->str, T " (#199999)")]);
	return tap_done();
}
