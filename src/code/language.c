/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/language.h"

#include <string.h>

#include <glib.h>

/* Where in the name of a file, without its directories, the pattern stands. */
enum where { BEGINS, ENDS };

struct language {
	const char *pattern;
	enum where where;
	enum source_kind kind;
	enum comment_form comments;
};

/* The first that fits. */
static const struct language languages[] = {
	{ "Kconfig", BEGINS, SOURCE_KCONFIG, COMMENTS_HASH },
	{ "Makefile", BEGINS, SOURCE_MAKEFILE, COMMENTS_HASH },
	{ "Kbuild", BEGINS, SOURCE_MAKEFILE, COMMENTS_HASH },
	{ ".mk", ENDS, SOURCE_MAKEFILE, COMMENTS_HASH },
	{ ".c", ENDS, SOURCE_C, COMMENTS_C },
	{ ".h", ENDS, SOURCE_C, COMMENTS_C },
	{ ".cc", ENDS, SOURCE_C, COMMENTS_C },
	{ ".cpp", ENDS, SOURCE_C, COMMENTS_C },
	{ ".cxx", ENDS, SOURCE_C, COMMENTS_C },
	{ ".hh", ENDS, SOURCE_C, COMMENTS_C },
	{ ".hpp", ENDS, SOURCE_C, COMMENTS_C },
	{ ".inl", ENDS, SOURCE_C, COMMENTS_C },
	{ ".y", ENDS, SOURCE_C, COMMENTS_C },
	{ ".l", ENDS, SOURCE_C, COMMENTS_C },
	{ ".lex", ENDS, SOURCE_C, COMMENTS_C },
	{ ".inc", ENDS, SOURCE_C, COMMENTS_UNKNOWN }, /* also of makefiles, of assembler */
	{ ".S", ENDS, SOURCE_ASSEMBLER, COMMENTS_C },
	{ ".s", ENDS, SOURCE_ASSEMBLER, COMMENTS_UNKNOWN },
	{ ".dts", ENDS, SOURCE_DEVICE_TREE, COMMENTS_C },
	{ ".dtsi", ENDS, SOURCE_DEVICE_TREE, COMMENTS_C },
	{ ".dtso", ENDS, SOURCE_DEVICE_TREE, COMMENTS_C },
	{ ".rs", ENDS, SOURCE_TEXT, COMMENTS_C },
	{ ".java", ENDS, SOURCE_TEXT, COMMENTS_C },
	{ ".js", ENDS, SOURCE_TEXT, COMMENTS_C },
	{ ".py", ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ ".sh", ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ ".pl", ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ ".cmake", ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ ".build", ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ "CMakeLists.txt", ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ "Makefile", ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ "Kconfig", ENDS, SOURCE_TEXT, COMMENTS_HASH },
	{ ".yaml", ENDS, SOURCE_NONE, COMMENTS_HASH },
	{ ".yml", ENDS, SOURCE_NONE, COMMENTS_HASH },
	{ ".rst", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".md", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".txt", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".po", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".svg", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".json", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".xml", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".html", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".tex", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".png", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".gif", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".jpg", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".pdf", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".ihex", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".patch", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".csv", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".ps", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".1", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".3", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".7", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
	{ ".8", ENDS, SOURCE_NONE, COMMENTS_UNKNOWN },
};

static const struct language *language_of(const char *path)
{
	static const struct language other = { "", ENDS, SOURCE_TEXT, COMMENTS_UNKNOWN };
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t length = strlen(name);

	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		const struct language *language = &languages[i];
		size_t wanted = strlen(language->pattern);

		if (wanted <= length &&
		    memcmp(language->where == ENDS ? name + length - wanted : name,
			   language->pattern, wanted) == 0)
			return language;
	}
	return &other;
}

enum source_kind source_kind_of(const char *path)
{
	return language_of(path)->kind;
}

enum comment_form comment_form_of(const char *path)
{
	return language_of(path)->comments;
}
