/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a diff does, told by comparing the tokens of both sides of its hunks: comments, white space
 * and names can then be told from code.
 */
#include "evidence/trait.h"

#include <string.h>

#include "base/text.h"
#include "code/text-token.h"
#include "code/token.h"
#include "evidence/parts.h"

enum {
	RENAMES_LIMIT = 8,
	RENAME_SITES_MIN = 2, /* a name that changes once was wrong, not renamed */
};

static char *side_of(const struct diff *diff, const struct diff_hunk *hunk, char origin)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < hunk->n_lines; i++) {
		const struct diff_line line = diff_line_at(diff, hunk, i);

		if (line.origin != ' ' && line.origin != origin)
			continue;
		g_string_append_len(text, line.text.start, (gssize)line.text.length);
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

static bool is_any(const struct text_token *token, const char *const *words)
{
	for (; *words; words++)
		if (slice_equal(token->text, *words))
			return true;
	return false;
}

static bool is_capitals(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (g_ascii_islower(text.start[i]))
			return false;
	return true;
}

/*
 * Whether the name at i is being given its meaning there: #define, a function's definition or
 * prototype, a variable or member, a struct's tag. Replacing one name by another elsewhere calls
 * something else; only where the name itself is declared is it the same thing renamed.
 */
static bool is_declared(const GArray *tokens, guint i)
{
	static const char *const statements[] = { "return", "goto",  "case",	 "else",
						  "do",	    "break", "continue", "sizeof",
						  "typeof", "in",    NULL };
	static const char *const tags[] = { "struct", "union", "enum", NULL };
	static const char *const ends[] = { ";", "[", "=", ",", ":", NULL };
	const struct text_token *all = (const struct text_token *)(const void *)tokens->data;
	const struct text_token *token = &all[i], *next = i + 1 < tokens->len ? &all[i + 1] : NULL;

	if (i >= 2 && slice_equal(all[i - 2].text, "define"))
		return true; /* "#define", a blank, the name */
	if (!next || i == token->line)
		return false;
	if (slice_equal(next->text, "{"))
		return is_any(&all[i - 1], tags);
	/* From the line's start only names and '*': "static struct x *name". */
	for (guint k = token->line; k < i; k++)
		if ((!all[k].name && !slice_equal(all[k].text, "*")) || is_any(&all[k], statements))
			return false;
	if (!all[token->line].name)
		return false;
	if (slice_equal(next->text, "(")) /* capitals: a macro that declares something is used */
		return token->column0 && !is_capitals(token->text);
	return is_any(next, ends);
}

/* What all hunks seen so far have in common. */
struct comparison {
	bool whitespace, comments, names; /* nothing else differs */
	bool any_comment;
	GHashTable *renamed;  /* old -> new; owns both */
	GHashTable *taken;    /* new names in use */
	GHashTable *declared; /* old names seen where they are declared */
	size_t n_sites;
};

static bool same_token(const struct text_token *a, const struct text_token *b)
{
	return a->text.length == b->text.length &&
	       memcmp(a->text.start, b->text.start, a->text.length) == 0;
}

/* Whether before -> after agrees with the renames seen so far. */
static bool rename_fits(struct comparison *comparison, const struct text_token *before,
			const struct text_token *after)
{
	g_autofree char *from = slice_dup(before->text);
	g_autofree char *to = slice_dup(after->text);
	const char *known = g_hash_table_lookup(comparison->renamed, from);

	if (known)
		return strcmp(known, to) == 0;
	if (g_hash_table_contains(comparison->taken, to) ||
	    g_hash_table_size(comparison->renamed) >= RENAMES_LIMIT)
		return false;
	g_hash_table_add(comparison->taken, g_strdup(to));
	g_hash_table_insert(comparison->renamed, g_steal_pointer(&from), g_steal_pointer(&to));
	return true;
}

static GArray *without_comments(const GArray *tokens)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct text_token));

	for (guint i = 0; i < tokens->len; i++) {
		struct text_token token = g_array_index(tokens, struct text_token, i);

		if (!token.comment)
			g_array_append_val(out, token);
	}
	return out;
}

static bool same_tokens(const GArray *a, const GArray *b)
{
	if (a->len != b->len)
		return false;
	for (guint i = 0; i < a->len; i++)
		if (!same_token(&g_array_index(a, struct text_token, i),
				&g_array_index(b, struct text_token, i)))
			return false;
	return true;
}

static void compare_names(struct comparison *comparison, const GArray *old_tokens,
			  const GArray *new_tokens)
{
	if (old_tokens->len != new_tokens->len) {
		comparison->names = false;
		return;
	}
	for (guint i = 0; i < old_tokens->len && comparison->names; i++) {
		const struct text_token *a = &g_array_index(old_tokens, struct text_token, i);
		const struct text_token *b = &g_array_index(new_tokens, struct text_token, i);

		if (same_token(a, b))
			continue;
		if (!a->name || !b->name || !rename_fits(comparison, a, b)) {
			comparison->names = false;
			return;
		}
		comparison->n_sites++;
		if (is_declared(old_tokens, i))
			g_hash_table_add(comparison->declared, slice_dup(a->text));
	}
}

static void compare_hunk(struct comparison *comparison, const struct diff *diff,
			 const struct diff_hunk *hunk, enum comment_form comments)
{
	g_autofree char *before = side_of(diff, hunk, '-');
	g_autofree char *after = side_of(diff, hunk, '+');
	g_autoptr(GArray) old_all = text_tokens_read(before, comments);
	g_autoptr(GArray) new_all = text_tokens_read(after, comments);

	if (old_all->len >= TEXT_TOKENS_LIMIT || new_all->len >= TEXT_TOKENS_LIMIT) {
		comparison->whitespace = comparison->comments = comparison->names = false;
		return;
	}
	if (same_tokens(old_all, new_all)) /* white space does not matter where this can be so */
		return;
	comparison->whitespace = false;

	g_autoptr(GArray) old_code = without_comments(old_all);
	g_autoptr(GArray) new_code = without_comments(new_all);

	if (same_tokens(old_code, new_code)) {
		comparison->any_comment = true;
		return;
	}
	comparison->comments = false;
	compare_names(comparison, old_code, new_code);
}

/*
 * A name that was only replaced is still there: then another thing is called, not the same renamed.
 */
static bool old_names_gone(const struct comparison *comparison, const struct diff *diff)
{
	for (size_t i = 0; i < diff_n_lines(diff); i++) {
		const struct diff_line line = diff_line_of(diff, i);
		const char *p = line.text.start, *end = p + line.text.length;

		while (p < end && line.origin != '-') {
			size_t n = 0;

			while (p + n < end && token_continues_name(p[n]))
				n++;
			if (n) {
				g_autofree char *word = g_strndup(p, n);

				if (g_hash_table_contains(comparison->renamed, word))
					return false;
			}
			p += n ? n : 1;
		}
	}
	return true;
}

static void add_trait(struct facts *out, enum fact_kind kind, const char *proof, char *says)
{
	facts_add(out, (struct fact){ .kind = kind, .proof = g_strdup(proof), .says = says });
}

static void add_rename(const struct comparison *comparison, const char *path, struct facts *out)
{
	g_autoptr(GList) keys =
		g_list_sort(g_hash_table_get_keys(comparison->renamed), (GCompareFunc)strcmp);
	g_autoptr(GString) pairs = g_string_new(NULL);

	for (GList *key = keys; key; key = key->next)
		g_string_append_printf(pairs, "%s%s to %s", pairs->len ? ", " : "",
				       (char *)key->data,
				       (char *)g_hash_table_lookup(comparison->renamed, key->data));
	add_trait(out, FACT_TRAIT_IDENTIFIER_RENAME, path,
		  g_strdup_printf("it only renames %s, in %zu place%s", pairs->str,
				  comparison->n_sites, comparison->n_sites == 1 ? "" : "s"));
}

/* Compare both sides of all hunks; how many there are. */
static size_t compare_sides(struct comparison *comparison, const struct diff *diff)
{
	size_t n_hunks = 0;

	*comparison = (struct comparison){ .whitespace = true, .comments = true, .names = true };
	comparison->renamed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	comparison->taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	comparison->declared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t f = 0; f < diff_n_files(diff); f++) {
		const struct diff_file *file = diff_file_at(diff, f);
		enum comment_form comments = comment_form_of(diff_file_path(file));

		for (size_t h = 0; h < file->n_hunks; h++, n_hunks++)
			if (comparison->whitespace || comparison->comments || comparison->names)
				compare_hunk(comparison, diff, diff_hunk_at(diff, file, h),
					     comments);
		/* Of a file that comes, goes or is binary there is no other side. */
		if (file->binary || !file->old_path || !file->new_path)
			comparison->whitespace = comparison->comments = comparison->names = false;
	}
	return n_hunks;
}

static void comparison_clear(struct comparison *comparison)
{
	g_hash_table_unref(comparison->renamed);
	g_hash_table_unref(comparison->taken);
	g_hash_table_unref(comparison->declared);
}

/* What comparison shows to be all that differs; NULL: more than that. */
static const char *only_thing(const struct comparison *comparison)
{
	if (comparison->whitespace)
		return "white space";
	return comparison->comments && comparison->any_comment ? "comments" : NULL;
}

const char *trait_only(const struct diff *diff)
{
	struct comparison comparison;
	const char *only = NULL;

	if (compare_sides(&comparison, diff))
		only = only_thing(&comparison);
	comparison_clear(&comparison);
	return only;
}

static void collect_sides(const struct diff *diff, struct facts *out)
{
	struct comparison comparison;
	const char *path = diff_file_path(diff_file_at(diff, 0));
	size_t n_hunks = compare_sides(&comparison, diff);
	const char *only = n_hunks ? only_thing(&comparison) : NULL;

	if (only) {
		add_trait(out,
			  comparison.whitespace ? FACT_TRAIT_WHITESPACE_ONLY
						: FACT_TRAIT_COMMENTS_ONLY,
			  path, g_strdup_printf("it only changes %s", only));
	} else if (n_hunks && comparison.names && comparison.n_sites >= RENAME_SITES_MIN &&
		   g_hash_table_size(comparison.declared) ==
			   g_hash_table_size(comparison.renamed) &&
		   old_names_gone(&comparison, diff)) {
		add_rename(&comparison, path, out);
	}
	comparison_clear(&comparison);
}

static gint64 count_signed_off(const struct patch *patch)
{
	const GArray *trailers = patch->message.trailers;
	gint64 n = 0;

	for (guint i = 0; trailers && i < trailers->len; i++)
		n += slice_equal(g_array_index(trailers, struct trailer, i).key, "Signed-off-by");
	return n;
}

static void collect_numbers(const struct patch *patch, struct facts *out)
{
	const struct diff *diff = &patch->diff;
	size_t added = 0, removed = 0, context = 0;

	for (size_t f = 0; f < diff_n_files(diff); f++) {
		const struct diff_file *file = diff_file_at(diff, f);

		added += file->lines_added;
		removed += file->lines_removed;
		for (size_t h = 0; h < file->n_hunks; h++)
			context += diff_hunk_at(diff, file, h)->n_lines;
	}
	facts_set_number(out, FACT_NUMBER_LINES_ADDED, (gint64)added);
	facts_set_number(out, FACT_NUMBER_LINES_REMOVED, (gint64)removed);
	facts_set_number(out, FACT_NUMBER_LINES_CHANGED, (gint64)(added + removed));
	facts_set_number(out, FACT_NUMBER_LINES_WITH_CONTEXT, (gint64)context);
	facts_set_number(out, FACT_NUMBER_FILES_CHANGED, (gint64)diff_n_files(diff));
	facts_set_number(out, FACT_NUMBER_HUNKS, (gint64)diff->hunks->len);
	facts_set_number(out, FACT_NUMBER_SIGNED_OFF, count_signed_off(patch));
}

/* Maintainers leave notes upstream, too; those say nothing about the backport. */
static bool is_upstreams_note(const struct view *view)
{
	struct repo *repo = view->evidence->history ? history_repo(view->evidence->history) : NULL;
	struct commit commit;
	bool found;

	if (!repo || view->upstream->position == HISTORY_NONE ||
	    !repo_read_commit(repo, &view->upstream->id, &commit, NULL))
		return false;
	found = strstr(commit.message, view->patch->message.backport_note) != NULL;
	commit_clear(&commit);
	return found;
}

void collect_traits(const struct view *view, struct facts *out)
{
	const struct diff *diff = &view->patch->diff;
	bool renames_only = diff_n_files(diff) > 0;

	if (view->patch->message.backport_note && !is_upstreams_note(view))
		add_trait(out, FACT_TRAIT_ADAPTED, view->patch->message.backport_note,
			  g_strdup("somebody changed it on the way here"));
	if (view->patch->message.generated_text)
		add_trait(out, FACT_TRAIT_GENERATED_TEXT, NULL,
			  g_strdup("it came with an explanation that a machine wrote, which was "
				   "not read"));
	if (!diff_n_files(diff))
		return;
	collect_numbers(view->patch, out);
	for (size_t f = 0; f < diff_n_files(diff); f++) {
		const struct diff_file *file = diff_file_at(diff, f);

		renames_only = renames_only && file->renamed && !file->n_hunks;
		if (file->binary)
			add_trait(out, FACT_TRAIT_BINARY, diff_file_path(file),
				  g_strdup_printf(
					  "%s is binary: what changes in it was not looked at",
					  diff_file_path(file)));
	}
	if (renames_only)
		add_trait(out, FACT_TRAIT_FILE_RENAME, diff_file_path(diff_file_at(diff, 0)),
			  g_strdup("it only renames files"));
	else
		collect_sides(diff, out);
}
