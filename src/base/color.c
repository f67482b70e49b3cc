/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/color.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/text.h"

const char color_reset[] = "\033[m";

enum { MOST_WORDS = 16 };

/* By their number from 30 on. */
static const char *const names[] = { "black", "red",	 "green", "yellow",
				     "blue",  "magenta", "cyan",  "white" };

static const struct attribute {
	const char *name;
	int on, off;
} attributes[] = {
	{ "bold", 1, 22 },  { "dim", 2, 22 },	  { "italic", 3, 23 }, { "ul", 4, 24 },
	{ "blink", 5, 25 }, { "reverse", 7, 27 }, { "strike", 9, 29 },
};

static void add_code(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_code(GString *out, const char *format, ...)
{
	va_list args;

	if (out->len)
		g_string_append_c(out, ';');
	va_start(args, format);
	g_string_append_vprintf(out, format, args);
	va_end(args);
}

/* Three or six hexadecimal digits behind '#'. */
static bool parse_rgb(const char *digits, unsigned rgb[3])
{
	size_t length = strlen(digits);

	if ((length != 3 && length != 6) || slice_hex_run(slice_of(digits)) != length)
		return false;
	for (size_t i = 0; i < 3; i++) {
		unsigned high = (unsigned)g_ascii_xdigit_value(digits[i * length / 3]);
		unsigned low = (unsigned)g_ascii_xdigit_value(digits[(i + 1) * length / 3 - 1]);

		rgb[i] = high * 16 + low;
	}
	return true;
}

/* background is 0 or 10: what its codes are away from the foreground's. */
static bool add_color(GString *out, const char *word, int background)
{
	bool bright = g_str_has_prefix(word, "bright");
	unsigned rgb[3];

	if (strcmp(word, "normal") == 0)
		return true;
	if (strcmp(word, "default") == 0) {
		add_code(out, "%d", 39 + background);
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(word + (bright ? 6 : 0), names[i]) == 0) {
			add_code(out, "%d", (bright ? 90 : 30) + background + (int)i);
			return true;
		}
	if (*word == '#' && parse_rgb(word + 1, rgb)) {
		add_code(out, "%d;2;%u;%u;%u", 38 + background, rgb[0], rgb[1], rgb[2]);
		return true;
	}
	if (strcmp(word, "-1") == 0)
		return true;
	if (*word && strlen(word) <= 3 && strspn(word, "0123456789") == strlen(word) &&
	    g_ascii_strtoull(word, NULL, 10) < 256) {
		int number = (int)g_ascii_strtoull(word, NULL, 10);

		if (number < 16)
			add_code(out, "%d", number + (number < 8 ? 30 : 90 - 8) + background);
		else
			add_code(out, "%d;5;%d", 38 + background, number);
		return true;
	}
	return false;
}

static bool add_attribute(GString *out, const char *word)
{
	bool off = g_str_has_prefix(word, "no");
	const char *name = word + (off ? 2 : 0);

	name += off && *name == '-';
	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++)
		if (strcmp(name, attributes[i].name) == 0) {
			add_code(out, "%d", off ? attributes[i].off : attributes[i].on);
			return true;
		}
	return false;
}

bool color_parse(const char *text, struct color *out)
{
	g_auto(GStrv) words = text_words(text);
	g_autoptr(GString) codes = g_string_new(NULL);
	g_autoptr(GString) colors = g_string_new(NULL);
	bool reset = false;
	int n_colors = 0;

	for (char **word = words; *word; word++) {
		g_autofree char *lower = g_ascii_strdown(*word, -1);

		if (word - words >= MOST_WORDS)
			return false;
		if (strcmp(lower, "reset") == 0)
			reset = true;
		else if (n_colors < 2 && add_color(colors, lower, n_colors ? 10 : 0))
			n_colors++;
		else if (!add_attribute(codes, lower))
			return false;
	}
	if (colors->len)
		add_code(codes, "%s", colors->str);
	if (codes->len + sizeof("\033[;m") > sizeof(out->code))
		return false;
	out->code[0] = '\0';
	if (codes->len || reset)
		g_snprintf(out->code, sizeof(out->code), "\033[%s%sm",
			   reset && codes->len ? ";" : "", codes->str);
	return true;
}

bool color_parse_when(const char *word, enum color_when *out)
{
	static const struct {
		const char *word;
		enum color_when when;
	} words[] = {
		{ "auto", COLOR_AUTO }, { "always", COLOR_ALWAYS }, { "never", COLOR_NEVER },
		{ "true", COLOR_AUTO }, { "yes", COLOR_AUTO },	    { "on", COLOR_AUTO },
		{ "1", COLOR_AUTO },	{ "", COLOR_NEVER },	    { "false", COLOR_NEVER },
		{ "no", COLOR_NEVER },	{ "off", COLOR_NEVER },	    { "0", COLOR_NEVER },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(word, words[i].word) == 0) {
			*out = words[i].when;
			return true;
		}
	return false;
}
