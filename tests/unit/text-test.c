/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/text.h"

#include <string.h>

#include "base/commit-id.h"
#include "tap.h"

static const struct {
	const char *name, *text;
	size_t limit;
	const char *expected;
} lines[] = {
	{ "plain", "net: do it", 0, "net: do it" },
	{ "blanks and line ends", "  net:\n\tdo \r\n it  ", 0, "net: do it" },
	{ "nothing", "", 0, "" },
	{ "blanks only", " \n\t ", 0, "" },
	{ "an escape sequence", "a\033[31mb\033]0;x\007c", 0, "a?[31mb?]0;x?c" },
	{ "backspace and delete", "a\bb\177c", 0, "a?b?c" },
	{ "the C1 range", "a\302\233b\302\205c", 0, "a?b?c" },
	{ "bidirectional overrides", "a\342\200\256b\342\200\254c", 0, "a?b?c" },
	{ "bidirectional isolates", "a\342\201\246b\342\201\251c", 0, "a?b?c" },
	{ "bidirectional marks", "a\342\200\216b\342\200\217c", 0, "a?b?c" },
	{ "the Arabic letter mark", "a\330\234b", 0, "a?b" },
	{ "line and paragraph separators", "a\342\200\250b\342\200\251c", 0, "a?b?c" },
	{ "a byte order mark", "\357\273\277a", 0, "?a" },
	{ "other scripts stay", "\303\251\346\274\242\360\237\220\247", 0,
	  "\303\251\346\274\242\360\237\220\247" },
	{ "cut", "abcdef", 3, "abc..." },
	{ "just short enough", "abc", 3, "abc" },
	{ "cut between characters", "\303\251\303\251\303\251", 2, "\303\251\303\251..." },
	{ "no blank left at the end", "abc   ", 3, "abc" },
};

static const struct {
	const char *name, *bytes;
	size_t length;
	const char *expected;
	bool nul;
} bytes[] = {
	{ "plain", "abc", 3, "abc", false },
	{ "nothing", "", 0, "", false },
	{ "UTF-8", "caf\303\251", 5, "caf\303\251", false },
	{ "Latin-1", "caf\351", 4, "caf\303\251", false },
	{ "Latin-1 in the middle", "caf\351 noir", 9, "caf\303\251 noir", false },
	{ "a cut character", "a\342\202", 3, "a\303\242\302\202", false },
	{ "an overlong form", "a\300\257b", 4, "a\303\200\302\257b", false },
	{ "a surrogate", "\355\240\200", 3, "\303\255\302\240\302\200", false },
	{ "NUL", "a\0b", 3, "a\357\277\275b", true },
	{ "NUL at the end", "ab\0", 3, "ab\357\277\275", true },
	{ "NUL and Latin-1", "\0\351z", 3, "\357\277\275\303\251z", true },
	{ "UTF-8 behind eight bytes", "12345678\303\251\n1234567\342\202\254", 21,
	  "12345678\303\251\n1234567\342\202\254", false },
	{ "UTF-8 and later none", "\303\251\n12345678\n1234567\351", 20,
	  "\303\251\n12345678\n1234567\303\251", false },
	{ "a character cut by a line end", "12345678\342\202\n\254", 12,
	  "12345678\303\242\302\202\n\302\254", false },
	{ "a character cut by the end", "1234567\n1234567\342\202", 17,
	  "1234567\n1234567\303\242\302\202", false },
	{ "only NUL", "\0\0", 2, "\357\277\275\357\277\275", true },
};

/* Of a text that says what it is. */
static const struct {
	const char *charset, *bytes, *expected;
} decoded[] = {
	{ NULL, "caf\351", "caf\303\251" },
	{ "utf-8", "caf\303\251", "caf\303\251" },
	{ "UTF-8", "caf\351", "caf\303\251" },
	{ "us-ascii", "caf\351", "caf\303\251" },
	{ "iso-8859-1", "caf\351", "caf\303\251" },
	{ "ISO-8859-2", "\261", "\304\205" },
	{ "windows-1252", "\226", "\342\200\223" },
	{ "koi8-r", "\361\316", "\320\257\320\275" },
	{ "shift_jis", "\202\240", "\343\201\202" },
	{ "iso-8859-1", "caf\303\251", "caf\303\251" }, /* it says so, and is not */
	{ "latin1", "caf\303\251", "caf\303\251" },
	{ "no-such-thing", "caf\351", "caf\303\251" },
	{ "", "caf\351", "caf\303\251" },
	{ "shift_jis", "\202", "\302\202" },
	{ "koi8-r", "", "" },
};

static const struct {
	const char *text;
	bool valid;
	gint64 expected;
} dates[] = {
	{ "1970-01-01", true, 0 },
	{ "2022-04-01", true, 1648771200 },
	{ "2022-04-01T12:30:00Z", true, 1648816200 },
	{ "2022-04-01T12:30:00", true, 1648816200 },
	{ "2022-04-01T12:30:00+02:00", true, 1648809000 },
	{ "2022-04-01 12:30:00", true, 1648816200 },
	{ "2024-02-29", true, 1709164800 },
	{ "1648771200", true, 1648771200 },
	{ "0", true, 0 },
	{ "", false, 0 },
	{ "2023-02-29", false, 0 },
	{ "2022-13-01", false, 0 },
	{ "tomorrow", false, 0 },
	{ "99999999999999999999", false, 0 },
	{ "2022-04-01T", false, 0 },
};

static const struct {
	gint64 from, to, days;
} spans[] = {
	{ 0, 0, 0 },
	{ 0, 86399, 0 },
	{ 0, 86400, 1 },
	{ 86399, 86400, 1 },	       /* a second, but the next day */
	{ 1648771200, 1649375999, 6 }, /* the 1st to the end of the 7th */
	{ 86400, 0, -1 },
	{ -1, 0, 1 },
	{ -86400, 0, 1 },
	{ -86401, 0, 2 },
};

static void test_slices(void)
{
	struct slice rest = slice_of("one\ntwo\r\n\nend"), line;
	g_autoptr(GString) seen = g_string_new(NULL);

	while (text_next_line(&rest, &line))
		g_string_append_printf(seen, "[%.*s]", (int)line.length, line.start);
	tap_same("lines", "[one][two][][end]", seen->str);
	tap_ok(slice_equal(slice_trim(slice_of(" \t a b \r\n")), "a b"), "trimmed");
	tap_ok(slice_equal(slice_cut(slice_of("a\303\251"), 2), "a"),
	       "cut before a whole character");
	tap_ok(slice_equal(slice_cut(slice_of("a\303\251"), 3), "a\303\251"), "not cut");
	tap_number("hexadecimal digits", 4, (gint64)slice_hex_run(slice_of("1aF0g")));
	tap_ok(slice_has_prefix_nocase(slice_of("FIXES: x"), "fixes:"), "a prefix of either case");
	tap_ok(!slice_has_prefix(slice_of("fix"), "fixes"), "a prefix longer than the text");
}

static void test_ids(void)
{
	static const char hex[] = "1f0aa21bc3d4e5f60718293a4b5c6d7e8f901234";
	struct commit_id id = { { 7 } }, untouched = { { 7 } };

	tap_ok(!commit_id_parse("1f0aa21", &id) && commit_id_equal(&id, &untouched),
	       "an id too short");
	tap_ok(!commit_id_parse("1f0aa21bc3d4e5f60718293a4b5c6d7e8f9012345", &id),
	       "an id too long");
	tap_ok(!commit_id_parse("zf0aa21bc3d4e5f60718293a4b5c6d7e8f901234", &id),
	       "an id of other letters");
	tap_ok(commit_id_parse(hex, &id), "an id");
	tap_same("an id written", hex, commit_id_hex(&id).text);
	tap_same("an id shortened", "1f0aa21bc3d4", commit_id_short(&id).text);
	tap_ok(commit_id_has_prefix(&id, "1F0AA2"), "digits it begins with");
	tap_ok(!commit_id_has_prefix(&id, "1f0aa3"), "digits it does not begin with");
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *actual = text_one_line(lines[i].text, lines[i].limit);

		tap_same(lines[i].name, lines[i].expected, actual);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bytes); i++) {
		bool nul = !bytes[i].nul;
		/* A copy of just that size, so that reading on is seen. */
		g_autofree char *copy = g_memdup2(bytes[i].bytes, bytes[i].length);
		g_autofree char *actual = text_to_utf8(copy ? copy : "", bytes[i].length, &nul);
		g_autofree char *name = g_strdup_printf("to UTF-8: %s", bytes[i].name);

		tap_same(name, bytes[i].expected, actual);
		tap_ok(nul == bytes[i].nul, "whether there was a NUL");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(decoded); i++) {
		g_autofree char *actual = text_decode(decoded[i].bytes, strlen(decoded[i].bytes),
						      decoded[i].charset, NULL);

		tap_same(decoded[i].charset ? decoded[i].charset : "no charset",
			 decoded[i].expected, actual);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(dates); i++) {
		gint64 actual = -7;
		bool valid = text_parse_date(dates[i].text, &actual);
		g_autofree char *name = g_strdup_printf("date '%s'", dates[i].text);

		tap_ok(valid == dates[i].valid, name);
		tap_number(name, valid && dates[i].valid ? dates[i].expected : -7, actual);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(spans); i++)
		tap_number("days between", spans[i].days,
			   text_days_between(spans[i].from, spans[i].to));
	tap_same("a date written", "2022-04-01", text_date(1648771200).text);
	test_slices();
	test_ids();
	return tap_done();
}
