/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/identifier.h"

#include <string.h>

#include "code/identifier-parts.h"

enum {
	USES_LIMIT = 1 << 16, /* different names of one diff; a larger one is not looked at whole */
	GUARDS_LIMIT = 1 << 16, /* likewise */
};

static const char *const kind_names[] = {
	[IDENTIFIER_HEADER] = "header", [IDENTIFIER_CALL] = "call",
	[IDENTIFIER_MEMBER] = "member", [IDENTIFIER_CONSTANT] = "constant",
	[IDENTIFIER_TYPE] = "type",	[IDENTIFIER_CONFIG] = "config",
	[IDENTIFIER_WORD] = "word",
};

const char *identifier_kind_name(enum identifier_kind kind)
{
	return kind_names[kind];
}

static void read_text(const struct identifier_text *text)
{
	switch (text->kind) {
	case SOURCE_NONE:
	case SOURCE_TEXT:
		break;
	case SOURCE_C:
	case SOURCE_ASSEMBLER:
	case SOURCE_DEVICE_TREE:
		identifiers_of_c(text);
		break;
	case SOURCE_KCONFIG:
		identifiers_of_kconfig(text);
		break;
	case SOURCE_MAKEFILE:
		identifiers_of_makefile(text);
		break;
	}
}

struct collection {
	struct identifiers *out;
	GHashTable *indexes; /* name -> its index in uses + 1 */
	const char *path;
	bool adds_prefix; /* symbols come without CONFIG_ */
};

static const char *keep(struct collection *collection, struct slice name)
{
	g_autofree char *copy = g_strdup_printf("%s%.*s", collection->adds_prefix ? "CONFIG_" : "",
						(int)name.length, name.start);

	return g_string_chunk_insert_const(collection->out->strings, copy);
}

/* "../../foo/x.h" may be written in many ways, and "foo/x.h" is what they agree on. */
static struct slice plain_header(struct slice name)
{
	for (const char *p = name.start; p + 1 < name.start + name.length; p++)
		if (p[0] == '.' && p[1] == '/')
			return plain_header((struct slice){
				p + 2, (size_t)(name.start + name.length - p - 2) });
	return name;
}

static void add_use(struct slice name, enum identifier_kind kind, const struct source_line *line,
		    int guard, void *data)
{
	struct collection *collection = data;
	GArray *uses = collection->out->uses;
	const char *kept = keep(collection, kind == IDENTIFIER_HEADER ? plain_header(name) : name);
	guint index = GPOINTER_TO_UINT(g_hash_table_lookup(collection->indexes, kept));
	struct identifier_use use = {
		.name = kept,
		.kind = kind,
		.line = line->text,
		.path = collection->path,
		.line_number = line->number,
		.guard = guard,
	};

	if (!index && uses->len < USES_LIMIT) {
		g_array_append_val(uses, use);
		g_hash_table_insert(collection->indexes, (gpointer)kept,
				    GUINT_TO_POINTER(uses->len));
	} else if (index) {
		struct identifier_use *known =
			&g_array_index(uses, struct identifier_use, index - 1);
		bool freer = known->guard != IDENTIFIER_UNGUARDED && guard == IDENTIFIER_UNGUARDED;
		bool bound = known->guard == IDENTIFIER_UNGUARDED && guard != IDENTIFIER_UNGUARDED;

		if (freer || (kind < known->kind && !bound))
			*known = use;
	}
}

static void add_definition(struct slice name, enum definition definition,
			   const struct source_line *line, void *data)
{
	struct collection *collection = data;

	const char *kept = keep(collection, name);

	(void)line;
	g_hash_table_add(collection->out->defined, (gpointer)kept);
	if (definition != DEFINITION_LOCAL)
		g_hash_table_add(collection->out->members, (gpointer)kept);
}

static int add_guard(struct slice name, int outer, void *data)
{
	struct collection *collection = data;
	GArray *guards = collection->out->guards;
	struct identifier_guard guard = { .outer = outer };

	if (guards->len >= GUARDS_LIMIT)
		return outer;
	guard.name = keep(collection, name);
	g_array_append_val(guards, guard);
	return (int)guards->len - 1;
}

/* Paths by all the ends that an #include can name them with. */
static void add_path(struct collection *collection, const char *path)
{
	for (const char *part = path; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
		g_hash_table_add(collection->out->defined,
				 g_string_chunk_insert_const(collection->out->strings, part));
}

static void read_hunk(const struct diff *diff, const struct diff_hunk *hunk,
		      struct identifier_text *text)
{
	g_autofree struct source_line *lines = g_new(struct source_line, hunk->n_lines);
	size_t number = hunk->new_start;

	text->lines = lines;
	text->n = 0;
	for (size_t i = 0; i < hunk->n_lines; i++) {
		const struct diff_line line = diff_line_at(diff, hunk, i);

		if (line.origin != '-')
			lines[text->n++] = (struct source_line){
				.text = line.text,
				.added = line.origin == '+',
				.number = number++,
			};
	}
	text->section = hunk->section;
	read_text(text);
	text->lines = NULL;
}

static void drop_defined(struct identifiers *out)
{
	guint kept = 0;

	for (guint i = 0; i < out->uses->len; i++) {
		struct identifier_use use = g_array_index(out->uses, struct identifier_use, i);

		GHashTable *own = use.kind == IDENTIFIER_MEMBER ? out->members : out->defined;

		if (!g_hash_table_contains(own, use.name))
			g_array_index(out->uses, struct identifier_use, kept++) = use;
	}
	g_array_set_size(out->uses, kept);
}

void identifiers_read(const struct diff *diff, struct identifiers *out)
{
	g_autoptr(GHashTable) indexes = g_hash_table_new(g_str_hash, g_str_equal);
	struct collection collection = { .out = out, .indexes = indexes };

	*out = (struct identifiers){
		.uses = g_array_new(FALSE, FALSE, sizeof(struct identifier_use)),
		.guards = g_array_new(FALSE, FALSE, sizeof(struct identifier_guard)),
		.defined = g_hash_table_new(g_str_hash, g_str_equal),
		.members = g_hash_table_new(g_str_hash, g_str_equal),
		.strings = g_string_chunk_new(4096),
	};
	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);
		struct identifier_text text = {
			.use = add_use,
			.define = add_definition,
			.guard = add_guard,
			.data = &collection,
		};

		if (!file->new_path)
			continue;
		if (g_strcmp0(file->old_path, file->new_path) != 0)
			add_path(&collection, file->new_path);
		collection.path = file->new_path;
		text.kind = source_kind_of(file->new_path);
		collection.adds_prefix =
			text.kind == SOURCE_KCONFIG || text.kind == SOURCE_MAKEFILE;
		text.whole = !file->old_path;
		for (size_t h = 0; h < file->n_hunks && text.kind > SOURCE_TEXT; h++)
			read_hunk(diff, diff_hunk_at(diff, file, h), &text);
	}
	drop_defined(out);
}

void identifiers_clear(struct identifiers *identifiers)
{
	if (identifiers->uses) {
		g_array_unref(identifiers->uses);
		g_array_unref(identifiers->guards);
		g_hash_table_unref(identifiers->defined);
		g_hash_table_unref(identifiers->members);
		g_string_chunk_free(identifiers->strings);
	}
	*identifiers = (struct identifiers){ 0 };
}

struct definition_search {
	const char *name;
	struct slice found;
	enum definition best;
};

static void ignore_use(struct slice name, enum identifier_kind kind, const struct source_line *line,
		       int guard, void *data)
{
	(void)name;
	(void)kind;
	(void)line;
	(void)guard;
	(void)data;
}

static int ignore_guard(struct slice name, int outer, void *data)
{
	(void)name;
	(void)outer;
	(void)data;
	return IDENTIFIER_UNGUARDED;
}

static void take_definition(struct slice name, enum definition definition,
			    const struct source_line *line, void *data)
{
	struct definition_search *search = data;

	if (definition > search->best && slice_equal(name, search->name)) {
		search->best = definition;
		search->found = line->text;
	}
}

struct slice identifier_find_definition(const char *path, struct slice text, const char *name,
					bool *certain)
{
	g_autoptr(GArray) lines = NULL;
	struct definition_search search = { .name = name, .best = DEFINITION_MAYBE };
	struct identifier_text whole = {
		.kind = source_kind_of(path),
		.whole = true,
		.use = ignore_use,
		.define = take_definition,
		.guard = ignore_guard,
		.data = &search,
	};
	struct slice rest = text, line;

	if (whole.kind == SOURCE_KCONFIG && g_str_has_prefix(name, "CONFIG_"))
		search.name = name + strlen("CONFIG_");
	*certain = false;
	if (!memmem(text.start, text.length, search.name, strlen(search.name)))
		return search.found;
	lines = g_array_new(FALSE, FALSE, sizeof(struct source_line));
	while (text_next_line(&rest, &line)) {
		struct source_line added = { line, true, lines->len + 1 };

		g_array_append_val(lines, added);
	}
	whole.lines = (const struct source_line *)(const void *)lines->data;
	whole.n = lines->len;
	read_text(&whole);
	*certain = search.best == DEFINITION_CERTAIN;
	return search.found;
}
