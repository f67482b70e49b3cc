/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/language.h"

#include <string.h>

#include <glib.h>

enum { BINARY_LOOK = 8000 }; /* bytes in which git looks for a NUL */

/* Where in the name of a file, without its directories, the pattern stands. */
enum where { BEGINS, ENDS };

#define PATTERN(text) text, sizeof(text) - 1

struct language {
	const char *pattern;
	size_t length; /* the pattern's */
	enum where where;
	enum source_kind kind;
	enum comment_form comments;
};

/* The first that fits. */
static const struct language languages[] = {
	{ PATTERN("Kconfig"), BEGINS, SOURCE_KCONFIG, COMMENTS_HASH },
	{ PATTERN("Makefile"), BEGINS, SOURCE_MAKEFILE, COMMENTS_HASH },
	{ PATTERN("Kbuild"), BEGINS, SOURCE_MAKEFILE, COMMENTS_HASH },
	{ PATTERN(".mk"), ENDS, SOURCE_MAKEFILE, COMMENTS_HASH },
	{ PATTERN(".c"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".h"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".cc"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".cpp"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".cxx"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".hh"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".hpp"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".inl"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".y"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".l"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".lex"), ENDS, SOURCE_C, COMMENTS_C },
	{ PATTERN(".inc"), ENDS, SOURCE_C, COMMENTS_UNKNOWN }, /* also of makefiles, of assembler */
	{ PATTERN(".S"), ENDS, SOURCE_ASSEMBLER, COMMENTS_C },
	{ PATTERN(".s"), ENDS, SOURCE_ASSEMBLER, COMMENTS_UNKNOWN },
	{ PATTERN(".dts"), ENDS, SOURCE_DEVICE_TREE, COMMENTS_C },
	{ PATTERN(".dtsi"), ENDS, SOURCE_DEVICE_TREE, COMMENTS_C },
	{ PATTERN(".dtso"), ENDS, SOURCE_DEVICE_TREE, COMMENTS_C },
	{ PATTERN(".rs"), ENDS, SOURCE_TEXT, COMMENTS_C },
	{ PATTERN(".java"), ENDS, SOURCE_TEXT, COMMENTS_C },
	{ PATTERN(".js"), ENDS, SOURCE_TEXT, COMMENTS_C },
	{ PATTERN(".py"), ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ PATTERN(".sh"), ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ PATTERN(".pl"), ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ PATTERN(".cmake"), ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ PATTERN(".build"), ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ PATTERN("CMakeLists.txt"), ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ PATTERN("Makefile"), ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ PATTERN("Kconfig"), ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ PATTERN(".yaml"), ENDS, SOURCE_NONE, COMMENTS_HASH },
	{ PATTERN(".yml"), ENDS, SOURCE_NONE, COMMENTS_HASH },
	{ PATTERN(".rst"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".md"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".txt"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".po"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".svg"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".json"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".xml"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".html"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".tex"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".png"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".gif"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".jpg"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".pdf"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".ihex"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".patch"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".csv"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".ps"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".1"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".3"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".7"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ PATTERN(".8"), ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
};

static const struct language *language_of(const char *path)
{
	static const struct language other = { PATTERN(""), ENDS, SOURCE_TEXT, COMMENTS_UNKNOWN };
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t length = strlen(name);

	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		const struct language *language = &languages[i];
		size_t wanted = language->length;
		const char *part;

		if (wanted > length)
			continue;
		part = language->where == ENDS ? name + length - wanted : name;
		/* Most differ in the last letter, which is cheaper to see than that they do. */
		if (part[wanted - 1] == language->pattern[wanted - 1] &&
		    memcmp(part, language->pattern, wanted) == 0)
			return language;
	}
	return &other;
}

bool source_is_text(struct slice file)
{
	return file.length && !memchr(file.start, '\0', MIN(file.length, BINARY_LOOK));
}

enum source_kind source_kind_of(const char *path)
{
	return language_of(path)->kind;
}

enum comment_form comment_form_of(const char *path)
{
	return language_of(path)->comments;
}
