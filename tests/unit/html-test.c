/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/html.h"

#include "tap.h"

static const struct {
	const char *name, *text, *content, *value;
} cases[] = {
	{ "plain", "net: fix it", "net: fix it", "net: fix it" },
	{ "an element", "<script>x</script>", "&lt;script&gt;x&lt;/script&gt;",
	  "&lt;script&gt;x&lt;/script&gt;" },
	{ "quotes end a value only", "\"a\" 'b'", "\"a\" 'b'", "&quot;a&quot; &#39;b&#39;" },
	{ "what looks escaped is not", "&lt;&#x3c;&", "&amp;lt;&amp;#x3c;&amp;",
	  "&amp;lt;&amp;#x3c;&amp;" },
	{ "a comment", "<!-- -->", "&lt;!-- --&gt;", "&lt;!-- --&gt;" },
	{ "lines become blanks", "a\nb\r\n\tc", "a b c", "a b c" },
	{ "control characters", "a\033[1mb\x01", "a?[1mb?", "a?[1mb?" },
	{ "the direction of writing", "a\u202eb", "a?b", "a?b" },
	{ "bytes that are no text", "a\xff", "a\u00ff", "a\u00ff" },
	{ "nothing", "", "", "" },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) content = g_string_new(NULL), value = g_string_new(NULL);
		g_autofree char *of_value = g_strdup_printf("%s, as a value", cases[i].name);

		html_add(content, cases[i].text);
		html_add_value(value, cases[i].text);
		tap_same(cases[i].name, cases[i].content, content->str);
		tap_same(of_value, cases[i].value, value->str);
	}

	g_autoptr(GString) line = g_string_new(NULL), element = g_string_new(NULL);

	html_add_line(line, slice_of("\tif (a < b && c)"), 100);
	tap_same("a line keeps its blanks", "\tif (a &lt; b &amp;&amp; c)", line->str);
	html_add_element(element, "h2", "a<b");
	tap_same("an element", "<h2>a&lt;b</h2>\n", element->str);
	return tap_done();
}
