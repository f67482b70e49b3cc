/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/trial.h"

#include "evidence/parts.h"

#include <string.h>

#include "base/progress.h"
#include "evidence/companion.h"
#include "match/lineage.h"
#include "message/version.h"

enum {
	LEANS_LIMIT = 16,	    /* patches before, of one patch, that are tried without */
	TRIED_LIMIT = 2000,	    /* patches put on the base for that, for one patch */
	LEANS_WORK_LIMIT = 1 << 23, /* lines looked at for that, see hunk_find() */
	CULPRITS_LIMIT = 3,	    /* missing ones, of one patch, whose lines are looked for */
};

struct trials {
	const struct evidence *evidence;
	const struct queue *queue;
	GArray *list;		     /* struct trial, of the entries so far */
	struct effective *base;	     /* nothing is applied to it */
	struct effective *effective; /* the base and the entries so far */
	struct lineage lineage;	     /* opened when first needed, if there is an upstream to read */
	bool tried_upstream;
	struct names_so_far *names; /* NULL: the base's tree cannot be read */
	GHashTable *users; /* path -> GArray of size_t: positions of the entries that change it */
};

static void trial_clear(void *data)
{
	struct trial *trial = data;

	application_clear(&trial->application);
	prerequisites_clear(&trial->prerequisites);
	if (trial->absent)
		g_array_unref(trial->absent);
	g_array_unref(trial->leans_on);
	if (trial->stands_on)
		g_array_unref(trial->stands_on);
	g_array_unref(trial->names_used);
	if (trial->needed_by)
		g_array_unref(trial->needed_by);
	code_there_clear(&trial->code);
	code_there_clear(&trial->culprit_code);
	if (trial->companions)
		g_array_unref(trial->companions);
}

static bool differ(const GPtrArray *a, const GPtrArray *b)
{
	if (a->len != b->len)
		return true;
	for (guint i = 0; i < a->len; i++)
		if (strcmp(a->pdata[i], b->pdata[i]) != 0)
			return true;
	return false;
}

/* Whether the queue holds patches for several trees; then the base is only one of them. */
static bool has_several_versions(const struct queue *queue)
{
	const GPtrArray *first = NULL;

	for (size_t i = 0; i < queue_length(queue); i++) {
		const GPtrArray *versions = queue_at(queue, i)->versions;

		if (!versions->len)
			continue;
		if (first && differ(first, versions))
			return true;
		first = versions;
	}
	return false;
}

static bool is_for_base(const struct evidence *evidence, const struct patch *patch, bool several)
{
	if (patch->stack != evidence->stack)
		return false;
	if (patch->stack || !several || !patch->versions->len)
		return true;
	for (guint i = 0; i < patch->versions->len; i++)
		if (evidence->base_name &&
		    version_is_of(evidence->base_name, patch->versions->pdata[i]))
			return true;
	return false;
}

static struct effective_change change_of(const struct trials *trials, const struct patch *patch)
{
	const struct upstream *upstream = &trials->evidence->upstreams[patch->position - 1];
	bool known = trials->lineage.renames && upstream->position != HISTORY_NONE;

	return (struct effective_change){
		.diff = &patch->diff,
		.maker = (guint32)patch->position,
		.renames = known ? trials->lineage.renames : NULL,
		.position = upstream->position,
	};
}

/* To know the paths that upstream's commits changed takes a while: only where something fails. */
static void open_upstream(struct trials *trials)
{
	const struct evidence *evidence = trials->evidence;
	struct names_so_far *names = trials->names;

	if (trials->tried_upstream)
		return;
	trials->tried_upstream = true;
	lineage_open(evidence->history, evidence->target, names ? names_so_far_names(names) : NULL,
		     names ? names_so_far_finder(names) : NULL, evidence->progress,
		     &trials->lineage);
}

static void find_prerequisites(const struct trials *trials, const struct patch *patch,
			       struct trial *trial)
{
	const struct upstream *upstream = &trials->evidence->upstreams[patch->position - 1];
	g_autoptr(GArray) declared = NULL;

	if (!trials->lineage.finder || trial->application.kind == APPLICATION_UNKNOWN)
		return;
	declared =
		target_find_named(trials->evidence->target, patch, REFERENCE_PREREQUISITE, false);
	prerequisites_find(trials->lineage.finder, patch, upstream->position, declared,
			   trials->effective, &trial->prerequisites);
}

static void note_paths(const struct trials *trials, const struct patch *patch)
{
	for (size_t i = 0; i < diff_n_files(&patch->diff); i++) {
		const char *path = diff_file_path(diff_file_at(&patch->diff, i));
		GArray *users = g_hash_table_lookup(trials->users, path);

		if (!users) {
			users = g_array_new(FALSE, FALSE, sizeof(size_t));
			g_hash_table_insert(trials->users, g_strdup(path), users);
		}
		g_array_append_val(users, patch->position);
	}
}

static int by_value(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The entries before patch that change one of its files, rising; NULL: they are more than most. */
static GArray *neighbours(const struct trials *trials, const struct patch *patch, guint most)
{
	g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(size_t));

	for (size_t i = 0; i < diff_n_files(&patch->diff); i++) {
		const struct diff_file *file = diff_file_at(&patch->diff, i);
		const char *path = file->old_path ? file->old_path : file->new_path;
		const GArray *users = g_hash_table_lookup(trials->users, path);

		if (users && out->len + users->len > most)
			return NULL;
		if (users)
			g_array_append_vals(out, users->data, users->len);
	}
	g_array_sort(out, by_value);
	return g_steal_pointer(&out);
}

/* The files that patch and, before it, its neighbours have as those: by these and by older names.
 */
static GHashTable *files_of(const struct trials *trials, const struct patch *patch,
			    const GArray *before)
{
	GHashTable *out = g_hash_table_new(g_str_hash, g_str_equal);
	const struct diff *diff = &patch->diff;

	for (guint left = before->len + 1; left; left--) {
		for (size_t i = 0; i < diff_n_files(diff); i++) {
			const struct diff_file *file = diff_file_at(diff, i);
			bool own = diff == &patch->diff;

			if (file->old_path &&
			    (own || (file->new_path && g_hash_table_contains(out, file->new_path))))
				g_hash_table_add(out, file->old_path);
			if (file->new_path && own)
				g_hash_table_add(out, file->new_path);
		}
		if (left > 1) {
			size_t position = g_array_index(before, size_t, left - 2);

			diff = &queue_at(trials->queue, position - 1)->diff;
		}
	}
	return out;
}

/* What one patch leans on, being looked for. */
struct leaning {
	const struct trials *trials;
	const GArray *before; /* size_t: its neighbours, rising, perhaps some twice */
	GHashTable *only;     /* paths: see struct effective_change */
	size_t work;	      /* lines looked at; from LEANS_WORK_LIMIT on nothing is shown */
};

/* Neighbours that are put on a tree: behind first, up to last, but not without. */
struct stretch {
	size_t first, last, without;
};

static void apply_stretch(struct leaning *leaning, struct stretch which, struct effective *tree)
{
	const struct queue *queue = leaning->trials->queue;
	const GArray *before = leaning->before;
	size_t done = 0;

	for (guint i = 0; i < before->len && leaning->work < LEANS_WORK_LIMIT; i++) {
		size_t position = g_array_index(before, size_t, i);
		struct effective_change change;
		struct application application;

		if (position == done || position == which.without || position <= which.first ||
		    position > which.last)
			continue;
		done = position;
		change = change_of(leaning->trials, queue_at(queue, position - 1));
		change.only = leaning->only;
		effective_apply(tree, &change, &application);
		leaning->work += application.work;
		application_clear(&application);
	}
}

static bool applies_to(struct leaning *leaning, const struct patch *patch, struct effective *tree)
{
	_cleanup_(effective_freep) struct effective *layer = effective_layer(tree);
	struct effective_change change = change_of(leaning->trials, patch);
	struct application application;
	bool applies;

	effective_apply(layer, &change, &application);
	applies = application_succeeded(&application);
	leaning->work += application.work;
	application_clear(&application);
	return applies;
}

/* Those whose lines it stands on may be needed; those without which it does not apply are. */
static void find_leans(const struct trials *trials, const struct patch *patch, struct trial *trial)
{
	const GArray *on = trial->application.on;
	_cleanup_(effective_freep) struct effective *tree = NULL; /* with the neighbours up to at */
	g_autoptr(GArray) before = NULL;
	g_autoptr(GHashTable) only = NULL;
	struct leaning leaning = { .trials = trials };
	size_t at = 0, last = patch->position - 1;

	if (!on->len || on->len > LEANS_LIMIT)
		return;
	leaning.before = before = neighbours(trials, patch, TRIED_LIMIT / (on->len + 1));
	if (!before)
		return;
	leaning.only = only = files_of(trials, patch, before);
	tree = effective_layer(trials->base);
	for (guint i = 0; i < on->len && leaning.work < LEANS_WORK_LIMIT; i++) {
		_cleanup_(effective_freep) struct effective *without = NULL;
		size_t position = g_array_index(on, guint32, i);

		apply_stretch(&leaning, (struct stretch){ at, position - 1, 0 }, tree);
		at = position - 1;
		without = effective_layer(tree);
		apply_stretch(&leaning, (struct stretch){ at, last, position }, without);
		if (!applies_to(&leaning, patch, without))
			g_array_append_val(trial->leans_on, position);
	}
	/* Where it does not even do with all of them, leaving one out shows nothing. */
	apply_stretch(&leaning, (struct stretch){ at, last, 0 }, tree);
	if (leaning.work >= LEANS_WORK_LIMIT || !applies_to(&leaning, patch, tree))
		g_array_set_size(trial->leans_on, 0);
}

/* The commits of a range have been applied: where the diff alone does not do, the tree is taken. */
static void settle_range(const struct trials *trials, const struct patch *patch,
			 const struct application *application)
{
	/* Moved: it is of a branch that was merged, and its tree lacks what stands before it here.
	 */
	if (application->kind <= APPLICATION_MOVED)
		return;
	for (size_t i = 0; i < diff_n_files(&patch->diff); i++) {
		const struct diff_file *file = diff_file_at(&patch->diff, i);

		if (file->old_path && g_strcmp0(file->old_path, file->new_path) != 0)
			effective_take(trials->effective, file->old_path, &patch->commit);
		if (file->new_path)
			effective_take(trials->effective, file->new_path, &patch->commit);
	}
}

static struct effective *apply(const struct trials *trials, const struct patch *patch,
			       struct application *out)
{
	struct effective *layer = effective_layer(trials->effective);
	struct effective_change change = change_of(trials, patch);

	effective_apply(layer, &change, out);
	return layer;
}

/* Whether the missing commit at position is there unseen: its lines tell. */
static void look_for_culprit(const struct trials *trials, const struct patch *patch,
			     guint32 position, struct trial *trial)
{
	struct history *history = trials->evidence->history;
	const GPtrArray *paths = history_paths(history, position);
	bool wide = paths && paths->len > CODE_WIDE_FILES;
	struct commit_id id = history_at(history, position)->id;
	struct diff diff = { 0 };
	struct effective_change change = { .diff = &diff };
	char *text = NULL;
	bool cut = false;

	if (!history_repo(history) ||
	    !repo_diff(history_repo(history), &id, PATCH_BYTES_LIMIT, &text, &cut, NULL))
		return;
	diff_parse(&diff, text, 1);
	if (!cut) {
		code_there_clear(&trial->culprit_code);
		code_there_look(trials->effective, &change, wide ? &patch->diff : NULL,
				&trial->culprit_code);
		trial->culprit = position;
		trial->culprit_elsewhere = !diff_shares_file(&patch->diff, &diff);
	}
	diff_clear(&diff);
}

/* What of its code is there, and, where what brought the bug is not, what of that one's. */
static void look_for_code(const struct trials *trials, const struct patch *patch,
			  struct trial *trial)
{
	struct effective_change change = change_of(trials, patch);
	g_autoptr(GArray) culprits = NULL;

	if (trials->evidence->history)
		culprits =
			target_find_named(trials->evidence->target, patch, REFERENCE_FIXES, true);
	if (culprits)
		add_recorded_culprits(trials->evidence, patch, culprits);
	if (application_succeeded(&trial->application) && !(culprits && culprits->len))
		return;
	code_there_look(trials->effective, &change, NULL, &trial->code);
	for (guint i = 0; culprits && i < MIN(culprits->len, CULPRITS_LIMIT); i++) {
		look_for_culprit(trials, patch, g_array_index(culprits, guint32, i), trial);
		if (trial->culprit != HISTORY_NONE && code_there_made(&trial->culprit_code))
			break;
	}
}

/*
 * Try what must follow patch on after, the tree with it; whole: with all of it. Of a file that is
 * not there the older name is looked up, which takes upstream's paths.
 */
static void try_companions_on(struct trials *trials, const struct patch *patch,
			      struct effective *after, bool whole, struct trial *trial)
{
	const struct evidence *evidence = trials->evidence;

	if (!evidence->history)
		return;
	trial->companions = companions_try(evidence, patch, after, whole, trials->lineage.renames);
	if (trials->tried_upstream || !companions_failed(trial->companions))
		return;
	open_upstream(trials);
	if (!trials->lineage.renames)
		return;
	g_array_unref(trial->companions);
	trial->companions = companions_try(evidence, patch, after, whole, trials->lineage.renames);
}

/* after is the tree with as much of patch as fits; what it needs comes first where that is known.
 */
static void try_companions(struct trials *trials, const struct patch *patch,
			   struct effective *after, struct trial *trial)
{
	_cleanup_(effective_freep) struct effective *tree = NULL;
	struct effective_change change;
	struct application application;

	if (trial->prerequisites.outcome != PREREQUISITES_PROVED) {
		try_companions_on(trials, patch, after, application_succeeded(&trial->application),
				  trial);
		return;
	}
	tree = effective_layer(trials->effective);
	prerequisites_put(trials->lineage.finder, &trial->prerequisites, tree);
	change = change_of(trials, patch);
	effective_apply(tree, &change, &application);
	application_clear(&application);
	try_companions_on(trials, patch, tree, true, trial);
}

/*
 * Whether the base has it, so that it changes nothing there: what of it fits a second time must not
 * meet those behind it. Of what is there by its upstream commit another part may be queued.
 */
static bool is_in_base(const struct trials *trials, const struct patch *patch,
		       const struct application *application)
{
	const struct evidence *evidence = trials->evidence;
	const GArray *positions = evidence->upstreams[patch->position - 1].positions;
	struct target_own own;

	if (target_find_own(evidence->target, patch, &own))
		return own.state == PRESENCE_BASE && !own.undone;
	if (!positions->len || application_succeeded(application))
		return false;
	for (guint i = 0; i < positions->len; i++) {
		guint32 at = g_array_index(positions, guint32, i);
		const struct commit_id *id = &history_at(evidence->history, at)->id;

		if (target_find(evidence->target, id, patch).state != PRESENCE_BASE ||
		    target_base_undid(evidence->target, at))
			return false;
	}
	return true;
}

static void try_patch(struct trials *trials, const struct patch *patch, struct trial *trial)
{
	_cleanup_(effective_freep) struct effective *layer = NULL;
	bool of_range = trials->queue->has_base && !patch->stack;
	struct identifiers ids; /* as long as there are names of the base to compare them with */

	layer = apply(trials, patch, &trial->application);
	if (!of_range && !application_succeeded(&trial->application)) {
		open_upstream(trials);
		effective_free(layer);
		application_clear(&trial->application);
		layer = apply(trials, patch, &trial->application);
	}
	if (trial->application.on->len)
		trial->stands_on = g_array_ref(trial->application.on);
	look_for_code(trials, patch, trial);
	if (trials->names) {
		identifiers_read(&patch->diff, &ids);
		trial->absent = names_so_far_find(trials->names, patch, &ids);
	}
	if (application_succeeded(&trial->application) || of_range)
		find_leans(trials, patch, trial);
	if (application_succeeded(&trial->application) ? trial_lacks_names(trial) : !of_range) {
		open_upstream(trials);
		find_prerequisites(trials, patch, trial);
	}
	try_companions(trials, patch, layer, trial);
	if (of_range || !is_in_base(trials, patch, &trial->application))
		effective_keep(layer);
	if (trials->names) {
		names_so_far_add(trials->names, patch, &ids, trial->names_used);
		identifiers_clear(&ids);
	}
	if (of_range) {
		/* A commit of one line of a merge may be made on the other, too. */
		bool already = trial->application.kind == APPLICATION_ALREADY;

		settle_range(trials, patch, &trial->application);
		application_clear(&trial->application);
		trial->application.kind = already ? APPLICATION_ALREADY : APPLICATION_CLEAN;
	}
	note_paths(trials, patch);
}

static void trials_close(struct trials *trials)
{
	lineage_clear(&trials->lineage);
	if (trials->names)
		names_so_far_free(trials->names);
	g_hash_table_unref(trials->users);
	effective_free(trials->effective);
	effective_free(trials->base);
}

static void note_needed(GArray *list, size_t position, size_t by)
{
	struct trial *trial = &g_array_index(list, struct trial, position - 1);

	if (!trial->needed_by)
		trial->needed_by = g_array_new(FALSE, FALSE, sizeof(size_t));
	if (!trial->needed_by->len ||
	    g_array_index(trial->needed_by, size_t, trial->needed_by->len - 1) != by)
		g_array_append_val(trial->needed_by, by);
}

/* The same seen from the other side, so that no patch has to ask all others. */
static void note_all_needed(GArray *list)
{
	for (size_t by = 1; by <= list->len; by++) {
		const struct trial *trial = &g_array_index(list, struct trial, by - 1);
		const GArray *members = trial->prerequisites.members;

		for (guint i = 0; i < trial->leans_on->len; i++)
			note_needed(list, g_array_index(trial->leans_on, size_t, i), by);
		for (guint i = 0; i < trial->names_used->len; i++)
			note_needed(list,
				    g_array_index(trial->names_used, struct name_use, i).maker, by);
		for (guint i = 0;
		     trial->prerequisites.outcome == PREREQUISITES_PROVED && i < members->len;
		     i++) {
			const struct patch *patch =
				g_array_index(members, struct prerequisite, i).presence.patch;

			if (patch)
				note_needed(list, patch->position, by);
		}
	}
}

GArray *trials_find(const struct evidence *evidence)
{
	struct commit_id base;
	struct repo *repo = target_repo(evidence->target, &base);
	struct trials trials = { .evidence = evidence, .queue = evidence->queue };
	bool several = has_several_versions(evidence->queue);
	struct progress progress;

	if (!repo)
		return NULL;
	trials.base = effective_new(repo, &base);
	effective_set_limit(trials.base, evidence->queue->max_memory);
	trials.effective = effective_layer(trials.base);
	trials.names = names_so_far_new(evidence);
	trials.users = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					     (GDestroyNotify)g_array_unref);
	trials.list = g_array_new(FALSE, TRUE, sizeof(struct trial));
	g_array_set_clear_func(trials.list, trial_clear);
	progress_begin(&progress, evidence->progress, "applying", queue_length(evidence->queue));
	for (size_t i = 0; i < queue_length(evidence->queue); i++, progress_step(&progress)) {
		const struct patch *patch = queue_at(evidence->queue, i);
		struct trial trial = { .application.kind = APPLICATION_NOT_TRIED,
				       .prerequisites.outcome = PREREQUISITES_NOT_ASKED,
				       .culprit = HISTORY_NONE,
				       .leans_on = g_array_new(FALSE, FALSE, sizeof(size_t)),
				       .names_used =
					       g_array_new(FALSE, FALSE, sizeof(struct name_use)) };

		g_array_set_clear_func(trial.names_used, name_use_clear);

		/* Whether a patch that cannot be read would apply, who knows. */
		if (!patch->problems->len && diff_n_files(&patch->diff) &&
		    is_for_base(evidence, patch, several))
			try_patch(&trials, patch, &trial);
		g_array_append_val(trials.list, trial);
	}
	progress_end(&progress);
	trials_close(&trials);
	note_all_needed(trials.list);
	return trials.list;
}

const struct trial *trial_at(const struct evidence *evidence, size_t position)
{
	return &g_array_index(evidence->trials, struct trial, position - 1);
}

bool trial_lacks_names(const struct trial *trial)
{
	for (guint i = 0; trial->absent && i < trial->absent->len; i++)
		if (prerequisite_name(&g_array_index(trial->absent, struct absent_name, i)))
			return true;
	return false;
}
