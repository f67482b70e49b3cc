/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule-format.h"

#include <string.h>

#include "judge/rule-edit.h"
#include "tap.h"

#define TEN    "1234567890"
#define FORTY  TEN TEN TEN TEN
#define EIGHTY FORTY FORTY

static const struct {
	const char *name, *text, *expected; /* expected NULL: an error */
} layouts[] = {
	{ "nothing", "", NULL },
	{ "half of it", "{ \"rules\": [", NULL },
	{ "a key twice", "{ \"a\": 1, \"a\": 2 }", NULL },
	{ "an empty file", "{}", "{}\n" },
	{ "a list", "[1,2 , 3]", "[1, 2, 3]\n" },
	{ "members begin lines", "{\"b\":1,\"a\":{}}", "{\n  \"b\": 1,\n  \"a\": {}\n}\n" },
	{ "numbers and strings as written", "{\"a\":[0.00,-1e3,\"\\u0041\\/\303\251\"]}",
	  "{\n  \"a\": [0.00, -1e3, \"\\u0041\\/\303\251\"]\n}\n" },
	{ "brackets within a string", "{\"a\":\"{[,:\\\"]}\"}", "{\n  \"a\": \"{[,:\\\"]}\"\n}\n" },
	{ "a list of rules is open", "{\"rules\":[{\"id\":\"a\",\"disabled\":true},{}]}",
	  "{\n  \"rules\": [\n    { \"id\": \"a\", \"disabled\": true },\n    {}\n  ]\n}\n" },
	{ "so are definitions", "{\"define\":{\"a\":\"b\",\"c\":{\"not\":\"d\"}}}",
	  "{\n  \"define\": {\n    \"a\": \"b\",\n    \"c\": { \"not\": \"d\" }\n  }\n}\n" },
	{ "nothing is open that is empty", "{\"rules\":[]}", "{\n  \"rules\": []\n}\n" },
	{ "words share a line, sentences begin theirs",
	  "{\"rules\":[{\"id\":\"a\",\"weight\":1,\"says\":\"" EIGHTY " x\",\"learn\":false,"
	  "\"quiet\":true}]}",
	  "{\n  \"rules\": [\n    { \"id\": \"a\", \"weight\": 1,\n      \"says\": \"" EIGHTY
	  " x\","
	  "\n      \"learn\": false, \"quiet\": true }\n  ]\n}\n" },
	{ "a list is filled", "{\"a\":[\"" FORTY "\",\"" FORTY "\",\"" FORTY "\",\"b\"]}",
	  "{\n  \"a\": [\"" FORTY "\", \"" FORTY "\",\n    \"" FORTY "\", \"b\"]\n}\n" },
	{ "behind what took several lines a new one begins",
	  "{\"a\":[{\"b\":\"" EIGHTY "\",\"c\":\"" FORTY "\"},\"d\"]}",
	  "{\n  \"a\": [{ \"b\": \"" EIGHTY "\",\n      \"c\": \"" FORTY "\" },\n    \"d\"]\n}\n" },
	{ "a list may begin behind its field, and is indented by what is open",
	  "{\"a\":{\"f\":\"g\",\"words\":[\"" EIGHTY "\",\"" TEN "\"]}}",
	  "{\n  \"a\": { \"f\": \"g\",\n    \"words\": [\"" EIGHTY "\",\n      \"" TEN
	  "\"] }\n}\n" },
	{ "a field and its list", "{\"a\":{\"f\":\"g\",\"words\":[\"" FORTY "\",\"" FORTY "\"]}}",
	  "{\n  \"a\": { \"f\": \"g\", \"words\": [\"" FORTY "\",\n      \"" FORTY "\"] }\n}\n" },
	{ "what is alone within another does not go in",
	  "{\"a\":{\"not\":{\"any\":[\"" FORTY "\",\"" FORTY "\"]}}}",
	  "{\n  \"a\": { \"not\": { \"any\": [\"" FORTY "\",\n    \"" FORTY "\"] } }\n}\n" },
	{ "100 columns, characters and not bytes",
	  "{\"a\":[\"" EIGHTY "\303\251\",\"567\"],\"b\":[\"" EIGHTY "\303\251\",\"56789\"]}",
	  "{\n  \"a\": [\"" EIGHTY "\303\251\", \"567\"],\n"
	  "  \"b\": [\"" EIGHTY "\303\251\",\n    \"56789\"]\n}\n" },
	{ "a string is never cut", "{\"a\":[\"" EIGHTY FORTY "\"]}",
	  "{\n  \"a\": [\"" EIGHTY FORTY "\"]\n}\n" },
};

static void test_layouts(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *once = NULL;
		bool ok = rule_format(layouts[i].text, strlen(layouts[i].text), &once, &error);

		tap_same(layouts[i].name, layouts[i].expected, once);
		tap_ok(ok == (error == NULL) && ok == (once != NULL), "an error or a layout");
		if (once)
			tap_ok(rule_format_is(once, strlen(once)), "which stays as it is");
	}
}

/* However deep and however long: what jansson takes is laid out. */
static void test_depth(void)
{
	enum { DEPTH = 1000 };
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *formatted = NULL;

	for (int i = 0; i < DEPTH; i++)
		g_string_append(text, "[1,");
	for (int i = 0; i < DEPTH; i++)
		g_string_append(text, i ? ",1]" : "1]");
	tap_ok(rule_format(text->str, text->len, &formatted, NULL) &&
		       rule_format_is(formatted, strlen(formatted)),
	       "a thousand lists deep");
}

/* A number that takes another width moves what stands beside it, but only in our layout. */
static void test_edit(void)
{
	static const char laid_out[] = "{\n  \"rules\": [{ \"id\": \"a\", \"weight\": 1 }]\n}\n";
	g_autofree char *ours = NULL;
	bool ok = rule_format(laid_out, strlen(laid_out), &ours, NULL);
	const struct rule_edit edit = { "a", -2.5 };
	size_t bad;
	g_autofree char *edited = rule_edit_numbers(ours, &edit, 1, &bad);
	g_autofree char *plain = rule_edit_numbers(laid_out, &edit, 1, &bad);
	g_autofree char *kept = rule_edit_layout(ours, edited);
	g_autofree char *left = rule_edit_layout(laid_out, plain);

	tap_ok(ok && rule_format_is(kept, strlen(kept)), "our layout is kept");
	tap_same("another is left alone",
		 "{\n  \"rules\": [{ \"id\": \"a\", \"weight\": -2.50 }]\n}\n", left);
}

int main(void)
{
	test_layouts();
	test_depth();
	test_edit();
	return tap_done();
}
