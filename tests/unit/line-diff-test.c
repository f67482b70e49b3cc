/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libgit2 says of the same two texts is what is expected. */
#include <sys/resource.h>
#include <time.h>

#include "library-diff.h"
#include "tap.h"

#define LONG_LIMIT ((size_t)1 << 30)

static bool is_same(struct slice older, struct slice newer, size_t limit)
{
	g_autoptr(GString) expected = g_string_new(NULL), actual = g_string_new(NULL);

	if (library_diff_is_same(older, newer, limit, expected, actual))
		return true;
	tap_lines("expected", expected->str);
	tap_lines("actual  ", actual->str);
	return false;
}

static const struct {
	const char *name, *older, *newer;
} cases[] = {
	{ "the same", "a\nb\n", "a\nb\n" },
	{ "nothing to something", "", "a\nb\n" },
	{ "something to nothing", "a\nb\n", "" },
	{ "one line", "a\nb\nc\n", "a\nx\nc\n" },
	{ "no newline at the end of the older", "a\nb", "a\nb\n" },
	{ "no newline at the end of the newer", "a\nb\n", "a\nb" },
	{ "no newline at the end of both", "x\na", "y\na" },
	{ "no newline, longer", "a", "ab" },
	{ "a line of which another ends", "xa\n", "a\n" },
	{ "all of a text once more", "a\n", "a\na\n" },
	{ "a blank line more", "a\n\n\nb\n", "a\n\n\n\nb\n" },
	{ "a function behind another", "int a(void)\n{\n}\n\nint b(void)\n{\n}\n",
	  "int a(void)\n{\n}\n\nint c(void)\n{\n}\n\nint b(void)\n{\n}\n" },
	{ "two hunks", "fn\n1\n2\n3\n4\n5\n6\n7\n8\n9\n", "fn\nx\n2\n3\n4\n5\n6\n7\n8\ny\n" },
	{ "seven lines between", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n" },
	{ "six lines between", "1\n2\n3\n4\n5\n6\n7\n8\n", "x\n2\n3\n4\n5\n6\n7\ny\n" },
	{ "a heading without its blanks", "fn \v\t\r\n1\n2\n3\n4\n5\n",
	  "fn \v\t\r\n1\n2\n3\n4\nx\n" },
	{ "a heading that is no UTF-8", "f\xc3\n1\n2\n3\n4\n5\n", "f\xc3\n1\n2\n3\n4\nx\n" },
	{ "a heading cut within a character",
	  "f2345678901234567890123456789012345678901234567890123456789012345678901234567890\xc3\xa4"
	  "\n1\n2\n3\n4\n5\n",
	  "f2345678901234567890123456789012345678901234567890123456789012345678901234567890\xc3\xa4"
	  "\n1\n2\n3\n4\nx\n" },
};

/* Numbers that are the same each time. */
static guint32 state;

static guint below(guint n)
{
	state = state * 1664525 + 1013904223;
	return (guint)((guint64)(state >> 8) * n >> 24);
}

static void append_any_line(GString *out, guint variety)
{
	static const char *const common[] = { "\n",   "}\n",	       "\t}\n",
					      "{\n",  "\treturn 0;\n", "\r\n",
					      "  \n", "\tbreak;\n",    "#endif\n" };

	if (below(3) == 0) {
		g_string_append(out, common[below(G_N_ELEMENTS(common))]);
		return;
	}
	if (below(60) == 0)
		for (guint i = 30; i > 0; i--)
			g_string_append_c(out, '\n');
	for (guint i = below(40) ? below(4) : 30; i > 0; i--)
		g_string_append_c(out, below(4) ? '\t' : ' ');
	if (below(200) == 0)
		g_string_append_c(out, '\0');
	g_string_append_printf(out, "%s%u%s\n", below(8) ? "x = " : "fn", below(variety),
			       below(30) ? ";" : ";\r");
}

static void append_lines(GString *out, guint n, guint variety)
{
	for (guint i = 0; i < n; i++)
		append_any_line(out, variety);
}

/* Copy text with changes: lines left out, put in, moved, repeated. One line of so many. */
static GString *changed(const GString *text, guint one_of, guint variety)
{
	GString *out = g_string_new(NULL);
	const char *end = text->str + text->len, *again = text->str;

	for (const char *p = text->str; p < end;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t length = (size_t)((stop ? stop + 1 : end) - p);

		switch (below(one_of)) {
		case 0:
			append_lines(out, 1 + below(4), variety);
			break;
		case 1:
			break;
		case 2:
			g_string_append_len(out, again, p - again);
			G_GNUC_FALLTHROUGH;
		default:
			g_string_append_len(out, p, (gssize)length);
		}
		if (below(10) == 0)
			again = p;
		p += length;
		if (p - again > 400)
			again = p;
	}
	if (out->len && below(8) == 0)
		g_string_truncate(out, out->len - 1);
	return out;
}

static struct slice slice_of_string(const GString *text)
{
	return (struct slice){ text->str, text->len };
}

/* Pairs of texts of up to so many lines, of which up to variety are different ones. */
static guint count_same(guint n_pairs, guint n_lines, guint variety, guint one_of)
{
	guint n_same = 0;

	for (guint i = 0; i < n_pairs; i++) {
		g_autoptr(GString) older = g_string_new(NULL);
		g_autoptr(GString) newer = NULL;

		append_lines(older, below(n_lines), 1 + below(variety));
		newer = changed(older, 3 + below(one_of), 1 + below(variety));
		n_same += is_same(slice_of_string(older), slice_of_string(newer), LONG_LIMIT);
	}
	return n_same;
}

static const struct {
	const char *name;
	guint n_pairs, n_lines, variety, one_of;
} kinds[] = {
	{ "few lines, few different ones", 3000, 12, 4, 8 },
	{ "few changes", 600, 200, 1000, 300 },
	{ "many changes", 600, 200, 40, 20 },
	{ "mostly the same lines", 200, 400, 6, 40 },
	{ "nothing in common by position", 100, 600, 300, 2 },
	{ "long texts with many matches of a line", 8, 6000, 2000, 6 },
	{ "long texts where a search ends before it is over", 4, 20000, 300, 4 },
	{ "long texts with a few changes", 4, 20000, 20000, 2000 },
};

/* Lines in another order. */
static void append_shuffled(GString *out, const GString *text)
{
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
	guint n = g_strv_length(lines);

	for (guint i = n; i > 0; i--) {
		guint k = below(i);

		g_string_append_printf(out, "%s\n", lines[k]);
		g_free(lines[k]);
		lines[k] = lines[i - 1];
		lines[i - 1] = NULL;
	}
}

/* Parts in another order, with long ones between them that are the same. */
static guint count_same_shuffled(guint n_pairs, guint n_same_lines)
{
	guint n_same = 0;

	for (guint i = 0; i < n_pairs; i++) {
		g_autoptr(GString) older = g_string_new(NULL), newer = g_string_new(NULL);

		for (guint part = 0; part < 6; part++) {
			g_autoptr(GString) text = g_string_new(NULL);
			bool other_order = part % 2 == 0;

			for (guint n = other_order ? below(900) : below(n_same_lines); n > 0; n--)
				g_string_append_printf(text, "%u\n", below(100000));
			g_string_append(older, text->str);
			if (other_order && below(4))
				append_shuffled(newer, text);
			else if (!other_order)
				g_string_append(newer, text->str);
		}
		n_same += is_same(slice_of_string(older), slice_of_string(newer), LONG_LIMIT);
	}
	return n_same;
}

/* Of the processor, from now on, or the system ends the program. */
static void allow_seconds(rlim_t seconds)
{
	struct rlimit limit;

	getrlimit(RLIMIT_CPU, &limit);
	limit.rlim_cur = (rlim_t)(clock() / CLOCKS_PER_SEC) + seconds;
	setrlimit(RLIMIT_CPU, &limit);
}

/* Lines that a hash without a key takes for the same one: each would be compared with all others,
 * which takes many minutes. */
static void test_hash(void)
{
	enum { N_LINES = 400000, WORD = 8 };
	const guint64 factor = G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	g_autoptr(GString) older = g_string_new(NULL), newer = g_string_new(NULL);

	for (guint i = 0; i < N_LINES; i++) {
		guint64 first = G_GUINT64_CONSTANT(0x4141414100000000) + i;
		guint64 second = (first ^ (2 * WORD + 1)) * factor;

		second ^= second >> 32 ^ G_GUINT64_CONSTANT(0x2020202020202020);
		if (memchr(&first, '\n', WORD) || memchr(&second, '\n', WORD))
			continue;
		g_string_append_len(newer, (const char *)&first, WORD);
		g_string_append_len(newer, (const char *)&second, WORD);
		g_string_append_c(newer, '\n');
	}
	g_string_append(older, "one\n");
	allow_seconds(60);
	tap_ok(is_same(slice_of_string(older), slice_of_string(newer), LONG_LIMIT),
	       "lines made to be of one hash");
}

static void test_limits(void)
{
	struct slice older = slice_of("a\nb\nc\n"), newer = slice_of("a\nx\nc");
	bool good = true;

	for (size_t limit = 0; limit < 64; limit++)
		good = good && is_same(older, newer, limit);
	tap_ok(good, "cut where a line does not fit");
}

int main(void)
{
	git_libgit2_init();
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		tap_ok(is_same(slice_of(cases[i].older), slice_of(cases[i].newer), LONG_LIMIT),
		       cases[i].name);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		state = (guint32)i;
		tap_number(kinds[i].name, kinds[i].n_pairs,
			   count_same(kinds[i].n_pairs, kinds[i].n_lines, kinds[i].variety,
				      kinds[i].one_of));
	}
	tap_number("parts in another order", 10, count_same_shuffled(10, 3000));
	tap_number("in a text so long that paths far ahead are taken", 6,
		   count_same_shuffled(6, 60000));
	test_hash();
	test_limits();
	git_libgit2_shutdown();
	return tap_done();
}
