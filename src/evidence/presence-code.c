/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the code that a patch changes is in its target. */
#include "evidence/parts.h"

#include <string.h>

#include "evidence/added-lines.h"
#include "evidence/trial.h"
#include "git/file.h"

enum {
	FILE_LIMIT = 4 << 20, /* bytes of a target's file that are looked into */
	TELLING_LETTERS = 6,  /* a line of fewer says nothing: "}", "break;" */
	LINES_LOOKED_FOR = 200,
	FEWEST_LINES = 4, /* of which that none is there says that the code is not */
};

static bool is_telling(struct slice line)
{
	size_t letters = 0;

	for (size_t i = 0; i < line.length; i++)
		letters += g_ascii_isalnum(line.start[i]) != 0;
	return letters >= TELLING_LETTERS;
}

/* Add the lines of text without their outer blanks. */
static void add_lines(GHashTable *set, const char *text)
{
	struct slice rest = slice_of(text), line;

	while (text_next_line(&rest, &line))
		g_hash_table_add(set, slice_dup(slice_trim(line)));
}

/* The lines with this origin that say something: how many, and how many of them are in the set. */
static void count_lines(const struct view *view, const struct diff_file *file, char origin,
			GHashTable *set, size_t *found, size_t *total)
{
	const struct diff *diff = &view->patch->diff;

	for (size_t h = 0; h < file->n_hunks && *total < LINES_LOOKED_FOR; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

		for (size_t k = 0; k < hunk->n_lines; k++) {
			const struct diff_line *line = diff_line_at(diff, hunk, k);
			g_autofree char *text = NULL;

			if (line->origin != origin || !is_telling(line->text))
				continue;
			text = slice_dup(slice_trim(line->text));
			(*total)++;
			*found += g_hash_table_contains(set, text) ||
				  added_lines_find(view->evidence->added, file->old_path, text,
						   view->patch, view->evidence->target);
		}
	}
}

/* What of the code was looked for, and what of that is there. */
struct code {
	size_t found[2], total[2]; /* lines that it removes, and lines around */
	const char *path;	   /* the last file looked into */
	char *function;		   /* that it changes and no such file has; NULL: none */
};

/* The function that a hunk is in, as its header says: "static int f(void)". NULL: none is told. */
static char *function_of(const struct diff_hunk *hunk)
{
	const char *start = hunk->section.start;
	const char *end = hunk->section.length ? memchr(start, '(', hunk->section.length) : NULL;
	const char *name;

	if (!end)
		return NULL;
	while (end > start && end[-1] == ' ')
		end--;
	for (name = end; name > start && (g_ascii_isalnum(name[-1]) || name[-1] == '_'); name--)
		;
	return name < end && !g_ascii_isdigit(*name) ? g_strndup(name, (gsize)(end - name)) : NULL;
}

static void look_for_functions(const struct diff *diff, const struct diff_file *file,
			       const char *text, struct code *code)
{
	for (size_t h = 0; h < file->n_hunks && !code->function; h++) {
		g_autofree char *function = function_of(diff_hunk_at(diff, file, h));

		if (function && (!text || !strstr(text, function)))
			code->function = g_steal_pointer(&function);
	}
}

static void look_for_code(const struct view *view, struct repo *repo, const struct commit_id *base,
			  struct code *code)
{
	const struct diff *diff = &view->patch->diff;

	for (size_t f = 0; f < diff_n_files(diff); f++) {
		const struct diff_file *file = diff_file_at(diff, f);
		g_autoptr(GHashTable) set =
			g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		g_autofree char *text = NULL;

		if (!file->old_path || file->binary)
			continue;
		code->path = file->old_path;
		if (repo_read_file(repo, base, file->old_path, FILE_LIMIT, &text) == REPO_FILE_READ)
			add_lines(set, text);
		count_lines(view, file, '-', set, &code->found[0], &code->total[0]);
		count_lines(view, file, ' ', set, &code->found[1], &code->total[1]);
		look_for_functions(diff, file, text, code);
	}
}

static bool has_missing_culprit(const struct facts *facts)
{
	for (size_t i = 0; i < facts_count(facts); i++)
		if (facts_at(facts, i)->kind == FACT_PRESENCE_REPAIRED &&
		    facts_at(facts, i)->state == FACT_STATE_MISSING)
			return true;
	return false;
}

static bool names_culprit(const struct facts *facts)
{
	for (size_t i = 0; i < facts_count(facts); i++)
		if (facts_at(facts, i)->kind == FACT_PRESENCE_REPAIRED ||
		    facts_at(facts, i)->kind == FACT_PRESENCE_REPAIRED_UNKNOWN ||
		    facts_at(facts, i)->kind == FACT_PRESENCE_TAKEN_BACK)
			return true;
	return false;
}

/* The first of the commits that made the lines which the patch looks for in vain; NULL: unknown. */
static const struct need *maker_of(const struct trial *trial)
{
	const GArray *members = trial->needs.members;

	for (guint i = 0; members && i < members->len; i++) {
		const struct need *need = &g_array_index(members, struct need, i);

		if (need->why == NEED_TEXT && need->user == HISTORY_NONE &&
		    need->presence.state == PRESENCE_MISSING)
			return need;
	}
	return NULL;
}

/* No tag says what it repairs: the lines themselves do, where not one of them is there. */
static void add_foreign(const struct view *view, const struct code *code, struct facts *out)
{
	const struct trial *trial = trial_at(view->evidence, view->patch->position);
	const struct need *maker = maker_of(trial);
	const struct history_commit *commit;

	/* Under an older name the lines were not looked for. */
	if (!maker || trial->application.older || code->found[0] || code->found[1] ||
	    code->total[0] + code->total[1] < FEWEST_LINES)
		return;
	commit = history_at(view->evidence->history, maker->position);

	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
	g_autofree char *release = release_clause(view, maker->position);
	g_autofree char *function =
		code->function ? g_strdup_printf(", nor is %s()", code->function) : g_strdup("");

	facts_add(out,
		  (struct fact){
			  .kind = FACT_PRESENCE_CODE_FOREIGN,
			  .state = FACT_STATE_MISSING,
			  .has_id = true,
			  .id = commit->id,
			  .position = maker->position,
			  .subject = g_strdup(commit->subject),
			  .proof = g_strdup(maker->proof),
			  .says = g_strdup_printf(
				  "none of the %zu lines that it changes or stands between is in "
				  "the target%s: %s made them and is missing%s",
				  code->total[0] + code->total[1], function, name, release),
		  });
}

void collect_code(const struct view *view, struct facts *out)
{
	bool culprit_missing = has_missing_culprit(out);
	const struct trial *trial =
		view->evidence->trials ? trial_at(view->evidence, view->patch->position) : NULL;
	/* Whole: what it changes is there, by whatever name the file goes. */
	bool whole = trial && trial->application.kind <= APPLICATION_MOVED;
	struct commit_id base;
	struct repo *repo = target_repo(view->evidence->target, &base);
	struct code code = { 0 };
	int which;

	if (!repo || (!culprit_missing && (names_culprit(out) || !view->evidence->trials)))
		return;
	if (!culprit_missing &&
	    application_succeeded(&trial_at(view->evidence, view->patch->position)->application))
		return;
	look_for_code(view, repo, &base, &code);
	which = code.total[0] ? 0 : 1;
	if (whole)
		code.found[which] = code.total[which];
	if (!culprit_missing)
		add_foreign(view, &code, out);
	else if (code.total[which])
		facts_add(out, (struct fact){
				       .kind = FACT_PRESENCE_CODE,
				       .state = code.found[which] == code.total[which]
							? FACT_STATE_BASE
							: FACT_STATE_MISSING,
				       .proof = g_strdup(code.path),
				       .says = g_strdup_printf(
					       "%zu of the %zu lines it %s are in the target",
					       code.found[which], code.total[which],
					       which ? "stands between" : "removes"),
			       });
	g_free(code.function);
}
