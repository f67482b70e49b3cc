/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/language.h"

#include <glib.h>

#include "tap.h"

static const struct {
	const char *path;
	enum source_kind kind;
	enum comment_form comments;
} cases[] = {
	{ "net/core/dev.c", SOURCE_C, COMMENTS_C },
	{ "lib/mesh.cxx", SOURCE_C, COMMENTS_C },
	{ "tools/parse.y", SOURCE_C, COMMENTS_C },
	{ "lib/table.inc", SOURCE_C, COMMENTS_UNKNOWN },
	{ "arch/entry.S", SOURCE_ASSEMBLER, COMMENTS_C },
	{ "arch/entry.s", SOURCE_ASSEMBLER, COMMENTS_UNKNOWN },
	{ "boot/board.dts", SOURCE_DEVICE_TREE, COMMENTS_C },
	{ "boot/overlay.dtso", SOURCE_DEVICE_TREE, COMMENTS_C },
	{ "src/main.rs", SOURCE_TEXT, COMMENTS_C },
	{ "tools/run.py", SOURCE_TEXT, COMMENTS_HASH },
	{ "Kconfig", SOURCE_KCONFIG, COMMENTS_HASH },
	{ "lib/Kconfig.debug", SOURCE_KCONFIG, COMMENTS_HASH },
	{ "Kconfig/main.c", SOURCE_C, COMMENTS_C },
	{ "lib/Makefile", SOURCE_MAKEFILE, COMMENTS_HASH },
	{ "lib/Makefile.am", SOURCE_MAKEFILE, COMMENTS_HASH },
	{ "lib/Kbuild", SOURCE_MAKEFILE, COMMENTS_HASH },
	{ "mk/rules.mk", SOURCE_MAKEFILE, COMMENTS_HASH },
	{ "lib/GNUMakefile", SOURCE_TEXT, COMMENTS_HASH },
	{ "CMakeLists.txt", SOURCE_TEXT, COMMENTS_HASH },
	{ "README.txt", SOURCE_NONE, COMMENTS_UNKNOWN },
	{ "bindings/chip.yaml", SOURCE_NONE, COMMENTS_HASH },
	{ "man/tool.8", SOURCE_NONE, COMMENTS_UNKNOWN },
	{ "MAINTAINERS", SOURCE_TEXT, COMMENTS_UNKNOWN },
	{ "", SOURCE_TEXT, COMMENTS_UNKNOWN },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *name = g_strdup_printf("what '%s' is", cases[i].path);

		tap_ok(source_kind_of(cases[i].path) == cases[i].kind &&
			       comment_form_of(cases[i].path) == cases[i].comments,
		       name);
	}
	return tap_done();
}
