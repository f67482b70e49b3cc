/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/identifier.h"

#include <string.h>

#include "tap.h"

/*
 * One hunk, its lines with their origin. Expected: "kind name" of each use, "@GUARD" behind those
 * in an #ifdef; then, behind "|", what is defined, sorted.
 */
static const struct {
	const char *name, *path, *section, *hunk, *expected;
} cases[] = {
	{ "a call", "a.c", "f", "+\tfoo();\n", "call foo |" },
	{ "a call with arguments", "a.c", "f", "+\tx = foo(y, 1);\n",
	  "word x, call foo, word y |" },
	{ "members", "a.c", "f", "+\ta->b.c = d.e;\n",
	  "word a, member b, member c, word d, member e |" },
	{ "a number is no member", "a.c", "f", "+\ta = 1.5e3f + .5L + 0x1fUL;\n", "word a |" },
	{ "a constant", "a.c", "f", "+\ta |= FOO_BAR;\n", "word a, constant FOO_BAR |" },
	{ "one capital is none", "a.c", "f", "+\ta |= X;\n", "word a, word X |" },
	{ "a configuration's symbol", "a.c", "f", "+\tif (IS_ENABLED(CONFIG_FOO))\n",
	  "call IS_ENABLED, config CONFIG_FOO |" },
	{ "a type of a struct", "a.c", "f", "+\tstruct foo *bar;\n", "type foo | bar" },
	{ "a type", "a.c", "f", "+\tfoo_t bar = 1, *baz;\n", "type foo_t | bar baz" },
	{ "a type of one word", "a.c", "f", "+\tfoo bar;\n", "type foo | bar" },
	{ "a cast", "a.c", "f", "+\ta = (foo *)b;\n", "word a, type foo, word b |" },
	{ "a cast to a struct", "a.c", "f", "+\ta = (struct foo *)b;\n",
	  "word a, type foo, word b |" },
	{ "sizeof", "a.c", "f", "+\ta = sizeof(struct foo) + sizeof b;\n",
	  "word a, type foo, word b |" },
	{ "a product", "a.c", "f", "+\ta = b * c;\n", "word a, word b, word c |" },
	{ "a pointer", "a.c", "f", "+\tfoo_t *a;\n", "type foo_t | a" },
	{ "keywords", "a.c", "f", "+\twhile (1) { if (0) break; else continue; }\n", "|" },
	{ "return", "a.c", "f", "+\treturn foo;\n", "word foo |" },
	{ "a case", "a.c", "f", "+\tcase FOO: bar = 1;\n", "constant FOO, word bar |" },
	{ "goto", "a.c", "f", "+\tgoto out_free;\n", "word out_free |" },
	{ "a label", "a.c", "f", "+out_free:\n+\tgoto out_free;\n", "| out_free" },
	{ "no label", "a.c", "f", "+\ta = b ? c\n+\t\t: d;\n", "word a, word b, word c, word d |" },
	{ "a designated initialiser", "a.c", "static struct x y = {", "+\t.foo = bar,\n",
	  "member foo, word bar |" },
	{ "initialisers", "a.c", "static struct x y[] = {", "+\t{ FOO, BAR(1) },\n",
	  "constant FOO, call BAR |" },
	{ "an array's constant index", "a.c", "static int y[] = {", "+\t[FOO] = 1,\n",
	  "constant FOO |" },
	{ "removed and unchanged lines", "a.c", "f", " \ta();\n-\tb();\n+\tc();\n \td();\n",
	  "call c |" },
	{ "each once", "a.c", "f", "+\tfoo; foo(); bar->foo;\n", "call foo, word bar |" },

	{ "a function", "a.c", "",
	  "+static int foo(struct x *a, u8 b)\n+{\n+\treturn a->y + b;\n+}\n",
	  "type x, type u8, member y | a b foo" },
	{ "a function, its type on its own line", "a.c", "",
	  "+static int\n+foo(int a)\n+{\n+\treturn foo(a);\n+}\n", "| a foo" },
	{ "the same, the type not shown", "a.c", "", "+foo(int a)\n+{\n", "| a foo" },
	{ "a function with attributes", "a.h", "",
	  "+static __always_inline struct x *__must_check foo(void);\n",
	  "word __always_inline, type x, type __must_check | foo" },
	{ "a pointer to a function", "a.c", "struct x {", "+\tint (*foo)(struct y *a, int b);\n",
	  "type y | a b foo" },
	{ "a call through a pointer", "a.c", "f", "+\t(*foo)(1);\n", "word foo |" },
	{ "a macro", "a.h", "", "+#define FOO BAR(1)\n", "call BAR | FOO" },
	{ "a macro with parameters", "a.h", "", "+#define foo(a, b) bar((a), b, c)\n",
	  "call bar, word c | a b foo" },
	{ "a macro of many lines", "a.h", "",
	  "+#define foo(a) do { \\\n+\tint b = (a); \\\n+\tbar(b); \\\n+} while (0)\n+baz;\n",
	  "call bar, word baz | a b foo" },
	{ "a macro without parameters that begins with one", "a.h", "", "+#define foo (a)\n",
	  "word a | foo" },
	{ "pasted names", "a.h", "", "+#define foo(a) bar_##a, a##_baz, #a, qux\n",
	  "word qux | a foo" },
	{ "a part of a macro", "a.h", "#define foo(a)",
	  " \tint b = (a); \\\n+\tint c = b; \\\n+\tbar(c); \\\n", "word b, call bar | c" },
	{ "values of an enum", "a.h", "",
	  "+enum foo {\n+\tONE,\n+\tTWO = THREE,\n+\tFOUR = BIT(2)\n+};\n",
	  "constant THREE, call BIT | FOUR ONE TWO foo" },
	{ "values in an enum", "a.h", "enum foo {", "+\tONE,\n+\tTWO = 2,\n", "| ONE TWO" },
	{ "values in an enum in a struct", "a.h", "struct foo {", "+\t\tONE,\n", "| ONE" },
	{ "elements or values, who knows", "a.h", "", "+\tONE,\n+\tTWO,\n", "| ONE TWO" },
	{ "members of a struct", "a.h", "struct foo {", "+\tu32 a, b:3;\n+\tchar c[FOO];\n",
	  "type u32, constant FOO | a b c" },
	{ "a member, and a variable of its name", "a.c", "int f(void)",
	  "+\tint foo = 1;\n+\ta->foo = foo;\n", "word a, member foo | foo" },
	{ "a member, and one of its name", "a.c", "int f(void)",
	  "+struct s {\n+\tint foo;\n+};\n+\ta->foo = 1;\n", "word a | foo s" },
	{ "a member, and one of its name, perhaps", "a.c", "", "+\tint foo;\n+\ta->foo = 1;\n",
	  "word a | foo" },
	{ "declared behind an initialiser", "a.c", "f()",
	  "+\tint foo[2] = { -1, { BAZ } }, bar[2] = { qux, -1 }, *baz;\n",
	  "constant BAZ, word qux | bar baz foo" },
	{ "a member whose type a macro makes", "a.h", "struct x {", "+\tATOMIC(int) foo, *bar;\n",
	  "call ATOMIC | bar foo" },
	{ "a loop that a macro makes", "a.c", "f", "+\tFOR_EACH(a, b) foo = 1;\n",
	  "call FOR_EACH, word a, word b, word foo |" },
	{ "an attribute of a struct", "a.h", "struct x {", "+} __packed_thing;\n",
	  "word __packed_thing |" },
	{ "a struct", "a.h", "", "+struct foo {\n+\tstruct bar b;\n+};\n+struct baz;\n",
	  "type bar | b baz foo" },
	{ "a type of its own", "a.h", "",
	  "+typedef struct foo {\n+} bar_t;\n+typedef int (*baz)(int a);\n", "| a bar_t baz foo" },
	{ "names that macros make", "a.c", "",
	  "+static DEFINE_MUTEX(a);\n+static LIST_HEAD(b);\n+DEFINE_PER_CPU(int, c);\n",
	  "call DEFINE_MUTEX, call LIST_HEAD, call DEFINE_PER_CPU | a b c" },
	{ "arguments of another macro", "a.c", "f", "+\tFIELD_PREP(FOO_MASK, a);\n",
	  "call FIELD_PREP, constant FOO_MASK, word a |" },
	{ "a loop's variable", "a.c", "f", "+\tfor (int i = 0; i < FOO; i++)\n",
	  "constant FOO | i" },
	{ "operands of asm", "a.c", "f", "+\tasm(\"x %[foo]\" : : [foo] \"r\" (bar));\n",
	  "word bar | foo" },

	{ "a header", "a.c", "", "+#include <linux/of.h>\n+#include \"../b/c.h\"\n",
	  "header linux/of.h, header b/c.h |" },
	{ "in comments", "a.c", "f", "+\ta(); /* b(); */ // c();\n+\t/* d();\n+\t * e(); */ g();\n",
	  "call a, call g |" },
	{ "in a comment that began before", "a.c", "f",
	  " \tsome text\n+\tfoo();\n+\tend */ bar();\n", "call bar |" },
	{ "in a comment of stars", "a.c", "f", "+\t * foo();\n \t * bar\n", "|" },
	{ "in a comment that is open", "a.c", "f", " \t/*\n+\tfoo();\n", "|" },
	{ "in strings", "a.c", "f", "+\ta(\"b() \\\" c()\", 'd', '\\'', \"/*\"); e();\n",
	  "call a, call e |" },
	{ "a string that is not closed", "a.c", "f", "+\ta(\"b();\n+\tc();\n", "call a, call c |" },
	{ "an apostrophe in prose", "a.c", "f", "+#error don't foo\n+\ta();\n", "call a |" },
	{ "what asks whether", "a.c", "f",
	  "+#if defined(FOO) && BAR > 3\n+#endif\n+#ifdef BAZ\n+#endif\n", "|" },
	{ "within an #ifdef", "a.c", "f",
	  "+#ifdef FOO\n+\ta();\n+#else\n+\tb();\n+#endif\n+\tc();\n",
	  "call a@FOO, call b, call c |" },
	{ "within an #ifndef", "a.c", "f", "+#ifndef FOO\n+\ta();\n+#else\n+\tb();\n+#endif\n",
	  "call a, call b@FOO |" },
	{ "within two", "a.c", "f",
	  "+#ifdef FOO\n+#if IS_ENABLED(CONFIG_A) && !defined(BAR)\n+\ta();\n+#endif\n+#endif\n",
	  "call a@CONFIG_A@IS_ENABLED@FOO |" },
	{ "within what never is", "a.c", "f", "+#if 0\n+\ta();\n+#endif\n", "call a@0 |" },
	{ "within an #ifdef and without", "a.c", "f", "+#ifdef FOO\n+\ta();\n+#endif\n+\tb(a);\n",
	  "word a, call b |" },

	{ "Kconfig", "x/Kconfig", "config BAR",
	  "+config FOO\n+\tbool \"The FOO\"\n+\tdepends on I || J\n+\tdepends on A && "
	  "!B\n+\tselect C if D = y\n+\thelp\n+\t  If E is\n+\t  F.\n+\n+config G\n+\tdefault H\n",
	  "config CONFIG_A, config CONFIG_C, config CONFIG_D | CONFIG_FOO CONFIG_G" },
	{ "a Makefile", "x/Makefile", "", "+obj-$(CONFIG_FOO) += foo.o # CONFIG_BAR\n",
	  "config CONFIG_FOO |" },
	{ "assembler", "x.S", "", "+#include <asm/foo.h>\n+\tmov\tr0, #FOO_BAR\n+\tbl\tfoo\n",
	  "header asm/foo.h, constant FOO_BAR |" },
	{ "a device tree", "x.dts", "",
	  "+#include <dt-bindings/foo.h>\n+\tfoo = <&bar FOO_BAR>;\n+\t#size-cells = <1>;\n",
	  "header dt-bindings/foo.h, constant FOO_BAR |" },
	{ "documentation", "x.rst", "", "+foo(FOO_BAR)\n", "|" },
	{ "a script", "x.py", "", "+foo(FOO_BAR)\n", "|" },
};

static char *render(const struct identifiers *names)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GList) defined = g_hash_table_get_keys(names->defined);

	for (guint i = 0; i < names->uses->len; i++) {
		const struct identifier_use *use =
			&g_array_index(names->uses, struct identifier_use, i);

		g_string_append_printf(out, "%s%s %s", i ? ", " : "",
				       identifier_kind_name(use->kind), use->name);
		for (int g = use->guard; g != IDENTIFIER_UNGUARDED;) {
			const struct identifier_guard *guard =
				&g_array_index(names->guards, struct identifier_guard, g);

			g_string_append_printf(out, "@%s", guard->name);
			g = guard->outer;
		}
	}
	g_string_append(out, out->len ? " |" : "|");
	defined = g_list_sort(defined, (GCompareFunc)strcmp);
	for (GList *item = defined; item; item = item->next)
		g_string_append_printf(out, " %s", (char *)item->data);
	return g_string_free(out, FALSE);
}

static char *diff_of(const char *path, const char *section, const char *hunk)
{
	size_t n_old = 0, n_new = 0;

	for (const char *line = hunk; *line; line = strchr(line, '\n') + 1) {
		n_old += *line != '+';
		n_new += *line != '-';
	}
	return g_strdup_printf("--- a/%s\n+++ b/%s\n@@ -10,%zu +10,%zu @@ %s\n%s", path, path,
			       n_old, n_new, section, hunk);
}

static void test_cases(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct diff diff;
		struct identifiers names;
		g_autofree char *actual = NULL;

		diff_parse(&diff, diff_of(cases[i].path, cases[i].section, cases[i].hunk), 1);
		identifiers_read(&diff, &names);
		actual = render(&names);
		tap_same(cases[i].name, cases[i].expected, actual);
		identifiers_clear(&names);
		diff_clear(&diff);
	}
}

static void test_places(void)
{
	struct diff diff;
	struct identifiers names;
	const struct identifier_use *use;

	diff_parse(&diff, diff_of("x/a.c", "", "-\ta();\n-\tb();\n c;\n+\tfoo(1);\n"), 1);
	identifiers_read(&diff, &names);
	use = &g_array_index(names.uses, struct identifier_use, 0);
	tap_number("a use's line number", 11, (gint64)use->line_number);
	tap_ok(slice_equal(use->line, "\tfoo(1);"), "a use's line");
	tap_same("a use's file", "x/a.c", use->path);
	identifiers_clear(&names);
	diff_clear(&diff);
}

/* What is new can be included, whatever it is called by. */
static void test_new_header(void)
{
	struct diff diff;
	struct identifiers names;
	g_autofree char *actual = NULL;

	diff_parse(
		&diff,
		g_strdup("diff --git a/include/x/y.h b/include/x/y.h\nnew file mode 100644\n"
			 "--- /dev/null\n+++ b/include/x/y.h\n@@ -0,0 +1 @@\n+#include <x/y.h>\n"),
		1);
	identifiers_read(&diff, &names);
	actual = render(&names);
	tap_same("a header of its own", "| include/x/y.h x/y.h y.h", actual);
	identifiers_clear(&names);
	diff_clear(&diff);
}

static void test_hostile(void)
{
	g_autoptr(GString) text = g_string_new("+");
	struct diff diff;
	struct identifiers names;

	for (int i = 0; i < 100000; i++)
		g_string_append_printf(text, "f%d((({", i);
	g_string_append(text, "\n+ \"open\n+/* open\n");
	for (int i = 0; i < 100000; i++)
		g_string_append(text, "+#if a{\n");
	diff_parse(&diff, diff_of("a.c", "", text->str), 1);
	identifiers_read(&diff, &names);
	tap_ok(names.uses->len <= 1 << 16, "lines without end, braces without end");
	identifiers_clear(&names);
	diff_clear(&diff);
}

static const struct {
	const char *name, *path, *text, *wanted, *expected;
} definitions[] = {
	{ "of a function", "a.c", "int a;\nint foo(void)\n{\n}\n", "foo", "int foo(void)" },
	{ "of a macro", "a.h", "#ifdef X\n#define FOO 1\n#endif\n", "FOO", "#define FOO 1" },
	{ "of an enum's value", "a.h", "enum {\n\tA,\n\tFOO,\n};\n", "FOO", "\tFOO," },
	{ "of a member", "a.h", "struct a {\n\tint foo;\n};\n", "foo", "\tint foo;" },
	{ "of a symbol", "Kconfig", "config FOO\n\tbool\n", "CONFIG_FOO", "config FOO" },
	{ "of a mutex", "a.c", "static DEFINE_MUTEX(foo);\n", "foo", "static DEFINE_MUTEX(foo);" },
	{ "behind a use", "a.c", "x = foo;\nint foo;\n", "foo", "int foo;" },
	{ "of a macro before a call that looks like one", "a.h",
	  "const x FOO(y) *z;\n#define FOO(a) a\n", "FOO", "#define FOO(a) a" },
	{ "not where it is used", "a.c", "x = foo(1);\n", "foo", "" },
	{ "not in a comment", "a.c", "/* int foo; */\n", "foo", "" },
	{ "not in a part of a word", "a.c", "int foobar;\n", "foo", "" },
	{ "not in documentation", "a.rst", "int foo;\n", "foo", "" },
};

static void test_definitions(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(definitions); i++) {
		bool certain;
		struct slice line = identifier_find_definition(definitions[i].path,
							       slice_of(definitions[i].text),
							       definitions[i].wanted, &certain);
		g_autofree char *found = line.length ? slice_dup(line) : g_strdup("");

		tap_same(definitions[i].name, definitions[i].expected, found);
	}
}

struct hashes {
	guint64 wanted;
	int n;
};

static void count(guint64 hash, void *data)
{
	struct hashes *hashes = data;

	hashes->n += hash == hashes->wanted;
}

static void count_names(const char *name, enum source_kind kind, const char *text,
			const char *wanted, int expected)
{
	struct hashes hashes = { .wanted = identifier_hash(wanted) };

	identifiers_each_hash(kind, slice_of(text), count, &hashes);
	tap_number(name, expected, hashes.n);
}

static void count_paths(const char *name, const char *path, const char *wanted, int expected)
{
	struct hashes hashes = { .wanted = identifier_path_hash(wanted) };

	identifiers_each_path_hash(path, count, &hashes);
	tap_number(name, expected, hashes.n);
}

static void test_hashes(void)
{
	count_names("names anywhere", SOURCE_C, "foo /* foo */ \"foo\" foo2 2foo xfoo", "foo", 3);
	count_names("symbols of Kconfig", SOURCE_KCONFIG, "config FOO", "CONFIG_FOO", 1);
	count_names("symbols that begin with a digit", SOURCE_KCONFIG, "config 64BIT",
		    "CONFIG_64BIT", 1);
	count_names("words of Kconfig are none", SOURCE_KCONFIG, "config FOO", "CONFIG_config", 0);
	count_names("elsewhere they are none", SOURCE_C, "FOO", "CONFIG_FOO", 0);
	count_names("documentation", SOURCE_NONE, "foo", "foo", 0);
	count_paths("a whole path", "a/b/c.h", "a/b/c.h", 1);
	count_paths("its end", "a/b/c.h", "b/c.h", 1);
	count_paths("its name", "a/b/c.h", "c.h", 1);
	count_paths("not a part of a name", "a/b/xc.h", "c.h", 0);
	count_paths("what a template becomes", "a/c.h.in", "a/c.h", 1);
	tap_ok(identifier_hash("foo") != identifier_path_hash("foo"), "paths are no names");
}

int main(void)
{
	test_cases();
	test_places();
	test_new_header();
	test_hostile();
	test_definitions();
	test_hashes();
	return tap_done();
}
