/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/needs.h"

#include <string.h>

#include "base/text.h"
#include "message/message.h"
#include "message/reference.h"

enum {
	DIFF_LIMIT = 256 << 10, /* bytes; a longer commit is no prerequisite that anybody takes */
	ROUNDS_LIMIT = 24,	/* in which something was found */
	OUTER_LINES = 2,	/* of context: patch(1) does without them */
	KEPT_LIMIT = 64 << 20,	/* bytes of diffs kept between searches */
	FOUND_LIMIT = 12,	/* commits; before what can be left out is left out */
};

/* A commit as it would be applied. */
struct candidate {
	struct diff diff;
	bool readable;
};

struct needs_finder {
	struct history *history;
	const struct target *target;
	struct renames *renames;
	struct line_history *lines;
	struct tree_names *names;
	struct absent_finder *absent;
	GHashTable *candidates; /* position + 1 -> struct candidate * */
	size_t n_kept;		/* bytes of their texts */
};

/* One search. */
struct search {
	struct needs_finder *finder;
	const struct patch *patch;
	guint32 position; /* of the patch's upstream commit */
	struct effective *before;
	GArray *members; /* struct need, rising */
	bool *blind;	 /* some line's history could not be read */
};

static void need_clear(void *data)
{
	struct need *need = data;

	g_free(need->proof);
	g_free(need->name);
}

bool needs_name(const struct absent_name *absent)
{
	return absent->sure && absent->breaks;
}

void needs_clear(struct needs *needs)
{
	if (needs->members)
		g_array_unref(needs->members);
	g_free(needs->stuck);
	*needs = (struct needs){ .outcome = NEEDS_NOT_ASKED };
}

static void candidate_free(void *data)
{
	struct candidate *candidate = data;

	diff_clear(&candidate->diff);
	g_free(candidate);
}

struct needs_finder *needs_finder_new(struct history *history, const struct target *target,
				      struct renames *renames, struct line_history *lines,
				      struct tree_names *names, struct absent_finder *absent)
{
	struct needs_finder *finder = g_new0(struct needs_finder, 1);

	finder->history = history;
	finder->target = target;
	finder->renames = renames;
	finder->lines = lines;
	finder->names = names;
	finder->absent = absent;
	finder->candidates = g_hash_table_new_full(NULL, NULL, NULL, candidate_free);
	return finder;
}

void needs_finder_free(struct needs_finder *finder)
{
	g_hash_table_unref(finder->candidates);
	g_free(finder);
}

static const struct candidate *candidate_at(struct needs_finder *finder, guint32 position)
{
	gpointer key = GUINT_TO_POINTER(position + 1);
	struct candidate *candidate = g_hash_table_lookup(finder->candidates, key);
	char *text = NULL;
	bool cut = false;

	if (candidate)
		return candidate;
	candidate = g_new0(struct candidate, 1);
	if (repo_diff(history_repo(finder->history), &history_at(finder->history, position)->id,
		      DIFF_LIMIT, &text, &cut, NULL)) {
		finder->n_kept += strlen(text);
		diff_parse(&candidate->diff, text, 1);
		candidate->readable = !cut;
	}
	g_hash_table_insert(finder->candidates, key, candidate);
	return candidate;
}

/* A queued entry is applied as it is queued, another commit as upstream has it. */
static const struct diff *diff_of(struct needs_finder *finder, const struct need *need)
{
	if (need->presence.state == PRESENCE_QUEUED_AFTER)
		return &need->presence.patch->diff;
	return &candidate_at(finder, need->position)->diff;
}

/* Who does not apply, and how. */
struct failure {
	const struct diff *diff; /* whose hunks failed */
	guint32 position;	 /* the upstream commit that it is of */
	bool is_member;
	struct application application;
};

/* Whether it applied, if need be but for its prose. */
static bool apply(const struct search *search, struct effective *tree, const struct diff *diff,
		  guint32 position, struct application *out)
{
	struct effective_change change = { diff, 1, search->finder->renames, position };

	effective_apply(tree, &change, out);
	return application_succeeded(out) || application_fails_in_prose(out, diff);
}

/*
 * Put the members, but the one numbered without, and then the patch on tree, a layer of the tree
 * before.
 */
static bool try_diff(const struct search *search, const struct diff *diff, size_t without,
		     struct effective *tree, struct failure *failure)
{
	*failure = (struct failure){ 0 };
	for (guint i = 0; i < search->members->len; i++) {
		const struct need *need = &g_array_index(search->members, struct need, i);

		if (i == without)
			continue;
		failure->diff = diff_of(search->finder, need);
		failure->position = need->position;
		failure->is_member = true;
		if (!apply(search, tree, failure->diff, need->position, &failure->application))
			return false;
		application_clear(&failure->application);
	}
	failure->diff = diff;
	failure->position = search->position;
	failure->is_member = false;
	return apply(search, tree, failure->diff, search->position, &failure->application);
}

static bool try_set(const struct search *search, size_t without, struct effective *tree,
		    struct failure *failure)
{
	return try_diff(search, &search->patch->diff, without, tree, failure);
}

/*
 * The hunks of an adapted patch are no lines of upstream's file: those of the commit that it was
 * made from are, which as a rule fail with it.
 */
static void refine_failure(const struct search *search, struct effective **tree,
			   struct failure *failure)
{
	const struct candidate *own = candidate_at(search->finder, search->position);

	if (failure->is_member || !own->readable)
		return;
	application_clear(&failure->application);
	/* Anew: what of the patch fitted is in the tree, where upstream's hunks would fail on it.
	 */
	effective_free(*tree);
	*tree = effective_layer(search->before);
	try_diff(search, &own->diff, G_MAXSIZE, *tree, failure);
}

static bool is_member(const struct search *search, guint32 position)
{
	for (guint i = 0; i < search->members->len; i++)
		if (g_array_index(search->members, struct need, i).position == position)
			return true;
	return false;
}

/* Whether the message says that it repairs something. */
static bool is_fix(const struct search *search, guint32 position)
{
	struct commit commit;
	g_autoptr(GArray) references = g_array_new(FALSE, FALSE, sizeof(struct reference));
	g_autofree char *subject = NULL;
	const char *body;
	bool fix;

	if (!repo_read_commit(history_repo(search->finder->history),
			      &history_at(search->finder->history, position)->id, &commit, NULL))
		return false;
	subject = message_split(commit.message, &body);
	references_scan(subject, body, references);
	fix = strcasestr(body, "\ncc: stable@") || strcasestr(body, "\ncc: <stable@");
	for (guint i = 0; i < references->len; i++)
		fix |= g_array_index(references, struct reference, i).kind == REFERENCE_FIXES;
	commit_clear(&commit);
	return fix;
}

static int by_position(const void *a, const void *b)
{
	const struct need *x = a, *y = b;

	return x->position < y->position ? -1 : x->position > y->position;
}

/*
 * Add the commit at position unless the tree has it or it is a member. True if it was added. Why,
 * for whom, proof and name are taken from what.
 */
static bool add_member(const struct search *search, guint32 position, const struct need *what)
{
	struct needs_finder *finder = search->finder;
	struct need need = { .position = position, .why = what->why, .user = what->user };
	const struct candidate *candidate;

	if (is_member(search, position) || position >= search->position)
		return false;
	need.presence = target_find(finder->target, &history_at(finder->history, position)->id,
				    search->patch);
	if (need.presence.state == PRESENCE_BASE || need.presence.state == PRESENCE_QUEUED_BEFORE)
		return false;
	candidate = candidate_at(finder, position);
	if (!candidate->readable && need.presence.state != PRESENCE_QUEUED_AFTER)
		return false;
	for (size_t i = 0; i < diff_n_files(&candidate->diff); i++)
		need.lines_changed += diff_file_at(&candidate->diff, i)->lines_added +
				      diff_file_at(&candidate->diff, i)->lines_removed;
	need.proof = g_strdup(what->proof);
	need.name = g_strdup(what->name);
	need.is_fix = is_fix(search, position);
	need.reverted = history_is_reverted(finder->history, position, NULL);
	g_array_append_val(search->members, need);
	g_array_sort(search->members, by_position);
	return true;
}

/* A hunk that failed, and what it was tried on. */
struct failed_place {
	const struct failure *failure;
	const struct diff_file *file;
	const struct diff_hunk *hunk;
	char *proof;
	GHashTable *lines; /* those that the tree's file has; NULL: it has no such file */
};

static void free_lines(GHashTable *lines)
{
	g_hash_table_unref(lines);
}
DEFINE_CLEANUP(GHashTable *, free_lines)

/* The lines of the file at path, however upstream calls it. */
static GHashTable *lines_of(const struct search *search, struct effective *tree, const char *path,
			    guint32 position)
{
	struct effective_change change = { NULL, 1, search->finder->renames, position };
	const char *name = effective_name(tree, &change, path);
	g_autofree char *text = NULL;
	struct slice rest, line;
	GHashTable *out;

	if (!name || effective_read(tree, name, &text) != REPO_FILE_READ)
		return NULL;
	out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	rest = slice_of(text);
	while (text_next_line(&rest, &line))
		g_hash_table_add(out, slice_dup(line));
	return out;
}

static bool has_line(GHashTable *lines, struct slice line)
{
	g_autofree char *text = slice_dup(line);

	return lines && g_hash_table_contains(lines, text);
}

/* Add who made the lines [first, end) of the file that the hunk was made for. How many are new. */
static size_t add_makers(const struct search *search, const struct failed_place *place,
			 size_t first, size_t end)
{
	const struct failure *failure = place->failure;
	g_autoptr(GArray) makers = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct need what = { .why = NEED_TEXT,
			     .user = failure->is_member ? failure->position : HISTORY_NONE,
			     .proof = place->proof };
	size_t n = 0;

	if (!line_history_find(search->finder->lines, place->file->old_path, failure->position,
			       first, end, makers)) {
		*search->blind = true;
		return 0;
	}
	for (guint i = 0; i < makers->len; i++)
		n += add_member(search, g_array_index(makers, guint32, i), &what);
	return n;
}

/* Of the hunk's old lines, but the outermost, those that the tree's file has nowhere. */
static size_t add_absent(const struct search *search, const struct failed_place *place,
			 size_t outer)
{
	const struct diff *diff = place->failure->diff;
	size_t at = place->hunk->old_start - (place->hunk->old_count > 0), i = 0, n = 0;
	size_t last = place->hunk->old_count > outer ? place->hunk->old_count - outer : 0;

	for (size_t k = 0; k < place->hunk->n_lines; k++) {
		const struct diff_line *line = diff_line_at(diff, place->hunk, k);

		if (line->origin == '+')
			continue;
		if (i >= outer && i < last && !has_line(place->lines, line->text))
			n += add_makers(search, place, at + i, at + i + 1);
		i++;
	}
	return n;
}

/* Whoever is to blame: what is surely not there first, then what may stand in its way. */
static size_t add_culprits(const struct search *search, const struct failed_place *place)
{
	size_t first = place->hunk->old_start - (place->hunk->old_count > 0);
	size_t n = add_absent(search, place, OUTER_LINES);

	if (!n)
		n = add_absent(search, place, 0);
	if (!n)
		n = add_makers(search, place, first, first + place->hunk->old_count);
	return n;
}

/* Add what made the lines that a failed hunk looks for. How many were found. */
static size_t add_textual(const struct search *search, struct effective *tree,
			  const struct failure *failure)
{
	const struct diff *diff = failure->diff;
	const GArray *failed = failure->application.failed;
	size_t n = 0;

	for (guint i = 0; i < failed->len; i++) {
		const struct failed_hunk *hunk = &g_array_index(failed, struct failed_hunk, i);
		struct failed_place place = { .failure = failure };
		_cleanup_(free_linesp) GHashTable *lines = NULL;
		g_autofree char *proof = NULL;

		place.file = diff_file_at(diff, hunk->file);
		if (!place.file->old_path || effective_is_prose(place.file->old_path))
			continue;
		place.hunk = diff_hunk_at(diff, place.file, hunk->hunk);
		place.lines = lines =
			lines_of(search, tree, place.file->old_path, failure->position);
		place.proof = proof =
			g_strdup_printf("%s:%zu, hunk %zu of %zu", diff_file_path(place.file),
					place.hunk->old_start, hunk->hunk + 1, place.file->n_hunks);
		n += add_culprits(search, &place);
	}
	return n;
}

/* What one of the set uses that nothing brings. */
struct unknown_name {
	char *stuck; /* where, and which; NULL: there is none */
	size_t n_added;
};

/* Look at the names of one diff, of the set or the patch itself; add what brings them. */
static void resolve_names(const struct search *search, const struct diff *diff, guint32 position,
			  bool add, struct unknown_name *out)
{
	g_autoptr(GArray) absent = absent_names_find(search->finder->absent, diff, position);

	for (guint i = 0; i < absent->len; i++) {
		const struct absent_name *name = &g_array_index(absent, struct absent_name, i);
		bool known = name->origin == ABSENT_SINCE && name->position != HISTORY_NONE;
		g_autofree char *proof = NULL;
		struct need what = {
			.why = NEED_NAME,
			.user = position == search->position ? HISTORY_NONE : position,
			.name = name->name,
		};

		if (!needs_name(name))
			continue;
		proof = g_strdup_printf("%s:%zu: %s", name->path, name->line_number, name->use);
		what.proof = proof;
		if (add && known && add_member(search, name->position, &what))
			out->n_added++;
		else if (!out->stuck && !(add && known && is_member(search, name->position)))
			out->stuck = g_strdup(proof);
	}
}

/* The same for all members but the one numbered without, and the patch. */
static void resolve_all_names(const struct search *search, size_t without, bool add,
			      struct unknown_name *out)
{
	struct needs_finder *finder = search->finder;
	g_autoptr(GPtrArray) diffs = g_ptr_array_new();
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));

	*out = (struct unknown_name){ 0 };
	if (!finder->absent)
		return;
	for (guint i = 0; i < search->members->len; i++) {
		const struct need *need = &g_array_index(search->members, struct need, i);

		if (i == without)
			continue;
		g_ptr_array_add(diffs, (gpointer)diff_of(finder, need));
		g_array_append_val(positions, need->position);
	}
	for (guint i = 0; i < diffs->len; i++)
		tree_names_add(finder->names, diffs->pdata[i]);
	for (guint i = 0; i < diffs->len; i++)
		resolve_names(search, diffs->pdata[i], g_array_index(positions, guint32, i), add,
			      out);
	resolve_names(search, &search->patch->diff, search->position, add, out);
	for (guint i = 0; i < diffs->len; i++)
		tree_names_remove(finder->names, diffs->pdata[i]);
}

static bool has_all_names(const struct search *search, size_t without)
{
	struct unknown_name unknown;
	bool all;

	resolve_all_names(search, without, false, &unknown);
	all = !unknown.stuck;
	g_free(unknown.stuck);
	return all;
}

/* Leave out what can be left out, the newest first: it was found through what is older, too. */
static void minimise(const struct search *search)
{
	for (guint i = search->members->len; i > 0; i--) {
		_cleanup_(effective_freep) struct effective *tree = effective_layer(search->before);
		struct failure failure;

		if (g_array_index(search->members, struct need, i - 1).why == NEED_DECLARED)
			continue;
		if (try_set(search, i - 1, tree, &failure) && has_all_names(search, i - 1))
			g_array_remove_index(search->members, i - 1);
		application_clear(&failure.application);
	}
}

/* What was found to do, without what turns out to be too much. */
static enum needs_outcome settle(const struct search *search)
{
	minimise(search);
	if (!search->members->len)
		return NEEDS_NOTHING;
	return search->members->len > NEEDS_LIMIT ? NEEDS_MANY : NEEDS_PROVED;
}

/* One more attempt. Whether something was found that makes another one worth while. */
static bool advance(const struct search *search, struct needs *out)
{
	_cleanup_(effective_freep) struct effective *tree = effective_layer(search->before);
	struct failure failure;
	size_t found = 0;

	g_clear_pointer(&out->stuck, g_free);
	out->outcome = NEEDS_UNPROVED;
	out->by_name = false;
	if (try_set(search, G_MAXSIZE, tree, &failure)) {
		struct unknown_name unknown;

		resolve_all_names(search, G_MAXSIZE, true, &unknown);
		found = unknown.n_added;
		out->by_name = unknown.stuck != NULL;
		out->stuck = unknown.stuck;
		if (!found && !unknown.stuck)
			out->outcome = settle(search);
	} else {
		out->stuck = g_strdup(failure.application.where);
		refine_failure(search, &tree, &failure);
		if (failure.application.kind == APPLICATION_UNKNOWN)
			out->outcome = NEEDS_UNKNOWN;
		else
			found = add_textual(search, tree, &failure);
		if (!found && *search->blind)
			out->outcome = NEEDS_UNKNOWN;
	}
	application_clear(&failure.application);
	if (found && search->members->len > FOUND_LIMIT)
		out->outcome = NEEDS_MANY;
	return found && out->outcome == NEEDS_UNPROVED;
}

void needs_find(struct needs_finder *finder, const struct patch *patch, guint32 position,
		const GArray *declared, struct effective *before, struct needs *out)
{
	bool blind = false;
	struct search search = { finder, patch, position, before, NULL, &blind };

	*out = (struct needs){ .outcome = NEEDS_UNKNOWN };
	out->members = g_array_new(FALSE, FALSE, sizeof(struct need));
	g_array_set_clear_func(out->members, need_clear);
	search.members = out->members;
	if (finder->n_kept > KEPT_LIMIT) {
		g_hash_table_remove_all(finder->candidates);
		finder->n_kept = 0;
	}
	if (position == HISTORY_NONE)
		return;
	for (guint i = 0; declared && i < declared->len; i++)
		add_member(&search, g_array_index(declared, guint32, i),
			   &(struct need){ .why = NEED_DECLARED, .user = HISTORY_NONE });
	for (int round = 0; round < ROUNDS_LIMIT; round++)
		if (!advance(&search, out))
			break;
	if (out->outcome != NEEDS_UNPROVED)
		g_clear_pointer(&out->stuck, g_free);
}
