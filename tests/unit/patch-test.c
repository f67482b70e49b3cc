/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/patch.h"

#include <string.h>

#include "tap.h"

/* Expected: selection, number, versions. */
static const struct {
	const char *subject, *expected;
} tags[] = {
	{ "[PATCH AUTOSEL 5.10 03/17] net: do it", "3 5.10" },
	{ "[PATCH AUTOSEL 7.0-6.6] net: do it", "0 7.0-6.6" },
	{ "[PATCH MANUALSEL 5.4 1/2] net: do it", "1 5.4" },
	{ "[PATCH 6.12 034/172] net: do it", "34 6.12" },
	{ "[PATCH 6.12.y] net: do it", "0 6.12" },
	{ "[PATCH 5.10,5.15 2/3] net: do it", "2 5.10 5.15" },
	{ "[PATCH 5.10/5.15 2/3] net: do it", "2 5.10 5.15" },
	{ "[PATCH 5.10 5.10.y] net: do it", "0 5.10" },
	{ "[PATCH v2 22.11] net: do it", "0 22.11" },
	{ "[PATCH net-next v3 1/4] net: do it", "1" },
	{ "[PATCH] net: do it", "0" },
	{ "net: do 5.10", "0" },
	{ "[PATCH 5] net: do it", "0" },
	{ "[PATCH linux-6.1.y 2/5] net: do it", "2 6.1" },
	{ "[PATCH stable/linux-6.1.y] net: do it", "0 6.1" },
	{ "[PATCH stable linux-5.4.y 1/2] net: do it", "1 5.4" },
	{ "[PATCH for-6.1.y] net: do it", "0 6.1" },
	{ "[PATCH AUTOSEL for-6.1 1/17] net: do it", "1 6.1" },
	{ "[AUTOSEL for-5.15 1/17] net: do it", "1 5.15" },
	{ "[PATCH 6.1.y-cip 1/2] net: do it", "1 6.1" },
	{ "[PATCH 6.1.y-cip12-rt7 1/2] net: do it", "1 6.1" },
	{ "[PATCH OLK-6.6 v2 1/2] net: do it", "1 6.6" },
	{ "[OLK-5.10] net: do it", "0 5.10" },
	{ "[PATCH v6.1.y] net: do it", "0 6.1" },
	{ "[PATCH v5.15 1/3] net: do it", "1 5.15" },
	{ "[PATCH v6.6] net: do it", "0 6.6" },
	{ "[PATCH6.1] net: do it", "0 6.1" },
	{ "[PATCH6.1.y 3/4] net: do it", "3 6.1" },
	{ "[PATCH-5.4.y] net: do it", "0 5.4" },
	{ "[PATCHv2 4.19.y] net: do it", "0 4.19" },
	{ "[stable-4.4.y PATCH] net: do it", "0 4.4" },
	{ "[PATCH stable-v4.4] net: do it", "0 4.4" },
	{ "[PATCH 4.19-stable 1/2] net: do it", "1 4.19" },
	{ "[PATCH for 4.14 stable] net: do it", "0 4.14" },
	{ "[PATCH kernel-5.10] net: do it", "0 5.10" },
	{ "[PATCH android14-6.1] net: do it", "0 6.1" },
	{ "[PATCH 3.13.y-ckt 04/52] net: do it", "4 3.13" },
	{ "[ 3.8.y.z extended stable] net: do it", "0 3.8" },
	{ "[PATCH 2.6.32.y] net: do it", "0 2.6.32" },
	{ "[PATCH foo-5.10.y-bar] net: do it", "0 5.10" },
	{ "[PATCH 5.10.y,5.4.y] net: do it", "0 5.10 5.4" },
	{ "[PATCH {5.10,5.15}.y] net: do it", "0 5.10 5.15" },
	{ "[PATCH 5.10.y/5.15.y 1/2] net: do it", "1 5.10 5.15" },
	{ "[PATCH linux-5.10.y linux-5.15.y] net: do it", "0 5.10 5.15" },
	{ "[PATCH linux-5.10.y/linux-5.15.y] net: do it", "0 5.10 5.15" },
	{ "[PATCH 6.6.y-6.1.y] net: do it", "0 6.6-6.1" },
	{ "[PATCH 5.10+] net: do it", "0 5.10" },
	{ "[PATCH branch-2.17] net: do it", "0 2.17" },
	{ "[PATCH v20.11 1/2] net: do it", "1 20.11" },
	/* The second edition of the second revision, not a tree. */
	{ "[PATCH v2.1 1/4] net: do it", "1" },
	{ "[PATCH v11.2 1/4] net: do it", "1" },
	{ "[PATCH stable v3.2 1/4] net: do it", "1 3.2" },
	{ "[PATCH v3.2 v2] net: do it", "0 3.2" },
	{ "[PATCH v6.1-rc3] net: do it", "0" },
	{ "[PATCH for-6.1-rc3 1/2] net: do it", "1" },
	{ "[PATCH for-next] net: do it", "0" },
	{ "[PATCH net v2 03/17] net: do it", "3" },
	{ "[PATCH openEuler-1.0-LTS] net: do it", "0" },
	{ "[PATCH usb-2.0] net: do it", "0" },
	{ "[PATCH 5.10-rc1] net: do it", "0" },
	{ "[PATCH 1/] net: do it", "0" },
	{ "[PATCH 99999999999999999999/2] net: do it", "0" },
};

static const struct {
	const char *a, *b;
	bool expected;
} overlaps[] = {
	{ "5.10", "5.10", true },
	{ "5.10", "5.1", false },
	{ "5.10", "5.15", false },
	{ "", "5.15", true },
	{ "", "", true },
	{ "7.0-6.6", "6.12", true },
	{ "7.0-6.6", "6.6", true },
	{ "7.0-6.6", "7.0", true },
	{ "7.0-6.6", "6.1", false },
	{ "6.6-7.0", "6.12", true },
	{ "7.0-6.6", "6.12-6.1", true },
	{ "7.0-6.6", "6.1-5.10", false },
	{ "5.4,5.10", "5.10", true },
	{ "5.4,5.10", "4.19,6.1", false },
	{ "6.12.43", "6.12", true },
	{ "6.12.43", "6.12.4", false },
	{ "6.12.43", "6.1", false },
	{ "6.12.43", "6.12.43.1", true },
	{ "6.12.0", "6.12", true },
	{ "7.0-6.6", "7.0.5", true },
	{ "7.0-6.6", "6.6.1", true },
	{ "7.0-6.6", "7.1", false },
	{ "7.0-6.6.3", "6.6", true },
	{ "7.0-6.6.3", "6.6.2", false },
	{ "7.0-6.6,6.12-5.4", "5.15", true },
	{ "5.15,5.4,7.0-6.6,6.8,6.12-6.1", "6.3", true },
	{ "5.15,5.4,7.0-6.6,6.8,6.12-6.1", "5.10,5.17", false },
	{ "5.4,5.15,5.10", "5.4-4.19", true },
	{ "5.4,5.15,5.10", "6.1-5.16", false },
	{ "99999999999999999999.1", "99999999999999999999.2", false },
};

static const struct {
	const char *text, *name, *email;
} people[] = {
	{ "Ann Ash <ann@example.org>", "Ann Ash", "ann@example.org" },
	{ "\"Ash, Ann\" <ann@example.org>", "Ash, Ann", "ann@example.org" },
	{ "ann@example.org", "", "ann@example.org" },
	{ "<ann@example.org>", "", "ann@example.org" },
	{ "Ann Ash", "Ann Ash", "" },
	{ "Ann  Ash  <ann@example.org>", "Ann Ash", "ann@example.org" },
	{ "Ann <x> Ash <ann@example.org>", "Ann <x> Ash", "ann@example.org" },
	{ "Ann Ash <ann@example.org", "Ann Ash <ann@example.org", "" },
	{ "", "", "" },
	{ "\"", "\"", "" },
};

static struct patch *patch_with_versions(const char *list)
{
	struct patch *patch = patch_new("test");
	g_auto(GStrv) words = g_strsplit(list, ",", -1);

	for (char **word = words; *word; word++)
		patch_add_version(patch, *word);
	return patch;
}

static char *render(const struct patch *patch)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%u", patch->number);
	for (guint i = 0; i < patch->versions->len; i++)
		g_string_append_printf(out, " %s", (char *)patch->versions->pdata[i]);
	return g_string_free(out, FALSE);
}

static void test_fill(void)
{
	_cleanup_(patch_freep) struct patch *patch = patch_new("test");

	patch_fill(patch, "[PATCH 5.10] net: do it", "Post <post@example.org>",
		   "From: Ann Ash <ann@example.org>\n\nText.\n\nSigned-off-by: Ann Ash "
		   "<ann@example.org>\n"
		   "---\nv2: this is for the list only, it leaks\n\n"
		   "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n-- \n2.40\n",
		   NULL, 1);
	tap_same("the subject", "net: do it", patch->message.subject);
	tap_same("the in-body author", "ann@example.org", patch->author.email);
	tap_ok(!strstr(patch->message.body, "leaks"), "what is below --- is no message");
	tap_number("the diff", 1, (gint64)diff_n_files(&patch->diff));
	tap_number("problems", 0, patch->problems->len);
}

static void test_no_diff(void)
{
	_cleanup_(patch_freep) struct patch *patch = patch_new("test");

	patch_fill(patch, "[PATCH] net: do it", "Ann <ann@example.org>", "Text.\n", NULL, 1);
	tap_number("no diff is a problem", 1, patch->problems->len);
}

static void test_generated_below(void)
{
	_cleanup_(patch_freep) struct patch *patch = patch_new("test");

	patch_fill(patch, "[PATCH AUTOSEL 6.12] net: do it", "Ann <ann@example.org>",
		   "Text.\n\nSigned-off-by: Ann <ann@example.org>\n---\n\n"
		   "LLM Generated explanations, may be completely bogus:\n\nYES, it fixes a "
		   "leak.\n\n a.c | 2 +-\n\n"
		   "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n",
		   NULL, 1);
	tap_ok(patch->message.generated_text, "a machine's words below --- are noted");
	tap_ok(!strstr(patch->message.own_body, "leak"), "and are no evidence");
}

/* Of strangers' subjects, with each of which it is compared. */
static void test_many_versions(void)
{
	_cleanup_(patch_freep) struct patch *patch = patch_new("test");
	gint64 start = g_get_monotonic_time();

	for (int i = 0; i < 100000; i++) {
		g_autofree char *word = g_strdup_printf("5.%d", i);

		patch_add_version(patch, word);
	}
	tap_ok(patch->versions->len == 64, "a patch is for 64 trees at most");
	tap_ok(g_get_monotonic_time() - start < 10 * G_USEC_PER_SEC, "100,000 in time");
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
		_cleanup_(patch_freep) struct patch *patch = patch_new("test");
		g_autofree char *actual = NULL;

		patch_fill(patch, tags[i].subject, "", "", g_strdup(""), 1);
		actual = render(patch);
		tap_same(tags[i].subject, tags[i].expected, actual);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(overlaps); i++) {
		_cleanup_(patch_freep) struct patch *a = patch_with_versions(overlaps[i].a);
		_cleanup_(patch_freep) struct patch *b = patch_with_versions(overlaps[i].b);
		g_autofree char *name =
			g_strdup_printf("'%s' and '%s' in one tree", overlaps[i].a, overlaps[i].b);

		tap_ok(patch_shares_queue(a, b) == overlaps[i].expected, name);
		tap_ok(patch_shares_queue(b, a) == overlaps[i].expected, "the other way round");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(people); i++) {
		struct person person = person_parse(people[i].text);

		tap_same(people[i].text, people[i].name, person.name);
		tap_same("the address", people[i].email, person.email);
		person_clear(&person);
	}
	test_fill();
	test_many_versions();
	test_no_diff();
	test_generated_below();
	return tap_done();
}
