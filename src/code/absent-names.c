/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/absent-names.h"

#include <string.h>

#include "base/text.h"
#include "git/tree.h"
#include "code/new-names.h"

enum {
	DIFF_LIMIT = 8 << 20,	 /* bytes of an upstream commit's own diff */
	CHANGES_LIMIT = 4096,	 /* of files that are looked at for one name */
	MOVES_LIMIT = 8,	 /* from file to file that are followed */
	DEFINITIONS_LIMIT = 256, /* files that are searched for one definition */
};

struct absent_finder {
	struct history *history; /* NULL: nothing can be looked up */
	const guint8 *in_base;
	const struct tree_names *names;
	struct new_names *new_names;
	bool paths_known, progress;
};

struct absent_finder *absent_finder_new(struct history *history, const guint8 *in_base,
					const struct commit_id *base,
					const struct tree_names *names, struct workers *workers,
					bool progress)
{
	struct absent_finder *finder = g_new0(struct absent_finder, 1);
	struct repo *repo = history ? history_repo(history) : NULL;

	finder->names = names;
	finder->in_base = in_base;
	finder->progress = progress;
	if (repo && in_base) {
		finder->history = history;
		finder->new_names = new_names_new(repo, base, names, workers);
	}
	return finder;
}

void absent_finder_free(struct absent_finder *finder)
{
	if (finder->new_names)
		new_names_free(finder->new_names);
	g_free(finder);
}

static void absent_name_clear(void *data)
{
	struct absent_name *absent = data;

	g_free(absent->name);
	g_free(absent->use);
	g_free(absent->path);
	g_free(absent->definition);
	g_free(absent->definition_path);
}

/* What stands in an #ifdef of a name that is nowhere is never compiled. */
static bool is_switched_off(const struct absent_finder *finder, const struct identifiers *patch,
			    const struct identifier_use *use)
{
	for (int i = use->guard; i != IDENTIFIER_UNGUARDED;) {
		const struct identifier_guard *guard =
			&g_array_index(patch->guards, struct identifier_guard, i);

		if (!tree_names_has(finder->names, guard->name) &&
		    !g_hash_table_contains(patch->defined, guard->name))
			return true;
		i = guard->outer;
	}
	return false;
}

/* Whether a file that could not be read may be where the name is. */
static bool may_be_unread(const struct absent_finder *finder, const struct identifier_use *use)
{
	const char *const *path = tree_names_unreadable(finder->names);

	if (use->kind == IDENTIFIER_HEADER)
		return false; /* paths are known all the same */
	for (; *path; path++) {
		enum source_kind kind = source_kind_of(*path);
		bool is_source = g_str_has_suffix(*path, ".c") || kind == SOURCE_DEVICE_TREE ||
				 kind == SOURCE_ASSEMBLER;

		/* What such a file defines, others see by a header, but for itself. */
		if (use->kind == IDENTIFIER_CONFIG ? kind == SOURCE_KCONFIG
						   : !is_source || strcmp(*path, use->path) == 0)
			return true;
	}
	return false;
}

/* The header of an architecture may be the generic one, which its own build makes. */
static bool has_generic(const struct absent_finder *finder, const struct identifier_use *use)
{
	g_autofree char *generic = NULL;

	if (use->kind != IDENTIFIER_HEADER || !g_str_has_prefix(use->name, "asm/"))
		return false;
	generic = g_strconcat("asm-generic/", use->name + strlen("asm/"), NULL);
	return tree_names_has_header(finder->names, generic);
}

static struct absent_name absent_of(const struct identifiers *patch,
				    const struct identifier_use *use)
{
	g_autofree char *line = slice_dup(slice_trim(use->line));

	return (struct absent_name){
		.name = g_strdup(use->name),
		.kind = use->kind,
		.use = text_to_utf8(line, strlen(line), NULL),
		.path = text_to_utf8(use->path, strlen(use->path), NULL),
		.line_number = use->line_number,
		.sure = use->kind != IDENTIFIER_WORD &&
			!g_hash_table_contains(patch->defined, use->name),
		.breaks = use->kind != IDENTIFIER_CONFIG,
		.origin = ABSENT_UNKNOWN,
		.position = HISTORY_NONE,
	};
}

static guint64 hash_of(const struct absent_name *absent)
{
	return absent->kind == IDENTIFIER_HEADER ? identifier_path_hash(absent->name)
						 : identifier_hash(absent->name);
}

/* Names that are nowhere in the target: often none, and then nothing else is read. */
static GArray *find_absent(const struct absent_finder *finder, const struct identifiers *patch)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct absent_name));

	g_array_set_clear_func(out, absent_name_clear);
	for (guint i = 0; i < patch->uses->len && out->len < ABSENT_LIMIT; i++) {
		const struct identifier_use *use =
			&g_array_index(patch->uses, struct identifier_use, i);
		struct absent_name absent;

		if (tree_names_has_use(finder->names, use) || has_generic(finder, use) ||
		    is_switched_off(finder, patch, use) || may_be_unread(finder, use))
			continue;
		absent = absent_of(patch, use);
		g_array_append_val(out, absent);
	}
	return out;
}

static bool is_header(const char *path)
{
	return g_str_has_suffix(path, ".h");
}

/* Other files first where a definition is more likely to be seen from: headers, then neighbours. */
static int nearness(const char *path, const char *user)
{
	const char *slash = strrchr(user, '/');

	if (strcmp(path, user) == 0)
		return 0;
	if (is_header(path))
		return 1;
	if (slash && strncmp(path, user, (size_t)(slash + 1 - user)) == 0)
		return 2;
	return 3;
}

static int by_nearness(const void *a, const void *b, void *data)
{
	const struct new_name_file *x = a, *y = b;
	const struct absent_name *absent = data;
	int order = nearness(x->path, absent->path) - nearness(y->path, absent->path);

	return order ? order : strcmp(x->path, y->path);
}

/*
 * The definition, from one of the files in which the name stands: the first that certainly is one,
 * else the first; of variables and members always the first, for structs and macros elsewhere may
 * be called so, too. False if it is only used there.
 */
static bool find_definition(struct absent_finder *finder, struct absent_name *absent, GArray *files)
{
	bool certain = absent->kind == IDENTIFIER_HEADER;
	bool first_will_do = absent->kind == IDENTIFIER_MEMBER || absent->kind == IDENTIFIER_WORD;

	g_array_sort_with_data(files, by_nearness, absent);
	for (guint i = 0; i < files->len && i < DEFINITIONS_LIMIT; i++) {
		const struct new_name_file *file = &g_array_index(files, struct new_name_file, i);
		g_autofree char *line =
			certain ? g_strdup(file->path)
				: new_names_definition(finder->new_names, file->path, &file->blob,
						       absent->name, &certain);

		if (!line || (absent->definition && !certain))
			continue;
		g_free(absent->definition);
		g_free(absent->definition_path);
		absent->definition = g_steal_pointer(&line);
		absent->definition_path = g_strdup(file->path);
		if (certain || first_will_do)
			break;
	}
	return absent->definition != NULL;
}

static bool parent_of(const struct absent_finder *finder, guint32 position,
		      struct commit_id *commit)
{
	guint32 parent = history_at(finder->history, position)->first_parent;

	if (parent == HISTORY_NONE)
		return false;
	*commit = history_at(finder->history, parent)->id;
	return true;
}

/* Whether the file at path has the name, in the tree of a commit. */
static bool has_at(struct absent_finder *finder, const struct commit_id *commit, const char *path,
		   const struct absent_name *absent)
{
	return new_names_has(finder->new_names, commit, path, hash_of(absent),
			     absent->kind == IDENTIFIER_HEADER);
}

/* Whether the commit at position is the one by which path has the name. */
static bool brings(struct absent_finder *finder, guint32 position, const char *path,
		   const struct absent_name *absent)
{
	struct commit_id parent;

	return has_at(finder, &history_at(finder->history, position)->id, path, absent) &&
	       !(parent_of(finder, position, &parent) && has_at(finder, &parent, path, absent));
}

/* The file from which that commit took the name; NULL if it is new with it. */
static const char *moved_from(struct absent_finder *finder, guint32 position, const char *path,
			      const struct absent_name *absent)
{
	GPtrArray *paths = history_paths(finder->history, position);
	struct commit_id parent;

	/* A header that moved is included by another name from then on. */
	if (!paths || absent->kind == IDENTIFIER_HEADER || !parent_of(finder, position, &parent))
		return NULL;
	for (guint i = 0; i < paths->len; i++)
		if (strcmp(paths->pdata[i], path) != 0 &&
		    has_at(finder, &parent, paths->pdata[i], absent))
			return paths->pdata[i];
	return NULL;
}

/* The first commit that is not the target's: before it, paths need not be known. */
static guint32 first_foreign(const struct absent_finder *finder)
{
	guint32 n = (guint32)history_length(finder->history), first = 0;

	while (first < n && finder->in_base[first])
		first++;
	return first;
}

/* The last commit before limit by which path has the name; HISTORY_NONE if it always had. */
static guint32 find_bringer(struct absent_finder *finder, const char *path, guint32 limit,
			    const struct absent_name *absent, size_t *steps)
{
	g_autoptr(GArray) changes =
		history_changes_of(finder->history, path, first_foreign(finder));

	for (guint i = 0; i < changes->len && *steps < CHANGES_LIMIT; i++) {
		guint32 position = g_array_index(changes, guint32, i);

		if (position >= limit || finder->in_base[position])
			continue;
		++*steps;
		if (brings(finder, position, path, absent))
			return position;
	}
	return HISTORY_NONE;
}

/* Whether path had the name in the last commit of the line that the target shares with upstream. */
static bool was_shared(struct absent_finder *finder, const char *path,
		       const struct absent_name *absent)
{
	for (guint32 i = (guint32)history_length(finder->history); i > 0; i--) {
		const struct history_commit *commit = history_at(finder->history, i - 1);

		if (finder->in_base[i - 1] && commit->on_line)
			return has_at(finder, &commit->id, path, absent);
	}
	return false;
}

/* Follow the name back, from file to file, to the commit that brought it to the first of them. */
static void find_origin(struct absent_finder *finder, guint32 limit, struct absent_name *absent)
{
	const char *path = absent->definition_path;
	size_t steps = 0;

	absent->origin = ABSENT_SINCE;
	if (!finder->paths_known) {
		finder->paths_known = history_index_paths(finder->history, first_foreign(finder),
							  finder->progress, NULL);
		if (!finder->paths_known)
			return;
	}
	for (int moves = 0; moves < MOVES_LIMIT; moves++) {
		guint32 position = find_bringer(finder, path, limit, absent, &steps);
		const char *from;

		if (position == HISTORY_NONE) {
			if (was_shared(finder, path, absent)) {
				absent->origin = ABSENT_LOST;
				absent->position = HISTORY_NONE;
			}
			return;
		}
		absent->position = position;
		from = moved_from(finder, position, path, absent);
		if (!from)
			return;
		path = from;
		limit = position;
	}
}

/* Whether the upstream commit itself defines the name. */
static bool is_own(struct absent_finder *finder, guint32 position, struct absent_name *absent)
{
	const struct commit_id *id = &history_at(finder->history, position)->id;
	struct identifiers own;
	struct diff diff;
	char *text;
	bool cut, found, certain;

	if (!repo_diff(history_repo(finder->history), id, DIFF_LIMIT, &text, &cut, NULL))
		return false;
	diff_parse(&diff, text, 1);
	identifiers_read(&diff, &own);
	found = !cut && g_hash_table_contains(own.defined, absent->name);
	for (size_t i = 0; found && i < diff_n_files(&diff) && !absent->definition; i++) {
		const char *path = diff_file_path(diff_file_at(&diff, i));

		absent->definition = new_names_definition_at(finder->new_names, id, path,
							     absent->name, &certain);
		if (absent->definition)
			absent->definition_path = g_strdup(path);
	}
	identifiers_clear(&own);
	diff_clear(&diff);
	absent->origin = ABSENT_LEFT;
	absent->position = position;
	return absent->definition != NULL;
}

/* False: it comes from nowhere in upstream's tree, so that it needs no commit. */
static bool look_up(struct absent_finder *finder, guint32 position, struct absent_name *absent,
		    GArray *files)
{
	/* What the patch has in another way is not what it has left out. */
	if (!find_definition(finder, absent, files))
		return (absent->sure || absent->kind == IDENTIFIER_WORD) &&
		       is_own(finder, position, absent);
	find_origin(finder, position, absent);
	return true;
}

static GArray *read_absent(const struct absent_finder *finder, const struct diff *diff)
{
	struct identifiers ids;
	GArray *out;

	identifiers_read(diff, &ids);
	out = find_absent(finder, &ids);
	identifiers_clear(&ids);
	return out;
}

GArray *absent_names_find(struct absent_finder *finder, const struct diff *diff,
			  const struct identifiers *ids, guint32 position)
{
	GArray *out = ids ? find_absent(finder, ids) : read_absent(finder, diff);
	struct commit_id parent;

	if (!out->len || !finder->history || position == HISTORY_NONE)
		return out;
	if (!parent_of(finder, position, &parent)) {
		g_array_set_size(out, 0);
		return out;
	}

	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	g_autoptr(GHashTable) directories =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GArray) hashes = g_array_new(FALSE, FALSE, sizeof(guint64));
	guint kept = 0;

	for (guint i = 0; i < out->len; i++) {
		guint64 hash = hash_of(&g_array_index(out, struct absent_name, i));

		g_array_append_val(hashes, hash);
	}
	for (size_t i = 0; i < diff_n_files(diff); i++)
		g_hash_table_add(directories,
				 g_path_get_dirname(diff_file_path(diff_file_at(diff, i))));
	new_names_find(finder->new_names, &parent, hashes, directories, files);
	for (guint i = 0; i < out->len; i++) {
		struct absent_name *absent = &g_array_index(out, struct absent_name, i);

		struct absent_name moved = *absent;
		bool found = look_up(finder, position, &moved, files->pdata[i]);

		*absent = (struct absent_name){ 0 };
		if (found)
			g_array_index(out, struct absent_name, kept++) = moved;
		else
			absent_name_clear(&moved);
	}
	g_array_set_size(out, kept);
	return out;
}
