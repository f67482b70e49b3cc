/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/maintainers.h"

#include <string.h>

#include "tap.h"

static const char text[] = "List of maintainers\n"
			   "===================\n"
			   "\n"
			   "\tM: *Mail* patches to: nobody <nobody@example.org>\n"
			   "\tF: *Files* and directories\n"
			   "\n"
			   "M:\tAlone <alone@example.org>\n"
			   "F:\talone/\n"
			   "\n"
			   "NET DRIVERS\n"
			   "M:\tAnn Ash <ann@example.org>\n"
			   "M:\t\"Birch, Ben\" <ben@example.org>\n"
			   "R:\tCora <cora@example.org>\n"
			   "L:\tnet@example.org (moderated for non-subscribers)\n"
			   "L:\tclosed@example.org (subscribers-only)\n"
			   "S:\tSupported\n"
			   "N:\tnothing\n"
			   "F:\tdrivers/net/\n"
			   "X:\tdrivers/net/wireless/\n"
			   "\n"
			   "NET DRIVER X\r\n"
			   "M:\tXaver <x@example.org>\r\n"
			   "F:\tdrivers/net/x*\r\n"
			   "F:\tinclude/net/x_y.h\r\n"
			   "\n"
			   "ARM BOARDS\n"
			   "F:\tarch/*/boot/\n"
			   "F:\t*/odd/*.c\n"
			   "\n"
			   "DIRECTORY\n"
			   "F:\tlib/part\n"
			   "\n"
			   "NAMES\n"
			   "X:\tlib/gadget_out.c\n"
			   "N:\tgad get\n" /* m//x: a blank is none */
			   "N:\t[^a-z]odd\\.c$\n"
			   "N:\t(\n"
			   "\n"
			   "WORDS\n"
			   "K:\t\\b(?i:gizmo)_(on|off)\\b\n"
			   "K:\t^Link:.*part\n"
			   "K:\tone\\s+two\n"
			   "\n"
			   "MORE WORDS\n"
			   "K:\tgizmo\n"
			   "\n"
			   "THE REST\n"
			   "M:\tRita <rita@example.org>\n"
			   "F:\t*\n"
			   "F:\t*/\n";

/* Paths with blanks between; whose they are. */
static const struct {
	const char *name, *paths, *expected;
} cases[] = {
	{ "a directory", "drivers/net/a/b.c", "NET DRIVERS" },
	{ "not what begins so", "drivers/network.c", NULL },
	{ "what says it more closely", "drivers/net/xy.c", "NET DRIVER X" },
	{ "a star ends at a slash", "drivers/net/xy/z.c", "NET DRIVERS" },
	{ "what is left out", "drivers/net/wireless/a.c", NULL },
	{ "a file", "include/net/x_y.h", "NET DRIVER X" },
	{ "a star within", "arch/arm/boot/dts/a.dts", "ARM BOARDS" },
	{ "a star within and at the end", "x/odd/a.c", "ARM BOARDS" },
	{ "a directory without a slash", "lib/part/a/b.c", "DIRECTORY" },
	{ "the beginning of a name", "lib/part-two.c", "DIRECTORY" },
	{ "but not of a directory's", "lib/part-two/a.c", NULL },
	{ "the rest is nobody's", "mm/a.c", NULL },
	{ "tags without a name", "alone/a.c", NULL },
	{ "what most are of", "drivers/net/a.c lib/part/a.c lib/part/b.c", "DIRECTORY" },
	{ "of as many the first", "lib/part/b.c drivers/net/a.c", "DIRECTORY" },
	{ "no path", "", NULL },
	{ "by its name", "mm/gadget.c", "NAMES" },
	{ "by the end of it", "mm/_odd.c", "NAMES" },
	{ "not by a part", "mm/modd.c", NULL },
	{ "a name that is left out", "lib/gadget_out.c", NULL },
	{ "what says where it is goes before that", "drivers/net/gadget.c", "NET DRIVERS" },
};

/* Of a file that is nobody's. */
static const struct {
	const char *name, *changed, *expected;
} contents[] = {
	{ "a word in what is changed", "a\n+\tGIZMO_on(x);\n", "WORDS" },
	{ "a word in the message", "turn it gizmo_off\n-x\n", "WORDS" },
	{ "not a part of one", "a\n+gizmo_once\n", "MORE WORDS" },
	{ "the beginning of a line", "a\nLink: https://example.org/part\n", "WORDS" },
	{ "which one in the diff does not have", "a\n+Link: part\n", NULL },
	{ "in one line", "one  two", "WORDS" },
	{ "not over two", "one\ntwo", NULL },
	{ "but then in another", "one\ntwo\n-one two\n", "WORDS" },
	{ "nothing", "", NULL },
};

int main(void)
{
	struct maintainers *maintainers = maintainers_parse(text, strlen(text));

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(GStrv) words = g_strsplit(cases[i].paths, " ", -1);
		g_autoptr(GPtrArray) paths = g_ptr_array_new();
		const struct subsystem *found;

		for (char **word = words; *word && **word; word++)
			g_ptr_array_add(paths, *word);
		found = maintainers_find(maintainers, paths, NULL);
		tap_same(cases[i].name, cases[i].expected, found ? found->name : NULL);
		found = maintainers_find(maintainers, paths, NULL);
		tap_same("and again", cases[i].expected, found ? found->name : NULL);
		if (found && strcmp(found->name, "NET DRIVERS") == 0) {
			tap_same("people",
				 "Ann Ash <ann@example.org>, \"Birch, Ben\" <ben@example.org>, "
				 "Cora <cora@example.org>",
				 found->people->str);
			tap_same("lists", "net@example.org", found->lists->str);
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(contents); i++) {
		g_autoptr(GPtrArray) paths = g_ptr_array_new();
		const struct subsystem *found;

		g_ptr_array_add(paths, (gpointer) "mm/a.c");
		found = maintainers_find(maintainers, paths, contents[i].changed);
		tap_same(contents[i].name, contents[i].expected, found ? found->name : NULL);
	}
	maintainers_free(maintainers);

	/* Patterns that would take a matcher long are no paths. */
	g_autofree char *many = g_strnfill(200, '*');
	g_autofree char *hostile = g_strdup_printf("A\nF:\ta%sb\nF:\ta*a*a*a*a*a*a*b\n", many);
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(paths, g_strnfill(4000, 'a'));
	maintainers = maintainers_parse(hostile, strlen(hostile));
	tap_ok(maintainers_find(maintainers, paths, NULL) == NULL, "patterns of many stars");
	maintainers_free(maintainers);

	/* Nor does one that backtracks without end; the others go on. */
	static const char slow[] = "A\nN:\t^(0+)+$\n\nB\nN:\t^(0|0)*c\n\nC\nN:\t00b\n";

	g_ptr_array_set_size(paths, 0);
	g_ptr_array_add(paths, g_strdup_printf("%04000db", 0));
	maintainers = maintainers_parse(slow, strlen(slow));
	const struct subsystem *found = maintainers_find(maintainers, paths, NULL);

	tap_same("patterns that backtrack", "C", found ? found->name : NULL);
	maintainers_free(maintainers);
	return tap_done();
}
